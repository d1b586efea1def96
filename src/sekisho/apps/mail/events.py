"""The seam to the rooms above: who renders which letter, and the news of settled letters.

An outbox row holds names and ids only. The room that asks registers, in its `apps.py`, a renderer
under the letter's name; it is called in batches at hand-over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from sekisho.adapters.channels import Enclosure
from sekisho.kernel.errors import Problem

# Payload: outbox_ids, inside numbers joined by commas, of letters newly handed over, bounced or
# failed. Told at least once; a letter that is sent again is told again.
SETTLED = "mail.settled"


@dataclass(frozen=True, slots=True)
class LetterRef:
    """What a renderer is given: one outbox row by its numbers."""

    outbox_id: int
    object_id: int
    recipient_id: int
    language: str


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A letter ready to leave: one recipient, plain text.

    `reply_to` is a bare address or empty: then answers go to the sender address. `enclosures` are
    files beside the text.
    """

    to_address: str
    to_name: str
    subject: str
    text: str
    reply_to: str = ""
    enclosures: tuple[Enclosure, ...] = ()


# Gives for each outbox id the letter, or the Problem for which it can never be sent.
Renderer = Callable[[Sequence[LetterRef]], Mapping[int, RenderedLetter | Problem]]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A registered letter: the dotted name of its renderer and its words for the outbox page.

    `is_to_contact` tells whether its recipient number is that of a contact of the register.
    """

    renderer: str
    label: str | Promise
    is_to_contact: bool = True


_kinds: dict[str, LetterKind] = {}


def register_renderer(
    letter: str, renderer: str, *, label: str | Promise = "", is_to_contact: bool = True
) -> None:
    """Have letters of this name rendered by the function with that dotted name."""
    _kinds[letter] = LetterKind(renderer, label or letter, is_to_contact)


def goes_to_contact(letter: str) -> bool:
    """Whether the recipient numbers of these letters are those of contacts."""
    kind = _kinds.get(letter)
    return kind is not None and kind.is_to_contact


def contact_letters() -> tuple[str, ...]:
    """The names of all letters that go to contacts."""
    return tuple(name for name, kind in _kinds.items() if kind.is_to_contact)


# Gives the present address of each of these contacts that has one.
AddressBook = Callable[[Sequence[int]], Mapping[int, str]]
_books: list[str] = []


def register_address_book(book: str) -> None:
    """Have addresses of contacts looked up by the function with that dotted name."""
    _books[:] = [book]


def address_of_contact(contact_id: int) -> str:
    """The present address of a contact; empty when nobody knows one."""
    books: list[AddressBook] = [import_string(book) for book in _books]
    return next((book([contact_id]).get(contact_id, "") for book in books), "")


def kind_of(letter: str) -> LetterKind | None:
    """What is registered under a letter's name, None when nothing is."""
    return _kinds.get(letter)


def letter_label(letter: str) -> str:
    """The words for a letter on a page; its name when nothing is registered."""
    kind = _kinds.get(letter)
    return str(kind.label) if kind else letter


def all_renderers() -> tuple[str, ...]:
    """Every registered dotted name, for the house test that resolves them."""
    return tuple(kind.renderer for kind in _kinds.values())
