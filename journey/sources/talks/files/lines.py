"""Plain text with a speaker at the beginning of each turn: "Agent: ...", with or without a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from journey.errors import UnreadableFile
from journey.sources.talks.labels import Label, label_of
from journey.sources.talks.making import made
from journey.sources.talks.moments import instant
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import OTHER, Conversation, Turn

RANK = 100
_LATE = 22 * 3600
_RARE = 20
"""Lines to a turn beyond which a text with colons is no talk."""


def claims(plain: Plain) -> bool:
    """Any text is worth a try when nobody else knew it."""
    return True


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The conversation; a line without a label goes on with the last. UnreadableFile for some other text."""
    said = _said(plain.text)
    turns = list(_turns(said))
    if not _is_talk(turns, sum(len(words) for _, words in said)):
        raise UnreadableFile(
            f"{plain.name} does not read as a conversation: no lines such as 'Agent: How can I help?' were found. "
            "Nothing was imported. Name the speaker at the beginning of each line, or give a WebVTT, SRT or JSON transcript."
        )
    yield from made(turns, at=_begun(said, place))


def spoken(text: str) -> list[Turn]:
    """The turns of a text, be it a talk or not: none where no line names a speaker."""
    return list(_turns(_said(text)))


def _said(text: str) -> list[tuple[Label, list[str]]]:
    """Each label with its words and the lines that go on with it."""
    said: list[tuple[Label, list[str]]] = []
    for line in text.splitlines():
        label = label_of(line)
        if label:
            said.append((label, [label.said]))
        elif said and line.strip():
            said[-1][1].append(line.strip())
    return said


def _is_talk(turns: list[Turn], lines: int) -> bool:
    """Two turns or more, of which one names a role or two the same speaker; headings in a text are all different, and rare."""
    speakers = {turn.speaker for turn in turns}
    told = len(speakers) < len(turns) or any(turn.role != OTHER for turn in turns)
    return len(turns) >= 2 and told and len(turns) * _RARE >= lines


def _turns(said: list[tuple[Label, list[str]]]) -> Iterator[Turn]:
    first = next((label.clock for label, _ in said if label.clock is not None), None)
    for label, words in said:
        start = None
        if label.clock is not None and first is not None:
            start = label.clock - first
            start = start + 24 * 3600 if start < -_LATE else max(start, 0.0)  # past midnight
        text = " ".join(word for word in words if word)
        if text:
            yield Turn(label.who, role_of(label.who), start, text)


def _begun(said: list[tuple[Label, list[str]]], place: Place) -> datetime | None:
    """When the first line was written, where it carries a day that leaves no doubt (2026-11-10)."""
    first = next((label for label, _ in said if label.day and label.clock is not None), None)
    day = instant(first.day, place.timezone) if first else None
    return day + timedelta(seconds=first.clock or 0.0) if first and day else None
