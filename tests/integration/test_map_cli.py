"""`journey map` as a program: maps in and out, what is left out on stderr, and one sentence for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journey.cli.edge import guarded
from journey.cli.here import here
from journey.config import Settings, settings
from journey.exports.maps.files import write
from journey.routine.iteration import add_card, save_version
from journey.routine.map_document import bring_in, document
from journey.store.readers.journeys import journey as named
from journey.store.readers.maps import lanes
from tests.documents import RICH, renamed

YOU = 1


@pytest.fixture
def run(sqlite_home: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Runs a command; its exit code, what it printed, and what it said on stderr."""
    monkeypatch.setenv("JOURNEY_HOME", str(sqlite_home.home))
    settings.cache_clear()
    here.cache_clear()

    def ran(*arguments: object) -> tuple[int, str, str]:
        code = guarded([str(one) for one in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    yield ran
    here().engine.dispose()
    here.cache_clear()
    settings.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.json"
    path.write_bytes(write(RICH, "json").data)
    return path


def test_a_map_goes_in_and_comes_out_the_same(run: Any, file: Path, tmp_path: Path) -> None:
    code, out, _ = run("map", "import", file, "--journey", "Flowers")
    assert (code, out) == (0, "Began the journey Flowers from flowers.json (JSON): 3 stages, 4 cards.\n")
    assert run("map", "export", "--journey", "Flowers", "--format", "ojf", "--out", tmp_path / "out.ojf")[0] == 0
    assert run("map", "import", tmp_path / "out.ojf", "--journey", "Again")[0] == 0
    at = here().engine
    one, other = (document(at, named(at, name).key) for name in ("Flowers", "Again"))
    assert renamed(one).cards == renamed(other).cards == renamed(RICH).cards
    assert renamed(one).links == renamed(other).links == renamed(RICH).links


def test_what_is_left_out_is_said_beside_the_answer(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "day.mmd"
    path.write_text("journey\n  section Work\n    Make tea: 9: Me\n")
    code, out, err = run("map", "import", path, "--format", "json")
    told = json.loads(out)
    assert (code, told["journey"], told["format"], told["new"], told["stages"]) == (0, "day", "Mermaid journey", True, 1)
    assert told["notes"] == ["day.mmd, line 3: '9' has no score from 1 to 5; its step has no emotion. Write Name: 3: Who."]
    assert err == ""
    _, out, err = run("map", "export", "--journey", "day", "--format", "mermaid")
    assert out.startswith("journey\n    title Day\n")
    assert "Mermaid leaves out: that some stages have no assumed emotion" in err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("import", "{file}", "--journey", "Full"), "'Full' has a map already, and bringing one in would mix the two."),
        (("import", "{broken}"), "broken.ojf is not valid JSON: line 1, column 13"),
        (("import", "nowhere.md"), "nowhere.md"),
        (
            ("export", "--journey", "Full", "--format", "png"),
            "PNG is no text for a terminal. Say where to write it: --out map.png",
        ),
        (("export", "--journey", "None", "--format", "json"), "None"),
        (("diff", "1", "2", "--journey", "Full"), "The map has no version 1."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    run: Any, file: Path, tmp_path: Path, arguments: tuple[str, ...], wanted: str
) -> None:
    bring_in(here().engine, by=YOU, document=RICH, name="Full", why="Drawn before")
    broken = tmp_path / "broken.ojf"
    broken.write_text('{"stages": [}')
    code, out, err = run("map", *(one.format(file=file, broken=broken) for one in arguments))
    assert (code, out) == (2, "")
    assert wanted in err
    assert len(err.splitlines()) == 1


def test_versions_are_listed_and_compared(run: Any) -> None:
    at = here().engine
    made = bring_in(at, by=YOU, document=RICH, why="Drawn before")
    assert "The map has no version yet" in run("map", "versions", "--journey", made.slug)[1]
    save_version(at, by=YOU, journey=made.key, name="First", why="To begin with")
    stage = int(document(at, made.key).stages[0].key.split(":")[1])
    lane = next(row.key for row in lanes(at, made.key) if row.name == "Thoughts")
    add_card(at, by=YOU, journey=made.key, stage=stage, lane=lane, text="Which one lasts?", why="Heard on Wednesday")
    save_version(at, by=YOU, journey=made.key, name="Second", why="After listening")
    assert [row["name"] for row in json.loads(run("map", "versions", "--journey", made.slug, "--format", "json")[1])] == [
        "Second",
        "First",
    ]
    _, out, _ = run("map", "diff", 1, 2, "--journey", made.slug)
    assert out.startswith("From 1 (First) to 2 (Second): 1 difference.\nadded ")
    assert "Which one lasts?" in out
    told = json.loads(run("map", "diff", 2, 1, "--journey", made.slug, "--format", "json")[1])
    assert [one["kind"] for one in told["differences"]] == ["removed"]


def test_a_deck_is_written_where_it_is_wanted_with_what_it_leaves_out(run: Any, tmp_path: Path) -> None:
    made = bring_in(here().engine, by=YOU, document=RICH, why="Drawn before")
    out = tmp_path / "map.pptx"
    code, said, err = run("map", "export", "--journey", made.slug, "--format", "pptx", "--out", out)
    assert (code, said) == (0, f"Wrote {out} ({out.stat().st_size:,} bytes).\n")
    assert out.read_bytes().startswith(b"PK\x03\x04")
    assert err == "PowerPoint leaves out: 1 hidden lane with what stands there.\n"


def test_the_schema_is_printed(run: Any) -> None:
    assert json.loads(run("map", "schema")[1])["title"] == "Journey map"
