"""Money in a line or a small block, for the pages that are about something else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from journey.analysis.money import StageStake
from journey.charts.money import Row, stakes
from journey.domain import format
from journey.domain.words import Direction, Reach
from journey.exports.safe_csv import safe_csv
from journey.routine.money import AtStake, claim, line_of, parts_told, return_of, stage_told, sum_told
from journey.routine.money.told import range_told
from journey.routine.verdicts import Trial
from journey.ui.frame import Screen
from journey.ui.money.figures import around, brought_in, seen
from journey.ui.money.parts import PARTS
from journey.ui.runtime import literal


def stage_money(here: Screen) -> dict[int | None, str]:
    """What is at stake at each stage that has a worth, in a few words: €702 (€228 to €1,390) a week at stake."""
    found = seen(here)
    return {
        stage.stage_id: f"{range_told(stage.a_week, found.currency)} a week at stake"
        for stage in found.stages
        if stage.a_week.high > 0
    }


def money_line(here: Screen, trial: Trial) -> str:
    """What a shipped change is worth, as a sentence that is safe in Markdown; "" where nobody said what its metric is worth."""
    money = return_of(trial, around(here), until=here.reviewed.sunday)
    return literal(line_of(money, here.journey.currency)) if money else ""


def forecast_money(here: Screen, metric_id: int, size: float, direction: Direction | None = None) -> str:
    """What a hypothesis claims while it is written, safe in Markdown; `size` in the metric's own unit. "" without a worth."""
    where = around(here)
    if metric_id not in where.levels:
        return ""
    hoped = {"metric_id": metric_id, "size": size, "direction": direction or where.levels[metric_id].spec.direction}
    money = claim(hoped, where)
    if money is None:
        return ""
    week, year = range_told(money.a_week, here.journey.currency), format.money(money.year.amount, here.journey.currency)
    return literal(f"If it holds, that is worth {week} a week and {year} in its first year.")


def leadership_money(here: Screen) -> None:
    """Leadership's block: at stake by stage, and the three sums of what changes brought in."""
    found = seen(here)
    address = f"money?{urlencode(here.address)}"
    shown = [row_of(stage, found, here, details=False) for stage in found.stages if here.shows(stage.stage_id)]
    if not shown:
        st.caption(f"Nobody has said what a completion or a contact is worth. [Say it]({address}&part={PARTS['worths']})")
        return
    st.html(stakes(shown, caption="A week, against target or best-known level; 95 % interval. Stages are not to be added up."))
    brought = brought_in(here)
    lines = [f"- {literal(sum_told(brought, reach))}" for reach in Reach]
    st.markdown("\n".join([*lines, "", f"[How this is worked out]({address})"]))


def row_of(stage: StageStake, found: AtStake, here: Screen, *, details: bool = True) -> Row:
    """A stage's money as it is drawn."""
    ask = {**here.address, "lever": "rate", "stage": str(stage.stage_id), "by": "0.01"}
    return Row(
        found.names[stage.stage_id], stage.a_week.amount, stage.a_week.low, stage.a_week.high, stage_told(stage, found.currency),
        tuple(parts_told(stage, found)) if details else (),
        more=(f"what_if?{urlencode(ask)}", "What if?") if details and stage.stage_id is not None else ("", ""),
    )  # fmt: skip


def take_away(here: Screen, name: str, sheet: Callable[[], pl.DataFrame], how: str) -> None:
    """What stands below a part: its figures as a file, made when it is asked for, and how they are worked out."""
    with st.container(horizontal=True):
        st.download_button(
            "Download as CSV", lambda: safe_csv(sheet()), f"{name}-{here.journey.slug}-{here.reviewed}.csv", "text/csv",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        with st.popover("How this is worked out", icon=":material/help:", type="tertiary"):
            st.markdown(how)
