"""Where the demo is played: the installation, the journey, what its names became in the database, and its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from journey.config import Settings
from journey.store.engine import Engine
from journey.store.readers import journeys as read
from journey.store.tables import Edited, told_at

E = TypeVar("E", bound=Edited)
Moment = tuple[datetime, Callable[[], object]]
"""Something that happened, and when."""


@dataclass(frozen=True)
class Scene:
    """The story's keys and names as ids; `owner` is the key of the journey's owner, who does what nobody else is said to."""

    engine: Engine
    settings: Settings
    journey: int
    zone: ZoneInfo
    owner: str
    people: dict[str, int]
    teams: dict[str, int]
    stages: dict[str, int]
    lanes: dict[str, int]
    metrics: dict[str, int]
    made: dict[tuple[str, str], int] = field(default_factory=dict)
    """Rows that the past brought: ("pain", key), ("change", key), ("action", key), ("card", key)."""

    def at(self, day: date, hour: float) -> datetime:
        """A moment of a day on the clocks of the journey's zone; 9.5 is half past nine."""
        return datetime.combine(day, time(), self.zone) + timedelta(hours=hour)

    def act(self, does: Callable[..., Any], /, **values: Any) -> Any:
        """Do an act on the journey as `by`, somebody of the story by key, the owner unless named."""
        return does(self.engine, by=self.people[values.pop("by", self.owner)], journey=self.journey, **values)

    def row(self, table: type[E], id: int) -> E:
        """A row as it stands, for the revision that an edit names."""
        return read.row(self.engine, table, id)

    def stage(self, name: str | None) -> int | None:
        """The id of a stage by its name."""
        return self.stages[name] if name else None

    def team(self, name: str | None) -> int | None:
        """The id of a team by its name."""
        return self.teams[name] if name else None


def play(moments: Iterable[Moment]) -> None:
    """Let everything happen in the order of time, each stamped with its moment."""
    for at, happens in sorted(moments, key=lambda moment: moment[0]):
        with told_at(at):
            happens()
