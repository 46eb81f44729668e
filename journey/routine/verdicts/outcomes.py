"""How changes stand, for who was not there: as people decided, else as the figures say, the decided ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import Verdict
from journey.routine.verdicts.trial import Trial, is_open, is_overruled
from journey.store.readers.work import changes


@dataclass(frozen=True)
class Outcome:
    """A change with the verdict that it stands under, and why; `decided` by people, else what the figures say."""

    change: dict[str, Any]
    verdict: Verdict
    why: str
    decided: bool

    @property
    def overruled(self) -> bool:
        """Whether people decided otherwise than the data said."""
        return self.decided and is_overruled(self.change)

    @property
    def standing(self) -> str:
        """The verdict in words: validated, though the data said harmful."""
        against = f", though the data said {self.change['found']['verdict']}" if self.overruled else ""
        return f"{self.verdict.value}{against}"

    @property
    def sentence(self) -> str:
        """The standing and why; the figures' own sentence where it begins with it."""
        return self.why if self.why.casefold().startswith(self.standing) else f"{self.standing.capitalize()}: {self.why}"

    @property
    def held(self) -> bool:
        """Whether it moved what it was meant to move, by the data as well."""
        return self.verdict is Verdict.VALIDATED and not self.overruled


def outcomes(engine: Engine, journey_id: int, tried: Iterable[Trial], *, until: date) -> list[Outcome]:
    """Every change of these trials, and those that a test decided before they came to everybody: they have no trial yet.

    `until` is the trials' Sunday; what was decided in the week after it is known.
    """
    rows = changes(engine, journey_id).filter(
        pl.col("shipped_on").is_null() | (pl.col("shipped_on") > until), pl.col("decided_on") <= until + timedelta(weeks=1)
    )
    tested = [_decided(row) for row in rows.iter_rows(named=True) if not is_open(row)]
    found = [*(_of(trial) for trial in tried), *tested]
    return sorted(found, key=lambda one: not one.decided)


def since(found: Iterable[Outcome], week: Week) -> list[Outcome]:
    """Those that shipped or got their verdict in that week or later."""
    return [one for one in found if max(filter(None, (one.change["shipped_on"], one.change["decided_on"]))) >= week.monday]


def _of(trial: Trial) -> Outcome:
    if trial.change["verdict"]:
        return _decided(trial.change)
    return Outcome(trial.change, trial.ruling.verdict, trial.ruling.sentence, decided=False)


def _decided(change: dict[str, Any]) -> Outcome:
    return Outcome(change, Verdict(change["verdict"]), change["verdict_why"], decided=True)
