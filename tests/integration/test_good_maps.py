"""Readiness, ranking and personas as acts and imports leave them, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.analysis.readiness import Check, Line
from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import LaneKind, Standing
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine.iteration import add_card
from journey.routine.journeys import add_journey, add_persona, change_journey, change_stage
from journey.routine.metrics import add_metric
from journey.routine.pains import add_evidence, add_pain
from journey.routine.people import add_team
from journey.routine.personas import check_segment, quote, unquote
from journey.routine.ranking import ranked
from journey.routine.readiness import readiness, scope
from journey.routine.work import add_action
from journey.store.engine import writing
from journey.store.readers import journeys as read
from journey.store.readers.maps import lanes
from journey.store.readers.personas import quoted
from journey.store.tables import Alert, Link, Observation, Quote, Theme, Verbatim

YOU = 1
TODAY = date(2026, 11, 18)
WEEK = Week.parse("2026-W47")


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Basket", "Pay")).key


def pay(engine: Engine, journey: int) -> int:
    return read.stages(engine, journey)[2].key


def answers(engine: Engine, journey: int) -> dict[Check, Line]:
    return {line.check: line for line in readiness(engine, journey, today=TODAY).lines}


def said_by_customers(
    engine: Engine, journey: int, count: int, *, theme: int | None = None, emotion: float | None = None
) -> list[int]:
    """Answers at Pay in the reviewed week; their ids."""
    at = datetime(2026, 11, 11, 9, tzinfo=UTC)
    with writing(engine) as session:
        rows = [
            Verbatim(journey_id=journey, text=f"Words {n}", at=at + timedelta(minutes=n), stage_id=pay(engine, journey),
                     theme_id=theme, emotion=emotion)
            for n in range(count)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return [row.key for row in rows]


def test_a_journey_grows_ready_as_the_work_is_done(engine: Engine, shop: int) -> None:
    assert readiness(engine, shop, today=TODAY).met == 0
    add_persona(engine, by=YOU, journey=shop, name="Petra")
    brief = {"goal": "Pay on time", "starts_with": "Opens the shop", "ends_with": "Has the goods", "time_frame": "Two weeks"}
    change_journey(engine, by=YOU, journey=shop, revision=1, **brief)
    assert "success metrics" in answers(engine, shop)[Check.SCOPE].said
    for stage in (None, *read.stages(engine, shop)):
        formula = "conversion" if stage is None else "drop_off"
        at = stage.key if stage else None
        add_metric(engine, by=YOU, journey=shop, formula=formula, stage=at, baseline=0.2, target=0.3, success=stage is None)
    assert answers(engine, shop)[Check.SCOPE].met
    assert answers(engine, shop)[Check.METRICS].met
    team = add_team(engine, by=YOU, name="Product").key
    for stage in read.stages(engine, shop):
        change_stage(engine, by=YOU, journey=shop, stage=stage.key, revision=1, team_id=team)
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Cards are refused", severity=5, effort=2).key
    assert "no action is agreed on the first fix" in answers(engine, shop)[Check.OWNERS].said
    add_action(engine, by=YOU, journey=shop, title="Ask the bank", pain_id=pain, owner_id=YOU, due=TODAY)
    found = answers(engine, shop)
    assert [check for check in found if found[check].met] == [Check.SCOPE, Check.PAINS, Check.OWNERS, Check.METRICS]
    assert "first fix: “Cards are refused” (45 of 125, effort 2, 0 pieces of evidence)" in found[Check.PAINS].said


def test_a_claim_held_for_evidenced_needs_something_behind_it(engine: Engine, shop: int) -> None:
    stage, lane = pay(engine, shop), next(lane for lane in lanes(engine, shop) if lane.kind is LaneKind.THOUGHT).key
    pain = add_pain(engine, by=YOU, journey=shop, stage=stage, title="Cards are refused", standing=Standing.EVIDENCED).key
    card = add_card(
        engine, by=YOU, journey=shop, stage=stage, lane=lane, text="Is it safe?", why="Heard", standing=Standing.EVIDENCED
    ).key
    assert (
        "2 of 2 claims held for evidenced name no source: Cards are refused, Is it safe?"
        in answers(engine, shop)[Check.SOURCES].said
    )
    add_evidence(engine, by=YOU, journey=shop, pain=pain, source="survey", text="It refused my card")
    (words,) = said_by_customers(engine, shop, 1)
    with writing(engine) as session:
        session.add(Link(journey_id=shop, subject="card", subject_id=card, other="verbatim", other_id=words))
    assert answers(engine, shop)[Check.SOURCES].said == "1 kind of source (surveys); all 2 claims held for evidenced name theirs."


def test_emotions_are_held_against_what_customers_said_in_the_reviewed_weeks(engine: Engine, shop: int) -> None:
    change_stage(engine, by=YOU, journey=shop, stage=pay(engine, shop), revision=1, assumed_emotion=3.0)
    said_by_customers(engine, shop, 20, emotion=-3.0)
    said = readiness(engine, shop, today=TODAY, week=WEEK).lines[2].said
    assert said.startswith("0 of 3 stages hold")
    assert "drawn too rosy: Pay" in said


def test_frequency_is_the_datas_where_a_rate_stands_behind_the_pain_point(engine: Engine, shop: int) -> None:
    metric = add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=pay(engine, shop)).key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Cards are refused", frequency=1).key
    add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Slow form", frequency=2)
    with writing(engine) as session:
        alert = Alert(journey_id=shop, metric_id=metric, week="2026-W46", since=date(2026, 11, 9), rule="shift", why="Rose")
        session.add(alert)
        session.flush()
        day = {"metric_id": metric, "grain": "day", "segment": "", "mature": True, "n": 100, "total": 31.0, "total_sq": 31.0}
        inside, before = date(2026, 11, 10), date(2026, 9, 1)
        session.connection().execute(insert(Observation), [{**day, "day": inside}, {**day, "day": before, "total": 90.0}])
        key = alert.key
    add_evidence(engine, by=YOU, journey=shop, pain=pain, source="analytics", text="Rose", alert=key)
    first, second = ranked(engine, shop, week=WEEK).rows(named=True)
    assert (first["title"], first["rated"], first["frequency"], first["score"]) == ("Cards are refused", 1, 5, 45)
    assert first["from_data"] == "Drop-off: 31 % are hit (31 of 100)"
    assert (second["frequency"], second["from_data"]) == (2, "")


def test_frequency_is_told_by_the_theme_that_the_evidence_belongs_to(engine: Engine, shop: int) -> None:
    with writing(engine) as session:
        theme = Theme(journey_id=shop, number=1, name="Card refused")
        session.add(theme)
        session.flush()
        key = theme.key
    told = said_by_customers(engine, shop, 6, theme=key)
    said_by_customers(engine, shop, 54)
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Cards are refused").key
    add_evidence(engine, by=YOU, journey=shop, pain=pain, source="survey", text="Words", verbatim=told[0])
    assert ranked(engine, shop, week=WEEK)["from_data"].to_list() == [""]
    with writing(engine) as session:
        session.add(Quote(journey_id=shop, text="Words 1", verbatim_id=told[1], pain_id=pain, person_id=YOU))
    assert ranked(engine, shop, week=WEEK)["from_data"].to_list() == ["10 % of the answers and tickets at this stage (6 of 60)"]


def test_a_persona_speaks_in_customers_words_until_they_are_taken_away(engine: Engine, shop: int) -> None:
    petra = add_persona(engine, by=YOU, journey=shop, name="Petra").key
    first, second = said_by_customers(engine, shop, 2, emotion=-4.0)
    with writing(engine) as session:
        kept = Quote(journey_id=shop, text="Words", verbatim_id=first, person_id=YOU, emotion=-2)
        session.add(kept)
        session.flush()
        key = kept.key
    where = {"by": YOU, "journey": shop, "persona": petra}
    link = quote(engine, **where, other="quote", other_id=key)
    again = quote(engine, **where, other="quote", other_id=key)
    quote(engine, **where, other="verbatim", other_id=second)
    assert again.key == link.key
    assert quoted(engine, shop).select("persona_id", "text", "emotion", "item").rows() == [
        (petra, "Words", -2.0, f"v{first}"), (petra, "Words 1", -4.0, f"v{second}"),
    ]  # fmt: skip
    with pytest.raises(StaleEdit):
        unquote(engine, by=YOU, journey=shop, link=link.key, revision=7)
    unquote(engine, by=YOU, journey=shop, link=link.key, revision=1)
    assert quoted(engine, shop)["text"].to_list() == ["Words 1"]
    assert quote(engine, **where, other="quote", other_id=key).key == link.key, "taken back out of the bin"
    with pytest.raises(Refused, match="not from a card"):
        quote(engine, **where, other="card", other_id=1)
    with pytest.raises(NotFound):
        quote(engine, **where, other="verbatim", other_id=99_999)


def test_a_segment_rule_without_data_is_kept_as_typed(engine: Engine, shop: int, home: Settings) -> None:
    found = check_segment(engine, home.events, journey=shop, text=" plan = team ")
    assert (found.ok, found.rule) == (True, "plan=team")
    assert not check_segment(engine, home.events, journey=shop, text="plan").ok


def test_the_scope_counts_what_the_map_holds(engine: Engine, shop: int) -> None:
    part = add_journey(engine, by=YOU, name="Returns").key
    change_journey(engine, by=YOU, journey=part, revision=1, parent_id=shop)
    found = scope(engine, shop)
    assert (found.stages, found.steps, found.touchpoints, found.personas, found.parts) == (3, 0, 0, 0, 1)
