"""Who listened: how often each team heard each stage, and who has not heard a customer for long."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from journey.analysis.coverage import coverage, silent
from journey.store.readers import journeys as read
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal


def coverage_table(here: Screen, readings: pl.DataFrame) -> None:
    """How often each team heard each stage in the last two months, and who has not heard a customer for long."""
    people = tuple((person.name, str(person.team_id or "")) for person in read.people(engine()) if not person.local)
    teams = tuple(team.name for team in read.teams(engine()))
    stages = tuple((stage.key, stage.name) for stage in here.stages)
    day = min(here.today, here.week.sunday)
    heard = int(readings.select("on", "week", "stage_id", "skipped", "person", "team").hash_rows().sum())
    table, quiet = _covered(
        heard, readings.height, day, here.week.monday, teams=teams, stages=stages, people=people, _readings=readings
    )
    if table:
        st.html(table)
    else:
        st.caption("Nobody has listened yet. What is heard shows here by team and stage.")
    if quiet:
        st.markdown(f"Has not heard a customer for six weeks: {literal(', '.join(quiet))}.")


@st.cache_data(show_spinner=False, max_entries=64)
def _covered(
    heard: int, count: int, day: date, monday: date, *, teams: tuple[str, ...], stages: tuple[tuple[int, str], ...],
    people: tuple[tuple[str, str], ...], _readings: pl.DataFrame,
) -> tuple[str, list[str]]:  # fmt: skip
    """The table ("" before anybody listened) and who was quiet; drawn anew only for other readings, teams, stages, people."""
    upto = _readings.filter(pl.col("on") <= day)
    months = coverage(upto, teams=list(teams), stages=[id for id, _ in stages])
    if months.is_empty():
        return "", []
    quiet = silent(upto, dict(people), today=day)["person"].to_list()
    return _drawn_table(months, monday, teams, stages), quiet


def _drawn_table(months: pl.DataFrame, monday: date, teams: tuple[str, ...], stages: tuple[tuple[int, str], ...]) -> str:
    recent = months.filter(pl.col("month") >= monday.replace(day=1) - pl.duration(days=31))
    sums = recent.group_by("team", "stage_id").agg(pl.col("heard").sum())
    counts = {(row["team"], row["stage_id"]): row["heard"] for row in sums.iter_rows(named=True)}
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for _, name in stages)
    body = "".join(
        f"<tr><th scope='row'>{escape(team or 'No team')}</th>"
        + "".join(_count(counts.get((team, id), 0)) for id, _ in stages)
        + "</tr>"
        for team in sorted({*teams, *(team for team, _ in counts)})
    )
    caption = "Customers heard, by team and stage, last month and this"
    return f"<div class='cover'><table><caption>{caption}</caption><tr><td></td>{head}</tr>{body}</table></div>{COVER_CSS}"


def _count(count: int) -> str:
    return f"<td>{count}</td>" if count else "<td class='none'>0</td>"


COVER_CSS = """<style>
.cover{overflow-x:auto}.cover table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
.cover caption{text-align:left;padding-bottom:.5rem}.cover th{font-weight:600;text-align:left}
.cover th,.cover td{padding:.35rem .75rem;border-bottom:1px solid var(--border)}.cover .none{font-weight:600}
</style>"""
