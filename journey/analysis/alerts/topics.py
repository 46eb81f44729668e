"""Topics of support tickets that came up far more often in a week than they usually do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.analysis.alerts.rules import JUDGED, WEEK, Row, in_runs
from journey.analysis.localtime import local_day

COUNTS: dict[str, pl.DataType] = {"topic": pl.String(), "week": pl.Date(), "n": pl.Int64(), "stage": pl.String()}
BEFORE = 26
"""Weeks before that say what is usual."""
ENOUGH = 8
"""Fewer whole weeks than this say nothing of what is usual."""
ACCEPTED = 4
"""A spike that lasts as many weeks is the new level: from then on it is usual."""
CHANCE = 5e-4
"""How seldom a calm topic may look like a spike: once in two thousand weeks of it."""
TIMES = 2.0
"""Fewer than twice the usual is no spike, however many tickets there are."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """What a week must reach to be a spike: so many, so many times the usual, and hardly ever by chance."""

    at_least: int
    times: float
    chance: float


def topic_counts(tickets: pl.LazyFrame, *, timezone: str) -> pl.DataFrame:
    """Tickets by topic, local week and stage (null where they name none): schema COUNTS; those without a topic are left out."""
    there = tickets.collect_schema()
    if "topic" not in there:
        return pl.DataFrame(schema=COUNTS)
    stage = pl.col("stage") if "stage" in there else pl.lit(None, dtype=pl.String)
    known = tickets.filter(pl.col("topic").is_not_null(), pl.col("opened_at").is_not_null())
    week = local_day(pl.col("opened_at"), timezone).dt.truncate("1w")
    counted = known.group_by(topic=pl.col("topic").cast(pl.String), week=week, stage=stage).agg(n=pl.len())
    return counted.select(pl.col(name).cast(dtype) for name, dtype in COUNTS.items()).sort("topic", "week", "stage").collect()


def spikes(
    counts: pl.DataFrame,
    *,
    until: date,
    weeks: int,
    at_least: int,
    times: float | None = None,
    chance: float = CHANCE,
    volume: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The last `weeks` weeks up to the Monday `until` of every topic that reached `at_least` in one of them: schema JUDGED.

    A week fires where all of these hold: at least `at_least` tickets; at least `times` (TIMES unless said) as many as usual; and
    more than chance allows a calm topic, `chance`, by the predictive negative binomial with mean and overdispersion of the
    BEFORE weeks before (Noufaily and others 2013, Statistics in Medicine 32:1206-1222, after Farrington and others 1996,
    Journal of the Royal Statistical Society A 159:547-563; without their season, and with weeks that fired left out of what
    is usual rather than counted less). A week without a ticket on the topic counts as none, from the first whole week of any
    ticket on. `segment` is "topic=<name>", `against` the usual count, `upper` the most that chance allows. With `volume` (week,
    n: all that came in), a week that brought more than usual on other topics is allowed as much more of each.
    """
    whole = counts.filter(pl.col("week") <= until)
    first = (whole if volume is None else volume.filter(pl.col("week") <= until))["week"].min()
    if not isinstance(first, date):
        return pl.DataFrame(schema=JUDGED)
    first = max(first + WEEK, until - (weeks + 2 * BEFORE) * WEEK)  # the very first week may have begun before its tickets
    calendar = [first + WEEK * step for step in range((until - first).days // 7 + 1)]
    recent = whole.filter(pl.col("week").is_in(calendar[-weeks:])).group_by("topic", "week").agg(pl.col("n").sum())
    wanted = recent.filter(pl.col("n") >= max(at_least, 1))["topic"].unique().sort().to_list()
    asked = Asked(max(at_least, 1), times or TIMES, chance)
    parts = []
    for name in wanted:
        own = _by_week(whole.filter(pl.col("topic") == name), calendar)
        busy = np.ones(len(calendar)) if volume is None else _busy(_by_week(volume, calendar) - own)
        parts.append(_topic(name, own, busy, calendar, asked))
    return pl.concat([pl.DataFrame(schema=JUDGED), *(part.tail(weeks) for part in parts)])


def _by_week(counts: pl.DataFrame, calendar: list[date]) -> Floats:
    own = dict(counts.group_by("week").agg(pl.col("n").sum()).iter_rows())
    return np.array([own.get(week, 0) for week in calendar], dtype=np.float64)


def _busy(others: Floats) -> Floats:
    """How many times as much as usual came in each week on all other topics, 1 where no more."""
    usual = np.array([others[max(at - BEFORE, 0) : at].mean() if at else 0.0 for at in range(len(others))])
    return np.where(usual > 0, np.maximum(others / np.maximum(usual, 1e-12), 1.0), 1.0)


def _topic(name: str, counts: Floats, busy: Floats, calendar: list[date], asked: Asked) -> pl.DataFrame:
    told: list[tuple[Row, float | None, bool | None]] = []
    odd = np.zeros(len(counts), dtype=bool)
    for at, (week, count) in enumerate(zip(calendar, counts.tolist(), strict=True)):
        row: Row = {"segment": f"topic={name}", "week": week, "value": count, "n": int(count), "total": count, "mature": True}
        start = max(at - BEFORE, 0)
        before = counts[start:at][~odd[start:at]]
        if len(before) < ENOUGH:
            told.append((row, None, None))
            continue
        usual = float(before.mean() * busy[at])
        if count >= asked.at_least and count >= asked.times * usual:
            usual, row["upper"] = expected(before, asked.chance, float(busy[at]))
            odd[at] = count > row["upper"]
        told.append((row, usual, bool(odd[at])))
        if odd[max(at - ACCEPTED + 1, 0) : at + 1].sum() == ACCEPTED:
            odd[: at + 1] = False
    rows = [{column: row.get(column) for column in JUDGED} for row in in_runs(told, 1)]
    return pl.DataFrame(rows, schema=JUDGED, orient="row")


def expected(before: Floats, chance: float = CHANCE, busy: float = 1.0) -> tuple[float, float]:
    """The usual count after these weeks, and the most that chance allows the next one, when `busy` times as much came in."""
    from scipy.special import nbdtrik

    mean = max(float(before.mean()), 0.5 / len(before))
    spread = max(1.0, float(((before - mean) ** 2).sum()) / mean / (len(before) - 1))
    times = spread * (1 + 1 / len(before))  # the variance of the next count, its mean being estimated, in terms of that mean
    mean *= busy
    return mean, float(np.ceil(nbdtrik(1 - chance, mean / (times - 1), 1 / times)))
