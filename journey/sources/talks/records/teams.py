"""Transcripts of Microsoft Teams as JSON: entries with a speaker's name and offsets from the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import joined
from journey.sources.talks.making import made, records_in, text_in
from journey.sources.talks.moments import instant, seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 32


def claims(record: Any) -> bool:
    """ "entries" with offsets or a speaker's display name."""
    rows = records_in(record, "entries")
    return any("startOffset" in one or "speakerDisplayName" in one for one in rows[:20])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The meeting; its day is that of its first event, if the file has events."""
    rows = records_in(record, "entries")
    turns = joined(_turn(row) for row in rows)
    begun = (instant(one.get("startDateTime"), place.timezone) for one in records_in(record, "events"))
    yield from made(turns, at=next((at for at in begun if at), None), channel="voice")


def _turn(row: dict[str, Any]) -> Turn:
    speaker = text_in(row, "speakerDisplayName", "speakerId")
    return Turn(speaker, role_of(speaker), seconds(row.get("startOffset")), text_in(row, "text"), seconds(row.get("endOffset")))
