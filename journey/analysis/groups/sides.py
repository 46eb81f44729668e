"""The two groups of a test on a day: who is in which, what the metric says of them, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

import polars as pl

from journey.analysis.data import JourneyData, known
from journey.analysis.experiments import Comparison, compare_by_user, compare_durations, compare_means, compare_rates
from journey.analysis.groups.measured import Measured, Way
from journey.analysis.localtime import local_day

MEMBERS: dict[str, pl.DataType] = {"customer": pl.String(), "day": pl.Date(), "group": pl.String()}
_TIMES = (("events", "at"), ("tickets", "opened_at"), ("surveys", "at"), ("usability", "at"))


@dataclass(frozen=True)
class Side:
    """One group on a day: customers that `came`, those `counted` by then, and the metric's value over them.

    `done` of `tries` stand behind a share.
    """

    came: int
    counted: int
    value: float | None
    done: int = 0
    tries: int = 0


@dataclass(frozen=True)
class Sides:
    """Both groups on a day, and how many customers were seen in both: they are left out. `found` is None where a group is
    too small to be compared."""

    on: date
    first: Side
    second: Side
    both: int
    found: Comparison | None

    @property
    def weight(self) -> float:
        """Customers a group of an equal split that would tell as much as these two."""
        n1, n2 = self.first.counted, self.second.counted
        return 2 * n1 * n2 / (n1 + n2) if n1 and n2 else 0.0


def members(data: JourneyData, attribute: str, *, since: date, until: date) -> pl.DataFrame:
    """Which customers had which value of an attribute, and since which day between `since` and `until` (schema MEMBERS).

    Every source counts that carries the attribute. `data` is that of `told_apart`.
    """
    found = [pl.DataFrame(schema=MEMBERS)]
    for name, time in _TIMES:
        frame: pl.LazyFrame | None = getattr(data, name)
        if frame is None or not {attribute, time, "customer"} <= set(frame.collect_schema()):
            continue
        rows = known(frame, time, as_of=until, timezone=data.timezone).drop_nulls([attribute, "customer"])
        named = rows.select(
            pl.col("customer").cast(pl.String), local_day(pl.col(time), data.timezone).alias("day"),
            pl.col(attribute).cast(pl.String).alias("group"),
        ).filter(pl.col("day") >= since)  # fmt: skip
        found.append(named.group_by("customer", "group").agg(pl.col("day").min()).select(*MEMBERS).collect(engine="streaming"))
    every = pl.concat(found)
    return every.group_by("customer", "group").agg(pl.col("day").min()).select(*MEMBERS)


def sides(measured: Measured, who: pl.DataFrame, first: str, second: str, *, on: date) -> Sides:
    """The two groups as they were known at the end of the day `on`; whoever has another value is in neither."""
    of_both = who.filter(pl.col("day") <= on, pl.col("group").is_in([first, second]))
    theirs = of_both.group_by("customer").agg(pl.col("group").first(), values=pl.len())
    came = measured.came.filter(pl.col("day") <= on).join(theirs, on="customer")
    alone = came.filter(pl.col("values") == 1).select("customer", "group")
    groups = [alone.filter(pl.col("group") == name) for name in (first, second)]
    rows = [_values(measured, group, on) for group in groups]
    shown = [_side(measured.way, group.height, values) for group, values in zip(groups, rows, strict=True)]
    return Sides(on, shown[0], shown[1], came.filter(pl.col("values") > 1).height, _compared(measured.way, *rows))


def whole(measured: Measured, *, on: date) -> pl.DataFrame:
    """The values of everybody as one group, by customer."""
    return _values(measured, measured.came.select("customer"), on)


def spread(measured: Measured, *, on: date) -> float | None:
    """The spread of one customer's value: what sample sizes are computed from; None below 20 customers.

    It is read off the interval of everybody against themselves, so that it is that of whatever is compared: shares of
    sessions, medians.
    """
    rows = whole(measured, on=on)
    customers = rows["customer"].n_unique()
    found = _compared(measured.way, rows, rows) if customers >= 20 else None
    if found is None:
        return None
    return (found.hi95 - found.lo95) / 2 / 1.96 * sqrt(customers / 2)


def from_counts(x1: int, n1: int, x2: int, n2: int, *, on: date) -> Sides:
    """Two groups of which somebody counted how many did it."""
    first, second = Side(n1, n1, x1 / n1, x1, n1), Side(n2, n2, x2 / n2, x2, n2)
    return Sides(on, first, second, 0, compare_rates(x1, n1, x2, n2))


def _values(measured: Measured, group: pl.DataFrame, on: date) -> pl.DataFrame:
    """The group's values known by then: `customer`, `value`."""
    rows = measured.values.filter(pl.col("day") <= on).join(group.select("customer"), on="customer", how="semi")
    if measured.per_customer:
        sums = rows.group_by("customer").agg(pl.col("value").sum())
        return group.select("customer").join(sums, on="customer", how="left").fill_null(0.0).sort("customer")
    if measured.way is Way.MEDIAN:
        rows = rows.group_by("customer").agg(pl.col("value").median())
    return rows.select("customer", "value").sort("customer")


def _side(way: Way, came: int, rows: pl.DataFrame) -> Side:
    value = rows["value"].median() if way is Way.MEDIAN else rows["value"].mean()
    told = float(value) if isinstance(value, (int, float)) else None
    side = Side(came, rows["customer"].n_unique(), told)
    return replace(side, done=round(rows["value"].sum()), tries=rows.height) if way is Way.SHARE else side


def _compared(way: Way, first: pl.DataFrame, second: pl.DataFrame) -> Comparison | None:
    """By customer: sessions and answers of one customer are not independent of each other."""
    once = all(rows["customer"].is_unique().all() for rows in (first, second))
    a, b = first["value"].to_numpy(), second["value"].to_numpy()
    try:
        if way is Way.MEDIAN:
            return compare_durations(a, b)
        if not once:
            return compare_by_user(first["customer"].to_list(), a, second["customer"].to_list(), b)
        if way is Way.SHARE:
            return compare_rates(int(a.sum()), len(a), int(b.sum()), len(b))
        return compare_means(a, b)
    except ValueError:  # too few to say anything
        return None
