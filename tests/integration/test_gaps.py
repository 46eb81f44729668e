"""Knowledge gaps: put on the list once, answered or dismissed with a reason, binned and brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.gaps.asking import Reply
from journey.analysis.gaps.recurring import asked_in
from journey.domain.words import GapStatus, Role
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.journeys import add_journey, change_stage
from journey.routine.listening.gaps import add_gap, answer_gap, bin_gap, change_gap, no_gap, reopen_gap
from journey.routine.people import add_person, add_team, set_member
from journey.store.engine import reading, writing
from journey.store.readers.audit import binned, history
from journey.store.readers.gaps import asked, gaps
from journey.store.readers.journeys import stages
from journey.store.tables import AuditEvent, Conversation, Turn, Verbatim

YOU = 1
DAY = timedelta(days=1)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def pay(engine: Engine, shop: int) -> int:
    return stages(engine, shop)[1].key


def test_a_gap_belongs_to_the_team_of_its_stage_and_says_where_it_was_asked(engine: Engine, shop: int) -> None:
    team = add_team(engine, by=YOU, name="Payments").key
    change_stage(engine, by=YOU, journey=shop, stage=pay(engine, shop), revision=1, team_id=team)
    with writing(engine) as session:
        talk = Conversation(journey_id=shop, title="A call")
        session.add(talk)
        session.flush()
        turn = Turn(conversation_id=talk.key, position=1, text="How do I pay?", customer=True)
        session.add(turn)
        session.flush()
        asked = turn.key
    add_gap(engine, by=YOU, journey=shop, question="  How do I pay? ", stage=pay(engine, shop), turn=asked)
    row = gaps(engine, shop).row(0, named=True)
    assert (row["question"], row["stage"], row["team"], row["person"]) == ("How do I pay?", "Pay", "Payments", "You")
    assert row["item"] == f"c{talk.key}"
    assert history(engine, shop, limit=1)["act"].to_list() == ["gap.add"]


def test_the_same_question_is_open_once_at_a_stage(engine: Engine, shop: int) -> None:
    first = add_gap(engine, by=YOU, journey=shop, question="How do I pay?", stage=pay(engine, shop))
    with pytest.raises(Refused, match="on the list of this stage already"):
        add_gap(engine, by=YOU, journey=shop, question="how do i pay?", stage=pay(engine, shop))
    add_gap(engine, by=YOU, journey=shop, question="How do I pay?")
    answer_gap(engine, by=YOU, journey=shop, gap=first.key, revision=1, answer="In the help centre")
    add_gap(engine, by=YOU, journey=shop, question="How do I pay?", stage=pay(engine, shop))
    assert gaps(engine, shop).height == 3


def test_what_was_answered_says_how_and_may_open_again(engine: Engine, shop: int) -> None:
    id = add_gap(engine, by=YOU, journey=shop, question="How do I pay?").key
    with pytest.raises(Refused, match="The answer is empty"):
        answer_gap(engine, by=YOU, journey=shop, gap=id, revision=1, answer=" ")
    answered = answer_gap(engine, by=YOU, journey=shop, gap=id, revision=1, answer="Article 12 says it now")
    assert (answered.status, answered.answer) == (GapStatus.ANSWERED, "Article 12 says it now")
    with pytest.raises(StaleEdit):
        no_gap(engine, by=YOU, journey=shop, gap=id, revision=1, why="Not ours")
    assert reopen_gap(engine, by=YOU, journey=shop, gap=id, revision=2).status == GapStatus.OPEN
    assert no_gap(engine, by=YOU, journey=shop, gap=id, revision=3, why="Not ours").status == GapStatus.NO_GAP


def test_a_gap_is_edited_binned_and_restored(engine: Engine, shop: int) -> None:
    id = add_gap(engine, by=YOU, journey=shop, question="How do I pay?").key
    change_gap(engine, by=YOU, journey=shop, gap=id, revision=1, question="How do I pay by card?", stage_id=pay(engine, shop))
    bin_gap(engine, by=YOU, journey=shop, gap=id, revision=2)
    assert gaps(engine, shop).is_empty()
    [lying] = binned(engine, shop)
    assert (lying.subject, lying.name) == ("knowledge_gap", "How do I pay by card?")
    restore(engine, by=YOU, journey=shop, subject=lying.subject, id=lying.id)
    assert gaps(engine, shop)["stage"].to_list() == ["Pay"]


def test_nothing_of_another_journey_is_named(engine: Engine, shop: int) -> None:
    other = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    with writing(engine) as session:
        said = Verbatim(journey_id=other, text="How?")
        session.add(said)
        session.flush()
        id = said.key
    for wrong in ({"stage": stages(engine, other)[0].key}, {"verbatim": id}, {"turn": 999}, {"team": 999}):
        with pytest.raises(NotFound):
            add_gap(engine, by=YOU, journey=shop, question="How do I pay?", **wrong)
    assert gaps(engine, shop).is_empty()


def test_a_viewer_may_add_a_gap_but_not_settle_it(engine: Engine, shop: int) -> None:
    ana = add_person(engine, by=YOU, name="Ana").key
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.VIEWER)
    id = add_gap(engine, by=ana, journey=shop, question="How do I pay?").key
    with pytest.raises(NotAllowed, match="change knowledge gaps"):
        answer_gap(engine, by=ana, journey=shop, gap=id, revision=1, answer="Done")


def test_what_was_asked_comes_with_the_turns_around_it(engine: Engine, shop: int) -> None:
    at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    with writing(engine) as session:
        talk = Conversation(journey_id=shop, title="A call", at=at)
        session.add(talk)
        session.add_all(Verbatim(journey_id=shop, text=text, at=at + late) for text, late in (("Why?", -DAY), ("Late", 9 * DAY)))
        session.flush()
        session.add_all(
            Turn(conversation_id=talk.key, position=place, text=text, customer=customer)
            for place, text, customer in ((1, "Ask the bank", False), (0, "Where is my refund?", True))
        )
    found = asked(engine, shop, since=at - 2 * DAY, until=at + DAY)
    assert found.select("key", "text", "customer").rows() == [
        ("v1", "Why?", True), (f"c{talk.key}", "Where is my refund?", True), (f"c{talk.key}", "Ask the bank", False)
    ]  # fmt: skip
    assert [(one.text, one.reply) for one in asked_in(found)] == [("Where is my refund?", Reply.ANSWERED)]


def test_who_asked_is_not_named_in_what_they_asked(engine: Engine, shop: int) -> None:
    typed = "Why does ana.silva@example.com get no invoice?"
    row = add_gap(engine, by=YOU, journey=shop, question=typed)
    change_gap(engine, by=YOU, journey=shop, gap=row.key, revision=1, question=f"{typed} And no receipt?")
    assert gaps(engine, shop)["question"].to_list() == ["Why does [EMAIL 1] get no invoice? And no receipt?"]
    assert "silva" not in repr([(event.before, event.after) for event in events(engine)])


def events(engine: Engine) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent)))
