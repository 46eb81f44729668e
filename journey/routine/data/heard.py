"""Reads conversations into rows that may be kept: redacted, told apart for good, with what is to be said of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from journey.domain.problems import ImportResult
from journey.domain.schemas import UTC_TIME
from journey.errors import Refused
from journey.routine.data.datasets import CONTENT_ID, ROW_ID
from journey.routine.data.imports import Progress
from journey.routine.data.private import what_was_removed
from journey.routine.data.words import TURNS

if TYPE_CHECKING:
    from journey.sources.talks.reading import Found
    from journey.sources.talks.talk import Conversation

_FRAME = {"title": pl.String(), "channel": pl.String(), "at": UTC_TIME, "turns": TURNS}
_IDENTITY = {"key": pl.String(), "at": UTC_TIME, "raw": pl.String()}
_STEP = 50
"""Conversations between two words about how far it is."""
_PLACEHOLDER = re.compile(r"\[[A-Z]+(?: \d+)?\]")


@dataclass(frozen=True)
class Heard:
    """Conversations as they may be kept; `called` and `source` are names for where they come from that name nobody.

    `recordings` are the places of the recordings that were found for them, by the row's id.
    """

    result: ImportResult
    called: str
    source: str
    recordings: dict[int, str] = field(default_factory=dict)


def hear(
    path: Path, timezone: str, *, also: Sequence[Path] = (), audio: Path | None = None, ours: Collection[str] = (),
    progress: Progress = lambda _share, _words: None,
) -> Heard:  # fmt: skip
    """The conversations of a file, folder or archive and those `also` given, without what points to a person.

    `audio` is a folder of recordings, paired with the conversations by their names; `ours` are domains that agents mail
    from. Raises UnreadableFile; Refused for no such zone or folder.
    """
    from journey.sources.talks.reading import read_conversations

    _check(timezone, audio)
    firm = frozenset(domain.strip().lower().lstrip("@") for domain in ours if domain.strip())
    found = read_conversations(
        path, *also, timezone=timezone, ours=firm, told=lambda count: progress(0.05, f"Reading file {count:,}")
    )
    ids = _ids(found.conversations)
    frame, removed = _rows(found.conversations, progress)
    names = list(dict.fromkeys(name for one in found.conversations for name in one.known_names))
    called, source = _called(path, names)
    called = f"{called} and {len(also):,} more" if also else called
    pairs, said = _recordings(audio, found.conversations, ids[ROW_ID].to_list())
    notes = (*what_was_removed(removed), *_notes(found.conversations), *said)
    result = ImportResult(frame.with_columns(ids), _problems(found, path, names), notes)
    return Heard(result, called, source, pairs)


def _check(timezone: str, audio: Path | None) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"There is no time zone called '{timezone}'. Nothing was imported. Write it as Europe/Berlin.") from None
    if audio is not None and not audio.exists():
        raise Refused(f"There is no folder {audio}. Nothing was imported. Name the folder that the recordings are in.")


def _rows(talks: Sequence[Conversation], progress: Progress) -> tuple[pl.DataFrame, Counter[str]]:
    from journey.sources.talks.private import redacted

    removed: Counter[str] = Counter()
    alone = Counter(talk.stem for talk in talks)
    rows = []
    for number, raw in enumerate(talks):
        if number % _STEP == 0:
            progress(0.1 + 0.5 * number / len(talks), f"Taking out what points to a person: {number:,} of {len(talks):,}")
        clean, gone = redacted(raw)
        removed.update(gone)
        turns = [
            {"speaker": one.speaker, "customer": one.role == "customer", "start": one.start_s, "end": one.end_s, "text": one.text}
            for one in clean.turns
        ]
        rows.append((_title(clean, number + 1, alone=alone[raw.stem] == 1), clean.channel, clean.at, turns))
    return pl.DataFrame(rows, schema=_FRAME, orient="row"), removed


def _title(talk: Conversation, number: int, *, alone: bool) -> str:
    """What people or the system call it, else its file, with a number where there are several in it."""
    of_file = talk.stem if alone else f"{talk.stem} {number}".strip()
    return talk.title or talk.key or of_file or f"Conversation {number}"


def _ids(talks: Sequence[Conversation]) -> pl.DataFrame:
    """Which conversation each is, and a number for what it says; nothing that was said can be told from them.

    A conversation is its system's name for it where that is its own in this import, else everything that it says.
    """
    from journey.sources.identity import content_id, repeats_apart

    named = Counter(one.key for one in talks)
    rows = [(one.key, None if one.dated else one.at, _raw(one)) for one in talks]
    frame = pl.DataFrame(rows, schema=_IDENTITY, orient="row").with_columns(content_id(pl.DataFrame(schema=_IDENTITY)))
    own = pl.Series([bool(one.key) and named[one.key] == 1 for one in talks], dtype=pl.Boolean)
    by_name = content_id(pl.DataFrame(schema={"key": pl.String}))
    frame = frame.with_columns(own=own, named=by_name, said=repeats_apart(pl.col(CONTENT_ID)))
    return frame.select(pl.when("own").then("named").otherwise("said").alias(ROW_ID), CONTENT_ID)


def _raw(talk: Conversation) -> str:
    return "\n".join(f"{turn.speaker}: {turn.text}" for turn in talk.turns)


def _called(path: Path, names: Sequence[str]) -> tuple[str, str]:
    from journey.routine.data.imports import name_of
    from journey.sources.talks.private import redacted_name

    called = redacted_name(path.name, names)
    source = name_of(Path(_PLACEHOLDER.sub("", called).strip(" _-") or "conversations"))
    return called, source if any(char.isalpha() for char in source) else "conversations"


def _problems(found: Found, path: Path, names: Sequence[str]) -> pl.DataFrame:
    """The problem rows without people, be they in a value, a file's name or the sentence that names the file."""
    from journey.analysis.redact import redact
    from journey.sources.talks.private import redacted_name

    files = {row["file"]: redacted_name(row["file"], names) for row in found.problems.rows}
    rows = []
    for row in found.problems.frame().iter_rows(named=True):
        file = files.get(row["file"], row["file"])
        value = redact(row["value"], known_names=names).text if row["value"] else row["value"]
        reason = row["reason"].replace(row["file"], file) if row["file"] else row["reason"]
        rows.append({**row, "file": file, "value": redacted_name(value or "", names), "reason": reason})
    return pl.DataFrame(rows, schema=found.problems.frame().schema)


def _recordings(audio: Path | None, talks: Sequence[Conversation], ids: Sequence[int]) -> tuple[dict[int, str], list[str]]:
    if audio is None:
        return {}, []
    from journey.sources.talks.recordings import paired

    places, unsaid, left = paired(audio, talks)
    pairs = {id: str(place) for id, place in zip(ids, places, strict=True) if place is not None}
    found = f"{_count(len(pairs), 'recording')} found; only its place on this machine is kept."
    notes = [found if pairs else "No recording is called like the transcript of a conversation."]
    if unsaid:
        notes.append(f"{_count(unsaid, 'recording')} left out because its name or folder points to a person. Rename it.")
    if left:
        notes.append(f"{_count(left, 'recording')} without a transcript of the same name.")
    return pairs, notes


def _count(number: int, what: str) -> str:
    return f"1 {what} was" if number == 1 else f"{number:,} {what}s were"


def _notes(talks: Iterable[Conversation]) -> Iterator[str]:
    """What was concluded rather than read, and what is not known."""
    told: Counter[str] = Counter()
    for one in talks:
        told["guessed"] += one.guessed
        told["nobody"] += not any(turn.role == "customer" for turn in one.turns)
        told[one.dated if one.at else "undated"] += 1
    sentences = {
        "guessed": 'the agent was told by what was said ("how can I help"), because the file names no roles.',
        "nobody": "nothing tells the customer from the agent: the words are kept and not scored.",
        "file name": "the day was taken from the file's name.",
        "transcription": "the day is that of the transcription, the only one that the file knows.",
        "undated": "no day is known, so they count in no week. A file's name may carry it: 2026-11-10 call.vtt.",
    }
    for kind, sentence in sentences.items():
        if told[kind]:
            yield f"In {'1 conversation' if told[kind] == 1 else f'{told[kind]:,} conversations'} {sentence}"
