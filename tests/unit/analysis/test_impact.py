from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from journey.analysis.impact import assess, verdict, weeks_needed
from journey.domain.words import Direction, Verdict

FIRST = date(2026, 1, 5)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=day) for day in range(count)]


def wave(before: int, after: int, step: float, seed: int = 0) -> list[float]:
    """A weekly rhythm, independent noise of sd 1, and a step."""
    rng = np.random.default_rng(seed)
    time = np.arange(before + after)
    return list(20 + 3 * (time % 7 >= 5) + rng.normal(size=len(time)) + step * (time >= before))


def test_a_clear_change_is_found_with_its_size() -> None:
    found = assess(days(112), wave(84, 28, -3.0), None, FIRST + timedelta(days=84))
    assert found.lo95 is not None
    assert found.hi95 is not None
    assert found.lo95 < -3 < found.hi95 < 0
    assert found.days_before == 84
    assert found.days_after == 28


def test_the_gap_in_the_picture_is_the_effect() -> None:
    values = wave(84, 28, -3.0)
    found = assess(days(112), values, None, FIRST + timedelta(days=84))
    gap = np.mean(np.array(values[84:]) - np.array(found.expected.mean[84:]))
    assert gap == pytest.approx(found.effect)


def test_a_young_change_is_too_early() -> None:
    found = assess(days(87), wave(84, 3, -9.0), None, FIRST + timedelta(days=84))
    assert found.too_short
    assert found.effect is None
    assert verdict(found, Direction.DOWN, 1.0).verdict is Verdict.TOO_EARLY


def test_more_volume_of_effect_needs_less_waiting() -> None:
    history = wave(84, 0, 0.0)
    small, large = (weeks_needed(days(84), history, None, size) for size in (0.4, 2.0))
    assert large == 1
    assert small is None or small > 1
