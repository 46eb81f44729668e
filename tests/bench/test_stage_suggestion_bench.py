"""How often the stage of a text is suggested right, first and among three, from descriptions and examples: prints the tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from journey.analysis.text.stage_suggestion import Example, Place, learn_places
from tests.bench.listened_texts import STAGES, banking_intents, telecom_stages

Texts = tuple[list[str], list[str]]
TESTED = 1000


def described(names: list[str]) -> list[Place]:
    """Stages with a description where there is one; an intent has only its name."""
    return [Place(at, name.replace("_", " "), STAGES.get(name, "")) for at, name in enumerate(names)]


def ours(places: list[Place], train: list[str], of: list[int], test: list[str], others: list[str]) -> np.ndarray:
    examples = [Example(text, stage) for text, stage in zip(train, of, strict=True)]
    suggester = learn_places(places, examples, texts=others, language="en")
    return suggester.stages.shares(test)[:, :-1]


def plain(model: object) -> Callable[..., np.ndarray]:
    def told(places: list[Place], train: list[str], of: list[int], test: list[str], others: list[str]) -> np.ndarray:
        vectors = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)).fit(train)
        fitted = model.fit(vectors.transform(train), of)  # type: ignore[attr-defined]
        found = np.zeros((len(test), len(places)))
        found[:, fitted.classes_] = fitted.predict_proba(vectors.transform(test))
        return found

    return told


METHODS: dict[str, Callable[..., np.ndarray]] = {
    "TF-IDF kNN": plain(KNeighborsClassifier(5, metric="cosine", weights="distance")),
    "TF-IDF logistic": plain(LogisticRegression(C=10, max_iter=200)),
    "ours": ours,
}


def top(shares: np.ndarray, of: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-shares, axis=1, kind="stable")
    return float((order[:, 0] == of).mean()), float((order[:, :3] == of[:, None]).any(axis=1).mean())


def split(of: np.ndarray, examples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Examples of each stage, at most half of what it has, and texts to test on."""
    random = np.random.default_rng(seed)
    train = np.concatenate(
        [
            random.permutation(own)[: min(examples, len(own) // 2)]
            for own in (np.flatnonzero(of == k) for k in range(of.max() + 1))
        ]
    )
    return train, random.permutation(np.setdiff1d(np.arange(len(of)), train))[:TESTED]


@pytest.mark.realdata
@pytest.mark.timeout(1800)
@pytest.mark.benchmark(group="stage suggestion")
@pytest.mark.parametrize(
    ("name", "read", "steps"), [("telecom", telecom_stages, (0, 5, 10, 50)), ("banking", banking_intents, (0, 5, 10))]
)
def test_suggestions(
    name: str, read: Callable[[Path], Texts], steps: tuple[int, ...], benchmark: BenchmarkFixture, real_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    texts, labels = read(real_data)
    names = sorted(set(labels))
    of = np.array([names.index(label) for label in labels])
    places = described(names)
    lines, found = [], {}
    for examples in steps:
        for method, tell in METHODS.items() if examples else (("ours", ours),):
            runs = []
            for seed in range(2):
                train, test = split(of, examples, seed)
                given = ([texts[at] for at in train], of[train].tolist(), [texts[at] for at in test])
                began = time.process_time()
                runs.append((*top(tell(places, *given, texts), of[test]), time.process_time() - began))
            first, three, took = np.mean(runs, axis=0)
            found[method, examples] = (first, three)
            lines.append(f"{examples:9}  {method:18}{first:6.3f}{three:8.3f}{took:8.1f}")
    benchmark.pedantic(learn_places, args=(places,), kwargs={"texts": texts, "language": "en"}, rounds=1)
    with capsys.disabled():
        print(f"\n{name}: {len(texts):,} texts, {len(names)} stages\n examples  method             top-1   top-3   CPU s")
        print("\n".join(lines))
    assert found["ours", steps[-1]][0] > found["ours", 0][0]
    assert all(found["ours", n][0] >= found["TF-IDF kNN", n][0] for n in steps[1:])
