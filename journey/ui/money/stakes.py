"""The part that shows what is at stake at each stage, with the sums that a reader can do again."""

from __future__ import annotations

import streamlit as st

from journey.charts.money import stakes
from journey.routine.money.sheets import stakes_sheet
from journey.routine.money.told import dearest_told
from journey.ui.frame import Screen
from journey.ui.money.figures import seen
from journey.ui.money.lines import row_of, take_away
from journey.ui.runtime import literal

CAPTION = (
    "A week, on average of the last eight settled weeks; the line is the 95 % interval. "
    "The whole journey tells the same customers as its stages."
)
HOW = (
    "**At stake** is what a stage costs because a metric is not at its target, or, where it has none, not at the level of the "
    "last year's better weeks (its better quartile, without the part of the spread that is only noise): gap × how many a week "
    "× worth of one. The worth of a completion counts only for those who would go on to the goal from there.\n\n"
    "The **interval** joins two things by simulation (4,000 draws): what the weeks leave open of the metric, widened where "
    "weeks differ by more than chance, and the range of the worth, drawn from a triangle with its peak at the likely amount.\n\n"
    "At one stage, one metric of each sort counts: customers lost, contacts, time. Others that tell the same are shown and not "
    "added. **Stages are not added up** either: who stays at one stage can still leave at the next."
)


def at_stake_part(here: Screen) -> None:
    """At stake by stage, dearest metrics first, with what is missing."""
    found = seen(here)
    shown = [stage for stage in found.stages if here.shows(stage.stage_id)]
    if not shown:
        st.markdown(
            "Money at stake stands here by stage, once you say what a completion, a contact or an hour is worth. "
            "Choose Worths above and begin with the metric that your finance people already have a figure for."
        )
        return
    if finding := dearest_told(found, shown):
        st.header(literal(finding), anchor=False)
    st.html(stakes([row_of(stage, found, here) for stage in shown], caption=CAPTION))
    _missing(found.without, [metric.name for metric in found.unmeasured])
    take_away(here, "at-stake", lambda: stakes_sheet(found), HOW)


def _missing(without: tuple[str, ...], unmeasured: list[str]) -> None:
    """What is not in the picture, said rather than left out."""
    if without:
        st.caption(f"Nobody has said what anything is worth at {literal(', '.join(without))}.")
    if unmeasured:
        names = literal(", ".join(unmeasured))
        st.caption(f"{names}: a worth is there, but too little history and no target to hold it against.")
