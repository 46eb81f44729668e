"""Puts a document together part by part, as readers of files come upon them; keys are given by the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from journey.domain.document import (
    CardPart,
    Document,
    FeelingPart,
    LanePart,
    LinkPart,
    PersonaPart,
    Scores,
    StagePart,
    StepPart,
    TouchpointPart,
)
from journey.domain.words import LaneKind
from journey.errors import UnreadableFile

NAMES: dict[LaneKind, str] = {
    LaneKind.ACTION: "What customers do", LaneKind.TOUCHPOINT: "Touchpoints", LaneKind.THOUGHT: "What they think",
    LaneKind.EMOTION: "Emotion", LaneKind.PAIN: "Pain points", LaneKind.OPPORTUNITY: "Opportunities",
    LaneKind.EVIDENCE: "Evidence", LaneKind.FRONTSTAGE: "Frontstage", LaneKind.BACKSTAGE: "Backstage",
    LaneKind.SYSTEM: "Systems", LaneKind.MOMENT: "Moments of truth", LaneKind.KPI: "KPIs", LaneKind.OWN: "Notes",
}  # fmt: skip
"""What a lane is called where the file gives it no name."""
MOST_STAGES, MOST_PARTS = 500, 20_000
"""What a map can hold: beyond that nobody reads it, and drawing it takes a server's whole time."""
ONCE = (LaneKind.PAIN, LaneKind.OPPORTUNITY)
"""A map has one place for these."""


@dataclass
class Builder:
    """A document on its way: parts in the order in which they came, each found again by its name."""

    name: str
    scope: dict[str, Any] = field(default_factory=dict)
    stages: list[StagePart] = field(default_factory=list)
    lanes: list[LanePart] = field(default_factory=list)
    cards: list[CardPart] = field(default_factory=list)
    personas: list[PersonaPart] = field(default_factory=list)
    feelings: list[FeelingPart] = field(default_factory=list)
    links: list[LinkPart] = field(default_factory=list)
    count: int = 0

    def key(self, prefix: str) -> str:
        """A key that no other part has; UnreadableFile where there are too many for a map."""
        self.count += 1
        check_size(len(self.stages), self.count + len(self.links))
        return f"{prefix}:{self.count}"

    def stage(self, name: str, **values: Any) -> StagePart:
        """A stage after those that are there, which may have the same name."""
        self.stages.append(StagePart(self.key("stage"), name, **values))
        return self.stages[-1]

    def known_stage(self, name: str) -> StagePart:
        """The stage of that name, added if there is none."""
        said = name.strip().casefold()
        return next((stage for stage in self.stages if stage.name.strip().casefold() == said), None) or self.stage(name)

    def set(self, stage: str, **values: Any) -> None:
        """Values of a stage, by its key."""
        self.stages = [replace(one, **values) if one.key == stage else one for one in self.stages]

    def step(self, stage: str, name: str, **values: Any) -> StepPart:
        """A step at the end of a stage, by its key."""
        step = StepPart(self.key("step"), name, **values)
        self.set(stage, steps=(*self._stage(stage).steps, step))
        return step

    def touchpoint(self, stage: str, step: str, name: str, **values: Any) -> TouchpointPart:
        """A touchpoint of a step, by their keys."""
        point = TouchpointPart(self.key("touchpoint"), name, **values)
        steps = self._stage(stage).steps
        self.set(stage, steps=tuple(replace(s, touchpoints=(*s.touchpoints, point)) if s.key == step else s for s in steps))
        return point

    def lane(self, kind: LaneKind, name: str = "") -> LanePart:
        """The lane of that kind and name, added if there is none; pain points and opportunities share one of their kind."""
        said = name.strip().casefold()
        for lane in self.lanes:
            if lane.kind is kind and (not said or lane.name.strip().casefold() == said):
                return lane
        if kind in ONCE and any(lane.kind is kind for lane in self.lanes):
            kind = LaneKind.OWN
        self.lanes.append(LanePart(self.key("lane"), name.strip() or NAMES[kind], kind))
        return self.lanes[-1]

    def card(self, stage: str, lane: LanePart, text: str, **values: Any) -> CardPart:
        """A card at the end of its cell; a pain point has its scores from the start."""
        if lane.kind is LaneKind.PAIN:
            values.setdefault("pain", Scores())
        self.cards.append(CardPart(self.key("card"), stage, lane.key, text.strip(), **values))
        return self.cards[-1]

    def amend(self, card: str, **values: Any) -> None:
        """Values of a card, by its key."""
        if values:
            at = next(at for at in range(len(self.cards) - 1, -1, -1) if self.cards[at].key == card)  # it is among the last
            self.cards[at] = replace(self.cards[at], **values)

    def persona(self, name: str, **values: Any) -> PersonaPart:
        """The persona of that name, added if there is none."""
        said = name.strip().casefold()
        found = next((who for who in self.personas if who.name.casefold() == said), None)
        if found is None:
            found = PersonaPart(self.key("persona"), name.strip(), **values)
            self.personas.append(found)
        return found

    def link(self, subject: str, other: str, kind: str = "") -> None:
        """A link between two parts, once."""
        link = LinkPart(subject, other, kind)
        if link not in self.links and subject != other:
            self.links.append(link)
            check_size(len(self.stages), self.count + len(self.links))

    def made(self) -> Document:
        """The document; where it has lanes, steps and touchpoints find one to stand in."""
        return Document(
            self.name, **self.scope, personas=tuple(self.personas), stages=tuple(self.stages), lanes=tuple(self._lanes()),
            cards=tuple(self.cards), feelings=tuple(self.feelings), links=tuple(self.links),
        )  # fmt: skip

    def _lanes(self) -> list[LanePart]:
        steps = [step for stage in self.stages for step in stage.steps]
        wanted = [LaneKind.ACTION] if steps else []
        wanted += [LaneKind.TOUCHPOINT] if any(step.touchpoints for step in steps) else []
        there = {lane.kind for lane in self.lanes}
        missing = [LanePart(self.key("lane"), NAMES[kind], kind) for kind in wanted if kind not in there]
        return [*missing, *self.lanes] if self.lanes else []

    def _stage(self, key: str) -> StagePart:
        return next(stage for stage in self.stages if stage.key == key)


def check_size(stages: int, parts: int) -> None:
    """UnreadableFile where a map has more stages, or more parts of any kind, than can be kept."""
    for count, most, what in ((stages, MOST_STAGES, "stages"), (parts, MOST_PARTS, "parts")):
        if count > most:
            raise UnreadableFile(
                f"This file holds more than {most:,} {what}; such a map cannot be read by anybody. Nothing was imported. "
                "Split it into several journeys."
            )


def mean(values: Iterable[float]) -> float | None:
    """The mean to a tenth; None of nothing."""
    found = list(values)
    return round(sum(found) / len(found), 1) + 0.0 if found else None
