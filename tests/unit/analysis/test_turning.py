"""Where a customer's emotion turned: found where it did, and not where it only went up and down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.text.talk import Said
from journey.analysis.text.turning import CHANGE, LEAST, MOST, turning


def told(felt: Sequence[float | None], sure: float | None = 0.8) -> list[Said]:
    """The customer's turns with these feelings, an agent's turn before each."""
    return [one for level in felt for one in (Said("A", "y"), Said("C", "x", customer=True, felt=level, sure=sure))]


def test_a_call_that_turns_for_the_worse_says_where_and_how_far() -> None:
    (moment,) = turning(told([2, 1, 2, 1, 2, -3, -2, -3, -4, -3]))
    assert moment.at == 11
    assert moment.before == pytest.approx(1.6)
    assert moment.after == pytest.approx(-3)
    assert not moment.better


def test_a_call_can_turn_twice() -> None:
    down = [2, 1, 2, 1, 2, 2, 1, 2]
    first, second = turning(told([*down, -3, -4, -3, -3, -4, -3, -4, -3, *down]))
    assert ((first.at - 1) / 2, first.better) == (8, False)
    assert ((second.at - 1) / 2, second.better) == (16, True)


def test_one_outburst_is_no_turn() -> None:
    assert turning(told([1, 1, 2, 1, -5, 1, 2, 1, 1, 2])) == []


def test_a_small_change_is_no_turn_however_steady() -> None:
    assert turning(told([1.0] * 20 + [2.5] * 20)) == []


def test_in_a_call_of_hours_the_very_turn_is_found() -> None:
    felt = [float(2 + i % 2) for i in range(437)] + [float(-3 + i % 2) for i in range(300)]
    (moment,) = turning(told(felt))
    assert (moment.at - 1) / 2 == 437


def test_seven_scored_turns_are_too_few_to_tell() -> None:
    assert turning(told([3, 3, 3, -3, -3, -3, -3])) == []
    assert len(turning(told([3, 3, 3, 3, -3, -3, -3, -3]))) == 1


def test_unscored_turns_and_the_agents_own_do_not_count() -> None:
    felt: list[float | None] = [3, None, 3, 3, 3, None, -3, -3, None, -3, -3]
    (moment,) = turning(told(felt))
    assert told(felt)[moment.at].felt == -3
    assert turning([Said("A", "x", felt=level) for level in (3, 3, 3, 3, -3, -3, -3, -3)]) == []


@pytest.mark.parametrize(("sure", "after"), [(0.8, (8 * -3 + 3) / 9), (0.05, (8 * -3 * 0.8 + 3 * 0.05) / (8 * 0.8 + 0.05))])
def test_an_unsure_score_moves_the_level_less(sure: float, after: float) -> None:
    odd = Said("C", "x", customer=True, felt=3, sure=sure)
    (moment,) = turning([*told([2] * 8), *told([-3] * 4), odd, *told([-3] * 4)])
    assert moment.before == pytest.approx(2)
    assert moment.after == pytest.approx(after)


def test_calls_whose_turns_come_in_any_order_seldom_seem_to_turn() -> None:
    rng = np.random.default_rng(4)
    calls = [told(list(rng.choice([-3.0, -1.0, 0.0, 1.0, 3.0], size=20))) for _ in range(100)]
    assert sum(bool(turning(call)) for call in calls) <= 10  # 5 expected at one in twenty; 11 has a chance of 1 in 100


@settings(max_examples=40)
@given(st.lists(st.none() | st.floats(-5, 5), max_size=40), st.floats(0, 1) | st.none())
def test_every_moment_is_at_a_scored_turn_and_large_and_lasts(felt: list[float | None], sure: float | None) -> None:
    turns = told(felt, sure)
    moments = turning(turns)
    assert len(moments) <= MOST
    assert [moment.at for moment in moments] == sorted({moment.at for moment in moments})
    scored = [place for place, turn in enumerate(turns) if turn.felt is not None]
    for moment in moments:
        rank = scored.index(moment.at)
        assert LEAST <= rank <= len(scored) - LEAST
        assert abs(moment.after - moment.before) >= CHANGE
    assert turning(turns) == moments
