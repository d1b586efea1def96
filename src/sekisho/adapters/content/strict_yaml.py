"""YAML read strictly, so that a file means what its writer sees.

YAML 1.1 takes the bare words yes, no, on and off for booleans, keeps the last of two equal keys
and lets an alias repeat a part without end. All three are refused with file and line.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Protocol

import yaml

from sekisho.kernel.errors import Invalid


class _Mark(Protocol):
    line: int  # from 0


_TRUE_AND_FALSE = {"true": True, "false": False}
_TEXT_TAG = "tag:yaml.org,2002:str"


def read_yaml(text: str, *, file: str) -> object:
    """The plain data of the text: mappings, lists, text, numbers, booleans, null.

    Raises Invalid with `file` and `line` (from 1) when the text is no such YAML.
    """
    try:
        loader = _StrictLoader(text, file)
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise Invalid("content.not_yaml", file=file, line=_line_of(error.problem_mark)) from error
    except yaml.reader.ReaderError as error:
        raise Invalid("content.not_yaml", file=file, line=_line_at(text, error.position)) from error
    except (RecursionError, ValueError, OverflowError) as error:
        raise Invalid("content.not_yaml", file=file, line=1) from error


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _line_of(mark: _Mark | None) -> int:
    return mark.line + 1 if mark else 1


class _StrictLoader(yaml.SafeLoader):
    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self.file = file

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
            raise Invalid("content.alias", file=self.file, line=_line_of(event.start_mark))
        return super().compose_node(parent, index)

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - the signature of PyYAML
    ) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            self._check_key(key, seen)
        return super().construct_mapping(node, deep)

    def _check_key(self, key: yaml.Node, seen: set[str]) -> None:
        if key.tag == "tag:yaml.org,2002:bool":
            self.construct_strict_bool(key)
        if key.tag != _TEXT_TAG:
            raise Invalid(
                "content.key_not_text",
                file=self.file,
                line=_line_of(key.start_mark),
                key=str(key.value),
            )
        if key.value in seen:
            raise Invalid(
                "content.key_twice", file=self.file, line=_line_of(key.start_mark), key=key.value
            )
        seen.add(key.value)

    def construct_finite_float(self, node: yaml.ScalarNode) -> float:
        """A number that can be reckoned with: no infinity, no "not a number"."""
        number = self.construct_yaml_float(node)
        if not math.isfinite(number):
            raise Invalid(
                "content.not_finite",
                file=self.file,
                line=_line_of(node.start_mark),
                word=str(node.value),
            )
        return number

    def construct_strict_bool(self, node: yaml.Node) -> bool:
        """True or false by those words alone; yes and no were meant as text."""
        word = str(node.value)
        if word.lower() in _TRUE_AND_FALSE:
            return _TRUE_AND_FALSE[word.lower()]
        raise Invalid(
            "content.bare_boolean",
            file=self.file,
            line=_line_of(node.start_mark),
            word=word,
            instead=f'"{word}"',
        )


_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _StrictLoader.construct_strict_bool)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _StrictLoader.construct_finite_float)
