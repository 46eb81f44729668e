"""What a week proposes to the map, and that an answer holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.analysis.emotion import Fit, Gap
from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import AlertState, EntryKind, LaneKind, Standing, Weekday
from journey.errors import Refused, StaleEdit
from journey.routine.alerts.acts import triage
from journey.routine.board import perform
from journey.routine.iteration import change_stage
from journey.routine.journeys import add_journey
from journey.routine.pains import add_evidence, add_pain, change_pain
from journey.routine.proposals import Proposal, accept, decline, proposals
from journey.routine.start import start
from journey.routine.weeks import add_entry
from journey.store.engine import writing
from journey.store.readers import maps as read
from journey.store.readers.journeys import stages
from journey.store.readers.work import evidence, pains
from journey.store.tables import Alert, Evidence, Metric, Reading, Verbatim

YOU = 1
WEEK = Week(2026, 47)
ROSY = Gap(Fit.TOO_ROSY, -3.2, "Customers feel worse than assumed.")
HOLDS = Gap(Fit.HOLDS, 0.2, "What was assumed holds.")


@pytest.fixture
def shop(sqlite_home: Settings) -> tuple[Engine, int, int]:
    """An engine, a journey and its stage."""
    engine = start(sqlite_home)
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Pay",)).key
    return engine, journey, stages(engine, journey)[0].key


def alert(engine: Engine, journey: int, stage: int, **values: Any) -> int:
    with writing(engine) as session:
        metric = Metric(journey_id=journey, formula="drop_off", name="Drop-off", kind="rate", direction="down", stage_id=stage)
        session.add(metric)
        session.flush()
        told = {"week": str(WEEK), "since": date(2026, 11, 10), "rule": "shift", "why": "Moved up.", **values}
        row = Alert(journey_id=journey, metric_id=metric.key, stage_id=stage, **told)
        session.add(row)
        session.flush()
        return row.key


def listen(engine: Engine, journey: int, stage: int, **values: Any) -> None:
    with writing(engine) as session:
        said = Verbatim(journey_id=journey, text="It took my card twice.", stage_id=stage)
        session.add(said)
        session.flush()
        heard = {"week": str(WEEK), "note": "Was charged twice", **values}
        session.add(Reading(journey_id=journey, person_id=YOU, verbatim_id=said.key, stage_id=stage, **heard))


def brought(engine: Engine, journey: int, week: Week = WEEK, **gaps: Any) -> list[Proposal]:
    return proposals(engine, journey, week, gaps.get("gaps", {}))


def lane(engine: Engine, journey: int, kind: LaneKind) -> int:
    return next(row.key for row in read.lanes(engine, journey) if row.kind is kind)


def test_a_worse_alert_of_the_week_is_proposed_as_a_pain_point(shop: tuple[Engine, int, int]) -> None:
    alert(*shop)
    (one,) = brought(shop[0], shop[1])
    assert (one.subject, one.stage_id, one.kind, one.day) == ("alert", shop[2], LaneKind.PAIN, Weekday.MONDAY)
    assert brought(shop[0], shop[1], WEEK.shift(1)) == []


@pytest.mark.parametrize("values", [{"worse": False}, {"state": AlertState.NOISE}, {"state": AlertState.RESOLVED}])
def test_an_alert_that_is_better_noise_or_resolved_is_not(shop: tuple[Engine, int, int], values: dict[str, Any]) -> None:
    alert(*shop, **values)
    assert brought(shop[0], shop[1]) == []


def test_a_blocker_is_on_the_map_already(shop: tuple[Engine, int, int]) -> None:
    engine, journey, _ = shop
    triage(engine, by=YOU, journey=journey, alert=alert(*shop), revision=1, state=AlertState.BLOCKER)
    assert brought(engine, journey) == []


def test_a_decision_is_proposed_as_an_opportunity_and_a_note_is_not(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    for kind in (EntryKind.DECISION, EntryKind.NOTE):
        add_entry(
            engine, by=YOU, journey=journey, week=str(WEEK), weekday=Weekday.TUESDAY, kind=kind, text="Retry once", stage_id=stage
        )
    (one,) = brought(engine, journey)
    assert (one.text, one.kind, one.stage_id) == ("Retry once", LaneKind.OPPORTUNITY, stage)


def test_what_was_noted_while_listening_is_proposed_with_the_words_behind_it(shop: tuple[Engine, int, int]) -> None:
    listen(*shop)
    listen(*shop, note=" ")
    listen(*shop, skipped=True)
    listen(*shop, week="2026-W46")
    (one,) = brought(shop[0], shop[1])
    assert (one.text, one.said, one.kind) == ("Was charged twice", "It took my card twice.", LaneKind.THOUGHT)


def test_an_assumption_that_does_not_fit_is_proposed_on_half_steps(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    (one,) = brought(engine, journey, gaps={stage: (ROSY, 3.0)})
    assert (one.emotion, one.stage_id) == (0.0, stage)
    assert brought(engine, journey, gaps={stage: (HOLDS, 3.0)}) == []


def test_taking_one_puts_it_where_it_was_adapted_to_with_its_evidence(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    listen(*shop)
    (one,) = brought(engine, journey)
    pain_lane = lane(engine, journey, LaneKind.PAIN)
    arguments: dict[str, Any] = {"by": YOU, "journey": journey, "week": WEEK, "proposal": one, "stage": stage, "lane": pain_lane}
    with pytest.raises(Refused, match="Say why"):
        accept(engine, **arguments, text="Charged twice", why=" ")
    assert pains(engine, journey).is_empty()
    accept(engine, **arguments, text="Charged twice", why="Heard in full")
    (pain,) = pains(engine, journey).to_dicts()
    assert (pain["title"], pain["standing"], pain["evidence"]) == ("Charged twice", "evidenced", 1)
    assert evidence(engine, journey)["text"].to_list() == ["It took my card twice."]
    assert brought(engine, journey) == []


def test_one_is_answered_once_by_whoever_is_first(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    listen(*shop)
    (one,) = brought(engine, journey)
    given: dict[str, Any] = {"by": YOU, "journey": journey, "week": WEEK, "proposal": one}
    place = {"stage": stage, "lane": lane(engine, journey, LaneKind.PAIN), "text": "Charged twice"}

    def answer(_: int) -> bool:
        try:
            accept(engine, **given, **place, why="Heard in full")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, range(4))) == [False, False, False, True]
    assert pains(engine, journey)["title"].to_list() == ["Charged twice"]
    with pytest.raises(Refused, match="answered this meanwhile"):
        decline(engine, **given, why="Two voices only")


def test_leaving_one_needs_a_reason_of_ones_own_and_holds(shop: tuple[Engine, int, int]) -> None:
    engine, journey, _ = shop
    alert(*shop)
    (one,) = brought(engine, journey)
    for why in ("", one.why):
        with pytest.raises(Refused, match="in your own words"):
            decline(engine, by=YOU, journey=journey, week=WEEK, proposal=one, why=why)
    decline(engine, by=YOU, journey=journey, week=WEEK, proposal=one, why="A holiday")
    assert brought(engine, journey) == []


def test_a_feeling_left_this_week_comes_again_next_week(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    gaps = {stage: (ROSY, 3.0)}
    (one,) = brought(engine, journey, gaps=gaps)
    decline(engine, by=YOU, journey=journey, week=WEEK, proposal=one, why="The outage did it")
    assert brought(engine, journey, gaps=gaps) == []
    assert brought(engine, journey, WEEK.shift(1), gaps=gaps) == [one]


def test_a_feeling_is_not_corrected_over_somebody_elses_edit(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    (one,) = brought(engine, journey, gaps={stage: (ROSY, 3.0)})
    change_stage(engine, by=YOU, journey=journey, stage=stage, revision=1, assumed_emotion=1.0, why="Theirs")
    with pytest.raises(StaleEdit):
        accept(engine, by=YOU, journey=journey, week=WEEK, proposal=one, stage=stage, revision=1, why="Mine")
    assert stages(engine, journey)[0].assumed_emotion == 1.0
    assert brought(engine, journey, gaps={stage: (ROSY, 3.0)}) == [one]


def test_a_hypothesis_with_three_kinds_of_evidence_is_proposed_as_evidenced(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    pain = add_pain(engine, by=YOU, journey=journey, stage=stage, title="Charged twice").key
    for source in ("survey", "survey", "conversation"):
        add_evidence(engine, by=YOU, journey=journey, pain=pain, source=source, text="It took my card twice.")
    change_pain(engine, by=YOU, journey=journey, pain=pain, revision=2, standing=Standing.HYPOTHESIS)
    assert brought(engine, journey) == [], "two kinds are not enough"
    with writing(engine) as session:
        session.add(Evidence(pain_id=pain, source="analytics", text="Refunds rose."))
    [one] = brought(engine, journey)
    assert (one.subject, one.standing) == ("pain_point", Standing.EVIDENCED)
    assert "Charged twice: 3 kinds of evidence" in one.said
    accept(engine, by=YOU, journey=journey, week=WEEK, proposal=one, stage=stage, why=one.why)
    assert pains(engine, journey)["standing"].to_list() == ["evidenced"]
    assert brought(engine, journey) == []


def test_an_answer_that_is_taken_back_from_the_history_is_asked_for_again(shop: tuple[Engine, int, int]) -> None:
    engine, journey, stage = shop
    alert(engine, journey, stage)
    [proposal] = brought(engine, journey)
    where = {"stage": stage, "lane": lane(engine, journey, LaneKind.PAIN)}
    accept(engine, by=YOU, journey=journey, week=WEEK, proposal=proposal, text="Cards fail", why="Monday", **where)
    assert brought(engine, journey) == []
    token = read.done(engine, journey, ("proposal.accept",))["token"][0]
    perform(engine, by=YOU, journey=journey, token="back", kind="undo", of=token)
    assert brought(engine, journey) == [proposal]
    assert pains(engine, journey).is_empty()
    perform(engine, by=YOU, journey=journey, token="again", kind="redo", of=token)
    assert brought(engine, journey) == []
    assert evidence(engine, journey)["text"].to_list() == [proposal.said]
