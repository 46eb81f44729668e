"""What a scenario may change of the journey: a lever a kind, each said in a sentence, each written as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from journey.domain.format import number
from journey.errors import Refused

GOAL = 0
"""Stands for the goal where a stage's id is asked for."""


@dataclass(frozen=True)
class Rate:
    """`by` of 1 more (or fewer) of a stage's visits go on: to any later stage or the goal, or by one way only, to stage `to`.

    With `only`, a value of the attribute that passages are told apart by, it is these customers alone.
    """

    stage: int
    by: float
    to: int | None = None
    only: str = ""


@dataclass(frozen=True)
class Pace:
    """Going on from a stage takes `factor` times as long."""

    stage: int
    factor: float
    only: str = ""


@dataclass(frozen=True)
class Share:
    """`share` of those who set out have this value, say of the channel they come by, instead of as many as now."""

    only: str
    share: float


@dataclass(frozen=True)
class Capacity:
    """A stage where people do the work, or one channel of it, can take `then` visits a week; today it can take `now`."""

    stage: int
    now: float
    then: float
    only: str = ""


@dataclass(frozen=True)
class Outage:
    """From the first day of week `week` on nobody goes on from a stage for `days` days; `leave` of 1 give up meanwhile."""

    stage: int
    week: int
    days: float
    leave: float = 0.0


@dataclass(frozen=True)
class Arrivals:
    """`factor` times as many set out."""

    factor: float


@dataclass(frozen=True)
class Contacts:
    """A visit to a stage brings `factor` times as many contacts."""

    stage: int
    factor: float


Lever = Rate | Pace | Share | Capacity | Outage | Arrivals | Contacts
KINDS: dict[str, type[Lever]] = {
    "rate": Rate, "pace": Pace, "share": Share, "capacity": Capacity, "outage": Outage, "arrivals": Arrivals,
    "contacts": Contacts,
}  # fmt: skip
LIMITS: dict[tuple[str, str], tuple[float, float]] = {
    ("rate", "by"): (-1, 1), ("pace", "factor"): (0.05, 20), ("share", "share"): (0, 1), ("capacity", "now"): (0.1, 1e9),
    ("capacity", "then"): (0.1, 1e9), ("outage", "week"): (1, 52), ("outage", "days"): (0.1, 84), ("outage", "leave"): (0, 1),
    ("arrivals", "factor"): (0, 20), ("contacts", "factor"): (0, 20),
}  # fmt: skip


def written(levers: Iterable[Lever], *, attribute: str = "") -> list[dict[str, Any]]:
    """The levers as plain values; those that name customers say by which attribute."""
    kinds = {kind: name for name, kind in KINDS.items()}
    rows = [{"kind": kinds[type(lever)], **asdict(lever)} for lever in levers]
    return [row | ({"attribute": attribute} if row.get("only") else {}) for row in rows]


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Lever, ...], str]:
    """The levers that `written` wrote, and the attribute they name ("" for none).

    Refused where a lever is not one, a value lies beyond what it can be, or two levers tell customers apart by two attributes.
    """
    attributes = {str(row["attribute"]) for row in rows if row.get("attribute")}
    if len(attributes) > 1:
        raise Refused(
            f"A scenario can tell customers apart by one attribute, not by {' and '.join(sorted(attributes))}. Nothing was "
            "changed. Make two scenarios and compare them."
        )
    return tuple(_read(row) for row in rows), next(iter(attributes), "")


def _read(row: Mapping[str, Any]) -> Lever:
    kind = str(row.get("kind", ""))
    table = KINDS.get(kind)
    if table is None:
        raise Refused(f"'{kind}' is not a lever. Nothing was changed. A lever is one of: {', '.join(KINDS)}.")
    known = {field.name for field in fields(table)}
    try:
        lever = table(**{name: value for name, value in row.items() if name in known})
    except TypeError:
        raise Refused(f"A lever '{kind}' is missing some of: {', '.join(sorted(known))}. Nothing was changed.") from None
    for (of, name), (low, high) in LIMITS.items():
        if of == kind and not low <= getattr(lever, name) <= high:
            raise Refused(
                f"The lever '{kind}' needs {name} between {number(low, 2)} and {number(high)}, not {getattr(lever, name)}. "
                "Nothing was changed."
            )
    return lever


def told(lever: Lever, stages: Mapping[int, str]) -> str:
    """What the lever does, in a sentence without its full stop."""
    where = stages.get(getattr(lever, "stage", -1), "a stage that is no longer here")
    of = f" of {lever.only}" if isinstance(lever, Rate | Pace | Capacity) and lever.only else ""
    match lever:
        case Rate(by=by, to=to):
            way = "go on" if to is None else f"go to {'the goal' if to == GOAL else stages.get(to, 'a stage no longer here')}"
            said = f"{_points(abs(by))} {'more' if by >= 0 else 'fewer'}{of} {way} from {where}"
        case Pace(factor=factor):
            said = f"Going on{of} from {where} takes {_percent(factor - 1, 'longer', 'less time')}"
        case Share(only=only, share=share):
            said = f"{number(100 * share)} % of those who set out are {only}"
        case Capacity(now=now, then=then):
            said = f"{where} can take {number(then)}{of} a week instead of {number(now)}"
        case Outage(week=week, days=days, leave=leave):
            gone = f", {number(100 * leave)} % give up" if leave else ""
            said = f"{where} stands still for {_days(days)} from week {week} on{gone}"
        case Arrivals(factor=factor):
            said = f"{_percent(factor - 1, 'more', 'fewer')} set out"
        case Contacts(factor=factor):
            said = f"{_percent(factor - 1, 'more', 'fewer')} contacts a visit at {where}"
    return said


def _points(by: float) -> str:
    points = number(100 * by, 0 if round(100 * by, 6) == round(100 * by) else 1)
    return f"{points} {'point' if points == '1' else 'points'}"


def _percent(change: float, more: str, less: str) -> str:
    return f"{number(abs(100 * change))} % {more if change >= 0 else less}"


def _days(days: float) -> str:
    said = number(days, 0 if days == round(days) else 1)
    return f"{said} {'day' if said == '1' else 'days'}"
