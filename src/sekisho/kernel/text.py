"""Bilingual text: the same sentence in Japanese and English, with a stated fallback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Japanese and English; one may be empty, then the other stands in for it."""

    ja: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in that language ("ja", "en", "en-gb"), else in the other one."""
        return (self.en or self.ja) if language.startswith("en") else (self.ja or self.en)

    @property
    def is_complete(self) -> bool:
        """Whether both languages have something to read."""
        return bool(self.ja.strip() and self.en.strip())

    def as_dict(self) -> dict[str, str]:
        """The form in which it is stored."""
        return {"ja": self.ja, "en": self.en}

    @classmethod
    def from_dict(cls, stored: Mapping[str, str]) -> Bilingual:
        """Read the stored form; a missing language is empty."""
        return cls(ja=stored.get("ja", ""), en=stored.get("en", ""))
