"""The dialogs that let a persona speak in customers' words, and take them away again."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.format import signed
from journey.routine.personas import quote, unquote
from journey.store.readers.feelings import extremes
from journey.store.readers.personas import VERBATIM, WORDS, kept, of_segment
from journey.store.tables import Persona
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal

OFFERED = 8
"""Words that a dialog offers at once; what is typed finds the others."""
SHOWN = 160
WEEKS = 13
"""Weeks in which an answer at either end of the scale is looked for."""


@st.dialog("Add quotes", width="large")
def add_quotes(here: Screen, persona: Persona, known: pl.DataFrame) -> None:
    """Choose among the quotes that were kept and the strongest answers; those of the persona's own customers come first."""
    offered = _offered(here, persona).join(known, on=["other", "other_id"], how="anti", maintain_order="left")
    sought = st.text_input("Find words", key=f"quotes_sought_{persona.key}", placeholder="a word that was said", max_chars=80)
    if sought.strip():
        offered = offered.filter(pl.col("text").str.to_lowercase().str.contains(sought.strip().lower(), literal=True))
    if offered.is_empty():
        st.markdown("No such words. Wednesday's listening keeps quotes, and answers come in with the data.")
        return
    with st.form("add_quotes", border=False):
        rows = list(offered.head(OFFERED).iter_rows(named=True))
        chosen = [
            row for row in rows if st.checkbox(_label(row), key=f"q_{persona.key}_{row['other']}_{row['other_id']}", wrap=True)
        ]
        save = st.form_submit_button("Add", type="primary")
    if save and chosen:
        where = {"journey": here.id, "persona": persona.key}
        done = [attempt(quote, done="", **where, other=row["other"], other_id=row["other_id"]) for row in chosen]
        finish(None if None in done else done)


@st.dialog("Take quotes away", width="large")
def drop_quotes(here: Screen, persona: Persona, known: pl.DataFrame) -> None:
    """Unlink what no longer speaks for the persona; the words stay where they were kept."""
    with st.form("drop_quotes", border=False):
        rows = list(known.iter_rows(named=True))
        chosen = [row for row in rows if st.checkbox(_label(row), key=f"uq_{row['link_id']}", wrap=True)]
        save = st.form_submit_button("Take away", type="primary")
    if save and chosen:
        done = [attempt(unquote, done="", journey=here.id, link=row["link_id"], revision=row["revision"]) for row in chosen]
        finish(None if None in done else done)


def _label(row: dict[str, Any]) -> str:
    text = row["text"] if len(row["text"]) <= SHOWN else f"{row['text'][: SHOWN - 1].rstrip()}…"
    felt = "" if row["emotion"] is None else f" · felt {signed(row['emotion'])}"
    kind = "answer" if row["other"] == VERBATIM else "kept quote"
    return f"{literal(text)} · {kind}{felt}"


def _offered(here: Screen, persona: Persona) -> pl.DataFrame:
    """Kept quotes of the persona's customers, their strongest answers, then all other kept quotes: WORDS."""
    rule = persona.segment if "=" in persona.segment else ""
    words = kept(engine(), here.id)
    own = of_segment(engine(), here.id, words["item"], rule) if rule else set()
    theirs = words.filter(pl.col("item").is_in(list(own)))
    until = here.reviewed.bounds(here.journey.timezone)[1].astimezone(UTC)
    strongest = extremes(engine(), here.id, since=until - timedelta(weeks=WEEKS), until=until, segment=rule)
    answers = strongest.sort(pl.col("emotion").abs(), descending=True).with_columns(
        other=pl.lit(VERBATIM), other_id=pl.col("item").str.slice(1).cast(pl.Int64), said_at="at"
    )
    rest = words.filter(~pl.col("item").is_in(list(own)))
    parts = [part.select(pl.col(name).cast(kind) for name, kind in WORDS.items()) for part in (theirs, answers, rest)]
    return pl.concat(parts).unique(["text"], maintain_order=True)
