"""The part where people say what things are worth: the list with sources, and the forms behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.money.stakes import kept_here
from journey.domain import format
from journey.domain.words import Direction, MetricKind, WorthKind
from journey.routine.money import add_worth, bin_worth, change_worth, set_currency
from journey.routine.money.worths import FITTING
from journey.store.readers.journeys import metrics
from journey.store.readers.money import worths
from journey.store.tables import Metric
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal

ABOUT = {
    WorthKind.COMPLETION: "What a customer who reaches the goal brings in, such as the margin of the first year.",
    WorthKind.CONTACT: "What it costs to answer one ticket, call or chat.",
    WorthKind.MARGIN: "What is earned on one more of them, whatever comes after.",
    WorthKind.RETENTION: "What a customer who stays is worth from here on.",
    WorthKind.TIME: "What an hour of one customer's time, or of yours with them, costs.",
    WorthKind.POINT: "What one point more of the score is worth for one customer. Told beside the rest and never added.",
}

OLD = timedelta(days=365)


def worths_part(here: Screen) -> None:
    """What is known, in the order of the stages, and the way to say more."""
    rows = worths(engine(), here.id)
    rows = rows.filter(pl.Series([here.shows(stage) for stage in rows["stage_id"]], dtype=pl.Boolean))
    open_ones = _without_worth(here, rows)
    if rows.is_empty():
        st.markdown(
            "Nothing has a worth yet. Begin with one: the value of a customer who reaches the goal, or the cost of a contact. "
            "A wide range is better than none."
        )
    for row in rows.iter_rows(named=True):
        _row(here, row)
    with st.container(horizontal=True, vertical_alignment="center"):
        if open_ones and st.button(
            "Say what a metric is worth", icon=":material/add:", type="primary" if rows.is_empty() else "secondary"
        ):
            new_worth(here, open_ones)
        _currency(here)
    if not open_ones and rows.is_empty():
        st.page_link("pages/metrics.py", label="Add a metric first", icon=":material/arrow_forward:", query_params=here.address)


def _without_worth(here: Screen, rows: pl.DataFrame) -> list[Metric]:
    told = set(rows["metric_id"])
    return [row for row in metrics(engine(), here.id) if row.key not in told and here.shows(row.stage_id)]


def _row(here: Screen, row: dict[str, Any]) -> None:
    with st.container(key=f"row_worth_{row['id']}", horizontal=True, vertical_alignment="center"):
        where = f" at {literal(row['stage'])}" if row["stage"] else ""
        amounts = literal(_range(row, here.journey.currency))
        noted = f"{row['noted_on'].day} {row['noted_on']:%b %Y}"
        noted += ", more than a year ago: ask again" if here.today - row["noted_on"] > OLD else ""
        st.markdown(
            f"**{literal(row['metric'])}**{where}: {amounts}, {row['kind']}  \n:gray[{literal(row['source'])}, noted {noted}]",
            width="stretch",
        )
        if st.button("Edit", key=f"edit_worth_{row['id']}", icon=":material/edit:", help=f"Edit: {row['metric']}{where}"):
            edit_worth(here, row)


def _range(row: dict[str, Any], currency: str) -> str:
    """The amount as it was typed, with its range where it has one."""
    likely, low, high = (format.money(row[name], currency, exact=True) for name in ("amount", "low", "high"))
    return likely if low == high else f"{likely} ({low} to {high})"


@st.dialog("What is it worth?", width="medium")
def new_worth(here: Screen, open_ones: list[Metric]) -> None:
    """Choose a metric, read what its unit is, say the amount with its range and source."""
    known = {metric.key: metric for metric in open_ones}
    chosen = st.selectbox("Which metric?", list(known), format_func=lambda id: at_stage(known[id], here), key="worth_metric")
    metric = known[chosen]
    fitting = FITTING[metric.kind]
    kind = st.selectbox(
        "What stands behind it?", fitting, format_func=lambda word: word.value.capitalize(), key=f"worth_kind_{chosen}"
    )
    with st.form("new_worth", border=False):
        values = _fields(here, metric, kind, {})
        alike = [one.key for one in open_ones if one.formula == metric.formula and one.stage_id and one.key != chosen]
        every = bool(alike) and st.checkbox(f"The same at the {len(alike)} other stages that measure it", value=len(alike) > 0)
        save = st.form_submit_button("Save", type="primary")
    if save:
        also = alike if every else []
        finish(attempt(add_worth, done="Saved. The sums follow.", journey=here.id, metric=chosen, kind=kind, also=also, **values))


@st.dialog("Edit the worth", width="medium")
def edit_worth(here: Screen, row: dict[str, Any]) -> None:
    """Its amount, range, source and day; or put it in the bin."""
    metric = next(one for one in metrics(engine(), here.id) if one.key == row["metric_id"])
    fitting = FITTING[metric.kind]
    was = WorthKind(row["kind"])
    kind = st.selectbox(
        "What stands behind it?", fitting, index=fitting.index(was) if was in fitting else 0,
        format_func=lambda word: word.value.capitalize(), key=f"worth_kind_of_{row['id']}",
    )  # fmt: skip
    with st.form(f"edit_worth_{row['id']}", border=False):
        values = _fields(here, metric, kind, row)
        also = _same(here, row)
        every = bool(also) and st.checkbox(f"Change the {len(also)} others that are the same too", value=True)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "worth": row["id"], "revision": row["revision"]}
    if save:
        finish(
            attempt(change_worth, done="Saved. The sums follow.", kind=kind, also=also if every else {}, **arguments, **values)
        )
    if binned:
        finish(attempt(bin_worth, done="In the bin. History can restore it.", **arguments))


def _same(here: Screen, row: dict[str, Any]) -> dict[int, int]:
    """Worths with the very same figures and source, by their revision."""
    same = ("kind", "amount", "low", "high", "source")
    rows = worths(engine(), here.id).iter_rows(named=True)
    return {one["id"]: one["revision"] for one in rows if one["id"] != row["id"] and all(one[name] == row[name] for name in same)}


def _fields(here: Screen, metric: Metric, kind: WorthKind, row: dict[str, Any]) -> dict[str, Any]:
    """Amount, range, source and day; a range left empty means that the amount is known."""
    onward = " Of these, only those count who would go on to the goal from there." if kept_here(kind, metric) else ""
    st.markdown(f"{literal(ABOUT[kind])} Here for **{literal(unit_of(metric))}**.{onward}")
    least, likely, most = st.columns(3)
    code = here.journey.currency
    low = least.number_input(f"At least, in {code}", min_value=0.0, value=row.get("low"))
    amount = likely.number_input(f"Likely, in {code}", min_value=0.0, value=row.get("amount"))
    high = most.number_input(f"At most, in {code}", min_value=0.0, value=row.get("high"))
    source = st.text_input(
        "Where is that from?", row.get("source", ""), max_chars=400, placeholder="Who worked it out, from what, when"
    )
    noted = st.date_input("As of", row.get("noted_on", here.today), max_value=here.today)
    amount = float("nan") if amount is None else amount
    return {
        "amount": amount, "low": amount if low is None else low, "high": amount if high is None else high,
        "source": source, "noted_on": noted,
    }  # fmt: skip


def unit_of(metric: Metric) -> str:
    """What one unit of a metric is, as a reader thinks of it."""
    less = metric.direction is Direction.DOWN
    match metric.kind:
        case MetricKind.RATE:
            return f"one customer {'fewer' if less else 'more'} in “{metric.name}”"
        case MetricKind.DURATION:
            return f"one hour {'less' if less else 'more'} for one customer"
        case MetricKind.MEAN | MetricKind.NPS:
            return f"one point {'less' if less else 'more'} for one customer"
        case _:
            what = metric.unit.partition(" ")[0] or "of them"
            return f"one {'less' if less else 'more'} of the {what}" if what != "of" else "one of them"


def _currency(here: Screen) -> None:
    popover = st.popover(
        f"Told in {here.journey.currency}", icon=":material/payments:", key="currency", on_change="rerun", type="tertiary"
    )
    if not popover.open:
        return
    with popover, st.form("currency_form", border=False):
        code = st.text_input("Currency, as three letters", here.journey.currency, max_chars=3)
        st.caption("Amounts that were typed are not converted.")
        if st.form_submit_button("Tell money in it"):
            attempt(set_currency, done="Changed.", journey=here.id, revision=here.journey.revision, currency=code)
            st.rerun()
