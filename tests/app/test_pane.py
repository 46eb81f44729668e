"""The reading pane as its reader sees it: a call with its silences, feelings and quotes, and its recording."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.store.engine import writing
from journey.store.tables import Quote, Turn
from journey.ui.listening.pane import Selection, _selection
from journey.ui.listening.talk import shown
from tests.app.builders import a_call, call_said
from tests.app.conftest import APP, YOU, talks, words

Open = Callable[[str], AppTest]


def turn_of(engine: Engine, place: int) -> int:
    """The id of the turn at that place of the only call."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(f"select id from turn where position = {place}").scalar_one())


def test_a_call_shows_who_when_how_long_silent_and_where_it_turned(home_engine: Engine, shop: int, open_page: Open) -> None:
    a_call(home_engine, shop)
    app = open_page("wednesday_listening")
    said = words(app)
    assert "Customer\n0:00\nsounds +2\nGreat, thank you, I love it for the 1. time" in said
    assert "12 s of silence\nCustomer\n0:32" in said
    assert "50 % of the talking is the customer's · a silence of 12 s · emotion told from 10 of 11 customer turns" in said
    (talk,) = talks(app)
    assert [(turn["text"], turn["turned"]["way"]) for turn in talk["turns"] if turn["turned"]] == [(call_said(6), "worse")]
    assert "from +1.6 to −3" in next(turn["turned"]["long"] for turn in talk["turns"] if turn["turned"])
    assert said.count("were removed before anything was stored") == 1
    assert "Not every name can be found." in said


def test_a_quote_shows_in_its_place_and_its_emotion_in_the_strip(home_engine: Engine, shop: int, open_page: Open) -> None:
    a_call(home_engine, shop)
    turn = turn_of(home_engine, 10)
    with writing(home_engine) as session:
        session.add(Quote(journey_id=shop, text="for the 6. time", turn_id=turn, emotion=4, person_id=YOU))
        session.add(
            Quote(journey_id=shop, text="gone", turn_id=turn, person_id=YOU, deleted_at=datetime(2026, 11, 17, tzinfo=UTC))
        )
    (talk,) = talks(open_page("wednesday_listening"))
    assert talk["quotes"] == [{"turn": turn, "text": "for the 6. time", "note": "Quoted, felt +4"}]
    shown = next(one for one in talk["turns"] if one["id"] == turn)
    assert (shown["felt"], shown["sure"]) == (4, "Set by a person who read it")


def test_a_call_that_goes_on_is_read_to_its_end(home_engine: Engine, shop: int, open_page: Open) -> None:
    call = a_call(home_engine, shop)
    app = open_page("wednesday_listening")
    with writing(home_engine) as session:
        session.add(Turn(conversation_id=call, position=22, speaker="CUSTOMER", customer=True, text="One more thing"))
    assert "One more thing" in words(app.run())


def test_what_was_searched_for_is_marked_where_a_browser_counts_it(home_engine: Engine, shop: int) -> None:
    call = a_call(home_engine, shop)
    with home_engine.begin() as connection:
        connection.exec_driver_sql("update turn set text = 'I 😀 loved it', language = 'en' where position = 0")
        connection.exec_driver_sql("update turn set text = 'お金が返らない', language = 'ja' where position = 1")
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params["item"], app.query_params["q"] = f"c{call}", 'loving "for the 6" "お金"'
    app.switch_page("pages/wednesday_listening.py").run()
    marks = cast("dict[str, list[list[int]]]", pane(app)["marks"])
    assert marks["0"] == [[5, 10]], "an emoji is two letters to a browser"
    assert marks["1"] == [[0, 2]], "where no spaces part the words"
    assert [call_said(6)[start:end] for start, end in marks["10"]] == ["for the 6"]


def test_what_is_taken_must_stand_in_the_turn() -> None:
    talk = json.dumps({"turns": [{"id": 7, "text": "It was <b>late</b>, again"}]})
    assert _selection({"act": "pain", "text": "was <b>late", "turn": 7}, talk) == Selection("was <b>late", 7, "pain")
    for other in ({"text": "early"}, {"turn": 8}, {"act": "delete"}, {"text": ""}):
        assert _selection({"act": "quote", "text": "late", "turn": 7} | other, talk) is None
    assert _selection(None, talk) is None


def test_only_a_customer_is_quoted_unless_nobody_knows_who_that_is() -> None:
    schema = {"turn_id": pl.Int64, "emotion": pl.Int64, "text": pl.String}
    row = {"id": 1, "speaker": "spk_0", "start": None, "end": None, "text": "x", "language": "", "felt": None, "sure": None}
    for customers, quotable in (((True, False), [True, False]), ((False, False), [True, True])):
        turns = pl.DataFrame([row | {"customer": customer} for customer in customers])
        talk = shown.conversation("c1", "A chat", turns, pl.DataFrame(schema=schema))
        assert [turn["quotable"] for turn in talk["turns"]] == quotable


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (0.0, "0:00"), (66.9, "1:06"), (3723.0, "1:02:03"), (190_000.0, "2 d 5 h")]
)
def test_a_time_reads_as_a_clock_and_as_days_in_a_long_thread(seconds: float | None, said: str) -> None:
    assert shown.clock(seconds) == said


def test_a_recording_on_this_machine_plays_and_its_place_is_not_shown(
    home_engine: Engine, shop: int, open_page: Open, tmp_path: Path
) -> None:
    path = tmp_path / "call-of-ana.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    a_call(home_engine, shop, audio=str(path))
    app = open_page("wednesday_listening")
    [player] = app.get("audio")
    assert player.proto.url.endswith(".wav")
    assert "call-of-ana" not in f"{app.main}"
    assert pane(app)["playable"] is True
    assert "what was removed from the text can be heard in it" in words(app)


def test_a_recording_that_is_gone_says_so_without_its_place(home_engine: Engine, shop: int, open_page: Open) -> None:
    a_call(home_engine, shop, audio="/var/calls/call-of-ana.wav")
    app = open_page("wednesday_listening")
    assert "not where it lay when this conversation was brought in" in words(app)
    assert "call-of-ana" not in f"{app.main}"
    assert pane(app)["playable"] is False


def pane(app: AppTest) -> dict[str, object]:
    """What the browser is given for the pane."""
    [data] = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.component_name == "journey_talk"]
    return dict(data)
