"""A large installation: 10,000 organisations, three asks, 1.5 million answers, twenty people.

Run as `python -m bench.dataset FOLDER`: fills the database of the environment and prints what the
load needs to know (cookies and addresses) as JSON. Rows are written in bulk, past the actions,
because only reading and saving are measured on them.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from datetime import timedelta
from typing import Any

ORGANISATIONS = 10_000
QUESTIONS = 60
REPLIES = (10_000, 10_000, 5_000)  # 25,000 replies of 60 answers
RESPONDENTS, OFFICE = 10, 10
_BATCH = 500


def fill() -> dict[str, Any]:
    """Fill an empty database; returns cookies, addresses and the draft that is fanned out."""
    from django.core.management import call_command

    from sekisho.apps.accounts.actions import create_first_administrator
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    create_first_administrator(SYSTEM, email="aoi@home.example", now=clock.now())
    home = home_view()
    organisations = _organisations(home.id)
    contacts = _contacts(organisations)
    question_set = _question_set()
    asks = [
        _ask(home.id, question_set, organisations[:count], contacts, number)
        for number, count in enumerate(REPLIES)
    ]
    _count(asks[2])
    return {
        "board": f"/o/asks/{asks[0].uid}/",
        "office": [_office_cookie() for _ in range(OFFICE)],
        "respondents": [_respondent(asks[2], place) for place in range(RESPONDENTS)],
        "draft": _draft(home.uid, question_set),
    }


def fill_series() -> str:
    """Two asks of one set in a row, 10,000 replies each, counted; returns the newer one's id."""
    from django.core.management import call_command

    from sekisho.apps.accounts.actions import create_first_administrator
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    call_command("migrate", verbosity=0)
    create_first_administrator(SYSTEM, email="aoi@home.example", now=clock.now())
    home = home_view()
    organisations = _organisations(home.id)
    contacts, question_set = _contacts(organisations), _question_set()
    asks = [_ask(home.id, question_set, organisations, contacts, number) for number in (0, 1)]
    for ask in asks:
        _count(ask)
    return str(asks[-1].uid)


def fill_chain() -> dict[str, Any]:
    """10,000 organisations that supply each other, their chain reckoned and kept."""
    from django.core.management import call_command

    from sekisho.apps.accounts.actions import create_first_administrator
    from sekisho.apps.chain.actions.reckoning import reckon_kept, want_chain
    from sekisho.apps.chain.models import Kept
    from sekisho.apps.organisations.actions import NewRelation, add_relations, refresh_reach
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM, Actor, ActorKind, Grant, Role

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    now = clock.now()
    create_first_administrator(SYSTEM, email="aoi@home.example", now=now)
    home = home_view()
    ids, dice = _organisations(home.id), random.Random(11)
    pairs = {tuple(dice.sample(ids, 2)) for _ in range(2 * len(ids))}
    edges = [NewRelation(seller, buyer, "procurement") for seller, buyer in sorted(pairs)]
    add_relations(SYSTEM, relations=edges, now=now)
    refresh_reach(SYSTEM, now=now)
    reader = Actor(kind=ActorKind.PERSON, grants=frozenset([Grant(Role.READER, home.id)]))
    want_chain(reader, now=now)
    reckon_kept(Kept.objects.get().pk, tick=lambda _done: None, now=now)
    return {"cookie": _office_cookie(), "nodes": len(ids), "links": len(edges) + len(ids)}


def _organisations(home_id: int) -> list[int]:
    from sekisho.apps.organisations.actions import (
        NewOrganisation,
        NewRelation,
        add_relations,
        create_organisations,
        refresh_reach,
    )
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    now, dice = clock.now(), random.Random(7)
    group = [
        NewOrganisation(f"架空グループ{n}株式会社", parent_id=home_id, is_group=True)
        for n in range(12)
    ]
    makers = [home_id, *create_organisations(SYSTEM, organisations=group, now=now)]
    firms = [
        NewOrganisation(
            f"架空部品{n:05d}株式会社",
            f"Kakuu Parts {n:05d} Ltd.",
            country="JP" if n % 9 else "US",
            own_code=f"B{n:05d}",
        )
        for n in range(ORGANISATIONS)
    ]
    ids: list[int] = []
    for start in range(0, len(firms), _BATCH):
        part = firms[start : start + _BATCH]
        ids += create_organisations(SYSTEM, organisations=part, now=now)
    edges = [
        NewRelation(own, _customer(dice, place, ids, makers), "procurement")
        for place, own in enumerate(ids)
    ]
    add_relations(SYSTEM, relations=edges, now=now)
    refresh_reach(SYSTEM, now=now)
    return ids


def _customer(dice: random.Random, place: int, ids: list[int], makers: list[int]) -> int:
    return dice.choice(makers) if place < ORGANISATIONS // 2 else ids[dice.randrange(place // 2)]


def _contacts(organisations: list[int]) -> dict[int, int]:
    from sekisho.apps.partners.models import Contact
    from sekisho.kernel import clock
    from sekisho.kernel.entropy import new_id

    stamps = {"created_at": clock.now(), "updated_at": clock.now()}
    rows = [
        Contact(
            uid=new_id(),
            organisation_id=own,
            department="総務部",
            email=f"desk{place}@p{place}.example",
            purposes=["security"],
            **stamps,
        )
        for place, own in enumerate(organisations)
    ]
    Contact.objects.bulk_create(rows, batch_size=_BATCH)
    return {row.organisation_id: row.pk for row in rows}


def _question_set() -> Any:
    """The shipped check, its questions repeated under other keys until there are sixty."""
    from sekisho.apps.asks.actions.sets import load_question_sets
    from sekisho.apps.asks.models import QuestionSetVersion
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM
    from sekisho.kernel.entropy import new_id

    load_question_sets(SYSTEM, now=clock.now())
    row = QuestionSetVersion.objects.get(key="meti2022-alert")
    plain = [one for one in row.content["questions"] if "condition" not in one]
    row.content = {
        **row.content,
        "id": "bench",
        "questions": [
            {**plain[number % len(plain)], "id": f"B-{number:03d}"} for number in range(QUESTIONS)
        ],
    }
    row.pk, row.uid, row.key = None, new_id(), "bench"
    row.content_hash, row.question_count = "bench", QUESTIONS
    row.save(force_insert=True)
    return row


def _ask(
    home_id: int, question_set: Any, subjects: list[int], contacts: dict[int, int], number: int
) -> Any:
    from sekisho.apps.asks.models import Ask, Assignment
    from sekisho.kernel import clock
    from sekisho.kernel.entropy import new_id

    now = clock.now()
    ask = Ask.objects.create(
        uid=new_id(),
        organisation_id=home_id,
        title={"ja": f"点検{number}", "en": f"Check {number}"},
        reason={"ja": "備えのため", "en": "To be prepared"},
        question_set=question_set,
        state="open",
        created_by_uid=new_id(),
        created_at=now,
        updated_at=now,
        sent_at=now,
    )
    states = itertools.cycle(["submitted"] * 3 + ["answering", "closed"])
    rows = [
        Assignment(
            uid=new_id(),
            ask=ask,
            subject_id=own,
            respondent_id=own,
            contact_id=contacts[own],
            state="answering" if number == 2 else next(states),
            due_at=now + timedelta(days=(place % 11) - 3),
            answered=QUESTIONS,
            shown=QUESTIONS,
            submitted_at=now,
            created_at=now,
        )
        for place, own in enumerate(subjects)
    ]
    Assignment.objects.bulk_create(rows, batch_size=_BATCH)
    _replies(rows)
    return ask


def _replies(rows: list[Any]) -> None:
    from sekisho.apps.asks.models import Reply
    from sekisho.apps.asks.queries.sealed import sealed_reply
    from sekisho.engines.questionnaire import Answer, StoredAnswer, reply_as_json
    from sekisho.kernel import clock

    now, dice = clock.now(), random.Random(11)
    keys = [f"B-{number:03d}" for number in range(QUESTIONS)]
    choices = ("yes", "yes", "yes", "partial", "no", "unknown")
    texts = []
    for _ in range(300):
        answers = {
            key: StoredAnswer(
                Answer((dice.choice(choices),), followup="毎月確認しています。"),
                1,
                now.isoformat(),
                "総務部",
            )
            for key in keys
        }
        texts.append(reply_as_json(answers).decode())
    made = (
        Reply(assignment=row, sealed=sealed_reply(row, dice.choice(texts)), updated_at=now)
        for row in rows
    )
    Reply.objects.bulk_create(made, batch_size=_BATCH)


def _count(ask: Any) -> None:
    from sekisho.apps.asks.jobs.tally import count_ask

    count_ask(ask.pk)


def _office_cookie() -> str:
    from django.test import Client

    from sekisho.apps.accounts.models import Person

    client = Client()
    client.force_login(
        Person.objects.get(email="aoi@home.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return str(client.cookies["sekisho_session"].value)


def _respondent(ask: Any, place: int) -> dict[str, str]:
    from importlib import import_module

    from django.conf import settings

    from sekisho.apps.accounts.actions import NewLink, issue_links
    from sekisho.apps.accounts.models import Link
    from sekisho.apps.asks.models import Assignment
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    row = Assignment.objects.filter(ask=ask).order_by("id")[place * 37]
    Assignment.objects.filter(pk=row.pk).update(due_at=clock.now() + timedelta(days=5))
    link = NewLink(row.contact_id or 0, row.pk, clock.now() + timedelta(days=9))
    issue_links(SYSTEM, links=[link], now=clock.now())
    uid = str(Link.objects.get(subject_id=row.pk).uid)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["links"] = {uid: {"is_confirmed": True, "browser": f"bench-{place}"}}
    session.save()
    category = ask.question_set.content["categories"][place % 2]["id"]
    return {"cookie": session.session_key, "link": uid, "category": category}


def _draft(home_uid: Any, question_set: Any) -> str:
    from sekisho.apps.asks.actions import drafts
    from sekisho.apps.asks.queries.drafts import AudienceSpec
    from sekisho.apps.asks.queries.profiles import Sender
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM
    from sekisho.kernel.text import Bilingual

    now = clock.now()
    uid = drafts.create_draft(SYSTEM, organisation_uid=home_uid, now=now)
    words = drafts.DraftWords(
        Bilingual("点検のお願い", "Check"),
        Bilingual("攻撃が増えています。", "Attacks increase."),
        Sender(Bilingual("室", "Office"), contact_email="aoi@home.example"),
    )
    revision = drafts.save_words(SYSTEM, uid=uid, revision=1, words=words, now=now)
    plan = drafts.DraftPlan(question_set.uid, 5)
    revision = drafts.save_plan(SYSTEM, uid=uid, revision=revision, plan=plan, now=now)
    everybody = AudienceSpec(mode="filter")
    drafts.save_audience(SYSTEM, uid=uid, revision=revision, audience=everybody, now=now)
    return str(uid)


def fan_out(draft: str) -> None:
    """Send copies of the draft to everybody, one after the other, until stopped; as the worker."""
    import uuid

    from sekisho.apps.asks.actions.drafts import copy_ask
    from sekisho.apps.asks.actions.waves import send_wave
    from sekisho.apps.asks.jobs.send import prepare_wave
    from sekisho.apps.asks.queries.drafts import ask_for
    from sekisho.cli.services import yield_to_pages
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    yield_to_pages()
    while True:
        uid = copy_ask(SYSTEM, uid=uuid.UUID(draft), now=clock.now())
        revision = ask_for(SYSTEM, uid).revision
        sent = send_wave(SYSTEM, uid=uid, revision=revision, now=clock.now())
        prepare_wave(wave_id=sent.wave_id, run_uid=str(sent.run_uid))


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"
    import django

    django.setup()
    if sys.argv[1] == "fill-chain":
        print(json.dumps(fill_chain()))
    elif sys.argv[1] == "fill":
        print(json.dumps(fill()))
    else:
        fan_out(sys.argv[2])
