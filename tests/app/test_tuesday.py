"""Tuesday as its reader sees it: blockers, actions agreed, decisions with their price, the parking lot, the agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import EntryKind, PainStatus, Weekday
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_team, add_view
from journey.routine.weeks import add_entry, change_entry
from journey.routine.work import add_action
from journey.store.readers.weeks import entries
from journey.store.readers.work import actions, pains
from tests.app.builders import NASTY, TODAY, WEEK, as_read, button, fill, only_look, refusals, shown_as_typed, stage, unfold
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def blocked(home_engine: Engine, shop: int) -> int:
    """A blocker at Pay; the pain point's id."""
    pay = stage(home_engine, shop, "Pay")
    return add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards are refused", status=PainStatus.BLOCKER).key


def parked(engine: Engine, journey: int, text: str) -> int:
    week = {"week": WEEK, "weekday": Weekday.TUESDAY, "kind": EntryKind.PARKED}
    return add_entry(engine, by=YOU, journey=journey, text=text, **week).key  # type: ignore[arg-type]


def test_an_empty_tuesday_says_where_blockers_come_from(shop: int, open_page: Open) -> None:
    said = words(open_page("tuesday_blockers"))
    assert "Nothing blocks customers that anybody named" in said
    assert "No open action" in said


def test_an_action_is_agreed_on_a_blocker_through_the_dialog(
    home_engine: Engine, shop: int, blocked: int, open_page: Open
) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    app = open_page("tuesday_blockers")
    button(app, "Agree an action")
    fill(app, "What will be done?", "Ask the bank")
    next(box for box in app.selectbox if box.label == "Who?").set_value(ana)
    app.date_input[0].set_value(date(2026, 11, 20))
    button(app, "Agree", within="Agree an action")
    row = actions(home_engine, shop).row(0, named=True)
    assert (row["title"], row["owner"], row["due"], row["pain_id"], row["stage"]) == (
        "Ask the bank", "Ana", date(2026, 11, 20), blocked, "Pay",
    )  # fmt: skip
    assert "Ask the bank · Ana · due 20 Nov · open" in words(app)


def test_an_action_without_a_title_is_refused_in_the_dialog_and_what_was_typed_stays(
    home_engine: Engine, shop: int, blocked: int, open_page: Open
) -> None:
    app = open_page("tuesday_blockers")
    button(app, "Agree an action")
    fill(app, "Link to the ticket", "https://shop.example/4")
    button(app, "Agree", within="Agree an action")
    assert "An action needs a title: who does what? Nothing was saved." in refusals(app)
    assert next(one for one in app.text_input if one.label == "Link to the ticket").value == "https://shop.example/4"
    assert actions(home_engine, shop).is_empty()


def test_an_action_is_updated_and_binned_through_the_dialog(home_engine: Engine, shop: int, open_page: Open) -> None:
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank")
    app = open_page("tuesday_blockers")
    button(app, "Update")
    status: Any = app.get("button_group")[0]
    status.set_value("resolved")
    button(app, "Save", within="Update")
    assert actions(home_engine, shop).select("status", "resolved_on").rows() == [("resolved", TODAY)]
    assert "1 resolved" in [expander.label for expander in app.expander]
    add_action(home_engine, by=YOU, journey=shop, title="Call the bank")
    app.run()
    button(app, "Update")
    button(app, "Put in the bin", within="Update")
    assert actions(home_engine, shop)["title"].to_list() == ["Ask the bank"]


def test_the_overdue_come_first_and_say_so(home_engine: Engine, shop: int, open_page: Open) -> None:
    for title, due in (("Undated", None), ("Later", TODAY + timedelta(3)), ("Today", TODAY), ("Late", TODAY - timedelta(1))):
        add_action(home_engine, by=YOU, journey=shop, title=title, due=due)
    lines = [element.value for element in open_page("tuesday_blockers").markdown if " · open" in element.value]
    assert [line.split(" · ")[0] for line in lines] == ["Late", "Today", "Later", "Undated"]
    assert ["overdue" in line for line in lines] == [True, False, False, False]


def test_a_blocker_is_freed_and_named_again(home_engine: Engine, shop: int, blocked: int, open_page: Open) -> None:
    app = open_page("tuesday_blockers")
    button(app, "No longer a blocker")
    assert pains(home_engine, shop)["status"].to_list() == ["open"]
    button(unfold(app, "name_blocker"), "It is a blocker")
    assert pains(home_engine, shop)["status"].to_list() == ["blocker"]
    assert "**Cards are refused**" in words(app)


def test_a_blocker_is_as_old_as_it_is_where_the_journey_is(home_engine: Engine, open_page: Open) -> None:
    from datetime import UTC, datetime

    from journey.routine.journeys import add_journey
    from journey.store.tables import told_at

    with told_at(datetime(2026, 11, 16, 23, 30, tzinfo=UTC)):
        bank = add_journey(home_engine, by=YOU, name="Bank", timezone="Pacific/Auckland", stages=("Pay",)).key
        pay = stage(home_engine, bank, "Pay")
        add_pain(home_engine, by=YOU, journey=bank, stage=pay, title="Cards", status=PainStatus.BLOCKER)
    assert "blocks since 17 Nov" in words(open_page("tuesday_blockers"))


def test_a_decision_is_recorded_with_what_it_gives_up(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = unfold(open_page("tuesday_blockers"), "record_decision")
    fill(app, "What was decided?", "No upsell before activation")
    trade = "What does it cost another team's KPI, and what does the customer gain?"
    fill(app, trade, "Sales loses 3 %, customers start sooner")
    button(app, "Record the decision")
    row = entries(home_engine, shop, week=WEEK).row(0, named=True)
    assert (row["kind"], row["text"], row["trade_off"]) == (
        "decision", "No upsell before activation", "Sales loses 3 %, customers start sooner",
    )  # fmt: skip
    assert "*Trade-off:* Sales loses 3 %, customers start sooner" in words(app)
    assert [one.value for one in app.text_input if one.label == "What was decided?"] == [""], "ready for the next"


def test_a_refused_decision_keeps_what_was_typed(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = unfold(open_page("tuesday_blockers"), "record_decision")
    trade = "What does it cost another team's KPI, and what does the customer gain?"
    fill(app, trade, "Sales loses 3 %")
    button(app, "Record the decision")
    assert "The decision is empty. Write a sentence, then save." in refusals(app)
    assert [one.value for one in app.text_input if one.label == trade] == ["Sales loses 3 %"]
    assert entries(home_engine, shop).is_empty()


def test_a_matter_is_parked_settled_and_taken_up_again(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = unfold(open_page("tuesday_blockers"), "park_matter")
    fill(app, "Park a matter for later", "Who owns invoices?")
    button(app, "Park it")
    assert [box.label for box in app.checkbox] == ["Who owns invoices?"]
    app.checkbox[0].check().run()
    assert entries(home_engine, shop)["settled"].to_list() == [True]
    assert app.checkbox[0].value
    app.checkbox[0].uncheck().run()
    assert entries(home_engine, shop)["settled"].to_list() == [False]


def test_a_tick_that_is_refused_is_said_once_and_stays_unticked(home_engine: Engine, shop: int, open_page: Open) -> None:
    parked(home_engine, shop, "Who owns invoices?")
    app = open_page("tuesday_blockers")
    only_look(home_engine, shop)
    app.checkbox[0].check().run()
    assert "You may not change notes" in refusals(app)
    assert not app.checkbox[0].value
    assert entries(home_engine, shop)["settled"].to_list() == [False]
    assert not app.run().error


def test_two_who_settle_the_same_matter_are_told(home_engine: Engine, shop: int, open_page: Open) -> None:
    entry = parked(home_engine, shop, "Who owns invoices?")
    app = open_page("tuesday_blockers")
    change_entry(home_engine, by=YOU, journey=shop, entry=entry, revision=1, text="Who owns all invoices?")
    app.checkbox[0].check().run()
    assert "was changed by You while you were editing" in refusals(app)
    button(app, "Save mine over it")
    row = entries(home_engine, shop).row(0, named=True)
    assert (row["text"], row["settled"]) == ("Who owns all invoices?", True)


def test_the_agenda_holds_the_teams_own_open_work(home_engine: Engine, shop: int, open_page: Open) -> None:
    product, sales = (add_team(home_engine, by=YOU, name=name).key for name in ("Product", "Sales"))
    pay = stage(home_engine, shop, "Pay")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards are refused", status=PainStatus.BLOCKER, team_id=product)
    for title, team in (("Ask the bank", product), ("Call the buyers", sales)):
        add_action(home_engine, by=YOU, journey=shop, title=title, team_id=team)
    settled = parked(home_engine, shop, "Settled matter")
    parked(home_engine, shop, "Open matter")
    change_entry(home_engine, by=YOU, journey=shop, entry=settled, revision=1, settled=True)
    [agenda] = [code.value for code in unfold(open_page("tuesday_blockers"), "agenda_product").code]
    assert "# Product: blockers of week 47" in agenda
    assert "Ask the bank" in agenda
    assert "Call the buyers" not in agenda
    assert "Open matter" in agenda
    assert "Settled matter" not in agenda


def test_work_of_no_team_has_an_agenda_too(home_engine: Engine, shop: int, blocked: int, open_page: Open) -> None:
    add_action(home_engine, by=YOU, journey=shop, title="Ask the bank")
    [agenda] = [code.value for code in unfold(open_page("tuesday_blockers"), "agenda_no-team-yet").code]
    assert "No team yet" in agenda
    assert "Ask the bank" in agenda


def test_a_view_shows_its_stages_and_its_teams_own_work(home_engine: Engine, shop: int, blocked: int) -> None:
    support = add_team(home_engine, by=YOU, name="Support").key
    browse, pay = (stage(home_engine, shop, name) for name in ("Browse", "Pay"))
    add_pain(home_engine, by=YOU, journey=shop, stage=browse, title="Sizes confuse", status=PainStatus.BLOCKER)
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Refunds wait", status=PainStatus.BLOCKER, team_id=support)
    add_action(home_engine, by=YOU, journey=shop, title="Hidden work", stage_id=pay)
    add_view(home_engine, by=YOU, journey=shop, name="Support", stages=(browse,), team=support)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "support"
    app.run()
    said = words(app.switch_page("pages/tuesday_blockers.py").run())
    assert "Sizes confuse" in said
    assert "Refunds wait" in said
    assert "Cards are refused" not in said
    assert "Hidden work" not in said


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    pay = stage(home_engine, shop, "Pay")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title=f"Pain {text}", status=PainStatus.BLOCKER)
    add_action(home_engine, by=YOU, journey=shop, title=f"Action {text}")
    parked(home_engine, shop, f"Matter {text}")
    week = {"week": WEEK, "weekday": Weekday.TUESDAY, "kind": EntryKind.DECISION}
    add_entry(home_engine, by=YOU, journey=shop, text=f"Decision {text}", trade_off=f"Price {text}", **week)  # type: ignore[arg-type]
    app = open_page("tuesday_blockers")
    for what in ("Pain", "Action", "Matter", "Decision", "Price"):
        assert shown_as_typed(app, f"{what} {text}"), what
    helps = [one.proto.help for one in app.button if one.proto.help.startswith("Update: ")]
    assert [as_read(one) for one in helps] == [f"Update: Action {text}"], "a tooltip is Markdown too"
