"""JSON and JSON Lines: takes a document apart into conversations and has each read by the format that knows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from journey.errors import UnreadableFile
from journey.sources.talks.making import name_of
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.records.turns import SPEAKER, TEXT, turn_list
from journey.sources.talks.registry import record_formats
from journey.sources.talks.talk import Conversation

RANK = 20
_MANY = (
    "conversations", "dialogues", "dialogs", "calls", "chats", "tickets", "threads", "transcripts", "data", "items", "results",
    "records",
)  # fmt: skip
_WHOLE = (
    "conversation_id", "conversationId", "dialogue_id", "dialog_id", "call_id", "callId", "chat_id", "ticket_id", "thread_id",
    "session_id", "convo_id", "contact_id",
)  # fmt: skip
"""Keys of a single turn that name the conversation it belongs to."""


def claims(plain: Plain) -> bool:
    """Text that begins as a JSON document does; a line that begins with a time in brackets is no JSON."""
    start = plain.text[:1000].lstrip()[:40]
    if start[:1] not in {"{", "["}:
        return False
    return start[0] == "{" or start[1:].lstrip()[:1] in {"{", "[", '"', "]", ""}


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The conversations of the document; the row of a problem counts them, or the lines of JSON Lines."""
    found = False
    for number, record in enumerate(_records(_document(plain, place)), start=1):
        here = place.at(number)
        before = len(place.problems.rows) + place.problems.more
        told = False
        for conversation in _read(record, here):
            found = told = True
            yield conversation
        if not told and len(place.problems.rows) + place.problems.more == before:
            here.problem(
                "turns", record, "No turns with a speaker and a text were found in it.", "Give each turn a speaker and a text."
            )
    if not found:
        raise UnreadableFile(
            f"{plain.name} holds no conversation: no list of turns, each with a speaker and a text, was found. "
            "Nothing was imported. Export the transcript with its turns."
        )


def _read(record: Any, place: Place) -> Iterator[Conversation]:
    reader = next((one for one in record_formats() if one.claims(record)), None)
    if reader is not None:
        yield from reader.read(record, place)


def _document(plain: Plain, place: Place) -> Any:
    try:
        return json.loads(plain.text)
    except (ValueError, RecursionError):
        return _lines(plain, place)


def _lines(plain: Plain, place: Place) -> list[Any]:
    """The values of JSON Lines; a line that is none is a problem. If most are none, it is a document cut off."""
    found: list[Any] = []
    bad = 0
    for row, line in enumerate(plain.text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict | list):
            found.append(value)
        else:
            bad += 1
            place.problem("", line, "This line is not JSON.", "Export the file again: it may be cut off or edited.", row=row)
    if len(found) < bad or not found:
        raise UnreadableFile(f"{plain.name} is not complete JSON. Nothing was imported. Export it again: it may be cut off.")
    return found


def _records(data: Any) -> Iterator[Any]:
    """The conversations of a document: itself, those under a known key, the members of a list, or turns put together again."""
    if isinstance(data, dict):
        many = next((data[key] for key in _MANY if isinstance(data.get(key), list)), None)
        own = turn_list(data) is not None or any(one.claims(data) for one in record_formats()[:-1])
        yield from [data] if many is None or own else _records(many)
    elif isinstance(data, list) and data and all(_is_turn(row) for row in data):
        yield from _together(data)
    else:
        yield from data if isinstance(data, list) and any(isinstance(member, dict) for member in data) else [data]


def _is_turn(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and turn_list(row) is None
        and any(key in row for key in TEXT)
        and any(key in row for key in SPEAKER)
    )


def _together(rows: list[dict[str, Any]]) -> list[Any]:
    """Single turns by the conversation that they name; all in one if they name none."""
    key = next((key for key in _WHOLE if all(name_of(row.get(key)) for row in rows)), None)
    if key is None:
        return [rows]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(name_of(row[key]), []).append(row)
    return [{"conversation_id": name, "turns": group} for name, group in groups.items()]
