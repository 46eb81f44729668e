"""Writes a map as CSV in the columns that people fill in: a row a moment, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journey.domain.document import CardPart, Document, LanePart, StagePart
from journey.domain.words import LaneKind
from journey.exports.maps.written import Written, missing
from journey.exports.safe_csv import safe_frame

if TYPE_CHECKING:
    import polars as pl

COLUMNS = {
    LaneKind.THOUGHT: "Thought/Quote", LaneKind.PAIN: "Pain Point", LaneKind.OPPORTUNITY: "Opportunity",
    LaneKind.ACTION: "Other actions", LaneKind.TOUCHPOINT: "Other touchpoints",
}  # fmt: skip
FIXED = ("Stage", "User Action", "Touchpoint", "Channel", "Emotion", "Confidence", "Owner", "Persona", "Tags")
SCORES = ("Severity", "Frequency", "Impact", "Effort")
HELD = {
    *("emotions", "steps", "touchpoints", "channels", "cards", "standings", "teams", "personas", "of personas", "tags", "places"),
    *("scores", "answers"),
}


def to_csv(document: Document) -> Written:
    """The map as CSV text, with a byte-order mark for Excel; what has no column is named in `left_out`."""
    text = "﻿" + safe_frame(rows(document)).write_csv()
    return Written(text, _left_out(document))


def rows(document: Document) -> pl.DataFrame:
    """A row a moment: its stage, step and touchpoint, and at most one card of each lane, all of one confidence and owner."""
    import polars as pl

    names = lane_columns(document)
    scored = any(card.pain for card in document.cards)
    columns = [
        "Stage",
        "User Action",
        "Touchpoint",
        "Channel",
        *names.values(),
        "Emotion",
        "Confidence",
        "Owner",
        "Persona",
        "Tags",
    ]
    columns += [*SCORES] if scored else []
    found = [row for stage in document.stages for row in _stage_rows(document, stage, names)]
    return pl.DataFrame(
        [{name: row.get(name, "") for name in columns} for row in found], schema=dict.fromkeys(columns, pl.String)
    )


def lane_columns(document: Document) -> dict[str, str]:
    """The column of each lane that holds cards, by its key; no two alike."""
    names: dict[str, str] = {}
    for lane in document.lanes:
        if any(card.lane == lane.key for card in document.cards):
            names[lane.key] = _named(lane, {*names.values(), *FIXED, *SCORES})
    return names


def _named(lane: LanePart, taken: set[str]) -> str:
    name = COLUMNS.get(lane.kind, lane.name)
    free = {one.casefold() for one in taken}
    number = 2
    while name.casefold() in free:
        name = f"{lane.name} {number}" if name != lane.name else f"{lane.name} lane"
        number += 1
    return name


def _stage_rows(document: Document, stage: StagePart, names: dict[str, str]) -> Iterator[dict[str, str]]:
    """The rows of a stage, its emotion in the first."""
    steps = {step.key: step.name for step in stage.steps}
    who = {persona.key: persona.name for persona in document.personas}
    found = list(_met(stage))
    for card in _in_rows([card for card in document.cards if card.stage == stage.key]):
        found.append(_row(card, steps, who, names))
    found = found or [{}]
    if stage.assumed_emotion is not None:
        found[0]["Emotion"] = f"{stage.assumed_emotion:g}"
    if stage.team and "Owner" not in found[0]:
        found[0]["Owner"] = stage.team
    yield from ({"Stage": stage.name, **row} for row in found)


def _met(stage: StagePart) -> Iterator[dict[str, str]]:
    """The steps, a row a touchpoint."""
    for step in stage.steps:
        for point in step.touchpoints:
            yield {"User Action": step.name, "Touchpoint": point.name, "Channel": point.channel}
        if not step.touchpoints:
            yield {"User Action": step.name}


def _in_rows(cards: list[CardPart]) -> Iterator[list[CardPart]]:
    """Cards that share a row: an opportunity with the pain point that it answers; every other has its own."""
    pains = {card.key for card in cards if card.pain}
    answers: dict[str, list[CardPart]] = {}
    for card in cards:
        if card.about in pains:
            answers.setdefault(card.about, []).append(card)
    for card in cards:
        if card.about not in pains:
            own = next((one for one in answers.get(card.key, ()) if _alike(one, card)), None)
            yield [card, own] if own else [card]
            yield from ([one] for one in answers.get(card.key, ()) if one is not own)


def _alike(one: CardPart, other: CardPart) -> bool:
    return (one.step, one.standing, one.team, one.persona, one.tags) == (
        other.step,
        other.standing,
        other.team,
        other.persona,
        other.tags,
    )


def _row(cards: list[CardPart], steps: dict[str, str], who: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    first = cards[0]
    row = {
        "User Action": steps.get(first.step, ""), "Confidence": first.standing.value, "Owner": first.team,
        "Persona": who.get(first.persona, ""), "Tags": ", ".join(first.tags), **{names[card.lane]: card.text for card in cards},
    }  # fmt: skip
    if first.pain:
        row |= {name: str(getattr(first.pain, name.lower())) for name in SCORES}
    return row


def _left_out(document: Document) -> tuple[str, ...]:
    shared = {card.key for stage in document.stages for row in _in_rows([c for c in document.cards if c.stage == stage.key])
              for card in row if len(row) > 1}  # fmt: skip
    apart = sum(bool(card.about) and card.key not in shared for card in document.cards)
    said = list(missing(document, HELD))
    if apart:
        answer = "opportunity answers" if apart == 1 else "opportunities answer"
        said.append(f"which pain point {apart} {answer}, as they differ in owner, step or confidence")
    if any(card.pain and card.pain.status != "open" for card in document.cards):
        said.append("which pain points are blockers or resolved")
    if idle := sum(all(card.persona != who.key for card in document.cards) for who in document.personas):
        said.append(f"{idle} persona{'' if idle == 1 else 's'} without cards of their own")
    return tuple(said)
