"""Transcripts of AssemblyAI: utterances by speaker, else words; times in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import Word, joined, turns_of
from journey.sources.talks.making import made, records_in, text_in
from journey.sources.talks.moments import seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 30
_MARKS = ("audio_url", "acoustic_model", "speech_model", "audio_duration", "language_model", "speaker_labels")


def claims(record: Any) -> bool:
    """ "utterances" or "words" beside one of the settings that only AssemblyAI writes."""
    if not isinstance(record, dict) or not any(mark in record for mark in _MARKS):
        return False
    return any(isinstance(record.get(key), list | str) for key in ("utterances", "words", "text"))


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call; a transcript without speakers is told sentence by sentence."""
    pieces = [_utterance(one) for one in records_in(record, "utterances")]
    turns = joined(pieces) or turns_of(_word(one) for one in records_in(record, "words"))
    if not turns:
        turns = [Turn("", role_of(""), None, text_in(record, "text"))]
    yield from made(turns, key=text_in(record, "id"), channel="voice")


def _utterance(one: dict[str, Any]) -> Turn:
    speaker = _called(one)
    return Turn(speaker, role_of(speaker), seconds(one.get("start"), 0.001), text_in(one, "text"), seconds(one.get("end"), 0.001))


def _word(one: dict[str, Any]) -> Word:
    return Word(_called(one), text_in(one, "text"), seconds(one.get("start"), 0.001), seconds(one.get("end"), 0.001))


def _called(one: dict[str, Any]) -> str:
    """ "A" is nobody's name, and a role or a name stays what it is."""
    label = one.get("speaker", one.get("channel"))
    if isinstance(label, int):
        return f"Speaker {label}"
    label = label.strip() if isinstance(label, str) else ""
    return f"Speaker {label}" if len(label) == 1 else label
