"""Every change of state leaves a trace: an action records it itself or through another."""

from __future__ import annotations

import ast

from tests.house.source import (
    APPS,
    Function,
    functions_of,
    last_word,
    layer_files,
    shown,
    tree_of,
)

WRITES = {
    *{"atomic", "save", "create", "bulk_create", "bulk_update", "update_or_create"},
    *{"get_or_create", "delete", "update"},
}
# Our own way past the ORM for many rows at once: it writes and leaves no entry.
RAW = {"insert_rows"}
WRITES |= RAW
# What brings values into the form of a column leaves none either.
FORMS = {"as_json", "as_moment", "as_uid", "fresh_uids", "reserve_ids"}
# Rooms whose writes are the bookkeeping of somebody else's action.
BOOKKEEPING = {
    "audit": "it writes the record itself",
    "work": "jobs, events and progress belong to the action that started them",
}
# "file:function" -> why this write leaves no entry
SILENT: dict[str, str] = {
    "src/sekisho/apps/partners/actions/rows.py:ensure_partners": (
        "rows of many partners at once; the action that brings or marks them records one entry"
    ),
    "src/sekisho/apps/partners/actions/rows.py:ensure_tags": (
        "rows of many partners at once; the action that brings or marks them records one entry"
    ),
    "src/sekisho/apps/partners/actions/rows.py:attach_tags": (
        "rows of many partners at once; the action that brings or marks them records one entry"
    ),
    "src/sekisho/apps/organisations/actions/search.py:index_organisations": (
        "the search index repeats what a recorded change wrote"
    ),
    "src/sekisho/apps/accounts/actions/links.py:issue_links": (
        "links are issued by the thousand; the action that sends them records one entry"
    ),
    "src/sekisho/apps/accounts/actions/cards.py:add_cards": (
        "codes are printed by the hundred; the action that prints them records one entry"
    ),
    "src/sekisho/apps/accounts/actions/links.py:renew_links": (
        "links are renewed by the thousand; the action that reminds records one entry"
    ),
    "src/sekisho/apps/accounts/actions/links.py:extend_links": (
        "links live longer with a reminder or a return; that action records one entry"
    ),
    "src/sekisho/apps/accounts/actions/links.py:end_links": (
        "links end with the findings they were kept for; that action records one entry"
    ),
    "src/sekisho/apps/measures/actions/owners.py:open_letter": (
        "a letter's row is made with the letter; the action that queues it records one entry"
    ),
    "src/sekisho/apps/measures/actions/findings.py:stop_acceptance": (
        "an acceptance ends with a step of its finding, and that step records one entry"
    ),
    "src/sekisho/apps/measures/actions/findings.py:open_findings": (
        "findings come from a submission; the action that settles them records one entry"
    ),
    "src/sekisho/apps/measures/actions/findings.py:withdraw_findings": (
        "findings leave with a submission; the action that settles them records one entry"
    ),
    "src/sekisho/apps/reminders/actions/turns.py:start_once": (
        "whether a job waits for a worker; what the job does is recorded by its actions"
    ),
    "src/sekisho/apps/reminders/actions/turns.py:take_turn": (
        "whether a job waits for a worker; what the job does is recorded by its actions"
    ),
    "src/sekisho/apps/reminders/actions/sending.py:claim": (
        "steps are written down by the hundred; the action that sends them records one entry"
    ),
    "src/sekisho/apps/inventory/actions/erasing.py:erase_proposals": (
        "proposals go with their answers; the action that erases those records one entry"
    ),
    "src/sekisho/apps/mail/actions/returns.py:forget_returns": (
        "counting begins anew with another address; the action that corrects it records one entry"
    ),
    "src/sekisho/apps/mail/actions/returns.py:mark_early": (
        "the mark that a recorded note could not set yet; the note recorded the entry"
    ),
    "src/sekisho/apps/mail/actions/readings.py:start_reading": (
        "whether a job waits for a worker; what it notes is recorded letter by letter"
    ),
    "src/sekisho/apps/mail/actions/readings.py:begin_reading": (
        "whether a job waits for a worker; what it notes is recorded letter by letter"
    ),
    "src/sekisho/apps/mail/actions/readings.py:end_reading": (
        "how the last look at the mailbox went; what it noted is recorded letter by letter"
    ),
    "src/sekisho/apps/accounts/actions/erasing.py:erase_links": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/answering/actions/erasing.py:erase_words": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/answering/actions/erasing.py:erase_clarifications": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/answering/actions/erasing.py:take_name_out": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/asks/actions/erasing.py:erase_replies": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/asks/actions/erasing.py:mark_files_erased": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/asks/actions/erasing.py:mark_file_erased": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/asks/actions/erasing.py:remove_erased_files": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/mail/actions/erasing.py:erase_letters": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/mail/actions/erasing.py:cancel_letters_to": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/mail/actions/erasing.py:erase_local_letters": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/mail/actions/erasing.py:erase_returns_of": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/measures/actions/erasing.py:mark_proofs_erased": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/measures/actions/erasing.py:mark_proof_erased": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/measures/actions/erasing.py:remove_erased_proofs": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/measures/actions/erasing.py:take_name_out": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/fairness/actions/erasing.py:take_name_out": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/rules/actions/erasing.py:erase_answered_exceptions": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/rules/actions/erasing.py:erase_over_exceptions": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/keeping/actions/nights.py:begin_night": (
        "whether the work of this night was begun; what it erases is recorded batch by batch"
    ),
    "src/sekisho/apps/partners/actions/erasing.py:empty_contact": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/reports/actions/erasing.py:erase_feedback": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/sharing/actions/erasing.py:erase_consents": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/sharing/actions/erasing.py:take_name_out": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/alerts/actions/erasing.py:erase_relays": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/alerts/actions/erasing.py:take_name_out": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/workbooks/actions/erasing.py:erase_filings": (
        "one step of an erasure; the action of keeping that calls it records one entry"
    ),
    "src/sekisho/apps/mail/actions/outbox.py:queue_letters": (
        "letters are queued by the thousand; the action that sends them records one entry"
    ),
}
SILENT_NAMES = RAW | FORMS | {name.partition(":")[2] for name in SILENT}
SHARED = "record_entry"


def names_used(function: Function) -> set[str]:
    """The last word of everything the function mentions, decorators included."""
    nodes = (n for n in ast.walk(function) if isinstance(n, ast.Attribute | ast.Name))
    return {last_word(node) for node in nodes}


def writes(function: Function) -> bool:
    """Whether the function opens a transaction or calls something that changes rows."""
    calls = {last_word(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)}
    return bool(WRITES & calls) or "atomic" in names_used(function)


def actions_from_elsewhere(tree: ast.Module) -> set[str]:
    """The names that this file takes from any room's actions."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and ".actions" in f".{node.module}"
        for alias in node.names
        if ".work." not in f".{node.module}." and alias.name not in SILENT_NAMES
    }


def silent_writers(tree: ast.Module) -> list[str]:
    """Public functions that write although neither they nor what they call record an entry."""
    functions = {f.name: f for f in functions_of(tree)}
    recording = {SHARED} | actions_from_elsewhere(tree)
    used = {name: names_used(function) for name, function in functions.items()}
    reach = {name: {name} for name in functions}
    for _ in functions:
        for name in functions:
            reach[name] |= {other for seen in reach[name] for other in used[seen] & set(functions)}
    return [
        name
        for name, function in functions.items()
        if not name.startswith("_")
        and any(writes(functions[seen]) for seen in reach[name])
        and not any(used[seen] & recording for seen in reach[name])
    ]


def test_every_action_that_writes_records_an_entry():
    silent = {
        f"{shown(path)}:{name}"
        for path in layer_files("actions")
        if path.relative_to(APPS).parts[0] not in BOOKKEEPING
        for name in silent_writers(tree_of(path))
    }
    assert silent - set(SILENT) == set()
    assert set(SILENT) - silent == set(), "these exemptions are no longer needed"


def test_a_silent_action_is_seen_and_a_recording_one_is_not():
    silent = "def rename(actor):\n    _store(actor)\ndef _store(row):\n    row.save()\n"
    assert silent_writers(ast.parse(silent)) == ["rename"]
    loud = silent + "    record_entry(actor, change=1, now=2)\n"
    assert silent_writers(ast.parse(loud)) == []
    through = "from sekisho.apps.partners.actions import add\n"
    through += "@atomic\ndef bring(actor):\n    add(actor)\n"
    assert silent_writers(ast.parse(through)) == []
