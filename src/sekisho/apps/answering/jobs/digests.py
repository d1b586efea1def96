"""News of talk, refusals and answers written down: gathered, then one letter each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, override

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.answering.actions.digests import TO_OFFICE, TO_PARTNER, TO_TELLER, tell_news
from sekisho.apps.answering.jobs.letters import Words, each, letter_in
from sekisho.apps.answering.queries.talks import waiting_in
from sekisho.apps.asks.queries.drafts import asks_by_ids
from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts
from sekisho.apps.mail.events import LetterRef, RenderedLetter, register_renderer
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.apps.work.events import plan
from sekisho.engines.letters import fold_lines, one_line
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid, NotFound, Problem

_Letters = Mapping[int, RenderedLetter | Problem]
_EVERY_SECONDS = 300


def register() -> None:
    """What the room's apps.py calls."""
    jobs = "sekisho.apps.answering.jobs.digests"
    news = _lazy("News from partners")
    register_renderer(TO_OFFICE, f"{jobs}.render_to_office", label=news, is_to_contact=False)
    register_renderer(TO_PARTNER, f"{jobs}.render_to_partner", label=_lazy("An answer waits"))
    register_renderer(TO_TELLER, f"{jobs}.render_to_teller", label=_lazy("Answers written down"))
    plan("answering.tell_news", job=f"{jobs}.tell", every_seconds=_EVERY_SECONDS)


def tell() -> None:
    """Gather what was said and tell it."""
    tell_news(SYSTEM, now=clock.now())


def render_to_office(refs: Sequence[LetterRef]) -> _Letters:
    """To the contact of the ask's own office: how much waits, never what."""
    asks = asks_by_ids({ref.object_id for ref in refs})

    def one(ref: LetterRef) -> RenderedLetter:
        ask = asks.get(ref.object_id)
        if ask is None or not ask.sender.contact_email:
            raise NotFound("answering.no_office_address")
        count = waiting_in(SYSTEM, ask.id)
        with override(ref.language):
            title = ask.title.in_language(ref.language)
            subject = _("“%(title)s”: news from partners") % {"title": title}
            waiting = ngettext(
                "%(n)s question from partners waits for an answer.",
                "%(n)s questions from partners wait for an answer.",
                count,
            ) % {"n": count}
            parts = [
                *([waiting] if count else []),
                _("Partners who declined to answer stand on the board under “Declined”."),
                absolute_address(f"/o/asks/{ask.uid}/"),
            ]
            text = fold_lines("\n\n".join(parts), 72)
        return RenderedLetter(ask.sender.contact_email, "", one_line(subject), text)

    return each(refs, one)


def render_to_partner(refs: Sequence[LetterRef]) -> _Letters:
    """To a partner who asked something: an answer waits behind the link."""
    return _to_contacts(
        refs,
        lambda at: (
            _("“%(title)s”: your question has been answered") % {"title": at["ask_title"]},
            [
                _("Thank you for your question about “%(title)s”.") % {"title": at["ask_title"]},
                _("We have answered. You can read it behind your personal link:"),
                at["link"],
            ],
        ),
    )


def render_to_teller(refs: Sequence[LetterRef]) -> _Letters:
    """To a partner whose answers were written down: please look whether they are right."""
    return _to_contacts(
        refs,
        lambda at: (
            _("“%(title)s”: we have written your answers down") % {"title": at["ask_title"]},
            [
                _("Thank you for telling us your answers to “%(title)s”.")
                % {"title": at["ask_title"]},
                _("We have written them down. Please look whether everything is right:"),
                at["link"],
                _("If something is wrong you can change it there, or call us."),
            ],
        ),
    )


def _to_contacts(
    refs: Sequence[LetterRef], words: Callable[[Mapping[str, str]], Words]
) -> _Letters:
    facts = assignment_facts(ref.object_id for ref in refs)
    contacts = contacts_by_ids(ref.recipient_id for ref in refs)

    def one(ref: LetterRef) -> RenderedLetter:
        own, contact = _known(facts.get(ref.object_id), contacts.get(ref.recipient_id))
        token = token_of(holder_id=ref.recipient_id, subject_id=own.id)
        link = absolute_address(f"/r/{token}")

        def filled(at: Mapping[str, str]) -> Words:
            return words({**at, "link": link})

        return letter_in((ref.language,), contact.email, contact.name, own, filled)

    return each(refs, one)


def _known(
    facts: AssignmentFacts | None, contact: ContactView | None
) -> tuple[AssignmentFacts, ContactView]:
    if facts is None:
        raise NotFound("asks.not_there")
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    return facts, contact
