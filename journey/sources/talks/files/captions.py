"""WebVTT and SubRip: cues with times, speakers from `<v Name>`, a "Name: " before the words, or none."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from journey.errors import UnreadableFile
from journey.sources.talks.joining import joined
from journey.sources.talks.labels import label_of
from journey.sources.talks.making import made
from journey.sources.talks.moments import seconds
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 10
_TIMES = re.compile(r"((?:\d{1,4}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,4}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>]{1,80})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,100}>|\{\\[^{}]{0,40}\}")


def claims(plain: Plain) -> bool:
    """The word WEBVTT, or time lines near the beginning."""
    return plain.text[:20].lstrip().startswith("WEBVTT") or bool(_TIMES.search(plain.text[:20_000]))


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The call; a time line that can't be read is a problem with its line."""
    turns = joined(turn for start, end, lines in cues(plain.text, place) for turn in _spoken(start, end, lines))
    found = list(made(turns, channel="voice"))
    if not found:
        raise UnreadableFile(f"{plain.name} has no spoken words in it. Nothing was imported. Export the transcript again.")
    yield from found


def cues(text: str, place: Place) -> Iterator[tuple[float | None, float | None, list[str]]]:
    """Start, end and lines of each cue."""
    for row, block in _blocks(text):
        at = next((i for i, line in enumerate(block) if "-->" in line), None)
        if at is None:
            continue
        times = _TIMES.search(block[at][:200])
        if times:
            yield seconds(times[1]), seconds(times[2]), block[at + 1 :]
        else:
            advice = "Write it as 00:01:02.500 --> 00:01:04.000."
            place.problem("time", block[at], "This time line can't be read.", advice, row=row + at)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without an empty one between them, each with the number of its first line."""
    block: list[str] = []
    for row, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield row - len(block), block
            block = []


def _spoken(start: float | None, end: float | None, lines: list[str]) -> Iterator[Turn]:
    """What is said in a cue, by whom: a cue may hold several voices."""
    words = " ".join(lines)
    voices = list(_VOICE.finditer(words))
    if voices:
        ends = [*(voice.start() for voice in voices[1:]), len(words)]
        for voice, stop in zip(voices, ends, strict=True):
            speaker = html.unescape(voice[1]).strip()
            yield Turn(speaker, role_of(speaker), start, _plain(words[voice.end() : stop]), end)
        return
    plain = _plain(words)
    label = label_of(plain)
    speaker, said = (label.who, label.said) if label else ("", plain.lstrip("-> "))
    yield Turn(speaker, role_of(speaker), start, said, end)


def _plain(words: str) -> str:
    return html.unescape(_TAG.sub("", words)).strip()
