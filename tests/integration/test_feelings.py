"""Voices: each customer counted once, as what is best known of how they felt; and the answers at either end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.routine.journeys import add_journey
from journey.routine.listening.interviews import log_interview
from journey.store.engine import writing
from journey.store.readers.feelings import extremes, voices
from journey.store.readers.journeys import stages
from journey.store.tables import Conversation, Reading, Turn, Verbatim, now

YOU = 1
AT = datetime(2026, 11, 11, 9, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", timezone="UTC", stages=("Browse", "Pay")).key


def stored(engine: Engine, *rows: Any) -> list[int]:
    with writing(engine) as session:
        session.add_all(rows)
        session.flush()
        return [row.key for row in rows]


def told(engine: Engine, shop: int, **values: Any) -> dict[str, tuple[Any, ...]]:
    found = voices(engine, shop, since=SINCE, until=UNTIL, **values)
    return {row["key"]: (row["stage_id"], row["kind"], row["emotion"], row["felt"]) for row in found.iter_rows(named=True)}


def test_each_voice_is_of_one_kind(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    own: dict[str, Any] = {"journey_id": shop, "at": AT, "stage_id": pay}
    scored, heard, silent = stored(
        engine,
        Verbatim(**own, text="Fine", emotion=4.0, felt=1.0, sure=0.8),
        Verbatim(**own, text="Well", emotion=4.0),
        Verbatim(**own, text="No score", felt=-2.0, sure=0.7),
    )
    stored(engine, Verbatim(**{**own, "at": UNTIL}, text="Next week", emotion=1.0))
    call, binned = stored(engine, Conversation(**own), Conversation(**own, deleted_at=now()))
    stored(
        engine,
        Turn(conversation_id=call, position=0, text="Hi", customer=False, felt=5.0, sure=1.0),
        Turn(conversation_id=call, position=1, text="Bad", customer=True, felt=-4.0, sure=0.9),
        Turn(conversation_id=call, position=2, text="Hm", customer=True, felt=4.0, sure=0.4),
        Turn(conversation_id=call, position=3, text="Meh", customer=True, felt=-1.0, sure=0.9),
    )
    week: dict[str, Any] = {"journey_id": shop, "week": "2026-W47", "person_id": YOU}
    stored(
        engine,
        Reading(**week, verbatim_id=heard, stage_id=browse, emotion=-3),
        Reading(**week, conversation_id=binned, emotion=-5),
    )
    met = log_interview(engine, by=YOU, journey=shop, on=date(2026, 11, 12), notes="Customer: Good", stage=pay, emotion=3).key
    assert told(engine, shop) == {
        f"v{scored}": (pay, "survey scores", 4.0, 1.0),
        f"v{heard}": (browse, "what you heard", -3.0, None),
        f"v{silent}": (pay, "texts without a score", None, -2.0),
        f"c{call}": (pay, "texts without a score", None, -2.5),
        f"c{met}": (pay, "interviews and shadowing", 3.0, None),
    }


def test_a_personas_customers_alone(engine: Engine, shop: int) -> None:
    own: dict[str, Any] = {"journey_id": shop, "at": AT, "emotion": 1.0}
    team, _, _ = stored(
        engine,
        Verbatim(**own, text="Ours", attributes={"plan": "team"}),
        Verbatim(**own, text="Others", attributes={"plan": "solo"}),
        Verbatim(**own, text="Unknown"),
    )
    stored(engine, Conversation(journey_id=shop, at=AT))
    assert list(told(engine, shop, segment="plan=team")) == [f"v{team}"]


def test_the_answers_at_both_ends_the_readable_ones_first(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    own: dict[str, Any] = {"journey_id": shop, "at": AT, "stage_id": pay}
    long = "It took three tries before the form let me pay."
    said = [(-4.0, "Bad"), (-4.0, long), (-3.0, "Slow"), (0.0, "Fine"), (5.0, "Great"), (4.0, "Good")]
    stored(engine, *(Verbatim(**own, text=text, emotion=emotion) for emotion, text in said))
    stored(engine, Verbatim(**{**own, "stage_id": browse}, text="Alone", emotion=1.0), Verbatim(**own, text="No score"))
    found = extremes(engine, shop, since=SINCE, until=UNTIL, most=1)
    assert found.select("stage_id", "text").rows() == [(pay, long), (browse, "Alone"), (pay, "Great")]
    assert extremes(engine, shop, since=SINCE, until=UNTIL, segment="plan=team").is_empty()
