"""The letters of this room, rendered at hand-over: to whoever was handed a part, and news of talk.

They carry a link or say that something waits; never a question, an answer or words typed by either
side but the names of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.actions.codes import CODE_MINUTES, challenges_by_ids
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.answering.actions.handovers import LETTER as HAND_OVER
from sekisho.apps.answering.actions.parts import CODE_LETTER
from sekisho.apps.answering.queries.handovers import PURPOSE, HandOverView, handovers_by_ids
from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts, sender_values
from sekisho.apps.asks.queries.zones import due_text
from sekisho.apps.mail.events import LetterRef, RenderedLetter, register_renderer
from sekisho.engines.letters import fold_lines, one_line, salutation
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, NotFound, Problem

_BETWEEN = "\n\n" + "- " * 20 + "\n\n"
_Letters = Mapping[int, RenderedLetter | Problem]
Words = tuple[str, list[str]]  # subject, paragraphs


def register() -> None:
    """What the room's apps.py calls."""
    jobs = "sekisho.apps.answering.jobs.letters"
    questions, code = _lazy("Questions handed over"), _lazy("One-time code")
    register_renderer(HAND_OVER, f"{jobs}.render_hand_overs", label=questions, is_to_contact=False)
    register_renderer(CODE_LETTER, f"{jobs}.render_codes", label=code, is_to_contact=False)


def render_hand_overs(refs: Sequence[LetterRef]) -> _Letters:
    """The letter with the narrower link, in the languages that the giver chose."""
    now = clock.now()
    views = handovers_by_ids((ref.object_id for ref in refs), now=now)
    facts = assignment_facts(one.assignment_id for one in views.values())
    return each(refs, lambda ref: _hand_over(*_live(views.get(ref.object_id), facts)))


def render_codes(refs: Sequence[LetterRef]) -> _Letters:
    """The one-time code of a narrower link; it names who asks, never the link."""
    now = clock.now()
    challenges = challenges_by_ids(ref.object_id for ref in refs)
    views = handovers_by_ids((ref.recipient_id for ref in refs), now=now)
    facts = assignment_facts(one.assignment_id for one in views.values())

    def one(ref: LetterRef) -> RenderedLetter:
        challenge = challenges.get(ref.object_id)
        view, own = _live(views.get(ref.recipient_id), facts)
        if challenge is None or challenge.subject_id != own.id:
            raise NotFound("asks.code.nobody")
        if challenge.expires_at <= now:
            raise Conflict("asks.code.too_late")
        code = f"{challenge.code[:4]} {challenge.code[4:]}"
        return letter_in((ref.language,), view.email, view.name, own, lambda at: _code(at, code))

    return each(refs, one)


def each(refs: Sequence[LetterRef], one: Callable[[LetterRef], RenderedLetter]) -> _Letters:
    """Render letter by letter; the Problem of one does not stop the others."""
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        try:
            out[ref.outbox_id] = one(ref)
        except Problem as problem:
            out[ref.outbox_id] = problem
    return out


def letter_in(
    languages: Sequence[str],
    address: str,
    name: str,
    facts: AssignmentFacts,
    words: Callable[[Mapping[str, str]], Words],
) -> RenderedLetter:
    """One letter in these languages, one below the other; the subject is the first one's."""
    subject, texts = "", []
    for language in languages:
        with override(language):
            values = sender_values(facts.ask, facts.asker, facts.question_set, language)
            values["deadline"] = due_text(facts.due_at, facts.respondent.country, language)
            values["organisation"] = facts.respondent.names.in_language(language)
            own, parts = words(values)
            parts = [salutation(name, language), *parts, _contact(values)]
        subject = subject or own
        texts.append(fold_lines("\n\n".join(part for part in parts if part), 72))
    reply_to = facts.ask.sender.contact_email
    return RenderedLetter(address, name, one_line(subject), _BETWEEN.join(texts), reply_to)


def _live(
    view: HandOverView | None, facts: Mapping[int, AssignmentFacts]
) -> tuple[HandOverView, AssignmentFacts]:
    if view is None or not view.is_live or view.assignment_id not in facts:
        raise NotFound("answering.no_handover")
    return view, facts[view.assignment_id]


def _hand_over(view: HandOverView, facts: AssignmentFacts) -> RenderedLetter:
    token = token_of(holder_id=view.id, subject_id=facts.id, purpose=PURPOSE)
    url, count = absolute_address(f"/r/{token}"), len(view.question_keys)

    def words(at: Mapping[str, str]) -> Words:
        asker, title = at["sender_organisation"], at["ask_title"]
        given = {"by": view.given_by, "firm": at["organisation"], "asker": asker, "title": title}
        subject = _("%(firm)s: %(by)s asks you to answer a part of “%(title)s”") % given
        return subject, [
            _("%(asker)s asks %(firm)s how things stand with information security (“%(title)s”).")
            % given,
            _("%(by)s at %(firm)s has handed %(count)s questions over to you.")
            % {**given, "count": count},
            _("Please answer by %(deadline)s behind this link; no account is needed.") % at,
            url,
            _("The link is yours alone and opens these questions only. A code by mail follows."),
            _("In doubt? Ask %(by)s by a telephone number that you already know.") % given,
        ]

    return letter_in(view.languages, view.email, view.name, facts, words)


def _code(at: Mapping[str, str], code: str) -> Words:
    subject = _("Code %(code)s for your part of “%(title)s”") % {
        "code": code,
        "title": at["ask_title"],
    }
    return subject, [
        _("This is the code for the questions that were handed over to you:"),
        code,
        _("It is valid for %(minutes)s minutes in the browser that asked for it.")
        % {"minutes": CODE_MINUTES},
        _("If you did not ask for it, nothing has to be done. We never ask for it by telephone."),
    ]


def _contact(at: Mapping[str, str]) -> str:
    lines = [f"{at['sender_organisation']} {at['sender_department']}".strip(), at["contact_person"]]
    lines += [at["contact_mail"], at["contact_phone"]]
    return "\n".join(line for line in lines if line)
