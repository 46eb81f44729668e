"""Tags: set, changed, found again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.engine import Engine

from journey.analysis.search.query import asked
from journey.domain.finding import TextKind
from journey.errors import Refused
from journey.routine.journeys import add_journey
from journey.routine.listening.hearing import hear
from journey.routine.tags import set_tags
from journey.store.engine import writing
from journey.store.readers.audit import history
from journey.store.readers.search import search
from journey.store.readers.tags import known_tags, tags_of
from journey.store.tables import Verbatim

YOU = 1


@pytest.fixture
def said(engine: Engine) -> tuple[int, int]:
    """A journey and a verbatim in it."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Pay",)).key
    with writing(engine) as session:
        row = Verbatim(journey_id=journey, text="The card was refused twice")
        session.add(row)
        session.flush()
        return journey, row.key


def test_tags_are_set_whole_and_written_alike(engine: Engine, said: tuple[int, int]) -> None:
    journey, verbatim = said
    subject = (Verbatim, verbatim)
    assert set_tags(engine, by=YOU, journey=journey, subject=subject, tags=[" Card ", "card", "First  try", ""]) == [
        "card",
        "first try",
    ]
    set_tags(engine, by=YOU, journey=journey, subject=subject, tags=["card", "bank"])
    assert tags_of(engine, journey, subject) == ["bank", "card"]
    assert known_tags(engine, journey) == ["bank", "card", "first try"]
    event = history(engine, journey, limit=1).row(0, named=True)
    assert (event["act"], event["before"], event["after"]) == (
        "tag.set",
        {"tags": ["card", "first try"]},
        {"tags": ["bank", "card"]},
    )


def test_a_tag_too_long_is_refused_and_nothing_changes(engine: Engine, said: tuple[int, int]) -> None:
    journey, verbatim = said
    with pytest.raises(Refused, match="a word or two"):
        set_tags(engine, by=YOU, journey=journey, subject=(Verbatim, verbatim), tags=["fine", "x" * 61])
    assert known_tags(engine, journey) == []


def test_what_was_tagged_while_listening_is_found_by_its_tag(engine: Engine, said: tuple[int, int]) -> None:
    journey, verbatim = said
    hear(
        engine, by=YOU, journey=journey, week="2026-W47", item=(Verbatim, verbatim), on=date(2026, 11, 18), tags=("Bank trouble",)
    )
    [tag] = search(engine, journey, asked("trouble bank")).hits
    assert (tag.kind, tag.text) == (TextKind.TAG, "bank trouble")
    [tagged] = search(engine, journey, asked('tag:"bank trouble"')).hits
    assert (tagged.kind, tagged.text) == (TextKind.VERBATIM, "The card was refused twice")
