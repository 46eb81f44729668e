"""Public files in the shapes that people really have, against an independent count by the csv module."""

from __future__ import annotations

import csv
import gzip
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journey.domain.words import SourceKind
from journey.errors import NeedsAnswer
from journey.sources import Answers, read

REAL = Path(os.environ.get("JOURNEY_REAL_DATA", Path(__file__).parents[3] / ".." / "shared" / "data"))
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not REAL.exists(), reason=f"no real data in {REAL}: set JOURNEY_REAL_DATA"),
]


def rows_of(name: str) -> list[dict[str, str]]:
    path = REAL / name
    raw = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("events/ecommerce_clickstream.csv.gz", {"customer": "user_id", "at": "timestamp", "event": "event"}),
        ("events/loan_applications.csv.gz", {"customer": "case_id", "at": "time:timestamp", "event": "concept:name"}),
    ],
)
def test_events_read_row_for_row_with_and_without_a_mapping(name: str, mapping: dict[str, str]) -> None:
    raw = rows_of(name)
    for answers in (Answers(), Answers(mapping=mapping)):
        result = read(REAL / name, SourceKind.EVENTS, answers, "UTC")
        frame = result.frame.lazy().collect()
        assert result.problems.is_empty()
        assert frame["customer"].to_list() == [row[mapping["customer"]] for row in raw]
        assert frame["event"].to_list() == [row[mapping["event"]] for row in raw]
        times = [datetime.fromisoformat(row[mapping["at"]]) for row in raw]
        assert frame["at"].to_list() == [time if time.tzinfo else time.replace(tzinfo=UTC) for time in times]


def test_telecom_answers_are_day_first_and_read_on_nps() -> None:
    raw = rows_of("surveys/telecom_nps.csv")
    result = read(REAL / "surveys/telecom_nps.csv", SourceKind.SURVEYS, timezone="Europe/London")
    frame = result.frame.lazy().collect()
    assert frame.height == len(raw) == 2382
    assert frame["score"].null_count() == sum(not row["NPS_SCORE"].strip() for row in raw)
    assert frame["score"].sum() == sum(int(row["NPS_SCORE"] or 0) for row in raw)
    assert sorted(frame["stage"].unique()) == ["Equipment Received", "First Payment", "Order", "Service in Use"]
    zone = ZoneInfo("Europe/London")
    local = [datetime.strptime(row["CUSTOMER_RESPONSE_DATE"], "%d/%m/%Y %H:%M").replace(tzinfo=zone) for row in raw]
    assert frame["at"].to_list() == [time.astimezone(UTC) for time in local]
    assert any("day first" in note for note in result.notes)


def test_hospital_comments_have_no_dates_and_report_junk_scores() -> None:
    raw = rows_of("surveys/hospital_comments.csv")
    path = REAL / "surveys/hospital_comments.csv"
    with pytest.raises(NeedsAnswer) as asked:
        read(path, SourceKind.SURVEYS, Answers(mapping={"score": "criticality"}))
    assert "-5-5" in asked.value.choices
    result = read(path, SourceKind.SURVEYS, Answers(mapping={"score": "criticality"}, scale="-5-5"))
    junk = [row["criticality"] for row in raw if row["criticality"] not in {*map(str, range(-5, 6)), "NA"}]
    assert sorted(result.problems["value"]) == sorted(junk)
    assert "cc" in junk
    frame = result.frame.lazy().collect()
    assert frame.height == len(raw) - len(junk)
    assert frame["at"].null_count() == frame.height
    assert any("no column of times" in note for note in result.notes)
    first = result.problems.row(0, named=True)
    assert raw[first["row"] - 2]["criticality"] == first["value"]


def test_lounge_reviews_mix_two_scales_and_use_zero_for_not_rated() -> None:
    path = REAL / "surveys/airline_lounge_reviews.csv"
    with pytest.raises(NeedsAnswer) as asked:
        read(path, SourceKind.SURVEYS)
    assert asked.value.choices == ("1-5", "1-10")
    result = read(path, SourceKind.SURVEYS, Answers(mapping={"score": "comfort_rating"}, scale="1-5"))
    raw = rows_of("surveys/airline_lounge_reviews.csv")
    frame = result.frame.lazy().collect()
    assert frame.height == len(raw) == 2264
    assert frame["score"].null_count() == sum(row["comfort_rating"] == "0" for row in raw) == 8
    assert any("8 zeros" in note for note in result.notes)


def test_city_tickets_are_month_first_new_york_time_and_277_are_open() -> None:
    raw = rows_of("support/city_311_tickets.csv")
    zone = ZoneInfo("America/New_York")
    result = read(REAL / "support/city_311_tickets.csv", SourceKind.TICKETS, timezone=str(zone))
    frame = result.frame.lazy().collect()
    assert frame.height == len(raw) == 4969
    assert frame["closed_at"].null_count() == 277
    opened = [datetime.strptime(row["Created Date"], "%m/%d/%Y %H:%M").replace(tzinfo=zone) for row in raw]
    assert frame["opened_at"].to_list() == [time.astimezone(UTC) for time in opened]
    assert frame["ticket"].to_list() == [row["Unique Key"] for row in raw]


def test_banking_questions_read_as_texts_without_dates() -> None:
    raw = rows_of("support/banking_intents.csv")
    frame = read(REAL / "support/banking_intents.csv", SourceKind.SURVEYS).frame.lazy().collect()
    assert frame["text"].to_list() == [row["text"] for row in raw]
    assert frame["category"].n_unique() == 77


@pytest.mark.parametrize(
    ("name", "value"),
    [("ad_cost_per_click_hourly", "value"), ("brand_mentions_5min", "value"), ("page_views_daily_outliers", "y")],
)
def test_series_take_their_name_from_the_file(name: str, value: str) -> None:
    raw = rows_of(f"kpis/{name}.csv")
    frame = read(REAL / f"kpis/{name}.csv", SourceKind.SERIES).frame.lazy().collect()
    assert frame["value"].to_list() == [float(row[value]) for row in raw]
    assert frame["metric"].unique().to_list() == [name]
