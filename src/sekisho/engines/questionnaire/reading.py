"""Numbers and dates as people write them, full-width digits and Japanese eras included."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from sekisho.engines.deadlines import parse_date
from sekisho.kernel.errors import Invalid

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,18})(\.\d{1,9})?", re.ASCII)


def read_number(text: str) -> Decimal | None:
    """The number, None when it cannot be read; thousands may carry commas."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-")
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def read_date(text: str) -> date | None:
    """The day, None when it cannot be read for certain; forms: docs/*/rules/deadlines.md."""
    try:
        return parse_date(text)
    except Invalid:
        return None
