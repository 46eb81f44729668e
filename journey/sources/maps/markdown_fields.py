"""The labelled fields of a map in Markdown: of the scope, of a stage, of a persona ("- **Goal:** Flowers in time")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journey.domain.words import Audience, Future
from journey.sources.maps.building import Builder
from journey.sources.maps.file import Notes
from journey.sources.maps.outline import Part, plain
from journey.sources.maps.words import emotion

PERSONA = re.compile(r"personas?|users?|customers?|actors?|who", re.IGNORECASE)
SCOPE: Mapping[str, str] = {
    "goal": "goal", "starts with": "starts_with", "ends with": "ends_with", "time frame": "time_frame", "audience": "audience",
    "time zone": "timezone", "emotion scale": "scale", "persona": "persona", "description": "goal", "scenario": "goal",
}  # fmt: skip
"""Labels of the scope, to the document's fields."""
STAGE: Mapping[str, str] = {
    "emotion": "assumed_emotion", "assumed emotion": "assumed_emotion", "future emotion": "future_emotion", "owner": "team",
    "team": "team", "future": "future", "drop-off window": "window_days", "description": "description",
}  # fmt: skip
"""Labels of a stage."""
WHO: Mapping[str, str] = {
    "profile": "profile", "goals": "goals", "jobs": "jobs", "jobs to be done": "jobs", "says": "says", "thinks": "thinks",
    "does": "does", "feels": "feels", "segment": "segment", "quote": "quote",
}  # fmt: skip
"""Labels of a persona."""
_LABEL = re.compile(r"^(?:\*\*|__)?([A-Za-z][\w \-]{1,24}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class Field:
    """A label that is known, and what stands after it."""

    name: str
    label: str
    value: str


def field_of(text: str, known: Mapping[str, str]) -> Field | None:
    """The field that a line gives; None where it gives none of the known."""
    found = _LABEL.match(text.strip())
    name = known.get(" ".join(found[1].casefold().split()), "") if found else ""
    return Field(name, found[1], plain(found[2])) if found and name and found[2].strip() else None


def set_field(map: Builder, field: Field, notes: Notes, line: int, *, stage: str = "") -> None:
    """Put a field where it belongs; a value that does not fit is noted with its line."""
    value: object = field.value
    if field.name in ("assumed_emotion", "future_emotion"):
        value = emotion(field.value.replace("of 5", "").strip())
        if value is None:
            notes.add(f"line {line}", field.value, "is no emotion from -5 to +5; it was left out.", "Write it as +2.")
    elif field.name == "window_days":
        days = re.match(r"\d{1,4}", field.value)
        value = int(days[0]) if days and int(days[0]) else 14
    elif field.name in ("audience", "future"):
        words = Audience if field.name == "audience" else Future
        if field.value.lower() not in list(words):
            notes.add(f"line {line}", field.value, f"is none of {', '.join(words)}; it was left out.")
            return
        value = words(field.value.lower())
    if field.name == "persona":
        map.persona(field.value)
    elif stage:
        map.set(stage, **{field.name: value})
    else:
        map.scope[field.name] = value


def persona_of(map: Builder, name: str, parts: Sequence[Part], notes: Notes) -> None:
    """A persona with its fields; other text is its profile."""
    values: dict[str, str] = {}
    quotes: list[str] = []
    for part in parts:
        field = field_of(part.text, WHO)
        if field and field.name == "quote":
            quotes.append(field.value)
        elif field:
            values[field.name] = "\n".join(piece.strip() for piece in field.value.split("\n"))
        elif part.what in ("text", "item"):
            values["profile"] = "\n".join(filter(None, (values.get("profile", ""), plain(part.text))))
        else:
            notes.add(f"line {part.line}", part.text, "has no place in a persona; it was left out.")
    map.persona(name, quotes=tuple(quotes), **values)
