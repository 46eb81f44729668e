"""How often sentiment tells a customer's own score from their words, beside VADER: prints the tables.

JOURNEY_BENCH_LABELS caps the labels a data set (default 3,000).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from journey.analysis.text.sentiment import Band, Label, Sentiment, learn
from tests.bench.listened_texts import hospital_labels, telecom_labels

MOST = int(os.environ.get("JOURNEY_BENCH_LABELS", "3000"))
SETS: dict[str, Callable[[Path], list[Label]]] = {"telecom NPS": telecom_labels, "hospital sign": hospital_labels}


def sample(labels: list[Label]) -> list[Label]:
    return [labels[at] for at in np.random.default_rng(7).permutation(len(labels))[:MOST]]


def f1(labels: list[Label], told: list[int]) -> float:
    return float(f1_score([label.band for label in labels], told, average="macro"))


def told(model: Sentiment, labels: list[Label]) -> tuple[list[int], float]:
    """Bands told (neither where not scored), and how much surer the model is than it is right."""
    felt = model.feel([label.text for label in labels], ["en"] * len(labels))
    scored = [(feeling, label) for feeling, label in zip(felt, labels, strict=True) if feeling]
    right = np.mean([feeling.band == label.band for feeling, label in scored])
    over = float(np.mean([feeling.sure for feeling, _ in scored]) - right)
    return [int(feeling.band if feeling else Band.NEITHER) for feeling in felt], over


def vader(labels: list[Label]) -> list[int]:
    """VADER with its own limits of ±0.05."""
    analyser = SentimentIntensityAnalyzer()
    return np.digitize([analyser.polarity_scores(label.text)["compound"] for label in labels], [-0.05, 0.05]).tolist()


def crossed(labels: list[Label]) -> float:
    bands = [label.band for label in labels]
    found = np.zeros(len(labels), dtype=int)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(bands, bands):
        found[test] = told(learn([labels[at] for at in train]), [labels[at] for at in test])[0]
    return f1(labels, found.tolist())


def curve(labels: list[Label]) -> dict[int, tuple[float, float]]:
    """Macro-F1 and overconfidence on 800 texts after 0, 100 and 1,000 labels, mean of three draws; the rest are unscored."""
    test, pool = labels[:800], labels[800:]
    found = {}
    for n in (0, 100, 1000):
        runs = []
        for seed in range(3 if n else 1):
            drawn = [pool[at] for at in np.random.default_rng(seed).choice(len(pool), n, replace=False)]
            bands, over = told(learn(drawn, unscored={"en": [label.text for label in pool]}), test)
            runs.append((f1(test, bands), over))
        found[n] = (float(np.mean([run[0] for run in runs])), float(np.mean([run[1] for run in runs])))
    return found


@pytest.mark.realdata
@pytest.mark.timeout(1800)
@pytest.mark.benchmark(group="sentiment")
@pytest.mark.parametrize("name", SETS)
def test_sentiment_beside_vader(
    name: str, benchmark: BenchmarkFixture, real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = sample(SETS[name](real_data))
    steps = curve(labels)
    ours = benchmark.pedantic(crossed, args=(labels,), rounds=1)
    peer = f1(labels, vader(labels))
    with capsys.disabled():
        print(f"\n{name}, {len(labels):,} labels, macro-F1 of three bands")
        print(f"{'VADER':28}{peer:.3f}\n{'ours, 5-fold':28}{ours:.3f}")
        for n, (score, over) in steps.items():
            print(f"{f'ours after {n:,} labels':28}{score:.3f}   surer than right by {over:+.3f}")
    assert ours > peer + 0.1
    assert steps[0][0] < steps[1000][0]
