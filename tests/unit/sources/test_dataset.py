"""Events on their way to Parquet: repeats, what is known, order, and all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.domain.problems import ImportResult
from journey.domain.schemas import EVENTS
from journey.sources import Written, write_parquet

START = datetime(2026, 1, 5, tzinfo=UTC)


def events(rows: list[tuple[str, int, str]], **more: list[str | None]) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "customer": [row[0] for row in rows],
            "at": [START + timedelta(minutes=row[1]) for row in rows],
            "event": [row[2] for row in rows],
        },
        schema=EVENTS,
    )
    return frame.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in more.items())


ROWS = [("b", 5, "open"), ("a", 3, "pay"), ("b", 1, "start"), ("a", 3, "pay"), ("a", 0, "start")]


def test_repeats_go_and_each_customers_rows_stand_together_in_time_order(tmp_path: Path) -> None:
    target = tmp_path / "batch.parquet"
    assert write_parquet(ImportResult(events(ROWS)), target) == Written(rows=4, repeats=1, known=0)
    frame = pl.read_parquet(target)
    assert frame.schema == pl.Schema(EVENTS)
    assert frame["customer"].rle().struct.field("value").is_unique().all()
    for _, rows in frame.group_by("customer"):
        assert rows["at"].is_sorted()
    assert sorted(frame.rows()) == sorted(set(events(ROWS).rows()))


def test_the_same_rows_again_write_nothing_and_a_later_file_adds_only_what_is_new(tmp_path: Path) -> None:
    first = tmp_path / "first.parquet"
    write_parquet(ImportResult(events(ROWS)), first)
    again = tmp_path / "again.parquet"
    assert write_parquet(ImportResult(events(ROWS).lazy()), again, pl.scan_parquet(first)) == Written(0, 1, 4)
    assert not again.exists()
    later = events([*ROWS, ("c", 9, "start")], plan=[None] * 6)
    assert write_parquet(ImportResult(later.select(reversed(later.columns))), again, pl.scan_parquet(first)).rows == 1
    assert pl.read_parquet(again)["customer"].to_list() == ["c"]


def test_a_row_with_a_new_attribute_value_is_another_row(tmp_path: Path) -> None:
    first = tmp_path / "first.parquet"
    write_parquet(ImportResult(events(ROWS[:1])), first)
    later = ImportResult(events(ROWS[:1], plan=["gold"]))
    assert write_parquet(later, tmp_path / "second.parquet", pl.scan_parquet(first)) == Written(1, 0, 0)


def test_an_empty_file_of_events_writes_nothing(tmp_path: Path) -> None:
    assert write_parquet(ImportResult(events([])), tmp_path / "none.parquet") == Written(0, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(_: pl.DataFrame) -> pl.DataFrame:
        raise RuntimeError("the disk is gone")

    broken = events(ROWS).lazy().map_batches(fail, schema=pl.Schema(EVENTS))
    with pytest.raises(Exception, match="disk is gone"):
        write_parquet(ImportResult(broken), tmp_path / "batch.parquet")
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 5), st.sampled_from(["x", "y"]))))
def test_any_two_files_together_hold_every_row_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("events")
    half, all_rows = events(rows[: len(rows) // 2]), events(rows)
    first = write_parquet(ImportResult(half), folder / "1.parquet")
    known = pl.scan_parquet(folder / "1.parquet") if first.rows else None
    second = write_parquet(ImportResult(all_rows), folder / "2.parquet", known)
    assert first.rows + second.rows == len(set(rows))
    assert second.known == first.rows
