"""A letter as data: the form in which content/letters and an edited letter are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.engines.letters.fields import FIELD_BY_NAME
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class LetterText:
    """Subject and body of a letter in one language, both templates."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in both languages; `required` names the fields that each language must carry."""

    key: str
    version: int
    name: Bilingual
    required: tuple[str, ...]
    ja: LetterText
    en: LetterText


def read_letter(data: Mapping[str, object]) -> Letter:
    """A letter from the mapping that its file holds.

    Raises Invalid (letters.file_wrong, naming the part) when a part is missing or of another kind.
    Whether its text is sound is for letter_faults to say.
    """
    name, subject, body = (_bilingual(data, part) for part in ("name", "subject", "body"))
    required = data.get("required")
    if not isinstance(required, list) or not FIELD_BY_NAME.keys() >= set(map(str, required)):
        raise Invalid("letters.file_wrong", part="required")
    key, version = data.get("key"), data.get("version")
    if not isinstance(key, str) or not isinstance(version, int):
        raise Invalid("letters.file_wrong", part="key, version")
    return Letter(
        key=key,
        version=version,
        name=name,
        required=tuple(map(str, required)),
        ja=LetterText(subject.ja.strip(), body.ja),
        en=LetterText(subject.en.strip(), body.en),
    )


def _bilingual(data: Mapping[str, object], part: str) -> Bilingual:
    texts = data.get(part)
    if not isinstance(texts, Mapping):
        raise Invalid("letters.file_wrong", part=part)
    ja, en = texts.get("ja"), texts.get("en")
    if not isinstance(ja, str) or not isinstance(en, str):
        raise Invalid("letters.file_wrong", part=part)
    return Bilingual(ja=ja, en=en)
