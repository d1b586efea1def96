"""Letters without a meaning of their own, for tests of the outbox: renderer, queueing, reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sekisho.apps.mail import events
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.mail.models import OutboxLetter
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Problem

PLAIN = "test.plain"
TEXT = "株式会社あさひ部品\nご担当者 様\n\nいつもお世話になっております。架空の依頼です。\n"


def render_plain(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """A letter to r<recipient>@partners.test about the object."""
    return {
        ref.outbox_id: RenderedLetter(
            to_address=address_of(ref.recipient_id),
            to_name="ご担当者",
            subject=f"【架空】お知らせ {ref.object_id}",
            text=TEXT,
        )
        for ref in refs
    }


def address_of(recipient_id: int) -> str:
    return f"r{recipient_id}@partners.test"


def register_plain(renderer: str = "tests.factories.outbox.render_plain") -> None:
    events.register_renderer(PLAIN, renderer, label="Plain")


@contextmanager
def plain_letters(renderer: str = "tests.factories.outbox.render_plain") -> Iterator[None]:
    """The plain letter is known for the length of the block."""
    before = dict(events._kinds)
    register_plain(renderer)
    try:
        yield
    finally:
        events._kinds.clear()
        events._kinds.update(before)


def new_letters(count: int, *, first: int = 1, priority: int = 0) -> list[NewLetter]:
    """Letters about objects first, first+1, … to recipients of the same numbers."""
    return [
        NewLetter(PLAIN, number, number, "ja", f"{PLAIN}:{number}", priority)
        for number in range(first, first + count)
    ]


def queue_plain(count: int, *, first: int = 1, priority: int = 0) -> int:
    letters = new_letters(count, first=first, priority=priority)
    return queue_letters(SYSTEM, letters=letters, now=clock.now())


def states() -> dict[int, str]:
    """The state of each letter by object."""
    return dict(OutboxLetter.objects.values_list("object_id", "state"))


def letter(object_id: int = 1) -> OutboxLetter:
    return OutboxLetter.objects.get(object_id=object_id)
