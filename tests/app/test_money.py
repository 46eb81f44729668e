"""Money as its reader sees it: said once, at stake by stage, told in three sums, and wherever else a decision hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import PainStatus, WorthKind
from journey.routine.changes import change_change
from journey.routine.metrics import change_metric
from journey.routine.money import add_worth, at_stake
from journey.routine.money.sheets import stakes_sheet
from journey.routine.pains import add_pain
from journey.routine.people import add_view
from journey.store.readers.money import worths
from tests.app.builders import (
    NASTY,
    REVIEWED,
    TODAY,
    a_change,
    button,
    drop_off,
    fill,
    observed,
    only_look,
    refusals,
    shown_as_typed,
    stage,
)
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]
SHIPPED = date(2026, 10, 5)


@pytest.fixture
def pay(home_engine: Engine, shop: int) -> int:
    """Drop-off at Pay, 20 % before October and 10 % since, with a target of 5 %; the metric's id."""
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    change_metric(home_engine, by=YOU, journey=shop, metric=metric, revision=1, target=0.05)
    observed(home_engine, shop)
    return metric


def say(engine: Engine, journey: int, metric: int, **values: Any) -> int:
    told: dict[str, Any] = {"kind": WorthKind.RETENTION, "amount": 10.0, "low": 8.0, "high": 12.0, "source": "Finance, 2025"}
    return add_worth(engine, by=YOU, journey=journey, metric=metric, noted_on=TODAY, **(told | values)).key


def at(app: AppTest, part: str) -> AppTest:
    app.session_state["part"] = part
    return app.run()


def number(app: AppTest, label: str, value: float) -> None:
    next(field for field in app.number_input if field.label.startswith(label)).set_value(value)


def test_without_a_worth_every_part_says_how_to_begin(shop: int, pay: int, open_page: Open) -> None:
    app = open_page("money")
    assert "Choose Worths above" in words(app)
    assert "once a change names a metric that has a worth" in words(at(app, "returns"))
    assert "Nothing has a worth yet" in words(at(app, "worths"))
    assert not app.exception


def test_a_worth_is_said_corrected_and_stands_in_the_sums(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    app = at(open_page("money"), "worths")
    button(app, "Say what a metric is worth")
    number(app, "Likely", 10.0)
    button(app, "Save", within="Say what a metric is worth")
    assert "Say where the amount is from" in refusals(app)
    number(app, "Likely", 10.0)
    number(app, "At most", 14.0)
    fill(app, "Where is that from?", "Finance, 2025")
    button(app, "Save", within="Say what a metric is worth")
    row = worths(home_engine, shop).row(0, named=True)
    assert [row[name] for name in ("metric_id", "amount", "low", "high")] == [pay, 10.0, 10.0, 14.0]
    said = words(at(open_page("money"), "worths")).replace("\\", "")
    assert "**Drop-off** at Pay: €10 (€10 to €14), value of a completion" in said
    assert "Finance, 2025" in said


def test_at_stake_says_its_sum_so_that_it_can_be_done_again(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay)
    said = words(open_page("money"))
    seen = at_stake(home_engine, shop, until=REVIEWED.sunday)
    [part] = seen.stages[0].parts
    by_hand = (part.level.value - 0.05) * 1400 * 10
    assert f"€{by_hand:,.0f}"[:3] in said
    assert part.a_week.amount == pytest.approx(by_hand)
    assert f"{part.level.value * 100:.1f} % of 1,400 customers a week; its target is 5.0 %: " in said
    assert "too many × €10 = €" in said
    assert "Most is at stake at Pay: €" in said
    assert "Nobody has said what anything is worth at Browse, Basket." in said


def test_three_sums_stand_side_by_side_and_a_cost_comes_back(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay)
    change = a_change(home_engine, shop, pay)
    change_change(home_engine, by=YOU, journey=shop, change=change, revision=1, cost=1000.0)
    app = at(open_page("money"), "returns")
    said = words(app)
    assert not app.exception
    for word in ("Validated", "Estimated", "Claimed"):
        assert f"<h2>{word}</h2>" in said
    assert said.count("<p class='fig'>nothing</p>") == 2, "one change, no verdict yet: measured, so estimated"
    line = next(line for line in said.replace("\\", "").splitlines() if line.startswith("- **Fewer fields**"))
    assert "Estimated: it brings in €1," in line, "10 points of 1,400 a week, at 10 each, are 1,400"
    assert "Its cost of €1,000 is back after 1 week" in line


def test_money_stands_beside_blockers_and_for_leaders(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards", status=PainStatus.BLOCKER)
    assert "at stake" not in words(open_page("tuesday_blockers"))
    assert "Nobody has said what a completion or a contact is worth." in words(open_page("leadership"))
    say(home_engine, shop, pay)
    blockers = words(open_page("tuesday_blockers")).replace("\\", "")
    figure = blockers.partition(" a week at stake at this stage")[0].rpartition("\n")[2]
    assert figure.startswith("€")
    leaders = words(open_page("leadership")).replace("\\", "")
    assert f"{figure} a week at stake" in leaders, "the same figure to the last digit"
    assert "- Validated: nothing." in leaders


def test_a_view_sums_what_it_shows(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay)
    browse, where = (stage(home_engine, shop, name) for name in ("Browse", "Pay"))
    a_change(home_engine, shop, pay, at=where)
    a_change(home_engine, shop, pay, at=browse, title="Bigger pictures", shipped=date(2026, 7, 6))
    add_view(home_engine, by=YOU, journey=shop, name="Till", stages=(where,))
    add_view(home_engine, by=YOU, journey=shop, name="Shelf", stages=(browse,))
    assert "Bigger pictures" not in words(at(_seen_by("till"), "returns"))
    app = _seen_by("shelf")
    assert "at stake at Pay" not in words(app)
    said = words(at(app, "returns"))
    assert "Fewer fields" not in said
    assert "**Bigger pictures**. Estimated" in said, "measured, whoever's view was opened before"


def _seen_by(view: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", view
    app.run()
    return app.switch_page("pages/money.py").run()


def test_what_is_taken_away_is_what_is_shown(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay)
    sheet = stakes_sheet(at_stake(home_engine, shop, until=REVIEWED.sunday))
    assert sheet.select("stage", "metric", "worth", "counted").rows() == [("Pay", "Drop-off", 10.0, True)]
    assert sheet["how"][0] in words(open_page("money")).replace("&#x27;", "'")
    assert pl.read_csv(sheet.write_csv().encode())["at_stake_a_week"][0] == pytest.approx(sheet["at_stake_a_week"][0])


def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay, source=f"Said by {NASTY[0]} and {NASTY[5]}")
    app = at(open_page("money"), "worths")
    assert shown_as_typed(app, f"Said by {NASTY[0]} and {NASTY[5]}")


def test_a_viewer_reads_and_is_told_why_not(home_engine: Engine, shop: int, pay: int, open_page: Open) -> None:
    say(home_engine, shop, pay)
    only_look(home_engine, shop)
    app = at(open_page("money"), "worths")
    button(app, "Edit")
    number(app, "Likely", 11.0)
    button(app, "Save", within="Edit")
    assert "may not change what metrics are worth" in refusals(app)
    assert worths(home_engine, shop)["amount"].to_list() == [10.0]
