"""How much redaction finds in eight locales, what it takes wrongly, and how fast it is: prints the table."""

from __future__ import annotations

from collections import Counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from journey.analysis.redact import redact_many
from tests.bench.redact_corpus import LOCALES, Sample, hard_negatives, private, remains

SAMPLES = private(250, seed=11)
HARD = hard_negatives(3000, seed=11)


@pytest.mark.benchmark(group="redaction")
def test_texts_a_second(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [sample.text for sample in (*SAMPLES, *HARD)]
    redact_many(texts[:200])
    redacted, _ = benchmark(redact_many, texts)
    with capsys.disabled():
        print(f"\n{table(SAMPLES, redacted)}\n{wrongly(HARD, redacted[len(SAMPLES) :])}")
        if benchmark.stats:
            print(f"{len(texts) / benchmark.stats['mean']:,.0f} texts a second")


def table(samples: list[Sample], redacted: list[str]) -> str:
    """Recall by kind and locale."""
    found, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for sample, text in zip(samples, redacted, strict=False):
        for where in (sample.locale, "all"):
            total[sample.kind, where] += 1
            found[sample.kind, where] += not remains(sample, text)
    kinds = list(dict.fromkeys(kind for kind, _ in total))
    rows = [f"{'recall':8}" + "".join(f"{where:>8}" for where in (*LOCALES, "all"))]
    rows += [
        f"{kind:8}" + "".join(f"{found[kind, where] / total[kind, where]:8.3f}" for where in (*LOCALES, "all")) for kind in kinds
    ]
    return "\n".join(rows)


def wrongly(samples: list[Sample], redacted: list[str]) -> str:
    lost = sum(sample.value not in text for sample, text in zip(samples, redacted, strict=True))
    return f"hard negatives wrongly removed: {1000 * lost / len(samples):.1f} in 1,000"
