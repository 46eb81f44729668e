"""What the library ships with: map templates, touchpoints, lanes, emotion scales and workshop agendas, a data file each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from journey.config import RESOURCES
from journey.domain.document import CardPart, Document, LanePart, Scores, StagePart, StepPart, TouchpointPart
from journey.domain.words import Audience, LaneKind
from journey.errors import JourneyError

T = TypeVar("T")
FOLDER = RESOURCES / "templates"
BECOMES = ("persona", "stage", *(kind.value for kind in LaneKind))
"""What a note of a workshop can become on the map."""


@dataclass(frozen=True)
class Template:
    """A map to begin with; `minutes` is how long a team takes to make it theirs."""

    key: str
    name: str
    about: str
    minutes: int
    document: Document


@dataclass(frozen=True)
class LaneIdea:
    """A lane that a map can have; the lean ones begin every new journey."""

    name: str
    kind: LaneKind
    about: str
    lean: bool = False


@dataclass(frozen=True)
class Scale:
    """How the height of the emotion curve is read: words at some of the places from -5 to +5."""

    key: str
    name: str
    words: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class AgendaStep:
    """One step of a workshop; its notes become what `becomes` says (of BECOMES), or stay notes where it is empty."""

    name: str
    minutes: int
    asks: str
    becomes: str = ""
    feels: bool = False
    """Whether a note of it may say a feeling from -5 to +5."""


@dataclass(frozen=True)
class Agenda:
    """The steps of a workshop, in order."""

    key: str
    name: str
    steps: tuple[AgendaStep, ...]

    @property
    def minutes(self) -> int:
        """How long it takes in all."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Workshops:
    """The agendas with the ground rules and the roles that go with each."""

    agendas: tuple[Agenda, ...]
    rules: tuple[str, ...]
    roles: tuple[str, ...]


@cache
def templates(folder: Path = FOLDER) -> dict[str, Template]:
    """The map templates by key, the shortest to fill first; JourneyError naming the file that can't be read."""
    found = [_reading(path, partial(_template, path.stem)) for path in sorted((folder / "maps").glob("*.toml"))]
    return {one.key: one for one in sorted(found, key=lambda one: one.minutes)}


@cache
def touchpoints(folder: Path = FOLDER) -> tuple[TouchpointPart, ...]:
    """Touchpoints that most journeys meet."""
    return _reading(folder / "touchpoints.toml", lambda told: tuple(_touchpoint("", one) for one in told["touchpoint"]))


@cache
def lanes(folder: Path = FOLDER) -> tuple[LaneIdea, ...]:
    """The lanes that a map can have, in the order they are usually drawn."""
    return _reading(
        folder / "lanes.toml", lambda told: tuple(LaneIdea(**one | {"kind": LaneKind(one["kind"])}) for one in told["lane"])
    )


def lean_lanes() -> list[LaneIdea]:
    """The lanes that every new journey begins with."""
    return [idea for idea in lanes() if idea.lean]


@cache
def scales(folder: Path = FOLDER) -> dict[str, Scale]:
    """The emotion scales by key; the first is the one that a journey has until it chooses another."""
    return _reading(folder / "scales.toml", lambda told: {one["key"]: _scale(one) for one in told["scale"]})


def scale(key: str) -> Scale:
    """The scale of that key, or the first one for a key that the library no longer has."""
    known = scales()
    return known.get(key) or next(iter(known.values()))


@cache
def workshops(folder: Path = FOLDER) -> Workshops:
    """The agendas, ground rules and roles."""
    return _reading(folder / "workshops.toml", _workshops)


def _reading(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    """What `read` makes of the file; a JourneyError names the file and what is wrong with it."""
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise JourneyError(f"{path.name} of the library can't be read: {error}. Mend it, or install Journey again.") from error


def _template(key: str, told: Mapping[str, Any]) -> Template:
    ideas = lanes()
    used = {card["lane"] for stage in told["stage"] for card in stage.get("cards", ())}
    kept = [idea for idea in ideas if idea.lean or idea.kind in used]
    document = Document(
        name=told["name"],
        audience=Audience(told["audience"]),
        stages=tuple(_stage(f"s{number}", one) for number, one in enumerate(told["stage"], 1)),
        lanes=tuple(LanePart(idea.kind.value, idea.name, idea.kind) for idea in kept),
        cards=tuple(card for number, one in enumerate(told["stage"], 1) for card in _cards(f"s{number}", one.get("cards", ()))),
    )
    return Template(key, told["name"], told["about"], told["minutes"], document)


def _stage(key: str, told: Mapping[str, Any]) -> StagePart:
    places = told.get("touchpoints", ())
    steps = tuple(
        StepPart(
            f"{key}.{number}",
            name,
            tuple(_touchpoint(f"{key}.{number}.{at}", one) for at, one in enumerate(places, 1) if one["step"] == number),
        )
        for number, name in enumerate(told["steps"], 1)
    )
    return StagePart(key, told["name"], told["description"], assumed_emotion=told.get("emotion"), steps=steps)


def _touchpoint(key: str, told: Mapping[str, Any]) -> TouchpointPart:
    return TouchpointPart(
        key, told["name"], told["channel"], own=told.get("own", True), moment_of_truth=told.get("moment_of_truth", False)
    )


def _cards(stage: str, told: Sequence[Mapping[str, Any]]) -> list[CardPart]:
    keys = {one["text"]: f"{stage}.c{number}" for number, one in enumerate(told, 1)}
    return [
        CardPart(
            keys[one["text"]], stage, LaneKind(one["lane"]).value, one["text"], team=one.get("team", ""),
            pain=Scores(severity=one.get("severity", 3)) if one["lane"] == LaneKind.PAIN else None,
            about=keys[one["about"]] if "about" in one else "",
        )
        for one in told
    ]  # fmt: skip


def _scale(told: Mapping[str, Any]) -> Scale:
    return Scale(told["key"], told["name"], tuple((int(at), word) for at, word in told["words"].items()))


def _workshops(told: Mapping[str, Any]) -> Workshops:
    agendas = tuple(Agenda(one["key"], one["name"], tuple(AgendaStep(**step) for step in one["steps"])) for one in told["agenda"])
    for agenda in agendas:
        for step in agenda.steps:
            if step.becomes and step.becomes not in BECOMES:
                raise ValueError(f"{step.name} of {agenda.key} becomes {step.becomes!r}, which no note can")
    return Workshops(agendas, tuple(told["rules"]), tuple(told["roles"]))
