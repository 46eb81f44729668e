"""Calls and chats between Tallyfern's support and its customers, with the personal data that people say out loud."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from journey.demo.eventlog import instants
from journey.demo.visits import Rng, Span
from journey.demo.world import World, read_toml

AGENT, CUSTOMER = "agent", "customer"
_ROLES = {"A": AGENT, "C": CUSTOMER, "S": AGENT, "B": CUSTOMER}


@dataclass(frozen=True)
class Speaker:
    """Somebody in a conversation; `role` is agent or customer."""

    name: str
    role: str


@dataclass(frozen=True)
class Turn:
    """One utterance: who, how many seconds after the start, what."""

    speaker: str
    seconds: float
    text: str


@dataclass(frozen=True)
class Conversation:
    """A call or chat as it was recorded, nothing redacted yet; `at` is UTC."""

    id: str
    kind: str
    at: datetime
    stage: str
    theme: str
    customer: str
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]


def conversations(world: World, span: Span, rng: Rng) -> tuple[Conversation, ...]:
    """Every dialogue of `data/demo/conversations.toml` on its day, in order of time, each with a company of its own."""
    raw = read_toml("conversations")
    held = sorted(raw["dialogue"], key=lambda dialogue: int(dialogue["day"]))
    moments = [span.days + dialogue["day"] + float(rng.uniform(8.5, 17.0)) / 24 for dialogue in held]
    starts = pl.DataFrame({"moment": moments}).select(instants(span, world.timezone)).to_series().to_list()
    cast = [_caller(raw["people"], int(number), rng) for number in rng.permutation(len(held))]
    return tuple(
        _held(raw, dialogue, caller, rng, id=f"conv-{number + 101}", start=start)
        for number, (dialogue, start, caller) in enumerate(zip(held, starts, cast, strict=True))
    )


def _caller(people: dict[str, list[str]], number: int, rng: Rng) -> dict[str, str]:
    """An invented customer with a company, a mail address and a telephone number; different for every number."""
    first, last = (people[part][number % len(people[part])] for part in ("first", "last"))
    company = f"{last} {people['form'][int(rng.integers(len(people['form'])))]}"
    return {
        "name": f"{first} {last}",
        "first": first,
        "company": company,
        "colleague": f"{people['colleague'][number % len(people['colleague'])]} {last}",
        "mail": f"{first}.{last}@{last}-{company.rsplit(maxsplit=1)[-1]}.example".lower(),
        "phone": people["phone"][number % len(people["phone"])].format(n=rng.integers(100, 999)),
        "account": f"acc-{20_100 + 211 * number}",
    }


def _held(
    raw: dict[str, Any], dialogue: dict[str, Any], caller: dict[str, str], rng: Rng, *, id: str, start: datetime
) -> Conversation:
    agent, specialist = (str(name) for name in rng.choice(raw["agents"], 2, replace=False))
    names = {"A": agent, "C": caller["name"], "S": specialist, "B": caller["colleague"]}
    fill = {
        **caller,
        "agent": agent.split()[0],
        "specialist": specialist.split()[0],
        "case": f"T-{rng.integers(40_000, 44_000)}",
        **{slot: str(rng.choice(options)) for slot, options in raw["slots"].items()},
    }
    lines = [
        *_one(raw["greetings"][dialogue["kind"]], rng),
        *dialogue["turns"],
        *_one(raw["farewells"][dialogue["mood"]], rng),
    ]
    turns = _timed([_said(line, fill) for line in lines], names, dialogue["kind"], rng)
    heard = dict.fromkeys(turn.speaker for turn in turns)
    roles = {names[letter]: role for letter, role in _ROLES.items()}
    return Conversation(
        id, dialogue["kind"], start, dialogue["stage"], dialogue["theme"], fill["account"],
        tuple(Speaker(name, roles[name]) for name in heard), turns,
    )  # fmt: skip


def _one(options: list[list[str]], rng: Rng) -> list[str]:
    return options[int(rng.integers(len(options)))]


def _said(line: str, fill: dict[str, str]) -> tuple[str, str]:
    letter, text = line.split(": ", 1)
    return letter, re.sub(r"\{(\w+)\}", lambda slot: fill[slot[1]], text)


def _timed(lines: list[tuple[str, str]], names: dict[str, str], kind: str, rng: Rng) -> tuple[Turn, ...]:
    """People speak about 2.6 words a second with short pauses; in a chat they type slower and let each other wait."""
    clock, turns = timedelta(0), []
    pace, pause = (2.6, 1.2) if kind == "call" else (0.9, 9.0)
    for letter, text in lines:
        turns.append(Turn(names[letter], round(clock.total_seconds(), 1), text))
        clock += timedelta(seconds=len(text.split()) / pace + float(rng.exponential(pause)))
    return tuple(turns)
