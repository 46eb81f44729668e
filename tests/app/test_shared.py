"""What somebody outside sees who was given a link to a map: that map, and nothing else of the installation."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import LaneKind
from journey.routine.iteration import save_version
from journey.routine.journeys import change_journey
from journey.routine.map_shares import share_map, take_back_share
from journey.routine.map_views import save_view
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.readers.maps import lanes
from journey.store.readers.shares import shares
from journey.store.tables import Link, Verbatim
from tests.app.conftest import APP, YOU, boards, words
from tests.on_map import put_on_map

SECRET = "Call me on Sunday, says Ms Winter"
Open = Callable[[str], AppTest]


@pytest.fixture
def map_(home_engine: Engine, shop: int) -> int:
    """The shop with a card that a customer's text stands behind."""
    stage = stages(home_engine, shop)[0].key
    thinks = next(lane.key for lane in lanes(home_engine, shop) if lane.kind is LaneKind.THOUGHT)
    card = put_on_map(home_engine, by=YOU, journey=shop, stage=stage, lane=thinks, text="Which size is mine?", why="Heard")
    with writing(home_engine) as session:
        said = Verbatim(journey_id=shop, text=SECRET)
        session.add(said)
        session.flush()
        session.add(Link(journey_id=shop, subject="card", subject_id=card.key, other="verbatim", other_id=said.key))
    return shop


def opened(token: str, **address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["share"] = token
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def test_a_link_shows_the_map_to_read_and_leads_nowhere(map_: int, home_engine: Engine, open_page: Open) -> None:
    assert SECRET in json.dumps(boards(open_page("thursday_map"))), "on the map itself the customer's text stands behind the card"
    token = share_map(home_engine, by=YOU, journey=map_, name="Partner", settings={"look": {"mode": "blueprint"}}).token
    app = opened(token, present="1")
    (drawn,) = app.get("bidi_component")
    given = json.loads(drawn.proto.json)
    assert (given["can"]["edit"], given["look"]["mode"], given["look"]["present"], given["me"]) == (False, "blueprint", True, {})
    assert "Which size is mine?" in words(app)
    sent = drawn.proto.json
    assert SECRET not in sent
    assert 'href\\": \\"m' not in sent
    assert (given["people"], json.loads(given["map"])["people"]) == ([], [])
    assert not app.button
    assert not app.selectbox, "there is no frame: no other journey, no other week"
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page("pages/data.py")


def test_a_link_to_a_version_shows_what_the_map_said_then(map_: int, home_engine: Engine) -> None:
    save_version(home_engine, by=YOU, journey=map_, name="Workshop", why="Kept")
    stage, lane = stages(home_engine, map_)[0].key, lanes(home_engine, map_)[0].key
    put_on_map(home_engine, by=YOU, journey=map_, stage=stage, lane=lane, text="Came later", why="Heard")
    change_journey(home_engine, by=YOU, journey=map_, revision=1, name="A *fine* shop")
    app = opened(share_map(home_engine, by=YOU, journey=map_, name="Partner", settings={}, version=1).token)
    assert app.title[0].value == r"A \*fine\* shop", "as it was typed"
    assert "Version 1, Workshop" in words(app)
    assert "Which size is mine?" in words(app)
    assert "Came later" not in words(app)
    assert [stage["name"] for stage in boards(app)[0]["stages"]] == ["Browse", "Basket", "Pay"]


def test_a_link_that_was_taken_back_opens_nothing(map_: int, home_engine: Engine) -> None:
    share = share_map(home_engine, by=YOU, journey=map_, name="Partner", settings={})
    take_back_share(home_engine, by=YOU, journey=map_, share=share.key, revision=1)
    for token in (share.token, "guessed", ""):
        app = opened(token)
        assert "This link opens nothing" in words(app)
        assert not boards(app)


def test_a_link_is_made_from_a_saved_view_and_taken_back(map_: int, home_engine: Engine, open_page: Open) -> None:
    save_view(home_engine, by=YOU, journey=map_, name="Our talk", settings={"mode": "blueprint"})
    app = open_page("thursday_map")
    app.segmented_control(key="part").set_value("versions")
    app = app.run()

    def button(label: str) -> None:
        next(one for one in app.button if one.label == label).click()

    button("Make a link")
    app.run()
    next(one for one in app.text_input if one.label == "Whom is it for?").set_value("The board")
    next(one for one in app.selectbox if one.label == "How?").set_value("our-talk")
    button("Make a link")
    button("Make the link")
    app.run()
    (share,) = shares(home_engine, map_)
    assert (share.name, share.settings["look"], share.settings["figures"]) == ("The board", {"mode": "blueprint"}, False)
    assert f"?share={share.token}" in app.code[0].value
    button("Take it back")
    app.run()
    assert not shares(home_engine, map_)


def test_an_address_opens_a_view_and_a_card(map_: int, home_engine: Engine) -> None:
    save_view(home_engine, by=YOU, journey=map_, name="Our talk", settings={"mode": "blueprint", "state": "both"})
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params.update({"look": "our-talk", "state": "future", "at": "card:1"})
    app.switch_page("pages/thursday_map.py").run()
    (drawn,) = app.get("bidi_component")
    look = json.loads(drawn.proto.json)["look"]
    assert (look["view"], look["mode"], look["state"], look["at"]) == ("our-talk", "blueprint", "future", "card:1")
    app.query_params.clear()
    app.query_params["card"] = "1"
    (drawn,) = app.run().get("bidi_component")
    assert json.loads(drawn.proto.json)["look"]["at"] == "card:1", "what another page links to is opened on the board"
    assert "Put aside" not in [button.label for button in app.button]
    app.query_params["card"] = "99"
    assert "not on this journey" in words(app.run())
    views = boards(app)[0]["views"]
    lanes_of = {lane["ref"]: lane["kind"] for lane in boards(app)[0]["lanes"]}
    leads = next(view for view in views if view["slug"] == "leadership")["settings"]
    assert [lanes_of[one] for one in leads["lanes"]] == ["emotion", "pain point", "opportunity"]
    names = [view["name"] for view in views]
    assert names == ["Our talk", "Support", "Product", "Marketing", "Sales", "Leadership"]
