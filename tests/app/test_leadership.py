"""Leadership as its reader sees it: the journey on one page, with no control that changes anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import ActionStatus, PainStatus, Weekday
from journey.routine.listening.hearing import hear
from journey.routine.metrics import change_metric
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_view
from journey.routine.weeks import take_part
from journey.routine.work import add_action, change_action
from journey.store.tables import Verbatim
from tests.app.builders import NASTY, TODAY, WEEK, a_change, as_read, drop_off, observed, shown_as_typed, stage, words_of
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


def test_an_empty_journey_says_what_is_not_there(shop: int, open_page: Open) -> None:
    said = words(open_page("leadership"))
    for sentence in ("Nothing was measured in this week.", "No pain point is open.", "No change with a metric shipped",
                     "No action was due", "Nobody was noted as taking part", "Customers of 0 of 3 stages were heard",
                     "No objective runs."):  # fmt: skip
        assert sentence in said, sentence


def test_stages_stand_with_value_target_and_n(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop)
    change_metric(home_engine, by=YOU, journey=shop, metric=metric, revision=1, target=0.15)
    observed(home_engine, shop)
    said = words(open_page("leadership"))
    assert "Pay" in said
    assert "15 %" in said
    assert "1,400" in said
    assert "worse" in said


def test_pains_are_ranked_and_blockers_named(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Small", severity=1)
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Great", severity=5, impact=5, status=PainStatus.BLOCKER)
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Solved", severity=5, status=PainStatus.RESOLVED)
    [told] = [element.value for element in open_page("leadership").markdown if "of 125" in element.value]
    lines = told.splitlines()
    assert [line.split(" · ")[0] for line in lines] == ["1. **Great**", "2. **Small**"]
    assert lines[0].endswith("· blocker")


def test_actions_on_time_are_counted_by_hand(home_engine: Engine, shop: int, open_page: Open) -> None:
    """Due in the quarter: one kept in time, one resolved late, one overdue; not due: one ahead, one from last year."""
    for title, due, resolved in (
        ("Kept", TODAY - timedelta(10), TODAY - timedelta(10)), ("Late", TODAY - timedelta(10), TODAY - timedelta(5)),
        ("Overdue", TODAY - timedelta(1), None), ("Ahead", TODAY + timedelta(5), None),
        ("Old", TODAY - timedelta(300), TODAY - timedelta(301)),
    ):  # fmt: skip
        action = add_action(home_engine, by=YOU, journey=shop, title=title, due=due).key
        if resolved:
            done = {"status": ActionStatus.RESOLVED, "today": resolved}
            change_action(home_engine, by=YOU, journey=shop, action=action, revision=1, **done)  # type: ignore[arg-type]
    said = words(open_page("leadership"))
    assert "33 % (1 of 3) of the actions due in the last 13 weeks were done in time; 1 late now." in as_read(said)


def test_the_routine_shows_who_takes_part_and_what_was_heard(home_engine: Engine, shop: int, open_page: Open) -> None:
    people = [add_person(home_engine, by=YOU, name="Ana").key for _ in range(2)]
    take_part(home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=people)
    [id] = words_of(home_engine, shop, "My card was refused")
    hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY, stage=stage(home_engine, shop, "Pay"))
    said = words(open_page("leadership"))
    said = as_read(said)
    assert "2.0 people a week" in said, "two people of one name are two"
    assert "Customers of 1 of 3 stages were heard in the last 6 weeks, 1 time" in said


def test_verdicts_of_the_quarter_are_told(home_engine: Engine, shop: int, open_page: Open) -> None:
    from datetime import date

    metric = drop_off(home_engine, shop, shift=date(2026, 10, 5), to=0.10)
    a_change(home_engine, shop, metric)
    assert "- **Fewer fields** · Validated: " in words(open_page("leadership"))


def test_a_view_narrows_the_page(home_engine: Engine, shop: int) -> None:
    drop_off(home_engine, shop)
    browse, pay = (stage(home_engine, shop, name) for name in ("Browse", "Pay"))
    add_pain(home_engine, by=YOU, journey=shop, stage=pay, title="Cards")
    add_pain(home_engine, by=YOU, journey=shop, stage=browse, title="Sizes")
    [id] = words_of(home_engine, shop, "My card was refused")
    hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY, stage=pay)
    add_view(home_engine, by=YOU, journey=shop, name="Shelf", stages=(browse,))
    observed(home_engine, shop)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "shelf"
    app.run()
    said = words(app.switch_page("pages/leadership.py").run())
    assert "Sizes" in said
    assert "Cards" not in said
    assert "Pay" not in said
    assert "Customers of 0 of 1 stages were heard" in said


def test_nothing_here_can_be_pressed_but_the_week(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = open_page("leadership")
    assert {one.key for one in app.button} == {"to_The week before", "to_The week after"}
    assert not [*app.text_input, *app.text_area, *app.checkbox, *app.multiselect]


def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open) -> None:
    pay = stage(home_engine, shop, "Pay")
    for text in NASTY[:5]:
        add_pain(home_engine, by=YOU, journey=shop, stage=pay, title=f"Pain {text}")
    app = open_page("leadership")
    for text in NASTY[:5]:
        assert shown_as_typed(app, f"Pain {text}")
