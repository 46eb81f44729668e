"""The notes of a workshop: one's own while everybody writes, then everybody's to merge, then on the map."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.alike import alike
from journey.domain.format import signed
from journey.domain.words import LaneKind
from journey.routine.workshops import bin_note, change_note, merge_notes, part_note, put_notes
from journey.store.readers import journeys
from journey.store.tables import Stage, Workshop, WorkshopPerson
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

Row = dict[str, Any]
NOWHERE = "No stage said"


def own(here: Screen, notes: pl.DataFrame, me: WorkshopPerson | None, stages: list[Stage]) -> None:
    """What I wrote, and how much there is of others: in silence nobody reads along."""
    writers = notes["author_id"].drop_nulls().n_unique()
    if notes.height:
        so_far = f"{count(notes.height, 'note')} from {count(writers, 'person', 'people')} so far"
        st.caption(f"{so_far}. They are shown when all have written.")
    mine = notes.filter(pl.col("author_id") == me.key) if me else notes.clear()
    names = {stage.key: stage.name for stage in stages}
    for row in mine.iter_rows(named=True):
        _note(here, row, names, can_bin=True)


def everybodys(here: Screen, one: Workshop, notes: pl.DataFrame, stages: list[Stage]) -> None:
    """Every note by stage, what seems to say the same side by side, and the way onto the map."""
    open_notes = notes.filter(pl.col("merged_into").is_null())
    waiting = open_notes.filter(pl.col("became") == "")
    for _, near in waiting.group_by("stage_id", maintain_order=True):  # what is said of two stages is not the same
        for group in alike(near["text"].to_list()):
            _same(here, near[group])
    with st.popover("Merge others", disabled=waiting.height < 2):
        _merge(here, waiting)
    names: dict[int | None, str] = {stage.key: stage.name for stage in stages}
    below = {id: rows for (id,), rows in notes.filter(pl.col("merged_into").is_not_null()).group_by("merged_into")}
    for stage in (*names, None):
        rows = open_notes.filter(pl.col("stage_id").is_null() if stage is None else pl.col("stage_id") == stage)
        if rows.height and notes["stage_id"].is_not_null().any():
            st.markdown(f"**{literal(names.get(stage, NOWHERE))}**")
        for row in rows.iter_rows(named=True):
            merged = below.get(row["id"], notes.clear())
            felt = [value for value in (row["emotion"], *merged["emotion"]) if value is not None]
            _note(here, row | {"emotion": sum(felt) / len(felt) if felt else None}, {})
            for under in merged.iter_rows(named=True):
                _under(here, under)
    to_the_map(here, one, notes)


def to_the_map(here: Screen, one: Workshop, notes: pl.DataFrame) -> None:
    """The button that puts what is not there yet, and what keeps a note off the map."""
    kinds = {number: step["becomes"] for number, step in enumerate(one.agenda)}
    ready = notes.filter(pl.col("merged_into").is_null() & ~pl.col("parked") & (pl.col("became") == ""))
    ready = ready.filter([bool(kinds[step]) for step in ready["step"]])
    claims = [kinds[step] in {kind.value for kind in LaneKind} for step in ready["step"]]
    here_now = [stage.key for stage in journeys.stages(engine(), here.id)]
    lost = ready.filter(claims).filter(pl.col("stage_id").is_null() | ~pl.col("stage_id").is_in(here_now))
    for row in lost.iter_rows(named=True):
        _place(here, row)
    placed = ready.join(lost, on="id", how="anti") if lost.height else ready
    if placed.height:
        why = f"Workshop “{one.name}”" + (f" on {one.held_on.day} {one.held_on:%b %Y}" if one.held_on else "")
        st.button(
            f"Put {count(placed.height, 'note')} on the map", key=f"put_{one.key}", type="primary", icon=":material/add_notes:",
            on_click=attempt, args=(put_notes,),
            kwargs={"done": "On the map, as hypotheses.", "journey": here.id, "notes": placed["id"].to_list(), "why": why},
        )  # fmt: skip


def read_out(one: Workshop, notes: pl.DataFrame, stages: list[Stage]) -> None:
    """What was written in each step, and what is parked, to read again when the workshop is over."""
    names = {stage.key: f" · {stage.name}" for stage in stages}
    for number, step in enumerate(one.agenda):
        _lines(step["name"], notes.filter((pl.col("step") == number) & ~pl.col("parked")), names)
    _lines("Parking lot", notes.filter("parked"), names)


def _lines(head: str, notes: pl.DataFrame, stages: dict[int, str]) -> None:
    """Notes under a heading, those that were merged below the one that stands for them."""
    told = []
    for row in notes.filter(pl.col("merged_into").is_null()).iter_rows(named=True):
        more = f"{stages.get(row['stage_id'], '')}{' · on the map' if row['became'] else ''}".removeprefix(" · ")
        told.append(f"- {literal(row['text'])} :gray[{literal(more)}]")
        told += [f"    - :gray[{literal(text)}]" for text in notes.filter(pl.col("merged_into") == row["id"])["text"]]
    if told:
        st.markdown("\n".join([f"**{literal(head)}**\n", *(line.replace("\n", " ") for line in told)]))


def _place(here: Screen, row: Row) -> None:
    """A note that names no stage, or one that left the map: where does it belong?"""
    names = {stage.key: stage.name for stage in journeys.stages(engine(), here.id)}
    key = f"place_{row['id']}_{row['revision']}"
    st.selectbox(
        f"Where does “{row['text']}” belong?", list(names), index=None, format_func=names.__getitem__, key=key,
        on_change=_placed, args=(here, row, key),
    )  # fmt: skip


def _placed(here: Screen, row: Row, key: str) -> None:
    attempt(change_note, done="", journey=here.id, note=row["id"], revision=row["revision"], stage_id=st.session_state[key])


def _same(here: Screen, rows: pl.DataFrame) -> None:
    """Notes that seem to say the same, with the one that would stand for all."""
    said = " · ".join(f"“{literal(text)}”" for text in rows["text"])
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"Do these say the same? {said}", width="stretch")
        longest = max(rows["text"], key=len)
        st.button(
            "Merge", key=f"merge_{'_'.join(map(str, rows['id']))}", on_click=attempt, args=(merge_notes,),
            kwargs={"done": "", "journey": here.id, "notes": rows["id"].to_list(), "text": longest},
        )  # fmt: skip


def _merge(here: Screen, waiting: pl.DataFrame) -> None:
    texts = dict(zip(waiting["id"], waiting["text"], strict=True))
    with st.form("merge_others", border=False, clear_on_submit=True):
        chosen = st.multiselect("Which say the same?", list(texts), format_func=texts.__getitem__)
        text = st.text_input("In one sentence", max_chars=400, placeholder="Empty: the first one's words")
        if st.form_submit_button("Merge"):
            words = text or (texts[chosen[0]] if chosen else "")
            attempt(merge_notes, done="", journey=here.id, notes=chosen, text=words)
            st.rerun()


def _note(here: Screen, row: Row, stages: dict[int, str], *, can_bin: bool = False) -> None:
    felt = f" · feels {signed(row['emotion'])}" if row["emotion"] is not None else ""
    where = f" · {literal(stages[row['stage_id']])}" if row["stage_id"] in stages else ""
    done = " · on the map" if row["became"] else ""
    who = "" if can_bin else f" · {literal(row['author'] or 'nobody')}"
    with st.container(key=f"row_note_{row['id']}", horizontal=True, vertical_alignment="center"):
        st.markdown(f"{literal(row['text'])} :gray[{(where + felt + who + done).removeprefix(' · ')}]", width="stretch")
        if can_bin and not row["became"]:
            gone = {"done": "", "journey": here.id, "note": row["id"], "revision": row["revision"]}
            st.button(
                "Take it back", key=f"bin_note_{row['id']}", type="tertiary", on_click=attempt, args=(bin_note,), kwargs=gone
            )


def _under(here: Screen, row: Row) -> None:
    """A note that was merged, under the one that stands for it."""
    with st.container(key=f"row_under_{row['id']}", horizontal=True, vertical_alignment="center"):
        st.markdown(f":gray[↳ {literal(row['text'])}]", width="stretch")
        apart = {"done": "", "journey": here.id, "note": row["id"], "revision": row["revision"]}
        st.button("Part", key=f"part_{row['id']}", type="tertiary", on_click=attempt, args=(part_note,), kwargs=apart)


def count(number: int, one: str, many: str = "") -> str:
    """So many of something, in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
