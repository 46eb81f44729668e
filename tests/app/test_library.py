"""Thursday's library: a map is begun from a template, stages are kept and used again, updates are offered and taken."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine import modules
from journey.routine.iteration import change_stage
from journey.routine.journeys import add_journey
from journey.routine.map_document import document
from journey.store.readers.journeys import journeys, stages
from tests.app.builders import button, refusals
from tests.app.conftest import APP, YOU, words

WHY = {"by": YOU, "why": "Both pay alike"}


@pytest.fixture(autouse=True)
def _home(home_engine: Engine) -> None:
    """The app's own installation, on its day."""


def opened(journey: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"] = journey
    app.run().switch_page("pages/thursday_map.py")
    app.session_state["part"] = "library"
    return app.run()


def test_another_journey_is_begun_from_a_template(home_engine: Engine, shop: int) -> None:
    app = opened("shop")
    app.button(key="begin_purchase").click().run()
    app.text_input[0].set_value("Buying a bicycle")
    app.button(key="begin_purchase").click()
    button(app, "Begin")
    made = next(row for row in journeys(home_engine) if row.name == "Buying a bicycle")
    assert len(document(home_engine, made.key).cards) == 13
    assert refusals(app) == ""


def test_stages_are_kept_used_elsewhere_and_their_update_taken(home_engine: Engine, shop: int) -> None:
    club = add_journey(home_engine, by=YOU, name="Club", stages=("Join",)).key
    pay = stages(home_engine, shop)[2]
    module = modules.keep_module(home_engine, journey=shop, stages=[pay.key], name="Paying *now*", **WHY)
    app = opened("club")
    app.button(key=f"use_{module.key}").click().run()
    app.button(key=f"use_{module.key}").click()
    button(app, "Put them on the map")
    assert [stage.name for stage in stages(home_engine, club)] == ["Join", "Pay"]

    change_stage(home_engine, journey=shop, stage=pay.key, revision=pay.revision, name="Pay at last", **WHY)
    (use,) = modules.offers(home_engine, shop)
    modules.better_module(home_engine, journey=shop, use=use.use.key, revision=use.module.revision, **WHY)
    app = opened("club")
    assert "name becomes" in words(app)
    button(app, "Take the update")
    assert [stage.name for stage in stages(home_engine, club)] == ["Join", "Pay at last"]
    assert "has an update" not in words(app)


def test_the_scale_is_chosen_and_a_lane_added(home_engine: Engine, shop: int) -> None:
    app = opened("shop")
    app.radio[0].set_value("effort").run()
    app.button(key="lane_BACKSTAGE").click().run()
    found = document(home_engine, shop)
    assert found.scale == "effort"
    assert "Backstage" in {lane.name for lane in found.lanes}
