"""How much redaction finds in eight locales, what it takes wrongly, and how fast it is: prints the table."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from journey.analysis.redact import redact, redact_many
from tests.bench import redact_chatty as chats
from tests.bench.redact_corpus import LOCALES, Sample, hard_negatives, private, remains

SAMPLES = private(250, seed=11)
HARD = hard_negatives(3000, seed=11)


def _people(size: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = (f"Q{a}{b}{c}x" for a in letters for b in letters for c in letters)
    return "".join(islice((f"Dear Anna {word}, " for word in words), size // 17))[:size]


def _repeated(part: str) -> Callable[[int], str]:
    return lambda size: (part * size)[:size]


LONG: dict[str, Callable[[int], str]] = {
    "people": _people,
    **{
        part: _repeated(part)
        for part in ("1 ", "4111 ", "a@a.", "http://a?token", "account number is ", "at dot ", "My name is ")
    },
}
"""Texts of any length that make it look many times at the same characters, if anything does."""


@pytest.mark.benchmark(group="redaction")
def test_texts_a_second(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [sample.text for sample in (*SAMPLES, *HARD)]
    redact_many(texts[:200])
    redacted, _ = benchmark(redact_many, texts)
    with capsys.disabled():
        print(f"\n{table(SAMPLES, redacted)}\n{wrongly(HARD, redacted[len(SAMPLES) :])}")
        if benchmark.stats:
            print(f"{len(texts) / benchmark.stats['mean']:,.0f} texts a second")


@pytest.mark.benchmark(group="redaction of chats and speech")
@pytest.mark.parametrize("locales", [chats.LOCALES, chats.HELD_OUT], ids=["looked at", "held out"])
def test_chats_and_speech(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str], locales: dict[str, str]) -> None:
    said = chats.chatty(150, seed=12, locales=locales)
    redacted = benchmark.pedantic(lambda: [redact(s.text, known_names=[s.known] if s.known else ()).text for s in said], rounds=1)
    found, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each, text in zip(said, redacted, strict=True):
        for where in (each.language, "all"):
            total[each.kind, where] += 1
            found[each.kind, where] += not chats.gives_away(each, text)
    hard = chats.hard(3000, seed=12)
    lost = sum(each.value not in redact(each.text).text for each in hard)
    with capsys.disabled():
        print(f"\n{_table(found, total, (*locales, 'all'))}\nwrongly removed: {1000 * lost / len(hard):.1f} in 1,000")


@pytest.mark.benchmark(group="redaction of long texts")
@pytest.mark.parametrize("shape", LONG)
def test_a_long_text_takes_as_long_as_its_parts(benchmark: BenchmarkFixture, shape: str) -> None:
    """One text of 256,000 characters beside sixteen of a sixteenth of it, in turns, in the same run."""
    text = LONG[shape](256_000)
    parts = [LONG[shape](16_000)] * 16
    whole, apart = zip(*[(cpu(text), cpu(*parts)) for _ in range(3)], strict=True)
    benchmark.extra_info["times as long as its parts"] = round(min(whole) / min(apart), 2)
    benchmark.pedantic(redact, (text,), rounds=1)
    assert min(whole) < 3 * min(apart)


def cpu(*texts: str) -> float:
    """CPU seconds to redact the texts, without the garbage of whatever else this process holds."""
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        for text in texts:
            redact(text)
        return time.process_time() - begin
    finally:
        gc.enable()


def table(samples: list[Sample], redacted: list[str]) -> str:
    """Recall by kind and locale."""
    found, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for sample, text in zip(samples, redacted, strict=False):
        for where in (sample.locale, "all"):
            total[sample.kind, where] += 1
            found[sample.kind, where] += not remains(sample, text)
    return _table(found, total, (*LOCALES, "all"))


def _table(found: Counter[tuple[str, str]], total: Counter[tuple[str, str]], columns: tuple[str, ...]) -> str:
    rows = [f"{'recall':14}" + "".join(f"{where:>8}" for where in columns)]
    for kind in dict.fromkeys(kind for kind, _ in total):
        shares = (f"{found[kind, where] / total[kind, where]:8.3f}" if total[kind, where] else " " * 8 for where in columns)
        rows.append(f"{kind:14}" + "".join(shares))
    return "\n".join(rows)


def wrongly(samples: list[Sample], redacted: list[str]) -> str:
    lost = sum(sample.value not in text for sample, text in zip(samples, redacted, strict=True))
    return f"hard negatives wrongly removed: {1000 * lost / len(samples):.1f} in 1,000"
