"""Why an open KPI moved: in words first, then its parts, where, what moved with it, what customers said and wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.touchpoints import touchpoints
from journey.analysis.why import Shift, words
from journey.charts.contributions import contributions
from journey.config import settings
from journey.domain import format
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import Direction, MetricKind
from journey.routine.data.datasets import journey_data
from journey.routine.reasons import Reasons, reasons
from journey.routine.review import Review
from journey.store.readers import journeys as read
from journey.store.tables import Metric
from journey.ui.frame import Screen, at_stage
from journey.ui.reviewed import week_review
from journey.ui.runtime import engine, literal, today

Row = dict[str, Any]
MOST = 5
"""Places, metrics and topics that are listed."""


def reasons_of(here: Screen, spec: MetricSpec, alert: Row | None) -> Reasons | None:
    """Why the metric moved, computed once for each state of the data and the limits it is judged by."""
    since = alert["since"] if alert else None
    return _reasons((here.version, str(here.reviewed), today(here.journey.timezone)), spec, since, here)


@st.cache_resource(show_spinner="Looking for what is behind it", max_entries=64)
def _reasons(stands_for: tuple[object, ...], spec: MetricSpec, since: date | None, _here: Screen) -> Reasons | None:
    day = today(_here.journey.timezone)
    return reasons(engine(), settings().events, _here.id, week_review(_here), spec, since=since, today=day)


def why_it_moved(here: Screen, metric: Metric, spec: MetricSpec, seen: Review, alert: Row | None) -> None:
    """The first lines in words, then the figures behind them."""
    found = reasons_of(here, spec, alert)
    st.subheader("Why it moved", anchor=False)
    if found is None or found.shift is None:
        st.caption("Too few settled weeks came before to hold this one against.")
        return
    for sentence in first_lines(metric, found, _usual(seen, metric)):
        st.markdown(literal(sentence))
    _parts(metric, found.shift)
    left, right = st.columns(2, gap="large")
    with left:
        _where(here, metric, found)
        _together(here, metric, found)
    with right:
        _topics(found)
        _quotes(found)


def first_lines(metric: Metric, found: Reasons, usual: tuple[float, float] | None) -> list[str]:
    """What a reader who stops here should know: the move, whether it is one, its biggest part, its place."""
    moved = found.shift
    assert moved is not None
    lines = [_move(metric, found, moved)]
    if usual and usual[0] <= moved.now <= usual[1]:
        lines.append("The week is inside its usual range: what follows may well be chance.")
    lines.append(words.told(moved, unit=metric.unit))
    return [*lines, *filter(None, [words.place_told(found.places, moved.change)])]


def _usual(seen: Review, metric: Metric) -> tuple[float, float] | None:
    row = seen.compared.filter(pl.col("metric_id") == metric.key, pl.col("segment") == "").to_dicts()
    return (row[0]["usual_lo"], row[0]["usual_hi"]) if row and row[0]["usual_lo"] is not None else None


def _move(metric: Metric, found: Reasons, moved: Shift) -> str:
    before, now = (format.value(metric.kind, value, unit=metric.unit) for value in (moved.before, moved.now))
    weeks = f"{len(found.before)} weeks from {_day(found.before[0])} to {_day(Week.of(found.before[-1]).sunday)}"
    taken = {MetricKind.COUNT: "a week's average in the", MetricKind.DURATION: "the median of the"}.get(metric.kind, "the")
    by = format.change(metric.kind, moved.change, unit=metric.unit)
    return f"In the week of {_day(found.told)} it was {now}, {by} against {before}, {taken} {weeks}" + (
        " taken together." if metric.kind not in (MetricKind.COUNT, MetricKind.DURATION) else "."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _parts(metric: Metric, moved: Shift) -> None:
    """One dimension's parts, the one that tells most at first."""
    if not moved.dimensions:
        return
    first = words.lead(moved)
    start = first["dimension"] if first else moved.dimensions[0]
    picked = start
    if len(moved.dimensions) > 1:
        picked = st.segmented_control(
            "With whom, by", list(moved.dimensions), default=start, required=True, wrap=True, key=f"why_by_{metric.key}"
        )
    own = moved.parts.filter(pl.col("dimension") == picked)
    mixed = moved.kind not in (MetricKind.COUNT, MetricKind.DURATION)
    caption = f"By {picked}" + ("; filled: by its own figure, outlined: by its share of all" if mixed else "")
    if moved.kind is MetricKind.DURATION:
        caption = f"By {picked}: medians, which do not add up"
    st.html(
        contributions(
            own, caption=caption, kind=metric.kind, unit=metric.unit, direction=Direction(metric.direction), total=moved.change
        )
    )


def _where(here: Screen, metric: Metric, found: Reasons) -> None:
    """The places that add most; of a metric that has none, what happened at the stage's touchpoints."""
    st.markdown("**At which touchpoint**" if metric.stage_id else "**At which stage or touchpoint**")
    known = found.places.filter(pl.col("place") != "", (pl.col("n") > 0) | (pl.col("usual") > 0)).head(MOST)
    lines = [
        f"{literal(row['place'])}: **{row['n']:,.0f}** that week, {_some(row['usual'])} to be expected; "
        f"adds {format.change(metric.kind, row['moved'], unit=metric.unit)}"
        for row in known.iter_rows(named=True)
    ]
    if not lines:
        rows = _at_touchpoints(here.version, here.id, metric.stage_id, here.reviewed).head(MOST)
        lines = [
            f"{literal(row['touchpoint'])}{' (tickets)' if row['source'] == 'ticket' else ''}: **{row['n']:,}** that week, "
            f"usually {_some(row['usual'])}"
            for row in rows.iter_rows(named=True)
        ]
    _listed(lines, "No event or ticket of this stage has come in.")


def _listed(lines: list[str], nothing: str) -> None:
    """Lines of Markdown as one list."""
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    elif nothing:
        st.caption(nothing)


@st.cache_data(show_spinner=False, max_entries=64)
def _at_touchpoints(version: str, journey_id: int, stage_id: int | None, week: Week) -> pl.DataFrame:
    return touchpoints(journey_data(engine(), settings().events, journey=journey_id).data, stage_id, week)


def _some(count: float) -> str:
    return format.number(count, 0 if count >= 10 else 1)


def _together(here: Screen, metric: Metric, found: Reasons) -> None:
    """What moved with it and first: of its own stage where there is any, else of the journey."""
    known = {row.key: row for row in read.metrics(engine(), here.id)}
    names = {key: at_stage(row, here) for key, row in known.items()}
    st.markdown("**What moved with it**")
    near = found.together.filter(
        pl.col("metric_id").is_in([key for key, row in known.items() if row.stage_id == metric.stage_id])
    )
    st.markdown(literal(words.moved_told(near if not near.is_empty() else found.together, names)))
    rows = [row for row in found.together.head(MOST).to_dicts() if row["metric_id"] in names]
    lines = [f"{names[row['metric_id']]}: {row['direction']}, stands out since {_day(row['since'])}" for row in rows]
    steps = [row for row in found.in_step.head(2).to_dicts() if row["metric_id"] in names]
    _listed([literal(line) for line in [*lines, *(in_step_told(names[row["metric_id"]], row) for row in steps)]], "")
    if not found.together.is_empty():
        st.caption(
            "By the day on which each first stood out: a small sample stands out later than a large one, so first is no cause."
        )


def in_step_told(name: str, row: Row) -> str:
    """How two metrics went together over the year."""
    way = "the same way" if row["r"] > 0 else "the other way"
    weeks = "a week" if abs(row["lag"]) == 1 else f"{abs(row['lag'])} weeks"
    when = "in the same weeks" if row["lag"] == 0 else f"{weeks} before it" if row["lag"] > 0 else f"{weeks} after it"
    return f"{name} usually moves {way} {when} (r {format.number(row['r'], 2)} over {row['n']} weeks)"


def _topics(found: Reasons) -> None:
    st.markdown("**Topics that grew**")
    lines = [literal(topic_told(row)) for row in found.topics.head(MOST).iter_rows(named=True)]
    _listed(lines, "No topic of its tickets came up clearly more often than usual that week.")


def topic_told(row: Row) -> str:
    """A topic with its count, what is usual, and since when."""
    since = f", since {row['since']:%A} {_day(row['since'])}" if row["since"] else ""
    return f"{row['topic']}: {row['n']} tickets that week, usually {_some(row['usual'])}{since}"


def _quotes(found: Reasons) -> None:
    st.markdown("**In their words, that week**")
    lines = [f"“{literal(row['text'])}”" for row in found.quotes.iter_rows(named=True)]
    _listed(lines, "No customer's words from this stage and week have come in.")
