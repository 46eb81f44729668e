"""The Week page and what every day's page shares: where a day stands, who took part, two people at once, who may what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import DayState, EntryKind, PainStatus, Weekday
from journey.errors import StaleEdit
from journey.routine import act as acts
from journey.routine.journeys import add_journey
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_view
from journey.routine.weeks import add_entry, close_week, set_day, take_part
from journey.routine.work import add_action, change_action
from journey.store.readers.weeks import days, participants
from journey.store.readers.work import actions
from tests.app.builders import NASTY, WEEK, a_change, button, drop_off, fill, only_look, refusals, shown_as_typed, stage, unfold
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


def say(engine: Engine, journey: int, day: Weekday, state: DayState, *, week: str = WEEK, reason: str = "") -> None:
    set_day(engine, by=YOU, journey=journey, week=week, weekday=day, state=state, revision=0, reason=reason)


def state(engine: Engine, journey: int, day: Weekday) -> str:
    return days(engine, journey, WEEK)[day].state.value


def at(**address: str) -> AppTest:
    """The Week page at an address."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def test_an_untouched_week_asks_its_five_questions(shop: int, open_page: Open) -> None:
    said = words(open_page("week"))
    for question in (
        "What moved",
        "Who does what by when",
        "What do customers say",
        "What changes on the map",
        "Did our changes",
    ):
        assert question in said
    assert "Nothing was carried over" in said
    assert "No week is closed yet" in said
    assert "Nobody heard yet" in said


def test_what_waits_stands_on_its_day(home_engine: Engine, shop: int, open_page: Open) -> None:
    pain = add_pain(
        home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards", status=PainStatus.BLOCKER
    )
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank", due=date(2026, 11, 17), pain_id=None)
    add_action(home_engine, by=YOU, journey=shop, title="Ask again", due=date(2026, 11, 20))
    app = open_page("week")
    said = words(app)
    assert "**1** blocker without an action" in said
    assert "**1** action overdue" in said
    assert "**1** action due within a week" in said
    add_action(home_engine, by=YOU, journey=shop, title="Call", pain_id=pain.key)
    assert "without an action" not in words(app.run())


def test_the_week_promises_the_verdicts_that_friday_asks_for(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop)
    a_change(home_engine, shop, metric, title="Six weeks ago", shipped=date(2026, 10, 5))
    a_change(home_engine, shop, metric, title="This very week", shipped=date(2026, 11, 17))
    assert "**1** verdict due" in words(open_page("week"))
    friday = words(open_page("friday_retrospective"))
    assert "Verdicts due (1)" in friday
    assert "**This very week** shipped on 17 Nov 2026" in friday.replace("\\", ""), "nothing that was written down vanishes"


def test_a_day_is_done_and_reopened(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = open_page("week")
    app.button(key="done_monday").click().run()
    assert "**Done**" in words(app)
    assert state(home_engine, shop, Weekday.MONDAY) == "done"
    app.button(key="reopen_monday").click().run()
    assert state(home_engine, shop, Weekday.MONDAY) == "open"


def test_skipping_without_a_reason_is_refused_in_words(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = unfold(open_page("week"), "other_tuesday")
    app.button(key="skip_tuesday").click().run()
    assert "Say why Tuesday is skipped. Nothing was changed." in refusals(app)
    assert state(home_engine, shop, Weekday.TUESDAY) == "open"


@pytest.mark.parametrize(("key", "kept"), [("skip", "skipped"), ("carry", "carried")])
def test_the_reason_counts_as_it_stands_when_the_button_is_pressed(
    home_engine: Engine, shop: int, open_page: Open, key: str, kept: str
) -> None:
    """Typing and pressing at once reaches the server together: the page was not drawn in between."""
    app = unfold(open_page("week"), "other_tuesday")
    fill(app, "Why?", "All ill")
    app.button(key=f"{key}_tuesday").click().run()
    assert refusals(app) == ""
    assert "because All ill" in words(app)
    assert state(home_engine, shop, Weekday.TUESDAY) == kept


def test_a_reason_stays_in_the_week_it_was_typed_in(shop: int, open_page: Open) -> None:
    app = unfold(open_page("week"), "other_monday")
    fill(app, "Why?", "All ill")
    app.run()
    app.button(key="to_The week before").click().run()
    assert [field.value for field in app.text_input if field.label == "Why?"] == [""]


def test_a_day_carried_over_shows_next_week(home_engine: Engine, shop: int, open_page: Open) -> None:
    say(home_engine, shop, Weekday.THURSDAY, DayState.CARRIED, week="2026-W46", reason="No room for a workshop")
    assert "Carried over from last week: No room for a workshop" in words(open_page("week"))


def test_what_was_left_stands_in_the_next_week_until_it_is_settled(home_engine: Engine, shop: int, open_page: Open) -> None:
    add_entry(
        home_engine, by=YOU, journey=shop, week="2026-W46", weekday=Weekday.TUESDAY, kind=EntryKind.PARKED, text="Who pays?"
    )
    close_week(home_engine, by=YOU, journey=shop, week="2026-W46")
    app = open_page("week")
    assert "- Who pays?" in words(app)
    assert "**1 week in a row** closed" in words(app)
    tuesday = open_page("tuesday_blockers")
    next(box for box in tuesday.checkbox if box.label == "Who pays?").check().run()
    assert "- Who pays?" not in words(app.run())


def test_a_streak_ends_where_a_week_is_missing(home_engine: Engine, shop: int, open_page: Open) -> None:
    for week in ("2026-W42", "2026-W44", "2026-W45", "2026-W46"):
        close_week(home_engine, by=YOU, journey=shop, week=week)
    app = open_page("week")
    assert "**3 weeks in a row** closed" in words(app)
    unfold(app, "past_weeks")
    labels = [getattr(link, "label", "") for link in app.get("page_link")]
    assert [label[:7] for label in labels if label.startswith("Week 4")] == [
        "Week 46", "Week 45", "Week 44", "Week 43", "Week 42",
    ]  # fmt: skip


def test_the_view_in_the_address_filters_what_waits(home_engine: Engine, shop: int) -> None:
    pay = stage(home_engine, shop, "Pay")
    add_view(home_engine, by=YOU, journey=shop, name="Support", stages=(stage(home_engine, shop, "Browse"),))
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards", status=PainStatus.BLOCKER)
    assert "**1** blocker without" in words(at(journey="shop"))
    app = at(journey="shop", view="support")
    assert "blocker" not in words(app)
    assert app.query_params["view"] == "support"


@pytest.mark.parametrize("week", ["nonsense", "2026-W99", "9999-W52", "0001-W01", "2026-W47<script>"])
def test_an_address_with_an_impossible_week_opens_this_week(shop: int, week: str) -> None:
    app = at(journey="shop", week=week)
    assert not app.exception
    assert not app.error
    assert "Week 47" in words(app)
    assert app.query_params["week"] == WEEK


def test_who_took_part_is_kept_and_shown_as_it_is_stored(home_engine: Engine, shop: int, open_page: Open) -> None:
    ana, bo = (add_person(home_engine, by=YOU, name=name).key for name in ("Ana", "Bo"))
    app = open_page("tuesday_blockers")
    app.multiselect[0].set_value([ana]).run()
    take_part(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.TUESDAY, people=[ana, bo])
    assert app.run().multiselect[0].value == [ana, bo], "somebody else added Bo meanwhile"
    app.multiselect[0].set_value([bo]).run()
    assert participants(home_engine, shop, WEEK)["person"].to_list() == ["Bo"]


def test_another_journeys_participants_are_its_own(home_engine: Engine, shop: int, open_page: Open) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    bank = add_journey(home_engine, by=YOU, name="Bank", stages=("Open",)).key
    app = open_page("tuesday_blockers")
    app.selectbox[0].set_value("shop").run()
    app.multiselect[0].set_value([ana]).run()
    app.selectbox[0].set_value("bank").run()
    assert app.multiselect[0].value == []
    app.button(key="done_tuesday").click().run()
    assert participants(home_engine, bank, WEEK).is_empty()


def stale(app: AppTest, engine: Engine, journey: int) -> AppTest:
    """You mark Tuesday done on a page that does not know yet that somebody skipped it."""
    say(engine, journey, Weekday.TUESDAY, DayState.SKIPPED, reason="Holiday")
    app.button(key="done_tuesday").click().run()
    return app


def test_a_stale_edit_shows_both_versions(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = stale(open_page("week"), home_engine, shop)
    assert "This day was changed by You while you were editing" in refusals(app)
    shown = app.table[0].value
    assert shown[["Field", "Yours", "Theirs"]].to_numpy().tolist() == [
        ["state", "done", "skipped"], ["reason", "nothing", "Holiday"],
    ]  # fmt: skip
    assert state(home_engine, shop, Weekday.TUESDAY) == "skipped"


@pytest.mark.parametrize(("choice", "stands"), [("Keep theirs", "skipped"), ("Save mine over it", "done")])
def test_of_two_versions_the_chosen_one_stands(home_engine: Engine, shop: int, open_page: Open, choice: str, stands: str) -> None:
    app = stale(open_page("week"), home_engine, shop)
    button(app, choice)
    assert state(home_engine, shop, Weekday.TUESDAY) == stands
    assert not app.error
    assert not app.table


def test_versions_name_people_and_teams_not_numbers(home_engine: Engine, shop: int, open_page: Open) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana **A.**").key
    action = add_action(home_engine, by=YOU, journey=shop, title="Ask").key
    change_action(home_engine, by=YOU, journey=shop, action=action, revision=1, today=date(2026, 11, 18), owner_id=ana)
    mine: dict[str, Any] = {
        "journey": shop,
        "action": action,
        "revision": 1,
        "today": date(2026, 11, 18),
        "title": "Ask *again*",
        "owner_id": None,
    }
    with pytest.raises(StaleEdit) as refusal:
        change_action(home_engine, by=YOU, **mine)
    app = open_page("tuesday_blockers")
    app.session_state["_stale"] = (change_action, mine, refusal.value)
    app.run()
    shown = {row[0]: tuple(row[1:]) for row in app.table[0].value[["Field", "Yours", "Theirs"]].to_numpy().tolist()}
    assert shown == {"title": ("Ask \\*again\\*", "Ask"), "owner": ("nothing", "Ana \\*\\*A\\.\\*\\*")}
    button(app, "Save mine over it")
    assert actions(home_engine, shop).select("title", "owner").rows() == [("Ask *again*", None)]


def test_a_viewer_is_told_in_words(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = open_page("week")
    only_look(home_engine, shop)
    app.button(key="done_monday").click().run()
    assert "You may not say where a day stands. Nothing was changed. Ask the journey's owner" in refusals(app)
    assert state(home_engine, shop, Weekday.MONDAY) == "open"


def test_an_act_that_fails_leaves_an_apology_and_nothing_else(
    home_engine: Engine, shop: int, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the audit is down")

    app = open_page("week")
    monkeypatch.setattr(acts.Act, "log", broken)
    app.button(key="done_monday").click().run()
    assert "Something went wrong on our side. Nothing was changed." in refusals(app)
    assert "audit is down" not in words(app)
    assert state(home_engine, shop, Weekday.MONDAY) == "open"


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    say(home_engine, shop, Weekday.MONDAY, DayState.SKIPPED, reason=text)
    say(home_engine, shop, Weekday.FRIDAY, DayState.CARRIED, week="2026-W46", reason=text)
    add_entry(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.TUESDAY, kind=EntryKind.CARRIED, text=text)
    app = open_page("week")
    assert shown_as_typed(app, f"Skipped because {text}")
    assert shown_as_typed(app, f"last week: {text}")
    assert any(element.value.startswith("- ") and text in element.value.replace("\\", "") for element in app.markdown)
