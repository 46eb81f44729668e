"""History, the bin and search as their reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.weeks import Week
from journey.domain.words import Verdict
from journey.routine.board import perform
from journey.routine.changes import add_change, change_change
from journey.routine.closing import set_focus
from journey.routine.goals import add_objective
from journey.routine.incidents import add_incident
from journey.routine.journeys import add_journey, bin_journey, bin_stage
from journey.routine.listening.gaps import add_gap
from journey.routine.pains import add_pain, bin_pain, change_pain
from journey.routine.verdicts import consequences, decide
from journey.routine.work import add_action, bin_action
from journey.store.engine import writing
from journey.store.readers.journeys import journeys, stages
from journey.store.readers.work import actions, changes, pains
from journey.store.tables import Theme
from tests.app.builders import NASTY, button, only_look, refusals, shown_as_typed, stage, the_bin, words_of
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


def test_the_history_says_who_did_what_and_why(home_engine: Engine, shop: int, open_page: Open) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards").key
    change_pain(home_engine, by=YOU, journey=shop, pain=pain, revision=1, title="Cards are refused", why="Nine of twelve said so")
    said = words(open_page("history")).replace("\\", "")
    assert "**You** changed pain point “Cards are refused”: title from" in said
    assert "Cards are refused" in said
    assert "*Why:* Nine of twelve said so" in said


def test_the_history_is_filtered_by_topic(home_engine: Engine, shop: int, open_page: Open) -> None:
    add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards")
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank")
    app = open_page("history")
    app.selectbox(key="history_topic").set_value("action").run()
    assert "Ask the bank" in words(app)
    assert "Cards" not in words(app)


def test_a_verdict_and_what_followed_is_taken_back_with_one_button(home_engine: Engine, shop: int, open_page: Open) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards").key
    waves = [{"segment": "plan=team", "on": "2026-09-01"}]
    change = add_change(home_engine, by=YOU, journey=shop, title="Second bank", pain_id=pain, rollout=waves).key
    change_change(home_engine, by=YOU, journey=shop, change=change, revision=1, rollout=[], controls=["segment:plan=solo"])
    follows = consequences(home_engine, shop, change, Verdict.VALIDATED, week=Week.parse("2026-W47"))
    decide(
        home_engine, by=YOU, journey=shop, change=change, revision=2, verdict=Verdict.VALIDATED, why="It held", learning="",
        today=date(2026, 11, 20), found={"verdict": "rejected"}, apply=[one.key for one in follows],
    )  # fmt: skip
    app = open_page("history")
    said = words(app).replace("\\", "")
    assert "gave a verdict on change “Second bank”: verdict from nothing to “validated”" in said
    assert "rollout from “plan=team 2026-09-01” to nothing" in said
    next(one for one in app.button if one.label == "Undo").click().run()
    assert (changes(home_engine, shop)["verdict"].to_list(), pains(home_engine, shop)["status"].to_list()) == ([None], ["open"])
    assert pains(home_engine, shop).select("standing", "evidence").rows() == [("hypothesis", 0)]


def test_the_bin_gives_back(home_engine: Engine, shop: int, open_page: Open) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards").key
    action = add_action(home_engine, by=YOU, journey=shop, title="Ask the bank").key
    bin_pain(home_engine, by=YOU, journey=shop, pain=pain, revision=1)
    bin_action(home_engine, by=YOU, journey=shop, action=action, revision=1)
    app = the_bin(open_page("history"))
    app.button(key=f"restore_pain_point_{pain}").click().run()
    app.button(key=f"restore_action_{action}").click().run()
    assert pains(home_engine, shop)["title"].to_list() == ["Cards"]
    assert actions(home_engine, shop)["title"].to_list() == ["Ask the bank"]
    assert "The bin is empty" in words(app)


def test_a_stage_comes_back_with_what_was_in_it(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards")
    bin_stage(home_engine, by=YOU, journey=shop, stage=pay, revision=1)
    assert pains(home_engine, shop).is_empty()
    app = the_bin(open_page("history"))
    button(app, "Restore")
    assert [row.name for row in stages(home_engine, shop)] == ["Browse", "Basket", "Pay"]
    assert pains(home_engine, shop)["title"].to_list() == ["Cards"]


def test_a_binned_journey_comes_back(home_engine: Engine, shop: int, open_page: Open) -> None:
    bank = add_journey(home_engine, by=YOU, name="Bank").key
    bin_journey(home_engine, by=YOU, journey=bank, revision=1)
    app = the_bin(open_page("history"))
    app.button(key=f"restore_journey_{bank}").click().run()
    assert [row.name for row in journeys(home_engine)] == ["Bank", "Shop"]


def test_the_last_journey_comes_back_too(home_engine: Engine, shop: int, open_page: Open) -> None:
    """Without a journey every page leads to the start: the way out of the bin must be there."""
    bin_journey(home_engine, by=YOU, journey=shop, revision=1)
    app = open_page("week")
    assert "Start my journey" in words(app)
    button(app, "Restore Shop")
    assert [row.name for row in journeys(home_engine)] == ["Shop"]


def test_who_only_looks_restores_nothing(home_engine: Engine, shop: int, open_page: Open) -> None:
    action = add_action(home_engine, by=YOU, journey=shop, title="Ask").key
    bin_action(home_engine, by=YOU, journey=shop, action=action, revision=1)
    app = the_bin(open_page("history"))
    only_look(home_engine, shop)
    button(app, "Restore")
    assert "You may not bring actions back" in refusals(app)
    assert actions(home_engine, shop).is_empty()


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    pain = add_pain(
        home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title=f"Pain {text}", why=f"Why {text}"
    ).key
    change_pain(home_engine, by=YOU, journey=shop, pain=pain, revision=1, title=f"Now {text}")
    bin_pain(home_engine, by=YOU, journey=shop, pain=pain, revision=2)
    app = open_page("history")
    for what in ("Pain", "Why", "Now"):
        assert shown_as_typed(app, f"{what} {text}"), what


def search(words: str, **address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("pages/search.py").run()
    app.text_input[0].set_value(words).run()
    return app


def links(app: AppTest) -> list[tuple[str, str]]:
    """The hits' pages with the query that opens each."""
    return [(link.proto.page, link.proto.query_string) for link in app.get("page_link") if " · " in link.proto.label]


def test_search_marks_the_words_counts_the_kinds_and_leads_to_the_very_place(home_engine: Engine, shop: int) -> None:
    pain = add_pain(
        home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are <b>refused</b>"
    ).key
    words_of(home_engine, shop, "My card was REFUSED twice", day=date(2026, 11, 11))
    talk = {"kind": "comment", "ref": f"pain:{pain}", "text": "Refused by which card?"}
    perform(home_engine, by=YOU, journey=shop, token="talk", **talk)
    app = search("refused card")
    said = words(app)
    assert "3 texts hold" in said
    assert "My <mark>card</mark> was <mark>REFUSED</mark> twice" in said
    assert "&lt;b&gt;<mark>refused</mark>&lt;/b&gt;" in said
    there = dict(links(app))
    assert f"at=pain%3A{pain}" in there["thursday_map"], "a comment leads to what it is about"
    assert f"pain={pain}" in there["tuesday_blockers"]
    assert "item=v1" in there["wednesday_listening"]
    assert "week=2026-W47" in there["wednesday_listening"], "the week after it was said is the week in which it is heard"
    app.button_group(key="kind").set_value("pain").run()
    assert [page for page, _ in links(app)] == ["tuesday_blockers"]


def test_the_page_that_a_hit_leads_to_shows_it_first(home_engine: Engine, shop: int) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused").key
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params["pain"] = str(pain)
    said = words(app.switch_page("pages/tuesday_blockers.py").run())
    assert "Pain point · Pay  \n**Cards are refused**" in said
    app.query_params["pain"] = "4711"
    assert "is not on this journey, or in the bin" in words(app.run())


def test_a_hit_of_a_gap_or_a_theme_opens_the_part_of_the_page_that_shows_it(home_engine: Engine, shop: int) -> None:
    add_gap(home_engine, by=YOU, journey=shop, question="Where is my receipt?")
    with writing(home_engine) as session:
        session.add(Theme(journey_id=shop, number=1, name="Receipts missing", size=9))
    for word, shown in (("kind:gap receipt", "Where is my receipt?"), ("kind:theme receipt", "Receipts missing")):
        [link] = [one for one in search(word).get("page_link") if "part=" in one.proto.query_string]
        app = AppTest.from_file(APP, default_timeout=60).run()
        for name, value in parse_qsl(link.proto.query_string):
            app.query_params[name] = value
        said = words(app.switch_page("pages/wednesday_listening.py").run())
        assert shown in said
        assert "No customer's words from this week" not in said, "the part to listen in"


def test_what_fridays_leave_behind_is_found_where_it_is_shown(home_engine: Engine, shop: int) -> None:
    here: dict[str, Any] = {"by": 1, "journey": shop}
    set_focus(home_engine, **here, week="2026-W48", text="Fewer refunds")
    add_incident(home_engine, **here, title="Refunds stood still", starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 10))
    add_objective(
        home_engine, **here, title="Halve the refunds", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)
    )  # fmt: skip
    there = dict(links(search("refunds")))
    assert "week=2026-W48" in there[""], "the week that it is about"
    assert "part=Tests" in there["friday_retrospective"]
    assert set(there) == {"", "friday_retrospective", "objectives"}


def test_more_hits_come_when_asked_for(home_engine: Engine, shop: int) -> None:
    for number in range(23):
        add_action(home_engine, by=YOU, journey=shop, title=f"Ask {number}")
    app = search("ask")
    assert len(links(app)) == 20
    app.button(key="more").click().run()
    assert len(links(app)) == 23


def test_a_search_without_a_hit_gives_advice_and_a_wrong_field_says_which_there_are(shop: int) -> None:
    assert "Nothing here fits **nothing**".replace("**", "\\*\\*") in words(search("**nothing**"))
    [refusal] = search("colour:red").error
    assert "There are kind" in refusal.value


@pytest.mark.parametrize("text", NASTY)
def test_hits_show_as_they_were_typed(home_engine: Engine, shop: int, text: str) -> None:
    add_action(home_engine, by=YOU, journey=shop, title=f"Action {text}")
    said = [unescape(re.sub("</?mark>|<div[^>]*>|</div>", "", part.proto.body)) for part in search("action").get("html")]
    assert f"Action {text}" in said
