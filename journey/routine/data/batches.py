"""Enters a file's rows into the database: source, batch, event names, stages, customers' words and first metrics, as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from sqlmodel import col, select

from journey.domain.problems import ImportResult
from journey.domain.schemas import KINDS
from journey.domain.words import MetricKind, SourceKind
from journey.routine.act import Act
from journey.routine.data.datasets import stage_key
from journey.routine.data.keeping import Kept
from journey.routine.data.starting_metrics import start_metrics
from journey.routine.data.words import store_conversations, store_verbatims
from journey.store.tables import EventName, ImportBatch, Journey, Metric, Source, Stage

SEGMENTS = 4
"""Attributes that a journey's metrics are split by to begin with."""
VALUES = 8
"""Different values up to which an attribute is a segment."""
_NO_SEGMENT = ("rating", "score", "sentiment", "promoter", "label")


@dataclass(frozen=True)
class Request:
    """A file to import, with what is known of it: its source's remembered answers under those given now."""

    path: Path
    kind: SourceKind
    source: str
    timezone: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    """What was asked of a database, where the file holds its answer; it goes into the audit."""


@dataclass(frozen=True)
class Arrival:
    """A file that was read and kept, about to be entered."""

    asked: Request
    result: ImportResult
    kept: Kept
    problems_path: str
    make_stages: bool


@dataclass(frozen=True)
class Entered:
    """What became of it: names without a stage with their rows, and sentences for the person."""

    batch_id: int | None
    unmapped: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def wait_for_others(doing: Act) -> None:
    """Let one import at a time enter a journey."""
    doing.session.exec(select(Journey).where(col(Journey.id) == doing.journey_id).with_for_update()).one()


def enter(doing: Act, arrival: Arrival, *, events: Path) -> Entered:
    """Enter the batch within the act's transaction, with one audit event that carries the counts."""
    rows = pl.scan_parquet(events / arrival.kept.path) if arrival.kept.path else None
    owner = _source(doing, arrival)
    notes: list[str] = []
    unmapped: list[tuple[str, int]] = []
    if rows is not None and owner.kind is not SourceKind.CONVERSATIONS:
        unmapped, made = _names(doing, owner, arrival, rows)
        notes += made
        _remember(doing, owner, arrival, rows)
    batch = _batch(doing, owner, arrival)
    if arrival.kept.words is not None:
        store_verbatims(doing, owner, batch, arrival.kept.words)
    if owner.kind is SourceKind.CONVERSATIONS and rows is not None:
        store_conversations(doing, batch, rows.collect())
    metrics = start_metrics(doing)
    notes += _notes(arrival.kept, metrics)
    batch.notes = [*arrival.result.notes, *notes]
    doing.session.add(batch)
    doing.session.flush()
    asked = {"query": arrival.asked.query} if arrival.asked.query else {}
    doing.log(batch, before=None, after={**_counts(arrival.kept, batch, metrics), **asked})
    doing.data_changed()
    return Entered(batch.key, tuple(unmapped), tuple(notes))


def _source(doing: Act, arrival: Arrival) -> Source:
    asked = arrival.asked
    query = select(Source).where(Source.journey_id == doing.journey_id, Source.kind == asked.kind, Source.name == asked.source)
    row = doing.session.exec(query).first()
    if row is None:
        assert doing.journey_id is not None
        row = Source(journey_id=doing.journey_id, kind=asked.kind, name=asked.source)
    row.deleted_at = None
    given = {name: value for name, value in asked.answers.items() if value}
    scale = {"scale": arrival.result.scale} if arrival.result.scale else {}
    row.mapping = {**row.mapping, **arrival.result.mapping}
    row.answers = {**row.answers, **given, **scale}
    doing.session.add(row)
    doing.session.flush()
    return row


def _batch(doing: Act, owner: Source, arrival: Arrival) -> ImportBatch:
    kept = arrival.kept
    batch = ImportBatch(
        source_id=owner.key, file_name=arrival.asked.path.name[:400], path=kept.path, rows_read=kept.rows_read,
        rows_new=kept.rows_new, rows_known=kept.rows_known, problems=bad_rows(arrival.result.problems),
        problems_path=arrival.problems_path, first_at=kept.first_at, last_at=kept.last_at, imported_by=doing.person.key,
        columns=list(arrival.result.columns), weeks=dict(kept.weeks),
    )  # fmt: skip
    doing.session.add(batch)
    doing.session.flush()
    return batch


def bad_rows(problems: pl.DataFrame) -> int:
    """How many rows of a file have a problem; one of a whole column or file counts once."""
    whole = problems["row"].is_null()
    return problems.filter(~whole)["row"].n_unique() + int(whole.sum())


def _remember(doing: Act, owner: Source, arrival: Arrival, rows: pl.LazyFrame) -> None:
    """What the source's metrics need to know: whether rows have dates, what to split by, which series there are."""
    dated = arrival.kept.first_at is not None or bool(owner.answers.get("dated"))
    owner.answers = {**owner.answers, "dated": dated}
    if not owner.segments:
        owner.segments = _segments(doing, arrival, rows)
    if owner.kind is SourceKind.SERIES:
        owner.answers = {**owner.answers, "series": {**_series(owner, rows), **(owner.answers.get("series") or {})}}


def _segments(doing: Act, arrival: Arrival, rows: pl.LazyFrame) -> list[str]:
    """The first attributes with a few values each, as far as the journey has room for more."""
    query = select(Source.segments).where(Source.journey_id == doing.journey_id)
    taken = {name for names in doing.session.exec(query) for name in names}
    schema = KINDS[arrival.asked.kind].schema
    names = [
        name for name, dtype in rows.collect_schema().items()
        if dtype == pl.String and name not in schema and not any(word in name.lower() for word in _NO_SEGMENT)
    ]  # fmt: skip
    if not names or arrival.asked.kind is SourceKind.SERIES:
        return []
    counts = rows.select(pl.col(name).drop_nulls().n_unique() for name in names).collect(engine="streaming").row(0, named=True)
    few = [name for name in names if 2 <= counts[name] <= VALUES]
    shared, fresh = [name for name in few if name in taken], [name for name in few if name not in taken]
    return shared + fresh[: max(SEGMENTS - len(taken), 0)]


def _series(owner: Source, rows: pl.LazyFrame) -> dict[str, dict[str, Any]]:
    """Each series with its stage and kind: shares with an n are rates, all else a mean until somebody says otherwise."""
    told = owner.answers.get("stages") or {}
    share = (pl.col("value").is_between(0, 1) & pl.col("n").is_not_null()).all()
    found = rows.group_by("metric", maintain_order=True).agg(
        stage_key(pl.col("stage")).drop_nulls().unique(), share.alias("share")
    )
    return {
        name: {
            "kind": (MetricKind.RATE if is_share else MetricKind.MEAN).value,
            "stage": told.get(stages[0]) if len(stages) == 1 else None,
        }
        for name, stages, is_share in found.collect().iter_rows()
        if name is not None
    }


def _names(doing: Act, owner: Source, arrival: Arrival, rows: pl.LazyFrame) -> tuple[list[tuple[str, int]], list[str]]:
    """Register event names or match stage names; returns those without a stage, busiest first, and what was made."""
    if owner.kind is SourceKind.EVENTS:
        return count_events(doing, rows), []
    if "stage" not in rows.collect_schema():
        return [], []
    # the file's own order, not that of the kept rows: stages are made in order of appearance
    told = arrival.result.frame.lazy().filter(pl.col("stage").is_not_null())
    found = told.group_by("stage", maintain_order=True).len().collect()
    return _match_stages(doing, owner, list(found.iter_rows()), make=arrival.make_stages)


def count_events(doing: Act, rows: pl.LazyFrame, sign: int = 1) -> list[tuple[str, int]]:
    """Add the rows to the volume of each event name (with sign -1 take them off); those without a stage, busiest first."""
    assert doing.journey_id is not None
    counts = rows.group_by(pl.col("event").cast(pl.String)).len().collect(engine="streaming")
    there = {row.name: row for row in doing.session.exec(select(EventName).where(EventName.journey_id == doing.journey_id))}
    unmapped = []
    for name, count in counts.sort("len", "event", descending=[True, False]).iter_rows():
        row = there.get(name[:200]) or EventName(journey_id=doing.journey_id, name=name[:200])
        row.volume = max(row.volume + sign * count, 0)
        doing.session.add(row)
        if row.stage_id is None:
            unmapped.append((name, count))
    doing.session.flush()
    return unmapped


def _match_stages(
    doing: Act, owner: Source, found: list[tuple[str, int]], *, make: bool
) -> tuple[list[tuple[str, int]], list[str]]:
    assert doing.journey_id is not None
    query = select(Stage).where(Stage.journey_id == doing.journey_id, col(Stage.deleted_at).is_(None))
    known = {stage.name.strip().lower(): stage.key for stage in doing.session.exec(query)}
    notes = []
    if make and not known and found:
        known = _make_stages(doing, [name for name, _ in found])
        notes.append(
            f"The journey had no stages; it now has those of the file, in order of appearance: {', '.join(_titles(found))}."
        )
    told = dict(owner.answers.get("stages") or {})
    told |= {key: known[key] for name, _ in found if (key := name.strip().lower()) in known and key not in told}
    owner.answers = {**owner.answers, "stages": told}
    unmapped = [(name, count) for name, count in found if name.strip().lower() not in told]
    return sorted(unmapped, key=lambda one: (-one[1], one[0])), notes


def _titles(found: list[tuple[str, int]]) -> list[str]:
    titles: dict[str, str] = {}
    for name, _ in found:
        titles.setdefault(name.strip().lower(), name.strip())
    return list(titles.values())


def _make_stages(doing: Act, names: list[str]) -> dict[str, int]:
    assert doing.journey_id is not None
    made: dict[str, int] = {}
    for name in names:
        key = name.strip().lower()
        if key and key not in made:
            made[key] = doing.add(Stage(journey_id=doing.journey_id, name=name.strip()[:120], position=len(made))).key
    return made


def _counts(kept: Kept, batch: ImportBatch, metrics: list[Metric]) -> dict[str, Any]:
    return {
        "file": batch.file_name, "rows_read": kept.rows_read, "rows_new": kept.rows_new, "rows_known": kept.rows_known,
        "rows_changed": kept.rows_changed, "problems": batch.problems, "metrics_made": len(metrics),
    }  # fmt: skip


def _notes(kept: Kept, metrics: list[Metric]) -> list[str]:
    notes = []
    if kept.rows_changed:
        notes.append(f"{kept.rows_changed:,} rows were there already and have changed since; the newer version counts.")
    if metrics:
        names = dict.fromkeys(metric.name for metric in metrics)
        notes.append(f"{len(metrics)} metrics were added to begin with: {', '.join(names)}. Change them under Metrics.")
    return notes
