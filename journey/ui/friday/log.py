"""The learning log: what every verdict and every Friday taught, to search and filter, and how often our guesses held."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import ChangeKind, Verdict
from journey.exports.safe_csv import safe_csv
from journey.routine.verdicts import learnings
from journey.ui.frame import Screen
from journey.ui.friday.card import verdict_card
from journey.ui.friday.guesses import guesses
from journey.ui.friday.marks import MARKS
from journey.ui.friday.trials import again
from journey.ui.runtime import engine, literal
from journey.ui.setup.parts import pick, teams

SHOWN = 20
"""Entries that are read at once."""


def log_part(here: Screen) -> None:
    """The log beside what it says of our guesses."""
    _log(here)
    guesses(here)


@st.fragment
def _log(here: Screen) -> None:
    st.header("What we learned", anchor=False)
    found = _asked(here)
    if found.is_empty():
        st.markdown("Nothing is in the log under these words. Verdicts bring their learnings here, and so does each Friday.")
        return
    shown = found if st.session_state.get("every_learning") else found.head(SHOWN)
    st.markdown("\n".join(_line(row) for row in shown.iter_rows(named=True)))
    if found.height > SHOWN:
        st.toggle(f"Show all {found.height}", key="every_learning")
    _once_more(here, found)
    name = f"learnings-{here.journey.slug}.csv"
    st.download_button("Download as CSV", lambda: safe_csv(found), name, "text/csv", key="log_csv", on_click="ignore")


def _once_more(here: Screen, found: pl.DataFrame) -> None:
    """The picture of one of the verdicts, which can be given again: later weeks may say more."""
    names = {None: "None"} | {row["id"]: row["title"] for row in found.filter(source="verdict").iter_rows(named=True)}
    chosen = pick(st, "Look at a verdict again", names, None, key="log_again")
    if chosen is None:
        return
    one = again(here, chosen)
    if one is None:
        st.caption("Its metric is gone, or the change has no day on which it shipped: there is no picture any more.")
    else:
        verdict_card(here, one)


def _asked(here: Screen) -> pl.DataFrame:
    """The search and the four filters; returns what they leave."""
    words = st.text_input("Search the log", key="log_words", placeholder="e.g. reminder", max_chars=200)
    columns = st.columns(4)
    stages = {None: "Every stage"} | {stage.key: stage.name for stage in here.stages}
    kinds: list[ChangeKind | None] = [None, *ChangeKind]
    verdicts: list[Verdict | None] = [None, *Verdict]
    chosen: dict[str, Any] = {
        "stage_id": pick(columns[0], "Stage", stages, None, key="log_stage"),
        "team_id": pick(columns[1], "Team", {**teams(), None: "Every team"}, None, key="log_team"),
        "kind": columns[2].selectbox("Type of change", kinds, format_func=_or_every("Every type"), key="log_kind"),
        "verdict": columns[3].selectbox("Verdict", verdicts, format_func=_or_every("Every verdict"), key="log_verdict"),
    }
    return here.only(learnings(engine(), here.id, words=words, until=here.week.sunday, **chosen))


def _or_every(every: str) -> Any:
    return lambda value: value.value.capitalize() if value else every


def _line(row: dict[str, Any]) -> str:
    """One entry: the verdict's mark, what was learned, then of what, when and by whom."""
    mark = f"{MARKS[Verdict(row['verdict'])]} **{row['verdict'].capitalize()}**: " if row["verdict"] else ""
    learned = literal(row["learning"] or row["why"] or "Nobody wrote down what it taught.")
    of = f"{literal(row['title'])} · " if row["title"] and row["source"] == "verdict" else ""
    against = f"overruled, the data said {row['found_verdict']}" if row["overruled"] else ""
    about = [_on(row), row["stage"], row["team"], row["person"], against]
    return f"- {mark}{learned}  \n  {of}{literal(' · '.join(filter(None, about)))}"


def _on(row: dict[str, Any]) -> str:
    on = row["on"]
    return f"{on.day} {on:%b %Y}" if on else f"week {row['week']}"
