"""How long 10,000 conversations take to be read and redacted, beside what json.loads alone takes for the same file.

JOURNEY_BENCH_CONVERSATIONS sets another number.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from journey.routine.data.heard import hear
from journey.sources.talks.reading import read_conversations

COUNT = int(os.environ.get("JOURNEY_BENCH_CONVERSATIONS", "10000"))
TURNS = 20
FIRST = ["Ana", "Petra", "Tom", "Jo", "Maria", "Luis", "Karl", "Emma"]
LAST = ["Silva", "Hoffmann", "Berg", "Li", "Santos", "Weber"]
SAID = [
    "My order {} has not arrived and I have been waiting since Monday.",
    "I called twice and nobody could tell me where order {} is.",
    "Please write to somebody.{}@example.com when it is there.",
    "You can reach me at +351 912 {} {}.",
    "That is fine, thank you very much for your help.",
    "No, the app shows an error when I try to pay with my card.",
]


def talk(number: int, rng: random.Random) -> dict[str, Any]:
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    turns = []
    for place in range(TURNS):
        words = rng.choice(SAID)
        text = words.format(*(rng.randint(100, 999) for _ in range(words.count("{}"))))
        text = f"How can I help you, {name}?" if place == 0 else text
        turns.append(
            {"speaker": "customer" if place % 2 else "agent", "text": text, "start": place * 6.5, "end": place * 6.5 + 5}
        )
    at = f"2026-11-{number % 20 + 1:02d}T09:00:00Z"
    return {"id": f"c-{number}", "channel": "voice", "started_at": at, "customer_name": name, "turns": turns}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = random.Random(7)
    path = tmp_path_factory.mktemp("bench") / "calls.json"
    path.write_text(json.dumps([talk(number, rng) for number in range(COUNT)]))
    return path


def test_json_alone(benchmark: Any, file: Path) -> None:
    assert len(benchmark.pedantic(lambda: json.loads(file.read_text()), rounds=3)) == COUNT


def test_conversations_are_read(benchmark: Any, file: Path) -> None:
    found = benchmark.pedantic(lambda: read_conversations(file), rounds=2)
    assert sum(len(one.turns) for one in found.conversations) == COUNT * TURNS


def test_conversations_are_read_and_redacted(benchmark: Any, file: Path) -> None:
    begun = time.process_time()
    heard = benchmark.pedantic(lambda: hear(file, "UTC"), rounds=1)
    benchmark.extra_info["texts_per_cpu_second"] = COUNT * TURNS / (time.process_time() - begun)
    assert heard.result.frame.lazy().collect().height == COUNT
