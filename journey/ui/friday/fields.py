"""The fields of a hypothesis, in the order in which one thinks: what, what it moves, when and for whom, held against what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.format import number
from journey.domain.words import ActionStatus, ChangeKind, Direction
from journey.routine.verdicts import Plan, control_name, nearby
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.work import actions, pains
from journey.store.tables import Metric
from journey.ui.experiments.rollouts import rollout_fields
from journey.ui.frame import Screen, at_stage
from journey.ui.friday import planning
from journey.ui.friday.sizes import most, scale
from journey.ui.money import forecast_money
from journey.ui.runtime import engine, literal
from journey.ui.setup.parts import pick, teams

Values = dict[str, Any]
NONE = "None in particular"
ANSWERED = 26
"""Weeks back from which an alert may have been what a change was made for."""


@dataclass(frozen=True)
class Writing:
    """A hypothesis being written: where, what it holds so far, and what its widgets are called."""

    here: Screen
    was: Mapping[str, Any]
    metrics: dict[int, Metric]

    @property
    def name(self) -> str:
        return f"hypothesis_{self.was.get('id', 'new')}"

    def key(self, field: str, *about: object) -> str:
        """The key of a field; what it is about makes it a new field with new defaults when that changes."""
        return "_".join([self.name, field, *map(str, about)])


def writing(here: Screen, was: Mapping[str, Any]) -> Writing:
    """A hypothesis as it stands in `was`, a row of changes or a few values to begin with."""
    return Writing(here, was, {metric.key: metric for metric in read.metrics(engine(), here.id)})


def fields(w: Writing) -> Values:
    """Draw every field; returns the values of the change as they are on the screen."""
    values = _what(w)
    values |= _moves(w, values["stage_id"])
    values |= _when(w)
    metric = w.metrics.get(values["metric_id"] or 0)
    values |= _whom(w, metric)
    if metric is not None:
        _wait(w, metric, values)
        values |= _beside(w, metric, values)
    return values | _stake(w, metric, values)


def _what(w: Writing) -> Values:
    title = st.text_input("What changes?", w.was.get("title", ""), max_chars=200, key=w.key("title"))
    why = "What will be different for customers?"
    text = st.text_area(why, w.was.get("description", ""), max_chars=2000, height=72, key=w.key("text"))
    left, right = st.columns(2)
    stages = {None: "Whole journey"} | {stage.key: stage.name for stage in w.here.stages}
    stage = pick(left, "At which stage?", stages, w.was.get("stage_id"), key=w.key("stage"))
    kinds = [kind.value for kind in ChangeKind]
    at = kinds.index(w.was.get("kind") or ChangeKind.PRODUCT)
    kind = right.selectbox("What sort of change?", kinds, index=at, format_func=str.capitalize, key=w.key("kind"))
    hurts = {None: NONE} | {row["id"]: row["title"] for row in _at(pains(engine(), w.here.id), stage)}
    done = _at(actions(engine(), w.here.id).filter(pl.col("status") != ActionStatus.RESOLVED.value), stage)
    acts = {None: NONE} | {row["id"]: row["title"] for row in done}
    return {
        "title": title,
        "description": text.strip(),
        "stage_id": stage,
        "kind": ChangeKind(kind),
        "pain_id": pick(left, "Which pain point does it answer?", hurts, w.was.get("pain_id"), key=w.key("pain", stage)),
        "action_id": pick(right, "Which action is it from?", acts, w.was.get("action_id"), key=w.key("action", stage)),
    }


def _at(rows: pl.DataFrame, stage: int | None) -> list[dict[str, Any]]:
    """The rows of a stage and of none; all of them for the whole journey."""
    own = pl.col("stage_id").is_null() | (pl.col("stage_id") == (stage or 0))
    return (rows if stage is None else rows.filter(own)).to_dicts()


def _moves(w: Writing, stage: int | None) -> Values:
    st.subheader("What should it move?", anchor=False)
    near = sorted(w.metrics.values(), key=lambda metric: (metric.stage_id != stage, not metric.critical))
    names = {None: "No metric: nothing will say whether it worked"} | {m.key: at_stage(m, w.here) for m in near}
    first = near[0].key if near else None
    metric_id = pick(st, "Which metric?", names, w.was.get("metric_id", first), key=w.key("metric", stage))
    metric = w.metrics.get(metric_id or 0)
    if metric is None:
        return {"metric_id": None, "direction": Direction.UP, "size": None}
    own = w.was.get("metric_id") == metric_id
    left, right = st.columns(2)
    way = (w.was.get("direction") if own else None) or metric.direction
    ways = [one.value for one in Direction]
    chosen = left.segmented_control("Which way?", ways, default=str(way), required=True, key=w.key("way", metric_id))
    factor, unit = scale(metric)
    known = round((w.was.get("size") or 0.0) / factor, 6) if own else 0.0
    typed = right.number_input(
        f"Smallest effect worth having, in {unit}", min_value=0.0, max_value=most(metric, known), value=known or None,
        step=None, format="%g", placeholder="e.g. 5", key=w.key("size", metric_id),
    )  # fmt: skip
    return {"metric_id": metric_id, "direction": Direction(chosen or way), "size": typed * factor if typed else None}


def _when(w: Writing) -> Values:
    st.subheader("When, and for whom?", anchor=False)
    left, right = st.columns(2)
    shipped = w.was.get("shipped_on")
    state = left.segmented_control(
        "Has it shipped?", ["Not yet", "It has"], default="It has" if shipped else "Not yet", required=True, key=w.key("state")
    )
    lag = right.number_input(
        "Days until the effect should show", min_value=0, max_value=180, value=w.was.get("lag_days") or 0, key=w.key("lag"),
        help="People need time to find a change. These days are left out of the comparison.",
    )  # fmt: skip
    if state == "It has":
        on = left.date_input("When did it ship?", shipped or w.here.today, max_value=w.here.today, key=w.key("shipped"))
        return {"shipped_on": on, "ships_on": w.was.get("ships_on"), "lag_days": int(lag)}
    on = left.date_input("When is it to ship?", w.was.get("ships_on") or w.here.today, key=w.key("ships"))
    return {"shipped_on": None, "ships_on": on, "lag_days": int(lag)}


def _whom(w: Writing, metric: Metric | None) -> Values:
    """Everybody or a segment that the metric is split by, and where it ships when, if not everywhere at once."""
    was = w.was.get("segment") or ""
    known = planning.segments(w.here, metric.key) if metric else []
    options = ["", *known] + [was] * (bool(was) and was not in known)
    rollout = list(w.was.get("rollout") or [])
    if metric is None or len(options) == 1:
        return {"segment": was, "rollout": rollout}
    left, right = st.columns(2)
    place = options.index(was)
    whom = left.selectbox("Whom does it reach?", options, index=place, format_func=lambda s: s or "Everybody", key=w.key("whom"))
    with right:
        return {"segment": whom, "rollout": rollout_fields(metric, rollout, key=w.key("rollout", metric.key))}


def _wait(w: Writing, metric: Metric, values: Values) -> None:
    """How long it takes to see that effect, and what it would be worth: told anew with every answer above."""
    if not values["size"]:
        st.markdown("Name the smallest effect worth having: from it follows how long it takes to see it.")
        return
    on: date = values["shipped_on"] or values["ships_on"] or w.here.today
    asked = {"metric_id": metric.key, "size": values["size"], "lag_days": values["lag_days"], "segment": values["segment"]}
    asked["direction"] = values["direction"]
    near = nearby(engine(), w.here.id, metric_id=metric.key, ships_on=on, segment=values["segment"], change=w.was.get("id"))
    found = planning.planned(w.here, ships_on=on, **asked)
    with st.container(border=True, key="plan_told"):
        if isinstance(found, Plan):
            lines = [f":material/hourglass_top: **{literal(found.sentence)}**", literal(near), literal(found.usual)]
            st.markdown(
                "  \n".join(filter(None, [*lines, forecast_money(w.here, metric.key, values["size"], values["direction"])]))
            )
        else:
            st.markdown(literal(found))


def _beside(w: Writing, metric: Metric, values: Values) -> Values:
    """Controls and guards to choose from, the best of them with how they moved before."""
    st.subheader("What is it held against?", anchor=False)
    on: date = values["shipped_on"] or values["ships_on"] or w.here.today
    asked = {name: values[name] for name in ("segment", "stage_id")}
    found = planning.controls(w.here, metric_id=metric.key, ships_on=on, **asked)
    own = w.was.get("metric_id") == metric.key
    good = [one for one in found if one.good]
    kept = list(w.was.get("controls") or []) if own else [one.key for one in good[:2]]
    names = {one.key: one.name for one in found}
    names |= {key: control_name(engine(), w.here.id, key) for key in kept if key not in names}
    chosen = kept
    if names:
        chosen = st.multiselect(
            "Controls: what the change does not touch", list(names), default=kept, format_func=names.__getitem__,
            key=w.key("controls", metric.key, values["segment"]), placeholder="None",
            help="What moved together with the metric before shows what would have happened without the change.",
        )  # fmt: skip
    told = "\n".join(f"- {literal(one.sentence)}" for one in good[: planning.LISTED])
    st.caption(told or "Nothing moved together with it before: the verdict rests on the metric's own days before the change.")
    return {"controls": chosen, "guards": _guards(w, metric, values["stage_id"], own=own)}


def _guards(w: Writing, metric: Metric, stage: int | None, *, own: bool) -> list[int]:
    suggested = planning.guards(w.here, metric.key, stage)
    options = {one.metric.key: at_stage(one.metric, w.here) for one in suggested}
    options |= {key: at_stage(one, w.here) for key, one in w.metrics.items() if key != metric.key and key not in options}
    if not options:
        return []
    kept = [key for key in (w.was.get("guards") or []) if key in options] if own else [one.metric.key for one in suggested[:2]]
    chosen: list[int] = st.multiselect(
        "Guards: what must not get worse", list(options), default=kept, format_func=options.__getitem__,
        key=w.key("guards", metric.key, stage), placeholder="None",
    )  # fmt: skip
    if suggested:
        st.caption("\n".join(f"- {literal(options[one.metric.key])}: {literal(one.why)}" for one in suggested[: planning.LISTED]))
    return chosen


def _stake(w: Writing, metric: Metric | None, values: Values) -> Values:
    st.subheader("How sure are you, and what does it cost?", anchor=False)
    left, right = st.columns(2)
    was = w.was.get("confidence")
    sure = left.number_input(
        "How sure are you that it works, in %", min_value=0, max_value=100, step=5, placeholder="e.g. 70",
        value=round(was * 100) if was is not None else None, key=w.key("sure"),
        help="Friday holds your guesses against what came of them. Nobody is right every time.",
    )  # fmt: skip
    team = pick(right, "Whose change is it?", teams(), w.was.get("team_id"), key=w.key("team"))
    currency = w.here.journey.currency
    cost = left.number_input(
        f"What does it cost, in {currency}", min_value=0.0, value=w.was.get("cost"), step=None, format="%g",
        key=w.key("cost"),
        placeholder=f"e.g. {number(5000)}",
    )  # fmt: skip
    source = right.text_input(
        "Where is that cost from?", w.was.get("cost_source", ""), max_chars=200, key=w.key("cost_source"),
        placeholder="e.g. 10 days of two people",
    )  # fmt: skip
    values = {"confidence": None if sure is None else sure / 100, "team_id": team, "cost": cost, "cost_source": source.strip()}
    return values | {"alert_id": _answered(w, metric)}


def _answered(w: Writing, metric: Metric | None) -> int | None:
    """The alert that the change answers: who acts on a spike would see it fall back anyhow."""
    was: int | None = w.was.get("alert_id")
    if metric is None:
        return was
    since = str(w.here.week.shift(-ANSWERED))
    mine = (pl.col("metric_id") == metric.key) & (pl.col("week") >= since)
    rows = alerts(engine(), w.here.id).filter(mine | (pl.col("id") == (was or 0))).head(20)
    if rows.is_empty():
        return was
    names = {None: "None"} | {row["id"]: f"{row['metric']}, week {row['week']}" for row in rows.iter_rows(named=True)}
    return pick(st, "Does it answer an alert?", names, was, key=w.key("alert", metric.key))
