"""Themes that customers suddenly speak of far more often than they usually do."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.text.themes.course import spiking
from journey.domain import format
from journey.domain.weeks import Week
from journey.routine.alerts.found import Found
from journey.routine.alerts.rule_words import TOPIC
from journey.routine.listening.theme_acts import LONGEST, called
from journey.routine.listening.theme_weeks import ThemeWeeks, quotes, theme_weeks
from journey.store.readers.alerts import plan
from journey.store.tables import Alert

RULE = "theme spike"
SHARE = 0.1
"""Of the false alarms that the owner accepts a month, so many may come from themes, all of them together."""
LOOK_BACK = 26
"""Weeks that a spike can be followed back."""


def found(engine: Engine, journey_id: int, week: Week) -> list[Found]:
    """The themes that came up far more often in the reviewed week `week` than usual, each at the stage that it is mostly about.

    A theme whose name people gave, or which others are part of, counts as the whole that people see.
    """
    known = theme_weeks(engine, journey_id)
    rows = _judged(engine, journey_id, known, week, LOOK_BACK).filter(pl.col("fired"), pl.col("week") == week.monday)
    return [_found(known, row, week) for row in rows.sort("segment").iter_rows(named=True)]


def still(engine: Engine, journey_id: int, week: Week, theme_id: int) -> bool | None:
    """Whether a theme is still spoken of far more often in the reviewed week; None where nothing came in that could tell."""
    known = theme_weeks(engine, journey_id)
    if known.rows.filter(pl.col("week") >= week.monday).is_empty():
        return None
    own = pl.col("segment") == f"{TOPIC}{known.whole_of(theme_id)}"
    rows = _judged(engine, journey_id, known, week, LOOK_BACK).filter(own, pl.col("week") == week.monday)
    return bool(rows["fired"].any())


def words_behind(engine: Engine, alert: Alert) -> pl.DataFrame | None:
    """What customers said of an alert's theme while it came up so often: a few texts, the most telling; None without a theme."""
    if alert.theme_id is None:
        return None
    return quotes(engine, alert.journey_id, alert.theme_id, since=alert.since, until=Week.parse(alert.week).shift(-1).sunday)


def _judged(engine: Engine, journey_id: int, known: ThemeWeeks, week: Week, weeks: int) -> pl.DataFrame:
    budget = SHARE * plan(engine, journey_id).false_alarms_month
    return spiking(known.rows.filter(pl.col("week") <= week.monday), until=week.monday, weeks=weeks, budget=budget)


def _found(known: ThemeWeeks, row: dict[str, Any], week: Week) -> Found:
    id = int(row["segment"].removeprefix(TOPIC))
    usual = format.number(row["against"], 0 if row["against"] >= 10 else 1)
    name = called(known.shown[id])
    many = f"Theme “{name[:LONGEST]}” came up far more often: {format.number(row['value'])} texts in the week"
    return Found(
        since=row["since"], rule=RULE, theme_id=id,
        why=f"{many}, usually about {usual}, hardly ever over {format.number(row['upper'])}.",
        stage_id=_mostly(known.rows, id, week), value=row["value"], n=row["n"], expected=row["against"], upper=row["upper"],
    )  # fmt: skip


def _mostly(rows: pl.DataFrame, theme_id: int, week: Week) -> int | None:
    """The stage that most of the theme's texts of the week are about, of those that have one."""
    own = rows.filter(pl.col("theme_id") == theme_id, pl.col("week") == week.monday)["stage_id"].drop_nulls()
    counted = own.value_counts().sort("count", "stage_id", descending=[True, False])
    return int(counted["stage_id"][0]) if counted.height and 2 * counted["count"][0] > own.len() else None
