"""Reads a map from a file, whatever its format, as it may be kept: fitting, sound, and without what points to a person."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analysis.documents import faults, fitted
from journey.domain.document import Document
from journey.errors import UnreadableFile
from journey.sources.maps.building import check_size
from journey.sources.maps.file import MOST_BYTES, MapFile, Notes
from journey.sources.maps.private import redacted
from journey.sources.maps.registry import map_formats

KNOWN = "OpenJourney, our JSON, Mermaid, Markdown, CSV and XLSX"
MOST_CARDS = 5000


@dataclass(frozen=True)
class MapRead:
    """A map from a file: the document, the format it was in, and what could not be held or read, a sentence each."""

    document: Document
    format: str
    notes: tuple[str, ...]


def read_map(name: str, data: bytes) -> MapRead:
    """The map in a file called `name`, ready to be brought in; what customers said in it is redacted.

    UnreadableFile, naming the place, the value and what to do, where there is no map in it.
    """
    read = parsed(name, data)
    document, removed = redacted(read.document)
    return MapRead(document, read.format, (*read.notes, *removed))


def parsed(name: str, data: bytes) -> MapRead:
    """The same as it is written, nothing redacted yet."""
    file = MapFile(name, data)
    if not data.strip():
        raise UnreadableFile(f"{name} is empty. Nothing was imported. Export the map again.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"{name} is larger than {MOST_BYTES >> 20} MB, too large for a map. Nothing was imported.")
    form = next((one for one in map_formats() if one.claims(file)), None)
    if form is None:
        raise UnreadableFile(
            f"{name} holds no map that can be read. Nothing was imported. Readable are {KNOWN}; a table needs a column called "
            "Stage, and others such as User Action, Touchpoint, Thought, Emotion or Pain Point."
        )
    notes = Notes(name)
    found = form.read(file, notes)
    check_size(len(found.stages), sum(map(len, (found.lanes, found.cards, found.personas, found.feelings, found.links))))
    document, cut = fitted(found)
    if not document.stages:
        raise UnreadableFile(f"{name} names no stage. Nothing was imported. Give the map at least one stage.")
    if len(document.cards) > MOST_CARDS:
        raise UnreadableFile(
            f"{name} holds {len(document.cards):,} cards; a map of more than {MOST_CARDS:,} cannot be read by anybody. "
            "Nothing was imported. Split it into several journeys."
        )
    if wrong := faults(document):
        raise UnreadableFile(f"{name} is no map that can be kept. {wrong[0]} Nothing was imported.")
    return MapRead(document, form.NAME, (*notes.all(), *(f"{name}: {note}" for note in cut)))
