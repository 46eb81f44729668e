"""What is written on each part of a map, in words: the same on pictures, slides and sheets."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from journey.domain.document import CardPart, Document, FeltMark, Figures, KpiMark, PersonaPart, StagePart, TouchpointPart
from journey.domain.format import number, signed
from journey.domain.words import Future, LaneKind, Standing
from journey.exports.drawing.style import MARKS

FUTURES = {Future.STAYS: "", Future.COMES: "comes in the future state", Future.GOES: "goes in the future state"}


@dataclass(frozen=True)
class Names:
    """What the document's keys are called, and the numbers of the cards that others refer to."""

    stages: dict[str, str]
    lanes: dict[str, str]
    steps: dict[str, str]
    personas: dict[str, str]
    numbers: dict[str, int]
    links: dict[str, list[str]] = field(default_factory=dict)
    """For each card what it is linked with, as it is said: `hands off to no. 4`."""


def names(document: Document) -> Names:
    """The names and numbers of a document; cards are numbered in their order, from 1, only where something refers to them."""
    referred = {card.about for card in document.cards} | {link.subject for link in document.links}
    referred |= {link.other for link in document.links}
    counted = (card.key for card in document.cards if card.key in referred)
    numbers = {key: at for at, key in enumerate(counted, start=1)}
    links: dict[str, list[str]] = {}
    for link in document.links:
        there, back = ("hands off to", "takes over from") if link.kind else ("linked with", "linked with")
        if link.subject in numbers and link.other in numbers:
            links.setdefault(link.subject, []).append(f"{there} no. {numbers[link.other]}")
            links.setdefault(link.other, []).append(f"{back} no. {numbers[link.subject]}")
    return Names(
        stages={stage.key: stage.name for stage in document.stages},
        lanes={lane.key: lane.name for lane in document.lanes},
        steps={step.key: step.name for stage in document.stages for step in stage.steps},
        personas={persona.key: persona.name for persona in document.personas},
        numbers=numbers,
        links=links,
    )


def scope(document: Document) -> tuple[str, ...]:
    """The scope in one line's parts: whose journey, its goal, from where to where, within what time."""
    starts, ends = document.starts_with, document.ends_with
    whom = ", ".join(persona.name for persona in document.personas)
    parts = (
        f"{document.audience.capitalize()} journey{f' of {whom}' if whom else ''}",
        f"Goal: {document.goal}" if document.goal else "",
        f"From: {starts}" if starts else "",
        f"To: {ends}" if ends else "",
        f"Time frame: {document.time_frame}" if document.time_frame else "",
        f"Emotion scale: {document.scale}" if document.scale else "",
        f"Time zone: {document.timezone}" if document.timezone not in {"", "UTC"} else "",
    )
    return tuple(part for part in parts if part)


def day(text: str) -> str:
    """A day as it is read: 2026-11-22 as 22 November 2026; what is no such day stays as it is."""
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {month_name[when.month]} {when.year}"


def heading(stage: StagePart) -> tuple[str, ...]:
    """What stands below a stage's name: who owns it, the window of its measures, what becomes of it."""
    owner = f"Owner: {stage.team}" if stage.team else "No owner yet"
    window = f"{stage.window_days}-day window"
    future = FUTURES[stage.future].capitalize()
    return tuple(part for part in (f"{owner} · {window}", future) if part)


def facts(card: CardPart, named: Names, figures: Figures) -> Iterator[str]:
    """What a card carries beside its text and details, each fact a phrase."""
    evidence = figures.evidence.get(card.key, 0)
    proof = f", {pieces(evidence)}" if evidence else ""
    yield (f"no. {named.numbers[card.key]} · " if card.key in named.numbers else "") + f"{card.standing.value}{proof}"
    if card.pain:
        pain = card.pain
        scores = f"severity {pain.severity}, frequency {pain.frequency}, impact {pain.impact}, effort {pain.effort}"
        yield f"{pain.status.value} · {scores}"
    if card.team or card.persona:
        yield " · ".join(part for part in (card.team, named.personas.get(card.persona, card.persona)) if part)
    if card.about:
        yield f"answers no. {named.numbers[card.about]}" if card.about in named.numbers else f"answers {card.about}"
    yield from named.links.get(card.key, [])
    if FUTURES[card.future]:
        yield FUTURES[card.future]
    if card.tags:
        yield "  ".join(f"#{tag}" for tag in card.tags)


def pieces(evidence: int) -> str:
    """How much evidence stands behind a card."""
    return f"{number(evidence)} {'piece' if evidence == 1 else 'pieces'} of evidence"


def met(touchpoint: TouchpointPart) -> tuple[str, ...]:
    """What a touchpoint carries beside its name."""
    whose = "own" if touchpoint.own else "somebody else's"
    said = f"{touchpoint.channel}, {whose} channel" if touchpoint.channel else f"{whose} channel"
    return (f"★ moment of truth · {said}" if touchpoint.moment_of_truth else said,)


def chip(kpi: KpiMark) -> str:
    """A KPI's value with its state in words and its target."""
    state = f" {MARKS.get(kpi.state, '')} {kpi.state}" if kpi.state != "calm" else ""
    return f"{kpi.value}{state}{f' · target {kpi.target}' if kpi.target else ''}"


def felt(mark: FeltMark) -> str:
    """A measured emotion with its interval and what it rests on."""
    band = f"{signed(mark.low)} to {signed(mark.high)}, " if mark.low is not None and mark.high is not None else ""
    return f"Measured {signed(mark.mean)} ({band}n {number(mark.n)})"


def gap(assumed: float | None, mark: FeltMark | None) -> str:
    """How far the measured emotion is from the assumed one, "" where they agree to a tenth or one is missing."""
    if assumed is None or mark is None or abs(mark.mean - assumed) < 0.05:
        return ""
    return f"Gap: {number(abs(mark.mean - assumed), 1)} {'lower' if mark.mean < assumed else 'higher'} than assumed"


def profile(persona: PersonaPart) -> tuple[tuple[str, str], ...]:
    """A persona's fields by their names, those that are filled."""
    fields = (
        *(("Profile", persona.profile), ("Goals", persona.goals), ("Jobs", persona.jobs), ("Says", persona.says)),
        *(("Thinks", persona.thinks), ("Does", persona.does), ("Feels", persona.feels)),
        ("In their words", "\n".join(f"“{quote}”" for quote in persona.quotes)),
        ("Segment", persona.segment),
    )
    return tuple((name, text) for name, text in fields if text.strip())


def hidden(document: Document) -> tuple[str, ...]:
    """A sentence for each lane that is not shown and therefore not drawn, and for cards that have no place on the map."""
    stages, lanes = {stage.key for stage in document.stages}, {lane.key for lane in document.lanes}
    notes = []
    for lane in (each for each in document.lanes if not each.shown):
        held = sum(card.lane == lane.key for card in document.cards)
        more = _goes_with(document, lane.kind)
        notes.append(f"Not shown: the lane {lane.name}, with {held} {'card' if held == 1 else 'cards'}{more}.")
    lost = [card.text for card in document.cards if card.stage not in stages or card.lane not in lanes]
    return (*notes, *(f"Without a stage or lane: {text}" for text in lost))


def _goes_with(document: Document, kind: LaneKind) -> str:
    """What else is not drawn where the only lanes of that kind are hidden."""
    if any(lane.kind is kind and lane.shown for lane in document.lanes):
        return ""
    met = sum(len(step.touchpoints) for stage in document.stages for step in stage.steps)
    if kind is LaneKind.TOUCHPOINT and met:
        return f" and {met} {'touchpoint' if met == 1 else 'touchpoints'}"
    return " and the emotion curve" if kind is LaneKind.EMOTION else ""


def struck(card: CardPart) -> bool:
    """Whether the card's claim was struck out."""
    return card.standing is Standing.STRUCK
