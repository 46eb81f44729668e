"""Puts the rows of a file into a Parquet file of their own, of which nothing is seen until the database names it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.localtime import DAY
from journey.config import Settings
from journey.domain.problems import ImportResult
from journey.domain.words import SourceKind
from journey.exports.safe_csv import safe_csv
from journey.routine.data.datasets import CONTENT_ID, ROW_ID, scan
from journey.store.engine import reading
from journey.store.readers.data import BatchFile
from journey.store.tables import ImportBatch

OLD = 24 * 3600
"""Seconds after which a file that no batch names was left by a process that died."""
_TIMES = {SourceKind.TICKETS: "opened_at"}
EPOCH = date(1969, 12, 29)
"""The Monday of the week that the epoch lies in."""


@dataclass(frozen=True)
class Kept:
    """What became of a file's good rows: `path` (under the events folder, "" if none is new), `words` are the rows whose
    text is new, `changed` rows were known and say something else now."""

    path: str
    rows_read: int
    rows_new: int
    rows_known: int
    rows_changed: int
    first_at: datetime | None
    last_at: datetime | None
    words: pl.DataFrame | None = None
    weeks: Mapping[str, int] = field(default_factory=dict)
    """New rows by the Monday (2026-11-09) of the week of UTC that they are of; rows without a time are in none."""


@contextmanager
def room(settings: Settings) -> Iterator[Path]:
    """A folder to write into, on the file system of the events folder but outside of it; gone at the end."""
    settings.home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=settings.home.resolve(), prefix=".incoming-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Place:
    """Where a file's rows go: the events folder, the journey, and a folder to write in before they get there."""

    events: Path
    journey: int
    folder: Path


def keep(result: ImportResult, kind: SourceKind, known: Sequence[BatchFile], place: Place) -> Kept:
    """Write the rows that `known` do not hold, wholly or not at all; events by customer and time, other kinds by time."""
    path = f"journey-{place.journey}/{kind}/{uuid.uuid4().hex}.parquet"
    staged = place.folder / "rows.parquet"
    there = scan(known, place.events) if known else None
    kept = (_events if kind is SourceKind.EVENTS else _rows)(result, _TIMES.get(kind, "at"), there, staged)
    if kept.path:
        _publish(staged, place.events / path)
    return replace(kept, path=path if kept.path else "")


def keep_problems(problems: pl.DataFrame, place: Place) -> str:
    """Write the problem rows as CSV for download; its path under the events folder, "" if there are none."""
    if problems.is_empty():
        return ""
    path = f"journey-{place.journey}/problems/{uuid.uuid4().hex}.csv"
    staged = place.folder / "problems.csv"
    staged.write_bytes(safe_csv(problems))
    with staged.open("rb") as written:
        os.fsync(written.fileno())
    _publish(staged, place.events / path)
    return path


def forget(settings: Settings, *paths: str) -> None:
    """Remove files that no batch came to name."""
    for path in paths:
        if path:
            (settings.events / path).unlink(missing_ok=True)


def sweep(engine: Engine, settings: Settings, *, older_than: float = OLD) -> int:
    """Remove what processes that died left behind: old files that no batch names; returns how many."""
    with reading(engine) as session:
        rows = session.exec(select(ImportBatch.path, ImportBatch.problems_path)).all()
    named = {settings.events / path for row in rows for path in row if path}
    left = [path for path in settings.events.glob("journey-*/*/*") if path.is_file() and path not in named]
    left += settings.home.resolve().glob(".incoming-*")
    gone = [path for path in left if _age(path) > older_than]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(gone)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _events(result: ImportResult, time: str, there: pl.LazyFrame | None, staged: Path) -> Kept:
    from journey.sources.dataset import write_parquet

    written = write_parquet(result, staged, there)
    again = written.repeats + written.known
    if not written.rows:
        return Kept("", again, 0, again, 0, None, None)
    rows = pl.scan_parquet(staged)
    return Kept(str(staged), again + written.rows, written.rows, again, 0, *_ends(rows, time), weeks=_by_week(rows, time))


def _rows(result: ImportResult, time: str, there: pl.LazyFrame | None, staged: Path) -> Kept:
    """New rows, and rows known by their identity that say something else now: the newest version of a row counts."""
    read = result.frame.lazy().collect()
    frame = read.unique(ROW_ID, keep="last", maintain_order=True)
    met = frame.join(_known(there), on=ROW_ID, how="left", maintain_order="left").with_columns(new=pl.col("known").is_null())
    told = met.filter(pl.col("new") | (pl.col("known") != pl.col(CONTENT_ID)))
    new = int(told["new"].sum())
    if told.is_empty():
        return Kept("", read.height, 0, read.height, 0, None, None)
    rows = told.select(frame.columns).sort(time, nulls_last=True, maintain_order=True)
    rows.write_parquet(staged)
    with staged.open("rb") as written:
        os.fsync(written.fileno())
    ends = _ends(rows.lazy(), time)
    again = read.height - told.height
    weeks = _by_week(told.lazy().filter("new"), time)
    return Kept(str(staged), read.height, new, again, told.height - new, *ends, words=_words(told), weeks=weeks)


def _words(told: pl.DataFrame) -> pl.DataFrame | None:
    if "text" not in told.columns:
        return None
    return told.filter(pl.col("text").is_not_null(), pl.col("new") | ~pl.col("had_words")).drop("known", "had_words", "new")


def _known(there: pl.LazyFrame | None) -> pl.DataFrame:
    """The newest version of each row that is in: its id, its content as `known`, and whether it had words."""
    if there is None:
        return pl.DataFrame(schema={ROW_ID: pl.UInt64, "known": pl.UInt64, "had_words": pl.Boolean})
    has = pl.col("text").is_not_null() if "text" in there.collect_schema() else pl.lit(False)
    versions = there.select(ROW_ID, known=pl.col(CONTENT_ID), had_words=has)
    return versions.unique(ROW_ID, keep="last", maintain_order=True).collect()


def _ends(rows: pl.LazyFrame, time: str) -> tuple[datetime | None, datetime | None]:
    first, last = rows.select(pl.col(time).min().alias("first"), pl.col(time).max().alias("last")).collect().row(0)
    return first, last


def _by_week(rows: pl.LazyFrame, time: str) -> dict[str, int]:
    """How many rows each week holds; by whole numbers, because calendar functions take seconds over millions of rows."""
    number = (pl.col(time).dt.epoch("us") + 3 * DAY) // (7 * DAY)  # the epoch began on a Thursday
    counted = rows.filter(pl.col(time).is_not_null()).group_by(number.alias("week")).len().collect(engine="streaming")
    return {str(EPOCH + timedelta(weeks=week)): count for week, count in sorted(counted.iter_rows())}


def _publish(staged: Path, path: Path) -> None:
    """Give a written and synced file its final name, so that it outlives a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(path)
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
