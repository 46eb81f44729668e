"""Changes that some customers had while others did not: judged by those side by side, which beats any before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.impact import Impact
from journey.config import settings
from journey.routine.verdicts.figures import Figures
from journey.routine.verdicts.judging import Judged, rule
from journey.routine.verdicts.trial import Note, Way
from journey.store.readers.experiments import tests
from journey.store.tables import Experiment

if TYPE_CHECKING:
    from journey.routine.experiments.reading import TestReading

EVERYBODY = "The picture shows everybody, with and without the change."


def readings(
    engine: Engine, journey_id: int, tried: Iterable[Mapping[str, Any]], *, until: date, friday: date
) -> dict[int, TestReading]:
    """What the tests of these changes say, by change; the journey's rows are loaded only if there is one."""
    ids = {row["id"] for row in tried}
    begun = [
        row.change.key
        for row in tests(engine, journey_id)
        if row.change and row.test.starts_on <= _known(row.test, until, friday)
    ]
    tested = ids.intersection(begun)
    if not tested:
        return {}
    from journey.routine.experiments.reading import read_tests

    found = read_tests(engine, settings().events, journey=journey_id, as_of=until)
    return {reading.change.key: reading for reading in reversed(found) if reading.change and reading.change.key in tested}


def _known(test: Experiment, until: date, friday: date) -> date:
    """What was counted by hand is known on the Friday itself, what data tell up to the Sunday before."""
    return friday if test.counted else until


def by_test(judged: Judged, reading: TestReading) -> Judged:
    """The change by its test; by its own days where the test cannot be read, which is said.

    Rules: a test that runs or has ended speaks, also where it says that it is too early; one that lost customers is not read.
    """
    from journey.analysis.groups.reading import Standing

    if reading.standing is Standing.NOT_TO_BE_READ:
        return replace(judged, notes=(Note("test", reading.sentence, weighty=True), *judged.notes))
    if reading.verdict is None:
        return judged
    impact = _impact(judged.impact, reading.effect, (reading.lo95, reading.hi95), reading.p, reading.method)
    said = f"Judged by the test '{reading.test.name}', whose groups ran side by side. {EVERYBODY}"
    notes = (Note("test", said), *(Note("test", note) for note in reading.notes))
    return Judged(impact, reading.ruling, _unexpected(judged.path), notes, Way.TEST)


def by_rollout(figures: Figures, change: Mapping[str, Any], judged: Judged) -> Judged:
    """The change by the parts of the customers that it came to one after the other; by all days where that can't be read."""
    from journey.routine.experiments.rollouts import read_rollout

    metric = figures.own[change["metric_id"]]
    found = read_rollout(figures.engine, metric, change["rollout"], until=figures.until, lag_days=change["lag_days"])
    if found.staged is None:
        return replace(
            judged, notes=(Note("staged", f"Its stages can't be held against each other. {found.sentence}"), *judged.notes)
        )
    staged = found.staged
    impact = _impact(judged.impact, staged.effect, (staged.lo95, staged.hi95), staged.p, staged.method)
    impact = replace(
        impact, lo90=staged.lo90, hi90=staged.hi90, assumptions=staged.assumptions,
        days_before=max(wave.impact.days_before for wave in staged.waves),
        days_after=max(wave.impact.days_after for wave in staged.waves),
        n_before=sum(wave.impact.n_before for wave in staged.waves), n_after=sum(wave.impact.n_after for wave in staged.waves),
    )  # fmt: skip
    least = min(len(wave.beside) for wave in staged.waves)
    parts = f"{least} part{'s' if least > 1 else ''} of the customers without it"
    said = f"Judged where it came, wave by wave beside at least {parts}. {EVERYBODY}"
    return Judged(impact, rule(change, metric, impact), _unexpected(judged.path), (Note("staged", said),), Way.STAGED)


def _impact(
    impact: Impact, effect: float | None, ends: tuple[float | None, float | None], p: float | None, method: str
) -> Impact:
    low, high = ends
    return replace(
        impact,
        effect=effect,
        lo95=low,
        hi95=high,
        lo90=None,
        hi90=None,
        relative=None,
        p=p,
        method=method,
        too_short=effect is None,
    )


def _unexpected(path: pl.DataFrame) -> pl.DataFrame:
    """The path without the expectation of a before and after that was not used."""
    nothing = pl.lit(None, dtype=pl.Float64)
    return path.with_columns(expected=nothing, expected_low=nothing, expected_high=nothing)
