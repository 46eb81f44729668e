"""The words of customers: a small grammar that turns theme, mood and chance into what somebody might have typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.demo.world import read_toml

NEGATIVE, MIXED, POSITIVE = "negative", "mixed", "positive"
_SLOT = re.compile(r"\{(\w+)\}")
_SLIPS = (("receive", "recieve"), ("because", "becuase"), ("please", "pls"), ("definitely", "definately"),
          ("the same", "teh same"), ("accounts", "acounts"), ("again", "agian"), ("really", "realy"))  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """What customers talk about at a stage: the topic as support files it, and sentences by sentiment."""

    key: str
    topic: str
    stage: str
    weight: float
    resolve_hours: float
    positive: list[str]
    mixed: list[str]
    negative: list[str]
    asks: list[str]

    def cores(self, sentiment: str) -> list[str]:
        cores: list[str] = getattr(self, sentiment)
        return cores


@dataclass(frozen=True)
class Grammar:
    """All themes by key, the fillers of {slots}, and the openers and closers of each voice."""

    themes: dict[str, Theme]
    slots: dict[str, list[str]]
    voice: dict[str, list[str]]

    def of_stage(self, stage: str) -> list[Theme]:
        return [theme for theme in self.themes.values() if theme.stage == stage]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar as `data/demo/themes.toml` holds it."""
    raw = read_toml("themes")
    themes = {item["key"]: Theme(**item) for item in raw["theme"]}
    return Grammar(themes, raw["slots"], raw["voice"])


class Chance:
    """A row of drawn integers that is spent one choice at a time; cheaper than asking a generator for each."""

    def __init__(self, draws: NDArray[np.int64]) -> None:
        self._draws = iter(draws.tolist())

    def pick(self, options: list[Any]) -> Any:
        return options[next(self._draws) % len(options)]

    def hit(self, share: float) -> bool:
        return bool(next(self._draws) % 1000 < share * 1000)


DRAWS = 24
"""How many choices one text may need at most."""


def draw(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Chances for n texts, one row each."""
    return rng.integers(0, 2**31, size=(n, DRAWS))


def verbatim(theme: str, sentiment: str, row: NDArray[np.int64]) -> str:
    """What somebody adds to a score."""
    words, chance = grammar(), Chance(row)
    cores = words.themes[theme].cores(sentiment)
    text = str(chance.pick(cores))
    if chance.hit(0.16):
        text = _with_another(text, cores, chance)
    if chance.hit(0.28):
        text = _join(str(chance.pick(words.voice[f"{sentiment}_openers"])), text)
    if chance.hit(0.24):
        text += " " + chance.pick(words.voice["details"])
    if chance.hit(0.34):
        text += " " + chance.pick(words.voice[f"{sentiment}_closers"])
    return _typed(_filled(text, words, chance), chance)


def ticket_text(theme: str, row: NDArray[np.int64]) -> str:
    """What somebody writes to support: a greeting, what happened, mostly a question, sometimes a name-less close."""
    words, chance = grammar(), Chance(row)
    cores = words.themes[theme].cores(NEGATIVE if chance.hit(0.86) else MIXED)
    text = _join(str(chance.pick(words.voice["ticket_openers"])), str(chance.pick(cores)))
    if chance.hit(0.22):
        text = _with_another(text, cores, chance)
    if chance.hit(0.30):
        text += " " + chance.pick(words.voice["details"])
    if chance.hit(0.68):
        text += " " + chance.pick(words.themes[theme].asks)
    if chance.hit(0.45):
        text = f"{text} {chance.pick(words.voice['thanks'])}".rstrip()
    return _typed(_filled(text, words, chance), chance)


def _with_another(text: str, cores: list[str], chance: Chance) -> str:
    """Some have two things to say."""
    second = str(chance.pick(cores))
    return text if second in text else f"{text} {second}"


def _join(opener: str, text: str) -> str:
    """Go on in lower case after a comma or colon, but keep I, names and acronyms as they are."""
    first = text.split(" ", 1)[0].strip(",.:")
    keeps = opener.rstrip().endswith(".") or first in {"I", "VAT", "IBAN", "Kassabok", "Nordic", "Tallyfern"} or "{" in first
    return opener + (text if keeps else text[0].lower() + text[1:])


def _filled(text: str, words: Grammar, chance: Chance) -> str:
    """Fill slots, the same one the same way throughout; mend the article before and the capital at a sentence's start."""
    fillers: dict[str, str] = {}
    done, end = "", 0
    for slot in _SLOT.finditer(text):
        done += text[end : slot.start()]
        filler = fillers.setdefault(slot[1], str(chance.pick(words.slots[slot[1]])))
        if re.search(r"(^|\s)a $", done) and filler[0] in "aeio":
            done = done[:-1] + "n "
        starts = not done or done.rstrip().endswith((".", "?", "!"))
        done += filler[0].upper() + filler[1:] if starts else filler
        end = slot.end()
    return done + text[end:]


def _typed(text: str, chance: Chance) -> str:
    """As fingers leave it: some write all in lower case, forget the last stop, or slip."""
    if chance.hit(0.13):
        text = text.lower()
    if chance.hit(0.22):
        text = text.rstrip(".")
    if chance.hit(0.10):
        right, wrong = chance.pick(list(_SLIPS))
        text = text.replace(right, wrong)
    return text
