"""How long 10 million events and 100,000 verbatims take to come in, beside what polars alone takes for the same file.

JOURNEY_BENCH_EVENTS sets another number of events. Each run is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

EVENTS = int(os.environ.get("JOURNEY_BENCH_EVENTS", "10000000"))
MEASURE = """
import json, resource, sys, time
from pathlib import Path
source, target = Path(sys.argv[1]), Path(sys.argv[2])
{imports}
start, cpu = time.perf_counter(), time.process_time()
{work}
status = Path("/proc/self/status")
# getrusage would also count the parent, from whom a new process inherits its peak.
peaks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
peak = int(peaks[0]) if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({{"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu,
    "mb": peak / 1024, "rows": rows}}))
"""
PLAIN = MEASURE.format(
    imports="import polars as pl",
    work="pl.scan_csv(source).sink_parquet(target)\nrows = pl.scan_parquet(target).select(pl.len()).collect().item()",
)
IMPORT = MEASURE.format(
    imports="from journey.domain.words import SourceKind\nfrom journey.sources import read, write_parquet",
    work="rows = write_parquet(read(source, SourceKind.EVENTS), target).rows",
)
VERBATIMS = MEASURE.format(
    imports="from journey.domain.words import SourceKind\nfrom journey.sources import Answers, read",
    work="rows = read(source, SourceKind.SURVEYS, Answers(scale='nps')).frame.lazy().collect().height",
)


def measured(code: str, source: Path, target: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", code, str(source), str(target)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def write_events(path: Path, count: int) -> None:
    numbers = np.random.default_rng(7)
    seconds = np.sort(numbers.integers(0, 365 * 86_400, count))
    frame = pl.DataFrame(
        {
            "customer": numbers.integers(0, max(count // 20, 1), count),
            "at": seconds,
            "event": numbers.integers(0, 20, count),
            "platform": numbers.integers(0, 4, count),
            "channel": numbers.integers(0, 8, count),
            "plan": numbers.integers(0, 3, count),
        }
    ).lazy()
    moment = (pl.lit(1_704_067_200) + pl.col("at")) * 1_000_000
    frame.select(
        pl.format("user_{}", pl.col("customer").cast(pl.String).str.zfill(7)).alias("customer"),
        moment.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("timestamp"),
        *(pl.format(f"{name} {{}}", pl.col(name)).alias(name) for name in ("event", "platform", "channel", "plan")),
    ).sink_csv(path)


@pytest.mark.timeout(1800)
def test_ten_million_events_take_at_most_three_times_plain_polars(
    tmp_path: Path, benchmark: object, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "events.csv"
    write_events(source, EVENTS)
    rounds = [
        (measured(PLAIN, source, tmp_path / "p.parquet"), measured(IMPORT, source, tmp_path / "i.parquet")) for _ in range(3)
    ]
    rounds.sort(key=lambda pair: pair[1]["seconds"] / pair[0]["seconds"])
    plain, ours = rounds[1]
    benchmark.pedantic(lambda: None)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(f"\n{EVENTS:,} events      seconds    CPU s   peak MB")
        for name, run in (("scan_csv.sink_parquet", plain), ("read and write", ours)):
            print(f"{name:22}{run['seconds']:7.1f}  {run['cpu']:7.1f}   {run['mb']:7.0f}")
        print(f"ratio                 {ours['seconds'] / plain['seconds']:7.2f}  {ours['cpu'] / plain['cpu']:7.2f}")
    assert ours["rows"] == pl.scan_csv(source).unique().select(pl.len()).collect(engine="streaming").item()
    assert ours["mb"] < 2048
    assert ours["seconds"] <= 3 * plain["seconds"]


def test_a_hundred_thousand_verbatims_take_seconds(tmp_path: Path, benchmark: object, capsys: pytest.CaptureFixture[str]) -> None:
    source, chosen = tmp_path / "answers.csv", random.Random(3)
    words = ["the", "order", "came", "late,", "but", "support", "was", "kind", "and", 'said "sorry"', "twice\nin", "lines –"]
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "score", "comment"])
        for number in range(100_000):
            text = " ".join(chosen.choices(words, k=40))
            writer.writerow([f"{number % 28 + 1}/03/2026 10:{number % 60:02}", chosen.randrange(11), text])
    start = time.perf_counter()
    run = measured(VERBATIMS, source, tmp_path / "none")
    benchmark.pedantic(lambda: None)  # type: ignore[attr-defined]
    with capsys.disabled():
        print(f"\n100,000 verbatims: {run['seconds']:.1f} s, {run['mb']:.0f} MB, process {time.perf_counter() - start:.1f} s")
    assert run["rows"] == 100_000
    assert run["seconds"] < 60
