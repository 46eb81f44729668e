"""The whole story around the demo's data: who, the map, the work and the past weeks, told for one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journey.demo.board import Board
from journey.demo.cast import Cast
from journey.demo.diary import Diary
from journey.demo.drawing import Drawing
from journey.demo.friday import Friday
from journey.demo.told import told
from journey.demo.work import Work


@dataclass(frozen=True)
class Story:
    """What the acts will write beside the imported data; parts name each other by key, stages by name."""

    cast: Cast
    drawing: Drawing
    board: Board
    work: Work
    friday: Friday
    diary: Diary


def story(today: date) -> Story:
    """The story as it stands at the beginning of today's week."""
    return Story(
        told(Cast, "journey", today), told(Drawing, "map", today), told(Board, "board", today), told(Work, "work", today),
        told(Friday, "friday", today), told(Diary, "weeks", today),
    )  # fmt: skip
