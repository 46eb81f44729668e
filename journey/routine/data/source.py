"""The acts on a data source: set one up before its first file, say when it is stale and what its figures are split by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.domain.words import SourceKind
from journey.errors import Refused
from journey.routine.act import act
from journey.routine.data.datasets import CUSTOMER
from journey.store.tables import Source

LONGEST_WAIT = 400
"""Days after which even a yearly survey is stale."""


def add_source(
    engine: Engine, *, by: int, journey: int, kind: SourceKind, name: str, stale_after_days: int = 8, segments: Sequence[str] = ()
) -> Source:
    """Set up a source before its first file comes in; files that are imported under its kind and name are its own."""
    if not name.strip():
        raise Refused("A source needs a name. Nothing was changed.")
    _check(stale_after_days)
    with act(engine, "source.add", by=by, journey=journey) as doing:
        query = select(Source).where(Source.journey_id == journey, Source.kind == kind, Source.name == name.strip())
        if doing.session.exec(query).first() is not None:
            raise Refused(f"There is a source of {kind.value} called '{name.strip()}' already. Nothing was changed.")
        row = Source(journey_id=journey, kind=kind, name=name.strip(), stale_after_days=stale_after_days, segments=list(segments))
        return doing.add(row)


def change_source(engine: Engine, *, by: int, journey: int, source: int, revision: int, **values: Any) -> Source:
    """Change after how many days without news a source is stale, or its segments: attributes that figures are split by."""
    _check(values.get("stale_after_days", 1))
    with act(engine, "source.change", by=by, journey=journey) as doing:
        row = doing.change(doing.get(Source, source), revision, **values)
        if "segments" in values:
            doing.data_changed()
    return row


def count_by(engine: Engine, *, by: int, journey: int, column: str) -> None:
    """Say what one passage through the journey is, for all its events: a customer, or a column such as a session's."""
    with act(engine, "source.count_by", by=by, journey=journey) as doing:
        query = select(Source).where(Source.journey_id == journey, Source.kind == SourceKind.EVENTS)
        for row in doing.session.exec(query):
            others = {name: answer for name, answer in row.answers.items() if name != "case"}
            doing.change(row, row.revision, answers=others if column == CUSTOMER else {**others, "case": column})
        doing.data_changed()


def _check(days: int) -> None:
    if days not in range(1, LONGEST_WAIT + 1):
        raise Refused(f"A source is stale after 1 to {LONGEST_WAIT} days, not {days}. Nothing was changed.")
