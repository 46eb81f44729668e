"""The KPIs that ship with the product, one data file each, read into values that cannot change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from journey.config import RESOURCES
from journey.domain.words import Direction, MetricKind, SourceKind
from journey.errors import JourneyError

FOLDER = RESOURCES / "kpis"
EITHER = ("task_success",)
"""KPIs that any one of their sources will do for; the others need all of them."""


@dataclass(frozen=True)
class KpiDefinition:
    """A KPI as its file tells it; `key`, the file's name, is the `formula` of every metric made from it."""

    key: str
    name: str
    kind: MetricKind
    unit: str
    """What stands after the value: "%", "of 7", "tickets"; empty where the value says it itself (a time, an NPS)."""
    direction: Direction
    leading: bool
    """True for an early sign, False for a result (lagging)."""
    critical: bool
    """Whether a new stage starts with it among its three."""
    needs: tuple[SourceKind, ...]
    """The kinds of source that it is computed from; any one of them will do for task success, contact rate needs both."""
    stage: str
    """Where on a journey it is usually measured, in words."""
    owner: str
    """The team that usually owns it."""
    why: str
    how: str
    """How it is computed, in a sentence or two."""


@cache
def load_kpis(folder: Path = FOLDER) -> dict[str, KpiDefinition]:
    """Every KPI of `folder` by key, in order of key.

    Raises JourneyError naming the file, and the field, that cannot be read.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def kpi(key: str) -> KpiDefinition:
    """The KPI of that key; a JourneyError lists the keys there are."""
    known = load_kpis()
    if key not in known:
        raise JourneyError(f"There is no KPI '{key}'. Choose one of: {', '.join(known)}.")
    return known[key]


def _read(path: Path) -> KpiDefinition:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise JourneyError(f"{path.name} is not a KPI file: {broken}. Mend the file or put the shipped one back.") from broken
    wanted = {field.name for field in fields(KpiDefinition)} - {"key"}
    if wrong := sorted(wanted ^ raw.keys()):
        raise JourneyError(f"{path.name}: these fields are missing or not known: {', '.join(wrong)}.")
    return KpiDefinition(key=path.stem, **{name: _field(path, name, raw[name]) for name in wanted})


def _field(path: Path, name: str, value: Any) -> Any:
    """The value of one field in its own type."""
    try:
        match name:
            case "kind":
                return MetricKind(value)
            case "direction":
                return Direction(value)
            case "needs":
                return tuple(SourceKind(kind) for kind in value)
            case "leading" | "critical":
                return _yes_or_no(value)
            case _:
                return " ".join(str(value).split())
    except ValueError as wrong:
        raise JourneyError(f"{path.name}, {name}: {wrong}.") from wrong


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"'{value}' is neither true nor false")
    return value
