"""The metadata of Microsoft Teams' transcripts: WebVTT whose cues are JSON with speaker, words and the time of day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from journey.errors import UnreadableFile
from journey.sources.talks.files.captions import cues
from journey.sources.talks.joining import joined
from journey.sources.talks.making import made, text_in
from journey.sources.talks.moments import instant
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 9


def claims(plain: Plain) -> bool:
    """WebVTT with the key of Teams' spoken texts."""
    return plain.text[:20].lstrip().startswith("WEBVTT") and '"spokenText"' in plain.text[:20_000]


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The meeting, with its day and time."""
    told = [(start, end, _cue(lines)) for start, end, lines in cues(plain.text, place)]
    turns = []
    for start, end, cue in told:
        speaker = text_in(cue, "speakerName")
        turns.append(Turn(speaker, role_of(speaker), start, text_in(cue, "spokenText"), end))
    times = ((instant(cue.get("startDateTime"), place.timezone), start or 0.0) for start, _, cue in told)
    begun = (at - timedelta(seconds=start) for at, start in times if at)
    found = list(made(joined(turns), at=next(begun, None), channel="voice"))
    if not found:
        raise UnreadableFile(f"{plain.name} has no spoken words in it. Nothing was imported. Export the transcript again.")
    yield from found


def _cue(lines: list[str]) -> dict[str, Any]:
    try:
        cue = json.loads(" ".join(lines))
    except (ValueError, RecursionError):
        return {}
    return cue if isinstance(cue, dict) else {}
