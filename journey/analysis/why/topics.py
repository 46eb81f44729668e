"""What customers wrote about more than usual in a week."""

from __future__ import annotations

from datetime import UTC, date

import polars as pl

from journey.analysis.data import JourneyData, in_stage
from journey.analysis.localtime import local_day
from journey.analysis.signals import explain
from journey.analysis.why.together import first_flagged
from journey.domain.weeks import Week

TOPICS: dict[str, pl.DataType] = {
    "topic": pl.String(),
    "n": pl.Int64(),  # in the week
    "usual": pl.Float64(),  # a week's mean over the weeks before
    "since": pl.Date(),  # the first day on which it stood out; null where no single day did
}
BEFORE = 8
"""Weeks that say what is usual."""
FEWEST = 3
"""Tickets in a week below which a topic is not told."""
SURE = 0.01
"""The chance, over all topics together, that one which did not grow is told."""
MOST = 5
_HISTORY = 26


def grown_topics(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame:
    """The ticket topics of a stage (None: of all) that are clearly above usual in `week`: TOPICS, the largest growth first.

    Tested is the week's count against the BEFORE weeks' (the conditional test of two Poisson means: Przyborowski and
    Wilenski 1940, Biometrika 31:313-323), at SURE shared among the topics. `since` is the detector's, on the topic's days.
    """
    days = _by_day(data, stage_id, week)
    if days is None or days.is_empty():
        return pl.DataFrame(schema=TOPICS)
    first = week.shift(-BEFORE).monday
    recent, inside = days.filter(pl.col("day") >= first), pl.col("day") >= week.monday
    counted = recent.group_by("topic").agg(n=pl.col("n").filter(inside).sum(), then=pl.col("n").filter(~inside).sum())
    kept = counted.filter(_chance() * counted.height < SURE, pl.col("n") >= FEWEST, pl.col("n") * BEFORE > pl.col("then"))
    told = kept.with_columns(usual=pl.col("then") / BEFORE).sort(pl.col("n") - pl.col("usual"), "topic", descending=[True, False])
    told = told.head(MOST)
    since = [_since(days, topic, week) for topic in told["topic"]]
    return told.with_columns(pl.Series("since", since, dtype=pl.Date)).select(pl.col(k).cast(v) for k, v in TOPICS.items())


def _by_day(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame | None:
    """Tickets by topic and day, of the half year to the week's end."""
    if data.tickets is None or "topic" not in data.tickets.collect_schema():
        return None
    stage = None if stage_id is None else data.stage(stage_id)
    if stage is None and stage_id is not None:
        return None
    start = week.shift(-_HISTORY).bounds(data.timezone)[0].astimezone(UTC)
    end = week.bounds(data.timezone)[1].astimezone(UTC)
    rows = in_stage(data.tickets, stage).filter(
        pl.col("topic").is_not_null(), pl.col("opened_at") >= start, pl.col("opened_at") < end
    )
    return rows.group_by("topic", day=local_day(pl.col("opened_at"), data.timezone)).agg(n=pl.len().cast(pl.Int64)).collect()


def _chance() -> pl.Expr:
    """How likely at least n of n + then fall in the last of BEFORE + 1 equal weeks."""

    def tail(both: pl.Series) -> pl.Series:
        from scipy.special import bdtrc

        n, then = (both.struct.field(name).to_numpy() for name in ("n", "then"))
        return pl.Series(bdtrc(n - 1.0, n + then, 1 / (BEFORE + 1)))

    return pl.struct("n", "then").map_batches(tail, return_dtype=pl.Float64)


def _since(days: pl.DataFrame, topic: str, week: Week) -> date | None:
    """Since when the detector calls the topic's days too many."""
    own = days.filter(pl.col("topic") == topic).select("day", "n")
    every = (
        own.select(day=pl.date_ranges(pl.col("day").min(), week.sunday))
        .explode("day")
        .join(own, on="day", how="left")
        .fill_null(0)
    )
    account = explain(every["day"].to_list(), every["n"].to_list(), kind="count")
    return first_flagged(account.filter(pl.col("direction") == "up"), week.sunday)
