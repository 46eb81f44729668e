"""A journey's imported rows, read lazily from the files of the batches that are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session

from journey.analysis.data import JourneyData
from journey.domain.model import StageSpec
from journey.domain.words import SourceKind
from journey.errors import NotFound, UnreadableFile
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.readers.data import BatchFile, batch_files
from journey.store.tables import Journey

ROW_ID, CONTENT_ID = "row_id", "content_id"
"""Columns of every dataset but events: which row it is, and a number for what it says; of two versions the later counts."""
CUSTOMER = "customer"
NO_CASE = ("at", "event")
"""Columns of events that no passage through the journey can have in common."""
STAGED = (SourceKind.TICKETS, SourceKind.SURVEYS, SourceKind.USABILITY, SourceKind.SERIES)
"""Kinds whose rows may name a stage."""


@dataclass(frozen=True)
class Dataset:
    """What a journey's figures are computed from at one state of its data."""

    version: int
    data: JourneyData
    segments: tuple[str, ...]


def journey_data(engine: Engine, events: Path, *, journey: int) -> Dataset:
    """The journey's data as it stands; `events` is the folder of the datasets. NotFound for no such journey."""
    with reading(engine) as session:
        return load(session, events, journey)


def load(session: Session, events: Path, journey_id: int) -> Dataset:
    """As `journey_data`, within a session."""
    journey = session.get(Journey, journey_id)
    if journey is None or journey.deleted_at is not None:
        raise NotFound("This journey is no longer here.")
    files, stages = batch_files(session, journey_id), read.stage_specs(session, journey_id)
    by_kind = {kind: [file for file in files if file.kind is kind] for kind in SourceKind}
    frames = {kind: _kind(found, events, stages) for kind, found in by_kind.items() if found}
    case = next((str(file.answers["case"]) for file in files if file.answers.get("case")), CUSTOMER)
    if SourceKind.EVENTS not in frames or case not in frames[SourceKind.EVENTS].collect_schema():
        case = CUSTOMER  # the file that had the column may have been taken out
    data = JourneyData(
        stages, read.rules(session, journey_id), journey.timezone, case=case,
        events=frames.get(SourceKind.EVENTS), tickets=frames.get(SourceKind.TICKETS), surveys=frames.get(SourceKind.SURVEYS),
        usability=frames.get(SourceKind.USABILITY), series=frames.get(SourceKind.SERIES),
    )  # fmt: skip
    return Dataset(journey.data_version, data, tuple(dict.fromkeys(name for file in files for name in file.segments)))


def cases(engine: Engine, events: Path, *, journey: int) -> tuple[str, tuple[str, ...]]:
    """What the journey's passages are counted by, and every column of its events that they could be counted by."""
    data = journey_data(engine, events, journey=journey).data
    if data.events is None:
        return CUSTOMER, (CUSTOMER,)
    return data.case, tuple(name for name in data.events.collect_schema().names() if name not in NO_CASE)


def left_out(dataset: Dataset) -> dict[str, int]:
    """The attributes that figures are not split by, though they should be, because of their many values; with how many."""
    from journey.analysis.segments import too_many_values

    data = dataset.data
    frames = [frame for frame in (data.events, data.tickets, data.surveys, data.usability, data.series) if frame is not None]
    return too_many_values(frames, dataset.segments)


def left_out_by_source(engine: Engine, events: Path, *, journey: int) -> dict[int, dict[str, int]]:
    """As `left_out`, for each source that asked for the attribute, by its id."""
    with reading(engine) as session:
        crowded = left_out(load(session, events, journey))
        wanted = {file.source_id: file.segments for file in batch_files(session, journey)}
    found = {source: {name: crowded[name] for name in names if name in crowded} for source, names in wanted.items()}
    return {source: names for source, names in found.items() if names}


def unknown_stages(engine: Engine, events: Path, *, journey: int) -> list[tuple[int, str, str, int]]:
    """Stage names in files that no stage stands for: source id, source, name as first written, rows; the busiest first."""
    with reading(engine) as session:
        files = [file for file in batch_files(session, journey) if file.kind in STAGED]
    found = []
    for _, group in groupby(sorted(files, key=lambda file: file.source_id), key=lambda file: file.source_id):
        of_source = list(group)
        told = of_source[0].answers.get("stages") or {}
        rows = _newest(scan(of_source, events)).filter(
            pl.col("stage").is_not_null(), ~stage_key(pl.col("stage")).is_in(list(told))
        )
        counted = rows.group_by(stage_key(pl.col("stage"))).agg(pl.col("stage").first().alias("written"), pl.len()).collect()
        found += [
            (of_source[0].source_id, of_source[0].source, row["written"], row["len"]) for row in counted.iter_rows(named=True)
        ]
    return sorted(found, key=lambda one: (-one[3], one[2]))


def scan(files: Sequence[BatchFile], events: Path) -> pl.LazyFrame:
    """The rows of `files` one under the other; a column that a file lacks is empty there."""
    return pl.concat([pl.scan_parquet(_there(file, events)) for file in files], how="diagonal_relaxed")


def _there(file: BatchFile, events: Path) -> Path:
    path = events / file.path
    if not path.exists():
        raise UnreadableFile(
            f"The rows of {file.file_name} (batch {file.batch_id}) are missing: there is no file {path}. Put it back from a "
            f"backup, or take the batch out with: journey undo {file.batch_id}"
        )
    return path


def _kind(files: Sequence[BatchFile], events: Path, stages: Sequence[StageSpec]) -> pl.LazyFrame:
    """The rows of one kind, each source's stage names and scale as people answered them."""
    ordered = sorted(files, key=lambda file: (file.source_id, file.batch_id))
    frames = []
    for _, group in groupby(ordered, key=lambda file: file.source_id):
        of_source = list(group)
        frames.append(_as_answered(_newest(scan(of_source, events)), of_source[0], stages))
    return pl.concat(frames, how="diagonal_relaxed")


def _newest(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Of each row its newest version, where rows have an identity."""
    if ROW_ID not in frame.collect_schema():
        return frame
    return frame.unique(ROW_ID, keep="last", maintain_order=True).drop(ROW_ID, CONTENT_ID)


def _as_answered(frame: pl.LazyFrame, source: BatchFile, stages: Sequence[StageSpec]) -> pl.LazyFrame:
    names = {stage.id: stage.name for stage in stages}
    told = source.answers.get("stages") or {}
    meant = {text: names[stage] for text, stage in told.items() if stage in names}
    columns = frame.collect_schema()
    if meant and "stage" in columns:
        key = stage_key(pl.col("stage"))
        frame = frame.with_columns(
            pl.coalesce(key.replace_strict(meant, default=None, return_dtype=pl.String), "stage").alias("stage")
        )
    if source.kind is SourceKind.SURVEYS and source.answers.get("scale") and "scale" not in columns:
        frame = frame.with_columns(pl.lit(str(source.answers["scale"])).alias("scale"))
    return frame


def stage_key(name: pl.Expr) -> pl.Expr:
    """A stage's name as files are matched on it: whatever the case and the outer spaces."""
    return name.str.strip_chars().str.to_lowercase()
