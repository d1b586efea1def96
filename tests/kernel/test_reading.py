"""A request that only reads looks up once, and forgets."""

from __future__ import annotations

import threading

import pytest

from sekisho.kernel.reading import reading, remembered


def test_within_a_reading_request_a_question_is_asked_once() -> None:
    asked: list[str] = []

    def look_up() -> int:
        asked.append("once")
        return len(asked)

    with reading():
        assert [remembered("a", look_up), remembered("a", look_up), remembered("b", look_up)] == [
            1,
            1,
            2,
        ]
    with reading():
        assert remembered("a", look_up) == 3


def test_outside_of_one_nothing_is_remembered() -> None:
    found = iter((1, 2))
    assert [remembered("a", lambda: next(found)) for _ in range(2)] == [1, 2]


def test_a_question_that_failed_is_asked_again() -> None:
    with reading():
        with pytest.raises(ZeroDivisionError):
            remembered("a", lambda: 1 // 0)
        assert remembered("a", lambda: 7) == 7


def test_a_request_in_another_thread_remembers_nothing_of_this_one() -> None:
    seen: list[int] = []
    with reading():
        remembered("a", lambda: 1)
        other = threading.Thread(target=lambda: seen.append(remembered("a", lambda: 2)))
        other.start()
        other.join()
        assert seen == [2]
