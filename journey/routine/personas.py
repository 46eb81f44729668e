"""The acts on the words behind a persona, and whom its segment rule matches."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.segment_rule import Checked, check
from journey.errors import Refused
from journey.routine.act import act
from journey.routine.data.datasets import journey_data
from journey.store.readers.personas import QUOTE, SUBJECT, VERBATIM
from journey.store.tables import Edited, Link, Persona, Quote, Verbatim

WORDS: dict[str, type[Edited]] = {QUOTE: Quote, VERBATIM: Verbatim}


def quote(engine: Engine, *, by: int, journey: int, persona: int, other: str, other_id: int) -> Link:
    """Let a persona speak in a customer's words: a kept quote or an answer; once however often it is asked for."""
    if other not in WORDS:
        raise Refused(f"A persona is quoted from kept quotes and answers, not from a {other}. Nothing was changed.")
    with act(engine, "persona.quote", by=by, journey=journey) as doing:
        doing.get(Persona, persona)
        doing.get(WORDS[other], other_id)
        query = select(Link).where(
            Link.journey_id == journey, Link.subject == SUBJECT, Link.subject_id == persona,
            Link.other == other, Link.other_id == other_id, Link.kind == "",
        )  # fmt: skip
        known = doing.session.exec(query).first()
        if known is None:
            return doing.add(Link(journey_id=journey, subject=SUBJECT, subject_id=persona, other=other, other_id=other_id))
        return doing.restore(known) if known.deleted_at is not None else known


def unquote(engine: Engine, *, by: int, journey: int, link: int, revision: int) -> Link:
    """Take a customer's words from a persona; the words themselves stay where they were kept."""
    with act(engine, "persona.unquote", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Link, link), revision)


def check_segment(engine: Engine, events: Path, *, journey: int, text: str) -> Checked:
    """Whom a segment rule matches in the journey's data; `events` is the folder of the datasets."""
    if not text.strip():
        return Checked("", True, "")
    return check(text, journey_data(engine, events, journey=journey).data)
