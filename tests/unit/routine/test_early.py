"""Looking every week before the Friday of the verdict: how often chance is taken for an effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.special import ndtr

from journey.analysis.impact import Impact, Ruling
from journey.analysis.impact import verdict as ruled
from journey.analysis.impact.words import Expected
from journey.domain.words import Direction, MetricKind, Verdict
from journey.routine.verdicts.early import SPENT, looked_early
from journey.routine.verdicts.figures import teller
from journey.store.tables import Metric

SHIPPED = date(2026, 8, 31)
DUE = SHIPPED + timedelta(days=7 * 6 + 11)
RULING = Ruling(Verdict.VALIDATED, "It fell by 5 points. That is more than chance.", "Later weeks.", "It fell by 5 points.")


def impact(p: float | None) -> Impact:
    effect = None if p is None else -0.05
    return Impact(effect, None, None, effect, effect, None, 10, 10, 60, 20, "", (), too_short=p is None, expected=Expected(), p=p)


def looked(p: float | None, week: int, ruling: Ruling = RULING) -> Ruling:
    return looked_early({"shipped_on": SHIPPED}, impact(p), ruling, DUE, SHIPPED + timedelta(days=7 * week + 4))


def test_weekly_looks_at_nothing_claim_an_effect_less_often_than_they_may() -> None:
    """10,000 changes without any effect, each looked at on every Friday before its own."""
    draw = np.random.default_rng(4)
    walk = np.cumsum(draw.normal(size=(10_000, 6)), axis=1) / np.sqrt(np.arange(1, 7))
    needed = np.array([_bound(week) for week in range(1, 7)])
    p = 2 * ndtr(-np.abs(walk))
    early = (p < needed).any(axis=1)
    assert early.mean() <= SPENT
    assert (early | (p[:, -1] < 0.05)).mean() == pytest.approx(0.05, abs=0.006), "the Friday itself included"


def _bound(week: int) -> float:
    """The p value just claimed in a week, found by halving."""
    low, high = 0.0, 0.05
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if looked(middle, week).verdict is Verdict.VALIDATED else (low, middle)
    return low


def test_an_effect_beyond_doubt_is_said_early_and_that_it_was() -> None:
    sure = looked(1e-12, 3)
    assert sure.verdict is Verdict.VALIDATED
    assert "beyond doubt already" in sure.sentence
    assert "Friday 23 Oct 2026" in sure.sentence


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.CANT_TELL, Verdict.VALIDATED])
def test_everything_else_is_too_early_until_its_friday(verdict: Verdict) -> None:
    ruling = Ruling(verdict, "It fell by 5 points. Something.", "Something.", "It fell by 5 points.")
    told = looked(0.03, 3, ruling)
    assert told.verdict is Verdict.TOO_EARLY
    assert told.sentence.startswith("It fell by 5 points. It is read on Friday 23 Oct 2026")
    assert "Something" not in told.sentence


def test_without_days_it_stays_what_it_is() -> None:
    short = Ruling(Verdict.TOO_EARLY, "Too early to say.", "A week.", "Too early to say.")
    assert looked(None, 1, short) is short


def test_an_effect_too_small_to_be_written_is_none() -> None:
    tiny = replace(impact(0.9), effect=-0.0002, lo95=-0.03, hi95=0.03)
    rate = Metric(journey_id=1, formula="drop_off", name="Drop-off", kind=MetricKind.RATE, unit="%", direction=Direction.DOWN)
    said = ruled(tiny, Direction.DOWN, 0.05, name="Drop-off", unit="%", tell=teller(rate)).sentence
    assert said.startswith("Drop-off stayed the same over 20 days (95 % interval −3.0 to +3.0 points).")
