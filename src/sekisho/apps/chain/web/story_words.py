"""Stories in words and figures: variants side by side, what happens in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.stories import StoryView
from sekisho.apps.chain.web.tables import Table
from sekisho.apps.chain.web.words import days_word, joined, number, percent
from sekisho.apps.inventory.forms import said
from sekisho.engines.stories.story import Story
from sekisho.engines.stories.telling import Outcome, Standstill

Names = Mapping[str, str]
_CLOSE = 0.995


def names_of(story: Story, given: Names) -> dict[str, str]:
    """What the page calls each node; `given` are own organisations that stand in for bodies."""
    found = {one.key: given.get(one.key) or said(one.names) for one in story.bodies}
    for body in story.bodies:
        found[f"organisation:{body.number}"] = found[body.key]
        found[f"site-of:{body.number}"] = _("%(company)s (its site)") % {"company": found[body.key]}
    for thing in story.things:
        found[thing.key] = said(thing.names)
        for place, name in enumerate(thing.node_names, start=1):
            more = f" {place}" if thing.count > 1 else ""
            found[name] = f"{said(thing.names)}{more}"
    return found


def variant_rows(view: StoryView, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Each variant with its figures beside those of what happened."""
    base = outcomes[0]
    return [
        {
            "words": variant_word(view, one),
            "is_base": not one.changes,
            "is_all": len(one.changes) > 1,
            "way": percent(one.way_chance),
            "factor": factor_word(one.way_chance, base.way_chance),
            "chance": percent(one.chance),
            "error": percent(one.error),
            "stopped": number(one.stopped),
            "first_day": one.first_day,
            "days": days_word(one.stop_days) if one.stop_days else "0",
            "saves_days": one.stop_days < base.stop_days * _CLOSE,
            "saves_chance": one.way_chance < base.way_chance * _CLOSE,
            "saves_records": one.records < base.records,
            "records": number(one.records),
            "expected_days": f"{one.expected_days:.3f}",
            "expected_records": f"{one.expected_records:,.1f}",
        }
        for one in outcomes
    ]


def variant_word(view: StoryView, one: Outcome) -> str:
    """What is different in a variant."""
    if not one.changes:
        return _("As it happened")
    names = [said(change.names) for change in view.story.changes if change.key in one.changes]
    if len(names) > 1 and len(names) == len(view.story.changes):
        return _("All of it together")
    return " + ".join(names)


def factor_word(value: float, base: float) -> str:
    """By what a chance is multiplied."""
    if base <= 0:
        return "–"
    factor = value / base
    return "× 1" if factor > _CLOSE else f"× {factor:.2g}"


def telling(view: StoryView, one: Outcome, names: Names) -> dict[str, Any]:
    """One variant as it unfolds."""
    return {
        "words": variant_word(view, one),
        "steps": [
            {"name": names.get(step.name, step.name), "chance": percent(step.chance)}
            for step in one.way
        ],
        "way": percent(one.way_chance),
        "chance": percent(one.chance),
        "error": percent(one.error),
        "stops": [_stop_row(view.story, row, names) for row in one.standstills],
        "stopped": number(one.stopped),
        "places": number(one.places),
        "first_day": one.first_day,
        "days": days_word(one.stop_days) if one.stop_days else "0",
        "has_stop": one.stopped > 0,
        "records": number(one.records),
        "has_records": one.records > 0,
        "guessed": number(one.guessed),
        "used": number(one.used),
    }


def _stop_row(story: Story, row: Standstill, names: Names) -> dict[str, Any]:
    told: list[str] = []
    rest = set(row.names)
    for thing in story.things:
        mine = rest & set(thing.node_names)
        rest -= mine
        if mine:
            count = f" × {len(mine)}" if len(mine) > 1 else ""
            told.append(f"{said(thing.names)}{count}")
    told += [names.get(one, one) for one in sorted(rest)]
    return {
        "day": row.day,
        "back": row.back_day,
        "names": joined_words(told),
        "cause": names.get(row.cause, row.cause),
    }


def joined_words(names: Sequence[str]) -> str:
    """Several names as a list."""
    return _(", ").join(names)


def story_table(view: StoryView, outcomes: Sequence[Outcome], names: Names) -> Table:
    """All variants as a table to take away."""
    rows = tuple(
        (
            variant_word(view, one),
            one.way_chance,
            one.chance,
            one.error,
            one.stopped,
            one.first_day,
            round(one.stop_days, 4),
            one.records,
            one.expected_days,
            one.expected_records,
            joined(names.get(step.name, step.name) for step in one.way),
        )
        for one in outcomes
    )
    headings = (
        _("Variant"),
        _("Chance of the most likely way (0–1, 30 days)"),
        _("Sampled chance (0–1, 30 days)"),
        _("Standard error"),
        _("Places of ours that stop"),
        _("From day"),
        _("Days of whole output lost"),
        _("Records that leak"),
        _("Expected days (chance × days)"),
        _("Expected records"),
        _("Most likely way"),
    )
    rests = outcomes[0].provenance
    notes = (
        said(view.story.title),
        _("Chain %(chain)s, parameters %(version)s, seed %(seed)s")
        % {"chain": rests.snapshot, "version": rests.parameters, "seed": rests.seed},
        _("What is unknown counts as the worst case."),
        view.story.source,
    )
    return Table(_("Story"), headings, rows, notes)
