"""The invented firms of the demo, drawn from content/demo/story.yaml by its seed.

Pure: the story in, rows of an import list out. Headings are the Japanese ones of the template
sheet, so that loading the demo is an ordinary import.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.engines.identity import corporate_number_fault

Story = Mapping[str, Any]
SUPPLIERS = 300
SECOND_TIER_FROM, THIRD_TIER_FROM = 130, 245
_SHARE_ABROAD = 12  # one in so many suppliers of the first tier is abroad
_BASE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented supplier: where it stands in the chain and how it is reached."""

    code: str
    ja: str
    en: str
    country: str
    what: str
    customer_code: str
    corporate_number: str
    department: str
    email: str
    language: str
    tags: tuple[str, ...]
    headcount: int
    capital: int


def firms_of(story: Story) -> tuple[Firm, ...]:
    """Three hundred suppliers in three tiers, always the same for one story."""
    dice = random.Random(story["seed"])  # noqa: S311 - a story, not a secret
    names = list(_names(story, dice))
    firms: list[Firm] = []
    for index in range(SUPPLIERS):
        firms.append(_firm(story, dice, index, names[index], firms))
    return tuple(firms)


def _names(story: Story, dice: random.Random) -> Iterator[tuple[Mapping[str, str], ...]]:
    pairs = [(place, trade) for place in story["places"] for trade in story["trades"]]
    dice.shuffle(pairs)
    yield from pairs


def _firm(
    story: Story,
    dice: random.Random,
    index: int,
    name: tuple[Mapping[str, str], ...],
    earlier: list[Firm],
) -> Firm:
    place, trade = name
    is_abroad = index < SECOND_TIER_FROM and index % _SHARE_ABROAD == _SHARE_ABROAD - 1
    country, ja, en = (_abroad if is_abroad else _at_home)(story, dice, place, trade)
    department = dice.choice(story["departments"])
    has_address = dice.random() > 0.03  # noqa: PLR2004 - one in thirty has only a telephone
    language = "en" if is_abroad else "ja"
    return Firm(
        code=f"S{index + 1:04d}",
        ja=ja,
        en=en,
        country=country,
        what=trade["what" if country == "JP" else "what_en"],
        customer_code=_customer(story, dice, index, earlier),
        corporate_number=_number(index) if country == "JP" else "",
        department=department[language],
        email=f"security@s{index + 1:04d}.supplier.example" if has_address else "",
        language=language,
        tags=tuple(dice.sample(story["tags"], dice.choice((0, 0, 1, 1, 2)))),
        headcount=dice.choice((8, 24, 45, 90, 180, 320, 700, 1500)),
        capital=dice.choice((3, 10, 20, 45, 90, 100, 300)) * 1_000_000,
    )


def _at_home(
    story: Story, dice: random.Random, place: Mapping[str, str], trade: Mapping[str, str]
) -> tuple[str, str, str]:
    form = dice.choice(story["forms"])
    ja = form["ja"].format(place["ja"] + trade["ja"])
    return "JP", ja, form["en"].format(f"{place['en']} {trade['en']}")


def _abroad(
    story: Story, dice: random.Random, place: Mapping[str, str], trade: Mapping[str, str]
) -> tuple[str, str, str]:
    weights = [land["share"] for land in story["abroad"]]
    land = dice.choices(story["abroad"], weights)[0]
    en = dice.choice(land["forms"]).format(f"{place['en']} {trade['en']}")
    return land["country"], en, en


def _customer(story: Story, dice: random.Random, index: int, earlier: list[Firm]) -> str:
    """Whom the firm supplies: home or a group company, or a firm of the tier before."""
    if index < SECOND_TIER_FROM:
        makers = [company["code"] for company in story["group"][:7]]
        return str(dice.choice(["", "", *makers]))
    is_second = index < THIRD_TIER_FROM
    above = earlier[:SECOND_TIER_FROM] if is_second else earlier[SECOND_TIER_FROM:THIRD_TIER_FROM]
    return dice.choice(above).code


def _number(index: int) -> str:
    """A number that is well-formed; the leading digits 99 belong to no registry office."""
    base = f"99{index:010d}"
    for check in "123456789":
        if corporate_number_fault(check + base) is None:
            return check + base
    raise ValueError(f"No check digit fits {base}.")
