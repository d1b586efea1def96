"""For each route with arguments: an object in A's part of the chain, one in B's, one that is not.

A room plugs in with one line here: url name -> Sample. `a` must be within reach of home and G only,
`b` of home and H only (or say otherwise with `reach`), `none` must not exist. A route without a
sample fails the matrix, and so does a sample without a route.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, cast

from django.core.mail import EmailMessage, get_connection

from sekisho.adapters.vault import write_stored
from sekisho.apps.alerts.actions.alerts import create_alert
from sekisho.apps.alerts.models import Alert, Notice
from sekisho.apps.answering.actions.talks import Clarified, Saying, ask_question, clarify
from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.asks.queries.prepared import Wish, export_path, export_place
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.chain.actions.stories import copy_story
from sekisho.apps.chain.queries.stories import shipped_story
from sekisho.apps.editor.actions.drafts import begin_draft
from sekisho.apps.editor.models import DraftSet
from sekisho.apps.inventory.actions.intakes.steps import Upload, start_intake
from sekisho.apps.keeping.actions.holds import hold_partner
from sekisho.apps.mail.models import LocalLetter, OutboxLetter
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.organisations.models import Relation
from sekisho.apps.organisations.queries import seal_home
from sekisho.apps.papers.actions.templates import TemplateWords, create_template
from sekisho.apps.papers.queries.templates import shipped
from sekisho.apps.partners.models import ImportBatch
from sekisho.apps.reminders.actions.series import Rhythm, begin_series
from sekisho.apps.rules.actions.exceptions import NewException, record_exception
from sekisho.apps.rules.models import Attestation, Edition
from sekisho.apps.rules.queries.exceptions import DeviationWords
from sekisho.engines.reminders import Every
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.entropy import new_id
from sekisho.kernel.text import Bilingual
from tests.apps.alerts.world import TEXT
from tests.apps.inventory.world import added, proposed, sheet
from tests.apps.observing.world import brought as flow_log_brought
from tests.apps.observing.world import flow
from tests.apps.observing.world import log as flow_log
from tests.apps.partners.test_contracts import written as contracted
from tests.apps.rules.world import issued, written
from tests.gate.world import HOME, G, H, World

Kwargs = dict[str, Any]
Make = Callable[[World], Kwargs]
NOWHERE = uuid.UUID("01890000-0000-7000-8000-000000000000")
NO_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class Sample:
    """Arguments of a route for three objects, and how the matrix reads the answers.

    `reach` says from where each object is seen; `owner` names the only player who sees it.
    `may_be_gone` tells why even its owner may get 404 (the sample has no such part).
    """

    a: Make
    b: Make
    none: Make
    reach: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {"a": frozenset({HOME, G}), "b": frozenset({HOME, H})}
    )
    owner: str = ""
    may_be_gone: str = ""


def by_uid(a: Callable[[World], uuid.UUID], b: Callable[[World], uuid.UUID], **more: Any) -> Sample:
    """A route with the one argument `uid`."""
    return Sample(
        lambda w: {"uid": a(w)}, lambda w: {"uid": b(w)}, lambda _w: {"uid": NOWHERE}, **more
    )


def by_link(may_be_gone: str = "", **more: Any) -> Sample:
    """A respondent's route; further arguments are the same for all three."""
    return Sample(
        lambda w: {"link_uid": w.a.link_uid, **more},
        lambda w: {"link_uid": w.b.link_uid, **more},
        lambda _w: {"link_uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def by_ask(may_be_gone: str = "", reach: Any = None, **more: Any) -> Sample:
    """A route of an ask: G's ask to A, H's ask to B; further arguments are the same for all."""
    return Sample(
        lambda w: {"uid": w.a.row.ask.uid, **more},
        lambda w: {"uid": w.b.row.ask.uid, **more},
        lambda _w: {"uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
        **({"reach": reach} if reach else {}),
    )


def by_reply(may_be_gone: str = "", **more: Any) -> Sample:
    """A route of an assignment: A's to G, B's to H."""
    return Sample(
        lambda w: {"uid": w.a.row.uid, **more},
        lambda w: {"uid": w.b.row.uid, **more},
        lambda _w: {"uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def by_partner(**more: Any) -> Sample:
    """A route of a partner: A, which supplies G; B, which supplies H."""
    part: dict[str, Any] = {name: more.pop(name) for name in ("part", "ending") if name in more}
    return Sample(
        lambda w: {"uid": w.cast.a.uid, **part},
        lambda w: {"uid": w.cast.b.uid, **part},
        lambda _w: {"uid": NOWHERE, **part},
        **more,
    )


def _contract(world: World, side: str) -> uuid.UUID:
    """A contract of G with A, or of H with B."""
    cast = world.cast
    at, party = (cast.a, cast.g) if side == "a" else (cast.b, cast.h)
    made = world.once(f"contract {side}", partial(contracted, cast, at, party))
    assert isinstance(made, uuid.UUID)
    return made


def _entry(world: World, side: str) -> uuid.UUID:
    """A device of one side."""
    at = world.cast.a if side == "a" else world.cast.b
    made = world.once(f"entry {side}", partial(added, world.cast, at))
    assert isinstance(made, uuid.UUID)
    return made


def _own_story(world: World) -> uuid.UUID:
    """A story that the lead company copied to change it."""
    copy = partial(
        copy_story, world.cast.aoi, view=shipped_story("form-service"), now=world.cast.now
    )
    made = world.once("own story", copy)
    assert isinstance(made, uuid.UUID)
    return made


def _of_story(**more: str) -> Sample:
    """A route of that story with one more argument."""
    return Sample(
        lambda w: {"uid": _own_story(w), **more},
        lambda w: {"uid": _own_story(w), **more},
        lambda _w: {"uid": NOWHERE, **more},
        reach=LEAD,
    )


def _intake(world: World) -> uuid.UUID:
    """A list that the lead company has looked over."""
    given = Upload(io.BytesIO(sheet(("組織", "名称"), ("A-001", "入口"))), "list.xlsx")
    start = partial(start_intake, world.cast.aoi, kind="site", upload=given, now=world.cast.now)
    made = world.once("intake", start)
    assert isinstance(made, uuid.UUID)
    return made


def _told(world: World, side: str) -> uuid.UUID:
    """An answer of one side that tells of a device."""
    visitor = world.a if side == "a" else world.b
    _proposal(world, side)
    return visitor.row.uid


def _proposal(world: World, side: str) -> uuid.UUID:
    """What the answer of one side tells of."""
    visitor = world.a if side == "a" else world.b
    made = world.once(f"proposal {side}", partial(proposed, world.cast, visitor.row))
    assert isinstance(made, uuid.UUID)
    return made


def _hold(world: World, side: str) -> uuid.UUID:
    """A hold on the partner of one side."""
    at = world.cast.a if side == "a" else world.cast.b
    held = partial(hold_partner, world.cast.aoi, uid=at.uid, reason="hold", now=world.cast.now)
    made = world.once(f"hold {side}", held)
    assert isinstance(made, uuid.UUID)
    return made


def _of_template(may_be_gone: str = "", **more: Any) -> Sample:
    """A route of a letter template: one of G's, one of H's."""
    return Sample(
        lambda w: {"uid": _template_uid(w, w.cast.g.uid), **more},
        lambda w: {"uid": _template_uid(w, w.cast.h.uid), **more},
        lambda _w: {"uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def _template_uid(world: World, organisation_uid: uuid.UUID) -> uuid.UUID:
    def make() -> uuid.UUID:
        return create_template(
            world.cast.aoi,
            organisation_uid=organisation_uid,
            words=TemplateWords("Sample", shipped(REQUEST)),
            now=world.cast.now,
        )

    made = world.once(f"template {organisation_uid}", make)
    assert isinstance(made, uuid.UUID)
    return made


def _no_upload(_world: World) -> uuid.UUID:
    """An upload is seen by its sender alone: tests/apps/workbooks prove it."""
    return NOWHERE


def _import_uid(world: World) -> uuid.UUID:
    """An import that Aoi began."""
    made = world.once("import", lambda: _new_import(world))
    assert isinstance(made, uuid.UUID)
    return made


def _new_import(world: World) -> uuid.UUID:
    cast, uid = world.cast, new_id()
    ImportBatch.objects.create(
        uid=uid,
        organisation_id=cast.home.id,
        started_by_uid=world.uid_of("administrator@home"),
        file_name="list.csv",
        created_at=cast.now,
        touched_at=cast.now,
    )
    return uid


def _observation(world: World) -> uuid.UUID:
    """A log that the lead company has brought."""
    make = partial(flow_log_brought, world.cast, flow_log(flow()))
    made = world.once("observation", make)
    assert isinstance(made, uuid.UUID)
    return made


def _export_uid(world: World) -> uuid.UUID:
    """A prepared file of the lead company's administrator."""
    made = world.once("export", lambda: _new_export(world))
    assert isinstance(made, uuid.UUID)
    return made


def _new_export(world: World) -> uuid.UUID:
    uid, who = new_id(), str(world.uid_of("administrator@home"))
    wish = Wish(who, str(world.a.row.ask.uid), "board", "csv", "ja", ())
    for part, content in (("wish", wish.as_json()), ("file", b"Kept for its owner")):
        write_stored(export_path(uid, part), seal_home(export_place(uid, part), content))
    return uid


def _edge(supplier_id: int) -> uuid.UUID:
    return Relation.objects.filter(supplier_id=supplier_id).latest("id").uid


def _letter_uid(world: World) -> uuid.UUID:
    """A letter in the local mailbox."""
    made = world.once("letter", lambda: _new_letter(world))
    assert isinstance(made, uuid.UUID)
    return made


def _new_letter(world: World) -> uuid.UUID:
    backend = get_connection("sekisho.apps.mail.jobs.ConfiguredBackend")
    letter = EmailMessage("Kept here", "For the gate.", "f@home.example", ["t@home.example"])
    backend.send_messages([letter])
    return LocalLetter.objects.latest("id").uid


def _finding(world: World, which: str) -> uuid.UUID:
    """A gap of A found by G, or of B found by H."""
    made = world.once(f"finding {which}", lambda: _new_finding(world, which))
    assert isinstance(made, uuid.UUID)
    return made


def _gap(world: World, which: str) -> str:
    """The keyed name of A's gap, or of B's; each has its own."""
    return Finding.objects.get(uid=_finding(world, which)).gap_hash


def _new_finding(world: World, which: str) -> uuid.UUID:
    visitor = world.a if which == "a" else world.b
    row = visitor.row
    text = Bilingual("予備の複製", "Back-ups")
    new = NewFinding(
        organisation_id=row.subject_id,
        asked_by_id=row.ask.organisation_id,
        source="ask",
        source_id=row.pk,
        is_high=True,
        words=FindingWords(key=f"backup-{which}", question=text, answer="no"),
        due_on=None,
        reported_at=world.cast.now,
    )
    open_findings(SYSTEM, findings=[new], now=world.cast.now)
    return Finding.objects.latest("id").uid


def _of_finding(may_be_gone: str = "", **more: Any) -> Sample:
    """A respondent's route of a finding: A's own by A's link, B's by B's."""
    return Sample(
        lambda w: {"link_uid": w.a.link_uid, "finding_uid": _finding(w, "a"), **more},
        lambda w: {"link_uid": w.b.link_uid, "finding_uid": _finding(w, "b"), **more},
        lambda _w: {"link_uid": NOWHERE, "finding_uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def _outbox_uid(world: World) -> uuid.UUID:
    """A letter that could not be handed over."""
    made = world.once("outbox", lambda: _new_outbox(world))
    assert isinstance(made, uuid.UUID)
    return made


def _new_outbox(world: World) -> uuid.UUID:
    uid, now = new_id(), world.cast.now
    OutboxLetter.objects.create(
        uid=uid,
        letter="asks.request",
        object_id=world.a.assignment_id,
        recipient_id=world.cast.chika.id,
        language="ja",
        unique_key="gate",
        state="failed",
        created_at=now,
        next_at=now,
    )
    return uid


def _alert(place: str) -> Callable[[World], uuid.UUID]:
    """The alert of G or of H, passed on by the world's ask of that company."""

    def make(world: World) -> uuid.UUID:
        company = world.cast.g if place == "a" else world.cast.h
        asked = world.a if place == "a" else world.b
        uid = create_alert(SYSTEM, organisation_uid=company.uid, text=TEXT, now=world.cast.now)
        alert = Alert.objects.get(uid=uid)
        facts = {"version": 1, "kind": "notice", "created_at": world.cast.now}
        Notice.objects.create(alert=alert, ask=asked.row.ask, **facts)
        return uid

    return lambda world: cast("uuid.UUID", world.once(f"alert {place}", lambda: make(world)))


def _board(place: str) -> Callable[[World], uuid.UUID]:
    def ask(world: World) -> uuid.UUID:
        _alert(place)(world)
        return (world.a if place == "a" else world.b).row.ask.uid

    return ask


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A rule of G or of H, its edition, an exception of that company, and the ask that attests."""

    rule: uuid.UUID
    edition: uuid.UUID
    exception: uuid.UUID
    ask: uuid.UUID


def _ruled(world: World, place: str) -> _Ruled:
    def make() -> _Ruled:
        company = world.cast.g if place == "a" else world.cast.h
        asked, now = (world.a if place == "a" else world.b), world.cast.now
        rule = written(world.cast, company=company.uid)
        edition = issued(world.cast, rule)
        row = Edition.objects.get(uid=edition)
        Attestation.objects.create(edition=row, ask=asked.row.ask, created_at=now)
        words = DeviationWords("第一条", "設備の都合", "目で確かめる")
        new = NewException(rule, company.uid, words, date(2099, 1, 1))
        exception = record_exception(world.cast.aoi, new=new, now=now)
        return _Ruled(rule, edition, exception, asked.row.ask.uid)

    return cast("_Ruled", world.once(f"rule {place}", make))


def _of_rule(part: str, **more: Any) -> Sample:
    """A route of a rule of G's, or of H's: "rule", "edition", "exception" or "ask"."""
    return by_uid(
        lambda w: cast("uuid.UUID", getattr(_ruled(w, "a"), part)),
        lambda w: cast("uuid.UUID", getattr(_ruled(w, "b"), part)),
        **more,
    )


def _draft(place: str) -> Callable[[World], uuid.UUID]:
    """A question set that G, or H, writes."""

    def make(world: World) -> uuid.UUID:
        company = world.cast.g if place == "a" else world.cast.h
        rows = {"questions": [{"ja": "一", "en": "One"}, {"ja": "二", "en": "Two"}]}
        now = world.cast.now
        return begin_draft(SYSTEM, organisation_uid=company.uid, document=rows, now=now)

    return lambda world: cast("uuid.UUID", world.once(f"draft {place}", lambda: make(world)))


def _of_draft(part: str = "", may_be_gone: str = "", **more: Any) -> Sample:
    """A route of a question set being written, or of its first part of that name."""

    def make(place: str) -> Make:
        def kwargs(world: World) -> Kwargs:
            uid = _draft(place)(world)
            rows = DraftSet.objects.get(uid=uid).content[part] if part else []
            return {"uid": uid, **({"part": rows[0]["uid"]} if part else {}), **more}

        return kwargs

    none = {"uid": NOWHERE, **({"part": str(NOWHERE)} if part else {}), **more}
    return Sample(make("a"), make("b"), lambda _w: none, may_be_gone=may_be_gone)


def _series(world: World, place: str) -> uuid.UUID:
    """A series of G or of H."""

    def make() -> uuid.UUID:
        visitor = world.a if place == "a" else world.b
        rhythm = Rhythm(world.cast.now.date(), Every.YEAR)
        return begin_series(SYSTEM, uid=visitor.row.ask.uid, rhythm=rhythm, now=world.cast.now)

    return cast("uuid.UUID", world.once(f"series {place}", make))


def _set_uid(_world: World) -> uuid.UUID:
    return QuestionSetVersion.objects.latest("id").uid


def by_part(may_be_gone: str = "", **more: Any) -> Sample:
    """A route of a narrower link: of A's questions, and of B's."""
    return Sample(
        lambda w: {"link_uid": w.parts["a"], **more},
        lambda w: {"link_uid": w.parts["b"], **more},
        lambda _w: {"link_uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def _thread(world: World, which: str) -> uuid.UUID:
    """A question that A asked, or B."""
    return cast("uuid.UUID", world.once(f"thread {which}", lambda: _new_thread(world, which)))


def _new_thread(world: World, which: str) -> uuid.UUID:
    visitor, now = world.a if which == "a" else world.b, world.cast.now
    saying = Saying("Who is meant?", which)
    actor = visitor.actor(now)
    return ask_question(actor, question_key="M22-RR-01", saying=saying, now=now)


def _of_thread() -> Sample:
    return Sample(
        lambda w: {"uid": w.a.row.uid, "thread_uid": _thread(w, "a")},
        lambda w: {"uid": w.b.row.uid, "thread_uid": _thread(w, "b")},
        lambda _w: {"uid": NOWHERE, "thread_uid": NOWHERE},
    )


def _clarification(world: World, which: str) -> uuid.UUID:
    def make() -> uuid.UUID:
        ask = (world.a if which == "a" else world.b).row.ask.uid
        words = Clarified("M22-RR-01", "だれ", "Who", "みな", "All")
        return clarify(SYSTEM, ask_uid=ask, words=words, now=world.cast.now)

    return cast("uuid.UUID", world.once(f"clarified {which}", make))


def _of_clarification() -> Sample:
    return Sample(
        lambda w: {"uid": w.a.row.ask.uid, "one_uid": _clarification(w, "a")},
        lambda w: {"uid": w.b.row.ask.uid, "one_uid": _clarification(w, "b")},
        lambda _w: {"uid": NOWHERE, "one_uid": NOWHERE},
    )


PERSON = by_uid(lambda w: w.uid_of("coordinator@g"), lambda w: w.uid_of("coordinator@h"))
LEAD = {"a": frozenset({HOME}), "b": frozenset({HOME})}
OWN = "administrator@home"
RUN = by_uid(lambda w: w.run_uid, lambda w: w.run_uid, owner=OWN)
EXPORT = by_uid(_export_uid, _export_uid, owner=OWN)
IMPORT = by_uid(_import_uid, _import_uid, owner=OWN)
CONTACT = by_uid(lambda w: w.cast.chika.uid, lambda w: w.cast.dan.uid)
FINDING = by_uid(lambda w: _finding(w, "a"), lambda w: _finding(w, "b"))
COMPANY = by_uid(lambda w: w.cast.g.uid, lambda w: w.cast.h.uid)
EVERYWHERE = {"a": frozenset({HOME, G, H}), "b": frozenset({HOME, G, H})}
SENT = "the sample is sent already, so nothing of a draft is there"
NO_UPLOAD = "uploads are seen by their sender alone"
NO_FILE = "the sample has no file"
EARLY = "the sample has not been submitted"

SAMPLES: dict[str, Sample] = {
    # accounts
    "accounts:person": PERSON,
    "accounts:grant": PERSON,
    "accounts:block": PERSON,
    "accounts:forget_second_factor": PERSON,
    "accounts:sign_in_link": PERSON,
    "accounts:take_grant": Sample(
        lambda w: {"uid": w.members["coordinator@g"].uid, "organisation_id": w.cast.g.id},
        lambda w: {"uid": w.members["coordinator@h"].uid, "organisation_id": w.cast.h.id},
        lambda _w: {"uid": NOWHERE, "organisation_id": NO_NUMBER},
    ),
    # work
    "work:run": RUN,
    "work:part": RUN,
    "work:cancel": RUN,
    # partners
    **{
        f"partners:{name}": by_partner()
        for name in (
            *("partner", "edit", "activate", "deactivate", "marks", "add_contact"),
            *("add_relation", "restore_relation"),
        )
    },
    **{
        f"partners:{name}": CONTACT
        for name in ("contact", "remove_contact", "restore_contact", "clear_bounce")
    },
    **{
        f"partners:{name}": IMPORT
        for name in (
            *("import", "import_columns", "import_commit", "import_decide"),
            *("import_discard", "import_refused", "import_resume"),
        )
    },
    "partners:move_company": COMPANY,
    "partners:remove_relation": Sample(
        lambda w: {"uid": w.cast.a.uid, "relation_uid": _edge(w.cast.a.id)},
        lambda w: {"uid": w.cast.b.uid, "relation_uid": _edge(w.cast.b.id)},
        lambda _w: {"uid": NOWHERE, "relation_uid": NOWHERE},
    ),
    # measures
    "measures:finding": FINDING,
    "measures:file": Sample(
        lambda w: {"uid": _finding(w, "a"), "file_uid": NOWHERE},
        lambda w: {"uid": _finding(w, "b"), "file_uid": NOWHERE},
        lambda _w: {"uid": NOWHERE, "file_uid": NOWHERE},
        may_be_gone=NO_FILE,
    ),
    "measures:decide": FINDING,
    "measures:gap": Sample(
        lambda w: {"gap": _gap(w, "a")},
        lambda w: {"gap": _gap(w, "b")},
        lambda _w: {"gap": "f" * 64},
    ),
    "measures:step": Sample(
        lambda w: {"uid": _finding(w, "a"), "state": "planned"},
        lambda w: {"uid": _finding(w, "b"), "state": "planned"},
        lambda _w: {"uid": NOWHERE, "state": "planned"},
    ),
    # asks: compose and send
    **{
        f"asks:{name}": by_ask(may_be_gone=SENT)
        for name in ("draft", "audience", "letter", "preview", "check", "send", "trial", "delete")
    },
    **{f"asks:{name}": by_ask() for name in ("remind", "copy", "close", "resume")},
    "asks:resend": Sample(
        lambda w: {"uid": w.a.row.ask.uid, "assignment_uid": w.a.row.uid},
        lambda w: {"uid": w.b.row.ask.uid, "assignment_uid": w.b.row.uid},
        lambda _w: {"uid": NOWHERE, "assignment_uid": NOWHERE},
    ),
    "asks:set": by_uid(_set_uid, _set_uid, reach=EVERYWHERE),
    # editor
    **{
        f"editor:{name}": _of_draft()
        for name in (
            *("draft", "head", "add_section", "add_question", "preview", "export"),
            *("publish", "discard"),
        )
    },
    **{
        f"editor:{name}": _of_draft("questions", may_be_gone="a sample before may have removed it")
        for name in ("question", "move", "remove")
    },
    "editor:level": by_partner(),
    "editor:section": _of_draft("sections"),
    "editor:undo": _of_draft(step_uid=NOWHERE, may_be_gone="nothing has been changed yet"),
    # reminders
    **{
        f"reminders:{name}": by_ask()
        for name in ("plan", "edit", "switch", "extend", "withdraw", "again")
    },
    **{f"reminders:{name}": by_ask(may_be_gone=SENT) for name in ("later", "cancel")},
    "reminders:stop": by_uid(lambda w: _series(w, "a"), lambda w: _series(w, "b")),
    # papers
    **{f"papers:{name}": by_ask(may_be_gone=SENT) for name in ("preview", "picture", "letter")},
    **{f"papers:{name}": by_ask() for name in ("choices", "board", "print", "posted")},
    "papers:use": by_ask(may_be_gone=SENT),
    "papers:template": _of_template(),
    "papers:template_remove": _of_template(may_be_gone="the player before took it away"),
    **{f"papers:template_{name}": _of_template(number=1) for name in ("version", "restore")},
    # alerts
    **{
        f"alerts:{name}": by_uid(_alert("a"), _alert("b"))
        for name in ("alert", "edit", "send", "withdraw")
    },
    **{
        f"alerts:{name}": by_uid(_board("a"), _board("b"))
        for name in ("board", "export-csv", "export-xlsx")
    },
    # sharing
    "sharing:choose": by_ask(),
    **{
        f"partners:{name}": by_uid(lambda w: _contract(w, "a"), lambda w: _contract(w, "b"))
        for name in ("contract", "end_contract")
    },
    "partners:add_contract": by_partner(),
    # inventory
    **{
        f"inventory:{name}": by_uid(lambda w: _entry(w, "a"), lambda w: _entry(w, "b"))
        for name in ("entry", "edit", "remove", "restore")
    },
    **{
        f"inventory:{name}": by_uid(_intake, _intake, reach=LEAD)
        for name in ("intake", "take", "discard")
    },
    **{
        f"observing:{name}": by_uid(_observation, _observation, reach=LEAD)
        for name in ("observation", "begin", "confirm", "erase")
    },
    "inventory:proposal": by_uid(lambda w: _proposal(w, "a"), lambda w: _proposal(w, "b")),
    "inventory:answer": by_uid(lambda w: _told(w, "a"), lambda w: _told(w, "b")),
    # chain
    **{f"chain:{name}": by_partner() for name in ("partner", "stop", "way", "map_node")},
    "chain:stop_file": by_partner(ending="csv"),
    "chain:way_file": by_partner(ending="csv"),
    **{
        f"chain:own_story{name}": by_uid(_own_story, _own_story, reach=LEAD)
        for name in ("", "_copy", "_edit", "_remove")
    },
    "chain:own_story_file": _of_story(ending="csv"),
    "chain:own_story_element": _of_story(key="server"),
    "chain:own_story_take_out": _of_story(key="server-stands"),
    # rules
    **{f"rules:{name}": _of_rule("rule") for name in ("rule", "edit", "end", "edition_new")},
    **{
        f"rules:{name}": _of_rule("edition")
        for name in ("edition", "edition_edit", "issue", "send")
    },
    "rules:file": _of_rule("edition", may_be_gone=NO_FILE),
    "rules:board": _of_rule("ask"),
    **{f"rules:{name}": _of_rule("exception") for name in ("exception", "decide")},
    # fairness
    "fairness:record": by_ask(),
    **{f"fairness:{name}": by_ask(may_be_gone=SENT) for name in ("answer", "insert", "emergency")},
    "fairness:partner": by_partner(),
    "fairness:add": by_partner(),
    "fairness:export_partner": by_partner(),
    # keeping
    "keeping:rule": Sample(
        lambda _w: {"kind": "answers"},
        lambda _w: {"kind": "letters"},
        lambda _w: {"kind": "no"},
        reach=LEAD,
    ),
    "keeping:hold_partner": by_partner(reach=LEAD),
    "keeping:hold_ask": by_ask(reach=LEAD),
    "keeping:lift": by_uid(lambda w: _hold(w, "a"), lambda w: _hold(w, "b"), reach=LEAD),
    "keeping:person": by_uid(lambda w: w.cast.chika.uid, lambda w: w.cast.dan.uid),
    "keeping:answer_file": by_uid(lambda _w: NOWHERE, lambda _w: NOWHERE, may_be_gone=NO_FILE),
    "keeping:finding_file": Sample(
        lambda w: {"uid": _finding(w, "a"), "file_uid": NOWHERE},
        lambda w: {"uid": _finding(w, "b"), "file_uid": NOWHERE},
        lambda _w: {"uid": NOWHERE, "file_uid": NOWHERE},
        may_be_gone=NO_FILE,
    ),
    "keeping:everything": by_partner(),
    "keeping:take": by_partner(part=1),
    # reports
    **{f"reports:{name}": by_ask() for name in ("report", "pdf", "trend", "feedback", "send")},
    **{f"reports:{name}": by_reply(may_be_gone=EARLY) for name in ("sheet", "sheet_pdf")},
    # asks: after sending
    **{
        f"asks:{name}": by_ask()
        for name in ("board", "counts", "answers", "gaps", "letters", "next", "recount")
    },
    "asks:answerers": by_ask(key="no-such-question", may_be_gone="no such question"),
    "asks:export": by_ask(what="board", form="csv"),
    "asks:prepared": EXPORT,
    **{f"asks:{name}": by_reply() for name in ("reply", "accept", "return", "reopen", "mark")},
    "asks:evidence": by_reply(file_uid=NOWHERE, may_be_gone=NO_FILE),
    # portal
    **{
        f"portal:{name}": by_link()
        for name in ("start", "code", "send", "summary", "submit", "copy")
    },
    **{f"portal:copy-{form}": by_link() for form in ("csv", "xlsx")},
    "portal:rule_file": by_link(may_be_gone="the sample attests no rule"),
    "portal:copy-json": by_link(may_be_gone=EARLY),
    "portal:receipt": by_link(may_be_gone=EARLY),
    "portal:received": by_link(),
    "portal:relay": by_link(may_be_gone="the sample is no notice"),
    "portal:relay-text": by_link(language="ja", may_be_gone="the sample is no notice"),
    "portal:card": by_link(),
    "portal:costs": by_link(),
    "portal:feedback": by_link(may_be_gone=EARLY),
    "portal:feedback_pdf": by_link(may_be_gone=EARLY),
    "portal:category": by_link(category="no-such", may_be_gone="no such category"),
    "portal:save": by_link(question="no-such", may_be_gone="no such question"),
    "portal:files": by_link(question="no-such", may_be_gone="no such question"),
    "portal:pieces": by_link(question="no-such", may_be_gone="no such question"),
    "portal:piece": by_link(upload_uid=NOWHERE, may_be_gone="no such upload"),
    "portal:file": by_link(file_uid=NOWHERE, may_be_gone=NO_FILE),
    "portal:withdraw": by_link(file_uid=NOWHERE, may_be_gone=NO_FILE),
    "portal:excel": by_link(),
    "portal:excel-file": by_link(language="ja"),
    "portal:excel-review": by_link(filing_uid=NOWHERE, may_be_gone=NO_FILE),
    "portal:excel-drop": by_link(filing_uid=NOWHERE),
    "portal:finding": _of_finding(),
    "portal:step": _of_finding(state="planned"),
    "portal:open": by_link(),
    "portal:open_send": by_link(may_be_gone="the sample has no finding before the code"),
    "portal:open_save": _of_finding(),
    "portal:proof": _of_finding(may_be_gone=NO_FILE, file_uid=NOWHERE),
    # portal: beside the answers
    **{f"portal:{name}": by_link() for name in ("hand", "decline", "resume")},
    "portal:hand-back": by_link(handover_uid=NOWHERE, may_be_gone="no such hand-over"),
    "portal:talk": by_link(question="no-such", may_be_gone="no such question"),
    "portal:still": by_link(question="no-such", may_be_gone="no such question"),
    "portal:share": by_link(source_uid=NOWHERE, may_be_gone="nothing was answered elsewhere"),
    "portal:unshare": by_link(consent_uid=NOWHERE, may_be_gone="nobody has agreed to anything"),
    "portal:together": by_link(),
    # portal: a narrower link
    **{f"portal:{name}": by_part() for name in ("part", "part-code", "part-send", "part-done")},
    "portal:part-save": by_part(question="no-such", may_be_gone="no such question"),
    "portal:part-files": by_part(question="no-such", may_be_gone="no such question"),
    "portal:part-file": by_part(file_uid=NOWHERE, may_be_gone=NO_FILE),
    "portal:part-withdraw": by_part(file_uid=NOWHERE, may_be_gone=NO_FILE),
    # answering
    "answering:answer": _of_thread(),
    "answering:clarify": _of_thread(),
    "answering:clarifications": by_ask(),
    "answering:clarification": _of_clarification(),
    "told:reply": by_reply(),
    "told:save": by_reply(question="no-such", may_be_gone="no such question"),
    "told:submit": by_reply(),
    # workbooks
    "workbooks:returned": by_ask(),
    "workbooks:returned_one": by_reply(),
    "workbooks:workbook": by_reply(language="ja"),
    "workbooks:sheet": by_uid(_no_upload, _no_upload, may_be_gone=NO_UPLOAD),
    "workbooks:batch": by_uid(_no_upload, _no_upload, may_be_gone=NO_UPLOAD),
    "workbooks:drop": by_uid(_no_upload, _no_upload, may_be_gone=NO_UPLOAD),
    # mail
    "mail:local_letter": by_uid(_letter_uid, _letter_uid, reach=LEAD),
    "mail:retry_one": by_uid(_outbox_uid, _outbox_uid, reach=LEAD),
}

# Routes whose arguments name no object of anybody: what is put there.
FIXED_ARGUMENTS: dict[str, Kwargs] = {
    "accounts:first_sign_in": {"token": "x" * 43},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "portal:link": {"token": "x" * 43},
    "editor:scheme": {"key": "scs-2026"},
    "asks:profile_letter": {"key": "reminder"},
    "measures:export": {"form": "csv"},
    "measures:export_accepted": {"form": "csv"},
    **{f"chain:{name}_file": {"ending": "csv"} for name in ("ways", "points", "holders", "losses")},
    **{f"chain:{name}_file": {"ending": "csv"} for name in ("map", "map_all")},
    **{f"chain:{name}": {"key": "form-service"} for name in ("story", "story_copy")},
    "chain:story_file": {"key": "form-service", "ending": "csv"},
}

# Routes that belong to the lead company: administrators below it are refused.
LEAD_ONLY: frozenset[str] = frozenset(
    {
        *("audit:record", "audit:check", "audit:export", "home:setup"),
        *("mail:outbox", "mail:retry", "mail:retry_one", "mail:test", "mail:hold"),
        *("mail:release", "mail:local", "mail:local_letter"),
        *("keeping:rules", "keeping:rule", "keeping:erased_csv", "keeping:hold_partner"),
        *("keeping:hold_ask", "keeping:lift"),
    }
)

# Routes that are no pages of ours: url name -> why the matrix leaves them out.
LEFT_OUT: dict[str, str] = {}
