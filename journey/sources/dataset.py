"""Writes events to Parquet in one stroke: without repeats, each customer's rows together and in time order."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import xor
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from journey.domain.problems import ImportResult

_ID, _BUCKET = "__id__", "__bucket__"
_BUCKETS = 8
"""Parts that a large file is sorted in: an eighth of 10 million events and its copies stay far under 2 GB."""


@dataclass(frozen=True)
class Written:
    """What became of the good rows: `rows` were written, `repeats` stood twice in the file, `known` were there before."""

    rows: int
    repeats: int
    known: int


def write_parquet(result: ImportResult, path: Path, existing: pl.LazyFrame | None = None) -> Written:
    """Writes the frame's new rows to `path`, wholly or not at all.

    `existing` holds the rows that the source brought before, in the same columns (a column that one of them lacks counts
    as empty). A customer's rows stand together, ordered by time; the parts follow no order of customers. The file is
    staged beside `path`, synced and renamed; where no row is new, nothing is written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=path.parent, prefix=".import-"))
    try:
        staged = room / path.name
        counts = _write(result.frame, staged, existing, room)
        if counts.rows:
            _sync(staged)
            staged.replace(path)
            _sync(path.parent)
        return counts
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _write(frame: pl.DataFrame | pl.LazyFrame, staged: Path, existing: pl.LazyFrame | None, room: Path) -> Written:
    schema = frame.collect_schema()
    names = list(dict.fromkeys([*schema, *(existing.collect_schema() if existing is not None else ())]))
    parts = _parts(_with_id(frame.lazy(), names), room)
    known = _known(existing, names, parts)
    counts: list[Written] = []

    def settled(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        for rows, count in _ahead(parts, known):
            counts.append(count)
            yield rows.select(columns) if columns is not None else rows

    source = register_io_source(settled, schema=schema, validate_schema=True)
    source.sink_parquet(staged, compression="zstd", compression_level=1, engine="streaming")
    return Written(sum(c.rows for c in counts), sum(c.repeats for c in counts), sum(c.known for c in counts))


def _ahead(parts: dict[int, pl.LazyFrame], known: dict[int, pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, Written]]:
    """The settled buckets in turn, each while the one before is being written."""
    with ThreadPoolExecutor(1, "settle") as pool:
        waiting: Future[tuple[pl.DataFrame, Written]] | None = None
        for bucket, part in parts.items():
            done, waiting = waiting, pool.submit(_settle, part, known.get(bucket))
            if done:
                yield done.result()
        if waiting:
            yield waiting.result()


def _with_id(frame: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    """The rows with a hash that holds within this process, and the bucket of their customer."""
    schema = frame.collect_schema()
    hashes = [_hash(name, schema[name], seed) for seed, name in enumerate(names) if name in schema]
    bucket = (pl.col("customer").hash(len(names)) % _BUCKETS).cast(pl.UInt8)
    return frame.with_columns(reduce(xor, hashes).alias(_ID), bucket.alias(_BUCKET))


def _hash(name: str, dtype: pl.DataType, seed: int) -> pl.Expr:
    """A column's hash, where an empty cell counts nothing."""
    nothing = pl.select(pl.lit(None, dtype=dtype).hash(seed)).item()
    return pl.col(name).hash(seed) ^ pl.lit(nothing, dtype=pl.UInt64)


def _parts(frame: pl.LazyFrame, room: Path) -> dict[int, pl.LazyFrame]:
    """The rows on disk, by bucket."""
    target = pl.PartitionBy(room / "parts", key=_BUCKET, include_key=False)
    frame.sink_parquet(target, mkdir=True, compression="uncompressed", statistics=False, engine="streaming")
    folders = {bucket: room / "parts" / f"{_BUCKET}={bucket}" for bucket in range(_BUCKETS)}
    return {
        bucket: pl.scan_parquet(folder / "*.parquet", hive_partitioning=False, glob=True)
        for bucket, folder in folders.items()
        if folder.exists()
    }


def _known(existing: pl.LazyFrame | None, names: list[str], parts: dict[int, pl.LazyFrame]) -> dict[int, pl.DataFrame]:
    """The hashes of existing rows by bucket, as far as they lie in the time of the new ones."""
    if existing is None or not parts:
        return {}
    spans = pl.concat([part.select(first=pl.col("at").min(), last=pl.col("at").max()) for part in parts.values()])
    first, last = spans.select(pl.col("first").min(), pl.col("last").max()).collect().row(0)
    there = _with_id(existing.filter(pl.col("at").is_between(first, last)), names).select(_ID, _BUCKET)
    found = there.collect(engine="streaming").partition_by(_BUCKET, as_dict=True, include_key=False)
    return {int(bucket[0]): hashes for bucket, hashes in found.items()}


def _settle(part: pl.LazyFrame, known: pl.DataFrame | None) -> tuple[pl.DataFrame, Written]:
    """The new rows of a bucket, in order, and their counts."""
    rows = part.collect()
    read, first = rows.height, rows[_ID].is_first_distinct()
    rows = rows if first.all() else rows.filter(first)
    distinct = rows.height
    if known is not None:
        rows = rows.join(known, on=_ID, how="anti", maintain_order="left")
    count = Written(rows.height, read - distinct, distinct - rows.height)
    rows = rows.drop(_ID)
    rows = rows if rows["at"].is_sorted() else rows.sort("at", maintain_order=True)
    return rows.sort(pl.col("customer").hash(), maintain_order=True), count


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
