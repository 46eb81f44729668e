"""The cards, touchpoints, KPIs and alerts of a map as items: what is written on each and how it is marked, not yet where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journey.domain.document import CardPart, Document, Figures, StagePart, TouchpointPart
from journey.domain.words import Future, LaneKind, Standing
from journey.exports.drawing.marks import Block, Box, Words, tall
from journey.exports.drawing.style import (
    BODY,
    BORDER,
    CARD_EDGES,
    GREY,
    MUTED,
    PAPER,
    PRIMARY,
    SECOND,
    SMALL,
    STATES,
    TEXT,
    WATCH,
)
from journey.exports.maps import said


@dataclass(frozen=True)
class Item:
    """What stands in a cell; `step` is "" for what belongs to the whole stage."""

    role: str
    key: str
    words: tuple[Words, ...]
    step: str = ""
    fill: str = PAPER
    edge: str = BORDER
    bar: str = ""
    dashed: bool = False

    def block(self, x: float, y: float, width: float) -> Block:
        """The item as a block there, as tall as its text needs."""
        box = Box(x, y, width, tall(self.words, width))
        return Block(self.role, box, self.words, self.key, self.fill, self.edge, self.bar, self.dashed, radius=4)


def card(part: CardPart, kind: LaneKind, named: said.Names, figures: Figures) -> Item:
    """A card with all that it carries; a dashed edge for a hypothesis, a strip at the left for what is evidenced."""
    gone = said.struck(part)
    ink = GREY if gone else TEXT
    words = [Words(part.text, BODY, colour=ink, struck=gone)]
    if part.details.strip():
        words.append(Words(part.details, SMALL, colour=MUTED, above=3))
    words.append(Words(" · ".join(said.facts(part, named, figures)), SMALL, colour=MUTED, above=3))
    evidenced = part.standing is Standing.EVIDENCED
    bar = PRIMARY if evidenced else ""
    fill = SECOND if gone or part.future is Future.GOES else PAPER
    return Item("card", part.key, tuple(words), part.step, fill, CARD_EDGES.get(kind, BORDER), bar, dashed=not evidenced)


def touchpoint(part: TouchpointPart, step: str) -> Item:
    """A touchpoint with its channel; a moment of truth stands out."""
    facts = tuple(Words(fact, SMALL, colour=WATCH if part.moment_of_truth else MUTED) for fact in said.met(part))
    words = (Words(part.name, BODY, bold=part.moment_of_truth), *facts)
    return Item("touchpoint", part.key, words, step, edge=WATCH if part.moment_of_truth else BORDER)


def kpis(stage: StagePart, figures: Figures) -> Iterator[Item]:
    """The KPIs of a stage, each with value, state and target."""
    for at, mark in enumerate(kpi for kpi in figures.kpis if kpi.stage == stage.key):
        colour = STATES.get(mark.state, MUTED)
        words = (Words(mark.name, SMALL, bold=True), Words(said.chip(mark), SMALL, colour=colour))
        yield Item("kpi", f"{stage.key} kpi {at}", words, edge=BORDER, bar="" if mark.state == "calm" else colour)


def alerts(stage: StagePart, figures: Figures) -> Iterator[Item]:
    """The alerts of a stage."""
    for at, text in enumerate(figures.alerts.get(stage.key, ())):
        yield Item("alert", f"{stage.key} alert {at}", (Words(f"Alert: {text}", SMALL, colour=TEXT),), edge=WATCH)


def by_cell(document: Document, figures: Figures, named: said.Names) -> dict[tuple[str, str], list[Item]]:
    """The cards of each cell, by lane and stage, in their order."""
    kinds = {lane.key: lane.kind for lane in document.lanes}
    cells: dict[tuple[str, str], list[Item]] = {}
    for part in document.cards:
        if part.lane in kinds:
            cells.setdefault((part.lane, part.stage), []).append(card(part, kinds[part.lane], named, figures))
    return cells
