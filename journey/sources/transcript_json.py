"""Reads transcripts that are JSON: AWS Call Analytics, and any list of turns with a speaker and an utterance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from journey.errors import UnreadableFile
from journey.sources.conversations import Conversation, Problems, Turn, names_among, role_of, with_roles

_TURNS = (
    "original",
    "turns",
    "Transcript",
    "transcript",
    "messages",
    "utterances",
    "dialogue",
    "dialog",
    "conversation",
    "segments",
    "parts",
    "entries",
)
_MANY = ("conversations", "dialogues", "dialogs", "calls", "chats", "tickets", "data", "items", "results")
_TEXT = ("utterance", "text", "Content", "content", "body", "message", "transcript", "said")
_SPEAKER = (
    "speaker",
    "ParticipantRole",
    "role",
    "author",
    "sender",
    "from",
    "participant",
    "speaker_name",
    "speakerName",
    "name",
    "channel",
)
_SECONDS = ("start", "start_s", "start_time", "startTime", "offset", "begin")
_KEY = ("dialogue_id", "convo_id", "conversation_id", "conversationId", "call_id", "ticket_id", "id", "key", "JobName")
_AT = ("at", "started_at", "start_time", "created_at", "createdAt", "date", "timestamp")
_NAME_KEY = re.compile(
    r"(?:.*[_ ])?(?:customer|agent|user|caller|client|full|first|last|display|participant|contact|speaker)[_ ]?name",
    re.IGNORECASE,
)


def read_json(text: str, name: str, timezone: str, problems: Problems) -> list[Conversation]:
    """The conversations of a JSON or JSON Lines text; times without a zone are read in `timezone`.

    UnreadableFile when it is no JSON or has no turns; a conversation or turn that can't be read is a problem row, whose
    number counts the conversations of the file.
    """
    found = []
    for number, item in enumerate(_items(_load(text, name, problems)), start=1):
        turns = list(_turns(item, number, problems))
        if turns:
            found.append(_conversation(item, number, turns, name, timezone))
        else:
            problems.add(
                number,
                "turns",
                _brief(item),
                "No turns with a speaker and a text were found in it.",
                "Give each turn a speaker and a text.",
            )
    if not found:
        raise UnreadableFile(
            f"{name} holds no conversation: no list of turns, each with a speaker and a text, was found. Nothing was imported. "
            "Export the transcript with its turns."
        )
    return found


def _load(text: str, name: str, problems: Problems) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        lines = [(row, line) for row, line in enumerate(text.splitlines(), start=1) if line.strip()]
    found = []
    for row, line in lines:
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            problems.add(row, "", line, "This line is not JSON.", "Export the file again: it may be cut off or edited.")
    if not any(isinstance(item, dict | list) for item in found):
        raise UnreadableFile(f"{name} is not complete JSON. Nothing was imported. Export it again: it may be cut off.")
    return found


def _items(data: Any) -> Iterator[Any]:
    """The conversations of a document: itself, those under a known key, or the members of a list."""
    if isinstance(data, dict):
        many = next((data[key] for key in _MANY if isinstance(data.get(key), list)), None)
        yield from [data] if many is None or _turn_list(data) is not None else many
    elif isinstance(data, list) and any(_turn_list(item) is not None for item in data):
        yield from data
    else:
        yield data


def _turn_list(item: Any) -> list[Any] | None:
    if isinstance(item, dict):
        return next((item[key] for key in _TURNS if isinstance(item.get(key), list)), None)
    return None


def _turns(item: Any, number: int, problems: Problems) -> Iterator[Turn]:
    rows = item if isinstance(item, list) else _turn_list(item) or []
    for place, row in enumerate(rows, start=1):
        turn = _turn(row)
        if turn is None:
            problems.add(
                number,
                f"turn {place}",
                _brief(row),
                "This turn has no speaker or no text.",
                "It was left out; mend it in the export.",
            )
        elif turn.text:
            yield turn


def _turn(row: Any) -> Turn | None:
    if isinstance(row, list) and len(row) >= 2 and all(isinstance(cell, str) for cell in row[:2]):
        return Turn(row[0].strip(), role_of(row[0]), None, row[1].strip())
    if not isinstance(row, dict):
        return None
    text = next((row[key] for key in _TEXT if isinstance(row.get(key), str)), None)
    speaker = next((_label(row[key]) for key in _SPEAKER if key in row and _label(row[key]) is not None), None)
    return None if text is None or speaker is None else Turn(speaker, role_of(speaker), _start(row), text.strip())


def _label(value: Any) -> str | None:
    """A speaker's label: a word, a number, or an object that has a role or a name."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}"
    if isinstance(value, dict):
        return next((value[key].strip() for key in ("role", "type", "name") if isinstance(value.get(key), str)), None)
    return None


def _start(row: dict[str, Any]) -> float | None:
    offset = row.get("BeginOffsetMillis")
    if isinstance(offset, int | float) and not isinstance(offset, bool):
        return float(offset) / 1000
    value = next((row[key] for key in _SECONDS if isinstance(row.get(key), int | float)), None)
    return float(value) if value is not None and 0 <= value < 1e6 and not isinstance(value, bool) else None


def _conversation(item: Any, number: int, turns: list[Turn], name: str, timezone: str) -> Conversation:
    about = item if isinstance(item, dict) else {}
    key = next((str(about[k]) for k in _KEY if isinstance(about.get(k), str | int)), f"{name} {number}")
    channel = str(about.get("Channel") or about.get("channel") or "").lower()
    names = tuple(dict.fromkeys([*_names(about), *names_among(turns)]))
    return Conversation(key, _at(about, timezone), channel[:40], with_roles(turns), names)


def _names(about: Any, depth: int = 0) -> Iterator[str]:
    """Names and user names that a file gives beside its turns."""
    if not isinstance(about, dict) or depth > 4:
        return
    for key, value in about.items():
        if isinstance(value, str) and value.strip() and (_NAME_KEY.fullmatch(key) or key.lower() in {"username", "login"}):
            yield value.strip()
        elif isinstance(value, dict):
            yield from _names(value, depth + 1)
        elif isinstance(value, list) and key not in _TURNS:
            for member in value[:50]:
                yield from _names(member, depth + 1)


def _at(about: dict[str, Any], timezone: str) -> datetime | None:
    for key in _AT:
        try:
            moment = datetime.fromisoformat(about[key])
            return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return None


def _brief(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)[:200]
    except (ValueError, RecursionError):
        return ""
