"""What a hit of the search shows: its text with the words marked, who said it, when, where, and what it hangs on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select, text
from sqlmodel import col

from journey.analysis.search.marks import Pieces, shown
from journey.analysis.search.query import Asked
from journey.domain.finding import TextKind
from journey.store.searched import rows_of, tables
from journey.store.tables import SearchText, Stage


@dataclass(frozen=True)
class Hit:
    """Something found: the row `id` of its kind; `pieces` are its text with what is to be marked.

    `similar`: it holds none of the words and means the same. `item` ("v12", "c3") is the customer's text it is or hangs on,
    `turn` the turn of that conversation; `pain` the pain point it is evidence of; `about` what on the map it is about
    ("card:12"); `week` the routine week it was written in.
    """

    kind: TextKind
    id: int
    text: str
    pieces: Pieces
    at: date | None = None
    stage: str = ""
    who: str = ""
    similar: bool = False
    item: str = ""
    turn: int | None = None
    pain: int | None = None
    about: str = ""
    week: str = ""
    emotion: float | None = None


def hits_of(
    connection: Connection, ids: Sequence[int], *, timezone: str, similar: Collection[int], asked: Asked,
    languages: frozenset[str],
) -> list[Hit]:  # fmt: skip
    """The hits with these ids of search_text, in that order."""
    found = {row.id: row for row in connection.execute(_ROWS, {"ids": list(ids)})} if ids else {}
    said = {(subject, id): told for subject in {row.subject for row in found.values()} for id, told in
            _told(connection, subject, [row.subject_id for row in found.values() if row.subject == subject]).items()}  # fmt: skip
    zone = ZoneInfo(timezone)
    hits = []
    for id in ids:
        row = found.get(id)
        told = said.get((row.subject, row.subject_id)) if row else None
        if row is None or told is None:
            continue
        values = dict(told)
        words, day = values.pop("text").strip(), values.pop("day")
        at = date.fromisoformat(str(day)[:10]) if day else row.at.astimezone(zone).date() if row.at else None
        pieces = shown(words, asked, languages, row.language)
        hits.append(Hit(TextKind(row.kind), row.subject_id, words, pieces, at, row.stage or "", similar=id in similar, **values))
    return hits


_ROWS: Any = (
    select(
        col(SearchText.id), col(SearchText.subject), col(SearchText.subject_id), col(SearchText.kind), col(SearchText.language),
        col(SearchText.at), col(Stage.name).label("stage"),
    )
    .join(Stage, col(Stage.id) == SearchText.stage_id, isouter=True)
    .where(col(SearchText.id).in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_BESIDE = {
    "verbatim": "SELECT id, origin AS who, 'v' || id AS item, coalesce(emotion, felt) AS emotion FROM verbatim",
    "turn": "SELECT id, speaker AS who, 'c' || conversation_id AS item, id AS turn, felt AS emotion FROM turn",
    "conversation": "SELECT id, channel AS who, 'c' || id AS item FROM conversation",
    "quote": "SELECT q.id, p.name AS who, coalesce('v' || q.verbatim_id, 'c' || t.conversation_id) AS item, q.turn_id AS turn,"
    " q.pain_id AS pain, q.emotion FROM quote q JOIN person p ON p.id = q.person_id LEFT JOIN turn t ON t.id = q.turn_id",
    "reading": "SELECT r.id, p.name AS who, coalesce('v' || r.verbatim_id, 'c' || r.conversation_id) AS item, r.week,"
    " r.emotion FROM reading r JOIN person p ON p.id = r.person_id",
    "knowledge_gap": "SELECT k.id, p.name AS who FROM knowledge_gap k JOIN person p ON p.id = k.person_id",
    "pain_point": "SELECT id, id AS pain FROM pain_point",
    "evidence": "SELECT id, source AS who, pain_id AS pain FROM evidence",
    "opportunity": "SELECT id, pain_id AS pain FROM opportunity",
    "action": "SELECT a.id, p.name AS who, a.pain_id AS pain FROM action a LEFT JOIN person p ON p.id = a.owner_id",
    "comment": "SELECT c.id, p.name AS who, replace(c.subject, '_point', '') || ':' || c.subject_id AS about"
    " FROM comment c JOIN person p ON p.id = c.person_id",
    "change": "SELECT id, shipped_on AS day FROM change",
    "experiment": "SELECT id, starts_on AS day FROM experiment",
    "incident": "SELECT id, starts_on AS day FROM incident",
    "objective": "SELECT o.id, p.name AS who, o.starts_on AS day FROM objective o LEFT JOIN person p ON p.id = o.owner_id",
    "handover": "SELECT h.id, p.name AS who, h.handed_on AS day FROM handover h LEFT JOIN person p ON p.id = h.from_id",
    "entry": "SELECT e.id, p.name AS who, e.week FROM entry e LEFT JOIN person p ON p.id = e.person_id",
}
"""What each kind shows beside its text."""


def _told(connection: Connection, subject: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    table = tables()[subject]
    told: dict[int, dict[str, Any]] = {
        row.id: {"text": row.text, "day": None} for row in connection.execute(rows_of(subject).where(table.id.in_(ids)))
    }
    if subject in _BESIDE:
        query = text(f"SELECT * FROM ({_BESIDE[subject]}) b WHERE b.id IN :ids").bindparams(bindparam("ids", expanding=True))
        for row in connection.execute(query, {"ids": ids}):
            values = {name: value for name, value in row._mapping.items() if name != "id"}
            told[row.id] |= {name: value for name, value in values.items() if value is not None}
    return told
