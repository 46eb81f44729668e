"""Says whether a document is a map that can be kept, and makes one fit that came from outside."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from journey.domain.document import CardPart, Document, Scores
from journey.domain.words import LaneKind

NAME, LANE, CARD, CLAIM, CHANNEL, TAG, TEAM, KIND = 120, 80, 400, 200, 60, 60, 80, 24
"""Characters that fit: a name, a lane's name, a card, a pain point or opportunity, a channel, a tag, a team, a link's kind."""
CLAIMS = (LaneKind.PAIN, LaneKind.OPPORTUNITY)
LINKS = ("", "hand-off")
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no database keeps and nobody reads: control characters and halves of characters."""


def longest(card: CardPart, kinds: dict[str, LaneKind]) -> int:
    """Characters that fit on a card, which are fewer for a pain point and an opportunity."""
    return CLAIM if kinds.get(card.lane) in CLAIMS else CARD


def faults(document: Document) -> tuple[str, ...]:
    """What keeps a document from being a map, a plain sentence each, naming the part, the value and the rule.

    - Keys are unique and not empty; what a card, feeling or link names is in the document.
    - A card's step is one of its stage; only a pain point has scores; an opportunity answers a pain point.
    - Names are there and fit; emotions run from -5 to +5, scores from 1 to 5, a stage's window from 1 day.
    """
    return (*_keys(document), *_texts(document), *_places(document), *_ties(document), *_numbers(document))


def _parts(document: Document) -> list[Any]:
    steps = [step for stage in document.stages for step in stage.steps]
    touched = [point for step in steps for point in step.touchpoints]
    return [*document.personas, *document.stages, *steps, *touched, *document.lanes, *document.cards]


def _keys(document: Document) -> Iterator[str]:
    for key, count in Counter(part.key for part in _parts(document)).items():
        if not key:
            yield "A part has no key. Give each stage, step, touchpoint, lane, card and persona a key of its own."
        elif count > 1:
            yield f"The key '{key}' stands for {count} parts. Give each its own."
    pairs = Counter((feeling.persona, feeling.stage) for feeling in document.feelings)
    yield from (f"Persona '{who}' feels twice in stage '{at}'. Keep one." for (who, at), count in pairs.items() if count > 1)


def _texts(document: Document) -> Iterator[str]:
    kinds = {lane.key: lane.kind for lane in document.lanes}
    said: list[tuple[str, str, int, bool]] = [("The journey's name", document.name, NAME, True)]
    said += [(f"The name of lane '{lane.key}'", lane.name, LANE, True) for lane in document.lanes]
    said += [(f"Card '{card.key}'", card.text, longest(card, kinds), True) for card in document.cards]
    said += [(f"A tag of card '{card.key}'", tag, TAG, True) for card in document.cards for tag in card.tags]
    named = [part for part in _parts(document) if hasattr(part, "name") and part not in document.lanes]
    said += [(f"The name of '{part.key}'", part.name, NAME, True) for part in named]
    said += [(f"The channel of '{part.key}'", part.channel, CHANNEL, False) for part in named if hasattr(part, "channel")]
    owned: list[Any] = [*document.stages, *document.cards]
    said += [(f"The team of '{part.key}'", part.team, TEAM, False) for part in owned]
    said += [(f"The segment of '{part.key}'", part.segment, NAME, False) for part in document.personas]
    for what, text, most, needed in said:
        if needed and not text.strip():
            yield f"{what} is empty. Write what it says."
        elif len(text) > most:
            yield f"{what} has {len(text)} characters; {most} fit. Shorten it: {text[:30]}…"
    if any(ODD.search(text) for text in _strings(document)):
        yield "A text holds control characters or halves of characters, which nobody can read. Remove them."


def _places(document: Document) -> Iterator[str]:
    kinds = {lane.key: lane.kind for lane in document.lanes}
    steps = {stage.key: {"", *(step.key for step in stage.steps)} for stage in document.stages}
    personas = {"", *(persona.key for persona in document.personas)}
    hurts = {"", *(card.key for card in document.cards if kinds.get(card.lane) is LaneKind.PAIN)}
    for card in document.cards:
        if card.stage not in steps:
            yield f"Card '{card.key}' is in stage '{card.stage}', which is not in the document. Name one that is."
        elif card.step not in steps[card.stage]:
            yield f"Card '{card.key}' is of step '{card.step}', which its stage does not have. Name one of its steps, or none."
        if card.lane not in kinds:
            yield f"Card '{card.key}' is in lane '{card.lane}', which is not in the document. Name one that is."
        elif card.pain and kinds[card.lane] is not LaneKind.PAIN:
            yield f"Card '{card.key}' has a pain point's scores outside a lane of pain points. Move it there, or remove them."
        if card.persona not in personas:
            yield f"Card '{card.key}' is of persona '{card.persona}', who is not in the document. Name one who is, or none."
        if card.about not in hurts or (card.about and kinds.get(card.lane) is not LaneKind.OPPORTUNITY):
            yield f"Card '{card.key}' answers '{card.about}': only an opportunity answers, and only a pain point of the document."


def _ties(document: Document) -> Iterator[str]:
    stages, personas = {stage.key for stage in document.stages}, {persona.key for persona in document.personas}
    for feeling in document.feelings:
        if feeling.persona not in personas or feeling.stage not in stages:
            yield f"Persona '{feeling.persona}' feels in stage '{feeling.stage}': one of them is not in the document."
    known = {part.key for part in _parts(document)}
    for link in document.links:
        if not {link.subject, link.other} <= known or link.subject == link.other or len(link.kind) > KIND:
            yield f"A link leads from '{link.subject}' to '{link.other}' as '{link.kind}'. Name two parts of the document."
    for link, count in Counter(document.links).items():
        if count > 1:
            yield f"'{link.subject}' and '{link.other}' are linked twice. Keep one link."


def _numbers(document: Document) -> Iterator[str]:
    felt = [(f"stage '{one.key}'", value) for one in document.stages for value in (one.assumed_emotion, one.future_emotion)]
    felt += [(f"stage '{one.stage}'", value) for one in document.feelings for value in (one.assumed, one.future)]
    for where, value in felt:
        if value is not None and not (math.isfinite(value) and -5 <= value <= 5):
            yield f"The emotion of {where} is {value:g}. Emotion runs from -5 to +5."
    for card in document.cards:
        for name in SCORES if card.pain else ():
            value = getattr(card.pain, name)
            if not 1 <= value <= 5:
                yield f"The {name} of card '{card.key}' is {value}. It runs from 1 to 5."
    for stage in document.stages:
        if not 1 <= stage.window_days <= 36_500:
            yield f"The window of stage '{stage.key}' is {stage.window_days} days. Give it 1 day or more."
    if not known_zone(document.timezone):
        yield f"'{document.timezone}' is not a time zone. Write it as Europe/Berlin or America/New_York."


SCORES = ("severity", "frequency", "impact", "effort")


def known_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _strings(value: Any) -> Iterator[str]:
    """Every text in a document or a part of it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif hasattr(value, "__dataclass_fields__"):
        for part in fields(value):
            yield from _strings(getattr(value, part.name))


@dataclass
class _Fitting:
    """The sentences that making a document fit leaves behind."""

    notes: list[str] = field(default_factory=list)

    def name(self, text: str, most: int, what: str) -> str:
        """One line of text, cut where it is too long."""
        line = " ".join(text.split())
        if len(line) > most:
            self.notes.append(f"{what} has {len(line)} characters and was cut after {most}: '{line[:40]}…'. Shorten it yourself.")
            return line[: most - 1].rstrip() + "…"
        return line

    def card(self, card: CardPart, kinds: dict[str, LaneKind]) -> CardPart:
        """A card whose text fits, the whole of it in its details; tags as the map writes them."""
        text, most = card.text.strip(), longest(card, kinds)
        tags = tuple(sorted({" ".join(tag.split()).lower()[:TAG].strip() for tag in card.tags} - {""}))
        team = self.name(card.team, TEAM, "The name of a team")
        if len(text) <= most:
            return replace(card, text=text, tags=tags, team=team)
        self.notes.append(f"A card has {len(text)} characters and {most} fit: '{text[:40]}…'. The whole text is in its details.")
        details = text if not card.details.strip() else f"{text}\n\n{card.details}"
        return replace(card, text=text[: most - 1].rstrip() + "…", details=details, tags=tags, team=team)


def fitted(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document with every text as the map can keep it, and a note for each that had to be cut.

    Unreadable characters go, names become one line, a card too long is shortened and keeps its whole text in its details.
    Keys, places and numbers are left as they are: see `faults`.
    """
    at, clean = _Fitting(), _clean(document)
    kinds = {lane.key: lane.kind for lane in clean.lanes}
    made = replace(
        clean,
        name=at.name(clean.name, NAME, "The journey's name"),
        personas=tuple(
            replace(one, name=at.name(one.name, NAME, "A persona's name"), segment=one.segment[:NAME]) for one in clean.personas
        ),
        lanes=tuple(replace(lane, name=at.name(lane.name, LANE, "A lane's name")) for lane in clean.lanes),
        stages=tuple(_stage(stage, at) for stage in clean.stages),
        cards=tuple(at.card(card, kinds) for card in clean.cards),
    )
    if clean != document:
        at.notes.append("Characters that nobody can read were left out of the texts.")
    return made, tuple(at.notes)


def _stage(stage: Any, at: _Fitting) -> Any:
    steps = tuple(
        replace(
            step,
            name=at.name(step.name, NAME, "A step's name"),
            touchpoints=tuple(
                replace(
                    point,
                    name=at.name(point.name, NAME, "A touchpoint's name"),
                    channel=at.name(point.channel, CHANNEL, "A channel"),
                )
                for point in step.touchpoints
            ),
        )
        for step in stage.steps
    )
    team = at.name(stage.team, TEAM, "The name of a team")
    return replace(stage, name=at.name(stage.name, NAME, "A stage's name"), team=team, steps=steps)


def _clean(value: Any) -> Any:
    """The same without characters that nobody can read."""
    if isinstance(value, str):
        return ODD.sub("", value) if type(value) is str else value  # the words of closed lists stay what they are
    if isinstance(value, tuple):
        return tuple(_clean(one) for one in value)
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Scores):
        return replace(value, **{part.name: _clean(getattr(value, part.name)) for part in fields(value)})
    return value
