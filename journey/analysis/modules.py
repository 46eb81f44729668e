"""What an update of a module changes in a journey that uses it: what people made theirs there stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from journey.domain.document import CardPart, Document, StagePart, StepPart
from journey.domain.words import LaneKind

STAGE = ("name", "description", "window_days", "assumed_emotion", "future_emotion", "future")
TOUCHPOINT = ("step", "name", "channel", "own", "moment_of_truth")
CARD = ("stage", "lane", "step", "text", "details", "future")
"""What an update carries; teams, tags, standing and scores of a card are what each journey found out for itself."""
PLACES = ("stage", "step", "lane")
SINGLE = {LaneKind.PAIN: "Pain point", LaneKind.OPPORTUNITY: "Opportunity"}
"""What a map has a single lane for, and what stands in it."""
SAID = {
    "assumed_emotion": "assumed emotion", "future_emotion": "future emotion", "window_days": "days to go on", "text": "wording",
    "own": "whose ground it is", "moment_of_truth": "moment of truth", "future": "future state",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part of a document by its key: what it is, what it is called, and its fields."""

    what: str
    name: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Update:
    """What taking an update does: fields to change by key, keys that come and go, and in sentences what stays as it is.

    `changed` holds only what nobody changed in the journey; `come` and `gone` are keys of the new and of the old content.
    """

    changed: dict[str, dict[str, Any]]
    come: tuple[str, ...]
    gone: tuple[str, ...]
    stays: tuple[str, ...]
    sentences: tuple[str, ...]


def excerpt(document: Document, stages: frozenset[str]) -> Document:
    """The stages of these keys as a document of their own: their cards, the lanes these stand in, the links among them.

    Personas and their feelings belong to the journey and stay there, and so do teams.
    """
    kept = [replace(card, persona="", team="") for card in document.cards if card.stage in stages]
    keys = {card.key for card in kept}
    kept = [card if card.about in keys else replace(card, about="") for card in kept]
    lanes = {card.lane for card in kept}
    return replace(
        document,
        goal="", starts_with="", ends_with="", time_frame="", personas=(), feelings=(),
        stages=tuple(replace(stage, team="") for stage in document.stages if stage.key in stages),
        lanes=tuple(lane for lane in document.lanes if lane.key in lanes), cards=tuple(kept),
        links=tuple(link for link in document.links if {link.subject, link.other} <= keys),
    )  # fmt: skip


def renamed(document: Document, keys: Mapping[str, str]) -> Document:
    """The document with other keys; those not in `keys` stay."""

    def new(key: str) -> str:
        return keys.get(key, key)

    def step(one: StepPart) -> StepPart:
        return replace(one, key=new(one.key), touchpoints=tuple(replace(met, key=new(met.key)) for met in one.touchpoints))

    def card(one: CardPart) -> CardPart:
        places = {name: new(getattr(one, name)) for name in ("key", "stage", "lane", "step", "about", "persona")}
        return replace(one, **places)  # type: ignore[arg-type]

    return replace(
        document,
        stages=tuple(replace(one, key=new(one.key), steps=tuple(map(step, one.steps))) for one in document.stages),
        lanes=tuple(replace(one, key=new(one.key)) for one in document.lanes),
        cards=tuple(map(card, document.cards)),
        personas=tuple(replace(one, key=new(one.key)) for one in document.personas),
        feelings=tuple(replace(one, persona=new(one.persona), stage=new(one.stage)) for one in document.feelings),
        links=tuple(replace(one, subject=new(one.subject), other=new(one.other)) for one in document.links),
    )


def parts(document: Document) -> dict[str, Part]:
    """The stages, steps, touchpoints and cards of a document by key, each parent before what lies in it."""
    return dict(_parts(document))


def update(old: Document, new: Document, now: Document) -> Update:
    """What a module's change from `old` to `new` means for a journey: `now` has its stages under the module's keys.

    - A field that the module changed and the journey did not is changed; one that both changed stays the journey's.
    - What the module added comes where its place is here; what the journey put away meanwhile does not come back.
    - A card that the module dropped goes, unless somebody changed it in the journey; stages, steps, touchpoints, pain points
      and opportunities stay, because figures, cards and work of the journey may hang on them.
    """
    was, wanted, there = parts(old), parts(new), parts(now)
    come, homeless = _come(was, wanted, there)
    called = {lane.key: lane.name for lane in new.lanes} | {key: part.name for key, part in wanted.items()}
    changed: dict[str, dict[str, Any]] = {}
    stays = [f"{wanted[key].what} “{wanted[key].name}” does not come: its place is not here." for key in homeless]
    said: list[str] = []
    for key, part in wanted.items():
        if key not in was or key not in there:
            continue
        for name, value in part.fields.items():
            if value == was[key].fields.get(name) or value == there[key].fields[name]:
                continue
            if there[key].fields[name] != was[key].fields.get(name):
                stays.append(f"{part.what} “{there[key].name}”: {_field(name)} stays as it is here.")
            elif name in ("stage", "step") and value and value not in there and value not in come:
                stays.append(f"{part.what} “{there[key].name}” stays where it is: its new place is not here.")
            else:
                changed.setdefault(key, {})[name] = value
                told = called.get(value, value) if name in PLACES else value
                said.append(f"{part.what} “{there[key].name}”: {_field(name)} becomes {_value(told)}.")
    gone = [key for key in was if key not in wanted and key in there]
    going = tuple(key for key in gone if was[key].what == "Card" and was[key].fields == there[key].fields)
    stays += [f"{was[key].what} “{there[key].name}” stays, though the module has it no more." for key in gone if key not in going]
    said += [f"{wanted[key].what} “{wanted[key].name}” comes." for key in come]
    said += [f"{was[key].what} “{there[key].name}” goes." for key in going]
    return Update(changed, come, going, tuple(stays), tuple(said))


def _come(was: Collection[str], wanted: Mapping[str, Part], there: Collection[str]) -> tuple[tuple[str, ...], list[str]]:
    """The keys of what is new and has a place in the journey, and of what has none."""
    come: list[str] = []
    homeless: list[str] = []
    for key, part in wanted.items():
        if key not in was and key not in there:
            home = part.fields.get("stage") or part.fields.get("step")
            (come if home is None or home in there or home in come else homeless).append(key)
    return tuple(come), homeless


def _parts(document: Document) -> Iterator[tuple[str, Part]]:
    for stage in document.stages:
        yield stage.key, Part("Stage", stage.name, {name: getattr(stage, name) for name in STAGE})
    for stage in document.stages:
        yield from _steps(stage)
    kinds = {lane.key: lane.kind for lane in document.lanes}
    for card in document.cards:
        kind = kinds.get(card.lane, LaneKind.OWN)
        fields = {name: getattr(card, name) for name in CARD}
        if kind in SINGLE:  # wherever the lane of its kind is, or if there is none: that is its place
            fields["lane"] = kind.value
        yield card.key, Part(SINGLE.get(kind, "Card"), card.text, fields)


def _steps(stage: StagePart) -> Iterator[tuple[str, Part]]:
    for step in stage.steps:
        yield step.key, Part("Step", step.name, {"stage": stage.key, "name": step.name})
        for met in step.touchpoints:
            fields = {"step": step.key} | {name: getattr(met, name) for name in TOUCHPOINT[1:]}
            yield met.key, Part("Touchpoint", met.name, fields)


def _field(name: str) -> str:
    return SAID.get(name, name)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"“{value}”"
