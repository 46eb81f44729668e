"""How well teams work together on a journey, week by week: who takes part, what is kept, how soon and from whom they hear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from journey.analysis.experiments import compare_rates
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState

TREND: dict[str, pl.DataType] = {
    "week": pl.String(),  # every week asked for, in order
    "value": pl.Float64(),  # null where the week says nothing
    "n": pl.Int64(),
    "total": pl.Float64(),
}
WAITS: dict[str, pl.DataType] = {
    "week": pl.String(),
    "days": pl.Float64(),  # until it was decided, or as long as it is known to have waited
    "decided": pl.Boolean(),
}
DECISIONS = (AlertState.WATCH, AlertState.BLOCKER, AlertState.NOISE, AlertState.RESOLVED)
"""What people say of an alert that decides what becomes of it; to have seen it decides nothing yet, nor does putting it off."""
FEWEST = 10
"""Fewer than this on either side and two spans of weeks are not compared."""


def taking_part(participants: pl.DataFrame, weeks: Sequence[Week]) -> pl.DataFrame:
    """Different people who took part in a week's days, as TREND; n: days of the week that anybody was noted on.

    `participants`: week, weekday, person_id.
    """
    counted = participants.group_by("week").agg(
        value=pl.col("person_id").n_unique().cast(pl.Float64), n=pl.col("weekday").n_unique(), total=pl.len().cast(pl.Float64)
    )
    return _every(counted, weeks)


def kept(actions: pl.DataFrame, weeks: Sequence[Week], *, today: date) -> pl.DataFrame:
    """The share of the actions due in each week that were resolved in time, as TREND; what can still be in time is left out.

    `actions`: due, status, resolved_on.
    """
    resolved = pl.col("status") == ActionStatus.RESOLVED.value
    over = (pl.col("due") < today) | ((pl.col("due") == today) & resolved)
    due = actions.filter(over).with_columns(week=_label("due"))
    in_time = resolved & (pl.col("resolved_on") <= pl.col("due")).fill_null(False)
    counted = due.group_by("week").agg(value=in_time.mean(), n=pl.len(), total=in_time.sum().cast(pl.Float64))
    return _every(counted, weeks)


def heard(listened: pl.DataFrame, stages: Sequence[int], weeks: Sequence[Week]) -> pl.DataFrame:
    """The share of the stages of which somebody heard a customer in each week, as TREND: total stages heard of n.

    `listened`: stage_id and on, a row for everybody and everything that was heard.
    """
    own = listened.filter(pl.col("stage_id").is_in(list(stages)), pl.col("on").is_not_null()).with_columns(week=_label("on"))
    counted = own.group_by("week").agg(total=pl.col("stage_id").n_unique().cast(pl.Float64))
    told = pl.DataFrame({"week": [str(week) for week in weeks]}).join(counted, on="week", how="left").with_columns(
        pl.col("total").fill_null(0.0), n=pl.lit(len(stages), pl.Int64)
    )  # fmt: skip
    share = pl.when(pl.col("n") > 0).then(pl.col("total") / pl.col("n"))
    return told.with_columns(value=share).select(pl.col(name).cast(dtype) for name, dtype in TREND.items())


def waits(alerts: pl.DataFrame, flips: pl.DataFrame, *, until: datetime) -> pl.DataFrame:
    """How long each alert waited until somebody decided what it is: WAITS.

    One that calmed by itself before anybody did is known to have waited so long and no longer; one that is open waits on.
    `alerts`: id, week, raised_at; `flips`: alert_id, at, person (null: nobody), new, in order.
    """
    words = [word.value for word in DECISIONS]
    first = pl.col("at").min()
    said = flips.filter(pl.col("person").is_not_null(), pl.col("new").is_in(words)).group_by("alert_id").agg(decided_at=first)
    calmed = flips.filter(pl.col("person").is_null(), pl.col("new") == AlertState.RESOLVED.value)
    over = calmed.group_by("alert_id").agg(over_at=first)
    known = alerts.filter(pl.col("raised_at") <= until).join(said, left_on="id", right_on="alert_id", how="left")
    known = known.join(over, left_on="id", right_on="alert_id", how="left")
    end = pl.min_horizontal("over_at", pl.lit(until))
    decided = (pl.col("decided_at") <= end).fill_null(False)
    lasted = pl.when(decided).then("decided_at").otherwise(end) - pl.col("raised_at")
    days = (lasted.dt.total_seconds() / 86_400).clip(lower_bound=0)
    return known.select(week="week", days=days, decided=decided).select(pl.col(name).cast(kind) for name, kind in WAITS.items())


def median_wait(known: pl.DataFrame) -> float | None:
    """The days after which half of the alerts were decided; None where that has not come, however long they are looked at.

    The product-limit estimate, which takes those that still wait for what they are (Kaplan & Meier 1958, Journal of the
    American Statistical Association 53:457-481).
    """
    left, at_risk = 1.0, known.height
    for [days], rows in known.sort("days").group_by("days", maintain_order=True):
        left *= 1 - int(rows["decided"].sum()) / at_risk
        at_risk -= rows.height
        if left <= 0.5 + 1e-9:
            return float(days)
    return None


def waits_by_week(known: pl.DataFrame, weeks: Sequence[Week]) -> pl.DataFrame:
    """The median wait of the alerts raised in each week, as TREND: total decided of n."""
    parts = {str(week): known.filter(pl.col("week") == str(week)) for week in weeks}
    rows = [(week, median_wait(part), part.height, float(part["decided"].sum())) for week, part in parts.items()]
    return pl.DataFrame(rows, schema=TREND, orient="row").with_columns(value=pl.when(pl.col("n") > 0).then("value"))


def moved(trend: pl.DataFrame, lately: int) -> float | None:
    """How much a share changed in the last `lately` weeks against those before, if that is more than chance; None if not."""
    after, before = trend.tail(lately), trend.head(max(trend.height - lately, 0))
    (x1, n1), (x2, n2) = ((int(part["total"].sum()), int(part["n"].sum())) for part in (before, after))
    if min(n1, n2) < FEWEST:
        return None
    found = compare_rates(x1, n1, x2, n2)
    return found.effect if found.lo95 > 0 or found.hi95 < 0 else None


def _label(column: str) -> pl.Expr:
    """The ISO week of a date as it is written: 2026-W47."""
    return pl.col(column).dt.strftime("%G-W%V")


def _every(counted: pl.DataFrame, weeks: Sequence[Week]) -> pl.DataFrame:
    """A row for each of the weeks, also those in which nothing was counted."""
    told = pl.DataFrame({"week": [str(week) for week in weeks]}).join(counted, on="week", how="left")
    told = told.with_columns(pl.col("n", "total").fill_null(0))
    return told.select(pl.col(name).cast(dtype) for name, dtype in TREND.items())
