"""Conversations in any JSON that lists turns, each with a speaker and an utterance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from journey.sources.talks.html_text import text_of
from journey.sources.talks.making import channel_of, made, name_of, names_in
from journey.sources.talks.moments import instant, instant_in, seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 90
TURNS = (
    "original", "turns", "Transcript", "transcript", "messages", "utterances", "dialogue", "dialog", "conversation", "segments",
    "parts", "entries", "comments", "history", "lines",
)  # fmt: skip
TEXT = ("utterance", "text", "Content", "content", "body", "message", "transcript", "said", "msg")
SPEAKER = (
    "speaker", "ParticipantRole", "role", "author", "sender", "from", "participant", "speaker_name", "speakerName", "name",
    "user", "channel",
)  # fmt: skip
_STARTS = ("start", "start_s", "start_time", "startTime", "offset", "begin", "start_seconds")
_ENDS = ("end", "end_s", "end_time", "endTime", "end_seconds")
_SAID_AT = ("at", "timestamp", "time", "created_at", "createdAt", "sent_at", "date", "datetime", "start_time", "start")
_KEY = (
    "dialogue_id", "convo_id", "conversation_id", "conversationId", "call_id", "chat_id", "ticket_id", "thread_id", "id", "key",
    "JobName",
)  # fmt: skip
_AT = ("at", "started_at", "start_time", "startTime", "created_at", "createdAt", "date", "datetime", "timestamp")


def turn_list(record: Any) -> list[Any] | None:
    """The turns of a record that has some, None of one that has none."""
    if isinstance(record, dict):
        return next((record[key] for key in TURNS if isinstance(record.get(key), list)), None)
    return None


def claims(record: Any) -> bool:
    """Any record or list is looked through for turns."""
    return isinstance(record, dict | list)


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The conversation; a turn without a speaker or a text is a problem."""
    about = record if isinstance(record, dict) else {}
    rows = record if isinstance(record, list) else turn_list(record) or []
    said = list(_turns(rows, place))
    at = instant_in(about, _AT, place.timezone) or next((moment for _, moment in said if moment), None)
    turns = [_placed(turn, moment, at) for turn, moment in said]
    key = next((name for one in _KEY if (name := name_of(about.get(one)))), "")
    channel = channel_of(about.get("Channel") or about.get("channel") or about.get("type"))
    names = [*names_in(about, frozenset(TURNS)), *names_in([{k: row[k] for k in row if k in SPEAKER} for row in _records(rows)])]
    title = next((about[one] for one in ("title", "subject") if isinstance(about.get(one), str)), "")
    yield from made(turns, key=key, at=at, channel=channel, names=names, title=title)


def _records(rows: list[Any]) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)]


def _turns(rows: list[Any], place: Place) -> Iterator[tuple[Turn, datetime | None]]:
    for number, row in enumerate(rows, start=1):
        turn = _turn(row)
        if turn is None:
            place.problem(
                f"turn {number}", row, "This turn has no speaker or no text.", "It was left out; mend it in the export."
            )
        elif turn.text:
            at = instant_in(row, _SAID_AT, place.timezone) if isinstance(row, dict) else None
            yield turn, at


def _turn(row: Any) -> Turn | None:
    if isinstance(row, list) and len(row) >= 2 and all(isinstance(cell, str) for cell in row[:2]):
        return Turn(row[0].strip(), role_of(row[0]), None, row[1].strip())
    if not isinstance(row, dict):
        return None
    text = next((row[key] for key in TEXT if isinstance(row.get(key), str)), None)
    speaker = next((label for key in SPEAKER if (label := _label(row.get(key))) is not None), None)
    if text is None or speaker is None:
        return None
    return Turn(speaker, role_of(_role(row) or speaker), _offset(row, _STARTS), text_of(text), _offset(row, _ENDS))


def _role(row: dict[str, Any]) -> str:
    """The role that stands beside a name, if one does."""
    role = row.get("role", row.get("speaker_role", row.get("sender_type", row.get("author_type"))))
    return role if isinstance(role, str) else ""


def _label(value: Any) -> str | None:
    """A speaker's label: a word, a number, or an object that has a name or a role."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}"
    if isinstance(value, dict):
        return next((value[key].strip() for key in ("role", "type", "name") if isinstance(value.get(key), str)), None)
    return None


def _offset(row: dict[str, Any], keys: tuple[str, ...]) -> float | None:
    """Seconds from the beginning: a number or a clock; milliseconds where the key says so. An instant is none."""
    milli = next((row[key] for key in ("BeginOffsetMillis", "start_ms", "offset_ms") if key in row and keys is _STARTS), None)
    if milli is not None:
        return seconds(milli, 0.001)
    found = next((row[key] for key in keys if isinstance(row.get(key), int | float | str)), None)
    return None if instant(found, "UTC") else seconds(found)


def _placed(turn: Turn, moment: datetime | None, begin: datetime | None) -> Turn:
    if turn.start_s is not None or moment is None or begin is None:
        return turn
    return Turn(turn.speaker, turn.role, max((moment - begin).total_seconds(), 0.0), turn.text, turn.end_s)
