"""Thursday's parts for good maps as their reader sees them: readiness, pain points with their matrix, stories."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.journeys import add_persona, change_journey
from journey.routine.pains import SCALES, add_evidence, add_opportunity, add_pain, change_pain
from journey.routine.work import add_action
from journey.store.readers.work import actions, opportunities, pains
from journey.ui.board.parts import PARTS
from journey.ui.good.matrix import stored
from tests.app.builders import button, drop_off, fill, only_look, stage, unfold
from tests.app.conftest import APP, YOU, words

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def open_part(home_engine: Engine) -> Callable[[str], AppTest]:
    """Open a part of Thursday's page by its address."""

    def opened(part: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60).run()
        app.switch_page("pages/thursday_map.py")
        app.query_params["part"] = PARTS[part]
        app.run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def refused(home_engine: Engine, shop: int) -> int:
    """A pain point at Pay that is big and little effort, with a piece of evidence; its id."""
    pain = add_pain(
        home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused", severity=5,
        frequency=4, impact=4, effort=2,
    ).key  # fmt: skip
    add_evidence(home_engine, by=YOU, journey=shop, pain=pain, source="survey", text="It refused my card")
    return pain


def spots(app: AppTest) -> list[dict[str, Any]]:
    """What the browser is given for the matrix."""
    [data] = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.component_name == "journey_matrix"]
    return list(json.loads(data["spots"])["spots"])


def move(engine: Engine, journey: int, **scores: int) -> dict[str, Any]:
    """What the browser sends for the only pain point, moved to those scores from what the database has now."""
    row = pains(engine, journey).row(0, named=True)
    was = {name: row[name] for name in SCALES}
    return {"token": "t", "id": row["id"], "rev": row["revision"], "was": was, **was, **scores}


def test_a_new_journey_is_ready_in_nothing_and_each_no_leads_where_it_is_mended(
    shop: int, open_part: Callable[[str], AppTest]
) -> None:
    said = words(open_part("check"))
    assert "The map is ready in 0 of 7" in said
    assert "Still to agree before anybody maps:</strong> whose journey it is: a persona" in said
    for place in (
        "journey?journey=shop",
        "data?journey=shop",
        "metrics?journey=shop",
        "part=Pain+points",
        "part=Versions+and+links",
    ):
        assert f"{place}" in said.replace("&amp;", "&"), place
    assert said.count("✗ no") == 7


def test_readiness_grows_with_the_work(home_engine: Engine, shop: int, refused: int, open_part: Callable[[str], AppTest]) -> None:
    app = open_part("check")
    assert "✓ yes</span><b>Pain points are ranked, with a first fix" in words(app)
    assert "“Cards are refused” (80 of 125, effort 2, 1 piece of evidence)" in words(app)
    add_persona(home_engine, by=YOU, journey=shop, name="Petra")
    change_journey(
        home_engine, by=YOU, journey=shop, revision=1, goal="Pay", starts_with="Opens", ends_with="Has it", time_frame="A day"
    )
    assert "Still to agree: success metrics" in words(app.run())


def test_without_a_pain_point_the_part_says_where_they_come_from(shop: int, open_part: Callable[[str], AppTest]) -> None:
    said = words(open_part("pains"))
    assert "Pain points stand here in the order of what they cost" in said
    assert "No opportunity is on the map yet" in said


def test_pain_points_stand_in_order_with_what_makes_their_score(
    home_engine: Engine, shop: int, refused: int, open_part: Callable[[str], AppTest]
) -> None:
    add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Browse"), title=SCRIPT, effort=5)
    app = open_part("pains")
    said = words(app)
    assert "First fix: Cards are refused" in said
    assert "severity 5 × frequency 4 × impact 4 = 80 of 125 · effort 2 · 1 piece of evidence" in said.replace("\\", "")
    assert SCRIPT not in said
    assert [(one["rank"], one["title"], one["fix"]) for one in spots(app)] == [(1, "Cards are refused", True), (2, SCRIPT, False)]
    first = spots(app)[0]
    assert first["rungs"][first["rung"]][:3] == [5, 4, 4]


def test_tuesday_has_the_same_matrix(home_engine: Engine, shop: int, refused: int, open_page: Callable[[str], AppTest]) -> None:
    assert [one["title"] for one in spots(open_page("tuesday_blockers"))] == ["Cards are refused"]


def test_a_move_is_stored_at_once(home_engine: Engine, shop: int, refused: int) -> None:
    assert stored(shop, move(home_engine, shop, effort=4, impact=5)) == {}
    row = pains(home_engine, shop).row(0, named=True)
    assert (row["severity"], row["frequency"], row["impact"], row["effort"]) == (5, 4, 5, 4)


def test_of_two_moves_the_later_is_refused_with_both(home_engine: Engine, shop: int, refused: int) -> None:
    late = move(home_engine, shop, effort=4)
    change_pain(home_engine, by=YOU, journey=shop, pain=refused, revision=late["rev"], effort=5)
    answer = stored(shop, late)["stale"]
    assert (answer["by"], answer["theirs"]["effort"]) == ("You", 5)
    assert pains(home_engine, shop)["effort"].to_list() == [5]
    assert stored(shop, {**late, "rev": answer["rev"], "was": answer["theirs"]}) == {}
    assert pains(home_engine, shop)["effort"].to_list() == [4]


def test_a_move_does_not_mind_who_reworded_it_meanwhile(home_engine: Engine, shop: int, refused: int) -> None:
    late = move(home_engine, shop, effort=4)
    change_pain(home_engine, by=YOU, journey=shop, pain=refused, revision=late["rev"], title="Cards fail")
    assert stored(shop, late) == {}
    assert pains(home_engine, shop).select("title", "effort").rows() == [("Cards fail", 4)]


def test_who_may_only_look_is_told(home_engine: Engine, shop: int, refused: int) -> None:
    late = move(home_engine, shop, effort=4)
    only_look(home_engine, shop)
    assert "You may not change pain points" in stored(shop, late)["said"]
    assert pains(home_engine, shop)["effort"].to_list() == [2]


def test_an_opportunity_becomes_an_action_with_a_drafted_story_that_leaves_as_markdown_and_csv(
    home_engine: Engine, shop: int, refused: int, open_part: Callable[[str], AppTest]
) -> None:
    drop_off(home_engine, shop)
    add_persona(home_engine, by=YOU, journey=shop, name="Petra, finance lead", goals="Pay on time")
    app = open_part("pains")
    button(app, "Note an opportunity")
    fill(app, "What could be done?", "Say why a card was refused")
    next(box for box in app.selectbox if box.label == "About which pain point?").set_value(refused)
    button(app, "Note it", within="Note an opportunity")
    chance = opportunities(home_engine, shop).row(0, named=True)
    assert (chance["title"], chance["pain"], chance["stage"]) == ("Say why a card was refused", "Cards are refused", "Pay")
    button(app, "Take it up")
    drafts = {area.label: area.value for area in app.text_area}
    assert drafts["The story"].startswith("As Petra, finance lead at the stage “Pay”, I want this: say why a card was refused.")
    assert "Drop-off at Pay" in drafts["Done when"]
    fill(app, "The story", "As Petra I want to know why at Pay.")
    button(app, "Agree", within="Take it up")
    row = actions(home_engine, shop).row(0, named=True)
    assert (row["pain"], row["stage"], row["opportunity_id"], row["story"]) == (
        "Cards are refused", "Pay", chance["id"], "As Petra I want to know why at Pay.",
    )  # fmt: skip
    assert "story written" in words(app)
    button(app, "Edit the story")
    fill(app, "Done when", "It helps.\n\n")
    button(app, "Save", within="Edit the story")
    assert actions(home_engine, shop)["criteria"].to_list() == ["It helps."]
    [markdown] = [code.value for code in unfold(app, "take_stories").code]
    assert "- [ ] It helps." in markdown
    assert "Say why a card was refused: its criteria do not name the metric" in words(app)
    assert "Download for Jira (.csv)" in [one.label for one in app.get("download_button")]


def test_an_action_on_the_pain_point_stands_under_the_opportunity_until_it_names_another(
    home_engine: Engine, shop: int, refused: int, open_part: Callable[[str], AppTest]
) -> None:
    pay = stage(home_engine, shop, "Pay")
    add_opportunity(home_engine, by=YOU, journey=shop, stage=pay, title="Say why", pain=refused)
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank", pain_id=refused, due=date(2026, 11, 20))
    said = words(open_part("pains"))
    assert "Ask the bank · nobody yet · due 20 Nov · open · no story yet" in said
