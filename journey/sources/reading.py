"""Reads a file into the frame of its kind, setting every value that can't be read aside as a problem."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from journey.domain.problems import PROBLEMS, ImportResult
from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.errors import Refused
from journey.sources import times
from journey.sources.numbers import is_blank, number, yes_or_no
from journey.sources.recognise import NUMBERS, TIMES, Plan, make_plan
from journey.sources.shape import load
from journey.sources.table import ROW, Answers, Table, problem, problem_frame

_IDS = ("customer", "ticket", "response", "participant")
_COLLAPSED = r"^\s*\d([.,]\d+)?[eE]\+\d+\s*$"
_ROUNDS = 4
_PARSED = (*TIMES, *NUMBERS, "success")
_NO_TIME = ("This is not a time that can be read.", "Write it as 2026-11-21 14:30, in the years 1900 to 2200.")
_UNREADABLE = {
    **dict.fromkeys(TIMES, _NO_TIME),
    **dict.fromkeys(NUMBERS, ("This is not a number.", "Correct it, or leave it empty.")),
    "success": ("This is neither yes nor no.", "Write yes or no."),
}
_DAMAGE = "A spreadsheet shortened ids in this column, so that different ones became the same."
_CURE = "Export the file again with this column as text, without opening it in a spreadsheet in between."


@dataclass(frozen=True)
class Check:
    """A way for a row to be wrong: which canonical column, when (an expression over the file's columns), why, what to do.

    A `whole` check is told once for its column and not row by row.
    """

    canonical: str
    wrong: pl.Expr
    reason: str
    advice: str
    whole: bool = False


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
    listed = [_listed(bad, check, plan, table.file) for check in checks]
    problems = pl.concat([table.problems, _blanked_ids(table, plan), *listed])
    good = parsed.filter(~_any(checks)) if bad.height else parsed
    frame = _typed(good, table, plan)
    notes = [*table.notes, *plan.notes, *_time_notes(good, table, plan), *_score_notes(good, plan), *_gaps(good, table, plan)]
    return ImportResult(
        frame if table.large and kind is SourceKind.EVENTS else frame.collect(engine="streaming"),
        problems.sort("row", maintain_order=True),
        tuple(dict.fromkeys(notes)),
        plan.mapping,
        str(plan.scale or ""),
    )


def _any(checks: list[Check]) -> pl.Expr:
    return pl.any_horizontal([check.wrong.fill_null(False) for check in checks] or [pl.lit(False)])


def _text(table: Table, column: str) -> pl.Expr:
    dtype = table.frame.collect_schema()[column]
    if dtype.is_float():
        whole = pl.col(column) == pl.col(column).round(0)
        return pl.when(whole).then(pl.col(column).cast(pl.Int64, strict=False).cast(pl.String)).otherwise(
            pl.col(column).cast(pl.String)
        )  # fmt: skip
    return pl.col(column) if dtype == pl.String() else pl.col(column).cast(pl.String)


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.strip_chars() != "").then(text)


def _collapsed(text: pl.Expr) -> pl.Expr:
    return text.str.contains(_COLLAPSED).fill_null(False)


def _blanked_ids(table: Table, plan: Plan) -> pl.DataFrame:
    """One problem for each optional id column whose values were turned into 5.7E+17; their rows stay, without them."""
    found: list[dict[str, object]] = []
    for canonical, column in plan.mapping.items():
        if canonical in _IDS and canonical not in KINDS[plan.kind].required:
            text = _text(table, column)
            hurt = table.frame.select(_collapsed(text).sum().alias("n"), text.filter(_collapsed(text)).first().alias("one"))
            count, example = hurt.collect(engine="streaming").row(0)
            if count:
                reason = f"{_DAMAGE} That happened {count:,} times; the rows were kept without it."
                found.append(problem((table.file, None, column), example, reason=reason, advice=_CURE))
    return problem_frame(found)


def _settle(table: Table, plan: Plan) -> tuple[list[Check], pl.LazyFrame, pl.DataFrame]:
    """The checks, the cells with their parsed values, and the rows that fail a check.

    A time format that a large file's first rows did not show is learnt from the rows that fail.
    """
    _refuse_hopeless(table, plan)
    checks = _checks(table, plan)
    if table.large and plan.kind is SourceKind.EVENTS and _spotless(table, plan):
        parsed = _parsed(table, plan)
        return checks, parsed, parsed.clear().collect()
    for _ in range(_ROUNDS):
        parsed = _parsed(table, plan)
        bad = parsed.filter(_any(checks)).collect(engine="streaming")
        if not (table.large and bad.height and _learn(bad, plan)):
            break
    return checks, parsed, bad


def _spotless(table: Table, plan: Plan) -> bool:
    """Whether one cheap pass finds nothing that could fail a check: nothing blank, padded, unreadable or like 5.7E+17."""
    plan.trusted = True
    customer, event = (_text(table, plan.mapping[name]) for name in ("customer", "event"))
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
    columns = [_parse(table, plan, name).alias(f"={name}") for name in plan.mapping if name in _PARSED]
    frame = table.frame.with_columns(columns)
    return frame if table.large else frame.collect().lazy()


def _parse(table: Table, plan: Plan, name: str) -> pl.Expr:
    text = _text(table, plan.mapping[name])
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
            filled = table.frame.select((~is_blank(pl.col(column))).any()).collect(engine="streaming").item()
            if filled:
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


def _checks(table: Table, plan: Plan) -> list[Check]:
    """Every way for a row to be wrong, over the cells and their parsed values."""
    found: list[Check] = []
    for name, column in plan.mapping.items():
        required = name in KINDS[plan.kind].required
        text = _text(table, column)
        blank = is_blank(text) if name in _PARSED else _empty(text)
        if required and not (plan.kind is SourceKind.SERIES and name == "value"):
            found.append(Check(name, blank, f"The {name} is missing.", "Fill it in, or delete the row."))
        if required and name in _IDS:
            found.append(Check(name, _collapsed(text), _DAMAGE, _CURE, whole=True))
        if name in _PARSED:
            found.append(Check(name, ~blank & pl.col(f"={name}").is_null(), *_UNREADABLE[name]))
    return found + _kind_checks(table, plan)


def _empty(text: pl.Expr) -> pl.Expr:
    return text.is_null() | (text.str.strip_chars() == "")


def _kind_checks(table: Table, plan: Plan) -> list[Check]:
    found: list[Check] = []
    if plan.scale:
        outside = ~pl.col("=score").is_between(plan.scale.low, plan.scale.high) & ~_not_rated(plan)
        reason = f"The score is outside the scale {plan.scale.low:g} to {plan.scale.high:g}."
        found.append(Check("score", outside, reason, "Correct it, or name the right scale with --scale."))
    if plan.kind is SourceKind.SURVEYS:
        silent = {"score": _unscored(table, plan), "text": _untold(table, plan)}
        silent = {name: empty for name, empty in silent.items() if name in plan.mapping}
        what = "neither a score nor a text" if len(silent) == 2 else f"no {min(silent)}"
        advice = "Nothing to do: it says nothing."
        found.append(Check(min(silent), pl.all_horizontal(silent.values()), f"The row has {what}.", advice))
    if {"opened_at", "closed_at"} <= set(plan.mapping):
        early = pl.col("=closed_at") < pl.col("=opened_at")
        advice = "Correct one of the two times, or empty the closing time."
        found.append(Check("closed_at", early, "The ticket was closed before it was opened.", advice))
    return found


def _not_rated(plan: Plan) -> pl.Expr:
    """Whether a score is a zero on a scale that starts higher."""
    return (pl.col("=score") == 0).fill_null(False) if plan.scale and plan.scale.low > 0 else pl.lit(False)


def _unscored(table: Table, plan: Plan) -> pl.Expr:
    return is_blank(_text(table, plan.mapping["score"])) | _not_rated(plan) if "score" in plan.mapping else pl.lit(True)


def _untold(table: Table, plan: Plan) -> pl.Expr:
    return _empty(_text(table, plan.mapping["text"])) if "text" in plan.mapping else pl.lit(True)


def _listed(bad: pl.DataFrame, check: Check, plan: Plan, file: str) -> pl.DataFrame:
    column = plan.mapping[check.canonical]
    failed = bad.filter(check.wrong)
    if check.whole and failed.height:
        reason = f"{check.reason} Their {failed.height:,} rows were left out."
        return problem_frame([problem((file, None, column), str(failed[column][0]), reason=reason, advice=check.advice)])
    return failed.select(
        file=pl.lit(file),
        row=pl.col(ROW),
        column=pl.lit(column),
        value=pl.col(column).cast(pl.String).fill_null("").str.head(500),
        reason=pl.lit(check.reason),
        advice=pl.lit(check.advice),
    ).cast(PROBLEMS)  # type: ignore[arg-type]  # fmt: skip


def _typed(frame: pl.LazyFrame, table: Table, plan: Plan) -> pl.LazyFrame:
    """The kind's columns in its order, then every other column of the file as a text attribute under its own name."""
    schema = KINDS[plan.kind].schema
    columns = [_value(table, plan, name, dtype).alias(name) for name, dtype in schema.items()]
    for column in table.columns:
        if column not in plan.mapping.values():
            text = _text(table, column)
            columns.append((text if table.large else _filled(text)).alias(attribute_name(column, schema, table.columns)))
    if plan.kind is SourceKind.SERIES:
        frame = frame.filter(pl.col("=value").is_not_null())
    return frame.select(columns)


def attribute_name(column: str, schema: dict[str, pl.DataType], columns: tuple[str, ...]) -> str:
    """The name an unmapped column keeps: its own, or "name (file)" where the kind uses that name for something else."""
    name = column
    while name in schema or (name != column and name in columns):
        name = f"{name} (file)"
    return name


def _value(table: Table, plan: Plan, name: str, dtype: pl.DataType) -> pl.Expr:
    if name == "metric" and name not in plan.mapping:
        return pl.lit(table.file.split(".")[0])
    if name not in plan.mapping:
        return pl.lit(None, dtype=dtype)
    if name == "score":
        return _score(plan)
    if name in _PARSED:
        return pl.col(f"={name}")
    text = _text(table, plan.mapping[name])
    if table.large:
        return text
    return _filled(pl.when(~_collapsed(text)).then(text) if name in _IDS else text)


def _score(plan: Plan) -> pl.Expr:
    rated = pl.when(~_not_rated(plan)).then(pl.col("=score"))
    if plan.scale and plan.scale.low_is_good:
        return pl.lit(plan.scale.low + plan.scale.high) - rated
    return rated


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
    unrated = good.select(_not_rated(plan).sum()).collect().item()
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
