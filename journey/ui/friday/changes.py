"""The changes of a journey: each with its hypothesis, what is still to ship, what waits, what was decided."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.routine.verdicts import Listed, Stand
from journey.store.readers import journeys as read
from journey.store.readers.work import changes
from journey.store.tables import Metric
from journey.ui.frame import Screen, at_stage
from journey.ui.friday.hypothesis import begun_elsewhere, edit_change, new_change, shipped
from journey.ui.friday.sizes import hypothesis, sure
from journey.ui.friday.trials import listed
from journey.ui.runtime import engine, literal

Row = dict[str, Any]
SHOWN = 20
"""Decided changes that are listed at first."""


def changes_part(here: Screen) -> None:
    """What is to ship, what waits for its verdict and what was decided, and the dialog for the next hypothesis."""
    begun_elsewhere(here)
    rows = [row for row in changes(engine(), here.id).to_dicts() if here.shows(row["stage_id"], row["team_id"])]
    stands = {one.change["id"]: one for one in listed(here)}
    metrics = {metric.key: metric for metric in read.metrics(engine(), here.id)}
    decided = [row for row in rows if _decided(row, stands.get(row["id"]))]
    coming = [row for row in rows if row["shipped_on"] is None and row not in decided]
    out = [row for row in rows if row["shipped_on"] is not None and row not in decided]
    st.markdown("Write down what you expect before it ships: what nobody expected, nobody can be right about.")
    if st.button("Write a hypothesis", icon=":material/add:", type="primary"):
        new_change(here)
    _section(here, "Not shipped yet", coming, stands, metrics, nothing="Nothing is planned.")
    _section(here, "Shipped, waiting for a verdict", out, stands, metrics, nothing="No shipped change waits.")
    if decided:
        fold = st.expander(f"{len(decided)} decided", key="decided_changes", on_change="rerun")
        if fold.open:
            with fold:
                _list(here, decided[:SHOWN], stands, metrics)
                if len(decided) > SHOWN:
                    st.caption(f"The newest {SHOWN} of {len(decided)}. The learning log holds all of them.")


def _decided(row: Row, stand: Listed | None) -> bool:
    return bool(row["verdict"]) and (stand is None or stand.state is Stand.DECIDED)


def _section(
    here: Screen, title: str, rows: list[Row], stands: dict[int, Listed], metrics: dict[int, Metric], *, nothing: str
) -> None:
    st.header(f"{title} ({len(rows)})", anchor=False)
    if rows:
        _list(here, rows, stands, metrics)
    else:
        st.caption(nothing)


def _list(here: Screen, rows: list[Row], stands: dict[int, Listed], metrics: dict[int, Metric]) -> None:
    with st.container(key=f"changelist_{rows[0]['id']}"):
        for row in rows:
            st.markdown(_told(here, row, stands.get(row["id"]), metrics.get(row["metric_id"] or 0)))
            with st.container(horizontal=True, horizontal_alignment="right", width="content"):
                if row["shipped_on"] is None and st.button("It shipped", key=f"shipped_{row['id']}"):
                    shipped(here, row)
                help = f"Edit: {literal(row['title'])}"
                if st.button("Edit", key=f"change_{row['id']}", type="tertiary", help=help):
                    edit_change(here, row)


def _told(here: Screen, row: Row, stand: Listed | None, metric: Metric | None) -> str:
    """One change in three lines: what, what is expected of it, where it stands."""
    about = " · ".join(filter(None, [row["stage"], str(row["kind"]).capitalize(), row["team"]]))
    untold = stand is None or stand.state is not Stand.UNTESTED  # where it stands says the same
    expected = hypothesis(row, metric, at_stage(metric, here) if metric else "") if untold else ""
    lines = [f"**{literal(row['title'])}** · {literal(about)}", literal(" ".join(filter(None, [expected, sure(row)])))]
    where = stand.sentence if stand else ""
    if row["verdict"]:
        where = f"Decided: {row['verdict']}{' on ' + _day(row['decided_on']) if row['decided_on'] else ''}."
    day = f"Shipped on {_day(row['shipped_on'])}." if row["shipped_on"] else ""
    return "  \n".join([*lines, literal(" ".join(filter(None, [day, where])))])


def _day(on: Any) -> str:
    return f"{on.day} {on:%b %Y}"
