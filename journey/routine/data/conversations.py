"""The act of bringing conversations in: calls, chats and e-mail threads, redacted before anything is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.routine.data.batches import Request
from journey.routine.data.heard import Heard, hear
from journey.routine.data.imports import ImportReport, Progress, bring_in, opened, zone_of
from journey.routine.data.recordings import link_recordings
from journey.routine.listening.understanding import understand_safely


def import_conversations(
    engine: Engine,
    settings: Settings,
    *,
    by: int,
    journey: int | str,
    path: Path,
    also: Sequence[Path] = (),
    source: str | None = None,
    timezone: str | None = None,
    audio: Path | None = None,
    ours: Collection[str] = (),
    heard: Heard | None = None,
    progress: Progress = lambda _share, _words: None,
) -> ImportReport:
    """Import the conversations of a file, a folder or an archive into a journey: wholly, or not at all.

    One that is in already is left out, whatever file it came in; one that has grown goes on where it ended. Names, e-mail
    addresses, numbers and the like are taken out first, also from the file's name. Files in `also` belong to the same
    import. Only the place of a recording found in `audio` is kept. `ours` are the domains that agents mail from, else told
    from the mails; `heard` is what was read of the same file before. As in `import_file`, a journey given by name is begun
    once the file could be read. Raises UnreadableFile, Refused, NotAllowed.
    """
    zone = zone_of(engine, by, journey, timezone)
    told = heard or hear(path, zone, also=also, audio=audio, ours=ours, progress=progress)
    progress(0.6, "Keeping the conversations")
    doors = opened(engine, settings, by, journey, zone)
    asked = Request(Path(told.called), SourceKind.CONVERSATIONS, source or told.source, zone)
    report = bring_in(doors, asked, told.result, make_stages=False)
    if told.recordings:
        link_recordings(engine, by=by, journey=doors.journey, places=told.recordings)
    notes = understand_safely(engine, doors.journey, lambda share, words: progress(0.7 + 0.3 * share, words))
    progress(1.0, "Done")
    return replace(report, notes=(*report.notes, *notes))
