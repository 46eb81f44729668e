"""Transcripts of Deepgram: utterances, else paragraphs, else words, by speaker or by channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journey.sources.talks.joining import Word, joined, turns_of
from journey.sources.talks.making import made, records_in, text_in
from journey.sources.talks.moments import instant, seconds
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 21


def claims(record: Any) -> bool:
    """ "results" with "channels" of alternatives, or with utterances."""
    return bool(_alternatives(record)) or any("transcript" in one for one in records_in(record, "results", "utterances")[:5])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The call; its day is that of the transcription, because the file knows no other."""
    turns = joined(_utterances(record))
    if not turns:
        told = _alternatives(record)
        turns = joined(
            sorted((turn for one in told for turn in _channel(*one, many=len(told) > 1)), key=lambda t: t.start_s or 0.0)
        )
    about = record.get("metadata")
    about = about if isinstance(about, dict) else {}
    at = instant(about.get("created"), place.timezone)
    yield from made(turns, key=text_in(about, "request_id"), at=at, channel="voice", dated="transcription")


def _alternatives(record: Any) -> list[tuple[int, dict[str, Any]]]:
    """The best reading of each channel, with the channel's number."""
    found = []
    for number, channel in enumerate(records_in(record, "results", "channels")):
        found += [(number, one) for one in records_in(channel, "alternatives")[:1]]
    return found


def _utterances(record: Any) -> list[Turn]:
    rows = records_in(record, "results", "utterances")
    many = len({row.get("channel") for row in rows if isinstance(row.get("channel"), int)}) > 1
    return [_turn(row, row.get("channel") if many else None, "transcript") for row in rows]


def _channel(number: int, best: dict[str, Any], *, many: bool) -> list[Turn]:
    channel = number if many else None
    paragraphs = records_in(best, "paragraphs", "paragraphs")
    told = [_turn({**one, "text": _sentences(one)}, channel, "text") for one in paragraphs]
    if any(turn.text for turn in told):
        return told
    words = [_word(one, channel) for one in records_in(best, "words")]
    return turns_of(words) or [_turn(best, channel, "transcript")]


def _sentences(one: dict[str, Any]) -> str:
    return " ".join(text_in(sentence, "text") for sentence in records_in(one, "sentences"))


def _word(one: dict[str, Any], channel: Any) -> Word:
    text = text_in(one, "punctuated_word", "word")
    return Word(_called(one, channel), text, seconds(one.get("start")), seconds(one.get("end")))


def _turn(one: dict[str, Any], channel: Any, key: str) -> Turn:
    speaker = _called(one, channel)
    return Turn(speaker, role_of(speaker), seconds(one.get("start")), text_in(one, key), seconds(one.get("end")))


def _called(one: dict[str, Any], channel: Any) -> str:
    """The speaker: with several channels, each has one of their own."""
    if channel is not None:
        return f"Channel {channel}"
    return f"Speaker {one['speaker']}" if isinstance(one.get("speaker"), int | str) else ""
