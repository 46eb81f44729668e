"""The current and the future state side by side: curve beside curve, then stage by stage what goes, comes and stays."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from journey.analysis.future import Ahead, Part, Reached, StageFuture, headline
from journey.charts import future as picture
from journey.domain.format import signed
from journey.routine.ahead import ahead_of
from journey.ui.board.parts import PARTS
from journey.ui.board.shown import stands_for
from journey.ui.frame import Screen, at_page, empty
from journey.ui.map.marks import felt, window
from journey.ui.runtime import engine

NO_BAR = {"displayModeBar": False}
PAGES = {"action": "tuesday_blockers", "change": "friday_retrospective"}
SAID = {
    Reached.SHIPPED: "shipped",
    Reached.UNDER_WAY: "with work under way",
    Reached.EVIDENCED: "backed by evidence, with no work yet",
    Reached.IDEA: "only an idea",
}


def future_part(here: Screen) -> None:
    """The whole part; without a word on the future it says where that is said."""
    if not here.stages:
        empty("Both states of the map stand here, once it has stages.", page="pages/journey.py", button="Name the stages")
        return
    found, felt_now = _seen(stands_for(here), here)
    wanted = felt_now["future"].is_not_null().any()
    if not found.moves and not wanted:
        st.markdown(
            "Nothing is said of the future yet. On the board, open a card or a stage and say whether it stays, comes or goes, "
            "and draw how customers shall feel: both states then stand here side by side."
        )
        board = {**here.address, "part": PARTS["board"]}
        st.page_link(at_page("pages/thursday_map.py"), label="Open the board", query_params=board)
        return
    st.header(headline(found), anchor=False)
    if found.moves:
        st.markdown(_reached(found))
    _curves(here, felt_now)
    st.html(picture.side_by_side([_stage(here, stage) for stage in found.stages], label="Today and in future, stage by stage"))


@st.cache_resource(show_spinner=False, max_entries=32)
def _seen(stamp: str, _here: Screen) -> tuple[Ahead, pl.DataFrame]:
    here = _here
    measured = felt(here, here.stages)
    rows = []
    for stage in here.stages:
        told = measured[stage.key].measured
        now = told.mean if told else stage.assumed_emotion
        rows.append({"stage": stage.name, "now": now, "future": stage.future_emotion, "measured": told is not None})
    kinds = {"stage": pl.String, "now": pl.Float64, "future": pl.Float64, "measured": pl.Boolean}
    return ahead_of(engine(), here.id, here.stages, today=here.today), pl.DataFrame(rows, schema=kinds)


def _reached(found: Ahead) -> str:
    """How far what comes and goes has got, the farthest first."""
    told = [f"{found.reached[one]} {words}" for one, words in SAID.items() if found.reached.get(one)]
    return f"Of what comes and goes: {', '.join(told)}."


def _curves(here: Screen, rows: pl.DataFrame) -> None:
    """The two curves with the widest step between them as their title; nothing while no future is drawn."""
    steps = rows.filter(pl.col("now").is_not_null() & pl.col("future").is_not_null())
    if rows["future"].is_null().all():
        return
    title = "How customers shall feel"
    if not steps.is_empty():
        widest = steps.sort((pl.col("future") - pl.col("now")).abs(), descending=True).row(0, named=True)
        title = f"The widest step is at {widest['stage']}: from {signed(widest['now'])} to {signed(widest['future'])}"
    subtitle = f"emotion from −5 to +5; measured over {window(here)}"
    figure = picture.curves(rows, title=title, subtitle=subtitle)
    st.plotly_chart(figure, key="future_curves", config=NO_BAR, alt=picture.alt_text(rows, title=title))


def _stage(here: Screen, stage: StageFuture) -> dict[str, Any]:
    return {
        "name": stage.name,
        "future": stage.future.value,
        "goes": [_part(here, part) for part in stage.goes],
        "comes": [_part(here, part) for part in stage.comes],
        "stays": [_part(here, part) for part in stage.stays],
    }


def _part(here: Screen, part: Part) -> dict[str, Any]:
    work = [
        {"said": one.title, "href": f"{PAGES[one.subject]}?{urlencode({**here.address, one.subject: one.id})}"}
        for one in part.work
    ]
    return {"lane": part.lane, "text": part.text, "reached": part.reached(here.today).value, "work": work}
