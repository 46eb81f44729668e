"""Reads a file into the frame of its kind, setting every value that can't be read aside as a problem."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journey.domain.problems import ImportResult
from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.errors import Refused
from journey.sources import times
from journey.sources.checks import (
    IDS,
    PARSED,
    Check,
    blanked_ids,
    checks_of,
    collapsed,
    failing,
    filled,
    listed,
    not_rated,
    text_of,
)
from journey.sources.notes import attribute_name, notes_of
from journey.sources.numbers import is_blank, number, yes_or_no
from journey.sources.recognise import TIMES, Plan, make_plan
from journey.sources.shape import load
from journey.sources.table import Answers, Table

_ROUNDS = 4
"""How often time formats that the first rows of a large file did not show are learnt from rows that fail."""


def read(path: Path, kind: SourceKind, answers: Answers | None = None, timezone: str = "UTC") -> ImportResult:
    """Good rows, problem rows and notes of a file of the given kind; times come in UTC.

    Times without an offset are read in `timezone`. Raises NeedsAnswer where the file leaves a question open that
    nobody may guess, UnreadableFile where it can't be read at all, Refused for an answer that makes no sense.
    A large file of events comes as a LazyFrame over the file, which must stay where it is until that is written.
    """
    answers = answers or Answers()
    table = load(path, answers)[1]
    try:
        return read_table(table, kind, answers, timezone)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        if not table.large:
            raise
        return read_table(load(path, answers, careful=True)[1], kind, answers, timezone)


def read_table(table: Table, kind: SourceKind, answers: Answers, timezone: str) -> ImportResult:
    """Like `read`, for cells that are already at hand."""
    plan = make_plan(table, kind, answers, timezone)
    if plan.questions:
        raise plan.questions[0]
    checks, parsed, bad = _settle(table, plan)
    told = [listed(bad, check, plan, table.file) for check in checks]
    problems = pl.concat([table.problems, blanked_ids(table, plan), *told])
    good = parsed.filter(~failing(checks)) if bad.height else parsed
    frame = _typed(good, table, plan)
    return ImportResult(
        frame if table.large and kind is SourceKind.EVENTS else frame.collect(engine="streaming"),
        problems.sort("row", maintain_order=True),
        notes_of(good, table, plan),
        plan.mapping,
        str(plan.scale or ""),
        table.columns,
    )


def _settle(table: Table, plan: Plan) -> tuple[list[Check], pl.LazyFrame, pl.DataFrame]:
    """The checks, the cells with their parsed values, and the rows that fail a check.

    A time format that a large file's first rows did not show is learnt from the rows that fail.
    """
    _refuse_hopeless(table, plan)
    checks = checks_of(table, plan)
    if table.large and plan.kind is SourceKind.EVENTS and _spotless(table, plan):
        parsed = _parsed(table, plan)
        return checks, parsed, parsed.clear().collect()
    for _ in range(_ROUNDS):
        parsed = _parsed(table, plan)
        bad = parsed.filter(failing(checks)).collect(engine="streaming")
        if not (table.large and bad.height and _learn(bad, plan)):
            break
    return checks, parsed, bad


def _spotless(table: Table, plan: Plan) -> bool:
    """Whether one cheap pass finds nothing that could fail a check: nothing blank, padded, unreadable or like 5.7E+17."""
    plan.trusted = True
    customer, event = (text_of(table, plan.mapping[name]) for name in ("customer", "event"))
    seen = table.frame.select(
        unread=_time(table, plan, "at").is_null().any(),
        blank=customer.is_null().any() | event.is_null().any(),
        # The least text of a column starts with a blank if any does: every blank sorts before "!".
        padded=(customer.min() < "!") | (event.min() < "!"),
        power=customer.str.contains("+", literal=True).any(),
    )
    plan.trusted = not any(seen.collect(engine="streaming").row(0))
    return plan.trusted


def _parsed(table: Table, plan: Plan) -> pl.LazyFrame:
    """The cells, and beside them what times, numbers and answers mean: "=at" for at; in memory unless the file is large."""
    columns = [_parse(table, plan, name).alias(f"={name}") for name in plan.mapping if name in PARSED]
    frame = table.frame.with_columns(columns)
    return frame if table.large else frame.collect().lazy()


def _parse(table: Table, plan: Plan, name: str) -> pl.Expr:
    text = text_of(table, plan.mapping[name])
    if name in TIMES:
        return _time(table, plan, name)
    return yes_or_no(text) if name == "success" else number(text, plan.decimals[name])


def _learn(bad: pl.DataFrame, plan: Plan) -> bool:
    more = False
    for name, known in plan.formats.items():
        column = plan.mapping[name]
        failed = bad.lazy().filter(~is_blank(pl.col(column)) & pl.col(f"={name}").is_null())
        order = next((one for one in times.ORDERS if any(_in_order(f.pattern, one) for f in known)), None)
        plan.formats[name] = times.in_order({*known, *times.formats_of(times.shapes(failed, column), order)})
        more = more or len(plan.formats[name]) > len(known)
    return more


def _in_order(pattern: str, order: str) -> bool:
    first, second = times.ORDERS[order]
    return any(pattern.startswith(f"{first}{mark}{second}{mark}") for mark in "-/.")


def _refuse_hopeless(table: Table, plan: Plan) -> None:
    for name in plan.formats:
        if not plan.formats[name] and name in KINDS[plan.kind].required:
            column = plan.mapping[name]
            some = table.frame.select((~is_blank(pl.col(column))).any()).collect(engine="streaming").item()
            if some:
                raise Refused(
                    f"Nothing in the column '{column}' can be read as a time, so it can't be {name}. Nothing was imported. "
                    f"Name another column with --map {name}=COLUMN."
                )


def _time(table: Table, plan: Plan, name: str) -> pl.Expr:
    column = pl.col(plan.mapping[name])
    dtype = table.frame.collect_schema()[plan.mapping[name]]
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        return column.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    if isinstance(dtype, (pl.Datetime, pl.Date)):
        return times.localise(column.cast(pl.Datetime("us")), plan.timezone)
    formats = plan.formats.get(name, ())
    text = column if plan.trusted else column.cast(pl.String).str.strip_chars()
    zoned, naive = times.zoned_time(text, formats), times.naive_time(text, formats)
    if all(one.zoned for one in formats):
        return zoned
    local = times.localise(naive, plan.timezone)
    return pl.coalesce(zoned, local) if any(one.zoned for one in formats) else local


def _typed(frame: pl.LazyFrame, table: Table, plan: Plan) -> pl.LazyFrame:
    """The kind's columns in its order, then every other column of the file as a text attribute under its own name."""
    schema = KINDS[plan.kind].schema
    columns = [_value(table, plan, name, dtype).alias(name) for name, dtype in schema.items()]
    for column in table.columns:
        if column not in plan.mapping.values():
            text = text_of(table, column)
            columns.append((text if table.nulls else filled(text)).alias(attribute_name(column, schema, table.columns)))
    if plan.kind is SourceKind.SERIES:
        frame = frame.filter(pl.col("=value").is_not_null())
    return frame.select(columns)


def _value(table: Table, plan: Plan, name: str, dtype: pl.DataType) -> pl.Expr:
    if name == "metric" and name not in plan.mapping:
        return pl.lit(table.file.split(".")[0])
    if name not in plan.mapping:
        return pl.lit(None, dtype=dtype)
    if name == "score":
        return _score(plan)
    if name in PARSED:
        return pl.col(f"={name}")
    text = text_of(table, plan.mapping[name])
    if table.nulls:
        return text
    return filled(pl.when(~collapsed(text)).then(text) if name in IDS else text)


def _score(plan: Plan) -> pl.Expr:
    rated = pl.when(~not_rated(plan)).then(pl.col("=score"))
    if plan.scale and plan.scale.low_is_good:
        return pl.lit(plan.scale.low + plan.scale.high) - rated
    return rated
