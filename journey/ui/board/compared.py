"""Two versions of the map side by side, the parts that differ marked and told in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from journey.analysis.map_diff import Difference, Kind, diff
from journey.charts.map_versions import touched, version_map
from journey.routine.map_content import Content, picture
from journey.routine.map_words import named
from journey.store.engine import reading
from journey.store.readers import maps as read
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

NOW = 0
"""Stands for the map as it is now."""


def compared(here: Screen, known: pl.DataFrame) -> None:
    """Which two is in the address, so that whoever gets it sees the same two."""
    names = {NOW: "The map now"} | {row["number"]: f"{row['number']} · {row['name']}" for row in known.iter_rows(named=True)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = _pick("From", "from_version", list(names)[1:], names)
        second = _pick("To", "to_version", list(names), names)
        whole = st.toggle("Show the stages that stayed the same, too", key="whole_versions")
    one, other = (named(engine(), here.id, _content(here, number)) for number in (first, second))
    found = diff(one, other)
    if not found:
        st.markdown("These two say the same.")
        return
    _side_by_side(one, other, found, (names[first], names[second]), whole=whole)
    for title, some in grouped(found).items():
        lines = "\n".join(f"- {literal(one.sentence)}" for one in some)
        st.markdown(f"**{title} ({len(some)})**\n\n{lines}")


def _pick(label: str, key: str, numbers: list[int], names: Mapping[int, str]) -> int:
    asked = st.query_params.get(key, "")
    index = numbers.index(int(asked)) if asked.isdecimal() and int(asked) in numbers else 0
    chosen: int = st.selectbox(label, numbers, index=index, format_func=names.__getitem__, key=f"pick_{key}", width=360)
    if asked or index != numbers.index(chosen):
        st.query_params[key] = str(chosen)
    return chosen


def _side_by_side(one: Content, other: Content, found: list[Difference], names: tuple[str, str], *, whole: bool) -> None:
    stages = None if whole else sorted(touched(one, found) | touched(other, found))
    if stages == []:
        st.markdown("No stage and no card differs: see below what does.")
        return
    with st.container(key="versions_two"):
        for place, content, side, name in zip(st.columns(2, gap="medium"), (one, other), ("before", "after"), names, strict=True):
            with place:
                st.subheader(name, anchor=False)
                st.html(version_map(content, found, side=side, label=f"The map: {name}", stages=stages))


def grouped(found: list[Difference]) -> dict[str, list[Difference]]:
    """Differences under what happened, in the order that a reader asks for; empty groups left out."""
    groups: dict[str, list[Difference]] = {
        title: [] for title in ("Added", "Removed", "Moved", "Reworded", "Emotion", "Other changes")
    }
    for one in found:
        felt = one.part == "feeling" or one.field == "emotion"
        title = {Kind.CHANGED: "Emotion" if felt else "Other changes"}.get(one.kind, one.kind.value.title())
        groups[title].append(one)
    return {title: some for title, some in groups.items() if some}


def _content(here: Screen, number: int) -> Content:
    if number != NOW:
        return read.version(engine(), here.id, number).content
    with reading(engine()) as session:
        return picture(session, here.id)
