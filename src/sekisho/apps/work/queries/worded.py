"""Queries that every page asks, worded once and asked with other values each time.

To word a query takes the ORM longer than SQLite needs to answer it. Here it is built once for each
connection, with places where the values go; what it says is still said with models and conditions.
Only words are kept, never a value and never an answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    QuerySet,
    UUIDField,
)

_MOST_SHAPES = 64
NUMBER: Field[Any, Any] = BigIntegerField()
MOMENT: Field[Any, Any] = DateTimeField()
UID: Field[Any, Any] = UUIDField()
WORD: Field[Any, Any] = CharField()
_STEPS = (1, 2, 5, 10, 25, 50, 100, 250, 500)


class _Place(Expression):
    """Where a value goes: the number of the parameter, and which of a list."""

    def __init__(self, name: str, at: int, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name, self.at = name, at

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Worded:
    """A query by its builder and the fields its values belong to.

    The builder is given one place for each field, a list of places for each of `lists`, and the
    shape: whatever else its words hang on. It returns a queryset without prefetching; a lock in it
    is for callers inside a transaction. In a list, the column must not be a foreign key.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        lists: Iterable[str] = (),
        **fields: Field[Any, Any],
    ) -> None:
        """Keep what is needed to word it; nothing is asked yet."""
        self._build, self._lists, self._fields = build, frozenset(lists), fields
        self._kept: WeakKeyDictionary[BaseDatabaseWrapper, OrderedDict[Hashable, _Words]] = (
            WeakKeyDictionary()
        )

    def rows(self, *shape: Hashable, **values: Any) -> list[Any]:
        """What the query finds with these values; an empty list of values finds nothing."""
        given = {name: list(values[name]) for name in self._lists}
        if not all(given.values()):
            return []
        for name, items in given.items():
            items.extend(items[-1:] * (_room(len(items)) - len(items)))
            values[name] = items
        sizes = tuple(len(given[name]) for name in sorted(given))
        return self._words((shape, sizes), values).ask(values)

    def first(self, *shape: Hashable, **values: Any) -> Any:
        """The first row found, or None; the query says itself that it wants one only."""
        return next(iter(self.rows(*shape, **values)), None)

    def _words(self, key: tuple[tuple[Hashable, ...], Hashable], values: Any) -> _Words:
        connection = connections[DEFAULT_DB_ALIAS]
        kept = self._kept.setdefault(connection, OrderedDict())
        words = kept.get(key)
        if words is None:
            places = {name: self._places(name, values[name]) for name in self._fields}
            words = _Words(self._build(*key[0], **places), connection, self._fields)
            if all(len(values[name]) <= _STEPS[-1] for name in self._lists):
                kept[key] = words
            if len(kept) > _MOST_SHAPES:
                kept.popitem(last=False)
        return words

    def _places(self, name: str, value: Any) -> Any:
        field = self._fields[name]
        if name in self._lists:
            return [_Place(name, at, field) for at in range(len(value))]
        return _Place(name, -1, field)


class _Words:
    """One wording: text and parameters, and the ORM's own way to make rows of what comes back."""

    def __init__(
        self,
        found: Any,
        connection: BaseDatabaseWrapper,
        fields: dict[str, Field[Any, Any]],
    ) -> None:
        compiler: Any = found.query.get_compiler(connection=connection)
        self._connection, self._fields, self._found = connection, fields, found
        self._answer: list[Any] = []
        try:
            self._text, self._values = compiler.as_sql()
        except EmptyResultSet:
            self._text, self._values = "", ()
            return
        converters = compiler.get_converters([one[0] for one in compiler.select])
        compiler.get_converters = lambda _expressions: converters
        compiler.execute_sql = lambda *_words, **_named: [self._answer]
        found.query.get_compiler = lambda *_words, **_named: compiler

    def ask(self, values: dict[str, Any]) -> list[Any]:
        if not self._text:
            return []
        with self._connection.cursor() as cursor:
            cursor.execute(self._text, [self._filled(one, values) for one in self._values])
            self._answer = cursor.fetchall()
        try:
            # The ORM turns columns into rows; it is handed the answer instead of fetching one.
            return list(self._found._iterable_class(self._found))  # noqa: SLF001
        finally:
            self._answer = []

    def _filled(self, one: Any, values: dict[str, Any]) -> Any:
        if not isinstance(one, _Place):
            return one
        value = values[one.name] if one.at < 0 else values[one.name][one.at]
        return self._fields[one.name].get_db_prep_value(value, self._connection)


def _room(count: int) -> int:
    """Lists of like length share their words: the last value is repeated up to the next step."""
    return next((step for step in _STEPS if step >= count), count)
