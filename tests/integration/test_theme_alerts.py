"""A theme that customers suddenly speak of is an alert on Monday, at its stage, with their words behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.alerts.acts import check, triage
from journey.routine.alerts.theme_spikes import still
from journey.routine.journeys import add_journey
from journey.routine.listening.theme_acts import rename
from journey.routine.listening.themes import find
from journey.routine.notify.told import Links, alert_words
from journey.store.engine import reading, writing
from journey.store.readers.alerts import alerts
from journey.store.readers.journeys import row, stages
from journey.store.readers.themes import themes
from journey.store.tables import Conversation, Evidence, Journey, Turn, Verbatim

YOU = 1
FIRST = date(2026, 6, 1)
LAST = 20
"""Weeks of texts; in the last one the photo comes up."""
PHOTO = "I cannot take a photo of the document with my phone"
CALM = {
    "The delivery came two weeks late": 4,
    "My invoice shows an amount charged twice": 4,
    "The hotline kept me waiting an hour on hold": 4,
    PHOTO: 2,
}


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", timezone="Europe/Berlin", stages=("Browse", "Verify")).key


def week_of(engine: Engine, journey: int, at: int, counts: dict[str, int]) -> None:
    verify = stages(engine, journey)[1].key
    when = datetime.combine(FIRST + timedelta(weeks=at, days=2), datetime.min.time(), UTC)
    with writing(engine) as session:
        for text, many in counts.items():
            stage = verify if text == PHOTO else None
            values: dict[str, Any] = {"at": when, "language": "en", "stage_id": stage}
            session.add_all([Verbatim(journey_id=journey, text=text, **values) for _ in range(many)])


def lived(engine: Engine, journey: int, last: dict[str, int]) -> Week:
    for at in range(LAST):
        week_of(engine, journey, at, last if at == LAST - 1 else CALM)
    find(engine, journey=journey)
    return Week.of(FIRST + timedelta(weeks=LAST - 1))


def look(engine: Engine, journey: int, week: Week) -> list[dict[str, Any]]:
    check(engine, by=YOU, journey=journey, week=week, today=week.shift(1).monday)
    return alerts(engine, journey).to_dicts()


def test_a_spike_is_raised_once_at_its_stage_says_what_it_is_and_leads_to_its_theme(engine: Engine, shop: int) -> None:
    week = lived(engine, shop, CALM | {PHOTO: 15})
    (photo,) = [theme for theme in themes(engine, shop) if "photo" in " ".join(theme.words)]
    rename(engine, by=YOU, journey=shop, theme=photo.key, revision=photo.revision, given="Photo of the document")
    (raised,) = look(engine, shop, week)
    assert (raised["stage"], raised["source"], raised["rule"]) == ("Verify", "Theme “Photo of the document”", "theme spike")
    assert (
        raised["why"]
        == "Theme “Photo of the document” came up far more often: 15 texts in the week, usually about 2.0, hardly ever over 8."
    )
    assert (raised["value"], raised["since"], raised["week"]) == (15, week.monday, str(week.shift(1)))
    assert alert_words(raised).startswith("Theme “Photo of the document” came up far more often: 15 texts")
    link = Links(Settings(), row(engine, Journey, shop)).alert(raised)
    assert link.endswith(f"part=Themes&theme={photo.key}")
    assert look(engine, shop, week) == [raised]


def test_a_week_in_which_everybody_writes_more_is_no_spike_of_a_theme(engine: Engine, shop: int) -> None:
    week = lived(engine, shop, {text: 5 * many for text, many in CALM.items()})
    assert look(engine, shop, week) == []


def test_it_calms_by_itself_when_a_usual_week_is_in_and_not_before(engine: Engine, shop: int) -> None:
    week = lived(engine, shop, CALM | {PHOTO: 15})
    (raised,) = look(engine, shop, week)
    assert still(engine, shop, week.shift(1), raised["theme_id"]) is None
    assert look(engine, shop, week.shift(1))[0]["state"] == AlertState.OPEN
    week_of(engine, shop, LAST, CALM)
    find(engine, journey=shop)
    with writing(engine) as session:
        session.get_one(Journey, shop).data_version += 1
    assert look(engine, shop, week.shift(1))[0]["state"] == AlertState.RESOLVED


def test_a_blocker_of_it_has_the_customers_words_behind_it(engine: Engine, shop: int) -> None:
    week = lived(engine, shop, CALM | {PHOTO: 15})
    (raised,) = look(engine, shop, week)
    triage(engine, by=YOU, journey=shop, alert=raised["id"], revision=raised["revision"], state=AlertState.BLOCKER)
    with reading(engine) as session:
        behind = session.exec(select(Evidence).order_by(Evidence.id)).all()  # type: ignore[arg-type]
    assert [piece.source for piece in behind] == ["analytics", "survey"]
    assert behind[1].text == PHOTO
    assert behind[1].verbatim_id is not None


def test_words_of_a_call_behind_a_blocker_lead_to_their_turn(engine: Engine, shop: int) -> None:
    week = lived(engine, shop, CALM)
    at, verify = datetime.combine(week.monday, time(12), UTC), stages(engine, shop)[1].key
    with writing(engine) as session:
        for _ in range(15):
            call = Conversation(journey_id=shop, title="A call", at=at, stage_id=verify)
            session.add(call)
            session.flush()
            session.add(Turn(conversation_id=call.key, position=0, customer=True, text=PHOTO, language="en"))
        for answer in session.exec(select(Verbatim).where(Verbatim.text == PHOTO)):
            if answer.at is not None and answer.at.date() >= week.monday:
                session.delete(answer)
    find(engine, journey=shop)
    (raised,) = look(engine, shop, week)
    triage(engine, by=YOU, journey=shop, alert=raised["id"], revision=raised["revision"], state=AlertState.BLOCKER)
    with reading(engine) as session:
        (behind,) = session.exec(select(Evidence).where(Evidence.source == "conversation")).all()
        assert behind.turn_id is not None
        assert session.get_one(Turn, behind.turn_id).text == behind.text == PHOTO
