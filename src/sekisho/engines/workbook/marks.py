"""What people write for a choice: the words of either language, circles and crosses, Y and N."""

from __future__ import annotations

import re
import unicodedata

from sekisho.engines.questionnaire import Choice, Question
from sekisho.engines.questionnaire.questions import NA, NO, PARTIAL, UNKNOWN, YES

_AROUND = re.compile(r"^[\s・\-*●■□☐☑「『“\"'(（]+|[\s。．.、,」』”\"')）]+$")
_NUMBERED = re.compile(r"^\(?\d{1,2}\)?[.:、)]?\s*")
_SEPARATORS = re.compile(r"[、,，;；/／\n|｜]+")
_WORDS = {
    YES: "はい ハイ yes y true ok ○ 〇 ◯ ◎ ✓ ✔ ☑ レ 有 有り あり 済 済み 実施 実施済"
    " 実施済み 実施している 対応済 対応済み できている",
    NO: "いいえ イイエ no n false ng × ✕ ✖ ✗ ✘ ☓ 無 無し なし 未 未実施 未対応 まだ"
    " 実施していない できていない",
    PARTIAL: "一部 一部実施 一部対応 一部済み 部分的 △ ▲ partly partial partially",
    UNKNOWN: "わからない 分からない 判らない 不明 unknown ? donotknow don'tknow dontknow notsure",
    NA: "該当なし 該当無し 該当しない 対象外 非該当 適用外 n/a na notapplicable doesnotapply",
}
_TICKS = "○ 〇 ◯ ◎ ● ✓ ✔ ☑ ■ レ v はい yes y true 1 有 該当 選択"
_BLANKS = "× ✕ ✖ ✗ ✘ ☓ □ ☐ - ー ― 無 なし no n false 0 いいえ"
_LONGEST_READ = 4_000
# A plain x is left to the writer: it marks a choice in one country and strikes it out in another.


def folded(text: str) -> str:
    """The text without what does not matter: width, case, spaces, marks around it."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_READ]).casefold().replace("’", "'")
    return "".join(_AROUND.sub("", plain).split())


def _table(words: dict[str, str]) -> dict[str, str]:
    return {
        unicodedata.normalize("NFKC", word).casefold(): key
        for key, found in words.items()
        for word in found.split()
    }


_KEY_BY_WORD = _table(_WORDS)
_TICK = _table({"tick": _TICKS, "blank": _BLANKS})


def choice_of(question: Question, text: str) -> Choice | None:
    """The choice that a text means, None when that is not certain.

    The labels of both languages come first, then the keys, then what is usual for yes and no.
    """
    for word in dict.fromkeys((_bare(text), folded(text), folded(_unnumbered(text)))):
        found = [one for one in question.choices if word and word in _labels(one)]
        if len(found) == 1:
            return found[0]
    for word in (_bare(text), folded(text)):
        key = _KEY_BY_WORD.get(word, "")
        if key and (choice := question.choice(key)) is not None:
            return choice
    return None


def choices_of(question: Question, text: str) -> tuple[Choice, ...] | None:
    """Several choices in one cell, parted by commas or lines; None when one is not certain."""
    whole = choice_of(question, text)
    if whole is not None:
        return (whole,)
    found = [choice_of(question, part) for part in _SEPARATORS.split(text) if part.strip()]
    known = tuple(one for one in found if one is not None)
    return known if known and len(known) == len(found) else None


def is_ticked(text: str, choice: Choice) -> bool | None:
    """Whether a mark beside a choice takes it; None when that is not certain."""
    word = _bare(text)
    if not word:
        return False
    if word in _labels(choice):
        return True
    kind = _TICK.get(word)
    return None if kind is None else kind == "tick"


def _labels(choice: Choice) -> frozenset[str]:
    texts = (choice.label.ja, choice.label.en, choice.key)
    return frozenset(form for text in texts if text for form in (_bare(text), folded(text)))


def _bare(text: str) -> str:
    """Width, case and spaces aside: the signs themselves stay."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_READ]).casefold().replace("’", "'")
    return "".join(plain.split())


def _unnumbered(text: str) -> str:
    return _NUMBERED.sub("", unicodedata.normalize("NFKC", text[:_LONGEST_READ]).strip())
