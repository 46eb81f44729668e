"""A large file is read another way; what comes out is the same."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from journey.domain.words import SourceKind
from journey.sources import Written, read, write_parquet
from journey.sources.formats import delimited
from journey.sources.table import Answers

CLEAN = [f"u{n % 97},2026-03-{n % 28 + 1:02}T10:{n % 60:02}:00Z,event {n % 5}, gold,{'' if n % 3 else 'x'}" for n in range(2000)]
CASES = {
    "clean": CLEAN,
    "a time that can't be read": [*CLEAN, "u1,soon,event,a,b"],
    "a blank customer": [*CLEAN, "  ,2026-03-01T10:00:00Z,event,a,b"],
    "a missing event": [*CLEAN, "u1,2026-03-01T10:00:00Z,,a,b"],
    "padded cells": [*CLEAN, "u1, 2026-03-01T10:00:00Z ,event,a,b"],
    "a shortened id": [*CLEAN, "5.7E+17,2026-03-01T10:00:00Z,event,a,b"],
    "a telephone number for an id": [*CLEAN, "+49301234,2026-03-01T10:00:00Z,event,a,b"],
    "a row too long": [*CLEAN, "u1,2026-03-01T10:00:00Z,event,a,b,c"],
    "a row too short": [*CLEAN, "u1,2026-03-01T10:00:00Z,event,a", "u2,2026-03-01T10:00:00Z,event,a,b"],
    "one too long for one too short": [
        *CLEAN,
        "u1,2026-03-01T10:00:00Z,event,a,b,c",
        "u2,2026-03-01T10:00:00Z,event,a",
        CLEAN[0],
    ],
    "a quoted field": [*CLEAN, 'u1,2026-03-01T10:00:00Z,"event, two\nlines",a,b'],
    "a blank line": [*CLEAN, "", CLEAN[3]],
    "other formats far down": [*CLEAN * 25, "u1,2026-03-01 10:00,event,a,b", "u1,1772359200,event,a,b"],
    "times without an offset": [line.replace("Z", "") for line in CLEAN],
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_large_file_reads_like_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, end: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(end.join(["customer,at,event,plan,note", *CASES[name], ""]), newline="", encoding="utf-8")
    small = read(path, SourceKind.EVENTS, Answers(), "Europe/Berlin")
    monkeypatch.setattr(delimited, "LARGE", 1000)
    large = read(path, SourceKind.EVENTS, Answers(), "Europe/Berlin")
    assert isinstance(small.frame, pl.DataFrame)
    assert isinstance(large.frame, pl.LazyFrame)
    assert large.frame.collect().equals(small.frame)
    assert large.problems.equals(small.problems)
    assert large.notes == small.notes


def test_a_large_file_is_written_like_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["customer,at,event,plan,note", *CLEAN, *CLEAN[:10]]), encoding="utf-8")
    small = write_parquet(read(path, SourceKind.EVENTS), tmp_path / "small.parquet")
    monkeypatch.setattr(delimited, "LARGE", 1000)
    large = write_parquet(read(path, SourceKind.EVENTS), tmp_path / "large.parquet")
    assert small == large == Written(rows=len(set(CLEAN)), repeats=2010 - len(set(CLEAN)), known=0)
    frames = [pl.read_parquet(tmp_path / f"{name}.parquet").sort(pl.all()) for name in ("small", "large")]
    assert frames[0].equals(frames[1])
