"""Finding by any part of a text, one character or more, in Japanese and English alike.

A field is folded, freed of spaces and signs and cut into overlapping pairs of characters, plus its
last character alone. Each character becomes four letters a-z, so a pair is a word of eight and the
last one a word of four. Such words are plain ASCII words to SQLite's FTS5 (unicode61) and to
PostgreSQL's parser ("simple"), whatever the locale and the age of their Unicode tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.engines.identity.characters import fold_characters, is_written

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LETTERS_A_CHARACTER = 4
# Four letters of 26 number 456,976 characters: planes 0 to 6, beyond which no script lies.
CHARACTERS = len(LETTERS) ** LETTERS_A_CHARACTER
QUERY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One word of a query: tokens that must stand one after the other in the index.

    `is_prefix`: the single token is one character, and any token that begins with it will do.
    """

    tokens: tuple[str, ...]
    is_prefix: bool


def bigrams(text: str) -> tuple[str, ...]:
    """The overlapping pairs of the folded text in order, then its last character alone.

    Spaces and signs do not count; empty when nothing else is there.
    """
    plain = "".join(filter(_is_indexed, fold_characters(text)))
    pairs = (plain[place : place + 2] for place in range(len(plain)))
    return tuple(pairs)


def index_text(*fields: str) -> str:
    """What the search column holds for these fields: encoded tokens with a space between.

    A phrase never runs from one field into the next, because each field ends with a token of one
    character.
    """
    texts = ("".join(map(_LINK_OF.__getitem__, fold_characters(field))) for field in fields)
    return " ".join(text[_FIRST_LINK:] for text in texts if text)


def search_terms(query: str) -> tuple[SearchTerm, ...]:
    """The terms of a query, all of which must be found; words are parted by spaces.

    Empty for a query without letters and numbers, which asks for everything. Only the first 200
    characters count.
    """
    words = fold_characters(query[:QUERY_LENGTH]).split()
    return tuple(_term(pairs) for word in dict.fromkeys(words) if (pairs := bigrams(word)))


def sqlite_query(query: str) -> str:
    """The FTS5 MATCH expression for a query; empty when there is nothing to look for."""
    return " AND ".join(
        f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}' for term in search_terms(query)
    )


def postgres_query(query: str) -> str:
    """The text for to_tsquery('simple', …); empty when there is nothing to look for."""
    return " & ".join(
        f"{term.tokens[0]}:*" if term.is_prefix else f"({' <-> '.join(term.tokens)})"
        for term in search_terms(query)
    )


def matches(index_tokens: Sequence[str], query: str) -> bool:
    """Whether an index text, split at its spaces, answers the query, as both databases must."""
    return all(_is_found(term, index_tokens) for term in search_terms(query))


def _is_found(term: SearchTerm, tokens: Sequence[str]) -> bool:
    if term.is_prefix:
        return any(token.startswith(term.tokens[0]) for token in tokens)
    width = len(term.tokens)
    starts = range(len(tokens) - width + 1)
    return any(tuple(tokens[start : start + width]) == term.tokens for start in starts)


def _term(pairs: tuple[str, ...]) -> SearchTerm:
    """Pairs without the closing single character, or that character when it is all there is."""
    kept = pairs[:-1] or pairs
    return SearchTerm(tuple(map(_encoded, kept)), is_prefix=len(pairs) == 1)


def _is_indexed(character: str) -> bool:
    return bool(_LETTERS_OF[character])


def _encoded(characters: str) -> str:
    return "".join(_LETTERS_OF[one] for one in characters)


class _LettersOf(dict[str, str]):
    """The four letters of a character, empty for one that is not indexed; remembered once met."""

    def __missing__(self, character: str) -> str:
        number, letters = ord(character), ""
        if is_written(character) and number < CHARACTERS:
            for _ in range(LETTERS_A_CHARACTER):
                number, digit = divmod(number, len(LETTERS))
                letters = LETTERS[digit] + letters
        self[character] = letters
        return letters


_LETTERS_OF = _LettersOf()


class _LinkOf(dict[str, str]):
    """What a character adds to an index text: the end of one pair, the beginning of the next."""

    def __missing__(self, character: str) -> str:
        """Nothing for a character that is not indexed."""
        letters = _LETTERS_OF[character]
        link = self[character] = f"{letters} {letters}" if letters else ""
        return link


_LINK_OF = _LinkOf()
_FIRST_LINK = LETTERS_A_CHARACTER + 1  # the first character ends no pair
