"""Actions agreed, resolved and reopened; changes shipped and judged; pain points named, freed and shown."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import ActionStatus, Direction, PainStatus, Role, Standing, Verdict
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.changes import add_change, bin_change, change_change
from journey.routine.journeys import add_journey
from journey.routine.pains import add_evidence, add_opportunity, add_pain, bin_pain, change_pain
from journey.routine.people import add_person, add_team, set_member
from journey.routine.verdicts import decide
from journey.routine.work import add_action, bin_action, change_action
from journey.store.engine import reading
from journey.store.readers.journeys import stages
from journey.store.readers.work import actions, changes, evidence, opportunities, pains
from journey.store.tables import AuditEvent, Stage

YOU = 1
TODAY, LATER = date(2026, 11, 17), date(2026, 11, 20)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


@pytest.fixture
def pay(engine: Engine, shop: int) -> Stage:
    return stages(engine, shop)[1]


def acts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent.act).order_by(col(AuditEvent.id))))


def test_an_action_on_a_pain_point_stands_at_its_stage_and_with_its_team(engine: Engine, shop: int, pay: Stage) -> None:
    team = add_team(engine, by=YOU, name="Product").key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title=" Cards are refused ", team_id=team)
    add_action(engine, by=YOU, journey=shop, title=" Ask the bank ", pain_id=pain.key, due=LATER, owner_id=YOU)
    row = actions(engine, shop).row(0, named=True)
    assert (row["title"], row["stage"], row["team"], row["pain"]) == ("Ask the bank", "Pay", "Product", "Cards are refused")
    assert (row["owner"], row["due"], row["status"]) == ("You", LATER, ActionStatus.OPEN)


def test_the_earliest_due_comes_first_and_the_undated_last(engine: Engine, shop: int) -> None:
    for title, due in (("Some day", None), ("Later", LATER), ("Now", TODAY)):
        add_action(engine, by=YOU, journey=shop, title=title, due=due)
    assert actions(engine, shop)["title"].to_list() == ["Now", "Later", "Some day"]


def test_resolving_dates_an_action_reopening_takes_the_date_away(engine: Engine, shop: int) -> None:
    action = add_action(engine, by=YOU, journey=shop, title="Ask the bank").key
    here = {"by": YOU, "journey": shop, "action": action}
    change_action(engine, **here, revision=1, today=TODAY, status="resolved")  # type: ignore[arg-type]
    assert actions(engine, shop)["resolved_on"].to_list() == [TODAY]
    change_action(engine, **here, revision=2, today=LATER, status="in progress")  # type: ignore[arg-type]
    assert actions(engine, shop).select("status", "resolved_on").rows() == [("in progress", None)]


def test_an_edit_of_a_resolved_action_leaves_the_day_it_was_resolved(engine: Engine, shop: int) -> None:
    action = add_action(engine, by=YOU, journey=shop, title="Ask the bank").key
    here = {"by": YOU, "journey": shop, "action": action, "status": "resolved"}
    change_action(engine, **here, revision=1, today=TODAY)  # type: ignore[arg-type]
    change_action(engine, **here, revision=2, today=LATER, title="Asked the bank")  # type: ignore[arg-type]
    assert actions(engine, shop).select("title", "resolved_on").rows() == [("Asked the bank", TODAY)]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ticket 4", "data:text/html,x", "//shop.example"])
def test_a_link_leads_to_the_web_or_is_refused(engine: Engine, shop: int, link: str) -> None:
    with pytest.raises(Refused, match="must start with https"):
        add_action(engine, by=YOU, journey=shop, title="Ask", link=link)
    action = add_action(engine, by=YOU, journey=shop, title="Ask", link="https://shop.example/4").key
    with pytest.raises(Refused, match="must start with https"):
        change_action(engine, by=YOU, journey=shop, action=action, revision=1, today=TODAY, link=link)


def test_work_without_a_title_is_refused(engine: Engine, shop: int, pay: Stage) -> None:
    with pytest.raises(Refused, match="who does what"):
        add_action(engine, by=YOU, journey=shop, title=" ")
    with pytest.raises(Refused, match="what was shipped"):
        add_change(engine, by=YOU, journey=shop, title=" ")
    with pytest.raises(Refused, match="pain point needs a title"):
        add_pain(engine, by=YOU, journey=shop, stage=pay.key, title=" ")
    with pytest.raises(Refused, match="opportunity needs a title"):
        add_opportunity(engine, by=YOU, journey=shop, stage=pay.key, title=" ")
    assert not {"action.add", "change.add", "pain.add", "opportunity.add"} & set(acts(engine))


def test_a_stale_edit_of_an_action_names_both_versions(engine: Engine, shop: int) -> None:
    action = add_action(engine, by=YOU, journey=shop, title="Ask").key
    change_action(engine, by=YOU, journey=shop, action=action, revision=1, today=TODAY, title="Ask the bank")
    with pytest.raises(StaleEdit) as refusal:
        change_action(engine, by=YOU, journey=shop, action=action, revision=1, today=TODAY, title="Call the bank", due=LATER)
    assert refusal.value.mine == {"title": "Call the bank", "due": LATER}
    assert refusal.value.theirs == {"title": "Ask the bank", "due": None}


def test_a_viewer_updates_an_action_of_their_own_team_only(engine: Engine, shop: int) -> None:
    product, sales = (add_team(engine, by=YOU, name=name).key for name in ("Product", "Sales"))
    vera = add_person(engine, by=YOU, name="Vera", team_id=product).key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    own, other = (add_action(engine, by=YOU, journey=shop, title="Ask", team_id=team).key for team in (product, sales))
    change_action(engine, by=vera, journey=shop, action=own, revision=1, today=TODAY, status="resolved")
    with pytest.raises(NotAllowed):
        change_action(engine, by=vera, journey=shop, action=other, revision=1, today=TODAY, status="resolved")
    with pytest.raises(NotAllowed):
        bin_action(engine, by=vera, journey=shop, action=own, revision=2)


def test_what_is_binned_leaves_the_lists(engine: Engine, shop: int, pay: Stage) -> None:
    action = add_action(engine, by=YOU, journey=shop, title="Ask").key
    change = add_change(engine, by=YOU, journey=shop, title="New form").key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards are refused").key
    bin_action(engine, by=YOU, journey=shop, action=action, revision=1)
    bin_change(engine, by=YOU, journey=shop, change=change, revision=1)
    bin_pain(engine, by=YOU, journey=shop, pain=pain, revision=1)
    assert [read(engine, shop).height for read in (actions, changes, pains)] == [0, 0, 0]
    with pytest.raises(NotFound):
        add_action(engine, by=YOU, journey=shop, title="Ask", pain_id=pain)
    assert acts(engine)[-3:] == ["action.bin", "change.bin", "pain.bin"]


def test_a_change_stands_where_its_action_does(engine: Engine, shop: int, pay: Stage) -> None:
    team = add_team(engine, by=YOU, name="Product").key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards are refused", team_id=team).key
    action = add_action(engine, by=YOU, journey=shop, title="Ask the bank", pain_id=pain).key
    add_change(engine, by=YOU, journey=shop, title="Second bank", action_id=action)
    row = changes(engine, shop).row(0, named=True)
    assert (row["stage"], row["pain"], row["team"], row["person"]) == ("Pay", "Cards are refused", "Product", "You")
    bin_pain(engine, by=YOU, journey=shop, pain=pain, revision=1)
    add_change(engine, by=YOU, journey=shop, title="Third bank", action_id=action)
    assert changes(engine, shop)["pain_id"].to_list()[-1] is None, "what is in the bin is not tied to anything new"


def test_a_verdict_is_recorded_with_its_reason_and_can_be_overruled(engine: Engine, shop: int) -> None:
    change = add_change(engine, by=YOU, journey=shop, title="New form", shipped_on=TODAY, direction=Direction.DOWN).key
    change_change(engine, by=YOU, journey=shop, change=change, revision=1, size=0.05)
    here = {"by": YOU, "journey": shop, "change": change, "today": LATER}
    with pytest.raises(Refused, match="Say why you believe that verdict"):
        decide(engine, **here, revision=2, verdict=Verdict.VALIDATED, why=" ", learning="")  # type: ignore[arg-type]
    decide(engine, **here, revision=2, verdict=Verdict.VALIDATED, why="It fell", learning=" Fewer fields ")  # type: ignore[arg-type]
    with pytest.raises(StaleEdit):
        decide(engine, **here, revision=2, verdict=Verdict.REJECTED, why="Season", learning="")  # type: ignore[arg-type]
    decide(engine, **here, revision=3, verdict=Verdict.REJECTED, why="Season", learning="Wait")  # type: ignore[arg-type]
    row = changes(engine, shop).row(0, named=True)
    assert (row["verdict"], row["verdict_why"], row["learning"], row["decided_on"]) == ("rejected", "Season", "Wait", LATER)
    with reading(engine) as session:
        said = session.exec(select(AuditEvent).where(AuditEvent.act == "change.decide").order_by(col(AuditEvent.id))).all()
    assert [(e.why, (e.after or {})["verdict"]) for e in said] == [("It fell", "validated"), ("Season", "rejected")]


def test_a_hypothesis_with_evidence_is_evidenced(engine: Engine, shop: int, pay: Stage) -> None:
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards are refused").key
    with pytest.raises(Refused, match="needs words"):
        add_evidence(engine, by=YOU, journey=shop, pain=pain, source="note", text=" ")
    add_evidence(engine, by=YOU, journey=shop, pain=pain, source="note", text=" Three calls on Monday ")
    assert pains(engine, shop).select("standing", "evidence").rows() == [(Standing.EVIDENCED, 1)]
    assert evidence(engine, shop)["text"].to_list() == ["Three calls on Monday"]


@pytest.mark.parametrize("scale", ["severity", "frequency", "impact", "effort"])
@pytest.mark.parametrize("value", [0, 6, None])
def test_scales_run_from_one_to_five(engine: Engine, shop: int, pay: Stage, scale: str, value: int | None) -> None:
    with pytest.raises(Refused, match="runs from 1 to 5"):
        add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards", **{scale: value})  # type: ignore[arg-type]
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards").key
    with pytest.raises(Refused, match="runs from 1 to 5"):
        change_pain(engine, by=YOU, journey=shop, pain=pain, revision=1, **{scale: value})  # type: ignore[arg-type]


def test_a_pain_point_is_named_a_blocker_and_freed(engine: Engine, shop: int, pay: Stage) -> None:
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay.key, title="Cards").key
    change_pain(engine, by=YOU, journey=shop, pain=pain, revision=1, status=PainStatus.BLOCKER)
    with pytest.raises(StaleEdit):
        change_pain(engine, by=YOU, journey=shop, pain=pain, revision=1, status=PainStatus.RESOLVED)
    change_pain(engine, by=YOU, journey=shop, pain=pain, revision=2, status=PainStatus.OPEN)
    assert pains(engine, shop)["status"].to_list() == ["open"]


def test_an_opportunity_belongs_to_a_stage_of_this_journey(engine: Engine, shop: int, pay: Stage) -> None:
    add_opportunity(engine, by=YOU, journey=shop, stage=pay.key, title=" Save the card ", description=" Once ")
    assert opportunities(engine, shop).select("title", "description").rows() == [("Save the card", "Once")]
    other = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    with pytest.raises(NotFound):
        add_opportunity(engine, by=YOU, journey=other, stage=pay.key, title="Save the card")
