"""Money: what a metric is worth, and the scenarios that ask what a change of the journey would bring."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from journey.domain.words import WorthKind
from journey.store.tables._base import Edited, Word


class Worth(Edited, table=True):
    """What one unit of a metric is worth for one customer, in the journey's currency, with its range and where that is from.

    One more success of a rate, one more contact of a count, one point of a score, one hour of a duration. Always positive:
    whether more of the metric is money won or lost follows from the metric's direction.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    metric_id: int = Field(foreign_key="metric.id", index=True, ondelete="CASCADE")
    kind: WorthKind = Field(sa_type=Word(WorthKind))
    amount: float
    low: float
    high: float
    source: str = Field(max_length=400)
    noted_on: date


class Scenario(Edited, table=True):
    """A named question to the journey as it was observed until `base_week`: what if these levers were pulled?

    `levers` are what journey.analysis.scenarios reads; with the seed and the base week the answer can be had again.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    note: str = ""
    levers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    weeks: int = 12
    seed: int = 1
    base_week: str = Field(max_length=8)
