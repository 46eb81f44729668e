"""A process that dies in the middle of an import leaves the batch wholly in or wholly out."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.routine.data.keeping import sweep
from journey.routine.data.observations import catch_up
from journey.routine.data.undoing import undo_batch
from journey.store.readers import data
from tests.integration.import_builders import YOU, a_shop, figures, survey_csv

ROWS = 40
KILLS = {"sqlite": 50, "postgresql": 20}


class Killer:
    """A process that runs the command line in children and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, *arguments: str, line: int | None = None, delay: float | None = None) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"arguments": arguments, "line": line, "delay": delay}) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@pytest.fixture
def killer(home: Settings) -> Iterator[Killer]:
    """Commands on the same installation as `engine`."""
    environment = os.environ | {"JOURNEY_HOME": str(home.home), "JOURNEY_DATABASE_URL": home.database_url}
    command = [sys.executable, "-m", "tests.integration.killing"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Killer(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Forty answers with a comment each: they pass through every step of an import."""
    return survey_csv(tmp_path / "nps.csv", *(f"{n},2026-03-{n % 28 + 1:02d},Order,{n % 11},Words {n}" for n in range(ROWS)))


def rows_in(home: Settings, engine: Engine, journey: int) -> int:
    """How many rows are in, after checking that files, batches and words tell the same story."""
    there = data.batches(engine, journey).filter(pl.col("undone_at").is_null())
    words = data.verbatims(engine, journey).height
    rows = int(there["rows_new"].sum())
    files = data.batch_paths(engine, journey)
    assert sum(pl.read_parquet(home.events / path).height for path in files) == rows
    assert words == rows
    return rows


@pytest.mark.skipif(os.name != "posix", reason="kills a forked process")
def test_processes_killed_on_the_way_leave_it_wholly_in_or_out(
    engine: Engine, home: Settings, killer: Killer, survey: Path
) -> None:
    shop = a_shop(engine)
    command = ("import", "surveys", str(survey), "--journey", "shop", "--scale", "nps")
    killer.run("import", "surveys", str(survey), "--journey", "first", "--scale", "nps")
    counted = killer.run("import", "surveys", str(survey), "--journey", "counted", "--scale", "nps")
    timed = killer.run("import", "surveys", str(survey), "--journey", "timed", "--scale", "nps", delay=60)
    assert (counted["signal"], counted["code"], timed["signal"], timed["code"]) == (0, 0, 0, 0)
    chance, outcomes, killed, span = random.Random(20261121), [], 0, timed["seconds"]
    kills = KILLS[engine.dialect.name]
    for number in range(kills):
        place = chance.random()
        by_line, by_time = {"line": int(place * counted["lines"]) + 1}, {"delay": place * span}
        run = killer.run(*command, **(by_line if number % 2 else by_time))
        killed += run["signal"] == 9
        if run["signal"] == 0:  # it was over first: the run that was timed had a busy machine
            span = min(span, run["seconds"])
        outcomes.append(rows_in(home, engine, shop))
        if outcomes[-1]:
            undo_batch(engine, home, by=YOU, batch_id=data.batches(engine, shop)["batch_id"][0])
    assert set(outcomes) <= {0, ROWS}
    assert killed >= kills * 0.7
    assert 0 in outcomes
    assert killer.run(*command)["code"] == 0
    assert rows_in(home, engine, shop) == ROWS
    catch_up(engine, home, journey=shop)
    overall = figures(engine, shop).filter(pl.col("stage").is_null(), pl.col("formula") == "nps", pl.col("segment") == "")
    assert overall["n"].sum() == ROWS
    others = 3
    named = sum(1 for size in data.batches(engine, shop)["rows_new"] if size) + others
    sweep(engine, home, older_than=0)
    assert len(list(home.events.glob("journey-*/surveys/*.parquet"))) == named
