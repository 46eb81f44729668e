"""Invariants: a table survives any way of writing it, no bytes break a reader, ids never move."""

from __future__ import annotations

import csv
import gzip
import io
import random
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journey.domain.words import SourceKind
from journey.errors import NeedsAnswer, Refused, UnreadableFile
from journey.sources import Answers, load, read, row_id
from journey.sources.identity import stable_hash
from journey.sources.table import ROW

WRITTEN_DOWN = [6287566267356092393, 17222640402215523137, 12097897451812686244, 8219377314432306173, 0, 8367642717603634007]
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs",)), max_size=12)
TABLES = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=150, deadline=None)
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    packed=st.booleans(),
)
def test_what_the_csv_module_writes_reads_back_equal(
    folder: Path, rows: list[list[str]], delimiter: str, quoting: int, end: str, encoding: str, packed: bool
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    header = [f"name {number}" for number in range(len(rows[0]))]
    writer.writerows([header, *rows])
    raw = out.getvalue().encode(encoding)
    path = folder / "table.csv"
    path.write_bytes(gzip.compress(raw) if packed else raw)
    table = load(path, Answers(delimiter=delimiter, encoding=encoding))[1]
    assert table.problems.is_empty()
    assert [list(row) for row in table.frame.drop(ROW).collect().rows()] == rows


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 99), st.sampled_from(["home, sweet", "pay; now", "a|b", "tab\tbed", "é"])),
        min_size=3,
        max_size=20,
    ),
    delimiter=st.sampled_from(",;\t|"),
)
def test_the_delimiter_is_found(folder: Path, rows: list[tuple[int, str]], delimiter: str) -> None:
    path = folder / "found.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows([("id", "text", "more"), *((*row, "x") for row in rows)])
    table = load(path)[1]
    assert table.columns == ("id", "text", "more")
    assert table.frame.collect()["text"].to_list() == [text for _, text in rows]


def survives(path: Path) -> None:
    for kind in (SourceKind.EVENTS, SourceKind.SURVEYS, SourceKind.SERIES):
        try:
            result = read(path, kind, Answers(date_order="dmy", decimal="point", scale="0-10"))
            result.frame.lazy().collect()
        except (NeedsAnswer, UnreadableFile, Refused):
            pass


@settings(max_examples=100, deadline=None)
@given(
    raw=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    start=st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"{", b"[{", b"customer,at,event\n", b"text\n"]),
)
def test_no_bytes_break_a_reader(folder: Path, raw: bytes, start: bytes) -> None:
    path = folder / "bytes.csv"
    path.write_bytes(start + raw)
    survives(path)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), form=st.sampled_from(["csv", "json", "jsonl", "parquet", "xlsx", "gz"]))
def test_no_damage_to_a_good_file_breaks_a_reader(folder: Path, seed: int, form: str) -> None:
    good, chance, path = sample(form), random.Random(seed), folder / f"hurt.{form}"
    for _ in range(chance.randrange(1, 6)):
        spot = chance.randrange(len(good))
        good[spot : spot + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    path.write_bytes(bytes(good[: chance.randrange(1, len(good) + 1)] if chance.random() < 0.3 else good))
    survives(path)


def sample(form: str) -> bytearray:
    frame = pl.DataFrame(
        {
            "customer": ["a", "b"],
            "at": ["2026-03-01", "04/05/2026"],
            "event": ["x", "1,5"],
            "score": ["3", "cc"],
            "text": ["é", None],
        }
    )
    out = io.BytesIO()
    writers = {"json": frame.write_json, "jsonl": frame.write_ndjson, "parquet": frame.write_parquet, "xlsx": frame.write_excel}
    writers.get(form, frame.write_csv)(out)
    return bytearray(gzip.compress(out.getvalue()) if form == "gz" else out.getvalue())


def ids(frame: pl.DataFrame, kind: SourceKind) -> list[int]:
    return frame.select(row_id(frame, kind)).to_series().to_list()


def test_stored_ids_are_what_they_were_when_they_were_first_stored() -> None:
    texts = pl.Series(["", "a", "abcdefgh", "abcdefghi", None, "é" * 20])
    assert stable_hash(texts, 7).to_list() == WRITTEN_DOWN
    assert stable_hash(texts.gather([5, 0]), 7).to_list() == [WRITTEN_DOWN[5], WRITTEN_DOWN[0]]


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), unique=True, max_size=30))
def test_ids_depend_on_what_a_row_says_and_not_on_the_columns_order(rows: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"customer": pl.String, "text": pl.String}, orient="row")
    found = ids(frame, SourceKind.SURVEYS)
    assert len(set(found)) == len(rows)
    assert ids(frame.select("text", "customer"), SourceKind.SURVEYS) == found
    assert ids(frame.with_columns(more=pl.lit(None, dtype=pl.String)), SourceKind.SURVEYS) == found
    assert ids(frame.reverse(), SourceKind.SURVEYS) == found[::-1]


def test_equal_answers_of_two_people_keep_two_ids_and_equal_events_share_one() -> None:
    frame = pl.DataFrame({"customer": ["a", "a"], "at": [datetime(2026, 3, 1, tzinfo=UTC)] * 2, "event": ["x", "x"]})
    assert len(set(ids(frame, SourceKind.SURVEYS))) == 2
    assert len(set(ids(frame, SourceKind.EVENTS))) == 1
    assert ids(frame, SourceKind.SURVEYS) == ids(frame, SourceKind.SURVEYS)


def test_a_ticket_is_its_number_whatever_else_changes() -> None:
    frame = pl.DataFrame({"ticket": ["7", "8"], "status": ["open", "open"]})
    later = frame.with_columns(status=pl.lit("closed"))
    assert ids(frame, SourceKind.TICKETS) == ids(later, SourceKind.TICKETS)
