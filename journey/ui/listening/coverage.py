"""Who listened: how often each team heard each stage, month by month, and who has not heard a customer for long."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import streamlit as st

from journey.analysis.coverage import coverage, silent
from journey.charts.coverage import coverage_heat
from journey.exports.safe_csv import safe_csv
from journey.store.readers import journeys as read
from journey.store.readers.interviews import attended
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

MONTHS, WEEKS = 3, 6
"""Months on the page, the last of them this week's; weeks after which somebody has not heard a customer for long."""


def coverage_table(here: Screen, readings: pl.DataFrame) -> None:
    """Who heard whom in the last months, who was silent, and everything as a file."""
    day = min(here.today, here.week.sunday)
    heard = _heard(here, readings, day)
    teams, stages = _teams(here), {stage.key: stage.name for stage in here.stages}
    months = coverage(heard, teams=teams, stages=list(stages))
    if heard.filter(~pl.col("skipped")).is_empty():
        st.caption("Nobody has listened yet. What is heard and every interview you log show here by team, stage and month.")
    else:
        shown = [_month(day, back) for back in reversed(range(MONTHS))]
        named = (
            [*teams, *sorted({*heard.filter(~pl.col("skipped"))["team"].fill_null("")} - {*teams})] if not here.view else teams
        )
        st.html(coverage_heat(months, named, stages, shown, caption="Customers heard by team, stage and month"))
        st.caption("What was skipped does not count; an interview counts for everybody who was there.")
        _download(here, months, stages)
    _silent(here, heard, day)


def _heard(here: Screen, readings: pl.DataFrame, day: date) -> pl.DataFrame:
    """One row for everybody who heard somebody until `day`: person, team, stage_id, on, skipped."""
    names = ("person", "team", "stage_id", "on", "skipped")
    met = attended(engine(), here.id, here.journey.timezone).with_columns(skipped=pl.lit(False))
    return pl.concat([readings.select(names), met.select(names)], how="vertical_relaxed").filter(pl.col("on") <= day)


def _teams(here: Screen) -> list[str]:
    """Every team by name; in a team's view that team."""
    own = here.view.team_id if here.view else None
    return [team.name for team in read.teams(engine()) if own is None or team.key == own]


def _month(day: date, back: int) -> date:
    for _ in range(back):
        day = day.replace(day=1) - timedelta(days=1)
    return day.replace(day=1)


def _download(here: Screen, months: pl.DataFrame, stages: dict[int, str]) -> None:
    told = months.with_columns(stage=pl.col("stage_id").replace_strict(stages, default="", return_dtype=pl.String))
    rows = told.select("team", "stage", "month", "heard", "listeners")
    st.download_button(
        "CSV of all months", lambda: safe_csv(rows), f"coverage-{here.journey.slug}-{here.week}.csv", "text/csv",
        icon=":material/download:", key="coverage_csv", on_click="ignore", type="tertiary",
    )  # fmt: skip


def _silent(here: Screen, heard: pl.DataFrame, day: date) -> None:
    """Everybody who should listen and has not for WEEKS weeks, with when they last did."""
    own = here.view.team_id if here.view else None
    people = {
        person.name: str(person.team_id or "")
        for person in read.people(engine())
        if not person.local and (own is None or person.team_id == own)
    }
    quiet = silent(heard, people, today=day, weeks=WEEKS)
    if quiet.is_empty():
        return
    said = (f"{literal(row['person'])} ({_last(row['last'])})" for row in quiet.iter_rows(named=True))
    st.markdown(f"**Has not heard a customer for six weeks:** {', '.join(said)}.")


def _last(last: date | None) -> str:
    return f"last {last.day} {last:%b %Y}" if last else "never"
