"""What a look at a week's data found, before anybody decided whether it is an alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that stands out: what left its usual range, a rule that fired, or the health of a source.

    Fields are named as on `Alert`, where they are told. metric_id and stage_id are None for a source's health.
    """

    since: date
    rule: str
    why: str
    worse: bool = True
    metric_id: int | None = None
    stage_id: int | None = None
    touchpoint_id: int | None = None
    source_id: int | None = None
    rule_id: int | None = None
    theme_id: int | None = None
    segment: str = ""
    softened: str = ""
    value: float | None = None
    n: int = 0
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    breakdown: tuple[dict[str, Any], ...] = ()
