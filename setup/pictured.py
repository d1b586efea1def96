"""The stage of the pictures: what the demo's installation holds beside its story, and where.

A draft that is ready to be sent, a list between upload and import, and two respondents who have not
begun. Called by pictures.py after Django was set up.
"""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from setup.pictured_rooms import screens_of_rooms

if TYPE_CHECKING:
    from sekisho.kernel.actor import Actor

LANGUAGES = ("ja", "en")
HEADINGS = {
    "ja": ("取引先コード", "会社名", "国", "資本金(円)", "担当者", "メール", "次回訪問"),
    "en": ("Partner code", "Name", "Country", "Capital", "Contact", "E-mail", "Next visit"),
}
_REQUEST = re.compile(r"約\d+分|about \d+ minutes")  # only the first letter says how long
ANSWERS = ("yes", "partial", "yes", "no", "yes", "unknown")


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the stage: addresses of the office's screens, who is asked on the phone."""

    session: str
    screens: dict[str, dict[str, str]]  # language -> name of the picture -> path
    links: dict[str, str]  # language -> path of a personal link
    assignments: dict[str, int]


def set_the_scene() -> Scene:
    from django.contrib.sessions.backends.db import SessionStore

    aoi, ask = _administrator(), _open_ask()
    draft = _draft(aoi)
    links, assignments = {}, {}
    for language in LANGUAGES:
        assignments[language], links[language] = _silent(ask, language)
    screens = {language: _screens(aoi, ask, draft, language) for language in LANGUAGES}
    session = SessionStore()
    session.update(_signed_in(aoi))
    session.create()
    return Scene(str(session.session_key), screens, links, assignments)


def _administrator() -> Actor:
    from sekisho.apps.accounts.models import Person
    from sekisho.apps.accounts.queries import actor_of_person

    return actor_of_person(Person.objects.earliest("id").pk)


def _signed_in(aoi: Actor) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from sekisho.apps.accounts.models import Person

    person = Person.objects.get(uid=str(aoi.uid))
    if not person.has_usable_password():
        person.set_password(uuid.uuid4().hex)
        person.save(update_fields=["password"])
    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }


def _open_ask() -> Any:
    from sekisho.apps.asks.models import Ask

    rows = Ask.objects.filter(state="open", question_set__key="meti2022-alert")
    return rows.earliest("id")  # the check; a company of the group asks the same after it


def _draft(aoi: Actor) -> uuid.UUID:
    """An ask that is ready to be sent to the first tier."""
    from sekisho.apps.asks.actions import drafts
    from sekisho.apps.asks.models import Ask
    from sekisho.apps.asks.queries.drafts import AudienceSpec, ask_for
    from sekisho.apps.asks.queries.sets import sets_for
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel import clock
    from sekisho.kernel.text import Bilingual

    if kept := Ask.objects.filter(state="draft").first():
        return kept.uid
    uid = drafts.create_draft(aoi, organisation_uid=home_view().uid, now=clock.now())
    words = drafts.DraftWords(
        Bilingual("窓口と連絡体制の確認", "Check of contacts and who is told"),
        Bilingual(
            "事故のときに互いにすぐ連絡できるよう、年に一度、窓口と体制をお聞きしています。",
            "Once a year we ask who is told in an incident, so that both of us can act at once.",
        ),
        ask_for(aoi, uid).sender,
    )
    chosen = next(one.uid for one in sets_for(aoi) if one.key == "sc3-ex3-csirt")
    now = clock.now()
    revision = drafts.save_words(aoi, uid=uid, revision=1, words=words, now=now)
    plan = drafts.DraftPlan(chosen, answer_days=10)
    revision = drafts.save_plan(aoi, uid=uid, revision=revision, plan=plan, now=now)
    whom = AudienceSpec(mode="filter", tiers=(1,))
    drafts.save_audience(aoi, uid=uid, revision=revision, audience=whom, now=now)
    return uid


def _silent(ask: Any, language: str) -> tuple[int, str]:
    """Somebody who has the letter and has not begun: the assignment and the personal link."""
    from sekisho.apps.accounts.actions import token_of
    from sekisho.apps.asks.models import Assignment

    rows = Assignment.objects.filter(ask=ask, language=language, contact_id__isnull=False)
    row = rows.filter(state="waiting", is_bounced=False).earliest("id")
    return row.pk, f"/r/{token_of(holder_id=row.contact_id or 0, subject_id=row.pk)}"


def _screens(aoi: Actor, ask: Any, draft: uuid.UUID, language: str) -> dict[str, str]:
    from django.urls import reverse

    partner, reply, finding = _objects(ask)
    columns, report = _lists(aoi, language)
    notice = _notice()
    return {
        "today": reverse("home:today"),
        "partners": reverse("partners:list"),
        "partner": reverse("partners:partner", args=[partner]),
        "import-columns": reverse("partners:import_columns", args=[columns]),
        "import-report": reverse("partners:import", args=[report]),
        "group": reverse("partners:group"),
        "asks": reverse("asks:list"),
        "draft": reverse("asks:draft", args=[draft]),
        "recipients": reverse("asks:audience", args=[draft]),
        "letter-edit": reverse("asks:letter", args=[draft]),
        "preview": reverse("asks:preview", args=[draft]),
        "preflight": reverse("asks:check", args=[draft]),
        "board": reverse("asks:board", args=[ask.uid]),
        "answers": reverse("asks:answers", args=[ask.uid]),
        "gaps": reverse("asks:gaps", args=[ask.uid]),
        "reply": reverse("asks:reply", args=[reply]),
        "measures": reverse("measures:findings"),
        "measure": reverse("measures:finding", args=[finding]),
        "alerts": reverse("alerts:list"),
        "alert": reverse("alerts:alert", args=[notice[0]]),
        "alert-board": reverse("alerts:board", args=[notice[1]]),
        "mailbox": reverse("mail:local"),
        "letter": reverse("mail:local_letter", args=[_letter(aoi, language)]),
        "outbox": reverse("mail:outbox"),
        "people": reverse("accounts:people"),
        "audit": reverse("audit:record"),
        **screens_of_rooms(ask, draft),
    }


def _notice() -> tuple[uuid.UUID, uuid.UUID]:
    """The alert of the demo and the ask that passes it on."""
    from sekisho.apps.alerts.models import Notice

    row = Notice.objects.select_related("alert", "ask").earliest("id")
    return row.alert.uid, row.ask.uid


def _objects(ask: Any) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """A partner with gaps, its reply that waits for review, and one of the findings."""
    from sekisho.apps.asks.models import Assignment
    from sekisho.apps.measures.models import Finding

    found = Finding.objects.filter(source="ask").order_by("id")
    waiting = Assignment.objects.filter(ask=ask, state="submitted", language="ja")
    row = waiting.filter(pk__in=found.values("source_id")).select_related("subject").earliest("id")
    return row.subject.uid, row.uid, found.filter(source_id=row.pk)[0].uid


def _lists(aoi: Actor, language: str) -> tuple[uuid.UUID, uuid.UUID]:
    """A list whose columns are being assigned, and the same one after its dry run."""
    from sekisho.apps.partners.actions.imports import set_mapping, start_import
    from sekisho.apps.partners.queries.imports import import_for
    from sekisho.cli.demo.stage import do_background_work
    from sekisho.kernel import clock

    name = {"ja": "取引先一覧_2026年11月.xlsx", "en": "suppliers-november.xlsx"}[language]
    data, now = _list_of(language), clock.now()
    columns = start_import(aoi, file_name=name, data=data, now=now)
    report = start_import(aoi, file_name=name, data=data, now=now)
    set_mapping(aoi, uid=report, mapping=import_for(aoi, report).mapping, now=now)
    do_background_work()
    return columns, report


def _list_of(language: str) -> bytes:
    """Known partners, one of them moved, a new one, and two rows that need a person."""
    import xlsxwriter

    from sekisho.apps.organisations.models import Organisation

    known = list(Organisation.objects.filter(own_code__startswith="S", country="JP")[:4])
    country = {"ja": "日本", "en": "Japan"}[language]
    mail = "security@{}.supplier.example".format
    rows = [
        (one.own_code, one.name, country, "48,000,000", "", mail(str(one.own_code).lower()), "12/3")
        for one in known[:3]
    ]
    rows += [
        ("S9001", "有限会社架空ねじ製作所", country, "3,000,000", "", mail("s9001"), ""),
        ("", f"{known[3].name}本社", country, "", "", "", "12/10"),
        ("S9002", "架空樹脂工業株式会社", country, "一千万くらい", "", "security＠s9002", ""),
    ]
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet({"ja": "一覧", "en": "List"}[language])
    for number, cells in enumerate((HEADINGS[language], *rows)):
        sheet.write_row(number, 0, cells)
    book.close()
    return target.getvalue()


def _letter(aoi: Actor, language: str) -> uuid.UUID:
    """A letter of the ask in the local mailbox."""
    from sekisho.apps.mail.queries import local_letters_for

    number = 1
    while page := local_letters_for(aoi, page=number).rows:
        for letter in page:
            if letter.language == language and _REQUEST.search(letter.subject):
                return letter.uid
        number += 1
    raise LookupError(f"No letter in {language} lies in the local mailbox.")


def newest_code() -> str:
    """The code that was mailed to the local mailbox just now."""
    from sekisho.apps.mail.queries import local_letters_for
    from sekisho.cli.demo.stage import do_background_work

    do_background_work()
    text = local_letters_for(_administrator()).rows[0].text
    found = re.search(r"\b\d{4}[ -]?\d{4}\b", text)
    if found is None:
        raise LookupError("The newest letter holds no code.")
    return found.group()


def answer_rest(assignment_id: int) -> None:
    """The questions that are still open, saved as the page saves them."""
    from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
    from sekisho.apps.asks.actions.replies import save_answer
    from sekisho.apps.asks.queries.respondent import reply_for
    from sekisho.engines.questionnaire import Answer
    from sekisho.kernel import clock

    link = link_of_subject(assignment_id)
    if link is None:
        raise LookupError("The assignment has no link.")
    actor = actor_of_link(link.uid, is_confirmed=True, now=clock.now())
    asked = reply_for(actor, now=clock.now()).asked
    for place, question in enumerate(asked[2:]):
        answer = Answer(choice_keys=(ANSWERS[place % len(ANSWERS)],))
        save_answer(
            actor, question_key=question.key, answer=answer, base_revision=0, now=clock.now()
        )
