"""Catching up: what a newcomer reads, the hand-over on the screen, and the word that it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import EntryKind, Role, Standing, Verdict, Weekday
from journey.routine.handing_over import hand_over
from journey.routine.iteration import save_version
from journey.routine.pains import add_evidence, add_pain, change_pain
from journey.routine.people import add_person, set_member
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry, take_part
from journey.routine.work import add_action
from journey.store.readers.handovers import handovers
from journey.store.readers.journeys import journey as journey_named
from journey.store.readers.work import actions
from tests.app.builders import NASTY, TODAY, WEEK, a_change, as_read, button, drop_off, fill, refusals, stage
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def bo(home_engine: Engine, shop: int) -> int:
    bo = add_person(home_engine, by=YOU, name="Bo", email="bo@shop.example").key
    set_member(home_engine, by=YOU, journey=shop, person=bo, role=Role.EDITOR)
    return bo


def test_a_new_journey_says_what_will_stand_here(shop: int, open_page: Open) -> None:
    said = words(open_page("story"))
    for sentence in ("No version of the map has a name yet.", "Nothing on the map is shown yet", "No change has its verdict yet",
                     "Nothing is open that anybody wrote down.", "Owner: **You**", "not taken part in one yet"):  # fmt: skip
        assert sentence in said, sentence


def test_the_story_the_verdicts_and_the_beliefs_are_told(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    shown = add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards are refused", standing=Standing.EVIDENCED).key
    add_evidence(home_engine, by=YOU, journey=shop, pain=shown, source="call", text="It said no three times")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="They want cash")
    save_version(home_engine, by=YOU, journey=shop, name="After the calls", why="Twelve calls changed our minds")
    change = a_change(home_engine, shop, drop_off(home_engine, shop, shift=date(2026, 10, 5), to=0.10))
    decide(
        home_engine, by=YOU, journey=shop, change=change, revision=1, verdict=Verdict.VALIDATED, why="It fell by ten points.",
        learning="Short forms are filled in.", today=TODAY,
    )  # fmt: skip
    add_entry(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.FRIDAY, kind=EntryKind.PARKED, text="Who pays?")
    take_part(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=[YOU])
    said = words(open_page("story"))
    for sentence in (
        "**After the calls**: Twelve calls changed our minds",
        "**Cards are refused** :gray[Pay]: “It said no three times” (call)",
        "**Fewer fields**: validated. It fell by ten points. Short forms are filled in.", "- Who pays? :gray[carried over]",
        "“They want cash” :gray[Pay, nothing shows it yet]", "You have taken part once.",
    ):  # fmt: skip
        assert sentence in said, sentence


def test_what_was_struck_is_told_with_who_and_why(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="They want cash").key
    struck = {"standing": Standing.STRUCK, "why": "Nobody asked for it"}
    change_pain(home_engine, by=YOU, journey=shop, pain=pain, revision=1, **struck)
    said = words(open_page("story"))
    assert "~~They want cash~~ :gray[Pay]: Nobody asked for it :gray[struck by You on" in said


def test_a_hand_over_waits_until_the_newcomer_has_read(home_engine: Engine, shop: int, bo: int, open_page: Open) -> None:
    action = add_action(home_engine, by=YOU, journey=shop, title="Call them", owner_id=YOU).key
    app = open_page("story")
    button(app, "Hand the journey over")
    next(one for one in app.selectbox if one.label == "Who owns it from now on?").set_value(bo)
    fill(app, "What must they know that stands nowhere?", "Ask Finance first.")
    button(app, "Hand over", within="Hand the journey over")
    assert not app.exception
    assert journey_named(home_engine, "shop").owner_id == bo
    assert actions(home_engine, shop).row(0, named=True)["owner_id"] == bo
    assert handovers(home_engine, shop)["work"][0]["actions"] == [action]
    assert "**You** handed this journey over to **Bo** on 18 Nov 2026, who has not read up yet." in words(open_page("week"))
    app = open_page("story")
    assert "Ask Finance first" in words(app)
    assert "- Action: Call them" in words(app)
    button(app, "Bo is up to date")
    assert "Read on 18 Nov 2026." in words(app)
    assert "handed this journey over" not in words(open_page("week"))


def test_who_takes_a_journey_over_is_told_so(home_engine: Engine, shop: int, bo: int, open_page: Open) -> None:
    hand_over(home_engine, by=YOU, journey=shop, revision=1, person=bo, today=TODAY)
    hand_over(home_engine, by=bo, journey=shop, revision=2, person=YOU, today=TODAY, note="Yours again.")
    app = open_page("week")
    assert "**Bo** handed this journey over to you on 18 Nov 2026. It waits until you have read up." in words(app)
    assert "Bo is up to date" not in [one.label for one in app.button], "only the newest waits"
    app = open_page("story")
    button(app, "I am up to date")
    assert handovers(home_engine, shop)["read_on"].to_list() == [TODAY, None]
    assert "handed this journey over" not in words(open_page("week")), "what was overtaken waits no more"


def test_nobody_is_handed_a_journey_by_mistake(home_engine: Engine, shop: int, bo: int, open_page: Open) -> None:
    app = open_page("story")
    button(app, "Hand the journey over")
    button(app, "Hand over", within="Hand the journey over")
    assert "Choose who owns it from now on." in refusals(app)
    assert handovers(home_engine, shop).is_empty()


@pytest.mark.parametrize("text", NASTY[:4])
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    pay = stage(home_engine, shop, "Pay")
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=pay, title=f"Pain {text}", standing=Standing.EVIDENCED).key
    add_evidence(home_engine, by=YOU, journey=shop, pain=pain, source="call", text=f"Said {text}")
    save_version(home_engine, by=YOU, journey=shop, name=f"Named {text}", why=f"Because {text}")
    read = "\n".join(as_read(one.value) for one in open_page("story").markdown)
    for what in ("Pain", "Said", "Named", "Because"):
        assert f"{what} {text}" in read, what
