"""Calls of AWS Transcribe Call Analytics and Amazon Connect Contact Lens: a list "Transcript" of turns with their roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.making import channel_of, made, names_in, records_in, text_in
from journey.sources.talks.moments import instant, seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 10
_WORDS = frozenset({"Transcript", "Categories", "ConversationCharacteristics"})


def claims(record: Any) -> bool:
    """A list "Transcript" whose turns have a "Content" and a participant."""
    turns = records_in(record, "Transcript")
    return bool(turns) and any(
        "Content" in turn and ("ParticipantRole" in turn or "ParticipantId" in turn) for turn in turns[:50]
    )


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call or chat; times are in milliseconds from its beginning, or absolute in chats."""
    roles = {text_in(one, "ParticipantId"): text_in(one, "ParticipantRole") for one in records_in(record, "Participants")}
    rows = records_in(record, "Transcript")
    begin = next((moment for row in rows if (moment := instant(row.get("AbsoluteTime"), place.timezone))), None)
    turns = []
    for row in rows:
        moment = instant(row.get("AbsoluteTime"), place.timezone)
        start = (moment - begin).total_seconds() if moment and begin else seconds(row.get("BeginOffsetMillis"), 0.001)
        speaker = text_in(row, "ParticipantRole") or roles.get(text_in(row, "ParticipantId")) or text_in(row, "ParticipantId")
        end = seconds(row.get("EndOffsetMillis"), 0.001)
        turns.append(Turn(speaker, role_of(speaker), start, text_in(row, "Content"), end))
    key = text_in(record, "JobName") or text_in(record.get("CustomerMetadata"), "ContactId")
    said = [text_in(row, "DisplayName") for row in rows] + list(names_in(record, _WORDS))
    yield from made(turns, key=key, at=begin, channel=channel_of(record.get("Channel")) or "voice", names=said)
