"""Reads the tests of a journey: who was in which group, what may be said at the looks so far, what it says of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.data import JourneyData
from journey.analysis.experiments import SampleRatio
from journey.analysis.groups import words
from journey.analysis.groups.measured import Measured, measure, told_apart
from journey.analysis.groups.reading import Design, Look, Reading, Standing, read
from journey.analysis.groups.sides import Side, Sides, from_counts, members, sides
from journey.analysis.groups.words import Told, told_as
from journey.analysis.impact import Ruling
from journey.domain.words import Direction, MetricKind, Verdict
from journey.routine.data.datasets import journey_data
from journey.store.readers.experiments import TestRow, tests
from journey.store.readers.metrics import spec_of
from journey.store.tables import Change, Experiment, Metric

OLD = 20
"""Customers who had a group's value before the test, from which on chance did not make the groups."""
TORN = 0.01
"""The share of customers in both groups above which that is a warning and not a footnote."""
CHOSEN = (
    "Customers were in these groups before the test began: not chance put them there, so that they may differ for other reasons."
)
GONE = "Its metric is in the bin: bring it back to read the test."


@dataclass(frozen=True)
class TestReading:
    """What a test says, `verdict` of its change (None before it starts).

    Effects are the second group less the first in the metric's own unit, or that of a customer's figure (see `told`); the
    bounds hold at whichever look. They are those of the look that decided, or of the latest; None before the first.
    """

    __test__ = False

    test: Experiment
    metric: Metric | None
    change: Change | None
    design: Design
    told: Told
    reading: Reading
    verdict: Verdict | None
    sentence: str
    would_change: str
    notes: tuple[str, ...]
    method: str

    @property
    def standing(self) -> Standing:
        return self.reading.standing

    @property
    def looks(self) -> tuple[Look, ...]:
        return self.reading.looks

    @property
    def groups(self) -> tuple[Side, Side] | None:
        """The groups at the latest look; None before anybody came."""
        return (self.reading.sides.first, self.reading.sides.second) if self.reading.sides else None

    @property
    def ratio(self) -> SampleRatio | None:
        return self.reading.ratio

    @property
    def next_look(self) -> date | None:
        return self.reading.next_look

    @property
    def ruling(self) -> Ruling:
        """What it says of its change, as Friday's verdicts are told."""
        return Ruling(self.verdict or Verdict.TOO_EARLY, self.sentence, self.would_change, self.sentence)

    @property
    def found(self) -> dict[str, Any]:
        """What the data said, as it is kept with the verdict that a person gives."""
        last, groups = self.reading.last, self.groups
        on = last.sides.on if last else self.test.starts_on
        counted = {"n_before": groups[0].counted, "n_after": groups[1].counted} if groups else {}
        return {
            "verdict": self.ruling.verdict.value, "sentence": self.sentence, "effect": self.effect, "lo95": self.lo95,
            "hi95": self.hi95, "p": self.p, "days_after": (on - self.test.starts_on).days + 1, **counted,
            "looked_at": on.isoformat(), "way": "test",
        }  # fmt: skip

    @property
    def effect(self) -> float | None:
        return self.reading.last.effect if self.reading.last else None

    @property
    def lo95(self) -> float | None:
        return self.reading.last.lo if self.reading.last else None

    @property
    def hi95(self) -> float | None:
        return self.reading.last.hi if self.reading.last else None

    @property
    def p(self) -> float | None:
        return self.reading.last.p if self.reading.last else None


def read_tests(engine: Engine, events: Path, *, journey: int, as_of: date) -> list[TestReading]:
    """What the journey's tests say with data to the end of `as_of`, the latest to start first. `events`: the datasets' folder."""
    found = _Tests(engine, events, journey, as_of)
    return [found.of(row) for row in tests(engine, journey)]


class _Tests:
    """The journey's rows, loaded once and only when a test needs them."""

    def __init__(self, engine: Engine, events: Path, journey: int, as_of: date) -> None:
        self.engine, self.events, self.journey, self.as_of = engine, events, journey, as_of

    @cached_property
    def data(self) -> JourneyData:
        return told_apart(journey_data(self.engine, self.events, journey=self.journey).data)

    def of(self, row: TestRow) -> TestReading:
        test = row.test
        design = Design(
            test.first, test.second, test.share, test.smallest, test.looks, test.needed, test.starts_on, test.ends_on,
            test.stopped_on, test.wait,
        )  # fmt: skip
        if test.counted:
            counts = from_counts(**test.counted, on=test.ends_on)
            return _told(row, design, None, read(
                design, lambda day: counts, direction=_hoped(row), known_to=max(self.as_of, test.ends_on), today=test.ends_on
            ))  # fmt: skip
        measured = self._measured(row) if self.as_of >= test.starts_on else None
        if measured is None:
            return _told(row, design, None, _unread(design, self.as_of))
        known_to = min(self.as_of, measured.last_day)
        who = members(self.data, test.attribute, since=test.starts_on, until=known_to)

        def at(day: date) -> Sides:
            return sides(measured, who, test.first, test.second, on=day)

        told = read(design, at, direction=_hoped(row), known_to=known_to, today=self.as_of)
        return _told(row, design, measured, told, chosen=self._chosen(test))

    def _chosen(self, test: Experiment) -> bool:
        """Whether customers were in the groups before the test: then something else than chance put them there."""
        before = test.starts_on - timedelta(days=28)
        who = members(self.data, test.attribute, since=before, until=test.starts_on - timedelta(days=1))
        return who.filter(pl.col("group").is_in([test.first, test.second])).height >= OLD

    def _measured(self, row: TestRow) -> Measured | None:
        metric = row.metric
        if metric is None:
            return None
        return measure(spec_of(metric), self.data, since=row.test.starts_on, until=self.as_of)


def _unread(design: Design, as_of: date) -> Reading:
    started = as_of >= design.starts_on
    left = [day for day in design.days if day > as_of]
    standing = Standing.NOT_YET if started else Standing.PLANNED
    return Reading(standing, (), None, None, left[0] if left else None, over=started and not left)


def _hoped(row: TestRow) -> Direction:
    """Which way its change is to move the metric, else which way is better for it."""
    if row.change is not None and row.change.metric_id == row.test.metric_id:
        return Direction(row.change.direction)
    return Direction(row.metric.direction) if row.metric else Direction.UP


def _told(row: TestRow, design: Design, measured: Measured | None, reading: Reading, *, chosen: bool = False) -> TestReading:
    metric = row.metric
    name = metric.name if metric else "The share"
    told = told_as(name, metric.kind if metric else MetricKind.RATE, metric.unit if metric else "", _hoped(row), measured)
    gone = metric is None and not row.test.counted
    return TestReading(
        row.test, metric, row.change, design, told, reading, words.verdict_of(reading, told, design.smallest),
        GONE if gone else words.sentence(reading, design, told), words.would_change(reading, design, told),
        (*([CHOSEN] if chosen else []), *_notes(row.test, design, measured, reading)), _method(row.test, design, reading),
    )  # fmt: skip


def _notes(test: Experiment, design: Design, measured: Measured | None, reading: Reading) -> list[str]:
    notes = []
    if test.counted:
        notes.append("Counted by hand: nobody can say how often it was looked at before, so it is taken for a single look.")
    if measured is not None:
        notes.append(measured.note)
    if reading.ratio is not None and reading.ratio.holds:
        notes.append(words.split(reading, design))
    if reading.sides is not None and reading.sides.both:
        both, came = reading.sides.both, reading.sides.first.came + reading.sides.second.came
        said = f"{both:,} customer{'s were' if both > 1 else ' was'} seen in both groups and left out"
        much = both > TORN * (both + came)
        notes.append(f"{said}: that is more than a slip. Is the group kept when customers come back?" if much else f"{said}.")
    if test.stopped_on is not None:
        notes.append(f"Stopped on {test.stopped_on.day} {test.stopped_on:%b %Y}: {test.stopped_why}")
    return notes


def _method(test: Experiment, design: Design, reading: Reading) -> str:
    last = reading.last
    found = last.sides.found if last else None
    way = f"{found.method}. " if found else ""
    if test.counted or design.looks == 1:
        return f"{way}Looked at once, two-sided at .05."
    needed = f" At this look p must be below {last.needs_p:.2g}; it is {last.p:.2g}." if last else ""
    return f"{way}{design.looks} planned looks by O'Brien and Fleming's bounds, .05 over all of them together.{needed}"
