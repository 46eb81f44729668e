"""The demo's map: lanes, the workshop's cards, and the edits that led from one version to the next (data/demo/map.toml)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from journey.demo.told import Day, Told
from journey.domain.words import LaneKind, Standing


class Lane(Told):
    """A row of the map."""

    name: str
    kind: LaneKind


class Card(Told):
    """A claim on the map, in a stage and in the lane of its kind."""

    key: str
    stage: str
    lane: LaneKind
    text: str
    standing: Standing = Standing.HYPOTHESIS
    team: str | None = None


class Edit(StrEnum):
    """What an edit does to the map."""

    ADD = "add"
    REWORD = "reword"
    MOVE = "move"
    EVIDENCE = "evidence"
    STRIKE = "strike"
    EMOTION = "emotion"


class MapEdit(Told):
    """One edit with its reason: of a card by its key, of a stage's assumed emotion, or a new card."""

    act: Edit
    why: str
    card: str | None = None
    key: str | None = None
    stage: str | None = None
    lane: LaneKind | None = None
    text: str | None = None
    standing: Standing | None = None
    team: str | None = None
    emotion: float | None = None


class Version(Told):
    """A named version: the edits since the one before, then saved by a person on a day."""

    number: int
    day: Day
    name: str
    why: str
    by: str
    edits: tuple[MapEdit, ...]


class Drawing(Told):
    """The map with its whole history."""

    lanes: tuple[Lane, ...] = Field(alias="lane")
    versions: tuple[Version, ...] = Field(alias="version")
    workshop: tuple[Card, ...] = Field(alias="card")
    workshop_emotion: dict[str, float]

    def cards(self, number: int) -> tuple[Card, ...]:
        """The cards of version `number`; a KeyError names an edit of a card that is not on the map."""
        cards = {card.key: card for card in self.workshop}
        for edit in self._edits(number):
            if edit.act is not Edit.EMOTION:
                card = _edited(cards, edit)
                cards[card.key] = card
        return tuple(cards.values())

    def emotions(self, number: int) -> dict[str, float]:
        """The assumed emotion of each stage in version `number`."""
        moved = {edit.stage: edit.emotion for edit in self._edits(number) if edit.stage and edit.emotion is not None}
        return {**self.workshop_emotion, **moved}

    def _edits(self, number: int) -> list[MapEdit]:
        return [edit for version in self.versions if version.number <= number for edit in version.edits]


def _edited(cards: dict[str, Card], edit: MapEdit) -> Card:
    if edit.act is Edit.ADD:
        return Card.model_validate(edit.model_dump(include=set(Card.model_fields), exclude_none=True))
    card = cards[edit.card or ""]
    changed: dict[Edit, dict[str, object]] = {
        Edit.REWORD: {"text": edit.text},
        Edit.MOVE: {"stage": edit.stage},
        Edit.EVIDENCE: {"standing": Standing.EVIDENCED},
        Edit.STRIKE: {"standing": Standing.STRUCK},
    }
    return card.model_copy(update=changed[edit.act])
