"""The event log made ready to compute on: what each event means, and its attributes packed beside its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import prod

import polars as pl

from journey.analysis.data import JourneyData, known
from journey.analysis.localtime import local_day, local_day_between
from journey.domain.words import Outcome
from journey.errors import JourneyError

_OUTCOMES = tuple(Outcome)
_ROOM = 2**62


@dataclass(frozen=True)
class EventLog:
    """The known events, and how to pack an event's time and segment values into one integer.

    Packing makes "the segment of a customer's first event in a stage" a plain minimum: time first, segment values as the
    tail, so that a tie is always broken the same way. Value 0 of a segment stands for "not said".
    """

    events: pl.LazyFrame
    timezone: str
    start: datetime
    end: datetime
    first_day: date
    last_day: date
    values: dict[str, list[str]]

    @property
    def size(self) -> int:
        """How many combinations of segment values can be told apart."""
        return prod(len(values) + 1 for values in self.values.values())

    def code(self) -> pl.Expr:
        """The segment values of an event as one number."""
        code = pl.lit(0, dtype=pl.Int64)
        for name, values in self.values.items():
            index = pl.col(name).cast(pl.String).cast(pl.Enum(values)).to_physical().cast(pl.Int64) + 1
            code = code * (len(values) + 1) + index.fill_null(0)
        return code

    def packed(self) -> pl.Expr:
        """Microseconds since the first event, with the segment code as the tail."""
        return (pl.col("at") - self.start).dt.total_microseconds() * self.size + self.code()

    def day(self, at: pl.Expr) -> pl.Expr:
        """The local day of an event."""
        return local_day_between(at, self.timezone, self.start, self.end)

    def day_after(self, elapsed: pl.Expr) -> pl.Expr:
        """The local day of a moment given in microseconds since the first event."""
        return self.day(pl.lit(self.start) + pl.duration(microseconds=elapsed))

    def unpack_code(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with column `code` replaced by one column "by:name" a segment, null where it was not said."""
        below = self.size
        for name, values in self.values.items():
            below //= len(values) + 1
            index = pl.col("code") // below % (len(values) + 1)
            names: list[str | None] = [None, *values]
            frame = frame.with_columns(index.replace_strict(range(len(names)), names, return_dtype=pl.String).alias(f"by:{name}"))
        return frame.drop("code")


def read_log(data: JourneyData, segments: Sequence[str], *, as_of: date) -> EventLog | None:
    """The events known by the end of `as_of`, or None if there are none; segments they do not carry are left out.

    Raises JourneyError if the segments have too many values to be told apart.
    """
    if data.events is None:
        return None
    columns = data.events.collect_schema().names()
    events = known(data.events, "at", as_of=as_of, timezone=data.timezone)
    names = [name for name in dict.fromkeys(segments) if name in columns]
    found = events.select(
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        *[pl.col(name).cast(pl.String).unique().implode().alias(f"values:{name}") for name in names],
    ).collect(engine="streaming")
    first, last = found["first"][0], found["last"][0]
    if first is None:
        return None
    values = {name: sorted(found[f"values:{name}"][0].drop_nulls().to_list()) for name in names}
    first_day, last_day = found.select(local_day(pl.col("first", "last"), data.timezone)).row(0)
    log = EventLog(events, data.timezone, first, last, first_day, last_day, values)
    _refuse_too_many(log)
    return log


def meaning(data: JourneyData) -> pl.Expr:
    """What an event means as one small number: position of its stage × outcomes + outcome; null if it has no rule."""
    place: dict[int | None, int] = {stage.id: index for index, stage in enumerate(data.in_order)}
    nowhere = len(place)
    codes = {
        rule.event: place.get(rule.stage_id, nowhere) * len(_OUTCOMES) + _OUTCOMES.index(rule.outcome) for rule in data.rules
    }
    names = pl.col("event").cast(pl.String)
    if not codes:
        return pl.lit(None, dtype=pl.Int16)
    return names.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.Int16)


def stage_of(code: pl.Expr) -> pl.Expr:
    """The position of the stage in a `meaning`; one past the last stage for events that happen in none."""
    return code // len(_OUTCOMES)


def has_outcome(code: pl.Expr, outcome: Outcome) -> pl.Expr:
    """Whether a `meaning` carries that outcome."""
    return code % len(_OUTCOMES) == _OUTCOMES.index(outcome)


def _refuse_too_many(log: EventLog) -> None:
    span = int((log.end - log.start).total_seconds() * 1e6) + 1
    if span * log.size > _ROOM:
        widest = max(log.values, key=lambda name: len(log.values[name]))
        raise JourneyError(
            f"'{widest}' has {len(log.values[widest]):,} different values, too many to compare side by side. "
            "Nothing was computed. Take it off the segments, or group its values first."
        )
