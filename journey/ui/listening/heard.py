"""The end of the hour: what was heard this week, and what comes next."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from journey.domain.format import signed
from journey.store.readers.quotes import quotes
from journey.store.readers.work import pains
from journey.ui.frame import Screen, at_page
from journey.ui.listening.queue import Hour
from journey.ui.runtime import engine, literal


def what_was_heard(here: Screen, hour: Hour) -> None:
    """What the week's listening brought: stages, feelings, quotes and pain points; then Thursday, or six more."""
    if hour.left:
        st.subheader("The rest is in other hands", anchor=False)
        st.markdown("Everything that is left is being heard by others now. Draw more, or come back later.")
    else:
        st.subheader("The week's queue is heard", anchor=False)
    for line in _lines(here, hour):
        st.markdown(line)
    st.page_link(
        at_page("pages/thursday_map.py"), label="Thursday: take it to the map", icon=":material/arrow_forward:",
        query_params=here.address,
    )  # fmt: skip
    if len(hour.rows) and st.query_params.get("more") != "1":
        st.button("Draw six more", icon=":material/add:", on_click=_more, key="draw_more")


def _lines(here: Screen, hour: Hour) -> list[str]:
    heard = [row for row in hour.done.values() if not row["skipped"]]
    names = {stage.key: stage.name for stage in here.stages}
    people = Counter(row["person"] for row in heard)
    lines = [f"**{_count(len(heard), 'customer')} heard** by {_listed(people)}." if heard else "**Nobody was heard.**"]
    if where := Counter(names.get(row["stage_id"], "none of the stages") for row in heard):
        lines.append(f"Where: {_listed(where)}.")
    if felt := [row["emotion"] for row in heard if row["emotion"] is not None]:
        low, high = min(felt), max(felt)
        span = f", from {signed(low)} to {signed(high)}" if low < high else ""
        lines.append(f"Felt: {signed(sum(felt) / len(felt))} on average of {len(felt)}{span}.")
    start, end = here.week.bounds(here.journey.timezone)
    kept = quotes(engine(), here.id)
    kept = kept.filter((kept["at"] >= start) & (kept["at"] < end))
    shown = pains(engine(), here.id)
    fresh = shown.filter(
        (shown["created_at"] >= start) & (shown["created_at"] < end) & shown["id"].is_in(kept["pain_id"].to_list())
    )
    if kept.height:
        lines.append(f"{_count(kept.height, 'quote')} kept.")
    if fresh.height:
        lines.append(f"New pain points: {literal('; '.join(fresh['title']))}.")
    return lines


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{literal(name)} ({count})" for name, count in counts.most_common())


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _more() -> None:
    st.query_params["more"] = "1"
