"""The command line: what people and programs read, how it refuses, and that it never shows a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import polars as pl
import pytest

from journey.cli.edge import guarded
from journey.cli.here import here
from journey.cli.show import table
from journey.config import settings
from tests.integration.import_builders import events_csv, survey_csv


class Terminal:
    """Runs commands in this process and keeps what they said."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *arguments: str, code: int = 0) -> str:
        returned = guarded(list(arguments))
        told = self.capture.readouterr()
        self.error = told.err
        assert returned == code, f"exit code {returned}: {told.out}{told.err}"
        assert "Traceback" not in told.out + told.err
        return told.out

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--format", "json"))


@pytest.fixture
def journey(home: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line on an empty installation, on each database."""
    monkeypatch.setenv("JOURNEY_HOME", str(home.home))
    monkeypatch.setenv("JOURNEY_DATABASE_URL", home.database_url)
    monkeypatch.setenv("COLUMNS", "80")
    settings.cache_clear()
    here.cache_clear()
    yield Terminal(capsys)
    here().engine.dispose()
    here.cache_clear()
    settings.cache_clear()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return events_csv(tmp_path / "log.csv", range(40))


def test_a_stranger_brings_a_log_in_says_what_it_means_and_reads_the_week(journey: Terminal, log: Path) -> None:
    said = journey("import", "events", str(log), "--journey", "Web shop", "--timezone", "Europe/Berlin")
    assert "60 new of 60 rows into web-shop as batch 1" in said
    assert "Made the journey Web shop in Europe/Berlin." in journey.error
    assert "home (40), purchase (20)" in said
    journey("events", "map", "home=Browse", "purchase=Buy:goal", "--journey", "web-shop", "--make-stages")
    assert journey.json("events", "list", "--journey", "Web shop") == [
        {"name": "home", "stage": "Browse", "outcome": "step", "volume": 40},
        {"name": "purchase", "stage": "Buy", "outcome": "goal", "volume": 20},
    ]
    week = journey.json("metrics", "--journey", "web-shop", "--week", "2026-W11")
    dropped = next(m for m in week["metrics"] if m["formula"] == "drop_off" and m["stage"] == "Browse")
    assert (dropped["n"], round(dropped["value"] * dropped["n"])) == (7, 3)
    table = journey("metrics", "--journey", "web-shop", "--week", "2026-W11")
    assert "Drop-off" in table
    assert "43 %" in table


def test_tables_fit_eighty_columns(journey: Terminal, log: Path) -> None:
    journey("import", "events", str(log), "--journey", "A journey with a rather long name for a terminal of eighty columns")
    for command in (
        ("sources",),
        ("batches",),
        ("journeys",),
        ("events", "list", "--journey", journey.json("journeys")[0]["journey"]),
    ):
        lines = journey(*command).splitlines()
        assert len(lines) >= 3
        assert max(map(len, lines)) <= 80


def test_metrics_leave_as_csv_that_starts_no_formula(journey: Terminal, tmp_path: Path) -> None:
    file = survey_csv(tmp_path / "nps.csv", *(f"{n},2026-03-{n + 1:02d},=Order+1,{n % 11},x" for n in range(20)))
    journey("import", "surveys", str(file), "--journey", "Shop", "--scale", "nps")
    rows = pl.read_csv(journey("metrics", "--journey", "shop", "--format", "csv").encode())
    assert set(rows["stage"]) == {None, "'=Order+1"}
    assert rows["formula"].unique().to_list() == ["nps"]


def test_what_the_file_leaves_open_is_asked_and_nothing_is_begun(journey: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "poll.csv"
    file.write_text("date,score,comment\n" + "".join(f"0{n}/03/2026,{n},fine\n" for n in range(1, 6)))
    journey("import", "surveys", str(file), "--journey", "Shop", code=2)
    assert "--date-order" in journey.error
    assert "dmy, mdy" in journey.error
    assert "Nothing was imported" in journey.error
    assert journey.json("journeys") == []
    journey("import", "surveys", str(file), "--journey", "Shop", "--date-order", "dmy", "--scale", "1-5")
    assert [row["journey"] for row in journey.json("journeys")] == ["shop"]


def test_importing_twice_and_undoing_by_number(journey: Terminal, log: Path) -> None:
    (first,) = journey.json("import", "events", str(log), "--journey", "shop")
    (again,) = journey.json("import", "events", str(log), "--journey", "shop")
    assert (first["rows_new"], again["rows_new"], again["batch"]) == (60, 0, None)
    assert "is out" in journey("undo", str(first["batch"]))
    assert journey.json("sources")[0]["rows"] == 0
    journey("undo", str(first["batch"]), code=2)
    assert "is out already" in journey.error
    journey("redo", str(first["batch"]))
    assert journey.json("sources")[0]["rows"] == 60
    journey("undo", "4711", code=2)
    assert "no batch 4711" in journey.error


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("metrics", "--journey", "nope"), "There is no journey 'nope'"),
        (("nonsense",), "No such command 'nonsense'"),
        (("metrics",), "--journey"),
        (("import", "events", "/nowhere/log.csv", "--journey", "x"), "log.csv"),
        (("import", "events", "LOG", "--journey", "x", "--map", "customer"), "OURS=COLUMN"),
        (("import", "events", "LOG", "--journey", "x", "--map", "customer=nothing"), "no column called 'nothing'"),
        (("import", "events", "LOG", "--journey", "x", "--timezone", "Mars/Base"), "Mars/Base"),
        (("restore", "LOG"), "not a whole Journey backup"),
    ],
)
def test_a_refusal_is_one_plain_sentence(journey: Terminal, log: Path, arguments: tuple[str, ...], says: str) -> None:
    journey(*(str(log) if word == "LOG" else word for word in arguments), code=2)
    assert says in journey.error
    assert journey.json("journeys") == []


def test_a_wrong_week_view_or_stage_names_what_there_is(journey: Terminal, log: Path) -> None:
    journey("import", "events", str(log), "--journey", "shop")
    journey("metrics", "--journey", "shop", "--week", "2024-W60", code=2)
    assert "2024 has no week 60" in journey.error
    journey("metrics", "--journey", "shop", "--view", "support", code=2)
    assert "no team view 'support'" in journey.error
    journey("events", "map", "home=Browse", "--journey", "shop", code=2)
    assert "--make-stages" in journey.error
    journey("events", "map", "home=Browse", "nope=Browse", "--journey", "shop", "--make-stages", code=2)
    assert "No event called 'nope'" in journey.error
    assert journey.json("journeys")[0]["stages"] == 0


def test_a_disk_in_the_way_is_a_sentence(journey: Terminal, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from journey.routine.data import keeping

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "rows.parquet")

    monkeypatch.setattr(keeping, "_publish", full)
    journey("import", "events", str(log), "--journey", "shop", code=2)
    assert "no space left on device" in journey.error
    monkeypatch.undo()


def test_a_fault_of_ours_goes_to_the_log(journey: Terminal, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from journey.routine.data import imports

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our fault")

    monkeypatch.setattr(imports, "read_result", broken)
    journey("import", "events", str(log), "--journey", "shop", code=2)
    assert "journey.log" in journey.error
    assert "our fault" in (settings().home / "journey.log").read_text()


def test_backup_and_restore_bring_everything_back(journey: Terminal, log: Path, tmp_path: Path) -> None:
    journey("import", "events", str(log), "--journey", "shop")
    before = journey.json("batches")
    archive = tmp_path / "kept.tar.gz"
    journey("backup", "--out", str(archive))
    journey("undo", "1")
    assert "Restored" in journey("restore", str(archive))
    assert journey.json("batches") == before


KINDS = ("events", "tickets", "surveys", "usability", "series", "conversations")
ALONE = ("demo", "import", "events", "metrics", "check", "sources", "batches", "undo", "redo", "backup", "restore", "journeys")


@pytest.mark.parametrize(
    "command",
    [(), *((one,) for one in ALONE), *(("import", kind) for kind in KINDS), ("events", "list"), ("events", "map")],
    ids=" ".join,
)
def test_every_command_helps(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded([*command, "--help"]) == 0
    assert "Usage: journey" in capsys.readouterr().out


def loaded_after(command: str, home: Path) -> set[str]:
    """The modules that a command loads in a process of its own."""
    code = "import sys; from journey.cli.edge import guarded; guarded(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    environment = os.environ | {"JOURNEY_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", code, command], capture_output=True, text=True, env=environment, check=True)
    return set(done.stderr.split())


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    assert not {"polars", "sqlalchemy", "streamlit", "alembic", "pydantic"} & loaded_after("--help", tmp_path)


def test_a_listing_leaves_what_computes_and_migrates_alone(tmp_path: Path) -> None:
    loaded_after("journeys", tmp_path)
    heavy = {"streamlit", "plotly", "alembic", "scipy", "phonenumbers", "fastexcel", "pandas", "pyarrow", "jinja2", "numpy"}
    for command in ("journeys", "batches"):
        assert not heavy & loaded_after(command, tmp_path)


def test_a_table_cuts_the_widest_text_and_drops_what_could_drive_a_terminal() -> None:
    texts = {"name": ["x" * 100, "\x1b[31mred\nline"], "日本": ["漢字" * 30, "b"]}
    frame = pl.DataFrame({**texts, "n": [1234, None], "day": [date(2026, 3, 2)] * 2})
    lines = table(frame, width=60)
    assert all(sum(2 if east_asian_width(char) == "W" else 1 for char in line) <= 60 for line in lines)
    assert not any(char in "".join(lines) for char in "\x1b\n")
    assert "1,234" in lines[2]
    assert "–" in lines[3]


def test_themes_of_what_an_import_brought_are_listed_with_their_words(journey: Terminal, tmp_path: Path) -> None:
    said = ("The delivery came two weeks late", "My invoice shows an amount charged twice")
    rows = [
        f"{text[:6]}{number},2026-{3 + number // 10:02}-{1 + number % 10:02},,{number % 5},{text}"
        for text in said
        for number in range(30)
    ]
    journey("import", "surveys", str(survey_csv(tmp_path / "nps.csv", *rows)), "--journey", "Shop", "--scale", "nps")
    found = journey.json("themes", "--journey", "Shop")
    assert sorted(theme["texts"] for theme in found) == [30, 30]
    assert {quote["text"] for theme in found for quote in theme["quotes"]} == set(said)
    assert all(theme["emotion"] < -2 and theme["scored"] == 30 for theme in found)
    assert "last 4 weeks" in journey("themes", "--journey", "Shop")


def test_readiness_is_answered_for_people_and_programs_and_is_no_fault(journey: Any) -> None:
    from journey.routine.journeys import add_journey

    add_journey(here().engine, by=here().me, name="Shop", stages=("Browse", "Pay"))
    assert journey("ready", "--journey", "shop").startswith("Shop is ready in 0 of 7.\nno   The scope is explicit.")
    told = journey.json("ready", "--journey", "Shop")
    assert (told["journey"], told["met"], told["of"], told["ready"]) == ("shop", 0, 7, False)
    assert told["checks"][0]["mend"] == "Complete the brief"
    journey("ready", "--journey", "Nowhere", code=2)


def test_verdicts_are_told_for_people_and_programs(journey: Any) -> None:
    from journey.routine.changes import add_change
    from journey.routine.journeys import add_journey

    engine, me = here().engine, here().me
    shop = add_journey(engine, by=me, name="Shop", stages=("Browse", "Pay")).key
    assert journey("verdicts", "--journey", "shop", "--week", "2026-W47").startswith("No change is on the list of week 2026-W47.")
    add_change(engine, by=me, journey=shop, title="New form", ships_on=date(2026, 11, 24))
    [told] = journey.json("verdicts", "--journey", "Shop", "--week", "2026-W47")
    assert (told["change"], told["state"], told["said"]) == ("New form", "not shipped yet", None)
    assert "ships on Tuesday 24 Nov 2026" in told["sentence"]
    assert "New form" in journey("verdicts", "--journey", "Shop", "--week", "2026-W47")
    journey("verdicts", "--journey", "Shop", "--week", "soon", code=2)
