"""What a person notices of an import: values, problems with their rows, and questions instead of guesses."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from journey.domain.problems import ImportResult
from journey.domain.words import SourceKind
from journey.errors import NeedsAnswer, Refused, UnreadableFile
from journey.sources import Answers, read, recognise, sniff

K = SourceKind


def put(folder: Path, text: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def frame_of(result: ImportResult) -> pl.DataFrame:
    return result.frame.lazy().collect()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00"),
        ("2026-03-01T10:00:00.250+02:00", "2026-03-01T08:00:00.250+00:00"),
        ("2026-03-01 10:00:00 +0200", "2026-03-01T08:00:00+00:00"),
        ("2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00+00:00"),
        ("2026-03-01 10:00", "2026-03-01T10:00:00+01:00"),
        ("2026-03-01", "2026-03-01T00:00:00+01:00"),
        ("2026/3/1 7:05", "2026-03-01T07:05:00+01:00"),
        ("20260301", "2026-03-01T00:00:00+01:00"),
        ("31/03/2026 10:00", "2026-03-31T10:00:00+02:00"),
        ("31.03.26", "2026-03-31T00:00:00+02:00"),
        ("3/31/2026 1:05 PM", "2026-03-31T13:05:00+02:00"),
        ("1 Mar 2026", "2026-03-01T00:00:00+01:00"),
        ("March 1, 2026 10:00", "2026-03-01T10:00:00+01:00"),
        ("Sun, 1 Mar 2026 10:00:00 GMT", "2026-03-01T10:00:00+00:00"),
        ("1772359200", "2026-03-01T10:00:00+00:00"),
        ("1772359200500", "2026-03-01T10:00:00.500+00:00"),
    ],
)
def test_times_are_read_as_people_and_programs_write_them(tmp_path: Path, written: str, meant: str) -> None:
    path = put(tmp_path, f'customer,at,event\nc1,"{written}",open\n')
    assert frame_of(read(path, K.EVENTS, timezone="Europe/Berlin"))["at"].to_list() == [at(meant)]


def test_several_formats_in_one_column_are_fine_when_each_is_clear(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event\na,2026-03-01,x\nb,25/03/2026 10:00,x\nc,25/03/26,x\nd,7 April 2026,x\n")
    frame = frame_of(read(path, K.EVENTS))
    assert frame["at"].dt.date().cast(pl.String).to_list() == ["2026-03-01", "2026-03-25", "2026-03-25", "2026-04-07"]


def test_clock_changes_move_skipped_hours_on_and_take_the_first_of_repeated_ones(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event\na,2026-03-29 02:30,x\nb,2026-10-25 02:30,x\n")
    result = read(path, K.EVENTS, timezone="Europe/Berlin")
    assert frame_of(result)["at"].to_list() == [at("2026-03-29T03:30:00+02:00"), at("2026-10-25T02:30:00+02:00")]
    assert any("1 times" in note and "skipped" in note for note in result.notes)
    assert any("1 times" in note and "twice" in note for note in result.notes)


def test_a_date_order_that_no_value_shows_is_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event\na,03/04/2026,x\nb,05/06/2026,x\n")
    with pytest.raises(NeedsAnswer) as asked:
        read(path, K.EVENTS)
    assert (asked.value.option, asked.value.choices) == ("--date-order", ("dmy", "mdy"))
    assert recognise(path, K.EVENTS).questions[0].choices == ("dmy", "mdy")
    days = {order: frame_of(read(path, K.EVENTS, Answers(date_order=order)))["at"][0] for order in ("dmy", "mdy")}
    assert days == {"dmy": at("2026-04-03T00:00+00:00"), "mdy": at("2026-03-04T00:00+00:00")}


def test_mixed_date_orders_are_named_and_an_answer_lists_the_others_as_problems(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event\na,25/03/2026,x\nb,03/26/2026,x\n")
    with pytest.raises(NeedsAnswer, match=r"mixes both orders: '25/03/2026'.*'03/26/2026'"):
        read(path, K.EVENTS)
    result = read(path, K.EVENTS, Answers(date_order="dmy"))
    assert result.problems.select("row", "column", "value").rows() == [(3, "at", "03/26/2026")]
    assert frame_of(result)["customer"].to_list() == ["a"]


def test_problem_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    path = put(
        tmp_path, 'customer,at,event\n"two\nlines",2026-03-01,x\n\nb,soon,x\n,2026-03-01,x\nc,2026-03-01,x,y\nd,2026-03-01\n'
    )
    result = read(path, K.EVENTS)
    rows = {row["row"]: (row["column"], row["value"]) for row in result.problems.iter_rows(named=True)}
    assert rows == {4: ("at", "soon"), 5: ("customer", ""), 6: ("", "y"), 7: ("", "d,2026-03-01")}
    assert frame_of(result)["customer"].to_list() == ["two\nlines"]
    assert all(result.problems["advice"].str.len_chars() > 10)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "0 bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.csv", "PNG picture"),
        (b"customer,at,event\na,2026-03-01,x\nb,2026", "a.csv", "row 3, stops after 2 of 3"),
        (b'customer,at,event\na,2026-03-01,"x\nb,2026-03-01,x\n', "a.csv", "quotation mark"),
        (gzip.compress(b"customer,at,event\n" * 500, mtime=0)[:-20], "a.csv.gz", "cut off"),
        (gzip.compress(bytes(80_000_000), mtime=0), "a.csv.gz", "fill a disk"),
        (b'[{"customer": "a"}, {"cust', "a.json", "cut off"),
        (b"PAR1" + bytes(100), "a.parquet", "damaged"),
        (b"  \n \n", "a.csv", "blank space"),
        (bytes(range(256)) * 20, "a.csv", "not a text table"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as refused:
        read(put(tmp_path, content, name), K.EVENTS)
    assert "Nothing was imported" in str(refused.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(100_000_000))
    with pytest.raises(UnreadableFile, match="fill a disk"):
        sniff(tmp_path / "bomb.zip")


def test_ids_that_a_spreadsheet_shortened_are_one_problem_of_the_column(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event\n5.7E+17,2026-03-01,x\n5.7E+17,2026-03-02,x\nok,2026-03-02,x\n")
    result = read(path, K.EVENTS)
    [problem] = result.problems.rows(named=True)
    assert (problem["row"], problem["column"], problem["value"]) == (None, "customer", "5.7E+17")
    assert "2 rows were left out" in problem["reason"]
    assert "as text" in problem["advice"]
    assert frame_of(result)["customer"].to_list() == ["ok"]


def test_repeated_headers_are_kept_apart_and_asked_about_where_they_matter(tmp_path: Path) -> None:
    path = put(tmp_path, "customer,at,event,plan,plan\na,2026-03-01,x,gold,blue\n")
    result = read(path, K.EVENTS)
    assert frame_of(result).select("plan", "plan (2)").row(0) == ("gold", "blue")
    assert any("repeats 'plan'" in note for note in result.notes)
    twice = put(tmp_path, "customer,at,at,event\na,2026-03-01,2026-03-02,x\n", "twice.csv")
    with pytest.raises(NeedsAnswer) as asked:
        read(twice, K.EVENTS)
    assert asked.value.choices == ("at", "at (2)")


def test_ids_stay_text_and_other_columns_become_attributes(tmp_path: Path) -> None:
    path = put(tmp_path, "user_id;date;event;customer\n00123;2026-03-01;x;y\n")
    frame = frame_of(read(path, K.EVENTS, Answers(mapping={"customer": "user_id"})))
    assert frame.row(0, named=True)["customer"] == "00123"
    assert frame["customer (file)"].to_list() == ["y"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,5", "2", "1.234,25"], [1.5, 2.0, 1234.25]),
        (["1.5", "1,234,567", "-3"], [1.5, 1234567.0, -3.0]),
        (["1 234,5", "12,25", "7 %"], [1234.5, 12.25, 7.0]),
        (["1'234.5", "€ 12.25", "1e3"], [1234.5, 12.25, 1000.0]),
    ],
)
def test_numbers_are_read_with_either_decimal_mark(tmp_path: Path, cells: list[str], values: list[float]) -> None:
    rows = "".join(f"2026-03-0{day}|{cell}\n" for day, cell in enumerate(cells, start=1))
    assert frame_of(read(put(tmp_path, "at|value\n" + rows), K.SERIES))["value"].to_list() == values


def test_a_comma_that_could_be_either_mark_is_asked_about(tmp_path: Path) -> None:
    path = put(tmp_path, "at;value\n2026-03-01;1,234\n2026-03-02;2,345\n")
    with pytest.raises(NeedsAnswer) as asked:
        read(path, K.SERIES)
    assert asked.value.option == "--decimal"
    assert frame_of(read(path, K.SERIES, Answers(decimal="comma")))["value"].to_list() == [1.234, 2.345]
    assert frame_of(read(path, K.SERIES, Answers(decimal="point")))["value"].to_list() == [1234.0, 2345.0]


def test_scores_blank_junk_outside_and_turned_round(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "date,score,comment\n2026-03-01,1,\n2026-03-02,,fine\n2026-03-03,cc,x\n2026-03-04,9,y\n2026-03-05,,\n2026-03-06,0,z\n",
    )
    result = read(path, K.SURVEYS, Answers(scale="1-5:low-is-good"))
    assert frame_of(result)["score"].to_list() == [5.0, None, None]
    assert result.problems.select("row", "value").rows() == [(4, "cc"), (5, "9"), (6, "")]
    assert any("1 zeros" in note for note in result.notes)
    assert any("turned round" in note for note in result.notes)


def test_an_inverted_scale_is_asked_about(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-0{n % 9 + 1},{n % 11},{'Promoter' if n % 11 < 3 else 'Detractor'}\n" for n in range(60))
    with pytest.raises(NeedsAnswer, match="looks inverted"):
        read(put(tmp_path, "date,nps_score,label\n" + rows), K.SURVEYS)


@pytest.mark.parametrize("word", ["yes", "TRUE", "1", "passed"])
def test_usability_results(tmp_path: Path, word: str) -> None:
    path = put(
        tmp_path, f"participant,task,success,seconds\np1,Find a plan,{word},42\np2,Find a plan,no,\np3,Find a plan,maybe,3\n"
    )
    result = read(path, K.USABILITY, Answers(mapping={"success": "success"}))
    assert frame_of(result).select("success", "seconds").rows() == [(True, 42.0), (False, None)]
    assert result.problems["value"].to_list() == ["maybe"]


def test_unmapped_and_unknown_columns_are_asked_for_by_name(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b\nx,y\n")
    with pytest.raises(NeedsAnswer, match="Which column holds customer") as asked:
        read(path, K.EVENTS)
    assert asked.value.choices == ("a", "b")
    with pytest.raises(NeedsAnswer, match="no column called 'nope'"):
        read(path, K.EVENTS, Answers(mapping={"customer": "nope"}))
    with pytest.raises(Refused, match="time zone"):
        read(path, K.EVENTS, timezone="Mars/Base")


RECORDS = [
    {"customer": "a", "at": "2026-03-01 10:00", "event": "x", "plan": "gold"},
    {"customer": "b", "at": "2026-03-02 10:00", "event": "y", "plan": None},
]


def test_every_format_and_packing_reads_to_the_same_rows(tmp_path: Path) -> None:
    frame = pl.DataFrame(RECORDS)
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    frame.write_parquet(tmp_path / "a.parquet")
    frame.with_columns(pl.col("at").str.to_datetime("%Y-%m-%d %H:%M")).write_parquet(tmp_path / "typed.parquet")
    frame.write_excel(tmp_path / "a.xlsx")
    paths = [
        put(tmp_path, frame.write_csv(), "a.csv"),
        put(tmp_path, frame.write_csv(separator="\t"), "a.tsv"),
        put(tmp_path, frame.write_csv().encode("utf-16"), "wide.csv"),
        put(tmp_path, json.dumps(RECORDS), "a.json"),
        put(tmp_path, json.dumps({"data": RECORDS}), "b.json"),
        put(tmp_path, lines, "a.jsonl"),
        put(tmp_path, gzip.compress(lines.encode()), "a.jsonl.gz"),
        tmp_path / "a.parquet",
        tmp_path / "typed.parquet",
        tmp_path / "a.xlsx",
    ]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.csv", "inside/a.csv")
    wanted = frame_of(read(paths[0], K.EVENTS))
    assert wanted["plan"].to_list() == ["gold", None]
    for path in [*paths[1:], tmp_path / "a.zip"]:
        assert frame_of(read(path, K.EVENTS)).equals(wanted), path.name


def test_nested_records_are_flattened_one_level(tmp_path: Path) -> None:
    record = {"user": {"id": 7, "tags": ["a"]}, "at": "2026-03-01", "event": "x"}
    frame = frame_of(read(put(tmp_path, json.dumps([record]), "a.json"), K.EVENTS, Answers(mapping={"customer": "user.id"})))
    assert frame["customer"].to_list() == ["7"]
    assert frame["user.tags"].to_list() == ['["a"]']


def test_a_workbook_with_several_filled_sheets_asks_which(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("first", "second"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["customer", "at", "event"])
            sheet.write_row(1, 0, [name, "2026-03-01", "x"])
    with pytest.raises(NeedsAnswer) as asked:
        read(tmp_path / "a.xlsx", K.EVENTS)
    assert asked.value.choices == ("first", "second")
    assert frame_of(read(tmp_path / "a.xlsx", K.EVENTS, Answers(sheet="second")))["customer"].to_list() == ["second"]


def test_other_encodings_are_read_and_said(tmp_path: Path) -> None:
    path = put(tmp_path, "date;comment\n2026-03-01;Größe paßt, für 5 €\n".encode("cp1252"))
    result = read(path, K.SURVEYS)
    assert frame_of(result)["text"].to_list() == ["Größe paßt, für 5 €"]
    assert any("cp1252" in note for note in result.notes)
    garbled = read(put(tmp_path, "date;comment\n2026-03-01;cafÃ©\n"), K.SURVEYS)
    assert any("garbled" in note for note in garbled.notes)
