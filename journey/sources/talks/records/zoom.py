"""Transcripts of Zoom as JSON: a timeline of who spoke from when, with what was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import joined
from journey.sources.talks.making import made, name_of, records_in, text_in
from journey.sources.talks.moments import instant_in, seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 31


def claims(record: Any) -> bool:
    """A "timeline" whose entries have a "ts"."""
    return any("ts" in one for one in records_in(record, "timeline")[:20])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call; a timeline that tells only who spoke and not what is a problem."""
    rows = records_in(record, "timeline")
    turns = joined(_turn(row) for row in rows)
    if not turns:
        place.problem(
            "timeline", rows[0], "This timeline tells who spoke and not what was said.",
            "Import the meeting's transcript (VTT) instead.",
        )  # fmt: skip
    names = [text_in(user, "username", "display_name") for row in rows for user in records_in(row, "users")]
    at = instant_in(record, ("recording_start", "start_time", "meeting_start_time", "date_time"), place.timezone)
    key = next((name for one in ("recording_id", "meeting_id", "call_id", "uuid") if (name := name_of(record.get(one)))), "")
    yield from made(turns, key=key, at=at, channel="voice", names=dict.fromkeys(names), title=text_in(record, "topic"))


def _turn(row: dict[str, Any]) -> Turn:
    users = [text_in(user, "username", "display_name", "user_id") for user in records_in(row, "users")]
    speaker = ", ".join(user for user in users if user)
    return Turn(speaker, role_of(speaker), seconds(row.get("ts")), text_in(row, "text"), seconds(row.get("end_ts")))
