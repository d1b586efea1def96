"""What each row of a list would do, found without saving anything.

A row is known by its own code, then by its name (of a link: by its ends and name). An empty cell
changes nothing, "unknown" makes a value unknown again, a value that is the same keeps its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries import columns as at
from sekisho.apps.inventory.queries.intakes import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Fault,
    GivenRow,
    Known,
    known_at,
)
from sekisho.apps.inventory.queries.sealed import EntryWords, name_hash, open_entry
from sekisho.apps.organisations.queries import identify_organisations
from sekisho.engines.inventory import (
    Confidence,
    End,
    Kind,
    Source,
    Stamp,
    Value,
    changed_facts,
    is_unknown_word,
    read_value,
)
from sekisho.engines.questionnaire import read_date
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Invalid

LONGEST = {at.CODE: 60, at.NAME: 120, at.DETAIL: 120}


@dataclass(frozen=True, slots=True)
class RowEnds:
    """The ends of a row's entry by inside number."""

    organisation_id: int
    target_id: int | None = None
    items: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What a row would do; `match` is the entry that it changes."""

    number: int
    verdict: str
    name: str
    faults: tuple[Fault, ...] = ()
    match: Entry | None = None
    own_code: str = ""
    ends: RowEnds | None = None
    values: Mapping[str, Value | None] = field(default_factory=dict)
    stamp: Stamp | None = None


class Planner:
    """Plans the rows of one list; a second row that means the same entry is refused."""

    def __init__(
        self, actor: Actor, kind: Kind, rows: Sequence[GivenRow], *, file: str, now: datetime
    ) -> None:
        """Look up all organisations and entries that the rows may mean, in a few queries."""
        self.kind, self.file, self.today = kind, file, timezone.localdate(now)
        texts = {row.cells.get(name, "") for row in rows for name in (at.COMPANY, at.OTHER)}
        may = Capability.RUN
        self.places = identify_organisations(actor, texts - {""}, capability=may)
        ends = [end for end in (kind.source, kind.target, kind.via) if end is not None]
        kinds = {kind.key, *(item for end in ends for item in end.items)}
        self.known: Known = known_at(actor, set(self.places.values()), kinds, may)
        self.seen: set[tuple[object, ...]] = set()

    def plan(self, row: GivenRow) -> RowPlan:
        """What one row would do."""
        faults: list[Fault] = []
        own_code, name = self._words(row, faults)
        ends = self._ends(row, faults)
        values = self._values(row, faults)
        stamp = self._stamp(row, faults)
        if faults or ends is None:
            return RowPlan(row.number, REFUSED, name, tuple(faults))
        match, trouble = self._match(own_code, name, ends)
        name = name or (_words_of(match).name if match is not None else "")
        if trouble is None and not name and not self.kind.is_link:
            trouble = Fault(at.NAME, "inventory.row.no_name", "")
        if trouble is not None:
            return RowPlan(row.number, REFUSED, name, (trouble,))
        verdict = NEW
        if match is not None:
            verdict = self._against(match, name, own_code, ends, values, stamp)
            own_code = own_code or match.own_code
        return RowPlan(row.number, verdict, name, (), match, own_code, ends, values, stamp)

    def _words(self, row: GivenRow, faults: list[Fault]) -> tuple[str, str]:
        found = []
        for column in (at.CODE, at.NAME):
            text = " ".join(row.cells.get(column, "").split())
            if len(text) > LONGEST[column]:
                faults.append(Fault(column, "inventory.row.too_long", text[:20]))
            found.append(text)
        return found[0], found[1]

    def _ends(self, row: GivenRow, faults: list[Fault]) -> RowEnds | None:
        source = self._place(row, at.COMPANY, faults)
        kind = self.kind
        if kind.source is None or kind.target is None:
            return None if source is None else RowEnds(source)
        target = self._place(row, at.OTHER, faults)
        if source is None or target is None:
            return None
        items = {
            at.SOURCE_ITEM: self._item(row, at.SOURCE_ITEM, kind.source, (source,), faults),
            at.TARGET_ITEM: self._item(row, at.TARGET_ITEM, kind.target, (target,), faults),
        }
        if kind.via is not None:
            both = (source, target)
            items[at.VIA_ITEM] = self._item(row, at.VIA_ITEM, kind.via, both, faults)
        if source == target and items[at.SOURCE_ITEM] == items[at.TARGET_ITEM]:
            faults.append(Fault(at.OTHER, "inventory.to_itself", row.cells.get(at.OTHER, "")))
        return RowEnds(source, target, items)

    def _place(self, row: GivenRow, column: str, faults: list[Fault]) -> int | None:
        text = row.cells.get(column, "")
        found = self.places.get(text)
        if found is None:
            code = "inventory.row.company_unknown" if text else "inventory.row.no_company"
            faults.append(Fault(column, code, text))
        return found

    def _item(
        self, row: GivenRow, column: str, end: End, places: Sequence[int], faults: list[Fault]
    ) -> int | None:
        text = row.cells.get(column, "")
        if not text:
            if end.needs_item:
                faults.append(Fault(column, "inventory.item_needed", ""))
            return None
        found = {
            one.pk
            for place in dict.fromkeys(places)
            for kind in end.items
            for one in self.known.found(place, kind, text)
        }
        if len(found) != 1:
            code = "inventory.row.item_twice" if found else "inventory.row.item_unknown"
            faults.append(Fault(column, code, text))
            return None
        return found.pop()

    def _values(self, row: GivenRow, faults: list[Fault]) -> dict[str, Value | None]:
        found: dict[str, Value | None] = {}
        for one in self.kind.fields:
            text = row.cells.get(f"v_{one.key}", "")
            if not text:
                continue
            try:
                found[one.key] = None if is_unknown_word(text) else read_value(one, text)
            except Invalid as problem:
                faults.append(Fault(f"v_{one.key}", problem.code, text))
        return found

    def _stamp(self, row: GivenRow, faults: list[Fault]) -> Stamp:
        detail = row.cells.get(at.DETAIL, "") or self.file
        on, sure = self._day(row, faults), Confidence.DECLARED
        if text := row.cells.get(at.CONFIDENCE, ""):
            given = at.confidence_of(text)
            if given is None:
                faults.append(Fault(at.CONFIDENCE, "inventory.row.confidence", text))
            sure = given or sure
        return Stamp(Source.IMPORTED, detail[: LONGEST[at.DETAIL]], on, sure)

    def _day(self, row: GivenRow, faults: list[Fault]) -> date:
        text = row.cells.get(at.ON, "")
        found = read_date(text) if text else self.today
        if found is None:
            faults.append(Fault(at.ON, "inventory.value.date", text))
        return found or self.today

    def _match(self, own_code: str, name: str, ends: RowEnds) -> tuple[Entry | None, Fault | None]:
        key = (ends.organisation_id, self.kind.key, own_code)
        match = self.known.by_code.get(key) if own_code else None
        if key in self.known.hidden_codes:
            return None, Fault(at.CODE, "inventory.row.code_taken", own_code)
        if match is None:
            named = self.known.by_name.get((*key[:2], name_hash(name)), ())
            fitting = [one for one in named if self._fits(one, own_code, ends)]
            if len(fitting) > 1:
                return None, Fault(at.NAME, "inventory.row.name_twice", name)
            match = fitting[0] if fitting else None
        if self._is_second(match, own_code, name, ends):
            return None, Fault(at.NAME, "inventory.row.twice", name or own_code)
        return match, None

    def _is_second(self, match: Entry | None, own_code: str, name: str, ends: RowEnds) -> bool:
        """Whether an earlier row means the same; two codes may share a name, no code may not."""
        named: tuple[object, ...] = (ends.organisation_id, name_hash(name), ends.target_id)
        named = (*named, *sorted(ends.items.items(), key=str))
        marks: set[tuple[object, ...]] = {("name", *named)}
        against: set[tuple[object, ...]] = {("name", *named)} if not own_code else set()
        if own_code:
            coded = ("code", ends.organisation_id, own_code)
            marks.add(coded)
            against |= {coded, ("bare", *named)}
        else:
            marks.add(("bare", *named))
        if match is not None:
            marks.add(("match", match.pk))
            against.add(("match", match.pk))
        is_second = bool(against & self.seen)
        self.seen |= marks
        return is_second

    def _fits(self, row: Entry, own_code: str, ends: RowEnds) -> bool:
        """Whether an entry of that name may be meant: no other code, and the same ends."""
        if own_code and row.own_code:
            return False
        if not self.kind.is_link:
            return True
        here = (row.source_item_id, row.target_id, row.target_item_id)
        return here == (
            ends.items.get(at.SOURCE_ITEM),
            ends.target_id,
            ends.items.get(at.TARGET_ITEM),
        )

    def _against(
        self,
        match: Entry,
        name: str,
        own_code: str,
        ends: RowEnds,
        values: Mapping[str, Value | None],
        stamp: Stamp,
    ) -> str:
        words = _words_of(match)
        is_same = (
            words.name == name
            and own_code in {"", match.own_code}
            and changed_facts(words.facts, values, stamp) == dict(words.facts)
            and _ends_of(match, ends) == ends
        )
        return SAME if is_same else CHANGED


def _ends_of(row: Entry, like: RowEnds) -> RowEnds:
    items = {name: getattr(row, f"{name}_id") for name in like.items}
    return RowEnds(row.organisation_id, row.target_id, items)


def _words_of(row: Entry) -> EntryWords:
    return open_entry(row.organisation_id, row.uid, row.sealed)
