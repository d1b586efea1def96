from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.ids import uuid7_from

MOMENT = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_the_example_of_the_standard_comes_out() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22 GMT-05:00, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    noise = (0xCC3 << 62) | 0x18C4DC0C0C07398F
    made = uuid7_from(MOMENT, noise.to_bytes(10, "big"))
    assert str(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(MOMENTS, st.binary(min_size=10, max_size=10))
def test_every_id_says_version_seven_and_carries_its_millisecond(
    now: datetime, noise: bytes
) -> None:
    made = uuid7_from(now, noise)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == int(now.timestamp() * 1000)


@given(MOMENTS, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_millisecond_sorts_later(now: datetime, first: bytes, second: bytes) -> None:
    assert uuid7_from(now, first) < uuid7_from(now + timedelta(milliseconds=2), second)


def test_a_naive_time_and_a_wrong_number_of_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        uuid7_from(MOMENT.replace(tzinfo=None), bytes(10))
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7_from(MOMENT, bytes(9))
