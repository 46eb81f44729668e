"""Transcripts of Whisper, WhisperX, whisper.cpp and what is built on them: a list of segments with start, end and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import Word, joined, turns_of
from journey.sources.talks.making import made, records_in, text_in
from journey.sources.talks.moments import seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 40


def claims(record: Any) -> bool:
    """ "segments" with text and times, or whisper.cpp's "transcription" with offsets."""
    if records_in(record, "transcription"):
        return "offsets" in record["transcription"][0] or "timestamps" in record["transcription"][0]
    return any("text" in one and "start" in one and "end" in one for one in records_in(record, "segments")[:20])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call; speakers are known only where the recording was also diarised."""
    segments = records_in(record, "segments") or records_in(record, "transcription")
    pieces = [piece for one in segments for piece in (_by_words(one) or [_segment(one)])]
    yield from made(joined(pieces), key=text_in(record, "id", "task_id"), channel="voice")


def _segment(one: dict[str, Any]) -> Turn:
    offsets = one.get("offsets")
    unit, times = (0.001, (offsets.get("from"), offsets.get("to"))) if isinstance(offsets, dict) else (1.0, _times(one))
    speaker = _speaker(one)
    return Turn(speaker, role_of(speaker), seconds(times[0], unit), text_in(one, "text"), seconds(times[1], unit))


def _times(one: dict[str, Any]) -> tuple[Any, Any]:
    clocks = one.get("timestamps")
    return (clocks.get("from"), clocks.get("to")) if isinstance(clocks, dict) else (one.get("start"), one.get("end"))


def _by_words(one: dict[str, Any]) -> list[Turn]:
    """A segment in which several speak, word by word; a word without a speaker is the one's before."""
    words = records_in(one, "words")
    if len(Counter(_speaker(word) for word in words if _speaker(word))) < 2:
        return []
    told, speaker = [], _speaker(one)
    for word in words:
        speaker = _speaker(word) or speaker
        told.append(Word(speaker, text_in(word, "word", "text"), seconds(word.get("start")), seconds(word.get("end"))))
    return turns_of(told)


def _speaker(one: dict[str, Any]) -> str:
    label = one.get("speaker", one.get("speaker_id"))
    return label.strip() if isinstance(label, str) else f"Speaker {label}" if isinstance(label, int) else ""
