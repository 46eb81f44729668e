"""What customers could not find out, from words and files that came in; by command too."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy.engine import Engine

from journey.analysis.gaps.articles import ArticleVerdict
from journey.cli.edge import guarded
from journey.cli.here import here
from journey.config import Settings, settings
from journey.domain.weeks import Week
from journey.domain.words import Outcome, SourceKind
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.journeys import add_journey
from journey.routine.listening.gaps import add_gap
from journey.routine.listening.missing import missing
from journey.routine.start import start
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.tables import Verbatim

YOU = 1
WEEK = Week.parse("2026-W46")
START = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def shop(sqlite_home: Settings) -> tuple[Engine, Settings, int]:
    engine = start(sqlite_home)
    return engine, sqlite_home, add_journey(engine, by=YOU, name="Shop", timezone="Europe/Berlin", stages=("Browse", "Pay")).key


def bring(shop: tuple[Engine, Settings, int], kind: SourceKind, rows: pl.DataFrame, folder: Path) -> None:
    path = folder / f"{kind}.csv"
    rows.write_csv(path)
    import_file(shop[0], shop[1], by=YOU, journey=shop[2], kind=kind, path=path, source="Log", timezone="UTC")


def reading(number: int, article: str) -> list[tuple[str, datetime, str, str]]:
    """A customer who enters Pay and then reads, by the address of the page."""
    at = START + timedelta(hours=number)
    page = f"https://shop.example/help/{article}?from=pay"
    return [(f"c{number}", at, "checkout", ""), (f"c{number}", at + timedelta(minutes=5), "page", page)]


def test_an_article_read_at_a_stage_and_followed_by_tickets_fails(shop: tuple[Engine, Settings, int], tmp_path: Path) -> None:
    engine, settings, journey = shop
    rows = [row for number in range(60) for row in reading(number, "refunds" if number < 30 else "sizes")]
    bring(shop, SourceKind.EVENTS, pl.DataFrame(rows, schema=["customer", "at", "event", "url"], orient="row"), tmp_path)
    pay = stages(engine, journey)[1].key
    map_events(engine, by=YOU, journey=journey, settings=settings, meanings={"checkout": Meaning(pay, Outcome.STEP)})
    wrote = [(f"t{number}", START + timedelta(hours=number + 30), f"c{number}", "refunds") for number in (*range(20), 31)]
    late = [("t99", datetime(2026, 11, 14, tzinfo=UTC), "c99", "sizes")]
    tickets = pl.DataFrame([*wrote, *late], schema=["ticket", "opened_at", "customer", "article"], orient="row")
    bring(shop, SourceKind.TICKETS, tickets, tmp_path)
    found = {one.name: one for one in missing(engine, settings.events, journey=journey, week=WEEK).articles}
    refunds = found["help/refunds"]
    assert (refunds.n, refunds.followed, refunds.stage_id, refunds.verdict) == (30, 20, pay, ArticleVerdict.FAILS)
    assert (found["help/sizes"].n, found["help/sizes"].followed) == (30, 1)


def test_without_an_article_in_the_events_it_says_what_to_bring(shop: tuple[Engine, Settings, int]) -> None:
    found = missing(shop[0], shop[1].events, journey=shop[2], week=WEEK)
    assert found.questions == found.articles == ()
    assert "Bring in events with a column such as article" in found.why_no_articles


def test_questions_of_the_last_weeks_are_found_and_listed_by_command(
    shop: tuple[Engine, Settings, int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home, journey = shop
    pay = stages(engine, journey)[1].key
    at = datetime(2026, 11, 10, tzinfo=UTC)
    with writing(engine) as session:
        session.add_all(
            Verbatim(journey_id=journey, text="Where is my invoice?", at=at - timedelta(weeks=weeks), stage_id=pay, language="en")
            for weeks in (0, 1, 2, 5, 30)
        )
    [one] = missing(engine, home.events, journey=journey, week=WEEK).questions
    assert (one.question, one.n, one.before, one.lately, one.stage_id) == ("Where is my invoice?", 4, 1, 3, pay)
    add_gap(engine, by=YOU, journey=journey, question="=Is it safe?", stage=pay)
    monkeypatch.setenv("JOURNEY_TODAY", "2026-11-18")
    monkeypatch.setenv("JOURNEY_HOME", str(home.home))
    settings.cache_clear()
    here.cache_clear()
    assert guarded(["gaps", "--journey", "shop", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [row["question"] for row in said["list"]] == ["=Is it safe?"]
    assert [(row["question"], row["stage"], row["asked"]) for row in said["asked"]] == [("Where is my invoice?", "Pay", 4)]
    assert guarded(["gaps", "--journey", "shop", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert [(row["what"], row["question"]) for row in rows] == [
        ("on the list", "'=Is it safe?"),
        ("asked", "Where is my invoice?"),
    ]
