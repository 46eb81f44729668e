"""Changing the map: every save says why, cells keep their order, versions come back whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.map_diff import diff
from journey.config import Settings
from journey.domain.words import LaneKind, PainStatus, Standing
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine import iteration as map_acts
from journey.routine import map_content, pains
from journey.routine.act import Act
from journey.routine.journeys import add_journey, add_step, add_touchpoint
from journey.routine.map_content import Content
from journey.routine.map_words import named
from journey.routine.paths import draw_path, erase_path
from journey.routine.start import start
from journey.store.engine import reading, writing
from journey.store.readers import maps as read
from journey.store.readers.journeys import row, stages
from journey.store.readers.paths import drawn_paths
from journey.store.tables import AuditEvent, Card, Conversation, Lane, Opportunity, PainPoint, Reading, Stage, Verbatim
from tests.on_map import put_on_map, to_bin

YOU = 1
WHY = "Customers said so on Wednesday"


class Map:
    """A journey with two stages and the five lanes of a lean map, and how to change it."""

    def __init__(self, engine: Engine, name: str = "Shop") -> None:
        self.engine = engine
        self.id = add_journey(engine, by=YOU, name=name, stages=("Browse", "Pay")).key
        self.browse, self.pay = (stage.key for stage in stages(engine, self.id))
        self.does, self.touch, self.thinks, self.hurts, self.could = (lane.key for lane in read.lanes(engine, self.id))

    def do(self, act: Callable[..., Any], *, why: str = WHY, **values: Any) -> Any:
        return act(self.engine, by=YOU, journey=self.id, why=why, **values)

    def card(self, text: str, stage: int | None = None, lane: int | None = None, **values: Any) -> Card:
        added: Card = self.do(map_acts.add_card, stage=stage or self.browse, lane=lane or self.thinks, text=text, **values)
        return added

    def put(self, text: str, stage: int, lane: int) -> Any:
        return put_on_map(self.engine, by=YOU, journey=self.id, stage=stage, lane=lane, text=text, why=WHY)

    def bin(self, gone: Any) -> None:
        to_bin(self.engine, gone, by=YOU, journey=self.id, why=WHY)

    def cell(self, stage: int, lane: int) -> list[str]:
        rows = read.cards(self.engine, self.id).filter(stage_id=stage, lane_id=lane)
        return rows["text"].to_list()

    def picture(self) -> Content:
        with reading(self.engine) as session:
            return map_content.picture(session, self.id)


@pytest.fixture
def shop(engine: Engine) -> Map:
    return Map(engine)


def test_a_card_is_a_hypothesis_at_the_end_of_its_cell(shop: Map) -> None:
    first, second = shop.card("Too many choices"), shop.card("Where is the size chart?", standing=Standing.EVIDENCED)
    assert (first.standing, first.position, second.position) == (Standing.HYPOTHESIS, 0, 1)
    assert shop.cell(shop.browse, shop.thinks) == ["Too many choices", "Where is the size chart?"]


SAVES: list[tuple[str, dict[str, Any]]] = [
    ("add_lane", {"name": "Systems"}),
    ("change_lane", {"lane": 1, "revision": 1, "name": "New"}),
    ("add_card", {"stage": 1, "lane": 1, "text": "A"}),
    ("change_card", {"card": 1, "revision": 1, "text": "B"}),
    ("add_stage", {"name": "Return"}),
    ("change_stage", {"stage": 1, "revision": 1, "name": "Look"}),
    ("bin_stage", {"stage": 1, "revision": 1}),
    ("change_pain", {"pain": 1, "revision": 1, "title": "B"}),
    ("change_opportunity", {"opportunity": 1, "revision": 1, "title": "B"}),
    ("save_version", {"name": "First"}),
    ("restore_version", {"version": 1}),
]


@pytest.mark.parametrize(("name", "values"), SAVES, ids=[name for name, _ in SAVES])
def test_every_save_says_why_or_is_refused(sqlite_home: Settings, name: str, values: dict[str, Any]) -> None:
    shop = Map(start(sqlite_home))
    shop.card("A", stage=1, lane=1)
    shop.put(stage=shop.browse, lane=shop.hurts, text="It hurts")
    shop.put(stage=shop.browse, lane=shop.could, text="It could heal")
    shop.do(map_acts.save_version, name="Before")
    shop.card("C")
    before = shop.picture()
    with pytest.raises(Refused, match="Say why the map changes"):
        shop.do(getattr(map_acts, name), why="  ", **values)
    assert shop.picture() == before
    assert read.versions(shop.engine, shop.id).height == 1
    shop.do(getattr(map_acts, name), **values)
    with reading(shop.engine) as session:
        last = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last is not None
    assert last.why == WHY


@pytest.mark.parametrize(
    ("position", "order"),
    [(0, ["D", "A", "B", "C"]), (2, ["A", "B", "D", "C"]), (99, ["A", "B", "C", "D"]), (None, ["A", "B", "C", "D"])],
)
def test_a_card_moves_to_a_place_and_the_others_make_room(sqlite_home: Settings, position: int | None, order: list[str]) -> None:
    shop = Map(start(sqlite_home))
    for text in "ABC":
        shop.card(text, stage=shop.pay, lane=shop.does)
    moved = shop.card("D")
    place = {} if position is None else {"position": position}
    shop.do(map_acts.change_card, card=moved.key, revision=1, stage_id=shop.pay, lane_id=shop.does, **place)
    assert shop.cell(shop.pay, shop.does) == order
    assert shop.cell(shop.browse, shop.thinks) == []
    others = read.cards(shop.engine, shop.id).filter(text="B")
    assert others["revision"].to_list() == [1], "making room is no edit: somebody typing in B is not told of one"


def test_rewording_leaves_a_card_where_it_is(shop: Map) -> None:
    first, _ = shop.card("A"), shop.card("B")
    saved = shop.do(map_acts.change_card, card=first.key, revision=1, text=" A, but better ", stage_id=shop.browse)
    assert (saved.text, saved.revision) == ("A, but better", 2)
    assert shop.cell(shop.browse, shop.thinks) == ["A, but better", "B"]


def test_a_stale_edit_of_a_card_moves_nothing(shop: Map) -> None:
    card, other = shop.card("A"), shop.card("B", stage=shop.pay)
    shop.do(map_acts.change_card, card=card.key, revision=1, text="Theirs")
    with pytest.raises(StaleEdit) as refusal:
        shop.do(map_acts.change_card, card=card.key, revision=1, text="Mine", stage_id=shop.pay, position=0)
    assert refusal.value.theirs["text"] == "Theirs"
    assert shop.cell(shop.pay, shop.thinks) == ["B"]
    assert read.cards(shop.engine, shop.id).filter(id=other.key)["position"].to_list() == [0]


@pytest.mark.parametrize(("text", "said"), [("  ", "is empty"), ("x" * 401, "has 401 characters; 400 fit")])
def test_a_card_without_words_or_with_too_many_is_refused(shop: Map, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        shop.card(text)
    assert read.cards(shop.engine, shop.id).is_empty()


def test_a_claim_becomes_what_its_lane_holds(shop: Map) -> None:
    pain = shop.put(stage=shop.pay, lane=shop.hurts, text="The card is declined twice")
    chance = shop.put(stage=shop.pay, lane=shop.could, text="Say why it was declined")
    card = shop.put(stage=shop.pay, lane=shop.thinks, text="Is it the bank?")
    assert [type(row) for row in (pain, chance, card)] == [PainPoint, Opportunity, Card]
    assert (pain.stage_id, pain.standing, card.standing) == (shop.pay, Standing.HYPOTHESIS, Standing.HYPOTHESIS)


def test_lanes_are_hidden_and_renamed(shop: Map) -> None:
    lanes = read.lanes(shop.engine, shop.id)
    shop.do(map_acts.change_lane, lane=lanes[0].key, revision=1, shown=False, name="Their doing")
    now = read.lanes(shop.engine, shop.id)
    assert [lane.id for lane in now] == [lane.id for lane in lanes]
    assert (now[0].name, now[0].shown) == ("Their doing", False)


def test_a_stage_and_a_lane_take_a_place_and_the_others_make_room(shop: Map) -> None:
    shop.do(map_acts.add_stage, name="Return")
    shop.do(map_acts.change_stage, stage=shop.browse, revision=1, position=1, name="Look around", assumed_emotion=-1.5)
    assert [stage.name for stage in stages(shop.engine, shop.id)] == ["Pay", "Look around", "Return"]
    shop.do(map_acts.change_lane, lane=shop.could, revision=1, position=0)
    assert [lane.id for lane in read.lanes(shop.engine, shop.id)][:2] == [shop.could, shop.does]
    assert {stage.revision for stage in stages(shop.engine, shop.id)} == {1, 2}, "only the one that was moved was edited"


@pytest.mark.parametrize(
    ("values", "said"), [({"name": " "}, "needs a name"), ({"assumed_emotion": 6.0}, "-5 to"), ({"window_days": 0}, "day")]
)
def test_a_stage_that_cannot_be_is_refused(sqlite_home: Settings, values: dict[str, Any], said: str) -> None:
    shop = Map(start(sqlite_home))
    with pytest.raises(Refused, match=said):
        shop.do(map_acts.change_stage, stage=shop.browse, revision=1, **values)


def test_cards_of_a_binned_lane_leave_the_map_with_it(shop: Map) -> None:
    shop.card("A")
    shop.bin(row(shop.engine, Lane, shop.thinks))
    assert read.cards(shop.engine, shop.id).is_empty()
    assert shop.picture()["cards"] == []


def test_a_version_is_numbered_and_says_who_and_why(shop: Map) -> None:
    shop.do(map_acts.save_version, name="Workshop")
    shop.do(map_acts.save_version, name=" After the first week ", why="Nine tickets")
    rows = read.versions(shop.engine, shop.id).to_dicts()
    assert [(row["number"], row["name"], row["person"], row["why"]) for row in rows] == [
        (2, "After the first week", "You", "Nine tickets"),
        (1, "Workshop", "You", WHY),
    ]


def test_a_version_survives_json_and_speaks_the_words_of_the_comparison(shop: Map) -> None:
    step = add_step(shop.engine, by=YOU, journey=shop.id, stage=shop.pay, name="Enter the card")
    add_touchpoint(shop.engine, by=YOU, journey=shop.id, step=step.key, name="Checkout", channel="web", moment_of_truth=True)
    shop.card("A")
    shop.do(map_acts.save_version, name="Workshop")
    shop.do(map_acts.change_stage, stage=shop.pay, revision=1, assumed_emotion=-2.0)
    before, now = read.version(shop.engine, shop.id, 1).content, shop.picture()
    assert json.loads(json.dumps(now)) == now
    assert [d.sentence for d in diff(before, now)] == ["Stage “Pay”: assumed emotion went from nothing to -2."]
    assert now["touchpoints"][0]["moment_of_truth"] is True
    with pytest.raises(NotFound):
        read.version(shop.engine, shop.id, 9)


def test_restoring_gives_back_what_was_binned_and_bins_what_is_new(shop: Map) -> None:
    gone, moved = shop.card("Gone"), shop.card("Moved")
    pain = shop.put(stage=shop.pay, lane=shop.hurts, text="It hurts")
    shop.do(map_acts.change_stage, stage=shop.pay, revision=1, assumed_emotion=3.0, name="Pay by card")
    shop.do(map_acts.save_version, name="Good")
    wanted = shop.picture()
    shop.bin(gone)
    shop.do(map_acts.change_card, card=moved.key, revision=1, stage_id=shop.pay, text="Elsewhere")
    shop.do(map_acts.bin_stage, stage=shop.pay, revision=2)
    new = shop.card("New")
    pains.change_pain(shop.engine, by=YOU, journey=shop.id, pain=pain.key, revision=1, status=PainStatus.RESOLVED, title="?")
    shop.do(map_acts.restore_version, version=1, why="We went too far")
    assert shop.picture() == wanted
    with reading(shop.engine) as session:
        assert session.get_one(Card, new.key).deleted_at is not None
        assert session.get_one(PainPoint, pain.key).status is PainStatus.RESOLVED, "work on a pain point is not undone"
        last = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last is not None
    assert (last.act, last.why, last.subject) == ("version.restore", "We went too far", "map_snapshot")


def test_ways_that_are_drawn_are_part_of_a_version(shop: Map) -> None:
    shop.do(draw_path, start=None, end=shop.pay)
    shop.do(draw_path, start=shop.pay, end=shop.browse)
    shop.do(map_acts.save_version, name="Drawn")
    drawn = read.version(shop.engine, shop.id, 1).content
    shop.do(erase_path, start=None, end=shop.pay)
    shop.do(erase_path, start=shop.pay, end=shop.browse)
    before, now = (named(shop.engine, shop.id, content) for content in (drawn, shop.picture()))
    said = sorted(one.sentence for one in diff(before, now))
    assert said == [
        "Link “the way from Pay to Browse” was removed.", "Link “the way from the beginning to Pay” was removed."
    ]  # fmt: skip
    shop.do(map_acts.restore_version, version=1)
    assert drawn_paths(shop.engine, shop.id) == [(None, shop.pay), (shop.pay, shop.browse)]


def test_what_stood_before_a_restore_is_a_version_too_unless_it_is_already(shop: Map) -> None:
    shop.do(map_acts.save_version, name="Empty")
    shop.card("A")
    shop.do(map_acts.restore_version, version=1)
    assert read.versions(shop.engine, shop.id)["name"].to_list() == ["Before version 1 was restored", "Empty"]
    shop.do(map_acts.restore_version, version=2)
    assert shop.cell(shop.browse, shop.thinks) == ["A"]
    assert read.versions(shop.engine, shop.id).height == 2, "the empty map was a version already"


def test_restoring_the_map_as_it_is_or_a_version_that_is_none_is_refused(shop: Map) -> None:
    shop.do(map_acts.save_version, name="Now")
    with pytest.raises(Refused, match="as version 1 has it already"):
        shop.do(map_acts.restore_version, version=1)
    with pytest.raises(Refused, match="no version 7"):
        shop.do(map_acts.restore_version, version=7)


def test_a_restore_that_fails_half_way_changes_nothing(shop: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.card("A")
    shop.do(map_acts.save_version, name="Good")
    shop.card("B")
    shop.do(map_acts.change_lane, lane=shop.does, revision=1, name="Other")
    before = shop.picture()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the audit is down")

    monkeypatch.setattr(Act, "bin", broken)
    with pytest.raises(RuntimeError):
        shop.do(map_acts.restore_version, version=1)
    assert shop.picture() == before
    assert read.versions(shop.engine, shop.id).height == 1


def test_another_journeys_map_is_never_touched(shop: Map) -> None:
    other = Map(shop.engine, "Bank")
    other.card("Theirs")
    shop.do(map_acts.save_version, name="Mine")
    shop.card("A")
    before = other.picture()
    shop.do(map_acts.restore_version, version=1)
    assert other.picture() == before
    with pytest.raises(NotFound):
        shop.do(map_acts.add_card, stage=other.browse, lane=shop.does, text="Smuggled")


EDITS = ("card", "pain", "chance", "lane", "stage", "reword", "move", "emotion", "bin", "unlane", "unstage", "reorder", "step")
edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(before=edits, after=edits, later=edits)
def test_any_version_comes_back_exactly_whatever_was_done_since(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]], later: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        engine = start(Settings(home=Path(folder)))
        shop = Map(engine)
        seen = []
        for number, some in enumerate((before, after, later), 1):
            for edit in some:
                play(shop, *edit)
            shop.do(map_acts.save_version, name=f"Version {number}")
            seen.append(shop.picture())
        for number in (1, 3, 2, 1):
            if shop.picture() != seen[number - 1]:
                shop.do(map_acts.restore_version, version=number)
            assert shop.picture() == seen[number - 1]
            assert not diff(seen[number - 1], shop.picture())
        engine.dispose()


def play(shop: Map, edit: str, one: int, two: int) -> None:
    """One edit of whatever the numbers point to on the map as it is."""
    with reading(shop.engine) as session:
        alive: dict[type, list[Any]] = {
            table: list(session.exec(select(table).where(col(table.deleted_at).is_(None)))) for table in (Stage, Lane, Card)
        }
    on_map = {card["id"] for card in shop.picture()["cards"]}
    cards = [card for card in alive[Card] if card.id in on_map]
    if not alive[Stage] or not alive[Lane]:
        shop.do(map_acts.add_stage, name="New")
        shop.do(map_acts.add_lane, name="New")
        return
    stage, lane = alive[Stage][one % len(alive[Stage])], alive[Lane][two % len(alive[Lane])]
    card = cards[one % len(cards)] if cards else shop.card("A first one", stage.key, lane.key)
    plays: dict[str, Callable[[], Any]] = {
        "card": lambda: shop.card(f"{one} {two}", stage.key, lane.key),
        "pain": lambda: pains.add_pain(shop.engine, by=YOU, journey=shop.id, stage=stage.key, title="Ouch", severity=1 + two % 5),
        "chance": lambda: pains.add_opportunity(shop.engine, by=YOU, journey=shop.id, stage=stage.key, title="Could"),
        "lane": lambda: shop.do(map_acts.add_lane, name=f"Lane {one}", kind=LaneKind.SYSTEM),
        "stage": lambda: shop.do(map_acts.add_stage, name=f"Stage {one}"),
        "reword": lambda: shop.do(map_acts.change_card, card=card.key, revision=card.revision, text=f"Reworded {two}"),
        "move": lambda: shop.do(
            map_acts.change_card, card=card.key, revision=card.revision, stage_id=stage.key, lane_id=lane.key, position=two
        ),
        "emotion": lambda: shop.do(
            map_acts.change_stage, stage=stage.key, revision=stage.revision, assumed_emotion=two - 4.5 if two else None
        ),
        "bin": lambda: shop.bin(card),
        "unlane": lambda: shop.bin(lane),
        "unstage": lambda: shop.do(map_acts.bin_stage, stage=stage.key, revision=stage.revision),
        "reorder": lambda: shop.do(map_acts.change_lane, lane=lane.key, revision=lane.revision, position=two),
        "step": lambda: add_step(shop.engine, by=YOU, journey=shop.id, stage=stage.key, name=f"Step {two}"),
    }
    plays[edit]()


def test_a_voice_that_was_scored_and_heard_counts_once(shop: Map) -> None:
    at, until = datetime(2026, 11, 12, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Berlin"))
    since = until - timedelta(days=7)
    with writing(shop.engine) as session:
        said = Verbatim(journey_id=shop.id, at=at, text="Fine, I suppose", stage_id=shop.pay, emotion=4.0)
        late = Verbatim(journey_id=shop.id, at=until, text="Next week", stage_id=shop.pay, emotion=5.0)
        call = Conversation(journey_id=shop.id, at=at, stage_id=shop.browse)
        session.add_all([said, late, Verbatim(journey_id=shop.id, at=at, text="No score", stage_id=shop.pay), call])
        session.flush()
        values = {"journey_id": shop.id, "week": "2026-W47", "person_id": YOU}
        session.add(Reading(**values, verbatim_id=said.key, stage_id=shop.pay, emotion=-3))
        session.add(Reading(**values, conversation_id=call.key, emotion=1))
    found = read.felt(shop.engine, shop.id, since=since, until=until).sort("stage_id")
    assert found.rows() == [(shop.browse, 1.0, "conversations"), (shop.pay, -3.0, "surveys")]
