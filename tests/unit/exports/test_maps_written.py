"""What goes out comes back: JSON and OpenJourney whole, the others but for what they say they leave out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from journey.analysis.documents import faults
from journey.config import RESOURCES
from journey.domain.document import CardPart, Document, Figures, KpiMark, LanePart, StagePart
from journey.domain.words import LaneKind, Standing
from journey.exports.maps.csv import to_csv
from journey.exports.maps.files import FORMATS, left_out, write
from journey.exports.maps.json import schema, to_json
from journey.exports.maps.markdown import to_markdown
from journey.exports.maps.mermaid import to_mermaid
from journey.exports.maps.ojf import to_ojf
from journey.exports.maps.written import Written
from journey.sources.maps import parsed, read_map
from tests.documents import RICH, documents, renamed

TOLD = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", [to_json, to_ojf])
def test_whatever_can_be_kept_comes_back_equal(form: Callable[[Document], Written]) -> None:
    @given(documents())
    @TOLD
    def holds(document: Document) -> None:
        assert faults(document) == ()
        made = form(document)
        assert made.left_out == ()
        if document.stages:
            read = parsed("map", made.text.encode())
            assert read.document == document
            assert read.notes == ()

    holds()
    assert parsed("map", form(RICH).text.encode()).document == RICH


@given(documents())
@TOLD
def test_markdown_comes_back_but_for_what_it_leaves_out(document: Document) -> None:
    made = to_markdown(document)
    if document.stages:
        back = parsed("map.md", made.text.encode()).document
        assert [stage.name for stage in back.stages] == [stage.name for stage in document.stages]
        assert [[step.name for step in stage.steps] for stage in back.stages] == [
            [step.name for step in stage.steps] for stage in document.stages
        ]
        assert sorted(card.text for card in back.cards) == sorted(card.text for card in document.cards)
        assert {who.name for who in back.personas} == {who.name for who in document.personas}


def test_the_whole_of_a_rich_map_comes_back_from_markdown() -> None:
    back = renamed(parsed("map.md", to_markdown(RICH).text.encode()).document)
    told = renamed(without(RICH))
    assert back.stages == told.stages
    assert back.personas == told.personas
    assert {card.text: replace(card, key="", lane="") for card in back.cards} == {
        card.text: replace(card, key="", lane="") for card in told.cards
    }
    assert {lane.name: lane.kind for lane in back.lanes}.items() >= {
        lane.name: lane.kind for lane in RICH.lanes if any(card.lane == lane.key for card in RICH.cards)
    }.items()
    assert (back.goal, back.starts_with, back.ends_with, back.time_frame, back.timezone) == (
        RICH.goal, RICH.starts_with, RICH.ends_with, RICH.time_frame, RICH.timezone,
    )  # fmt: skip


def without(document: Document) -> Document:
    """The document without what Markdown says that it leaves out."""
    assert set(to_markdown(document).left_out) == {
        "1 empty lane", "that 1 lane is hidden", "the pain point that 1 opportunity answers", "what personas feel in 2 stages",
        "2 links",
    }  # fmt: skip
    return replace(document, cards=tuple(replace(card, about="") for card in document.cards), feelings=(), links=())


def test_csv_comes_back_with_stages_cards_and_their_confidence() -> None:
    back = parsed("map.csv", to_csv(RICH).text.encode()).document
    assert [(stage.name, stage.assumed_emotion) for stage in back.stages] == [("Choose", 1.5), ("Pay", -2.0), ("Track", None)]
    assert [step.name for step in back.stages[0].steps] == ["Browses", "Compares"]
    assert [point.name for point in back.stages[0].steps[0].touchpoints] == ["Shop page", "Reviews"]
    assert {card.text: card.standing for card in back.cards} == {card.text: card.standing for card in RICH.cards}
    pain = next(card.pain for card in back.cards if card.pain)
    assert (pain.severity, pain.frequency, pain.impact, pain.effort) == (5, 4, 4, 2)


def test_csv_runs_no_formula_and_comes_back_as_it_was() -> None:
    trap = '=HYPERLINK("http://x")'
    wicked = replace(RICH, cards=(replace(RICH.cards[0], text=trap, step="", persona=""),), links=(), feelings=())
    text = to_csv(wicked).text
    assert f"'{trap}" in pl.read_csv(text.encode())["Thought/Quote"].to_list()
    assert [card.text for card in parsed("map.csv", text.encode()).document.cards] == [trap]


def test_mermaid_says_what_it_leaves_out_and_keeps_stages_steps_and_moods() -> None:
    made = to_mermaid(RICH)
    back = parsed("map.mmd", made.text.encode()).document
    assert [stage.name for stage in back.stages] == ["Choose", "Pay", "Track"]
    assert [step.name for step in back.stages[0].steps] == ["Browses", "Compares"]
    assert [who.name for who in back.personas] == ["Ana", "Ben"]
    assert "4 cards" in made.left_out
    assert "2 links" in made.left_out


@pytest.mark.parametrize("name", ["a: b; c # d", "section 9", "end", "“quoted” <b>", "100 %"])
def test_no_name_breaks_a_mermaid_diagram(name: str) -> None:
    stage = StagePart("s", name, steps=(RICH.stages[1].steps[0],))
    text = to_mermaid(Document(name, stages=(stage, StagePart("z", name)))).text
    back = parsed("map.mmd", text.encode()).document
    assert [one.name for one in back.stages] == [name, name]
    assert back.name == name
    assert all(line.count(":") == 1 for line in text.splitlines() if line.startswith("      "))


def test_openjourney_reads_like_openjourney_to_others() -> None:
    root = json.loads(to_ojf(RICH).text)
    assert [stage["name"] for stage in root["stages"]] == ["Choose", "Pay", "Track"]
    ids, lanes = {stage["id"] for stage in root["stages"]}, {lane["id"] for lane in root["swimlanes"]}
    assert all(node["stageId"] in ids and node["swimlaneId"] in lanes for node in root["nodes"])
    assert all(isinstance(node["title"], str) and isinstance(node["description"], str) for node in root["nodes"])
    pain = next(node for node in root["nodes"] if node["title"] == "No delivery date")
    assert (pain["severity"], pain["purpose"]) == ("high", "pain-point")
    assert {node["title"] for node in root["nodes"]} >= {"Browses", "Compares"}


def test_what_another_tool_edited_in_our_openjourney_counts() -> None:
    root = json.loads(to_ojf(RICH).text)
    next(node for node in root["nodes"] if node["title"] == "No delivery date")["title"] = "No date at all"
    next(node for node in root["nodes"] if node["title"] == "Browses")["title"] = "Looks around"
    root["stages"][0]["name"] = "Choose flowers"
    root["nodes"].append({"id": "n-9", "stageId": "s1", "swimlaneId": "l2", "title": "New there", "score": 3})
    read = parsed("map.ojf", json.dumps(root).encode())
    assert read.document.stages[0].name == "Choose flowers"
    assert read.document.stages[0].steps[0].name == "Looks around"
    assert {card.text for card in read.document.cards} >= {"No date at all", "New there"}
    assert any("'score' is unknown here" in note for note in read.notes)


def test_the_published_schema_is_the_one_that_is_kept() -> None:
    assert json.loads((RESOURCES / "templates" / "map.schema.json").read_text(encoding="utf-8")) == schema()


def test_the_schema_names_every_field_of_a_document() -> None:
    defined = schema()["$defs"]
    for part in (Document, StagePart, LanePart, CardPart):
        assert set(defined[part.__name__]["properties"]) == {one.name for one in fields(part)}
    assert defined["CardPart"]["properties"]["text"]["maxLength"] == 400
    assert defined["Scores"]["properties"]["severity"]["maximum"] == 5
    emotion = defined["StagePart"]["properties"]["assumed_emotion"]["anyOf"][0]
    assert (emotion["minimum"], emotion["maximum"]) == (-5, 5)


def test_figures_are_shown_in_json_and_never_read_back() -> None:
    text = to_json(RICH, Figures("2026-11-22", (KpiMark("s1", "CSAT", "5.6 of 7", state="worse"),))).text
    assert json.loads(text)["figures"]["kpis"][0]["value"] == "5.6 of 7"
    read = parsed("map.json", text.encode())
    assert read.document == RICH
    assert read.notes == ("map.json: Its figures were not read: they come from data, not from a map.",)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.drawn])
def test_each_text_format_can_be_asked_for_by_name(name: str) -> None:
    made = write(RICH, name)
    assert made.left_out == left_out(RICH, name)
    assert [stage.name for stage in read_map(f"map.{name}", made.data).document.stages] == ["Choose", "Pay", "Track"]


def test_a_lane_whose_name_says_something_else_keeps_its_kind_in_markdown() -> None:
    lanes = (LanePart("a", "User Actions", LaneKind.ACTION), LanePart("b", "Dragons", LaneKind.PAIN))
    cards = (CardPart("1", "s", "a", "Searches"), CardPart("2", "s", "b", "1. Fire", standing=Standing.EVIDENCED))
    made = Document("X", stages=(StagePart("s", "2 - Go"),), lanes=lanes, cards=cards)
    back = parsed("x.md", to_markdown(made).text.encode()).document
    assert [(lane.name, lane.kind) for lane in back.lanes] == [(lane.name, lane.kind) for lane in lanes]
    assert [(card.text, card.standing) for card in back.cards] == [(card.text, card.standing) for card in cards]
