"""Maps drawn elsewhere: what each format means, and what is said of what has no place."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.documents import faults
from journey.domain.document import Document, StagePart
from journey.domain.words import LaneKind, Standing
from journey.errors import UnreadableFile
from journey.exports.maps.files import write
from journey.sources.maps import MapRead, read_map
from journey.sources.maps.registry import map_formats
from journey.sources.maps.words import emotion, lane_kind, standing
from tests.documents import RICH

OJF: dict[str, Any] = {
    "version": "1.0", "persona": "Sam, a parent", "pointOfView": "A toy is repaired",
    "stages": [{"id": "s1", "name": "Notice"}, {"id": "s2", "name": "Contact"}],
    "swimlanes": [{"id": "a", "name": "User Actions"}, {"id": "b", "name": "Pain Points"}, {"id": "c", "name": "Dragons"}],
    "nodes": [
        {"stageId": "s1", "swimlaneId": "a", "title": "Tries to charge it", "description": "In the kitchen", "score": -2},
        {"stageId": "s1", "swimlaneId": "b", "title": "No manual", "severity": "high", "score": -4, "sentiment": "angry",
         "isMomentOfTruth": True, "purpose": "pain-point", "icon": "bad", "tags": ["Docs"]},
        {"stageId": "s2", "swimlaneId": "c", "title": "Waits"},
    ],
}  # fmt: skip


def read(name: str, text: str | bytes | dict[str, Any]) -> MapRead:
    data = json.dumps(text) if isinstance(text, dict) else text
    return read_map(name, data.encode() if isinstance(data, str) else data)


def refused(name: str, text: str | bytes | dict[str, Any]) -> str:
    with pytest.raises(UnreadableFile) as error:
        read(name, text)
    assert "Nothing was imported." in str(error.value)
    return str(error.value)


def told(document: Document) -> list[tuple[str, str, str]]:
    """Stage, lane and text of each card."""
    names = {part.key: part.name for part in (*document.stages, *document.lanes)}
    return [(names[card.stage], names[card.lane], card.text) for card in document.cards]


# OpenJourney


def test_openjourney_nodes_become_cards_of_the_lanes_they_sound_like() -> None:
    found = read("toy.ojf", OJF)
    made = found.document
    assert (found.format, made.name, made.goal, made.personas[0].name) == (
        "OpenJourney",
        "Toy",
        "A toy is repaired",
        "Sam, a parent",
    )
    assert [(lane.name, lane.kind) for lane in made.lanes] == [
        ("User Actions", LaneKind.ACTION), ("Pain Points", LaneKind.PAIN), ("Dragons", LaneKind.OWN),
    ]  # fmt: skip
    assert [(stage.name, stage.assumed_emotion) for stage in made.stages] == [("Notice", -3.0), ("Contact", None)]
    pain = made.cards[1]
    assert (pain.text, pain.tags, pain.details) == ("No manual", ("docs", "moment of truth"), "Emotion: −4. Sentiment: angry.")
    assert pain.pain is not None
    assert pain.pain.severity == 5
    assert "toy.ojf: Icons and colours of 1 nodes were left out: a map's lanes say what a card is." in found.notes


def test_openjourney_with_metadata_and_a_blueprint_becomes_lanes_behind_the_stage() -> None:
    whole = {
        "metadata": {"title": "Clinic", "persona": "Patient", "pov": "A check-up", "version": "1.1.0"},
        "stages": [{"id": "s1", "name": "Arrive", "overrideEmotion": 2}],
        "swimlanes": [{"id": "l1", "name": "Journey"}],
        "nodes": [{
            "id": "n", "stageId": "s1", "swimlaneId": "l1", "title": "Reception", "score": -5,
            "blueprint": {
                "evidence": [{"item": "Waiting room", "type": "Physical"}], "onstage": [{"actor": "Nurse", "action": "Greets"}],
                "backstage": [{"actor": "Billing", "action": "Checks"}],
                "support": [{"system": "Records", "description": "Load"}],
            },
        }],
    }  # fmt: skip
    made = read("clinic.ojf", whole).document
    assert (made.name, made.goal, made.personas[0].name, made.stages[0].assumed_emotion) == (
        "Clinic",
        "A check-up",
        "Patient",
        2.0,
    )
    assert told(made)[1:] == [
        ("Arrive", "Physical evidence", "Waiting room: Physical"), ("Arrive", "Frontstage", "Nurse: Greets"),
        ("Arrive", "Backstage", "Billing: Checks"), ("Arrive", "Systems", "Records: Load"),
    ]  # fmt: skip
    assert len(made.links) == 4


def test_openjourney_says_which_node_is_wrong_where_and_what_to_do() -> None:
    nodes = [
        {"stageId": "s9", "swimlaneId": "a", "title": "Lost"}, {"stageId": "s1", "swimlaneId": "a", "title": "Kept", "score": 9},
        {"stageId": "s1", "swimlaneId": "a", "title": "Odd", "severity": "huge", "mood": 1}, {"stageId": "s1", "swimlaneId": "a"},
    ]  # fmt: skip
    found = read("toy.ojf", {**OJF, "nodes": nodes, "owner": "x"})
    assert [card.text for card in found.document.cards] == ["Kept", "Odd"]
    assert found.notes == (
        "toy.ojf, at the top: 'owner' is unknown here and was left out.",
        "toy.ojf, nodes[0].stageId: 's9' is no id of the file; the node 'Lost' was left out. Correct it and import again.",
        "toy.ojf, nodes[1].score: '9' is no emotion from -5 to +5; it was left out. Correct it, or draw it on the map.",
        "toy.ojf, nodes[2].severity: 'huge' is none of low, medium and high; it was left out.",
        "toy.ojf, nodes[2]: 'mood' is unknown here and was left out.",
        "toy.ojf, nodes[3]: has neither title nor description; it was left out.",
    )


# our JSON


@pytest.mark.parametrize(
    ("place", "value", "wanted"),
    [
        (("stages", 0, "window_days"), "soon", "map.stages.0.window_days is 'soon'"),
        (
            ("cards", 1, "standing"),
            "maybe",
            "map.cards.1.standing is 'maybe': input should be 'hypothesis', 'evidenced' or 'struck'",
        ),
        (("stages", 1, "assumed_emotion"), 7, "The emotion of stage 's2' is 7. Emotion runs from -5 to +5."),
        (("cards", 0, "lane"), "l9", "Card 'c1' is in lane 'l9', which is not in the document."),
        (("name",), "", "The journey's name is empty."),
        (("lanes", 0, "key"), "l2", "The key 'l2' stands for 2 parts."),
        (("cards", 1, "pain", "severity"), 6, "The severity of card 'c2' is 6. It runs from 1 to 5."),
    ],
)
def test_our_json_says_which_field_is_wrong(place: tuple[str | int, ...], value: object, wanted: str) -> None:
    whole = json.loads(write(RICH, "json").data)
    at = whole["map"]
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = value
    assert wanted in refused("map.json", whole)


def test_our_json_leaves_out_what_it_does_not_know_and_says_so() -> None:
    whole = json.loads(write(RICH, "json").data)
    whole["map"]["stages"][1]["colour"] = "red"
    found = read("map.json", whole)
    assert found.document == RICH
    assert found.notes == ("map.json, map.stages[1]: 'colour' is unknown here and was left out.",)


def test_our_json_of_another_version_is_refused() -> None:
    assert "is version 9 of the format; version 1 can be read" in refused("m.json", {"format": "journey-map", "version": 9})


# Mermaid


def test_a_mermaid_journey_gives_stages_steps_moods_and_personas() -> None:
    found = read(
        "day.mmd",
        "journey\n  title My day\n  section Work\n    Make tea: 5: Me\n    Sit: 1: Me, Cat\n  section Home\n    Rest: 3\n",
    )
    made = found.document
    assert (found.format, made.name) == ("Mermaid journey", "My day")
    assert [(stage.name, stage.assumed_emotion) for stage in made.stages] == [("Work", 0.0), ("Home", 0.0)]
    assert [step.name for step in made.stages[0].steps] == ["Make tea", "Sit"]
    assert [who.name for who in made.personas] == ["Me", "Cat"]
    assert [feeling.assumed for feeling in made.feelings] == [0.0, -5.0]


def test_a_mermaid_journey_names_the_line_that_it_cannot_read() -> None:
    found = read("day.mmd", "journey\n  section Work\n    Make tea: 9: Me\n    and then\n")
    assert found.notes == (
        "day.mmd, line 3: '9' has no score from 1 to 5; its step has no emotion. Write Name: 3: Who.",
        "day.mmd, line 4: 'and then' is no section and no task; it was left out. Write a task as Name: 3: Who.",
    )


def test_a_flowchart_becomes_a_row_of_stages_and_other_ways_links() -> None:
    made = read(
        "shop.mmd", "graph TD;\nA[Start] -->|look| B(List);\nA --> C{Search};\nB -- pick --> D((Item)) & E\nC --> D\n"
    ).document
    assert [stage.name for stage in made.stages] == ["Start", "List", "E", "Search", "Item"]
    names = {part.key: part.name for stage in made.stages for part in (stage, *stage.steps)}
    assert [step.name for step in made.stages[0].steps] == ["look"]
    assert ("Start", "Search") in {(names[link.subject], names[link.other]) for link in made.links}


def test_subgraphs_are_stages() -> None:
    made = read(
        "s.mmd", 'flowchart LR\nsubgraph one [Find]\n a["Search (web)"] --> b\nend\nsubgraph Buy\n c[Pay]\nend\nb --> c\n'
    ).document
    assert [(stage.name, [step.name for step in stage.steps]) for stage in made.stages] == [
        ("Find", ["Search (web)", "b"]),
        ("Buy", ["Pay"]),
    ]


# Markdown


def test_markdown_sections_are_stages_and_their_lists_lanes() -> None:
    text = """# A hotel guest

Persona: Business traveller

## 1. Booking
Near the station.

**Actions:**
- Search
- Compare

**Pain points:**
- Hidden fees
  of the resort

## Stage 2: Stay
### Touchpoints
- Front desk
```
code
```
"""
    found = read("hotel.md", text)
    made = found.document
    assert [(stage.name, stage.description) for stage in made.stages] == [("Booking", "Near the station."), ("Stay", "")]
    assert [step.name for step in made.stages[0].steps] == ["Search", "Compare"]
    assert told(made) == [("Booking", "Pain points", "Hidden fees"), ("Stay", "Touchpoints", "Front desk")]
    assert made.cards[0].details == "of the resort"
    assert found.notes == ("hotel.md, line 19: is a block of code that a map has no place for; it was left out.",)


def test_a_table_in_markdown_is_a_map() -> None:
    made = read(
        "t.md", "# T\n\n| Phase | Actions | Pain points |\n|---|---|---|\n| Aware | Search<br>Read | Slow |\n| Buy | Pay | |\n"
    ).document
    assert [(stage.name, [step.name for step in stage.steps]) for stage in made.stages] == [
        ("Aware", ["Search", "Read"]),
        ("Buy", ["Pay"]),
    ]
    assert told(made) == [("Aware", "Pain points", "Slow")]


# tables

TABLE = """Confidence;Pain Point;Stage;User Action;Touchpoint;Thought/Quote;Emotion;Opportunity;Severity
high;No date;Choose;Compares;Shop page;"What does it cost?";-2;Show date;4
medium;;;Reads reviews;Trustpilot;;happy;;
maybe;Lost;Pay;;Checkout;I am Peter Smith, peter@example.com;strange;=cmd;9
"""


def test_a_table_in_any_order_of_columns_becomes_a_map() -> None:
    found = read("map.csv", TABLE)
    made = found.document
    assert [(stage.name, stage.assumed_emotion) for stage in made.stages] == [("Choose", 1.0), ("Pay", None)]
    steps = [(step.name, [point.name for point in step.touchpoints]) for step in made.stages[0].steps]
    assert steps == [("Compares", ["Shop page"]), ("Reads reviews", ["Trustpilot"])]
    pain, idea = made.cards[0], next(card for card in made.cards if card.text == "Show date")
    assert (pain.text, pain.standing, idea.about) == ("No date", Standing.EVIDENCED, pain.key)
    assert pain.pain is not None
    assert pain.pain.severity == 4
    assert "map.csv, row 4, severity: '9' is no score from 1 to 5; 3 was taken. Correct it on the map." in found.notes
    assert any(note.startswith("map.csv, row 4, column 'Emotion': 'strange' is no emotion from -5 to +5") for note in found.notes)
    assert any("'maybe' was taken as a hypothesis in 1 row." in note for note in found.notes)


def test_what_customers_said_comes_in_without_who_they_are() -> None:
    found = read("map.csv", TABLE)
    quote = next(card.text for card in found.document.cards if "PERSON" in card.text)
    assert quote == "I am [PERSON 1], [EMAIL 1]"
    assert any("1 email, 1 person" in note for note in found.notes)


def test_a_workbook_and_a_table_on_its_side_are_read_too() -> None:
    lying = pl.DataFrame(
        {"": ["Actions", "Pain points", "Emotions (1-5)"], "Aware": ["Search", "", "5"], "Buy": ["Pay", "Slow", "2"]}
    )
    made = read("lying.csv", lying.write_csv()).document
    assert [(stage.name, stage.assumed_emotion) for stage in made.stages] == [("Aware", 5.0), ("Buy", -2.5)]
    assert told(made) == [("Buy", "Pain points", "Slow")]
    book = io.BytesIO()
    pl.DataFrame({"Stage": ["Buy"], "Pain point": ["Slow"]}).write_excel(book)
    assert told(read("map.xlsx", book.getvalue()).document) == [("Buy", "Pain point", "Slow")]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.csv", b"", "a.csv is empty."),
        ("a.csv", b"name,price\nx,2\n", "a.csv holds no map that can be read."),
        ("a.ojf", b'{"stages": [}', "a.ojf is not valid JSON: line 1, column 13"),
        ("a.ojf", b'{"stages": ["x"], "nodes": []}', "a.ojf, stages[0]: 'x' is no object with fields."),
        ("a.ojf", b'{"stages": [], "nodes": []}', "a.ojf names no stage."),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx is a damaged workbook."),
        ("a.mmd", b"journey\n", "a.mmd names no stage."),
        ("a.mmd", b"flowchart LR\n", "a.mmd holds a flowchart without boxes."),
        ("a.md", b"plain words", "a.md holds no map that can be read."),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "it holds bytes that no text has"),
    ],
)
def test_what_holds_no_map_is_refused_in_words(name: str, data: bytes, wanted: str) -> None:
    assert wanted in refused(name, data)


def test_what_would_fill_the_server_is_refused_at_once() -> None:
    """Small files whose maps would take minutes or gigabytes."""
    many: dict[str, str | bytes] = {
        "a.mmd": "journey\n" + "".join(f"section {i}\nwaits: 3\n" for i in range(20_000)),
        "b.mmd": "flowchart TD\n" + "".join(f"a{i} --> a{i + 1}\n" for i in range(20_000)),
        "c.md": "# A map\n## Pay\n### Steps\n" + "1. Waits\n" * 30_000,
        "d.json": write(Document("A", stages=tuple(StagePart(f"s{i}", "A") for i in range(501))), "json").data,
    }
    for name, text in many.items():
        assert "Split it into several journeys" in refused(name, text)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(65 * 1024**2))
    assert "65 MB when unpacked" in refused("e.xlsx", packed.getvalue())
    assert "a number that is too long" in refused("f.json", '{"stages": ' + "1" * 5000 + "}")


PIECES = [
    *("# A", "## B", "- c", "  - d", "journey", "section S", "t: 3: Me", "graph TD", "a-->b", "a[b", "|x|y|", "Stage,Pain Point"),
    *("a,b", "```mermaid", "```", '{"stages": [{"id": 1}], "nodes": [{}]}', "*(evidenced; #x)*", "**Pains:**", ";", "\\", "“"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=12))
@settings(max_examples=60)
def test_whatever_comes_in_is_a_sound_map_or_refused(lines: list[str]) -> None:
    try:
        found = read("any.txt", "\n".join(lines).encode("utf-8", "replace"))
    except UnreadableFile:
        return
    assert faults(found.document) == ()


def test_each_format_is_a_module_of_the_folder() -> None:
    names = [form.NAME for form in map_formats()]
    assert names == ["JSON", "OpenJourney", "Mermaid journey", "Mermaid flowchart", "table", "Markdown"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("+3", 3.0), ("−2,5", -2.5), ("4/5", 2.5), ("7", None), ("frustrated", -3.0), ("Very negative", -4.0), ("😀", 4.0),
                         ("cobalt", None), ("0 of 5", None)],
)  # fmt: skip
def test_emotions_are_numbers_shares_of_a_scale_or_words(said: str, wanted: float | None) -> None:
    assert emotion(said) == wanted


def test_lanes_and_confidence_are_known_by_the_words_people_use() -> None:
    lanes = {"Digital Touchpoints": LaneKind.TOUCHPOINT, "Emotional State": LaneKind.EMOTION, "Internal Blockers": LaneKind.PAIN,
             "Thoughts & Feelings": LaneKind.THOUGHT, "Tools Used": LaneKind.SYSTEM, "Weather": LaneKind.OWN}  # fmt: skip
    assert {name: lane_kind(name) for name in lanes} == lanes
    known = {"High": Standing.EVIDENCED, "80 %": Standing.EVIDENCED, "0.4": Standing.HYPOTHESIS,
             "assumption": Standing.HYPOTHESIS,
             "rejected": Standing.STRUCK, "4": Standing.EVIDENCED, "blue": None}  # fmt: skip
    assert {word: standing(word) for word in known} == known


# real files


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "stages", "cards", "steps"),
    [
        ("b2b-software-purchase.ojf", 5, 9, 0), ("customer-support.ojf", 4, 8, 0), ("ecommerce-purchase.ojf", 4, 7, 0),
        ("mermaid_journey.md", 13, 0, 15), ("new-customer-buys-flowers.md", 10, 0, 9),
    ],
)  # fmt: skip
def test_real_maps_go_in_whole(real_data: Path, name: str, stages: int, cards: int, steps: int) -> None:
    found = read_map(name, (real_data / "maps" / name).read_bytes()).document
    assert (len(found.stages), len(found.cards), sum(len(one.steps) for one in found.stages)) == (stages, cards, steps)
    if name.endswith("flowers.md"):
        assert found.goal == "A customer who doesn't have a ChocolateBox account buys flowers"
        assert (found.stages[4].name, found.stages[4].steps[0].name) == ("Login page", "Register account")
    if name.startswith("customer"):
        assert [stage.assumed_emotion for stage in found.stages] == [-2.5, 0.0, 0.5, 4.5]
