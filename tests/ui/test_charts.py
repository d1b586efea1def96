from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ui.charts import heat_step, segments_of


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9))
def test_the_segments_lie_end_to_end_and_fill_the_bar(counts):
    segments = segments_of([(str(n), n, "neutral") for n in counts])
    ends = [segment.start_percent + segment.width_percent for segment in segments]
    starts = [segment.start_percent for segment in segments]
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.01)
    assert ends[-1] == pytest.approx(100 if sum(counts) else 0, abs=0.01)


def test_a_state_brings_its_own_tone_and_a_mapping_its_address():
    first, second = segments_of(
        [("a", 1, "overdue"), {"label": "b", "count": 3, "tone": "done", "url": "?x"}]
    )
    assert (first.tone, first.share) == ("critical", "25%")
    assert (second.tone, second.url) == ("done", "?x")


def test_a_colour_of_ones_own_is_refused():
    with pytest.raises(KeyError):
        segments_of([("a", 1, "purple")])


@pytest.mark.parametrize(
    ("score", "step"), [(0, 1), (19.9, 1), (20, 2), (59.9, 3), (80, 5), (100, 5), (None, None)]
)
def test_a_score_falls_in_one_of_five_steps_and_unknown_in_none(score, step):
    assert heat_step(score) == step
