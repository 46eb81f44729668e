"""A flag is told apart from a day on which every stage moved."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from journey.analysis.alerts.siblings import Company, company
from journey.analysis.signals import explain

DAY = date(2025, 6, 10)


def frame(*scores: float | None, flagged: bool = False, direction: str | None = None) -> pl.DataFrame:
    """The days up to DAY with these scores; the last one flagged if asked."""
    last = len(scores) - 1
    return pl.DataFrame(
        {
            "date": [DAY - timedelta(days=last - i) for i in range(len(scores))],
            "score": scores,
            "flagged": [flagged and i == last for i in range(len(scores))],
            "direction": [direction if i == last else None for i in range(len(scores))],
        },
        schema_overrides={"score": pl.Float64, "direction": pl.String},
    )


def test_two_of_three_that_moved_the_same_way_are_company_and_are_named() -> None:
    others = {"Find": frame(0.1, -0.7), "Buy": frame(-0.2, -1.2, flagged=True, direction="down"), "Use": frame(0.1, 0.9)}
    found = company(DAY, DAY, "down", others)
    assert (found.moved, found.judged, found.most) == (("Find", "Buy"), ("Find", "Buy", "Use"), True)
    assert found.said == "2 of 3 other stages (Find and Buy) moved down in the same days: the cause may lie outside this stage."


def test_both_of_two_are_company_and_one_alone_is_none() -> None:
    both = company(DAY, DAY, "up", {"Find": frame(0.8), "Buy": frame(0.9)})
    assert both.said.startswith("Both other stages (Find and Buy) moved up")
    assert company(DAY, DAY, "up", {"Find": frame(1.8)}).said == ""
    assert company(DAY, DAY, "up", {"Find": frame(0.8), "Buy": frame(-0.9)}).said == ""


def test_moving_the_other_way_before_or_after_is_no_company() -> None:
    others = {
        "Opposite": frame(-2.0, flagged=True, direction="down"),
        "Before": frame(2.0, 0.0, 0.0, 0.0),
        "After": frame(0.0, 2.0).with_columns(pl.col("date") + timedelta(days=1)),
    }
    assert company(DAY, DAY, "up", others) == Company("up", (), ("Opposite", "Before", "After"))


def test_a_sibling_without_data_then_is_not_counted() -> None:
    assert company(DAY, DAY, "up", {"Silent": frame(None), "Buy": frame(0.7), "Use": frame(0.7)}).judged == ("Buy", "Use")
    assert company(DAY, DAY, "up", {}) == Company("up")


def stages(seed: int, move: np.ndarray) -> list[pl.DataFrame]:
    """Five stages' counts of 200 days, about 100 a day, the last two days times `move`."""
    rng = np.random.default_rng(seed)
    days = [date(2025, 1, 6) + timedelta(days=i) for i in range(200)]
    level = np.full((5, 200), 100.0)
    level[:, 198:] *= move[:, None]
    return [explain(days, rng.poisson(row), kind="count") for row in level]


@pytest.mark.parametrize(("together", "least", "most"), [(True, 0.9, 1.0), (False, 0.0, 0.05)])
def test_a_common_cause_softens_and_a_stage_of_its_own_does_not(together: bool, least: float, most: float) -> None:
    move = np.full(5, 0.6) if together else np.array([0.6, 1, 1, 1, 1])
    softened = []
    for seed in range(60):
        own, *others = stages(seed, move)
        day = own["date"][-1]
        softened.append(company(day - timedelta(days=1), day, "down", {str(i): one for i, one in enumerate(others)}).most)
    assert least <= np.mean(softened) <= most
