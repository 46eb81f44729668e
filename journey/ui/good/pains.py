"""The pain points in the order of what they cost: the matrix to move them on, the list with its reasons, and what is done."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from journey.analysis.priority import MOST, first_fix
from journey.domain.words import PainStatus
from journey.routine.ranking import WEEKS
from journey.ui.board.parts import PARTS
from journey.ui.frame import Screen, empty
from journey.ui.good.matrix import matrix
from journey.ui.good.matrix.shown import pieces
from journey.ui.good.ranked import seen
from journey.ui.good.stories import from_opportunity_to_story
from journey.ui.runtime import literal

ABOUT = (
    "Severity, frequency and impact run from 1 to 5 and are multiplied, so 125 is the most. Evidence stands beside the score and "
    "is never multiplied into it: what few have looked at is not small. Where an alert's rate or a theme stands behind a pain "
    f"point, its frequency is what the last {WEEKS} weeks of data say, not what people rated."
)
CSS = """<style>
ol.ranked.ranked{list-style:none;margin:0;padding:0}
.ranked.ranked li{display:grid;grid-template-columns:2rem 1fr auto;gap:0 .5rem;padding:.55rem 0;margin:0}
.ranked li{border-top:1px solid var(--border)}
.ranked b{font-weight:600;overflow-wrap:anywhere}.ranked .rank,.ranked .score{font-variant-numeric:tabular-nums}
.ranked .rank,.ranked p{color:var(--muted)}.ranked p{grid-column:2/4;margin:0;font-size:.875rem}
.ranked a{color:inherit}.ranked em{font-style:normal;color:var(--worse)}.ranked .fix em{color:var(--primary)}
</style>"""


def pain_points(here: Screen) -> None:
    """All of it; without a pain point the way to the first one."""
    _ranking(here)
    from_opportunity_to_story(here)


@st.fragment
def _ranking(here: Screen) -> None:
    rows, spots = seen(here)
    if rows.is_empty():
        empty(
            "Pain points stand here in the order of what they cost, once there are some: on the board, or kept while listening.",
            page="pages/wednesday_listening.py",
            button="Listen to customers",
        )
        return
    fix = first_fix(rows)
    if fix is not None:
        st.header(f"First fix: {literal(fix['title'])}", anchor=False)
        st.caption(f"{literal(fix['stage'])} · {_product(fix)} · effort {fix['effort']} · {pieces(fix['evidence'])}")
    left, right = st.columns([3, 2], gap="large")
    with left:
        matrix(here, spots, key="pain_matrix")
        st.caption("Drag a pain point, or choose one and use the arrow keys: up and down for pain, left and right for effort.")
    with right:
        items = "".join(_item(here, row, is_fix=fix is not None and row["id"] == fix["id"]) for row in rows.iter_rows(named=True))
        st.html(f"{CSS}<ol class='ranked'>{items}</ol>")
        with st.popover("How this is ranked", icon=":material/help:", type="tertiary"):
            st.markdown(ABOUT)


@st.fragment
def matrix_alone(here: Screen) -> None:
    """The matrix without the list, for a page that is about who does what."""
    rows, spots = seen(here)
    if rows.is_empty():
        st.markdown("No pain point is open. Once there are some, drag them here between pain and effort.")
        return
    matrix(here, spots)
    ranking = urlencode({**here.address, "part": PARTS["pains"]})
    st.caption(f"Drag them, or use the arrow keys. [The ranking with its reasons](thursday_map?{ranking})")


def _product(row: dict[str, Any]) -> str:
    parts = f"severity {row['severity']} × frequency {row['frequency']} × impact {row['impact']}"
    return f"{parts} = {row['score']} of {MOST}"


def _item(here: Screen, row: dict[str, Any], *, is_fix: bool) -> str:
    """One pain point: its rank, what makes its score, what stands behind it, and the way to it on the board."""
    address = escape(urlencode({**here.address, "part": PARTS["board"], "at": f"pain:{row['id']}"}))
    state = "first fix" if is_fix else "blocker" if row["status"] == PainStatus.BLOCKER.value else ""
    mark = f" <em>{state}</em>" if state else ""
    kinds = f" of {row['kinds']} kinds" if row["kinds"] > 1 else ""
    told = f"<p>The data say: {escape(row['from_data'])}{_rated(row)}</p>" if row["from_data"] else ""
    return (
        f"<li class='{'fix' if is_fix else ''}'><span class='rank'>{row['rank']}</span>"
        f"<b><a href='thursday_map?{address}' target='_self'>{escape(row['title'])}</a>{mark}</b>"
        f"<span class='score'>{row['score']}</span>"
        f"<p>{escape(row['stage'])} · {row['severity']} × {row['frequency']} × {row['impact']}, effort {row['effort']} · "
        f"{pieces(row['evidence'])}{kinds} · {row['quadrant']}</p>{told}</li>"
    )


def _rated(row: dict[str, Any]) -> str:
    """That people rated the frequency otherwise, if they did."""
    return f"; rated {row['rated']}, counts as {row['frequency']}" if row["rated"] != row["frequency"] else ""
