"""The act of bringing conversations in: calls and chats, redacted before anything is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.problems import ImportResult
from journey.domain.schemas import UTC_TIME
from journey.domain.words import SourceKind
from journey.routine.data.batches import Request
from journey.routine.data.datasets import CONTENT_ID, ROW_ID
from journey.routine.data.imports import ImportReport, Progress, bring_in, name_of, opened, zone_of
from journey.routine.data.private import private_values, what_was_removed
from journey.routine.data.words import TURNS
from journey.routine.listening.understanding import understand_safely

if TYPE_CHECKING:
    from journey.sources.conversations import Conversation

_FRAME = {"key": pl.String(), "channel": pl.String(), "at": UTC_TIME, "turns": TURNS, "raw": pl.String()}


def import_conversations(
    engine: Engine,
    settings: Settings,
    *,
    by: int,
    journey: int | str,
    path: Path,
    source: str | None = None,
    timezone: str | None = None,
    progress: Progress = lambda _share, _words: None,
) -> ImportReport:
    """Import a file of transcripts into a journey: wholly, or not at all; a conversation that is in already is left out.

    The people that the file names, e-mail addresses, numbers and the like are taken out first. As in `import_file`, a
    journey given by name is begun once the file could be read. Raises UnreadableFile, NotAllowed.
    """
    zone = zone_of(engine, by, journey, timezone)
    progress(0.05, "Reading the file")
    result = read_conversations(path, zone)
    progress(0.6, "Keeping the conversations")
    doors = opened(engine, settings, by, journey, zone)
    report = bring_in(doors, Request(path, SourceKind.CONVERSATIONS, source or name_of(path), zone), result, make_stages=False)
    notes = understand_safely(engine, doors.journey, lambda share, words: progress(0.7 + 0.3 * share, words))
    progress(1.0, "Done")
    return replace(report, notes=(*report.notes, *notes))


def read_conversations(path: Path, timezone: str) -> ImportResult:
    """The conversations of a file as rows: key, channel, at, turns, and ids by what was said."""
    from journey.sources.identity import content_id
    from journey.sources.transcripts import read_conversations as read
    from journey.sources.transcripts import redacted

    found, problems = read(path, timezone=timezone)
    removed: Counter[str] = Counter()
    rows = []
    for raw in found:
        clean, gone = redacted(raw)
        removed.update(gone)
        rows.append(_row(clean, raw))
    frame = pl.DataFrame(rows, schema=_FRAME, orient="row")
    ids = content_id(frame.select("key", "raw"))
    frame = frame.with_columns(ids.alias(ROW_ID), ids.alias(CONTENT_ID)).drop("raw")
    problems = problems.with_columns(private_values(problems["value"]))
    return ImportResult(frame, problems, tuple(what_was_removed(removed)))


def _row(clean: Conversation, raw: Conversation) -> tuple[object, ...]:
    turns = [
        {"speaker": turn.speaker, "customer": turn.role == "customer", "start": turn.start_s, "text": turn.text}
        for turn in clean.turns
    ]
    return clean.key, clean.channel, clean.at, turns, "\n".join(f"{turn.speaker}: {turn.text}" for turn in raw.turns)
