"""A key under which the spellings of one organisation's name meet."""

from __future__ import annotations

import re
from functools import lru_cache

from sekisho.engines.identity import forms
from sekisho.engines.identity.characters import (
    DASHES,
    fold_characters,
    is_written,
    without_accents,
)

_BRACKETS = str.maketrans("[{〔【〈《「『", "((((((((") | str.maketrans(
    "]}〕】〉》」』", "))))))))"
)
_BRACKETED = re.compile(rf"\(\s*(?:[{forms.BRACKETED}]|特非|一社|公社|一財|公財)\s*\)")
_MARKS = "".join(forms.BANK_MARKS)
_BANK_MARK = re.compile(rf"^\s*\(?[{_MARKS}]\)|\([{_MARKS}]\)?\s*$")
_KANA_DASH = re.compile(rf"(?<=[ぁ-ゖァ-ヺ])[{re.escape(DASHES)}]")
_PLACE_MARKS = frozenset("がガケ")
_PLACE_KE = re.compile(r"(?<=[一-龠々])[がガケ](?=[一-龠々])")
# k.k. and s.p.a. lose their dots; the dot of "co.ltd" parts two words.
_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.)+[a-z]?(?![a-z])")
_SCRIPT_CHANGE = re.compile(r"(?<=[^\x00-\x7f])(?=[a-z])|(?<=[a-z.])(?=[^\x00-\x7f])")
_LATIN = re.compile(r"[a-z.]")
_JOINING = re.compile(rf"['’`/・·{re.escape(DASHES.removesuffix('ー'))}]")

_LAST_WORDS = frozenset(form[-1] for form in forms.LATIN_BEHIND)
# An import asks for the same name when it places a row and when it looks for duplicates.
_REMEMBERED = 32_768


def fold_name(name: str) -> str:
    """The match key of a name: equal for spellings that differ in form only.

    Empty only for a blank name; a name made of a legal form or of signs alone keeps itself.
    """
    return "".join(name_words(name)) or "".join(fold_characters(name).split())


@lru_cache(maxsize=_REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without legal forms and signs; Japanese runs count as one word."""
    text = fold_characters(name).translate(_BRACKETS)
    if not text.isascii():
        text = _KANA_DASH.sub("ー", text)
        text = text if _PLACE_MARKS.isdisjoint(text) else _PLACE_KE.sub("ケ", text)
        text = _without_japanese_forms(text)
    elif "(" in text or ")" in text:
        text = _without_japanese_forms(text)
    words = _latin_words(without_accents(text))
    return _without_latin_forms(words)


def _without_japanese_forms(text: str) -> str:
    bare = text
    if "(" in text or ")" in text:
        bare = _BANK_MARK.sub(" ", _BRACKETED.sub(" ", text))
    for form in forms.ANYWHERE:
        bare = bare.replace(form, " ")
    bare = bare.strip()
    is_formal = bare.startswith(forms.AT_THE_ENDS) or bare.endswith(forms.AT_THE_ENDS)
    for form in forms.AT_THE_ENDS if is_formal else ():
        bare = bare.removeprefix(form).removesuffix(form).strip()
    return bare if any(map(is_written, bare)) else text


def _latin_words(text: str) -> tuple[str, ...]:
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    if not text.isascii() and _LATIN.search(text):
        text = _SCRIPT_CHANGE.sub(" ", text)
    text = text.replace("&", " and ").replace("+", " and ")
    # Signs inside a word join it (A/S, O'Neil, X-1); commas, dots and brackets part words.
    return tuple("".join(map(_WRITTEN.__getitem__, _JOINING.sub("", text))).split())


class _Written(dict[str, str]):
    """A written character as it is, anything else as a space; remembered once met."""

    def __missing__(self, character: str) -> str:
        """Look at the character's category."""
        kept = self[character] = character if is_written(character) else " "
        return kept


_WRITTEN = _Written()


def _without_latin_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    for form in forms.LATIN_IN_FRONT:
        if words[: len(form)] == form and len(words) > len(form):
            words = words[len(form) :]
            break
    while shorter := _shortened(words):
        words = shorter
    return words


def _shortened(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without one legal form at their end; empty when there is none to take off."""
    if not words or words[-1] not in _LAST_WORDS:
        return ()
    for form in forms.LATIN_BEHIND:
        if words[-len(form) :] == form:
            return words[: -len(form)]
    return ()
