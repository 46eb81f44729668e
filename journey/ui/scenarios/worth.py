"""The part that ranks the stages: what one point more going on is worth at each."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.analysis.scenarios.answers import Range
from journey.analysis.scenarios.sensitivity import Point
from journey.charts import tornado
from journey.domain.format import money, number
from journey.routine.money import unit_values
from journey.routine.scenarios import Learned
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal
from journey.ui.scenarios.asking import pull
from journey.ui.scenarios.memory import PART, points

NO_BAR = {"displayModeBar": False}
SCHEMA = {"name": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}


def worth_part(here: Screen, found: Learned) -> None:
    """The stages by what a point is worth, in completions and in money; then where a tenth fewer contacts saves most."""
    told = [point for point in points(here, found) if here.shows(point.stage)]
    units, currency = unit_values(engine(), here.id), here.journey.currency
    if not told:
        st.markdown("This team view shows none of the journey's stages. Choose All teams above to see them.")
        return
    title = _finding(told)
    st.header(title, anchor=False)
    st.markdown(
        "If one visit of a hundred more goes on at a stage, so many more reach the goal in 12 weeks. A point late on the way "
        "counts at once; one at the beginning still has to come through all that follows, and some of it comes later."
    )
    frame = _frame(told, [point.completions for point in told])
    figure = tornado.tornado(
        frame, title="One point more at each stage", subtitle="more at the goal in 12 weeks; line: nine runs of ten"
    )
    st.plotly_chart(figure, key="what_if_points", config=NO_BAR, alt=tornado.alt_text(frame, title=title))
    if units.completion:
        likely = units.completion.amount
        worth = ", ".join(f"{point.name} {money(point.completions.amount * likely, currency)}" for point in told[:3])
        st.markdown(literal(f"At {money(likely, currency)} a completion, a point is worth in 12 weeks: {worth}."))
    _contacts(told, units.contact.amount if units.contact else None, currency)
    _try(here, told)


def _contacts(told: list[Point], cost: float | None, currency: str) -> None:
    """Where a tenth fewer contacts saves most."""
    known = [(point, point.fewer) for point in told if point.fewer is not None and point.fewer.amount > 0]
    if not known:
        return
    known.sort(key=lambda pair: -pair[1].amount)
    st.subheader(f"A tenth fewer contacts saves most at {literal(known[0][0].name)}", anchor=False)
    lines = [
        f"- {literal(point.name)}: {number(fewer.amount)} contacts in 12 weeks ({number(fewer.low)} to {number(fewer.high)})"
        + (f", {literal(money(fewer.amount * cost, currency))}" if cost else "")
        for point, fewer in known
    ]
    st.markdown("\n".join(lines))


def _try(here: Screen, told: list[Point]) -> None:
    """From the ranking to the question."""
    first = told[0]
    st.button(
        f"Ask what three points more at {first.name} do", icon=":material/tune:", key="what_if_try",
        on_click=_pulled, args=(here, first.stage),
    )  # fmt: skip


def _pulled(here: Screen, stage: int) -> None:
    pull(here, [{"kind": "rate", "stage": stage, "by": 0.03, "to": None, "only": ""}])
    st.session_state[PART] = "ask"


def _finding(told: list[Point]) -> str:
    first = told[0]
    amount = number(first.completions.amount, 1)
    return f"A point is worth most at {literal(first.name)}: {amount} more who reach the goal in 12 weeks"


def _frame(told: list[Point], ranges: list[Range]) -> pl.DataFrame:
    rows = [
        {"name": point.name, "value": each.amount, "low": each.low, "high": each.high}
        for point, each in zip(told, ranges, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)
