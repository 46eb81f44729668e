"""Public data in real shapes come in from the command line with the counts that an independent reading finds."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from journey.cli.edge import guarded
from journey.cli.here import here
from journey.config import Settings, settings

pytestmark = pytest.mark.realdata


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Any]:
    """The command line on an empty SQLite installation; returns what it printed as JSON."""
    settings.cache_clear()
    here.cache_clear()

    def command(*arguments: object) -> Any:
        code = guarded([*map(str, arguments), "--format", "json"])
        told = capsys.readouterr()
        assert code == 0, told.err
        return json.loads(told.out)

    yield command
    here().engine.dispose()
    here.cache_clear()


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as Python's own reader sees them."""
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def kept(home: Settings, kind: str) -> pl.DataFrame:
    return pl.read_parquet(list(home.events.glob(f"journey-*/{kind}/*.parquet")))


def words_kept() -> int:
    from sqlmodel import func, select

    from journey.store.engine import reading
    from journey.store.tables import Verbatim

    with reading(here().engine) as session:
        return session.exec(select(func.count()).select_from(Verbatim)).one()


def test_ecommerce_clickstream(run: Any, real_data: Path) -> None:
    file = real_data / "events" / "ecommerce_clickstream.csv.gz"
    there = rows(file)
    distinct = {tuple(row.values()) for row in there}
    (report,) = run("import", "events", file, "--journey", "Shop")
    assert (report["rows_read"], report["rows_new"], report["problems"]) == (len(there), len(distinct), [])
    assert report["rows_known"] == 30
    names = {row["name"]: row["volume"] for row in run("events", "list", "--journey", "shop")}
    assert names == {name: sum(row[2] == name for row in distinct) for name in {row[2] for row in distinct}}
    assert kept(settings(), "events")["customer"].n_unique() == 600
    (again,) = run("import", "events", file, "--journey", "shop")
    assert (again["rows_new"], again["batch"]) == (0, None)


def test_loan_applications(run: Any, real_data: Path) -> None:
    file = real_data / "events" / "loan_applications.csv.gz"
    there = rows(file)
    distinct = {tuple(row.values()) for row in there}
    (report,) = run("import", "events", file, "--journey", "Loans", "--timezone", "Europe/Amsterdam")
    assert (report["rows_read"], report["rows_new"], report["problems"]) == (len(there), len(distinct), [])
    found = kept(settings(), "events")
    assert found["customer"].n_unique() == len({row["case_id"] for row in there}) == 13_087
    first, last = found.select(first=pl.col("at").min(), last=pl.col("at").max()).row(0)
    assert f"{first:%Y-%m-%dT%H:%M:%S}" == "2011-09-30T22:38:44"
    assert last.year == 2012


def test_telecom_nps(run: Any, real_data: Path) -> None:
    file = real_data / "surveys" / "telecom_nps.csv"
    there = rows(file)
    (report,) = run("import", "surveys", file, "--journey", "Telecom", "--timezone", "Europe/London")
    answered = [row for row in there if row["NPS_SCORE"].strip() or row["text"].strip()]
    assert report["rows_new"] + len({p["row"] for p in report["problems"]}) == len(there)
    assert report["rows_new"] == len(answered)
    assert words_kept() == sum(bool(row["text"].strip()) for row in answered)
    scores = [float(row["NPS_SCORE"]) for row in answered if row["NPS_SCORE"].strip()]
    assert kept(settings(), "surveys")["score"].drop_nulls().sum() == sum(scores)
    week = run("metrics", "--journey", "telecom", "--week", "2018-W17")["metrics"]
    assert {m["stage"] for m in week} == {None, "Order", "First Payment", "Equipment Received", "Service in Use"}


def test_city_311_tickets(run: Any, real_data: Path) -> None:
    file = real_data / "support" / "city_311_tickets.csv"
    there = rows(file)
    (report,) = run("import", "tickets", file, "--journey", "City", "--timezone", "America/New_York")
    assert (report["rows_new"], report["problems"]) == (len({row["Unique Key"] for row in there}), [])
    found = kept(settings(), "tickets")
    assert found["closed_at"].is_null().sum() == sum(not row["Closed Date"].strip() for row in there) == 277
    (opened,) = found.filter(pl.col("ticket") == "64345465")["opened_at"]
    assert f"{opened:%Y-%m-%d %H:%M}" == "2025-03-14 05:20"


def test_hospital_comments(run: Any, real_data: Path) -> None:
    file = real_data / "surveys" / "hospital_comments.csv"
    there = rows(file)
    mapping = ("--map", "text=feedback", "--map", "score=criticality", "--scale", "-5-5")
    (report,) = run("import", "surveys", file, "--journey", "Hospital", *mapping)
    junk = [row for row in there if row["criticality"] == "cc"]
    bad = {problem["row"] for problem in report["problems"]}
    assert len(bad) >= len(junk) == 1
    assert report["rows_new"] == len(there) - len(bad)
    assert any(problem["value"] == "cc" for problem in report["problems"])
    assert words_kept() == kept(settings(), "surveys")["text"].drop_nulls().len()
    assert any("no column of times" in note for note in report["notes"])


def test_airline_lounge_reviews(run: Any, real_data: Path) -> None:
    file = real_data / "surveys" / "airline_lounge_reviews.csv"
    there = rows(file)
    (report,) = run("import", "surveys", file, "--journey", "Lounges", "--scale", "1-10")
    assert report["rows_new"] + len({p["row"] for p in report["problems"]}) == len(there) == 2264
    assert not report["problems"]
    rated = [float(row["overall_rating"]) for row in there if row["overall_rating"].strip()]
    assert kept(settings(), "surveys")["score"].drop_nulls().sum() == sum(rated)


def turns_kept() -> tuple[int, int]:
    from sqlmodel import func, select

    from journey.store.engine import reading
    from journey.store.tables import Turn

    with reading(here().engine) as session:
        return session.exec(select(func.count(), func.count().filter(Turn.end.is_not(None))).select_from(Turn)).one()  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "count"), [("retail_chats", 3), ("bank_call", 1), ("assistant_dialogues", 128)])
def test_transcripts(run: Any, real_data: Path, name: str, count: int) -> None:
    there = json.loads((real_data / "transcripts" / f"{name}.json").read_text())
    listed = there if isinstance(there, list) else [there]
    turns = sum(len(one.get("original") or one.get("turns") or one["Transcript"]) for one in listed)
    (report,) = run("import", "conversations", real_data / "transcripts" / f"{name}.json", "--journey", "Talks")
    assert (report["rows_new"], report["problems"]) == (count, [])
    assert turns_kept() == (turns, turns if name == "bank_call" else 0)
    (again,) = run("import", "conversations", real_data / "transcripts" / f"{name}.json", "--journey", "talks")
    assert again["rows_new"] == 0
    here().engine.dispose()
    for file in (path for path in settings().home.rglob("*") if path.is_file()):
        cells = pl.read_parquet(file).write_json().encode() if file.suffix == ".parquet" else b""
        assert b"cminh730@email.com" not in file.read_bytes() + cells
        assert b"625-2661" not in file.read_bytes() + cells


@pytest.mark.parametrize("name", ["page_views_daily_outliers", "ad_cost_per_click_hourly", "brand_mentions_5min"])
def test_series(run: Any, real_data: Path, name: str) -> None:
    file = real_data / "kpis" / f"{name}.csv"
    there = rows(file)
    (report,) = run("import", "series", file, "--journey", "KPIs")
    assert report["rows_new"] == len(there)
    values = [float(value) for row in there if (value := list(row.values())[1])]
    assert kept(settings(), "series")["value"].sum() == pytest.approx(sum(values))
