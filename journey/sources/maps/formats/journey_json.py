"""Reads our own JSON, as `exports.maps.json` writes it: checked against its schema, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from journey.domain.document import Document
from journey.errors import UnreadableFile
from journey.sources.maps.file import MapFile, Notes

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RANK = 10
NAME = "JSON"
FORMAT, VERSION = "journey-map", 1
ENVELOPE = {"$schema", "format", "version", "map", "figures"}


def claims(file: MapFile) -> bool:
    """It says so itself."""
    return isinstance(file.json, dict) and file.json.get("format") == FORMAT


def read(file: MapFile, notes: Notes) -> Document:
    """The document as it was written; what is unknown here is left out, what is wrong is refused with its place."""
    whole = file.json
    version = whole.get("version")
    if version != VERSION:
        raise UnreadableFile(
            f"{file.name} is version {version!r} of the format; version {VERSION} can be read. Nothing was imported. "
            "Export it again with this version of the product."
        )
    if "figures" in whole:
        notes.say("Its figures were not read: they come from data, not from a map.")
    notes.unknown("at the top", whole.keys() - ENVELOPE)
    for place, names in unknown(Document, whole.get("map"), "map"):
        notes.unknown(place, names)
    return checked(whole.get("map"), file.name)


def checked(value: Any, name: str) -> Document:
    """The value as a document; UnreadableFile names the first place that is wrong, its value and what belongs there."""
    from pydantic import ValidationError

    try:
        return adapter().validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(["map", *(str(part) for part in first["loc"])])
        more = f" {error.error_count() - 1} more places are wrong." if error.error_count() > 1 else ""
        wrong = "" if first["type"] == "missing" else f" is {str(first['input'])[:60]!r}"
        raise UnreadableFile(
            f"{name}, {place}{wrong}: {first['msg'][:1].lower()}{first['msg'][1:]}.{more} Nothing was imported. "
            "Compare it with the schema: journey map schema."
        ) from error


@cache
def adapter() -> TypeAdapter[Document]:
    """What checks and writes documents."""
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def unknown(kind: Any, value: Any, place: str) -> Iterator[tuple[str, set[str]]]:
    """Where the value has fields that its kind has not, and which."""
    if get_origin(kind) is tuple and isinstance(value, list):
        for number, one in enumerate(value):
            yield from unknown(get_args(kind)[0], one, f"{place}[{number}]")
    elif get_origin(kind) in (Union, UnionType):
        yield from unknown(next(one for one in get_args(kind) if one is not type(None)), value, place)
    elif is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        hints, known = get_type_hints(kind), {part.name for part in fields(kind)}
        if left := {str(name) for name in value} - known:
            yield place, left
        for name in known & value.keys():
            yield from unknown(hints[name], value[name], f"{place}.{name}")
