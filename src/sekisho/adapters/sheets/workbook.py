"""What a workbook says before any cell: its sheets, shared texts and number formats."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import overload

from sekisho.adapters.sheets.formats import Format, converter, format_of
from sekisho.adapters.sheets.lane import Lane, Plain, is_text
from sekisho.adapters.sheets.package import DEPTH, Handlers, LocalNames, Package
from sekisho.kernel.errors import TooLarge, Unreadable

MOST_SHEETS = 500
MOST_STYLES = 65_536
_MOST_TEXTS = 4_000_000
_NEAR_TEXTS, _NEAR_BYTES = 200_000, 8 * 1024 * 1024
_PLAIN_TEXTS = re.compile(
    rb"(?:<si><t(?: xml:space=\"preserve\")?+>[^<>&\x00-\x08\x0b-\x1f]*+</t></si>)++"
)
_TEXT_STOP = re.compile(rb"<sst(?: [\w:]+=\"[^\"<>]*\")*>|</si>")
_TEXT = re.compile(r"<t(?: xml:space=\"preserve\")?>([^<]*)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHORT_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_WRITABLE_CONTROLS = frozenset({0x09, 0x0A, 0x0D})
_NO_CHARACTERS = 0xFFFE
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets by name in their order, and where the other parts are."""

    parts: dict[str, str]
    hidden: frozenset[str]
    is_1904: bool
    strings_part: str
    styles_part: str


def read_book(package: Package) -> Book:
    """Find the workbook part and what it refers to. Raises Unreadable where there is none."""
    roots = [part for sort, part in package.targets("").values() if sort == "officeDocument"]
    main = roots[0] if roots else "xl/workbook.xml"
    targets = package.targets(main)
    by_sort = {sort: part for sort, part in targets.values() if package.has(part)}
    parts: dict[str, str] = {}
    hidden: set[str] = set()
    flags: set[str] = set()

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet" and len(parts) < MOST_SHEETS:
            name = attributes.get("name", "")
            sort, part = targets.get(_relation_id(attributes), ("", ""))
            if sort == "worksheet" and package.has(part):
                parts[name] = part
                if attributes.get("state", "visible") != "visible":
                    hidden.add(name)
        elif element == "workbookPr" and attributes.get("date1904", "0") in {"1", "true", "on"}:
            flags.add("1904")

    package.read(main, Handlers(start))
    if not parts:
        raise Unreadable("sheets.broken", file=package.file, part=main)
    strings, styles = by_sort.get("sharedStrings", ""), by_sort.get("styles", "")
    return Book(parts, frozenset(hidden), "1904" in flags, strings, styles)


def _relation_id(attributes: dict[str, str]) -> str:
    """The value of the attribute `r:id`, whatever prefix stands for r."""
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def read_converters(package: Package, book: Book) -> list[Callable[[str], str]]:
    """How a stored number becomes text, for each cell style in order; may be empty."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    is_inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal is_inside
        if element == "numFmt":
            codes.setdefault(_whole(attributes.get("numFmtId")), attributes.get("formatCode", ""))
        elif element == "cellXfs":
            is_inside = True
        elif element == "xf" and is_inside and len(numbers) < MOST_STYLES:
            numbers.append(_whole(attributes.get("numFmtId")))

    def end(element: str) -> None:
        nonlocal is_inside
        is_inside = is_inside and element != "cellXfs"

    if book.styles_part:
        package.read(book.styles_part, Handlers(start, end))
    made = {kind: converter(kind, is_1904=book.is_1904) for kind in Format}
    return [made[format_of(number, codes.get(number))] for number in numbers]


def _whole(text: str | None) -> int:
    return int(text) if text and _SHORT_WHOLE.fullmatch(text) else 0


@dataclass(slots=True)
class Texts(Sequence[str]):
    """Shared texts: the first as they are, very many more as one block of UTF-8 and their ends."""

    near: list[str] = field(default_factory=list)
    block: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("I", [0]))
    size_bytes: int = 0

    def __len__(self) -> int:
        return len(self.near) + len(self.ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The text of that number, never counted from the end; raises IndexError."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if index < 0:
            raise IndexError(index)
        if index < len(self.near):
            return self.near[index]
        index -= len(self.near)
        return self.block[self.ends[index] : self.ends[index + 1]].decode()

    def look_up(self) -> Callable[[int], str]:
        """The quickest way to a text of a number that is not negative."""
        return self.__getitem__ if self.block else self.near.__getitem__

    def append(self, text: str) -> None:
        """Add one text behind the others."""
        content = text.encode("utf-8", "replace")
        self.size_bytes += len(content)
        if self.has_room(1):
            self.near.append(text)
            return
        self.block += content
        self.ends.append(len(self.block))

    def has_room(self, count: int) -> bool:
        """Whether so many more may still be kept as they are."""
        is_small = len(self.near) + count <= _NEAR_TEXTS and self.size_bytes <= _NEAR_BYTES
        return is_small and not self.block


def read_texts(package: Package, book: Book) -> Texts:
    """All shared texts without their reading aids (furigana). Raises TooLarge naming the text."""
    reader = _TextReader(package)
    lane = Lane(Plain(_PLAIN_TEXTS, _TEXT_STOP, reader.is_between, reader.take))
    handlers = Handlers(
        reader.start, reader.end, reader.words.append, reader.check, is_raw=True, lane=lane
    )
    if book.strings_part:
        package.read(book.strings_part, handlers)
    return reader.texts


class _TextReader:
    """Collects the runs of one shared text after the other."""

    def __init__(self, package: Package) -> None:
        self.package, self.texts = package, Texts()
        self.words: list[str] = []
        self.runs: list[str] = []
        self.names, self.depth, self.is_aid = LocalNames(), 0, False

    def start(self, name: str, _: dict[str, str]) -> None:
        """An element begins: texts and their runs matter, reading aids are left out."""
        self.depth += 1
        element = self.names[name]
        if element == "t":
            self.words.clear()
        elif element == "rPh":
            self.is_aid = True
        if self.depth > DEPTH:
            raise Unreadable("sheets.broken", file=self.package.file, part="sharedStrings")

    def end(self, name: str) -> None:
        """An element is complete."""
        self.depth -= 1
        element = self.names[name]
        if element == "t":
            if not self.is_aid:
                self.runs += self.words
            self.words.clear()
        elif element == "si":
            text = self.runs[0] if len(self.runs) == 1 else "".join(self.runs)
            if len(text) > self.package.limits.cell_characters:
                self.check()
            self.texts.append(unescaped(text))
            self.runs.clear()
        elif element == "rPh":
            self.is_aid = False

    def is_between(self) -> bool:
        """Whether the next shared text may begin here."""
        return self.depth == 1 and not self.runs and not self.is_aid

    def take(self, run: bytes) -> int:
        """Add texts of one run each; none of them where one wants a closer look."""
        try:
            found = _TEXT.findall(run.decode()) if is_text(run) else []
        except UnicodeDecodeError:
            return 0
        longest = self.package.limits.cell_characters
        if not found or not self.texts.has_room(len(found)) or max(map(len, found)) > longest:
            return 0
        if b"_x" in run:
            found = list(map(unescaped, found))
        self.texts.near += found
        self.texts.size_bytes += len("".join(found).encode("utf-8", "replace"))
        return len(run)

    def check(self) -> None:
        """Stop as soon as one text or all together grow too long."""
        limits, file = self.package.limits, self.package.file
        longest = limits.cell_characters
        if sum(map(len, self.runs)) + sum(map(len, self.words)) > longest:
            number = len(self.texts) + 1
            raise TooLarge("sheets.shared_text_too_long", file=file, text=number, limit=longest)
        most = limits.shared_text_bytes
        if self.texts.size_bytes > most or len(self.texts) > _MOST_TEXTS:
            raise TooLarge("sheets.unpacked", file=file, part="sharedStrings", limit_bytes=most)


def unescaped(text: str) -> str:
    """The text with `_x000A_` read as the character it stands for, where that can be text."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    is_text = code >= ord(" ") and code not in _SURROGATES and code < _NO_CHARACTERS
    return chr(code) if is_text or code in _WRITABLE_CONTROLS else found[0]
