"""The journeys as a tree, customers' beside employees', each with its health in figures and the way to place it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from journey.analysis.portfolio import Node, Placed, columns, forest, may_hold
from journey.charts import theme
from journey.config import settings
from journey.domain import format
from journey.domain.words import Audience
from journey.routine.journeys import change_journey
from journey.routine.portfolio import Aim, Health, health
from journey.store.readers.journeys import journeys
from journey.store.readers.maps import lately
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import attempt, draw_once, engine, literal, refused_at, said_at

WHOSE = {Audience.CUSTOMER: "Customers", Audience.EMPLOYEE: "Employees"}


def portfolio(here: Screen) -> None:
    """Every journey in its place; then how to put one under another."""
    known = _health(_stamp(here), here.today)
    trees = forest([_node(one) for one in known])
    st.header(literal(_finding(known)), anchor=False)
    by_id = {one.journey.key: one for one in known}
    draw_once("portfolio", _stamp(here), here.id, draw=lambda: st.html(_drawn(trees, by_id, here.id)))
    said_at("portfolio")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if len(known) > 1:
            _place(here, known)
        st.page_link(at_page("pages/start.py"), label="Begin another journey", icon=":material/add:")
    if len(known) == 1:
        st.caption(
            "One journey so far. Begin one for the whole lifecycle, and put the others under it; a journey of employees may "
            "stand beside the customers' one that they serve."
        )


def _stamp(here: Screen) -> str:
    """What the figures stand for: the data of every journey, what was done to it, and the day."""
    known = [(row.key, row.observed_version, *lately(engine(), row.key)) for row in journeys(engine())]
    return f"{settings().url} {known} {here.today}"


@st.cache_resource(show_spinner="Looking at every journey", max_entries=8)
def _health(stamp: str, today: date) -> list[Health]:
    return health(engine(), today=today)


def _node(one: Health) -> Node:
    return Node(one.journey.key, one.journey.name, Audience(one.journey.audience), one.journey.parent_id)


def _finding(known: Sequence[Health]) -> str:
    """How many journeys need somebody: "2 of 5 journeys miss a target"."""
    told = [one for one in known if one.settled]
    missing = [one for one in told if not all(aim.reached for aim in one.settled)]
    count = f"{len(known)} {'journey' if len(known) == 1 else 'journeys'}"
    if not told:
        return f"{count}; none has a success metric with a target and a value yet"
    if not missing:
        return f"{count}; every target that can be told is held"
    names = ", ".join(one.journey.name for one in missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
    return f"{count}; a target is missed at {names}"


def _drawn(trees: Sequence[Sequence[Placed]], by_id: dict[int, Health], chosen: int) -> str:
    """A band a tree: customers' journeys at the left, employees' at the right."""
    bands = "".join(_band(tree, by_id, chosen) for tree in trees)
    heads = "".join(f"<h2>{words}</h2>" for words in WHOSE.values())
    return f"<style>{_CSS}</style><div class='portfolio'><div class='heads' aria-hidden='true'>{heads}</div>{bands}</div>"


def _band(tree: Sequence[Placed], by_id: dict[int, Health], chosen: int) -> str:
    sides = columns(tree)
    names = {placed.node.id: placed.node.name for placed in tree}
    cells = "".join(
        f"<div class='side'><h3>{WHOSE[audience]}</h3>{_list(own, by_id, names, chosen)}</div>" for audience, own in sides.items()
    )
    return f"<section aria-label='{escape(tree[0].node.name, quote=True)}'>{cells}</section>"


def _list(own: Sequence[Placed], by_id: dict[int, Health], names: dict[int, str], chosen: int) -> str:
    if not own:
        return "<p class='none'>none</p>"
    here = {placed.node.id for placed in own}
    items = []
    for placed in own:
        beside = placed.depth > 0 and placed.node.parent not in here
        under = f"<small>part of {escape(names[placed.node.parent or 0])}</small>" if beside else ""
        items.append(_journey(placed, by_id[placed.node.id], under, current=placed.node.id == chosen))
    return f"<ul>{''.join(items)}</ul>"


def _journey(placed: Placed, one: Health, under: str, *, current: bool) -> str:
    name = escape(placed.node.name)
    at = f"thursday_map?{urlencode({'journey': one.journey.slug})}"
    mark = " aria-current='true'" if current else ""
    aims = "".join(f"<li>{_aim(aim)}</li>" for aim in one.aims) or "<li class='none'>no success metric yet</li>"
    return (
        f"<li style='--depth:{placed.depth}'{mark}><span class='level'>{placed.level.value}</span>{under}"
        f"<a href='{at}' target='_self'>{name}</a><ul class='aims'>{aims}</ul><p>{_waits(one)}</p></li>"
    )


def _aim(aim: Aim) -> str:
    """A success metric: its value, and whether it holds its target, by mark and word."""
    metric = aim.metric
    value = format.value(metric.kind, aim.value, unit=metric.unit)
    said = f"{escape(metric.name + (f' at {aim.stage}' if aim.stage else ''))} <b>{escape(value)}</b>"
    if aim.reached is None:
        return f"{said} <small>{'no target' if metric.target is None else 'no data yet'}</small>"
    target = escape(format.value(metric.kind, metric.target, unit=metric.unit))
    state, words = ("better", f"holds {target}") if aim.reached else ("worse", f"misses {target}")
    return f"{said} <em class='{state}'>{theme.ARROWS[state]} {words}</em>"


def _waits(one: Health) -> str:
    """What waits there, what it rests on, and how much of being ready it is."""
    counted = (
        (one.alerts, "alert", "alerts"), (one.blockers, "blocker", "blockers"),
        (one.overdue, "action overdue", "actions overdue"),
    )  # fmt: skip
    told = [f"<b>{count} {word if count == 1 else words}</b>" for count, word, words in counted if count] or ["nothing waits"]
    shape = f"{one.stages} {'stage' if one.stages == 1 else 'stages'}, {one.cards} {'card' if one.cards == 1 else 'cards'}"
    shape += f", {format.number(100 * one.hypotheses / one.cards)} % of them hypotheses" if one.cards else ""
    week = f"week {one.closed[-2:].lstrip('0')} closed last" if one.closed else "no week closed yet"
    return " · ".join([", ".join(told), shape, f"ready in {one.ready} of {one.ready_of}", week])


def _place(here: Screen, known: Sequence[Health]) -> None:
    """Put one journey under another, or on its own."""
    nodes = [_node(one) for one in known]
    names = {node.id: node.name for node in nodes}
    with st.popover("Put a journey under another", key="place"):
        picked = st.selectbox(
            "Which journey", list(names), format_func=names.__getitem__, index=list(names).index(here.id), key="place_which"
        )
        row = next(one.journey for one in known if one.journey.key == picked)
        options = [None, *(node.id for node in may_hold(nodes, picked))]
        st.selectbox(
            "is part of", options, index=options.index(row.parent_id) if row.parent_id in options else 0, key=f"above_{picked}",
            format_func=lambda id: names[id] if id is not None else "Nothing: it stands on its own",
        )  # fmt: skip
        kinds = list(Audience)
        st.segmented_control(
            "Whose journey", kinds, default=Audience(row.audience), key=f"whose_{picked}", required=True,
            format_func=lambda kind: WHOSE[kind],
        )  # fmt: skip
        st.button("Save", type="primary", key="save_place", on_click=_save, args=(picked, row.revision))
        st.caption(f"{literal(names[picked])} may be part of any journey but itself and its own parts.")


def _save(journey: int, revision: int) -> None:
    values = {"parent_id": st.session_state[f"above_{journey}"], "audience": st.session_state[f"whose_{journey}"]}
    attempt(change_journey, journey=journey, revision=revision, **values)
    refused_at("portfolio")


_CSS = (
    f".portfolio{{{theme.VARIABLES};color:var(--ink)}}"
    ".portfolio .heads,.portfolio section{display:grid;grid-template-columns:1fr 1fr;gap:0 2.5rem}"
    ".portfolio .heads h2{font-size:.875rem;font-weight:500;color:var(--muted);margin:0;padding:0}"
    ".portfolio section{border-top:1px solid var(--border);padding:.75rem 0}"
    ".portfolio h3{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    ".portfolio ul{list-style:none;margin:0;padding:0}"
    ".portfolio .side>ul>li{margin:0 0 .9rem calc(var(--depth)*1.4rem);padding-left:.75rem;border-left:2px solid var(--border)}"
    ".portfolio .side>ul>li[aria-current]{border-left-color:var(--primary)}"
    ".portfolio .level,.portfolio small,.portfolio p{font-size:.8125rem;color:var(--muted);margin:0}"
    ".portfolio .level+small::before{content:' · '}"
    ".portfolio a{display:block;font-family:var(--serif);font-size:1.0625rem;font-weight:600;color:var(--primary);"
    "overflow-wrap:anywhere}"
    ".portfolio .aims li{font-size:.875rem;margin:.1rem 0;font-variant-numeric:tabular-nums}"
    ".portfolio em{font-style:normal}.portfolio .better{color:var(--better)}.portfolio .worse{color:var(--worse)}"
    ".portfolio p b{color:var(--ink);font-weight:600}.portfolio .none{color:var(--muted);font-size:.875rem}"
    "@media(max-width:640px){.portfolio .heads{display:none}.portfolio section{grid-template-columns:1fr}"
    ".portfolio h3{position:static;width:auto;height:auto;clip-path:none;font-size:.8125rem;font-weight:500;color:var(--muted);"
    "padding:0;margin:0 0 .4rem}}"
)
