"""What a test says, in sentences that a leader can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journey.analysis.groups.measured import Measured, Way
from journey.analysis.groups.reading import Design, Look, Reading, Standing
from journey.analysis.groups.sides import Side
from journey.domain import format
from journey.domain.words import Direction, MetricKind, Verdict

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Told:
    """How a test's figures are told: as what kind of metric, in what unit, which way is hoped for."""

    name: str
    kind: MetricKind
    unit: str
    direction: Direction

    def value(self, side: Side) -> str:
        """A group's value with what it rests on: `64 % (770 of 1,203)`, `5.6 of 7 (n 87)`."""
        if self.kind is MetricKind.RATE and side.value is not None:
            return format.with_n(self.kind, side.value, side.tries, side.done)
        return f"{format.value(self.kind, side.value, unit=self.unit)} (n {format.number(side.counted)})"

    def size(self, amount: float) -> str:
        """A size without its sign: `5.0 points`."""
        return format.change(self.kind, abs(amount), unit=self.unit).lstrip("+−")

    def likely(self, look: Look) -> str:
        """The difference and its interval: `+5.4 points, likely +1.2 to +9.6 points`."""
        return f"{format.change(self.kind, look.effect, unit=self.unit)}, likely {self.reach(look)}"

    def reach(self, look: Look) -> str:
        """The interval alone: `+1.2 to +9.6 points`."""
        return format.between(self.kind, look.lo, look.hi, unit=self.unit)


def told_as(name: str, kind: MetricKind, unit: str, direction: Direction, measured: Measured | None) -> Told:
    """How a metric's figures are told when they are figures of customers: a count is one a customer."""
    if measured is None or measured.way is Way.SHARE:
        return Told(name, MetricKind.RATE, "", direction)
    if measured.way is Way.MEDIAN:
        return Told(name, MetricKind.DURATION, "", direction)
    if measured.per_customer:
        return Told(name, MetricKind.MEAN, unit if "per" in unit.split() else f"{unit or 'events'} a customer", direction)
    return Told(name, kind if kind is MetricKind.NPS else MetricKind.MEAN, unit, direction)


def verdict_of(reading: Reading, told: Told, smallest: float) -> Verdict | None:
    """What a test says of its change: the rules of Friday's verdicts, once it is over. None before it starts.

    Harmful, validated (with an effect that reaches the smallest worth having), rejected (that is ruled out), can't tell.
    """
    if reading.standing is Standing.PLANNED:
        return None
    if reading.standing is Standing.NOT_TO_BE_READ:
        return Verdict.CANT_TELL
    look = reading.last
    if not reading.over or look is None:
        return Verdict.CANT_TELL if reading.over else Verdict.TOO_EARLY
    sign = 1 if told.direction is Direction.UP else -1
    low, high = sorted((sign * look.lo, sign * look.hi))
    if high < 0:
        return Verdict.HARMFUL
    if low > 0 and sign * look.effect >= smallest:
        return Verdict.VALIDATED
    return Verdict.REJECTED if high < smallest else Verdict.CANT_TELL


def sentence(reading: Reading, design: Design, told: Told) -> str:
    """What may be said of the test now."""
    match reading.standing:
        case Standing.PLANNED:
            return f"It starts on {_day(design.starts_on)} and is looked at first on {_day(design.days[0])}."
        case Standing.NOT_TO_BE_READ:
            return f"Not to be read: {split(reading, design)}"
        case Standing.NOT_YET:
            return _not_yet(reading, design, told)
        case Standing.NO_DIFFERENCE:
            return f"No difference was seen. {_with(reading, design, told)} {_ruled_out(reading, design, told)}"
        case _:
            return f"{reading.standing.value.capitalize()}. {_with(reading, design, told)} {_when(reading, design)}"


def would_change(reading: Reading, design: Design, told: Told) -> str:
    """What would change what the test says."""
    match reading.standing:
        case Standing.PLANNED | Standing.NOT_YET:
            return "More customers: wait for the next look." if reading.next_look else "Another test, with more customers."
        case Standing.NOT_TO_BE_READ:
            return "Finding where customers of one group get lost, and another test."
        case Standing.NO_DIFFERENCE:
            return "A larger test, or a bolder change."
        case _:
            return f"Another test of the same that finds otherwise; with {told.name} at other times or other customers."


def split(reading: Reading, design: Design) -> str:
    """Whether the groups are as large as planned, in words; nothing while nobody came."""
    sides, ratio = reading.sides, reading.ratio
    if sides is None or ratio is None:
        return ""
    for name, side in ((design.first, sides.first), (design.second, sides.second)):
        if not side.came:
            return f"nobody came with “{name}”. Is it written as the data write it?"
    came = sides.first.came + sides.second.came
    share = f"{format.number(100 * sides.second.came / came, 1)} %"
    said = f"{format.number(sides.second.came)} of {format.number(came)} customers ({share}) have “{design.second}”"
    planned = f"{format.number(100 * design.share)} %"
    if ratio.holds:
        return f"{said}, as planned ({planned})."
    return f"{said}, and {planned} were planned. That is no chance: find where customers get lost before you read the result."


def _not_yet(reading: Reading, design: Design, told: Told) -> str:
    if reading.next_look is None:
        return "It is over, but too few customers are in its groups to compare them. Was the attribute in the data that came in?"
    sides = reading.sides
    both = (sides.first.counted + sides.second.counted) if sides else 0
    count = f"{format.number(both)} customers count so far" if both else "nobody counts so far"
    if design.needed and both:
        planned = round(2 * design.needed / (4 * design.share * (1 - design.share)))
        count = f"{format.number(both)} of about {format.number(planned)} customers count so far"
    if reading.last is None:
        return f"Not yet: {count}. The first look is on {_day(reading.next_look)}."
    look = reading.last
    said = f"anything from {told.reach(look)} was possible on {_day(look.sides.on)}"
    return f"Not yet: {said}, and {count}. The next look is on {_day(reading.next_look)}."


def _with(reading: Reading, design: Design, told: Told) -> str:
    look = reading.last
    if look is None:
        return "No look could be taken."
    first, second = (told.value(side) for side in (look.sides.first, look.sides.second))
    return f"{told.name} is {second} with “{design.second}” and {first} with “{design.first}”: {told.likely(look)}."


def _when(reading: Reading, design: Design) -> str:
    look = reading.last
    if look is None or design.looks == 1:
        return "That is more than chance."
    nth, last = len(reading.looks), look.sides.on == design.ends_on
    where = "at the last look" if last else f"at the {_ORDINALS[nth - 1]} look"
    early = " A test that is decided early shows its effect somewhat too large." if not last else ""
    return f"That is more than chance, {where}, on {_day(look.sides.on)}.{early}"


def _ruled_out(reading: Reading, design: Design, told: Told) -> str:
    look = reading.last
    if look is None:
        return ""
    sign = 1 if told.direction is Direction.UP else -1
    best = max(sign * look.lo, sign * look.hi)
    size = told.size(design.smallest)
    if best < design.smallest:
        return f"An effect of {size}, the least worth having, is ruled out."
    return f"An effect of {size}, the least worth having, is still possible: the test was too small to tell."


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%b}"
