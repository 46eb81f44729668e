"""Says what a journey's scope brief leaves open, and where it reaches too far or not far enough to be mapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_STAGES, FEWEST_STAGES = 10, 3
"""More stages than the first blur the picture; fewer than the second are seldom a journey."""
MOST_PERSONAS = 5
"""More than these on one map, and it is about nobody."""
MOST_METRICS = 5
"""With more marks of success than these, nobody can say whether the journey succeeds."""
LONGEST, SHORTEST = 366.0, 1 / 24
"""Days: over a year it is a lifecycle, under an hour a task."""

_UNITS = {
    "sec": 1 / 86_400, "min": 1 / 1_440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.5, "quarter": 91.5, "year": 365.0,
}  # fmt: skip
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(_WORDS, 1)}
_LENGTH = re.compile(rf"(\d+(?:[.,]\d+)?|\b(?:{'|'.join(_NUMBERS)})\b)[\s-]*({'|'.join(_UNITS)})[a-z]*", re.IGNORECASE)


class Kind(StrEnum):
    """What is the matter with a scope."""

    MISSING = "still to agree"
    BROAD = "too broad"
    NARROW = "too narrow"


class Rule(StrEnum):
    """Which rule a warning comes from."""

    PERSONA = "persona"
    GOAL = "goal"
    START = "start"
    END = "end"
    TIME = "time frame"
    SUCCESS = "success metrics"
    BASELINE = "baselines"
    MANY_STAGES = "many stages"
    MANY_PERSONAS = "many personas"
    MANY_METRICS = "many success metrics"
    LONG = "long time frame"
    FEW_STAGES = "few stages"
    ONE_TOUCHPOINT = "one touchpoint"
    SHORT = "short time frame"
    SAME_ENDS = "start is end"


@dataclass(frozen=True)
class Scope:
    """What a brief says, and how much the map under it holds; `without_baseline` names success metrics.

    `parts` counts the journeys that say they belong to this one.
    """

    goal: str = ""
    starts_with: str = ""
    ends_with: str = ""
    time_frame: str = ""
    personas: int = 0
    stages: int = 0
    steps: int = 0
    touchpoints: int = 0
    success: int = 0
    without_baseline: tuple[str, ...] = ()
    parts: int = 0


@dataclass(frozen=True)
class Warning:
    """One thing to mend before anybody maps: by which rule, and in words."""

    rule: Rule
    kind: Kind
    said: str


def warnings(scope: Scope) -> tuple[Warning, ...]:
    """What the brief leaves open, then where it is too broad, then where too narrow; nothing when all is well.

    Still to agree:
    1. A persona, 2. a goal, 3. where it starts, 4. where it ends, 5. how long it takes, 6. success metrics.
    7. Every success metric has a baseline: without one nobody can say later that it moved.

    Too broad, unless other journeys are part of it (a lifecycle is allowed to be long):
    8. More than MOST_STAGES stages.
    9. More than MOST_PERSONAS personas.
    10. More than MOST_METRICS success metrics.
    11. It takes longer than LONGEST.

    Too narrow:
    12. It has stages, but fewer than FEWEST_STAGES.
    13. Its steps meet the company in one touchpoint only: that is an interaction.
    14. It takes less than SHORTEST: that is a task.
    15. It ends with the very thing it starts with.
    """
    return (*_missing(scope), *(() if scope.parts else _broad(scope)), *_narrow(scope))


def _missing(scope: Scope) -> Sequence[Warning]:
    wanted = (
        (Rule.PERSONA, scope.personas, "whose journey it is: a persona"),
        (Rule.GOAL, scope.goal.strip(), "the goal, for customers and for you"),
        (Rule.START, scope.starts_with.strip(), "where it starts"),
        (Rule.END, scope.ends_with.strip(), "where it ends"),
        (Rule.TIME, scope.time_frame.strip(), "how long it takes"),
        (Rule.SUCCESS, scope.success, "success metrics: two or three that say whether it succeeds"),
    )
    found = [Warning(rule, Kind.MISSING, words) for rule, said, words in wanted if not said]
    if scope.without_baseline:
        names = ", ".join(scope.without_baseline)
        found.append(Warning(Rule.BASELINE, Kind.MISSING, f"where the success metrics stand today: no baseline for {names}"))
    return found


def _broad(scope: Scope) -> Sequence[Warning]:
    days = lasts(scope.time_frame)
    found = {
        Rule.MANY_STAGES: scope.stages > MOST_STAGES,
        Rule.MANY_PERSONAS: scope.personas > MOST_PERSONAS,
        Rule.MANY_METRICS: scope.success > MOST_METRICS,
        Rule.LONG: days is not None and days > LONGEST,
    }
    said = {
        Rule.MANY_STAGES: f"{scope.stages} stages: take one journey for the whole and others for its parts",
        Rule.MANY_PERSONAS: f"{scope.personas} personas on one map: a map about everybody is about nobody",
        Rule.MANY_METRICS: f"{scope.success} success metrics: keep the two or three that decide",
        Rule.LONG: "it takes more than a year: that is a lifecycle, map its journeys one by one",
    }
    return [Warning(rule, Kind.BROAD, said[rule]) for rule, holds in found.items() if holds]


def _narrow(scope: Scope) -> Sequence[Warning]:
    days = lasts(scope.time_frame)
    start, end = (" ".join(text.casefold().split()) for text in (scope.starts_with, scope.ends_with))
    found = {
        Rule.FEW_STAGES: 0 < scope.stages < FEWEST_STAGES,
        Rule.ONE_TOUCHPOINT: scope.steps > 0 and scope.touchpoints == 1,
        Rule.SHORT: days is not None and days < SHORTEST,
        Rule.SAME_ENDS: bool(start) and start == end,
    }
    said = {
        Rule.FEW_STAGES: f"{scope.stages} {'stage' if scope.stages == 1 else 'stages'}: most journeys have four to eight",
        Rule.ONE_TOUCHPOINT: "one touchpoint: that is an interaction, take in what happens before and after it",
        Rule.SHORT: "it is over within the hour: that is a task, take in what leads to it and what follows",
        Rule.SAME_ENDS: "it ends with what it starts with: say what the customer has at the end",
    }
    return [Warning(rule, Kind.NARROW, said[rule]) for rule, holds in found.items() if holds]


def lasts(text: str) -> float | None:
    """The longest time that an English phrase names, in days, as of "about 90 days" or "two weeks"; None if it names none."""
    found = [_number(number) * _UNITS[unit.lower()] for number, unit in _LENGTH.findall(text)]
    return max(found, default=None)


def _number(text: str) -> float:
    return float(_NUMBERS.get(text.lower(), 0) or text.replace(",", "."))
