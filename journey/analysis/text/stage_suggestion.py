"""Suggests the stage and touchpoint a text belongs to, from what they are called and what people accepted so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from journey.analysis.text.matching import Matcher, Spaces
from journey.analysis.text.one_core import one_core

SUGGESTIONS = 3
_MOST_TEXTS = 10_000
_SPOT_SURE = 0.4
"""Below this a stage is suggested without a touchpoint."""


@dataclass(frozen=True)
class Spot:
    """A touchpoint of a stage: its name and the events that happen there."""

    id: int
    name: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A stage as suggestions see it; `words` are whatever describes it: goal, customer actions, event names."""

    id: int
    name: str
    words: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Example:
    """A text that somebody placed: at a stage, perhaps at a touchpoint, or (both None) at none of these."""

    text: str
    stage_id: int | None
    touchpoint_id: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """Where a text may belong, None for none of these; `confidence`: of all stages and none it adds to 1."""

    stage_id: int | None
    touchpoint_id: int | None
    confidence: float


@dataclass(frozen=True)
class Suggester:
    """What was learned of a journey's stages; `examples` is how many accepted texts it stands on."""

    stages: Matcher
    spots: Matcher | None
    spot_stage: dict[int, int]
    examples: int

    def suggest(self, texts: Sequence[str], *, most: int = SUGGESTIONS) -> list[list[Suggestion]]:
        """Up to `most` suggestions a text, likeliest first; none of these is one of them where it is that likely."""
        if not texts:
            return []
        keys, places = self.stages.keys, self.stages.shares(texts)
        spots = self._spot_shares(texts)
        order = np.argsort(-places, axis=1, kind="stable")[:, :most]
        return [
            [Suggestion(keys[at], self._spot(keys[at], spots[row]), float(places[row, at])) for at in best]
            for row, best in enumerate(order.tolist())
        ]

    def _spot_shares(self, texts: Sequence[str]) -> list[dict[int | None, float]]:
        if self.spots is None:
            return [{}] * len(texts)
        return [dict(zip(self.spots.keys, row, strict=True)) for row in self.spots.shares(texts).tolist()]

    def _spot(self, stage: int | None, shares: dict[int | None, float]) -> int | None:
        """The likeliest touchpoint of that stage, if it is likely among them."""
        own = {spot: share for spot, share in shares.items() if spot is not None and self.spot_stage.get(spot) == stage}
        if not own:
            return None
        best = max(own, key=lambda spot: (own[spot], -spot))
        return best if own[best] >= _SPOT_SURE * (sum(own.values()) + shares.get(None, 0.0)) else None


@one_core()
def learn_places(
    places: Sequence[Place], examples: Iterable[Example] = (), *, texts: Sequence[str] = (), language: str = ""
) -> Suggester:
    """Learn where texts belong; `texts`: others of the journey, which teach how common each word is; `language`: for stems.

    Examples of stages or touchpoints that are gone are left out. Raises ValueError without a stage.
    """
    if not places:
        raise ValueError("A journey without stages has nothing to suggest.")
    known = [example for example in examples if example.text.strip()]
    background = list(texts)[-_MOST_TEXTS:]
    stage_words: dict[int, str] = {place.id: _described(place) for place in places}
    spot_words = {spot.id: _spot_described(spot) for place in places for spot in place.spots}
    placed = [(one.text, one.stage_id) for one in known if one.stage_id is None or one.stage_id in stage_words]
    spotted = [(one.text, one.touchpoint_id) for one in known if one.touchpoint_id in spot_words]
    words = [*stage_words.values(), *spot_words.values()]
    spaces = Spaces([*words, *(one.text for one in known), *background], language=language)
    return Suggester(
        Matcher(stage_words, placed, spaces),
        Matcher(spot_words, spotted, spaces) if spot_words else None,
        {spot.id: place.id for place in places for spot in place.spots},
        len(placed),
    )


def _described(place: Place) -> str:
    return ". ".join([place.name, place.words, *map(_spot_described, place.spots)])


def _spot_described(spot: Spot) -> str:
    return " ".join([spot.name, *spot.events]).replace("_", " ")
