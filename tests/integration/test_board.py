"""Gestures on the board: stored once and whole, merged where two people mean different things, refused where they don't."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import Role, Standing
from journey.errors import NotAllowed, Refused, StaleEdit
from journey.routine.journeys import add_journey, add_persona
from journey.routine.map_content import picture
from journey.routine.pains import add_evidence
from journey.routine.people import add_person, set_member
from journey.store.engine import reading
from journey.store.readers import maps as read
from journey.store.readers.journeys import stages
from journey.store.tables import (
    Comment,
    PersonaFeeling,
)
from tests.integration.board_builders import YOU, Shop, Window, item, number


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


def three(shop: Shop) -> list[str]:
    return [shop.you.card(text, shop.browse, shop.thinks) for text in "ABC"]


def test_cards_dragged_together_land_together_in_order_and_go_back_together(shop: Shop) -> None:
    a, b, c = three(shop)
    shop.you.card("X", shop.pay, shop.thinks)
    shop.you.do("move", items=[item(c), item(a)], stage=shop.pay, lane=shop.thinks, after=None)
    assert (shop.cell(shop.browse, shop.thinks), shop.cell(shop.pay, shop.thinks)) == (["B"], ["C", "A", "X"])
    shop.you.do("undo")
    assert (shop.cell(shop.browse, shop.thinks), shop.cell(shop.pay, shop.thinks)) == (["A", "B", "C"], ["X"])
    shop.you.do("redo")
    assert (shop.cell(shop.browse, shop.thinks), shop.cell(shop.pay, shop.thinks)) == (["B"], ["C", "A", "X"])
    shop.you.do("move", items=[item(a, None)], stage=shop.pay, lane=shop.thinks, after="card:999", at=0)
    assert shop.cell(shop.pay, shop.thinks) == ["A", "C", "X"]
    assert b


def test_a_gesture_sent_again_and_again_from_everywhere_is_done_once(shop: Shop) -> None:
    sent = {"stage": shop.browse, "lane": shop.thinks, "text": "Once"}
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: shop.you.do("add", token="t-1", **sent), range(8)))
    assert shop.cell(shop.browse, shop.thinks) == ["Once"]
    assert len({ref for [ref] in made}) == 1, "whoever asks again is told the same card"
    shop.ann.do("add", token="t-1", **sent)
    assert shop.cell(shop.browse, shop.thinks) == ["Once", "Once"], "another window's gesture of that name is another gesture"


def test_twenty_people_dropping_at_once_keep_the_cell_in_order(shop: Shop) -> None:
    refs = [shop.you.card(str(i), shop.browse, shop.thinks) for i in range(10)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda ref: shop.ann.do("move", items=[item(ref)], stage=shop.pay, lane=shop.thinks, after=None), refs))
    assert sorted(shop.cell(shop.pay, shop.thinks)) == [str(i) for i in range(10)]
    assert sorted(shop.row(ref).position for ref in refs) == list(range(10))


def test_when_the_audit_cannot_be_written_a_whole_gesture_is_not_done(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, _ = three(shop)
    from journey.routine.act import Act

    plain, told = Act.log, []

    def failing(self: Act, *args: Any, **values: Any) -> None:
        told.append(1)
        if len(told) > 1:
            raise RuntimeError("the audit is down")
        plain(self, *args, **values)

    monkeypatch.setattr(Act, "log", failing)
    with pytest.raises(RuntimeError):
        shop.you.do("move", items=[item(a), item(b)], stage=shop.pay, lane=shop.thinks)
    assert shop.cell(shop.browse, shop.thinks) == ["A", "B", "C"]


def test_no_gesture_is_ever_done_by_half(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever event of a gesture the audit fails to write, the map, its talk and its history are as they were."""
    from journey.routine.act import Act

    card = shop.you.card("A", shop.browse, shop.thinks, fields={"tags": ["price"]})
    [step] = shop.you.do("add_step", stage=shop.browse, name="Look")
    [point] = shop.you.do("add", stage=shop.browse, lane=shop.touch, text="Website")
    [said] = shop.you.do("comment", ref=card, text="So?")
    shop.you.do("resolve", comment=number(said))
    last = shop.you.card("B", shop.browse, shop.thinks)
    plain = Act.log
    gestures: list[tuple[str, dict[str, Any], int]] = [
        ("comment", {"ref": card, "text": "Yes", "answers": number(said)}, 2),
        ("duplicate", {"items": [item(step), item(card)]}, 4),
        ("order", {"ref": step, "stage": shop.pay}, 1),
        ("add", {"stage": shop.browse, "lane": shop.touch, "text": "Shop"}, 1),
        ("change", {"ref": card, "rev": None, "fields": {"standing": "evidenced", "tags": ["value"]}}, 2),
        ("move", {"items": [item(card, None), item(last, None)], "stage": shop.pay, "lane": shop.hurts}, 8),
        ("undo", {}, 8),
        ("bin", {"items": [item(card, None), item(point, None)]}, 2),
        ("restore", {"items": [item(card), item(point)]}, 2),
    ]
    for kind, fields, fewest in gestures:
        before, failed = everything(shop), 0
        while True:
            left = [1] * failed

            def failing(self: Act, *args: Any, left: list[int] = left, **values: Any) -> None:
                if not left:
                    raise RuntimeError("the audit is down")
                left.pop()
                plain(self, *args, **values)

            monkeypatch.setattr(Act, "log", failing)
            try:
                shop.you.do(kind, **fields)
                break
            except RuntimeError:
                assert everything(shop) == before, f"{kind}, event {failed + 1}"
                failed += 1
        assert failed >= fewest, f"{kind} wrote {failed} events"
        assert everything(shop) != before


def everything(shop: Shop) -> Any:
    """The map, what is said on it, and how much its history holds."""
    with reading(shop.engine) as session:
        said = session.exec(select(Comment).order_by(col(Comment.id))).all()
        return picture(session, shop.id), [one.model_dump() for one in said], len(shop.events())


def test_what_is_added_can_be_edited_before_its_number_is_known(shop: Shop) -> None:
    shop.you.do("add", token="one", stage=shop.browse, lane=shop.thinks, text="Typo")
    shop.you.do("text", ref="new:one", rev=None, text="No typo")
    shop.you.do("duplicate", token="two", items=[item("new:one", None)])
    shop.you.do("text", ref="new:two:0", rev=None, text="A copy")
    assert shop.cell(shop.browse, shop.thinks) == ["No typo", "A copy"]
    with pytest.raises(Refused, match="was not stored"):
        shop.you.do("text", ref="new:never", rev=None, text="X")


def test_edits_of_different_fields_merge(shop: Shop) -> None:
    ref = shop.you.card("Where is it?", shop.browse, shop.thinks)
    shop.ann.do("move", items=[item(ref)], stage=shop.pay, lane=shop.thinks)
    shop.ann.do("change", ref=ref, rev=1, fields={"standing": "evidenced", "tags": ["price"]}, had=[])
    shop.you.do("text", ref=ref, rev=1, text="Where is the price?")
    shop.you.do("change", ref=ref, rev=1, fields={"tags": ["mobile"]}, had=[])
    card = shop.row(ref)
    assert (card.text, card.standing, f"stage:{card.stage_id}") == ("Where is the price?", Standing.EVIDENCED, shop.pay)
    told = [event.after for event in shop.events() if event.act == "tag.set"]
    assert told[-1] == {"tags": ["mobile", "price"]}


def test_edits_of_the_same_words_are_refused_with_both(shop: Shop) -> None:
    ref = shop.you.card("Price?", shop.browse, shop.thinks)
    shop.ann.do("text", ref=ref, rev=1, text="Ann's words")
    with pytest.raises(StaleEdit) as refusal:
        shop.you.do("text", ref=ref, rev=1, text="My words")
    assert (refusal.value.mine, refusal.value.theirs, refusal.value.by) == ({"text": "My words"}, {"text": "Ann's words"}, "Ann")
    shop.you.do("text", ref=ref, rev=refusal.value.revision, text="My words")
    assert shop.row(ref).text == "My words"


def test_ones_own_edits_in_a_row_are_never_stale(shop: Shop) -> None:
    """A browser that was away sends what it did with the revision that it last saw."""
    ref = shop.you.card("0", shop.browse, shop.thinks)
    for text in ("1", "2", "3"):
        shop.you.do("text", ref=ref, rev=1, text=text)
    assert shop.row(ref).text == "3"
    with pytest.raises(StaleEdit):
        shop.ann.do("text", ref=ref, rev=1, text="4")


def test_who_moves_it_elsewhere_first_decides(shop: Shop) -> None:
    ref = shop.you.card("Lost", shop.browse, shop.thinks)
    shop.ann.do("move", items=[item(ref)], stage=shop.pay, lane=shop.thinks)
    with pytest.raises(StaleEdit) as refusal:
        shop.you.do("move", items=[item(ref)], stage=shop.browse, lane=shop.does)
    assert refusal.value.by == "Ann"
    shop.you.do("move", items=[item(ref)], stage=shop.pay, lane=shop.thinks)  # where it is already
    assert shop.cell(shop.pay, shop.thinks) == ["Lost"]


def test_what_went_to_the_bin_meanwhile_keeps_the_words_that_were_typed(shop: Shop) -> None:
    ref = shop.you.card("Old", shop.browse, shop.thinks)
    shop.ann.do("bin", items=[item(ref)])
    with pytest.raises(StaleEdit, match="Ann put this card in the bin meanwhile"):
        shop.you.do("text", ref=ref, rev=1, text="New")
    shop.you.do("restore", items=[item(ref)])
    shop.you.do("text", ref=ref, rev=1, text="New")
    assert shop.cell(shop.browse, shop.thinks) == ["New"]


def test_words_that_somebody_just_wrote_are_not_binned_unread(shop: Shop) -> None:
    ref = shop.you.card("Old", shop.browse, shop.thinks)
    shop.ann.do("text", ref=ref, rev=1, text="Just written")
    with pytest.raises(StaleEdit) as refusal:
        shop.you.do("bin", items=[item(ref)])
    assert refusal.value.theirs == {"text": "Just written"}


def test_a_card_among_pain_points_becomes_one_with_all_that_hung_on_it(shop: Shop) -> None:
    ref = shop.you.card("Cards are refused", shop.browse, shop.thinks, fields={"details": "At the till", "tags": ["till"]})
    other = shop.you.card("Bank", shop.browse, shop.thinks)
    shop.ann.do("comment", ref=ref, text="Says who?")
    shop.you.do("link", **{"from": ref, "to": other})
    [pain] = shop.you.do("move", items=[item(ref)], stage=shop.pay, lane=shop.hurts)
    row = shop.row(pain)
    assert (row.title, row.description, f"stage:{row.stage_id}") == ("Cards are refused", "At the till", shop.pay)
    assert shop.cell(shop.browse, shop.thinks) == ["Bank"]
    assert shop.row("comment:1").subject == "pain_point"
    shop.ann.do("text", ref=ref, rev=1, text="Cards are declined")  # who still sees the card rewords the pain point
    assert shop.row(pain).title == "Cards are declined"
    add_evidence(shop.engine, by=YOU, journey=shop.id, pain=number(pain), source="survey", text="12 of 40")
    with pytest.raises(Refused, match="This pain point stays one: evidence stands behind it"):
        shop.you.do("move", items=[item(pain, None)], stage=shop.pay, lane=shop.thinks)


def test_what_became_something_else_is_itself_again_when_taken_back(shop: Shop) -> None:
    ref = shop.you.card("Slow", shop.browse, shop.thinks, fields={"tags": ["till"]})
    shop.you.do("comment", ref=ref, text="How slow?")
    shop.you.do("move", items=[item(ref)], stage=shop.pay, lane=shop.could)
    assert shop.cell(shop.pay, shop.could) == ["Slow"]
    shop.you.do("undo")
    assert (shop.cell(shop.browse, shop.thinks), shop.cell(shop.pay, shop.could)) == (["Slow"], [])
    assert shop.row("comment:1").subject == "card"


def test_a_step_goes_to_another_stage_with_what_stands_on_it(shop: Shop) -> None:
    [search] = shop.you.do("add_step", stage=shop.browse, name="Search")
    [box] = shop.you.do("add", stage=shop.browse, lane=shop.touch, text="Search box", fields={"channel": "web", "moment": True})
    ref = shop.you.card("Which word?", shop.browse, shop.thinks, step=search)
    shop.you.do("move", items=[item(search)], stage=shop.pay, lane=shop.does)
    assert shop.cell(shop.pay, shop.thinks) == ["Which word?"]
    assert (shop.row(box).step_id, shop.row(box).moment_of_truth) == (number(search), True)
    with pytest.raises(Refused, match="it stays in that lane"):
        shop.you.do("move", items=[item(search)], stage=shop.pay, lane=shop.thinks)
    shop.you.do("undo")
    assert shop.cell(shop.browse, shop.thinks) == ["Which word?"]
    assert shop.row(ref).step_id == number(search)


def test_a_touchpoint_dropped_on_a_stage_without_steps_gets_one_to_stand_on(shop: Shop) -> None:
    [box] = shop.you.do("add", stage=shop.pay, lane=shop.touch, text="Till")
    assert shop.row(f"step:{shop.row(box).step_id}").name == "Pay"
    shop.you.do("undo")
    assert read.steps(shop.engine, shop.id).is_empty()


def test_stages_and_lanes_are_renamed_where_they_stand(shop: Shop) -> None:
    for ref in (shop.pay, shop.thinks):
        shop.you.do("text", ref=ref, rev=1, text="Renamed")
        assert shop.row(ref).name == "Renamed"
    with pytest.raises(Refused, match="This lane has no words"):
        shop.you.do("text", ref=shop.thinks, rev=2, text="  ")


def test_stages_and_lanes_are_put_in_order_and_back(shop: Shop) -> None:
    shop.you.do("add_stage", name="Wait", after=shop.browse)
    shop.you.do("order", ref=shop.pay, rev=1, after=None)
    assert [stage.name for stage in stages(shop.engine, shop.id)] == ["Pay", "Browse", "Wait"]
    shop.you.do("order", ref=shop.hurts, rev=1, after=None, at=0)
    shop.you.do("undo")
    shop.you.do("undo")
    assert [stage.name for stage in stages(shop.engine, shop.id)] == ["Browse", "Wait", "Pay"]
    assert [f"lane:{lane.key}" for lane in read.lanes(shop.engine, shop.id)][3] == shop.hurts


def test_undo_goes_back_through_ones_own_gestures_only(shop: Shop) -> None:
    ref = shop.you.card("Mine", shop.browse, shop.thinks)
    shop.you.do("text", ref=ref, rev=1, text="Mine, better")
    shop.ann.card("Hers", shop.browse, shop.thinks)
    shop.you.do("undo")
    shop.you.do("undo")
    assert shop.cell(shop.browse, shop.thinks) == ["Hers"]
    with pytest.raises(Refused, match="nothing left to take back"):
        shop.you.do("undo")
    shop.you.do("redo")
    shop.you.do("redo")
    assert shop.cell(shop.browse, shop.thinks) == ["Mine, better", "Hers"]
    shop.you.do("undo")
    shop.you.card("New", shop.browse, shop.thinks)
    with pytest.raises(Refused, match="nothing left to do again"):
        shop.you.do("redo")


def test_undo_is_refused_with_both_versions_if_somebody_changed_the_same_since(shop: Shop) -> None:
    ref = shop.you.card("A", shop.browse, shop.thinks)
    shop.you.do("text", ref=ref, rev=1, text="B")
    shop.ann.do("text", ref=ref, rev=2, text="Ann's")
    with pytest.raises(StaleEdit) as refusal:
        shop.you.do("undo")
    assert (refusal.value.mine, refusal.value.theirs, refusal.value.by) == ({"text": "A"}, {"text": "Ann's"}, "Ann")
    assert shop.row(ref).text == "Ann's"
    with pytest.raises(StaleEdit):  # the card holds Ann's words by now: it is not undone away either
        shop.you.do("undo", skip=[shop.events()[-2].token])


def test_what_anybody_did_is_taken_back_a_day_later_from_another_window(shop: Shop) -> None:
    a, b, _ = three(shop)
    shop.ann.do("bin", items=[item(a), item(b)])
    token = shop.events()[-1].token
    assert shop.cell(shop.browse, shop.thinks) == ["C"]
    later = Window(shop.engine, shop.id)
    later.do("undo", of=token)
    assert shop.cell(shop.browse, shop.thinks) == ["A", "B", "C"]
    with pytest.raises(Refused, match="You took this back already"):
        shop.you.do("undo", of=token)
    later.do("redo", of=token)
    assert shop.cell(shop.browse, shop.thinks) == ["C"]


def test_a_card_does_not_come_back_into_a_lane_that_is_gone(shop: Shop) -> None:
    [a, *_] = three(shop)
    shop.you.do("bin", items=[item(a)])
    token = shop.events()[-1].token
    shop.you.do("bin", items=[item(shop.thinks)])
    with pytest.raises(Refused, match="The lane that this stands in is in the bin"):
        shop.you.do("undo", of=token)


def test_a_stage_that_others_have_filled_is_not_undone_away(shop: Shop) -> None:
    [wait] = shop.you.do("add_stage", name="Wait")
    shop.ann.card("Long", wait, shop.thinks)
    with pytest.raises(Refused, match="Something stands in this stage by now"):
        shop.you.do("undo")


def test_the_curve_of_a_persona_is_drawn_and_taken_back(shop: Shop) -> None:
    persona = add_persona(shop.engine, by=YOU, journey=shop.id, name="Pat").key
    for value in (1.0, 2.0):
        shop.you.do("emotion", stage=shop.pay, rev=0, value=value, persona=persona)
    with pytest.raises(StaleEdit):
        shop.ann.do("emotion", stage=shop.pay, rev=0, value=-3, persona=persona)
    shop.ann.do("emotion", stage=shop.pay, rev=0, value=4, persona=persona, which="future")
    shop.you.do("emotion", stage=shop.pay, rev=1, value=-2)
    with reading(shop.engine) as session:
        felt = session.exec(select(PersonaFeeling)).one()
    assert (felt.assumed, felt.future, shop.row(shop.pay).assumed_emotion) == (2.0, 4.0, -2.0)
    shop.you.do("undo")
    shop.you.do("undo")
    with reading(shop.engine) as session:
        felt = session.exec(select(PersonaFeeling)).one()
    assert (felt.assumed, shop.row(shop.pay).assumed_emotion) == (1.0, None)


def test_a_reason_is_given_once_to_what_was_done_before_it(shop: Shop) -> None:
    shop.you.card("A", shop.browse, shop.thinks)
    shop.ann.card("B", shop.browse, shop.thinks)
    shop.you.do("why", text="Twelve customers said so")
    event = shop.events()[-1]
    assert event.why == "Twelve customers said so"
    assert event.after == {"gestures": [shop.events()[-3].token]}
    shop.you.do("why", text="Another")
    assert shop.events()[-1].after == {"gestures": []}


def test_who_only_looks_talks_but_changes_nothing(shop: Shop) -> None:
    vera = add_person(shop.engine, by=YOU, name="Vera").key
    set_member(shop.engine, by=YOU, journey=shop.id, person=vera, role=Role.VIEWER)
    ref = shop.you.card("A", shop.browse, shop.thinks)
    token = shop.events()[-1].token
    looking = Window(shop.engine, shop.id, vera)
    looking.do("comment", ref=ref, text="Is that so?")
    for kind, fields in (
        ("text", {"ref": ref, "rev": 1, "text": "B"}),
        ("undo", {"of": token}),
        ("move", {"items": [item(ref)], "stage": shop.pay, "lane": shop.hurts}),
    ):
        with pytest.raises(NotAllowed, match="Vera may not"):
            looking.do(kind, **fields)
    assert shop.cell(shop.browse, shop.thinks) == ["A"]


def test_another_journeys_map_is_out_of_reach(shop: Shop, engine: Engine) -> None:
    ref = shop.you.card("A", shop.browse, shop.thinks)
    other = add_journey(engine, by=YOU, name="Other", stages=("One",)).key
    with pytest.raises(Exception, match="no such card on this journey"):
        Window(engine, other).do("text", ref=ref, rev=1, text="B")
