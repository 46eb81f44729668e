"""Reads who speaks from the beginning of a line: "Agent: ...", "[10:02] Ana Silva: ...", "Ana (10:02): ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import OTHER

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?[ T]?\s?)?"
_LABEL = re.compile(
    rf"\s{{0,40}}(?:[\[(]?(?P<day>{_DAY})(?P<clock>{_CLOCK})(?:[.,]\d{{1,3}})?\s?(?P<half>[AaPp]\.?[Mm]\.?)?[\])]?\s?[-–]?\s{{0,4}})?"
    rf"(?P<who>[^\W\d_][^:\[\]<>\n]{{0,39}}?)\s{{0,4}}(?:[\[(](?P<after>{_CLOCK})[\])])?\s?:(?:\s+|$)(?P<said>.*)",
    re.DOTALL,
)
_WORDS = 4
"""Words of a speaker's label; what has more before a colon is a sentence."""


@dataclass(frozen=True)
class Label:
    """The beginning of a turn: who, what, the time of day or offset in seconds, and the day as it is written."""

    who: str
    said: str
    clock: float | None = None
    day: str = ""


def label_of(line: str) -> Label | None:
    """The label that a line begins with: at most four words, with a capital unless they name a role; None for a mere sentence."""
    found = _LABEL.match(line)
    if not found or len(found["who"].split()) > _WORDS:
        return None
    who = found["who"].strip()
    if not who[0].isupper() and who[0].islower() and role_of(who) == OTHER:
        return None
    clock = found["clock"] or found["after"]
    return Label(who, found["said"].strip(), _seconds(clock, found["half"]) if clock else None, (found["day"] or "").strip(" ,T"))


def _seconds(clock: str, half: str | None) -> float:
    """Seconds of "1:02" (minutes, or hours with am or pm) or "10:33:05" (hours)."""
    parts = [int(part) for part in clock.split(":")]
    if half:
        parts = [parts[0] % 12 + (12 if half[0] in "Pp" else 0), *parts[1:], *([0] if len(parts) == 2 else [])]
    return float(sum(part * 60**power for power, part in enumerate(reversed(parts))))
