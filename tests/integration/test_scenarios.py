"""Scenarios are saved, changed, binned and brought back; asked of imported events; and made into hypotheses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from journey.analysis.scenarios.levers import Contacts, Pace, Rate, read, written
from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import Direction, Outcome, SourceKind, WorthKind
from journey.errors import Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.money import add_worth
from journey.routine.scenarios import as_hypothesis, as_it_is, ask, bin_scenario, change_scenario, learned, save_scenario
from journey.store.readers.audit import binned
from journey.store.readers.journeys import metrics, stages
from journey.store.readers.scenarios import scenarios

YOU, LAST = 1, Week(2026, 46)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def save(engine: Engine, shop: int, name: str = "Twice as good", **values: Any) -> Any:
    pay = stages(engine, shop)[1].key
    asked = {"levers": written([Rate(pay, 0.1)]), "base_week": str(LAST)} | values
    return save_scenario(engine, by=YOU, journey=shop, name=name, **asked)


def test_a_scenario_is_saved_changed_binned_and_brought_back(engine: Engine, home: Settings, shop: int) -> None:
    at: dict[str, Any] = {"by": YOU, "journey": shop}
    assert learned(engine, home.events, journey=shop, until=LAST) is None  # without passages there is nothing to ask
    row = save(engine, shop, note=" In the workshop ")
    assert [(one.name, one.note, one.weeks) for one in scenarios(engine, shop)] == [("Twice as good", "In the workshop", 12)]
    assert read(row.levers)[0] == (Rate(stages(engine, shop)[1].key, 0.1),)
    row = change_scenario(engine, scenario=row.key, revision=row.revision, name="Better", **at)
    with pytest.raises(StaleEdit):
        change_scenario(engine, scenario=row.key, revision=row.revision - 1, name="Worse", **at)
    bin_scenario(engine, scenario=row.key, revision=row.revision, **at)
    assert scenarios(engine, shop) == []
    [gone] = binned(engine, shop)
    assert (gone.subject, gone.name) == ("scenario", "Better")
    other = save(engine, shop, "better")
    with pytest.raises(Refused, match="already"):
        restore(engine, subject="scenario", id=row.key, **at)
    change_scenario(engine, scenario=other.key, revision=other.revision, name="Other", **at)
    restore(engine, subject="scenario", id=row.key, **at)
    assert {one.name for one in scenarios(engine, shop)} == {"Better", "Other"}


def test_what_cannot_be_asked_is_not_saved(engine: Engine, shop: int) -> None:
    save(engine, shop)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"name": "  "}, "needs a name"),
        ({"name": "Other", "levers": []}, "without a lever"),
        ({"name": "Other", "levers": [{"kind": "rate", "stage": 1, "by": 7}]}, "needs by between"),
        ({"name": "Other", "weeks": 0}, "1 to 52 weeks"),
        ({"name": "TWICE AS GOOD"}, "already"),
    ]
    for values, why in refused:
        with pytest.raises(Refused, match=why):
            save(engine, shop, **values)
    assert len(scenarios(engine, shop)) == 1


@pytest.fixture
def walked(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> int:
    """Fourteen weeks in which 40 a week browse, 24 of them come to pay after a day, and 12 of those pay an hour later."""
    rows, rng = ["customer,time,event"], np.random.default_rng(3)
    for number, week in enumerate(np.repeat(np.arange(14), 40)):
        at = datetime(2026, 8, 10, 6) + timedelta(weeks=int(week), minutes=int(rng.integers(0, 9000)))
        rows.append(f"c{number},{at:%Y-%m-%dT%H:%M:%SZ},look")
        if number % 5 < 3:
            rows.append(f"c{number},{at + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ},form")
            if number % 2:
                rows.append(f"c{number},{at + timedelta(days=1, hours=1):%Y-%m-%dT%H:%M:%SZ},paid")
    file = tmp_path / "log.csv"
    file.write_text("\n".join(rows))
    import_file(engine, home, by=YOU, journey=shop, kind=SourceKind.EVENTS, path=file)
    browse, pay = (stage.key for stage in stages(engine, shop))
    meanings = {"look": Meaning(browse), "form": Meaning(pay), "paid": Meaning(pay, Outcome.GOAL)}
    map_events(engine, home, by=YOU, journey=shop, meanings=meanings)
    return shop


def measured(engine: Engine, journey: int, formula: str, stage: int | None) -> int:
    """The metric of that formula at that stage: begun with the import, or now."""
    for row in metrics(engine, journey):
        if (row.formula, row.stage_id) == (formula, stage):
            return row.key
    return add_metric(engine, by=YOU, journey=journey, formula=formula, stage=stage).key


def test_levers_are_asked_of_the_journey_s_own_events_and_become_hypotheses(engine: Engine, home: Settings, walked: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, walked))
    found = learned(engine, home.events, journey=walked, until=LAST)
    assert found is not None
    assert found.model is not None
    assert found.base == LAST
    now = as_it_is(found.model, weeks=4)
    metric = measured(engine, walked, "conversion", None)
    answer = ask(engine, now, [Rate(pay, 0.1)], journey=walked)
    assert answer.outcome.money is None
    assert answer.outcome.completions.difference.amount == pytest.approx(4 * 2.4, rel=0.35)  # a tenth of 24 a week
    add_worth(engine, by=YOU, journey=walked, metric=metric, kind=WorthKind.COMPLETION, amount=50, low=40, high=60,
              source="Finance", noted_on=date(2026, 11, 1))  # fmt: skip
    told = ask(engine, now, [Rate(pay, 0.1)], journey=walked).outcome
    assert told.money is not None
    assert told.money.difference.amount == pytest.approx(50 * told.completions.difference.amount, rel=0.1)
    earlier = learned(engine, home.events, journey=walked, until=LAST, base=Week(2026, 43))
    assert earlier is not None
    assert earlier.base == Week(2026, 43)
    later = learned(engine, home.events, journey=walked, until=Week(2026, 52))
    assert later is not None
    assert later.base == LAST  # the newest whole week of data
    # and what a change would have to claim for it to come true
    drop = measured(engine, walked, "drop_off", pay)
    took = measured(engine, walked, "step_duration", browse)
    claim = as_hypothesis(engine, found.model, [Rate(pay, 0.05)], journey=walked)
    assert (claim["metric_id"], claim["direction"], claim["size"], claim["stage_id"]) == (drop, Direction.DOWN, 0.05, pay)
    assert claim["title"] == "5 points more go on from Pay"
    claim = as_hypothesis(engine, found.model, [Pace(browse, 0.5)], journey=walked)
    assert (claim["metric_id"], claim["direction"]) == (took, Direction.DOWN)
    assert claim["size"] == pytest.approx(0.5 * 86_400)  # half of the day that it takes
    claim = as_hypothesis(engine, found.model, [Contacts(pay, 0.5)], journey=walked)
    assert (claim["metric_id"], claim["stage_id"]) == (None, pay)
