"""On a map that is drawn nothing covers anything else, and no text is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.domain.document import (
    CardPart,
    Document,
    FeltMark,
    Figures,
    KpiMark,
    LanePart,
    PersonaPart,
    StagePart,
    StepPart,
    TouchpointPart,
)
from journey.domain.words import LaneKind
from journey.exports.drawing.fonts import width, wrap
from journey.exports.drawing.marks import Picture
from journey.exports.maps.handoffs import borders
from journey.exports.maps.layout import layout
from journey.exports.maps.said import hidden
from tests.unit.exports.map_builders import large, small, small_figures

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60) | st.sampled_from(
    (
        "Calls again because nobody told her",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "漢字だけの長い長い長い長い長い文章です",
        "🙂" * 30,
    )
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, Figures]:
    """Maps of any shape: stages with and without steps, any lanes, cards anywhere, also where there is no place for them."""
    stages = []
    for at in range(draw(st.integers(0, 4))):
        steps = tuple(
            StepPart(f"step:{at}.{step}", draw(TEXTS), (TouchpointPart(f"touchpoint:{at}.{step}", draw(TEXTS), draw(TEXTS)),))
            for step in range(draw(st.integers(0, 3)))
        )
        emotion = draw(st.none() | st.floats(-9, 9))
        stages.append(StagePart(f"stage:{at}", draw(TEXTS), draw(TEXTS), draw(TEXTS), 14, emotion, emotion, steps=steps))
    kinds = draw(st.lists(st.sampled_from(list(LaneKind)), max_size=5))
    lanes = tuple(LanePart(f"lane:{at}", draw(TEXTS), kind, draw(st.booleans())) for at, kind in enumerate(kinds))
    cards = []
    for at in range(draw(st.integers(0, 12))):
        stage = draw(st.integers(0, 4))
        step = f"step:{stage}.{draw(st.integers(0, 2))}" if draw(st.booleans()) else ""
        place = (f"stage:{stage}", f"lane:{draw(st.integers(0, 5))}")
        cards.append(
            CardPart(f"card:{at}", *place, draw(TEXTS), step, draw(TEXTS), tags=tuple(draw(st.lists(TEXTS, max_size=2))))
        )
    kpis = tuple(KpiMark(f"stage:{at}", draw(TEXTS), "3 %") for at in range(draw(st.integers(0, 3))))
    felt = tuple(FeltMark(f"stage:{at}", 1.0, 0.5, 1.5, 20) for at in range(draw(st.integers(0, 3))))
    people = tuple(PersonaPart(f"persona:{at}", draw(TEXTS), draw(TEXTS)) for at in range(draw(st.integers(0, 3))))
    document = Document(draw(TEXTS), goal=draw(TEXTS), personas=people, stages=tuple(stages), lanes=lanes, cards=tuple(cards))
    return document, Figures("22 November 2026", kpis, felt, {"stage:0": (draw(TEXTS),)})


def assert_readable(picture: Picture) -> None:
    """No two blocks of text overlap, every block is on the picture, every line within its block."""
    blocks = sorted(picture.blocks, key=lambda block: block.box.y)
    for at, block in enumerate(blocks):
        assert block.box.x >= 0
        assert block.box.right <= picture.width + 0.01
        assert block.box.bottom <= picture.height
        for other in blocks[at + 1 :]:
            if other.box.y >= block.box.bottom:
                break
            assert not block.box.overlaps(other.box), (block.role, block.key, other.role, other.key)
        assert sum(words.height(block.room) for words in block.words) <= block.box.height - 2 * block.pad + 0.01, block.role
        for words in block.words:
            for line in words.lines(block.room):
                fits = width(line, words.size, bold=words.bold) <= block.room - words.indent + 0.01
                assert fits or len(line) <= 12, (block.role, line)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_nothing_overlaps_or_leaves_its_box_on_any_map(made: tuple[Document, Figures]) -> None:
    assert_readable(layout(*made))


def test_nothing_overlaps_on_a_large_map_and_on_one_with_every_part() -> None:
    assert_readable(layout(*large()))
    assert_readable(layout(small(), small_figures()))


def test_a_large_map_has_the_shape_of_a_page() -> None:
    picture = layout(*large())
    assert 0.8 < picture.width / picture.height < 2.2


@given(TEXTS, st.floats(40, 400))
def test_wrapped_lines_hold_the_whole_text(text: str, room: float) -> None:
    lines = wrap(text, room, 11.0)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_card_of_a_step_stands_below_its_heading() -> None:
    blocks = {block.key: block.box for block in layout(small(), small_figures()).blocks if block.key}
    heading, card, other = blocks["step:3"], blocks["card:3"], blocks["card:5"]
    assert heading.x <= card.x < heading.right
    assert other.x >= blocks["step:4"].x
    assert blocks["stage:2"].x <= card.x < blocks["stage:2"].right


def test_a_hidden_lane_is_named_with_all_that_goes_with_it() -> None:
    lanes = tuple(replace(lane, shown=False) for lane in small().lanes[:3])
    notes = hidden(replace(small(), lanes=lanes))
    assert notes[:3] == (
        "Not shown: the lane Customer actions, with 3 cards.",
        "Not shown: the lane Touchpoints, with 0 cards and 4 touchpoints.",
        "Not shown: the lane Feelings, with 1 card and the emotion curve.",
    )
    assert "Without a stage or lane: Sanctions lists are searched" in notes


def test_what_belongs_to_a_whole_stage_spans_its_steps() -> None:
    blocks = {block.key: block.box for block in layout(small(), small_figures()).blocks if block.key}
    whole = blocks["card:2"]
    assert whole.x <= blocks["step:1"].x
    assert whole.right >= blocks["step:2"].right
    assert blocks["card:1"].right <= blocks["step:1"].right


@pytest.mark.parametrize(
    ("kinds", "lines"),
    [
        ("customer action, frontstage, backstage, system", {1: "line of interaction", 2: "line of visibility"}),
        ("customer action, backstage, system", {1: "line of visibility"}),
        ("customer action, backstage, frontstage, system", {}),
        ("customer action, pain point", {}),
        ("frontstage, backstage", {1: "line of visibility"}),
    ],
)
def test_the_lines_of_a_blueprint_part_what_customers_see_from_all_they_do_not(kinds: str, lines: dict[int, str]) -> None:
    assert borders([LanePart(kind, kind, LaneKind(kind)) for kind in kinds.split(", ")]) == lines
