"""How an ask uses paper."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.papers.models import PaperChoice


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """Greeting of the season, PDF with the mail, letters on paper to those without an address."""

    has_season: bool = True
    attaches_pdf: bool = False
    sends_paper: bool = False


def choices_of(ask_id: int) -> PaperChoices:
    """What an ask chose; for asks fetched through the gate."""
    names = PaperChoices.__dataclass_fields__
    found = PaperChoice.objects.filter(pk=ask_id).values_list(*names).first()
    return PaperChoices(*found) if found else PaperChoices()


def sends_paper(ask: AskView) -> bool:
    """Whether those without an address get a letter on paper; the way that asks knows of."""
    return choices_of(ask.id).sends_paper
