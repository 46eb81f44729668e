"""Thursday's real paths, current and future side by side, and the portfolio, as a reader uses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import Audience, Future, SourceKind
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.iteration import add_card
from journey.routine.journeys import add_journey, change_journey, change_stage
from journey.store.readers.journeys import journeys, stages
from journey.store.readers.maps import lanes
from journey.store.readers.paths import drawn_paths
from tests.app.builders import YOU, as_read, button
from tests.app.conftest import words
from tests.on_map import put_on_map

Open = Callable[[str], AppTest]


@pytest.fixture
def walked(home_engine: Engine, shop: int, tmp_path: Path) -> int:
    """Forty passages in the reviewed week: 30 along the map, of which 10 stop at Basket; 10 go back from Basket to Browse."""
    rows = ["customer,time,event"]
    for who in range(40):
        path = ["look", "fill", "pay"] if who < 20 else ["look", "fill"] if who < 30 else ["look", "fill", "look", "ping"]
        for hour, event in enumerate(path):
            at = datetime(2026, 11, 9, 8) + timedelta(hours=hour, minutes=who)
            rows.append(f"c{who:03d},{at:%Y-%m-%dT%H:%M:%SZ},{event}")
    file = tmp_path / "log.csv"
    file.write_text("\n".join(rows))
    import_file(home_engine, settings(), by=YOU, journey=shop, kind=SourceKind.EVENTS, path=file)
    at_stage = {stage.name: stage.key for stage in stages(home_engine, shop)}
    meanings = {"look": Meaning(at_stage["Browse"]), "fill": Meaning(at_stage["Basket"]), "pay": Meaning(at_stage["Pay"])}
    map_events(home_engine, settings(), by=YOU, journey=shop, meanings=meanings)
    return shop


def part(open_page: Open, name: str) -> AppTest:
    """Thursday's page at one of its parts."""
    app = open_page("thursday_map")
    app.session_state["part"] = name
    app.run()
    assert not app.exception
    return app


def test_the_map_explains_what_it_draws_and_more_once_a_way_is_drawn(open_page: Open, home_engine: Engine, walked: int) -> None:
    app = part(open_page, "paths")
    said = as_read(words(app))
    assert "The map as drawn explains 75 % of passages (30 of 40)" in said
    assert "1 in 4 goes back from Basket to Browse (10 of 40 passages). Drawn, the map explains 10 more." in said
    assert "The event ping is on no stage" in said
    assert "Browse" in words(app)
    button(app, "Draw this way back")
    browse, basket, _ = (stage.key for stage in stages(home_engine, walked))
    assert drawn_paths(home_engine, walked) == [(basket, browse)]
    said = as_read(words(app))
    assert "The map as drawn explains 100 % of passages (40 of 40)" in said
    button(app, "Take it off")
    assert drawn_paths(home_engine, walked) == []


def test_what_happens_inside_a_stage_is_shown_when_it_is_asked_for(open_page: Open, home_engine: Engine, walked: int) -> None:
    app = part(open_page, "paths")
    browse = stages(home_engine, walked)[0].key
    app.selectbox(key="paths_inside").set_value(str(browse)).run()
    assert not app.exception
    assert "100 % of 50 visits to Browse begin with look." in as_read(words(app))


def test_without_events_the_paths_say_what_to_bring(open_page: Open, shop: int) -> None:
    app = open_page("thursday_map")
    app.session_state["paths_of"] = "plan=gone"  # chosen on another journey
    app.session_state["part"] = "paths"
    app.run()
    assert not app.exception
    assert app.selectbox(key="paths_of").value == ""
    assert "The paths come from events" in words(app)


def test_both_states_stand_side_by_side(open_page: Open, home_engine: Engine, shop: int) -> None:
    app = part(open_page, "future")
    assert "Nothing is said of the future yet" in words(app)
    browse = stages(home_engine, shop)[0]
    own = {lane.name: lane.key for lane in lanes(home_engine, shop)}
    at: dict[str, Any] = {"journey": shop, "by": YOU, "stage": browse.key, "why": "Workshop"}
    add_card(home_engine, lane=own["What customers do"], text="Reads <b>reviews</b>", **at)
    put_on_map(home_engine, lane=own["Opportunities"], text="Answer at once", **at)
    add_card(home_engine, lane=own["What customers do"], text="Asks a chat", future=Future.COMES, **at)
    change_stage(
        home_engine, by=YOU, journey=shop, stage=browse.key, revision=browse.revision, future_emotion=3.0, assumed_emotion=-1.0
    )
    app.run()
    said = words(app)
    assert "1 thing comes, 0 go, 5 stay; none of the one is shipped" in as_read(said)
    assert "Asks a chat" in said
    assert "&lt;b&gt;reviews" in said


def test_journeys_stand_in_their_tree_and_none_under_its_own_part(open_page: Open, home_engine: Engine, shop: int) -> None:
    app = open_page("portfolio")
    assert "One journey so far" in words(app)
    whole = add_journey(home_engine, by=YOU, name="Lifecycle <x>", stages=("Discover",))
    desk = add_journey(home_engine, by=YOU, name="Desk", audience=Audience.EMPLOYEE)
    change_journey(home_engine, by=YOU, journey=desk.key, revision=desk.revision, parent_id=shop)
    app.run()
    row = next(one for one in journeys(home_engine) if one.key == shop)
    app.selectbox(key=f"above_{shop}").set_value(whole.key)
    button(app, "Save")
    assert not app.exception
    assert next(one for one in journeys(home_engine) if one.key == shop).parent_id == whole.key
    said = words(app)
    assert "3 journeys" in said
    for expected in ("Lifecycle &lt;x&gt;", "Sub-journey", "part of Shop"):
        assert expected in said
    app.selectbox(key="place_which").set_value(whole.key).run()
    assert app.selectbox(key=f"above_{whole.key}").options == ["Nothing: it stands on its own"]
    assert row.parent_id is None
