"""A page of a list: 50 rows and the total, as a frozen value that queries return.

`page_number(request.GET)` reads the wanted page from the address; a query slices with
`slice_of(number)` and answers `Paged(rows, number, total)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PER_PAGE = 50
_HIGHEST = 100_000  # a larger number in the address is a slip or an attack, not a page
_LONGEST = 6  # digits
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """Some rows of a longer list; `number` counts pages from 1."""

    rows: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    def __iter__(self) -> Iterator[T]:
        """The rows of this page in order."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows this page has."""
        return len(self.rows)

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_row(self) -> int:
        """The place of this page's first row in the whole list, from 1; 0 when empty."""
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """The place of this page's last row in the whole list; 0 when empty."""
        return self.first_row + len(self.rows) - 1 if self.rows else 0

    @property
    def near(self) -> tuple[int | None, ...]:
        """The page numbers to offer: first, last and those around this one; None is a gap."""
        shown = sorted(
            {1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)}
        )
        out: list[int | None] = []
        for number in shown:
            if out and number - (out[-1] or 0) > 1:
                out.append(None)
            out.append(number)
        return tuple(out)


def page_number(parameters: Mapping[str, str], name: str = "page") -> int:
    """The page asked for in the address; 1 for anything that is no positive whole number."""
    text = str(parameters.get(name, ""))
    is_plain = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return min(max(int(text), 1), _HIGHEST) if is_plain else 1


def slice_of(number: int, per_page: int = PER_PAGE) -> slice:
    """The part of the whole list that a page shows."""
    return slice((number - 1) * per_page, number * per_page)
