"""Changes that came to one part of the customers after the other: what they did there, and the fields that say where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from journey.charts.estimates import Estimate, estimates
from journey.domain.words import Direction
from journey.routine.experiments.rollouts import Rollout, read_rollout, splits
from journey.store.readers.journeys import row
from journey.store.readers.work import changes
from journey.store.tables import Metric
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import engine, literal

AT_ONCE = "Everywhere at once"


def rollout_cards(here: Screen) -> None:
    """The staged changes of this view, each with what it did where it came; nothing while there are none."""
    rows = here.only(changes(engine(), here.id)).filter(pl.col("metric_id").is_not_null())
    staged = [change for change in rows.iter_rows(named=True) if change["rollout"]]
    if not staged:
        return
    st.header("Rolled out by parts", anchor=False)
    for change in staged:
        metric = row(engine(), Metric, change["metric_id"])
        found = _read(here.version, change["id"], change["revision"], metric.key, here.reviewed.sunday)
        with st.container(border=True, key=f"rollout_{change['id']}"):
            when = _turns(found) or ", ".join(f"{wave['segment']} on {wave['on']}" for wave in change["rollout"])
            said = f"{literal(at_stage(metric, here))}, by {literal(found.attribute)}: {literal(when)}"
            st.markdown(f"### {literal(change['title'])}\n\n{said}\n\n{literal(found.sentence)}")
            if found.staged is not None and not found.staged.too_short:
                st.html(_waves(change, metric, found))
                _why(change["id"], found)


@st.cache_resource(show_spinner="Holding the parts beside each other", max_entries=64)
def _read(version: str, change: int, revision: int, metric: int, until: date) -> Rollout:
    its = next(one for one in changes(engine(), row(engine(), Metric, metric).journey_id).to_dicts() if one["id"] == change)
    return read_rollout(engine(), row(engine(), Metric, metric), its["rollout"], until=until, lag_days=its["lag_days"])


def _turns(found: Rollout) -> str:
    turns = found.adopted or {}
    had = sorted((day, value) for value, day in turns.items() if day is not None)
    never = [value for value, day in turns.items() if day is None]
    said = ", ".join(f"{value} since {day.day} {day:%b %Y}" for day, value in had)
    return f"{said}; not yet {', '.join(never)}." if never else f"{said}."


def _waves(change: dict[str, Any], metric: Metric, found: Rollout) -> str:
    assert found.staged is not None
    rows = [
        Estimate(
            f"{', '.join(unit.partition('=')[2] for unit in wave.units)}, {wave.on.day} {wave.on:%b}", wave.impact.effect,
            wave.impact.lo95, wave.impact.hi95, f"{wave.impact.days_after} days beside {len(wave.beside)}", wave.impact.moved,
        )
        for wave in found.staged.waves
    ]  # fmt: skip
    together = found.staged
    sure = together.lo95 is not None and together.hi95 is not None and (together.lo95 > 0 or together.hi95 < 0)
    rows.append(Estimate("Together", together.effect, together.lo95, together.hi95, "", sure))
    direction = Direction(change["direction"])
    look = {"kind": metric.kind, "direction": direction, "unit": metric.unit, "worth": abs(change["size"] or 0.0)}
    return estimates(rows, caption="What it did where it came, beside the parts without it", **look)


def _why(change: int, found: Rollout) -> None:
    fold = st.expander("Why", key=f"why_rollout_{change}", on_change="rerun")
    if fold.open and found.staged is not None:
        with fold:
            lines = [
                f"- {'Holds' if one.holds else '**Does not hold**'}: {literal(one.sentence)}" for one in found.staged.assumptions
            ]
            st.markdown("\n".join(lines))
            st.caption(found.staged.method)


def rollout_fields(metric: Metric | None, rollout: Sequence[dict[str, str]], *, key: str) -> list[dict[str, str]]:
    """Where a change comes when: an attribute that the metric is split by, and a day for each of its values; [] for at once."""
    known = splits(engine(), metric) if metric is not None else {}
    turns = {wave["segment"]: wave["on"] for wave in rollout}
    now = next(iter(turns), "").partition("=")[0]
    options = [AT_ONCE, *known, *([now] if now and now not in known else [])]
    attribute = st.selectbox("Does it come everywhere at once?", options, options.index(now) if now else 0, key=f"{key}_by")
    if attribute == AT_ONCE:
        return []
    values = known.get(attribute) or tuple(segment.partition("=")[2] for segment in turns)
    columns, found = st.columns(2), []
    for place, value in enumerate(values):
        segment = f"{attribute}={value}"
        before = date.fromisoformat(turns[segment]) if segment in turns else None
        day = columns[place % 2].date_input(f"{value}, from", before, key=f"{key}_{segment}", format="YYYY-MM-DD")
        if isinstance(day, date):
            found.append({"segment": segment, "on": day.isoformat()})
    st.caption("A value without a day does not get it for now: it stands beside those that do.")
    return found
