"""Forecasts scored against what came: Brier's score, the bands and what is said of us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.forecasts import calibration, jeffreys


def test_brier_score_by_hand() -> None:
    found = calibration([0.9, 0.8, 0.3, 0.1], [True, False, False, True])
    assert found.brier == pytest.approx((0.01 + 0.64 + 0.09 + 0.81) / 4)
    assert (found.n, found.held, found.share, found.climate) == (4, 2, 0.5, 0.25)


def test_forecasts_of_one_fifth_are_told_together_and_a_certain_one_belongs_to_the_last() -> None:
    bands = calibration([0.2, 0.39, 1.0, 0.85], [True, False, True, True]).bands
    assert [(band.low, band.high, band.n, band.held) for band in bands] == [(0.2, 0.4, 2, 1), (0.8, 1.0, 2, 2)]
    assert bands[0].said == pytest.approx(0.295)
    assert bands[1].hi95 == 1.0


def test_the_interval_of_a_share_is_the_middle_of_what_is_believed_after_jeffreys_prior() -> None:
    """The quantiles of a beta distribution with 2.5 and 8.5, for 2 of 10."""
    low, high = jeffreys(2, 10)
    assert (low, high) == pytest.approx((0.0441, 0.5028), abs=1e-4)


@pytest.mark.parametrize(
    ("sure", "held", "said"),
    [
        (0.9, [True] * 5 + [False] * 10, "We are surer than we should be"),
        (0.2, [True] * 12 + [False] * 3, "We are less sure than we could be"),
        (0.6, [True] * 9 + [False] * 6, "On the whole we know how sure we may be"),
        (0.9, [True] * 3, "That is too few to say"),
    ],
)
def test_what_is_said_of_how_sure_we_are(sure: float, held: list[bool], said: str) -> None:
    assert said in calibration([sure] * len(held), held).sentence


def test_without_a_forecast_nothing_is_scored_and_the_way_to_one_is_told() -> None:
    nothing = calibration([], [])
    assert (nothing.n, nothing.brier, nothing.bands) == (0, None, ())
    assert "say how sure you are" in nothing.sentence


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_bands_hold_every_forecast_once_and_scores_stay_in_range(pairs: list[tuple[float, bool]]) -> None:
    found = calibration(*map(list, zip(*pairs, strict=True)))
    assert sum(band.n for band in found.bands) == found.n == len(pairs)
    assert found.brier is not None
    assert 0 <= found.brier <= 1
    assert all(band.lo95 <= band.share <= band.hi95 for band in found.bands)


@pytest.mark.parametrize(("sure", "held"), [([0.5], []), ([1.5], [True])])
def test_what_is_no_forecast_is_refused(sure: list[float], held: list[bool]) -> None:
    with pytest.raises(ValueError, match="forecast"):
        calibration(sure, held)
