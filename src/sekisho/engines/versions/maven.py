"""Order of Maven versions.

Source: Maven's POM reference, "Version Order Specification", with the newer rule that a zero before
a qualifier falls away (1.0.alpha = 1-alpha), which also makes one key for each version possible.
Missing tokens count as 0 after a dot and as no qualifier after a hyphen: the mark _NOTHING stands
where they would.
"""

from __future__ import annotations

import re

from sekisho.engines.versions.keys import marked, number, word

_TOKEN = re.compile(r"[0-9]+|[^0-9.\-]+|[.\-]")
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_KNOWN = {"alpha": 1, "beta": 2, "milestone": 3, "rc": 4, "cr": 4, "snapshot": 5, "sp": 7}
_EMPTY = frozenset({"", "final", "ga", "release"})
_NOTHING, _OTHER, _HYPHEN_NUMBER, _DOT_NUMBER = 6, 8, 9, 10

# A token: whether a hyphen (or a change between digits and letters) stands before it, and its text.
Token = tuple[bool, str]


def maven_key(text: str) -> bytes:
    """Key of a Maven version; 1, 1.0, 1-ga and 1.final have the same."""
    tokens = _without_empty(_tokens(text.lower().strip()))
    return b"".join(map(_token_key, tokens)) + marked(_NOTHING)


def _tokens(text: str) -> list[Token]:
    """Tokens with what stands before them; an empty token is 0."""
    tokens: list[Token] = []
    is_hyphen, is_open = False, True
    pieces = _TOKEN.findall(text)
    for place, piece in enumerate(pieces):
        if piece in {".", "-"}:
            if is_open:
                tokens.append((is_hyphen, "0"))
            is_hyphen, is_open = piece != ".", True
            continue
        is_followed = place + 1 < len(pieces) and pieces[place + 1].isdigit()
        tokens.append(
            (is_hyphen or not is_open, _SHORT.get(piece, piece) if is_followed else piece)
        )
        is_hyphen, is_open = False, False
    return tokens


def _without_empty(tokens: list[Token]) -> list[Token]:
    """What is left when empty values fall away at the end, before a hyphen and before a word."""
    kept: list[Token] = []
    is_cut = True
    for is_hyphen, text in reversed(tokens):
        is_number = text[:1].isdigit()
        if is_cut and (not text.strip("0") if is_number else text in _EMPTY):
            continue
        kept.append((is_hyphen, text))
        is_cut = is_hyphen or not is_number
    return kept[::-1]


def _token_key(token: Token) -> bytes:
    is_hyphen, text = token
    if text[:1].isdigit():
        return marked(_HYPHEN_NUMBER if is_hyphen else _DOT_NUMBER, number(text))
    if text in _EMPTY:
        return marked(_NOTHING)
    known = _KNOWN.get(text)
    return marked(_OTHER, word(text)) if known is None else marked(known)
