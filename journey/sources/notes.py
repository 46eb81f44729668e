"""What a reading wants to say: zones and clock changes, scores that were taken as blank, columns that were not there."""

from __future__ import annotations

import polars as pl

from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.sources import times
from journey.sources.checks import not_rated
from journey.sources.numbers import is_blank
from journey.sources.recognise import TIMES, Plan
from journey.sources.table import Table


def notes_of(good: pl.LazyFrame, table: Table, plan: Plan) -> tuple[str, ...]:
    """Every sentence about a table that was read, each once."""
    said = [*table.notes, *plan.notes, *_time_notes(good, table, plan), *_score_notes(good, plan), *_gaps(good, table, plan)]
    return tuple(dict.fromkeys(said))


def _time_notes(good: pl.LazyFrame, table: Table, plan: Plan) -> list[str]:
    notes: list[str] = []
    schema = table.frame.collect_schema()
    for name in (name for name in TIMES if name in plan.mapping):
        column = plan.mapping[name]
        dtype = schema[column]
        formats = plan.formats.get(name, ())
        local = isinstance(dtype, pl.Date) or (isinstance(dtype, pl.Datetime) and not dtype.time_zone)
        if not local and all(one.zoned for one in formats):
            continue
        notes.append(f"Times in '{column}' that name no offset were read in {plan.timezone}.")
        if plan.timezone == "UTC":
            continue
        naive = pl.col(column).cast(pl.Datetime("us")) if local else times.naive_time(pl.col(column).str.strip_chars(), formats)
        counts = good.select(gone=times.skipped(naive, plan.timezone).sum(), twice=times.repeated(naive, plan.timezone).sum())
        gone, twice = counts.collect(engine="streaming").row(0)
        if gone:
            notes.append(f"{gone:,} times in '{column}' fall in an hour that the clock skipped; they were moved on by an hour.")
        if twice:
            notes.append(f"{twice:,} times in '{column}' fall in an hour that the clock showed twice; the first was taken.")
    return notes


def _score_notes(good: pl.LazyFrame, plan: Plan) -> list[str]:
    if plan.scale is None or "score" not in plan.mapping:
        return []
    notes, column = [], plan.mapping["score"]
    unrated = good.select(not_rated(plan).sum()).collect().item()
    if unrated:
        notes.append(f"{unrated:,} zeros in '{column}' were taken as not rated: the scale starts at {plan.scale.low:g}.")
    if plan.scale.low_is_good:
        notes.append(f"Scores in '{column}' were turned round, so that high is good.")
    return notes


def _gaps(good: pl.LazyFrame, table: Table, plan: Plan) -> list[str]:
    notes: list[str] = []
    if "at" in KINDS[plan.kind].schema and "at" not in plan.mapping:
        notes.append(f"{table.file} has no column of times; its rows were kept without a date and count in no week.")
    elif "at" not in KINDS[plan.kind].required and "at" in plan.mapping:
        undated = good.select(is_blank(pl.col(plan.mapping["at"]).cast(pl.String)).sum()).collect().item()
        if undated:
            notes.append(f"{undated:,} rows have no time; they were kept and count in no week.")
    if plan.kind is SourceKind.SERIES:
        missing = good.select(pl.col("=value").is_null().sum()).collect().item()
        if missing:
            notes.append(f"{missing:,} rows have no value; they were left out.")
    if plan.kind is SourceKind.SERIES and "metric" not in plan.mapping:
        notes.append(f"The metric was named after the file: {table.file.split('.')[0]}.")
    kept = [name for name in table.columns if attribute_name(name, KINDS[plan.kind].schema, table.columns) != name]
    notes += [f"'{name}' was kept as '{name} (file)'." for name in kept if name not in plan.mapping.values()]
    if table.repeated:
        names = ", ".join(f"'{name}'" for name in table.repeated)
        notes.append(f"The header of {table.file} repeats {names}; the later columns were kept as 'name (2)' and so on.")
    return notes


def attribute_name(column: str, schema: dict[str, pl.DataType], columns: tuple[str, ...]) -> str:
    """The name an unmapped column keeps: its own, or "name (file)" where the kind uses that name for something else."""
    name = column
    while name in schema or (name != column and name in columns):
        name = f"{name} (file)"
    return name
