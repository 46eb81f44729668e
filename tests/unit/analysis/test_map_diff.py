"""Two versions of a map compared."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.map_diff import Kind, diff

MAP: dict[str, Any] = {
    "stages": [
        {"id": 1, "name": "Sign up", "position": 0, "emotion": 2.0},
        {"id": 2, "name": "Verify", "position": 1, "emotion": -1.0},
        {"id": 3, "name": "First use", "position": 2, "emotion": 3.0},
    ],
    "lanes": [
        {"id": 1, "name": "Touchpoints", "kind": "touchpoint", "position": 0},
        {"id": 2, "name": "Thoughts", "kind": "thought", "position": 1},
    ],
    "cards": [
        {"id": 1, "stage_id": 1, "lane_id": 1, "text": "Web form", "position": 0, "standing": "hypothesis"},
        {"id": 2, "stage_id": 1, "lane_id": 1, "text": "Welcome mail", "position": 1, "standing": "hypothesis"},
        {"id": 3, "stage_id": 2, "lane_id": 2, "text": "Why so long?", "position": 0, "standing": "evidenced"},
    ],
    "pains": [{"id": 1, "stage_id": 2, "title": "Codes come late", "severity": 4}],
}


def changed(**of: Any) -> dict[str, Any]:
    """The map with rows replaced: changed(cards={1: {"text": "New"}, 2: None}) rewords card 1 and removes card 2."""
    content = copy.deepcopy(MAP)
    for part, edits in of.items():
        kept = [row for row in content[part] if edits.get(row["id"], row) is not None]
        content[part] = [{**row, **edits.get(row["id"], {})} for row in kept]
    return content


def said(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [difference.sentence for difference in diff(before, after)]


def test_added_and_removed_cards_say_where() -> None:
    assert said(changed(cards={2: None}), MAP) == ["Card “Welcome mail” was added in “Sign up”, “Touchpoints”."]
    assert said(MAP, changed(cards={2: None})) == ["Card “Welcome mail” was removed in “Sign up”, “Touchpoints”."]


def test_reworded() -> None:
    (one,) = diff(MAP, changed(cards={3: {"text": "Why twice?"}}))
    assert (one.kind, one.part, one.id, one.before, one.after) == (Kind.REWORDED, "card", 3, "Why so long?", "Why twice?")
    assert said(MAP, changed(stages={2: {"name": "Verify identity"}})) == ["Stage “Verify” now reads “Verify identity”."]


def test_a_card_moved_to_another_stage_and_lane_is_one_difference() -> None:
    assert said(MAP, changed(cards={3: {"stage_id": 3, "lane_id": 1}})) == [
        "Card “Why so long?” moved from “Verify”, “Thoughts” to “First use”, “Touchpoints”."
    ]


def test_a_stage_moved_to_the_front_moves_alone() -> None:
    after = changed(stages={1: {"position": 1}, 2: {"position": 2}, 3: {"position": 0}})
    assert said(MAP, after) == ["Stage “First use” changed its place in the order."]


def test_making_room_for_a_new_stage_moves_nobody() -> None:
    after = changed(stages={2: {"position": 2}, 3: {"position": 3}})
    after["stages"].append({"id": 9, "name": "Pay", "position": 1, "emotion": None})
    assert said(MAP, after) == ["Stage “Pay” was added."]


def test_changed_emotion_and_other_fields() -> None:
    assert said(MAP, changed(stages={2: {"emotion": -3.5}})) == ["Stage “Verify”: assumed emotion went from -1 to -3.5."]
    assert said(MAP, changed(pains={1: {"severity": 5}})) == ["Pain point “Codes come late”: severity went from 4 to 5."]
    assert said(MAP, changed(cards={1: {"standing": "evidenced"}})) == [
        "Card “Web form”: standing went from hypothesis to evidenced."
    ]


def test_a_card_whose_stage_was_removed_still_says_what_is_known() -> None:
    after = changed(stages={2: None}, cards={3: None}, pains={1: None})
    assert said(MAP, after) == [
        "Stage “Verify” was removed.",
        "Card “Why so long?” was removed in “Verify”, “Thoughts”.",
        "Pain point “Codes come late” was removed in “Verify”.",
    ]


def test_empty_maps() -> None:
    assert diff({}, {}) == []
    assert len(diff({}, MAP)) == 9


ids = st.integers(1, 6)
text = st.sampled_from(["a", "b", "c"])
whole = {"name": text, "text": text, "title": text, "position": st.integers(0, 5), "emotion": st.sampled_from([None, -1.0, 2.0])}


def parts(**more: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    rows = st.dictionaries(ids, st.fixed_dictionaries({**whole, **more}), max_size=6)
    return rows.map(lambda found: [{"id": key, **row} for key, row in found.items()])


placed = parts(stage_id=ids, lane_id=ids)
maps = st.fixed_dictionaries({"stages": parts(), "lanes": parts(), "cards": placed, "pains": placed})


@given(maps)
def test_a_map_does_not_differ_from_itself(content: dict[str, Any]) -> None:
    assert diff(content, copy.deepcopy(content)) == []


@given(maps, maps)
def test_every_difference_is_mirrored(one: dict[str, Any], two: dict[str, Any]) -> None:
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}

    def facts(before: dict[str, Any], after: dict[str, Any], *, mirror: bool) -> list[str]:
        found = [
            (turned.get(d.kind, d.kind), d.part, d.id, d.field, d.after, d.before)
            if mirror
            else (d.kind, d.part, d.id, d.field, d.before, d.after)
            for d in diff(before, after)
        ]
        return sorted(map(repr, found))

    assert facts(one, two, mirror=False) == facts(two, one, mirror=True)


@given(st.permutations([1, 2, 3, 4, 5]), st.integers(0, 4), st.integers(0, 4))
def test_moving_one_stage_is_told_as_one_move(order: list[int], source: int, target: int) -> None:
    def as_map(ids: list[int]) -> dict[str, Any]:
        return {"stages": [{"id": i, "name": f"S{i}", "position": at} for at, i in enumerate(ids)]}

    moved = list(order)
    moved.insert(target, moved.pop(source))
    assert len(diff(as_map(order), as_map(moved))) == (0 if source == target else 1)


def test_opportunities_steps_and_touchpoints_are_compared_too() -> None:
    after = copy.deepcopy(MAP)
    after["steps"] = [{"id": 1, "stage_id": 1, "name": "Fill in the form", "position": 0}]
    after["touchpoints"] = [{"id": 1, "step_id": 1, "name": "Web form", "channel": "web"}]
    after["opportunities"] = [{"id": 1, "stage_id": 2, "title": "Send the code again"}]
    assert said(MAP, after) == [
        "Step “Fill in the form” was added in “Sign up”.",
        "Touchpoint “Web form” was added in “Fill in the form”.",
        "Opportunity “Send the code again” was added in “Verify”.",
    ]
    later = copy.deepcopy(after)
    later["touchpoints"][0]["channel"] = "app"
    later["opportunities"][0]["stage_id"] = 1
    assert said(after, later) == [
        "Touchpoint “Web form”: channel went from web to app.",
        "Opportunity “Send the code again” moved from “Verify” to “Sign up”.",
    ]
