"""Six weeks beside twelve months, as in a weekly business review: the near past and the long one on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from journey.charts import say
from journey.charts.timeline import Mark, has_values
from journey.charts.trend import range_of, trend
from journey.domain.words import MetricKind

WEEKS, MONTHS = 6, 12


def weeks_and_months(
    weeks: pl.DataFrame,
    months: pl.DataFrame,
    *,
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    target: float | None = None,
    changes: Sequence[Mark] = (),
    holidays: Sequence[Mark] = (),
    height: int = 260,
) -> tuple[go.Figure, go.Figure]:
    """The last WEEKS of `weeks` and MONTHS of `months`, two figures on one value axis; each stands alone on a telephone.

    Both frames as `trend` takes them, oldest first; `prior` is the same week and month of the year before.
    """
    near, far = weeks.tail(WEEKS), months.tail(MONTHS)
    shown = [frame for frame in (near, far) if has_values(frame, "value")]
    reach = range_of(shown, target=target, kind=kind, marks=bool(changes or holidays)) if shown else None
    named = say.in_unit(unit, ", ")
    left = trend(
        near, subtitle=f"6 weeks{named}, the usual range shaded" + _and_prior(near), kind=kind, unit=unit, target=target, about=3,
        prior_name="", changes=changes, holidays=holidays, height=height, reach=reach,
    )  # fmt: skip
    a_week = ", a week's average" if kind is MetricKind.COUNT else ""
    right = trend(
        far, subtitle=f"12 months{named}{a_week}" + _and_prior(far), kind=kind, unit=unit, target=target, about=4,
        prior_name="", changes=changes, height=height, reach=reach,
    )  # fmt: skip
    return left, right


def _and_prior(frame: pl.DataFrame) -> str:
    return "; dashed: a year before" if has_values(frame, "prior") else ""
