from __future__ import annotations

from typing import Any

import pytest

from journey.domain.words import Direction, MetricKind
from journey.store.tables import Metric
from journey.ui.friday.sizes import hypothesis, scale, sure, told


def metric(kind: MetricKind, *, unit: str = "", target: float | None = None) -> Metric:
    return Metric(
        journey_id=1, formula="x", name="Drop-off", kind=kind, unit=unit, direction=Direction.DOWN, target=target
    )  # fmt: skip


def change(**values: Any) -> dict[str, Any]:
    return {
        "direction": "down", "size": 0.05, "segment": "", "lag_days": 0, "confidence": None, "person": None,
        "metric_id": 3, **values,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "unit", "target", "typed"),
    [
        (MetricKind.RATE, "%", None, (0.01, "points")),
        (MetricKind.NPS, "", None, (1.0, "points")),
        (MetricKind.DURATION, "", 5 * 86_400.0, (86_400.0, "days")),
        (MetricKind.DURATION, "", 7_200.0, (3_600.0, "hours")),
        (MetricKind.DURATION, "", 90.0, (60.0, "minutes")),
        (MetricKind.DURATION, "", None, (3_600.0, "hours")),
        (MetricKind.COUNT, "tickets", None, (1.0, "tickets a day")),
        (MetricKind.MEAN, "of 7", None, (1.0, "points")),
        (MetricKind.RATIO, "tickets per customer", None, (1.0, "tickets per customer")),
    ],
)
def test_a_size_is_typed_in_the_unit_that_people_think_in(
    kind: MetricKind, unit: str, target: float | None, typed: tuple[float, str]
) -> None:
    assert scale(metric(kind, unit=unit, target=target)) == typed


def test_a_size_is_told_with_its_unit_and_no_sign() -> None:
    assert told(metric(MetricKind.RATE, unit="%"), -0.05) == "5.0 points"
    assert told(metric(MetricKind.DURATION), 4 * 3_600.0) == "4 h"
    assert told(metric(MetricKind.COUNT, unit="tickets"), 3.0) == "3 tickets a day"


def test_a_hypothesis_is_a_sentence() -> None:
    rate = metric(MetricKind.RATE, unit="%")
    assert hypothesis(change(), rate, "Drop-off at Pay") == "Drop-off at Pay goes down by at least 5.0 points."
    late = change(direction="up", size=None, segment="plan=team", lag_days=1)
    assert hypothesis(late, rate, "Drop-off") == "Drop-off goes up for plan=team, from 1 day after it ships."
    assert hypothesis(change(metric_id=None), None, "") == "It names no metric, so nothing can say whether it works."
    assert hypothesis(change(), None, "") == "It has lost its metric, so nothing can say whether it works."


def test_who_was_how_sure_is_said_only_where_somebody_was() -> None:
    assert sure(change(confidence=0.7, person="Ines")) == "Held 70 % likely by Ines."
    assert sure(change(confidence=0.55)) == "Held 55 % likely by its author."
    assert sure(change()) == ""
