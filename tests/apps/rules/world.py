"""A rule of home with an edition in force, sent to be attested."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
from sekisho.apps.asks.actions.profiles import save_profile
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.actions.waves import send_wave
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.partners.models import Contact
from sekisho.apps.rules.actions.editions import EditionFacts, create_edition, issue_edition
from sekisho.apps.rules.actions.rules import RuleFacts, create_rule
from sekisho.apps.rules.actions.sending import SendingPlan, companies_to_ask, draft_attestation
from sekisho.apps.rules.jobs import take_up
from sekisho.apps.rules.queries.rules import RuleWords
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.text import Bilingual
from tests.factories.asking import SENDER, prepare
from tests.factories.cast import Cast

WORDS = RuleWords(
    Bilingual("委託先管理規程", "Rule on outsourcing"),
    Bilingual("委託先の選定と監督", "Choosing and watching over contractors"),
    Bilingual("情報セキュリティ室", "Security Office"),
)
TEXT = Bilingual("第一条 選定\n第二条 監督", "1. Choosing\n2. Watching")
NEXT = Bilingual("第一条 選定\n第二条 年次の監督", "1. Choosing\n2. Watching every year")
EARLY = date(2026, 11, 1)
UNTIL = "2027-01-31"


@dataclass(frozen=True, slots=True)
class Sent:
    """A rule that was sent: rule, edition and ask by outside id, and the moment."""

    rule: uuid.UUID
    edition: uuid.UUID
    ask: uuid.UUID
    now: datetime

    def link(self, organisation_id: int) -> Actor:
        found = link_of_subject(self.assignment(organisation_id).pk)
        assert found is not None
        return actor_of_link(found.uid, is_confirmed=True, now=self.now)

    def assignment(self, organisation_id: int) -> Assignment:
        return Assignment.objects.get(ask__uid=self.ask, subject_id=organisation_id)

    def say(self, organisation_id: int, **given: str) -> None:
        """Answer each question (its key with _ for -), submit, and let the job run."""
        actor = self.link(organisation_id)
        for key, said in given.items():
            name = key.replace("_", "-")
            kind = {"KEPT": Answer((said,)), "MORE": Answer((said,)), "UNTIL": Answer(date=said)}
            number = {"TOLD": Answer(number=said), "OF": Answer(number=said)}
            answer = {**kind, **number}.get(name.rpartition("-")[2], Answer(text=said))
            held = reply_for(actor, now=self.now).stored.get(name)
            revision = held.revision if held else 0
            save_answer(
                actor, question_key=name, answer=answer, base_revision=revision, now=self.now
            )
        seen = reply_for(actor, now=self.now).revision
        submit_reply(actor, signer=Signer("えみ"), seen_revision=seen, now=self.now)
        take_up(self.assignment(organisation_id).pk)


def with_exception(**more: str) -> dict[str, str]:
    return {
        "R_KEPT": "except",
        "R_X1_PASSAGE": "第二条",
        "R_X1_REASON": "人手が足りない",
        "R_X1_INSTEAD": "半年ごとに電話で聞く",
        "R_X1_UNTIL": UNTIL,
        "R_X1_MORE": "no",
        **more,
    }


def written(cast: Cast, actor: Actor | None = None, company: uuid.UUID | None = None) -> uuid.UUID:
    return create_rule(
        actor or cast.aoi,
        organisation_uid=company or cast.home.uid,
        facts=RuleFacts(WORDS, date(2026, 12, 1)),
        now=cast.now,
    )


def issued(
    cast: Cast, rule: uuid.UUID, number: str = "1.0", day: date = EARLY, text: Bilingual = TEXT
) -> uuid.UUID:
    facts = EditionFacts(number, day, text, Bilingual("初版", "First edition"))
    edition = create_edition(cast.aoi, rule_uid=rule, facts=facts, now=cast.now)
    issue_edition(cast.aoi, uid=edition, seen_revision=1, now=cast.now)
    return edition


def sent(cast: Cast, *companies: uuid.UUID) -> Sent:
    """Home's rule, sent to these companies, or to all of the group."""
    rule = written(cast)
    edition = issued(cast, rule)
    return attest(cast, rule, edition, *companies)


def attest(cast: Cast, rule: uuid.UUID, edition: uuid.UUID, *companies: uuid.UUID) -> Sent:
    now = cast.now + timedelta(minutes=1)
    for one in group_members_for(cast.aoi, Capability.RUN):
        Contact.objects.get_or_create(
            organisation_id=one.id,
            email=f"rules-{one.id}@group.example",
            defaults={
                "uid": new_id(),
                "name": "担当",
                "language": "ja",
                "purposes": ["security"],
                "created_at": now,
                "updated_at": now,
            },
        )
    save_profile(
        cast.aoi, organisation_uid=cast.home.uid, sender=SENDER, answer_days=5, now=cast.now
    )
    plan = SendingPlan(companies or tuple(one.uid for one in companies_to_ask(cast.aoi)))
    ask = draft_attestation(cast.aoi, uid=edition, plan=plan, now=now)
    prepare(send_wave(cast.aoi, uid=ask, revision=ask_for(cast.aoi, ask).revision, now=now))
    return Sent(rule, edition, ask, now)
