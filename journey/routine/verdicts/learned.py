"""What verdicts and weeks taught, to be searched, and how often our forecasts held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.forecasts import Calibration, calibration
from journey.domain.weeks import Week
from journey.domain.words import ChangeKind, EntryKind, Verdict
from journey.routine.verdicts.trial import is_overruled
from journey.store.readers.journeys import stages
from journey.store.readers.weeks import entries
from journey.store.readers.work import changes

LEARNINGS: dict[str, Any] = {
    "source": pl.String,  # verdict, or week: what somebody wrote down on a Friday
    "id": pl.Int64, "revision": pl.Int64, "on": pl.Date, "week": pl.String, "title": pl.String, "learning": pl.String,
    "why": pl.String, "verdict": pl.String, "found_verdict": pl.String, "overruled": pl.Boolean, "confidence": pl.Float64,
    "kind": pl.String, "stage_id": pl.Int64, "stage": pl.String, "team_id": pl.Int64, "team": pl.String,
    "metric": pl.String, "person": pl.String, "change_id": pl.Int64,
}  # fmt: skip
SEARCHED = ("title", "learning", "why", "metric", "stage", "team", "person")
SETTLED = {Verdict.VALIDATED: True, Verdict.REJECTED: False, Verdict.HARMFUL: False}
"""Whether a forecast held, by the verdict that came; what is open scores nothing."""


@dataclass(frozen=True)
class Forecasts:
    """How often guesses held: of all, by the team that made them and by the type of change; a team is named once it has one."""

    overall: Calibration
    by_team: dict[str, Calibration]
    by_kind: dict[str, Calibration]


def learnings(
    engine: Engine, journey_id: int, *, words: str = "", stage_id: int | None = None, team_id: int | None = None,
    kind: ChangeKind | None = None, verdict: Verdict | None = None, until: date | None = None,
) -> pl.DataFrame:  # fmt: skip
    """The learning log, newest first, as LEARNINGS: verdicts given, with what was learned, and learnings of the weeks.

    All `words` must be found, in any order, in what a row says. A type or a verdict leaves only verdicts.
    """
    decided = [_of_change(row) for row in changes(engine, journey_id).iter_rows(named=True) if row["verdict"]]
    written = entries(engine, journey_id, kinds=(EntryKind.LEARNING,)).iter_rows(named=True)
    places = {stage.key: stage.name for stage in stages(engine, journey_id)}
    rows = pl.DataFrame([*decided, *(_of_entry(row, places) for row in written)], schema=LEARNINGS, orient="row")
    wanted = {"stage_id": stage_id, "team_id": team_id, "kind": kind, "verdict": verdict}
    for name, value in wanted.items():
        if value is not None:
            rows = rows.filter(pl.col(name) == value)
    if until is not None:
        rows = rows.filter(pl.col("on") <= until)
    text = pl.concat_str([pl.col(name).fill_null("") for name in SEARCHED], separator=" ").str.to_lowercase()
    for word in words.lower().split():
        rows = rows.filter(text.str.contains(word, literal=True))
    return rows.sort("on", "source", "id", descending=[True, False, True], nulls_last=True)


def forecasts(engine: Engine, journey_id: int, *, until: date | None = None) -> Forecasts:
    """Every forecast that met its verdict by `until`, scored.

    A forecast held where the data said validated; an overruled verdict does not change that, and one that was given without
    the data's word counts as it stands. Too early and can't tell score nothing.
    """
    rows = [
        row
        for row in changes(engine, journey_id).iter_rows(named=True)
        if row["confidence"] is not None and _came(row) is not None and (until is None or row["decided_on"] <= until)
    ]
    return Forecasts(_score(rows), _by(rows, "team"), _by(rows, "kind"))


def _came(change: Mapping[str, Any]) -> bool | None:
    """Whether the change did what was forecast; None while that is open."""
    if not change["verdict"] or change["decided_on"] is None:
        return None
    said = (change["found"] or {}).get("verdict", change["verdict"])
    return SETTLED.get(Verdict(said))


def _by(rows: list[dict[str, Any]], name: str) -> dict[str, Calibration]:
    known = sorted({row[name] for row in rows if row[name]})
    return {value: _score([row for row in rows if row[name] == value]) for value in known}


def _score(rows: list[dict[str, Any]]) -> Calibration:
    return calibration([row["confidence"] for row in rows], [bool(_came(row)) for row in rows])


def _of_change(row: Mapping[str, Any]) -> tuple[Any, ...]:
    on, said = row["decided_on"], (row["found"] or {}).get("verdict")
    return (
        "verdict", row["id"], row["revision"], on, str(Week.of(on)) if on else "", row["title"], row["learning"],
        row["verdict_why"], row["verdict"], said, is_overruled(row), row["confidence"], row["kind"], row["stage_id"],
        row["stage"], row["team_id"], row["team"], row["metric"], row["person"], row["id"],
    )  # fmt: skip


def _of_entry(row: Mapping[str, Any], places: Mapping[int, str]) -> tuple[Any, ...]:
    return (
        "week", row["id"], row["revision"], row["at"].date(), row["week"], row["text"], row["text"], "", None, None, False, None,
        None, row["stage_id"], places.get(row["stage_id"]), row["team_id"], row["team"], None, row["person"], row["change_id"],
    )  # fmt: skip
