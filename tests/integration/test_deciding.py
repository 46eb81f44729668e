"""A verdict reaches the map in one gesture: what it would do is told, ticked or not, done together and undone together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, LaneKind, PainStatus, Role, Standing, Verdict
from journey.errors import NotAllowed, Refused, StaleEdit
from journey.routine.board import perform
from journey.routine.changes import add_change
from journey.routine.journeys import add_journey
from journey.routine.pains import add_evidence, add_opportunity, add_pain, change_pain
from journey.routine.people import add_person, set_member
from journey.routine.verdicts import consequences, decide
from journey.routine.work import add_action, change_action
from journey.store.engine import reading
from journey.store.readers.journeys import row, stages
from journey.store.readers.work import changes, evidence
from journey.store.tables import Action, AuditEvent, Card, Change, Lane, Opportunity, PainPoint

YOU = 1
Made = dict[str, int]
TODAY, WEEK = date(2026, 11, 20), Week.parse("2026-W47")
SAID = {"verdict": "validated", "sentence": "Drop-off fell by 5 points.", "effect": -0.05, "lo95": -0.07, "hi95": -0.03}
"""What the data said."""


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


@pytest.fixture
def loop(engine: Engine, shop: int) -> Made:
    """A pain point with an opportunity, the action of it, and the change that shipped; a card is linked to the change."""
    pay = stages(engine, shop)[1].key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay, title="Cards are refused", status=PainStatus.BLOCKER).key
    chance = add_opportunity(engine, by=YOU, journey=shop, stage=pay, title="Try a second bank", pain=pain).key
    action = add_action(engine, by=YOU, journey=shop, title="Ask the bank", opportunity_id=chance).key
    change = add_change(
        engine, by=YOU, journey=shop, title="Second bank", shipped_on=date(2026, 9, 1), pain_id=pain, action_id=action
    )
    perform(engine, by=YOU, journey=shop, token="one", kind="add", stage=f"stage:{pay}", lane=f"lane:{_lane(engine, shop)}",
            text="Refused without a reason")  # fmt: skip
    with reading(engine) as session:
        [card] = session.exec(select(Card.id)).all()
    perform(engine, by=YOU, journey=shop, token="two", kind="link", of=f"card:{card}", to=f"change:{change.key}")
    return {"pain": pain, "opportunity": chance, "action": action, "change": change.key, "card": int(card or 0)}


def _lane(engine: Engine, journey: int) -> int:
    with reading(engine) as session:
        query = select(Lane.id).where(Lane.journey_id == journey, Lane.kind == LaneKind.THOUGHT)
        return int(session.exec(query).one() or 0)


def told(engine: Engine, shop: int, loop: Made, verdict: Verdict) -> dict[str, str]:
    return {one.key: one.sentence for one in consequences(engine, shop, loop["change"], verdict, week=WEEK)}


def give(engine: Engine, shop: int, loop: Made, verdict: Verdict, **values: Any) -> Change:
    now = row(engine, Change, loop["change"]).revision
    said = {"why": "It held", "learning": "Banks differ", "today": TODAY, "week": WEEK, "revision": now, **values}
    return decide(engine, by=YOU, journey=shop, change=loop["change"], verdict=verdict, **said)


def standing(engine: Engine, loop: Made) -> tuple[Any, ...]:
    pain, card = row(engine, PainPoint, loop["pain"]), row(engine, Card, loop["card"])
    chance, action = row(engine, Opportunity, loop["opportunity"]), row(engine, Action, loop["action"])
    return pain.standing, pain.status, card.standing, chance.standing, action.status, action.resolved_on


BEFORE = (Standing.HYPOTHESIS, PainStatus.BLOCKER, Standing.HYPOTHESIS, Standing.HYPOTHESIS, ActionStatus.OPEN, None)


def test_a_validated_change_makes_its_claims_evidence_and_closes_the_work(engine: Engine, shop: int, loop: Made) -> None:
    follows = told(engine, shop, loop, Verdict.VALIDATED)
    assert list(follows.values()) == [
        "The verdict stands behind the pain point “Cards are refused” as evidence.",
        "The pain point “Cards are refused” turns from a hypothesis into evidence.",
        "The pain point “Cards are refused” is resolved.",
        "The card “Refused without a reason” is believed: the verdict bears it out.",
        "The opportunity “Try a second bank” is believed: the verdict bears it out.",
        "The action “Ask the bank” is resolved.",
    ]
    assert standing(engine, loop) == BEFORE, "to be told is not to be done"
    give(engine, shop, loop, Verdict.VALIDATED, found=SAID, why="", apply=list(follows))
    evidenced = Standing.EVIDENCED
    assert standing(engine, loop) == (evidenced, PainStatus.RESOLVED, evidenced, evidenced, ActionStatus.RESOLVED, TODAY)
    assert evidence(engine, shop)["text"].to_list() == ["Second bank: Drop-off fell by 5 points."]
    decided = changes(engine, shop).row(0, named=True)
    assert (decided["verdict"], decided["verdict_why"]) == ("validated", "Drop-off fell by 5 points.")
    assert (decided["found"]["effect"], decided["decider"], decided["learning"]) == (-0.05, "You", "Banks differ")
    assert told(engine, shop, loop, Verdict.VALIDATED) == {}, "what is done is not offered again"


def test_the_verdict_is_taken_back_from_history_as_one_gesture_and_done_again(engine: Engine, shop: int, loop: Made) -> None:
    give(engine, shop, loop, Verdict.VALIDATED, apply=list(told(engine, shop, loop, Verdict.VALIDATED)))
    with reading(engine) as session:
        query = select(AuditEvent.token).where(AuditEvent.act == "change.decide")
        token = session.exec(query).one()
    perform(engine, by=YOU, journey=shop, token="back", kind="undo", of=token)
    undone = changes(engine, shop).row(0, named=True)
    assert standing(engine, loop) == BEFORE
    assert (undone["verdict"], undone["learning"], undone["decided_on"], undone["decider"]) == (None, "", None, None)
    assert evidence(engine, shop).is_empty()
    perform(engine, by=YOU, journey=shop, token="again", kind="redo", of=token)
    assert changes(engine, shop)["decided_on"].to_list() == [TODAY]
    assert standing(engine, loop)[4:] == (ActionStatus.RESOLVED, TODAY)


def test_only_what_stays_ticked_is_done(engine: Engine, shop: int, loop: Made) -> None:
    [action] = [key for key in told(engine, shop, loop, Verdict.VALIDATED) if key.startswith("action:")]
    give(engine, shop, loop, Verdict.VALIDATED, apply=[action])
    assert standing(engine, loop) == (*BEFORE[:4], ActionStatus.RESOLVED, TODAY)


def test_a_rejected_change_strikes_what_nothing_stands_behind_and_opens_what_was_closed(
    engine: Engine, shop: int, loop: Made
) -> None:
    change_action(engine, by=YOU, journey=shop, action=loop["action"], revision=1, today=TODAY, status="resolved")
    change_pain(engine, by=YOU, journey=shop, pain=loop["pain"], revision=1, status=PainStatus.RESOLVED)
    follows = told(engine, shop, loop, Verdict.REJECTED)
    give(engine, shop, loop, Verdict.REJECTED, apply=list(follows))
    struck = Standing.STRUCK
    assert standing(engine, loop) == (struck, PainStatus.OPEN, struck, struck, ActionStatus.OPEN, None)


def test_a_pain_point_with_evidence_of_its_own_outlives_a_failed_change(engine: Engine, shop: int, loop: Made) -> None:
    add_evidence(engine, by=YOU, journey=shop, pain=loop["pain"], source="survey", text="Refused twice")
    follows = told(engine, shop, loop, Verdict.HARMFUL)
    assert not [key for key in follows if key.startswith(("pain_point", "evidence"))]
    assert any("Try a second bank" in sentence and "struck" in sentence for sentence in follows.values())


def test_a_verdict_given_again_takes_back_what_the_first_one_put_behind_the_pain_point(
    engine: Engine, shop: int, loop: Made
) -> None:
    give(engine, shop, loop, Verdict.VALIDATED, apply=list(told(engine, shop, loop, Verdict.VALIDATED)))
    give(engine, shop, loop, Verdict.REJECTED, apply=list(told(engine, shop, loop, Verdict.REJECTED)))
    assert evidence(engine, shop).is_empty()
    assert standing(engine, loop)[:2] == (Standing.HYPOTHESIS, PainStatus.OPEN)
    assert standing(engine, loop)[4] is ActionStatus.OPEN


@pytest.mark.parametrize("verdict", [Verdict.TOO_EARLY, Verdict.CANT_TELL])
def test_an_open_verdict_does_nothing_to_the_map(engine: Engine, shop: int, loop: Made, verdict: Verdict) -> None:
    assert told(engine, shop, loop, verdict) == {}
    give(engine, shop, loop, verdict)
    assert standing(engine, loop) == BEFORE


def test_what_was_too_early_is_due_again_two_weeks_later(engine: Engine, shop: int, loop: Made) -> None:
    assert give(engine, shop, loop, Verdict.TOO_EARLY).due_on == date(2026, 12, 4)


def test_overruling_the_data_needs_a_reason_and_stays_on_record(engine: Engine, shop: int, loop: Made) -> None:
    with pytest.raises(Refused, match="Say why you overrule that"):
        give(engine, shop, loop, Verdict.REJECTED, found=SAID, why=" ")
    give(engine, shop, loop, Verdict.REJECTED, found=SAID, why="The season did it")
    kept = changes(engine, shop).row(0, named=True)
    assert (kept["verdict"], kept["verdict_why"], kept["found"]["verdict"]) == ("rejected", "The season did it", "validated")


def test_a_map_that_changed_meanwhile_refuses_the_whole_verdict(engine: Engine, shop: int, loop: Made) -> None:
    follows = list(told(engine, shop, loop, Verdict.VALIDATED))
    change_pain(engine, by=YOU, journey=shop, pain=loop["pain"], revision=1, status=PainStatus.RESOLVED)
    with pytest.raises(Refused, match="The map has changed meanwhile"):
        give(engine, shop, loop, Verdict.VALIDATED, apply=follows)
    assert changes(engine, shop)["verdict"].to_list() == [None]
    with pytest.raises(StaleEdit):
        give(engine, shop, loop, Verdict.VALIDATED, revision=0)


def test_what_was_to_follow_on_another_value_than_was_shown_does_not(engine: Engine, shop: int, loop: Made) -> None:
    [resolved] = [key for key in told(engine, shop, loop, Verdict.VALIDATED) if ":status:" in key and key.startswith("pain")]
    change_pain(engine, by=YOU, journey=shop, pain=loop["pain"], revision=1, status=PainStatus.OPEN)
    with pytest.raises(Refused, match="The map has changed meanwhile"):
        give(engine, shop, loop, Verdict.VALIDATED, apply=[resolved])
    assert row(engine, PainPoint, loop["pain"]).status is PainStatus.OPEN


def test_when_the_audit_cannot_be_written_nothing_is_decided(
    engine: Engine, shop: int, loop: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.routine.act import Act

    follows = list(told(engine, shop, loop, Verdict.VALIDATED))
    logged = Act.log

    def fail(self: Act, subject: Any, **values: Any) -> None:
        if isinstance(subject, Action):
            raise RuntimeError("the audit is full")
        logged(self, subject, **values)

    monkeypatch.setattr(Act, "log", fail)
    with pytest.raises(RuntimeError):
        give(engine, shop, loop, Verdict.VALIDATED, apply=follows)
    assert standing(engine, loop) == BEFORE
    assert changes(engine, shop)["verdict"].to_list() == [None]


def test_a_viewer_gives_no_verdict(engine: Engine, shop: int, loop: Made) -> None:
    vera = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="may not give verdicts"):
        decide(engine, by=vera, journey=shop, change=loop["change"], revision=1, verdict=Verdict.VALIDATED, why="I say so",
               learning="", today=TODAY)  # fmt: skip
