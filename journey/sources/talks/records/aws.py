"""Transcripts of AWS Transcribe: words under "results", with speakers by label or by channel where they were told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import Word, joined, turns_of
from journey.sources.talks.making import made, records_in, text_in
from journey.sources.talks.moments import seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 20


def claims(record: Any) -> bool:
    """ "results" with "transcripts" beside its "items"."""
    results = record.get("results") if isinstance(record, dict) else None
    return isinstance(results, dict) and "transcripts" in results


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call, from its segments if the file has them, else from its words, else as one turn."""
    results = record["results"]
    turns = _segments(results) or turns_of(_words(results))
    if not turns:
        turns = [Turn("", role_of(""), None, text_in(one, "transcript")) for one in records_in(results, "transcripts")]
    yield from made(turns, key=text_in(record, "jobName"), channel="voice")


def _segments(results: dict[str, Any]) -> list[Turn]:
    pieces = []
    for one in records_in(results, "audio_segments"):
        speaker = _called(one.get("speaker_label") or one.get("channel_label"))
        text = text_in(one, "transcript")
        pieces.append(Turn(speaker, role_of(speaker), seconds(one.get("start_time")), text, seconds(one.get("end_time"))))
    named = any(piece.speaker for piece in pieces)
    return joined(pieces) if named or not _speakers(results) else []


def _words(results: dict[str, Any]) -> Iterator[Word]:
    """The words in order of time, by channel where each speaker has one."""
    channels = records_in(results, "channel_labels", "channels")
    if channels:
        told = [word for one in channels for word in _items(records_in(one, "items"), {}, _called(one.get("channel_label")))]
        yield from _by_time(told)
    else:
        yield from _items(records_in(results, "items"), _speakers(results), "")


def _by_time(words: list[Word]) -> list[Word]:
    """Words of several channels in order; punctuation has no time and stays behind its word."""
    at, placed = 0.0, []
    for order, word in enumerate(words):
        at = word.start if word.start is not None else at
        placed.append((at, order, word))
    return [word for _, _, word in sorted(placed, key=lambda one: one[:2])]


def _items(items: list[dict[str, Any]], speakers: dict[float | None, str], always: str) -> Iterator[Word]:
    speaker = always
    for item in items:
        glued = item.get("type") == "punctuation"
        if not glued:
            label = item.get("speaker_label") or item.get("channel_label") or speakers.get(seconds(item.get("start_time")))
            speaker = always or _called(label)
        text = next((text for one in records_in(item, "alternatives") if (text := text_in(one, "content"))), "")
        yield Word(speaker, text, seconds(item.get("start_time")), seconds(item.get("end_time")), glued)


def _speakers(results: dict[str, Any]) -> dict[float | None, str]:
    """The speaker of each word by when it begins."""
    found: dict[Any, str] = {}
    for segment in records_in(results, "speaker_labels", "segments"):
        for item in records_in(segment, "items"):
            if (start := seconds(item.get("start_time"))) is not None:
                found[start] = _called(item.get("speaker_label") or segment.get("speaker_label"))
    return found


def _called(label: Any) -> str:
    return label.strip() if isinstance(label, str) else ""
