"""How well themes agree with intents that people assigned, how stable they are, and what 100,000 verbatims cost: prints it."""

from __future__ import annotations

import multiprocessing
import random
import re
import resource
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.metrics import normalized_mutual_info_score

from journey.analysis.text.themes import TEXTS, find_themes
from tests.bench.listened_texts import banking_intents, hospital_labels, telecom_labels

MANY = 100_000


def frame(texts: list[str]) -> pl.DataFrame:
    n = len(texts)
    empty: list[Any] = [None] * n
    columns = {"id": range(1, n + 1), "text": texts, "language": ["en"] * n}
    return pl.DataFrame(columns | {"emotion": empty, "stage_id": empty}, schema=TEXTS)


def many(folder: Path) -> list[str]:
    """Texts of one to four real sentences, all different enough to be vectors of their own."""
    said = [label.text for label in (*telecom_labels(folder), *hospital_labels(folder))]
    sentences = [part for text in said for part in re.split(r"(?<=[.!?])\s+", text) if len(part) > 15]
    draw = random.Random(5)
    return [" ".join(draw.sample(sentences, draw.randint(1, 4))) for _ in range(MANY)]


def cost(folder: Path, answer: Any) -> None:
    """In a process of its own, so that its memory is its own."""
    texts = frame(many(folder))
    before = time.process_time()
    found = find_themes(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    answer.put((time.process_time() - before, peak, len(found.themes), found.assigned["theme_id"].null_count()))


@pytest.mark.realdata
@pytest.mark.timeout(1800)
@pytest.mark.benchmark(group="themes")
def test_agreement_with_intents(benchmark: BenchmarkFixture, real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, intents = banking_intents(real_data)
    found = benchmark.pedantic(find_themes, args=(frame(texts),), kwargs={"groups": 77}, rounds=1)
    of = found.assigned["theme_id"].fill_null(-1).to_list()
    agreement = normalized_mutual_info_score(intents, of)
    with capsys.disabled():
        print(f"\nNMI with 77 intents: {agreement:.3f}, {len(found.themes)} themes, {of.count(-1):,} of {len(of):,} of none")
    assert agreement > 0.6


@pytest.mark.realdata
@pytest.mark.timeout(1800)
@pytest.mark.benchmark(group="themes")
def test_stability(benchmark: BenchmarkFixture, real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Themes of 60 % of a survey, and of all of it two runs later: the share of texts that are still of the same theme."""
    texts = [label.text for label in telecom_labels(real_data)]
    whole = frame(random.Random(3).sample(texts, len(texts)))
    first = find_themes(whole.head(len(texts) * 6 // 10))
    second = find_themes(whole.head(len(texts) * 8 // 10), known=first.known)
    third = benchmark.pedantic(find_themes, args=(whole,), kwargs={"known": second.known}, rounds=1)
    afresh = find_themes(whole)
    both = first.assigned.join(third.assigned, on="id").drop_nulls()
    anew = first.assigned.join(afresh.assigned, on="id").drop_nulls()
    same = float((both["theme_id"] == both["theme_id_right"]).mean())  # type: ignore[arg-type]
    with capsys.disabled():
        print(f"\nsame theme two runs later: {same:.2f}; NMI {_nmi(both):.2f}, of themes found afresh {_nmi(anew):.2f}")
    assert same > 0.6


def _nmi(pairs: pl.DataFrame) -> float:
    return float(normalized_mutual_info_score(pairs["theme_id"], pairs["theme_id_right"]))


@pytest.mark.realdata
@pytest.mark.timeout(1800)
@pytest.mark.benchmark(group="themes")
def test_a_hundred_thousand(benchmark: BenchmarkFixture, real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = multiprocessing.get_context("spawn")

    def run() -> tuple[float, float, int, int]:
        answer = context.Queue()
        process = context.Process(target=cost, args=(real_data, answer))
        process.start()
        found: tuple[float, float, int, int] = answer.get(timeout=280)
        process.join()
        return found

    seconds, gigabytes, themes, of_none = benchmark.pedantic(run, rounds=1)
    with capsys.disabled():
        print(f"\n{MANY:,} texts: {seconds:.1f} CPU s, {gigabytes:.2f} GB at most, {themes} themes, {of_none:,} texts of none")
    assert seconds < 60
    assert gigabytes < 1.5
