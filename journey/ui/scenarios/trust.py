"""The part that says how far to trust it: the last weeks, foretold from the weeks before them, beside what came."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.analysis.scenarios.backtest import Backtest, Foretold
from journey.charts import foretold
from journey.domain.format import number
from journey.routine.scenarios import Learned
from journey.ui.frame import Screen
from journey.ui.scenarios.memory import tried

NO_BAR = {"displayModeBar": False}
FEW = 20
"""Weeks foretold below which their share says little."""


def trust_part(here: Screen, found: Learned) -> None:
    """How many of the weeks that are over came within what would have been foretold, and which did not."""
    told = tried(here, found)
    if not told.weeks:
        st.markdown(
            "The past is too short to foretell a part of it from the rest. Sixteen whole weeks of passages are enough: then "
            "the last eight are foretold from those before them and held against what came."
        )
        return
    st.header(_finding(told), anchor=False)
    st.markdown(
        "What is said of the weeks to come was also said of weeks that are over, each time knowing only what was known then. "
        "A range that deserves its name holds nine weeks of ten: fewer, and the journey changes faster than its past tells."
    )
    newest = told.last
    frame = pl.DataFrame([_row(one) for one in newest])
    base = newest[0].base.sunday
    title = f"Who reached the goal, foretold on {base.day} {base:%b}"
    figure = foretold.foretold(frame, title=title, subtitle="band: nine of ten; a diamond came outside of it")
    st.plotly_chart(figure, key="what_if_tried", config=NO_BAR, alt=foretold.alt_text(frame, title=title))
    if missed := [one for one in newest if not one.within]:
        st.markdown("Outside the range: " + "; ".join(map(_missed, missed)) + ".")


def _finding(told: Backtest) -> str:
    many, all_of = told.covered, len(told.weeks)
    share = f"{number(100 * told.share)} %"
    few = ", too few to judge" if all_of < FEW else ""
    return f"{many} of {all_of} foretold weeks came as foretold: {share}{few}"


def _row(one: Foretold) -> dict[str, object]:
    return {"at": one.week.monday, "came": float(one.came), "amount": one.amount, "low": one.low, "high": one.high}


def _missed(one: Foretold) -> str:
    day = one.week.monday
    return f"week of {day.day} {day:%b}, {one.came} instead of {number(one.low)} to {number(one.high)}"
