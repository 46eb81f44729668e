"""The acts of bringing data in: import a file, take a batch out again, put it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.problems import ImportResult
from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.errors import NeedsAnswer
from journey.routine.act import act
from journey.routine.data import keeping
from journey.routine.data.batches import Arrival, Entered, Request, enter, wait_for_others
from journey.routine.data.datasets import CONTENT_ID, NO_CASE, ROW_ID
from journey.routine.data.observations import recompute
from journey.routine.data.private import private_values, without_private
from journey.routine.journeys import add_journey
from journey.routine.listening.understanding import understand_safely
from journey.store.engine import reading
from journey.store.readers.data import BatchFile, batch_files, source
from journey.store.tables import Journey

if TYPE_CHECKING:
    from journey.sources import Answers

Progress = Callable[[float, str], None]
"""Called with how much is done, from 0 to 1, and what is being done."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did, for the person.

    batch_id is None where nothing new came; rows_read counts readable rows, rows_known those left out because they were
    there already, rows_changed known rows that now say something else. unmapped: event or stage names without a stage,
    with their rows.
    """

    journey_id: int
    file: str
    source: str
    kind: SourceKind
    batch_id: int | None
    rows_read: int
    rows_new: int
    rows_known: int
    rows_changed: int
    problems: pl.DataFrame
    unmapped: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doors:
    """Into which installation and journey, and by whom."""

    engine: Engine
    settings: Settings
    by: int
    journey: int


def import_file(
    engine: Engine,
    settings: Settings,
    *,
    by: int,
    journey: int | str,
    kind: SourceKind,
    path: Path,
    source: str | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    timezone: str | None = None,
    make_stages: bool = False,
    query: str = "",
    progress: Progress = lambda _share, _words: None,
) -> ImportReport:
    """Import a file of one kind into a journey: wholly, or not at all; `query` is what a fetched file answers.

    `answers` are what the file cannot say itself (date_order, scale, decimal, sheet, encoding, delimiter, case); they and the
    mapping are remembered for the source, which is named after the file unless told. Times without an offset are read in
    `timezone`, the journey's own unless told. With `make_stages`, stage names of the file become the stages of a journey
    that has none. A `journey` given by name is begun, in `timezone`, once the file could be
    read. Raises NeedsAnswer, UnreadableFile, Refused, NotAllowed; nothing is kept then.
    """
    zone = zone_of(engine, by, journey, timezone)
    keeping.sweep(engine, settings)
    asked = remembered(engine, journey, Request(path, kind, source or name_of(path), zone, mapping or {}, answers or {}, query))
    progress(0.05, "Reading the file")
    result = read_result(asked)
    progress(0.4, "Keeping the rows")
    doors = opened(engine, settings, by, journey, zone)
    report = bring_in(doors, asked, result, make_stages=make_stages)
    progress(0.7, "Computing the figures")
    if report.batch_id is not None:
        recompute(engine, settings, journey=doors.journey)
    notes = understand_safely(engine, doors.journey, lambda share, words: progress(0.8 + 0.2 * share, words))
    progress(1.0, "Done")
    return replace(report, notes=(*report.notes, *notes))


def zone_of(engine: Engine, by: int, journey: int | str, told: str | None) -> str:
    """The time zone to read in; refused now rather than after reading, if the person may not import into the journey."""
    if isinstance(journey, str):
        return told or "UTC"
    with act(engine, "import.add", by=by, journey=journey) as doing:
        return told or doing.get(Journey, journey).timezone


def opened(engine: Engine, settings: Settings, by: int, journey: int | str, timezone: str) -> Doors:
    """Where the rows go: a journey given by name is begun now."""
    known = journey if isinstance(journey, int) else add_journey(engine, by=by, name=journey, timezone=timezone).key
    return Doors(engine, settings, by, known)


def name_of(path: Path) -> str:
    """The source that a file is of, unless told: its name without endings, and without a date or number at the end."""
    stem = path.name.split(".")[0]
    return re.sub(r"[\W_]*\d[\d\W_]*$", "", stem)[:120] or stem[:120] or "file"


def read_result(asked: Request) -> ImportResult:
    """The file's rows without what points to a person, each with its ids; problem values redacted."""
    from journey.sources import read
    from journey.sources.identity import content_id, row_id

    result = read(asked.path, asked.kind, answers_of(asked), asked.timezone)
    frame = result.frame
    _check_case(asked, frame.collect_schema().names())
    if asked.kind is not SourceKind.EVENTS:
        frame = frame.with_columns(row_id(frame, asked.kind).alias(ROW_ID), content_id(frame).alias(CONTENT_ID))
    frame, notes = without_private(frame, asked.kind, KINDS[asked.kind].schema)
    problems = result.problems.with_columns(private_values(result.problems["value"]))
    return replace(result, frame=frame, problems=problems, notes=(*result.notes, *notes))


def remembered(engine: Engine, journey: int | str, asked: Request) -> Request:
    """The request with what the source remembers, as far as the file has the columns; what is said now comes first."""
    row = source(engine, journey, asked.kind, asked.source) if isinstance(journey, int) else None
    if row is None or not (row.mapping or row.answers):
        return asked
    from journey.sources import load

    answers = {**(row.answers or {}), **{name: answer for name, answer in asked.answers.items() if answer}}
    there = load(asked.path, answers_of(replace(asked, answers=answers)))[1].columns
    said = {name: column for name, column in row.mapping.items() if column in there and column not in asked.mapping.values()}
    return replace(asked, mapping={**said, **asked.mapping}, answers=answers)


def answers_of(asked: Request) -> Answers:
    """What the readers need to be told of the file."""
    from journey.sources import Answers

    known = {name: value for name, value in asked.answers.items() if name in Answers.__dataclass_fields__ and value}
    return Answers(asked.mapping, **known)


def _check_case(asked: Request, columns: list[str]) -> None:
    """Refuse to count by a column that the rows will not have: no figure could be computed from them."""
    case = asked.answers.get("case")
    if case and asked.kind is SourceKind.EVENTS and case not in columns:
        choices = tuple(name for name in columns if name not in NO_CASE)
        because = f"There is no column called '{case}' to count by."
        raise NeedsAnswer("By which column is a passage counted?", option="--case", choices=choices, because=because)


def bring_in(doors: Doors, asked: Request, result: ImportResult, *, make_stages: bool) -> ImportReport:
    """Keep what is new and enter it as a batch; again where another file of the source came in between.

    An error leaves files that no batch names: they are swept later, because whether a commit went through can't be told
    from its error.
    """
    with keeping.room(doors.settings) as folder:
        place = keeping.Place(doors.settings.events, doors.journey, folder)
        while True:
            with reading(doors.engine) as session:
                known = _of_source(batch_files(session, doors.journey), asked)
            kept = keeping.keep(result, asked.kind, known, place)
            if not kept.path and (kept.rows_known or result.problems.is_empty()):
                return _report(doors, Arrival(asked, result, kept, "", make_stages), Entered(None, (), _nothing_new(kept)))
            arrival = Arrival(asked, result, kept, keeping.keep_problems(result.problems, place), make_stages)
            entered = _enter_if_alone(doors, arrival, known)
            if entered is not None:
                return _report(doors, arrival, entered)
            keeping.forget(doors.settings, kept.path, arrival.problems_path)


def _enter_if_alone(doors: Doors, arrival: Arrival, known: tuple[BatchFile, ...]) -> Entered | None:
    """Enter the batch unless the source has other files by now than those it was compared with."""
    with act(doors.engine, "import.add", by=doors.by, journey=doors.journey) as doing:
        wait_for_others(doing)
        there = _of_source(batch_files(doing.session, doors.journey), arrival.asked)
        return enter(doing, arrival, events=doors.settings.events) if _same(there, known) else None


def _of_source(files: tuple[BatchFile, ...], asked: Request) -> tuple[BatchFile, ...]:
    """The files that a row of this one may be in already: those of its source, and for conversations, which carry ids of their
    own, those of every source."""
    every = asked.kind is SourceKind.CONVERSATIONS
    return tuple(file for file in files if file.kind is asked.kind and (every or file.source == asked.source))


def _same(these: tuple[BatchFile, ...], those: tuple[BatchFile, ...]) -> bool:
    return [file.batch_id for file in these] == [file.batch_id for file in those]


def _nothing_new(kept: keeping.Kept) -> tuple[str, ...]:
    return (f"Nothing new: all {kept.rows_read:,} rows were there already.",) if kept.rows_read else ("The file holds no rows.",)


def _report(doors: Doors, arrival: Arrival, entered: Entered) -> ImportReport:
    asked, kept, result = arrival.asked, arrival.kept, arrival.result
    return ImportReport(
        doors.journey, asked.path.name, asked.source, asked.kind, entered.batch_id, kept.rows_read, kept.rows_new,
        kept.rows_known, kept.rows_changed, result.problems, entered.unmapped, (*result.notes, *entered.notes),
    )  # fmt: skip
