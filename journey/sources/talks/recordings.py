"""Finds the recording of each conversation: a sound file of the same name, whose name and folders point to nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from journey.sources.talks.opening import RECORDINGS, stem_of
from journey.sources.talks.private import redacted_name
from journey.sources.talks.talk import Conversation

LONGEST = 400
"""Characters of a path that is kept."""


def paired(audio: Path, talks: Sequence[Conversation]) -> tuple[list[Path | None], int, int]:
    """The recording of each conversation, how many were left out because of their names, and how many belong to none.

    `audio` is a folder, looked through with those in it, or the recording of the only conversation. A recording belongs to
    the conversation that is called like it, or is the only one in a file that is.
    """
    files = [audio] if audio.is_file() else [one for one in sorted(audio.rglob("*")) if one.suffix.lower() in RECORDINGS]
    by_stem = {stem_of(file.name).lower(): file.resolve() for file in files}
    alone = Counter(talk.stem for talk in talks)
    found: list[Path | None] = []
    for talk in talks:
        stem = talk.stem.lower() if talk.stem and alone[talk.stem] == 1 else ""
        found.append(by_stem.get(stem) or by_stem.get(stem_of(talk.key).lower() if talk.key else ""))
    if audio.is_file() and len(talks) == 1:
        found = [audio.resolve()]
    top = audio.resolve() if audio.is_dir() else audio.resolve().parent
    kept = [place if place and _may_be_kept(place, top, talk) else None for place, talk in zip(found, talks, strict=True)]
    told = {place for place in found if place}
    return kept, len(told - set(kept)), len(set(by_stem.values()) - told)


def _may_be_kept(place: Path, top: Path, talk: Conversation) -> bool:
    """Whether neither the name nor a folder below `top`, which the person named themselves, points to a person."""
    below = place.relative_to(top).parts if place.is_relative_to(top) else place.parts
    return len(str(place)) <= LONGEST and all(redacted_name(part, talk.known_names) == part for part in below)
