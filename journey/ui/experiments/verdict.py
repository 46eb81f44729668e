"""The verdict on a change by its test, where the change has not come to everybody yet and Friday's list waits for that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from journey.analysis.groups.reading import Standing
from journey.analysis.impact import Ruling
from journey.domain.words import Verdict
from journey.routine.experiments.reading import TestReading
from journey.store.readers.work import changes
from journey.ui.frame import Screen
from journey.ui.friday.answer import answer
from journey.ui.runtime import engine

OPEN = (None, Verdict.TOO_EARLY)


@dataclass(frozen=True)
class _Judged:
    """A change as the answers take it, with what its test says."""

    change: dict[str, Any]
    ruling: Ruling
    found: dict[str, Any]


def verdict_of_change(here: Screen, reading: TestReading) -> None:
    """The form of the verdict, once the test is over, for a change that is not on Friday's list because it has not shipped."""
    change = reading.change
    if change is None or not reading.reading.over or reading.standing is Standing.NOT_TO_BE_READ or change.verdict not in OPEN:
        return
    if change.shipped_on is not None and change.shipped_on <= here.reviewed.sunday:
        return
    found = changes(engine(), here.id).filter(pl.col("id") == change.key).to_dicts()
    if found:
        answer(here, _Judged(found[0], reading.ruling, reading.found), opened=False, again=False)
