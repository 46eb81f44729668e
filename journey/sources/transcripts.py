"""Reads conversations from transcripts, whatever their format; what they hold must be redacted before it is stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from journey.analysis.redact import redact_conversation
from journey.errors import UnreadableFile
from journey.sources.conversations import Conversation, Problems
from journey.sources.encoding import encoding_of
from journey.sources.transcript_json import read_json
from journey.sources.transcript_text import has_times, read_captions, read_lines
from journey.sources.unpack import unpack

MOST_BYTES = 256 * 1024**2
"""The largest transcript file; a week of calls is a hundredth of it."""


def read_conversations(path: Path, *, name: str = "", timezone: str = "UTC") -> tuple[list[Conversation], pl.DataFrame]:
    """The conversations of a file and what could not be read in it (a frame that follows PROBLEMS).

    WebVTT, SubRip, plain "Agent: ..." lines, AWS Call Analytics and generic speaker/utterance JSON or JSON Lines, each known
    by its content, plain or packed. `name` is what to call the file; times without a zone are read in `timezone`.
    UnreadableFile when there is no conversation in it.
    """
    name = name or path.name
    problems = Problems(name)
    text = _text(path, name)
    start = text.lstrip("\ufeff \t\r\n")[:20]
    if start[:1] in {"{", "["} and not has_times(text):
        found = read_json(text, name, timezone, problems) if _is_json(start) else [read_lines(text, name)]
    elif start.startswith("WEBVTT") or has_times(text):
        found = [_said(read_captions(text, name, problems))]
    else:
        found = [read_lines(text, name)]
    return found, problems.frame()


def redacted(conversation: Conversation, *, language: str | None = None) -> tuple[Conversation, dict[str, int]]:
    """The conversation as it may be stored, speakers' labels included, without its known names; and what was removed."""
    labels = list(dict.fromkeys(turn.speaker for turn in conversation.turns))
    texts = [turn.text for turn in conversation.turns]
    clean, removed = redact_conversation([*texts, *labels], known_names=conversation.known_names, language=language)
    called = dict(zip(labels, clean[len(texts) :], strict=True))
    pairs = zip(conversation.turns, clean[: len(texts)], strict=True)
    turns = tuple(replace(turn, speaker=called[turn.speaker], text=text) for turn, text in pairs)
    return replace(conversation, turns=turns, known_names=()), removed


def _is_json(start: str) -> bool:
    """A line that begins with a time in brackets is no JSON."""
    return start[0] == "{" or start[1:].lstrip()[:1] in {"{", "[", '"', "]", ""}


def _text(path: Path, name: str) -> str:
    plain, _ = unpack(path)
    if plain.stat().st_size > MOST_BYTES:
        raise UnreadableFile(f"{name} is larger than 256 MB. Nothing was imported. Split it and import the parts.")
    encoding, _ = encoding_of(plain, name)
    return plain.read_bytes().decode(encoding, errors="replace")


def _said(conversation: Conversation) -> Conversation:
    if not conversation.turns:
        raise UnreadableFile(f"{conversation.key} has no spoken words in it. Nothing was imported. Export the transcript again.")
    return conversation
