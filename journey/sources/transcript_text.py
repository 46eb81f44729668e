"""Reads transcripts that are text: WebVTT, SubRip and plain lines such as "Agent: ..."."""

from __future__ import annotations

import html
import re

from journey.errors import UnreadableFile
from journey.sources.conversations import OTHER, Conversation, Problems, Turn, names_among, role_of, with_roles

_TIMES = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})\s*-->\s*(?:\d{1,4}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,100}>")
_LABEL = re.compile(
    r"\s*(?:[\[(]?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,3})?[\])]?\s*[-–]?\s*)?(?P<who>[^\W\d_][^:\[\]<>\n]{0,39}?)\s*"
    r"(?:[\[(](?P<after>\d{1,2}:\d{2}(?::\d{2})?)[\])])?\s*:(?:\s+|$)(?P<said>.*)"
)
_LONG_LABEL = 4
"""Words of a speaker's label; what has more before a colon is a sentence."""


def has_times(text: str) -> bool:
    """Whether a text has the time lines of WebVTT or SubRip near its beginning."""
    return bool(_TIMES.search(text[:20_000]))


def read_captions(text: str, key: str, problems: Problems) -> Conversation:
    """A conversation from WebVTT or SubRip: speakers from `<v Name>` or "Name: "; cues in a row of one speaker make one turn."""
    turns: list[Turn] = []
    for row, block in _blocks(text):
        at = next((i for i, line in enumerate(block) if "-->" in line), None)
        if at is None:
            continue
        times = _TIMES.search(block[at])
        if not times:
            problems.add(
                row + at, "time", block[at], "This time line can't be read.", "Write it as 00:01:02.500 --> 00:01:04.000."
            )
            continue
        hours, minutes, seconds, part = times.groups()
        start = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(part.ljust(3, "0")) / 1000
        _say(turns, *_spoken(" ".join(block[at + 1 :])), start)
    return _conversation(key, "voice", turns)


def read_lines(text: str, key: str) -> Conversation:
    """A conversation from plain lines "Agent: ...", with or without a time before; a line without a label goes on with the last.

    UnreadableFile when fewer than two lines name a speaker: it is some other text.
    """
    turns: list[Turn] = []
    for line in text.splitlines():
        match = _label(line)
        if match:
            clock = match["clock"] or match["after"]
            turns.append(
                Turn(match["who"].strip(), role_of(match["who"]), _seconds(clock) if clock else None, match["said"].strip())
            )
        elif turns and line.strip():
            last = turns.pop()
            turns.append(Turn(last.speaker, last.role, last.start_s, f"{last.text} {line.strip()}".strip()))
    turns = [turn for turn in turns if turn.text]
    if len(turns) < 2:
        raise UnreadableFile(
            f"{key} does not read as a conversation: no lines such as 'Agent: How can I help?' were found. Nothing was imported. "
            "Name the speaker at the beginning of each line, or give a WebVTT, SRT or JSON transcript."
        )
    first = next((turn.start_s for turn in turns if turn.start_s is not None), None)
    timed = [
        Turn(t.speaker, t.role, None if t.start_s is None or first is None else max(t.start_s - first, 0.0), t.text)
        for t in turns
    ]
    return _conversation(key, "", timed)


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Runs of lines without an empty one between them, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    open_block = False
    for row, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            open_block = False
        elif open_block:
            blocks[-1][1].append(line.strip())
        else:
            blocks.append((row, [line.strip()]))
            open_block = True
    return blocks


def _spoken(words: str) -> tuple[str, str]:
    """Who speaks in a cue ("" when it does not say) and what."""
    voice = _VOICE.search(words)
    plain = html.unescape(_TAG.sub("", words)).strip()
    if voice:
        return html.unescape(voice[1]).strip(), plain
    label = _label(plain)
    return (label["who"].strip(), label["said"].strip()) if label else ("", plain.lstrip("-> "))


def _label(line: str) -> re.Match[str] | None:
    """The label of a line: at most four words, with a capital unless they name a role."""
    match = _LABEL.match(line)
    if not match or len(match["who"].split()) > _LONG_LABEL:
        return None
    return match if match["who"][0].isupper() or role_of(match["who"]) != OTHER else None


def _say(turns: list[Turn], speaker: str, words: str, start: float) -> None:
    if not words:
        return
    if turns and speaker and turns[-1].speaker == speaker:
        last = turns.pop()
        turns.append(Turn(speaker, last.role, last.start_s, f"{last.text} {words}"))
    else:
        turns.append(Turn(speaker, role_of(speaker), start, words))


def _seconds(clock: str) -> float:
    """Seconds of "1:02" (minutes) or "10:33:05" (hours)."""
    parts = [int(part) for part in clock.split(":")]
    return float(sum(part * 60**power for power, part in enumerate(reversed(parts))))


def _conversation(key: str, channel: str, turns: list[Turn]) -> Conversation:
    return Conversation(key, None, channel, with_roles(turns), names_among(turns))
