"""The end of Friday as the room sees it: the steps in order, what is settled or carried, the focus, the week closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import ActionStatus, EntryKind, Verdict, Weekday
from journey.routine.people import add_person
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry, close_week, take_part
from journey.routine.work import add_action, change_action
from journey.store.readers.weeks import entries, history, week_row
from tests.app.builders import (
    NASTY,
    TODAY,
    WEEK,
    a_change,
    as_read,
    button,
    drop_off,
    fill,
    only_look,
    refusals,
    shown_as_typed,
)
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]
NEXT = "2026-W48"


@pytest.fixture
def closing(open_page: Open) -> Callable[[], AppTest]:
    """Open the page where the week is closed."""

    def opened() -> AppTest:
        app = open_page("friday_retrospective")
        app.session_state["part"] = "close"
        return app.run()

    return opened


def parked(engine: Engine, journey: int, text: str = "Who pays?") -> None:
    add_entry(engine, by=YOU, journey=journey, week=WEEK, weekday=Weekday.FRIDAY, kind=EntryKind.PARKED, text=text)


def test_an_empty_week_says_of_each_step_that_there_is_nothing(shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    told = [head.value for head in app.header]
    assert [head.partition(" ")[0] for head in told] == list("1234567")
    assert sum(int(head.split("[")[1].split()[0]) for head in told) == 20, "the steps take the twenty minutes"
    said = words(app)
    for sentence in ("No verdict is due.", "Nothing was due", "Nothing is written down yet",
                     "Nothing is left over.", "Nobody was noted", "No alert in the last 13 weeks.",
                     "Nobody heard Browse, Basket and Pay"):  # fmt: skip
        assert sentence in said, sentence


def test_the_clock_is_everybodys_and_starts_anew(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    button(app, "Start the clock")
    first = week_row(home_engine, shop, WEEK)
    assert first is not None
    assert first.clock_at is not None
    assert [one.label for one in closing().button if "Start" in one.label] == ["Start again"]


def test_learnings_and_carry_overs_are_noted(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    fill(app, "What did this week teach us?", "Ask earlier")
    button(app, "Note the learning")
    fill(app, "What else carries over?", "Who pays?")
    button(app, "Carry it over")
    assert entries(home_engine, shop).select("kind", "text").rows() == [("learning", "Ask earlier"), ("parked", "Who pays?")]
    assert "- Ask earlier" in words(app)


def test_what_a_verdict_taught_this_week_stands_with_the_learnings(
    home_engine: Engine, shop: int, closing: Callable[[], AppTest]
) -> None:
    metric = drop_off(home_engine, shop, shift=date(2026, 10, 5), to=0.10)
    change = a_change(home_engine, shop, metric)
    assert "**Fewer fields**: the data say validated" in words(closing())
    decide(
        home_engine, by=YOU, journey=shop, change=change, revision=1, verdict=Verdict.VALIDATED, why="It fell",
        learning="Short forms are filled in", today=TODAY,
    )  # fmt: skip
    said = words(closing())
    assert "- Short forms are filled in *(Fewer fields)*" in said
    assert "- Fewer fields: **validated**, decided" in said


def test_actions_done_this_week_and_late_ones_are_told_apart(
    home_engine: Engine, shop: int, closing: Callable[[], AppTest]
) -> None:
    for title, due, done in (
        ("Call them", date(2026, 11, 17), date(2026, 11, 17)), ("Ask them", date(2026, 11, 16), None),
        ("Last week's", date(2026, 11, 10), date(2026, 11, 10)), ("Due today", TODAY, None),
    ):  # fmt: skip
        action = add_action(home_engine, by=YOU, journey=shop, title=title, due=due).key
        if done:
            resolved = {"status": ActionStatus.RESOLVED, "today": done}
            change_action(home_engine, by=YOU, journey=shop, action=action, revision=1, **resolved)  # type: ignore[arg-type]
    app = closing()
    [told] = [one.value for one in app.markdown if "Done this week" in one.value]
    assert "**Done this week: 1**\n- Call them · nobody yet · on 17 Nov" in told
    assert "**Late: 1**\n- Ask them · nobody yet · since 16 Nov" in told
    told = words(app).replace("\xa0", " ")
    assert "67 % (2 of 3) of the actions due in the last 13 weeks were done in time; 1 late now." in told, "today is not over"


def test_what_is_settled_stays_and_the_rest_goes_along(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    parked(home_engine, shop)
    parked(home_engine, shop, "Who calls?")
    app = closing()
    button(app, "Settle")
    assert "Who pays? · settled" in words(app).replace("\\", "")
    button(app, "Close the week")
    assert entries(home_engine, shop, week=NEXT)["text"].to_list() == ["Who calls?"]
    button(app, "Open it again")
    assert entries(home_engine, shop, week=NEXT).is_empty()
    button(app, "Carry it after all")
    button(app, "Close the week")
    assert entries(home_engine, shop, week=NEXT)["text"].to_list() == ["Who pays?", "Who calls?"]


def test_closing_the_week_carries_over_and_is_done_once(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    parked(home_engine, shop)
    app = closing()
    button(app, "Close the week")
    assert history(home_engine, shop)["closed_at"].drop_nulls().len() == 1
    assert "Week 47 is closed." in words(app)
    assert not [one for one in app.button if one.label in ("Close the week", "Start the clock")]
    fill(app, "What else carries over?", "Too late")
    button(app, "Carry it over")
    assert "Week 2026-W47 is closed and has carried over what it left. Write this in the week after it." in refusals(app)
    assert next(one for one in app.text_input if one.label == "What else carries over?").value == "Too late"


def test_a_week_somebody_else_just_closed_is_said(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    close_week(home_engine, by=YOU, journey=shop, week=WEEK)
    button(app, "Close the week")
    assert not app.exception
    assert "Week 47 is closed." in words(app)


def test_the_focus_stands_on_next_weeks_page(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    fill(app, "What is next week about?", "Fewer refused cards")
    button(app, "Set the focus")
    app.button(key="to_The week after").click().run()
    assert "This week was about: **Fewer refused cards**" in words(app)
    assert "This week is about **Fewer refused cards**" in words(app.switch_page("pages/week.py").run())


def test_the_signs_count_who_took_part(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    people = [add_person(home_engine, by=YOU, name=name).key for name in ("Ana", "Bo")]
    take_part(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=people)
    assert "2.0 people a week, in 1 of the last 6 weeks" in words(closing())


def test_the_report_is_shown_for_this_week_of_this_journey_only(
    home_engine: Engine, shop: int, closing: Callable[[], AppTest]
) -> None:
    def preview(app: AppTest) -> str:
        return next((one.value for one in app.markdown if "week 47, 2026" in as_read(one.value)), "")

    app = closing()
    button(app, "Preview the report")
    assert "Did our changes work?" in preview(app)
    app.button(key="to_The week before").click().run()
    assert preview(app) == ""


def test_who_only_looks_closes_nothing(home_engine: Engine, shop: int, closing: Callable[[], AppTest]) -> None:
    app = closing()
    only_look(home_engine, shop)
    for label, what in (("Close the week", "close the week"), ("Start the clock", "start the clock")):
        button(app, label)
        assert f"may not {what}" in refusals(app)
    assert history(home_engine, shop).is_empty()


@pytest.mark.parametrize("text", NASTY[:6])
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, closing: Callable[[], AppTest], text: str) -> None:
    parked(home_engine, shop, f"Parked {text}")
    add_action(home_engine, by=YOU, journey=shop, title=f"Action {text}", due=date(2026, 11, 16))
    add_entry(
        home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.FRIDAY, kind=EntryKind.LEARNING, text=f"Taught {text}"
    )
    app = closing()
    for what in ("Parked", "Taught"):
        assert shown_as_typed(app, f"{what} {text}"), what
    assert f"Action {text}" in "\n".join(as_read(one.value) for one in app.markdown)
