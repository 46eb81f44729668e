"""The demo's board: the blueprint, feelings by persona, the future state, talk about a card (data/demo/board.toml)."""

from __future__ import annotations

from pydantic import Field

from journey.demo.told import Day, Told
from journey.domain.words import Future, LaneKind


class Lane(Told):
    """A lane that the map did not have, at a place from 0 or else below the others."""

    name: str
    kind: LaneKind
    at: int | None = None


class Card(Told):
    """A card that the board added."""

    key: str
    stage: str
    lane: LaneKind
    text: str
    team: str | None = None
    future: Future = Future.STAYS


class Feeling(Told):
    """What a persona is assumed to feel, by stage."""

    persona: str
    stages: dict[str, float]


class Gone(Told):
    """A card that the future has no more."""

    card: str


class HandOff(Told):
    """Work that passes from one card to another."""

    giver: str = Field(alias="from")
    to: str


class Comment(Told):
    """Something said about a card, perhaps as an answer to what was said just before."""

    card: str
    by: str
    text: str
    mentions: tuple[str, ...] = ()
    answers: bool = False


class Board(Told):
    """The afternoon on which the board came (data/demo/board.toml)."""

    day: Day
    by: str
    why: str
    lanes: tuple[Lane, ...] = Field(alias="lane")
    future_emotion: dict[str, float]
    feelings: tuple[Feeling, ...] = Field(alias="feeling")
    cards: tuple[Card, ...] = Field(alias="card")
    gone: tuple[Gone, ...]
    hand_offs: tuple[HandOff, ...] = Field(alias="hand_off")
    comments: tuple[Comment, ...] = Field(alias="comment")
