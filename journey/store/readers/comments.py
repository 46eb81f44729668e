"""What people said to each other on the map: the threads of a thing, and what waits for somebody's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import String, cast
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import columns, frame, reading
from journey.store.tables import Card, Comment, Lane, Opportunity, PainPoint, Person, Stage, Step, Touchpoint

SAID: dict[str, tuple[type[Any], str]] = {
    "card": (Card, "text"), "pain_point": (PainPoint, "title"), "opportunity": (Opportunity, "title"), "stage": (Stage, "name"),
    "step": (Step, "name"), "touchpoint": (Touchpoint, "name"), "lane": (Lane, "name"),
}  # fmt: skip
"""What things that are talked about are called by: table and column."""


def threads(engine: Engine, journey_id: int, subject: str, subject_id: int) -> pl.DataFrame:
    """The comments on one thing, oldest first: id, revision, text, answers, mentions, person_id, at, resolved_at,
    resolved_by."""
    names = ("id", "revision", "text", "answers", "mentions", "person_id", "at", "resolved_at", "resolved_by")
    query = columns(*(getattr(Comment, name) for name in names)).where(Comment.journey_id == journey_id)
    query = query.where(Comment.subject == subject, Comment.subject_id == subject_id, col(Comment.deleted_at).is_(None))
    schema = {"answers": pl.Int64, "mentions": pl.Object, "resolved_by": pl.Int64}
    return frame(engine, query.order_by(col(Comment.id)), schema)


@dataclass(frozen=True)
class Mention:
    """Somebody was spoken to on the map and has not answered yet: `about` tells the thing by its words."""

    subject: str
    subject_id: int
    about: str
    by: str
    text: str
    at: datetime


def waiting_for(engine: Engine, journey_id: int, person_id: int) -> list[Mention]:
    """What others said to a person in threads that are open, newest first, each thread once.

    It waits until the thread is resolved, or the person has said something in it since. What is about something in the bin
    does not wait.
    """
    spoken = cast(col(Comment.mentions), String) != "[]"
    with reading(engine) as session:
        found = select(Comment.answers, Comment.id, Comment.mentions).where(Comment.journey_id == journey_id, spoken)
        found = found.where(Comment.person_id != person_id, col(Comment.deleted_at).is_(None))
        mine = {answers or id for answers, id, mentions in session.exec(found) if person_id in mentions}
        if not mine:
            return []
        of_thread = col(Comment.id).in_(mine) | col(Comment.answers).in_(mine)
        query = select(Comment, Person.name).join(Person, col(Person.id) == Comment.person_id)
        rows = session.exec(query.where(of_thread, col(Comment.deleted_at).is_(None)).order_by(col(Comment.id))).all()
        told = [_of_thread([row for row in rows if thread in (row[0].id, row[0].answers)], person_id) for thread in mine]
        waits = [(comment, name, _about(session, comment)) for one in told if one is not None for comment, name in [one]]
    open_ones = [Mention(one.subject, one.subject_id, about, name, one.text, one.at) for one, name, about in waits if about]
    return sorted(open_ones, key=lambda one: one.at, reverse=True)


def _of_thread(rows: list[tuple[Comment, str]], person_id: int) -> tuple[Comment, str] | None:
    """What was said last to the person in a thread and waits; None if nothing does."""
    if not rows or rows[0][0].answers is not None or rows[0][0].resolved_at is not None:
        return None
    spoken = [i for i, (one, _) in enumerate(rows) if one.person_id != person_id and person_id in one.mentions]
    answered = [i for i, (one, _) in enumerate(rows) if one.person_id == person_id]
    if not spoken or (answered and answered[-1] > spoken[-1]):
        return None
    return rows[spoken[-1]]


def _about(session: Any, comment: Comment) -> str:
    table, column = SAID.get(comment.subject, (None, ""))
    row = session.get(table, comment.subject_id) if table is not None else None
    return str(getattr(row, column)) if row is not None and row.deleted_at is None else ""
