"""The part that shows what changes brought in: three sums, each change in a line, and one of them drawn over its year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from journey.analysis.money import FADES
from journey.analysis.money.returns import USUAL_FADE
from journey.charts.money import SumOf, cumulated, cumulated_alt, side_by_side
from journey.charts.plot import CONFIG
from journey.domain import format
from journey.domain.words import Reach
from journey.routine.money import SUMS, ChangeReturn, Returns, change_told
from journey.routine.money.sheets import returns_sheet
from journey.routine.money.told import range_told
from journey.ui.frame import Screen
from journey.ui.money.figures import brought_in
from journey.ui.money.lines import take_away
from journey.ui.runtime import literal

LATER = {"stays": "It stays", "half_year": "It halves every half year", "quarter": "It halves every quarter"}
HOW = (
    "A change's return = effect × how many a week × worth of one, over the first 52 weeks from when it began to act, with what "
    "is assumed to be left of the effect after the weeks in which it was measured. The interval joins the effect's own and "
    "the range of the worth by simulation. How many a week is what came after the change; a forecast takes the last eight.\n\n"
    "**Validated, estimated and claimed are never added**: the first is shown, the second measured but not shown, the third "
    "hoped. Changes that a verdict found to do harm count as losses. Verdicts that said no stay among the estimated with what "
    "was measured, plus or minus: to keep only the lucky ones would flatter. What passes a test tends to look larger than it is: "
    "hold the validated sum's lower end for the safer promise. Of changes that moved one metric in the same week, the "
    "first is counted. A claim's interval knows only the range of the worth."
)


def returned_part(here: Screen) -> None:
    """The three sums and the changes behind them."""
    fade = st.segmented_control(
        "What is assumed of an effect after the weeks in which it was measured", list(LATER),
        format_func=LATER.__getitem__, default=USUAL_FADE, required=True, key="fade",
    )  # fmt: skip
    found = brought_in(here, fade)
    order = list(Reach)
    shown = sorted(found.changes, key=lambda one: order.index(one.reach))
    if not shown:
        st.markdown(
            "What changes brought in stands here, once a change names a metric that has a worth. Write changes down on Friday, "
            "and say under Worths what their metrics are worth."
        )
        return
    st.html(side_by_side([_sum(found, reach) for reach in Reach]))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _list(here, shown)
    with right:
        _drawn(here, shown, fade)
    take_away(here, "returns", lambda: returns_sheet(found), HOW)


def _sum(found: Returns, reach: Reach) -> SumOf:
    own, cost = found.of(reach), found.costs[reach]
    figure = range_told(found.sums[reach], found.currency) if own else "nothing"
    many = f"{len(own)} {'change' if len(own) == 1 else 'changes'}, first year each"
    spent = f"{many}; {format.money(cost, found.currency, exact=True)} of cost" if cost else many
    return SumOf(reach.value.capitalize(), figure, SUMS[reach], spent if own else "")


def _list(here: Screen, shown: Sequence[ChangeReturn]) -> None:
    """A line a change, the surest first."""
    lines = []
    for one in shown:
        so_far = f" So far {literal(range_told(one.money.so_far, here.journey.currency))}." if _is_sure(one) else ""
        lines.append(f"- **{literal(one.change['title'])}**. {literal(change_told(one, here.journey.currency))}{so_far}")
    st.markdown("\n".join(lines))


def _is_sure(one: ChangeReturn) -> bool:
    """Whether there is a sum so far that is not as likely chance."""
    week = one.money.a_week
    return bool(one.money.so_far.amount) and not week.low < 0 < week.high


@st.fragment
def _drawn(here: Screen, shown: Sequence[ChangeReturn], fade: str) -> None:
    """One change's return as it adds up over its first year."""
    known = {one.change["id"]: one for one in shown}
    chosen = st.selectbox(
        "Over its first year", list(known), format_func=lambda id: str(known[id].change["title"]), key="money_change"
    )
    one, currency = known[chosen], here.journey.currency
    title = f"{one.change['title']}: {format.money(one.money.year.amount, currency)} in its first year"
    begun = one.change["shipped_on"] or one.change.get("ships_on")
    since = f"from {begun.day} {begun:%b %Y}" if begun else "from the day it ships"
    figure = cumulated(
        one.money.curve, currency=currency, cost=one.money.cost, age=_age(here, one), title=title,
        subtitle=f"{one.reach.value}, added up {since}, with its 95 % interval; dashed: assumed, {FADES[fade].name}",
    )  # fmt: skip
    alt = cumulated_alt(one.money.curve, currency=currency, cost=one.money.cost, title=title)
    st.plotly_chart(figure, key=f"return_{chosen}", config=CONFIG, alt=alt)


def _age(here: Screen, one: ChangeReturn) -> float:
    """Weeks since it began to act."""
    if not one.change["shipped_on"]:
        return 0.0
    begun = one.change["shipped_on"] + timedelta(days=one.change.get("lag_days") or 0)
    age: float = ((here.reviewed.sunday - begun).days + 1) / 7
    return max(0.0, age)
