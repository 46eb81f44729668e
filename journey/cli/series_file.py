"""Reads one KPI series from any file, for the commands that need no journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from journey.errors import NeedsAnswer, Refused

if TYPE_CHECKING:
    import polars as pl

    from journey.sources.table import Answers, Table

WEEK, MONTH = r"^\d{4}-?W\d{2}$", r"^\d{4}-\d{2}$"
OPTIONS = {"at": "--date", "value": "--value", "n": "--n"}


def read_days(
    file: Path,
    answers: Answers,
    kind: str,
    timezone: str,
    *,
    aside: tuple[str, ...] = (),
    options: Mapping[str, str] = OPTIONS,
) -> tuple[pl.DataFrame, list[str]]:
    """The file as day, value and n, one row a day or week in order, and what was done for that.

    Columns named `aside` are never guessed to be the dates or the values; `options` are those that answer for a column.
    Raises Refused, by file, row, column and value, for what can't be right.
    """
    import polars as pl

    from journey.analysis.readings import by_day

    try:
        read, mapping = _read(file, answers, timezone, aside, options)
    except Refused as refusal:
        raise Refused(_in_our_words(str(refusal), options)) from None
    _check(read, mapping, kind, file.name)
    if read.is_empty():
        raise Refused(f"{file.name} has no row with a date and a value. There is nothing to look at.")
    day = pl.col("at").dt.convert_time_zone(timezone).dt.date().alias("day")
    rows = read.select(day, "at", "value", "n", "row")
    notes = [] if rows["at"].is_sorted() else ["The rows were put in order of time."]
    days, rolled = by_day(rows.sort("at", maintain_order=True), kind)
    if rolled:
        return days, [*notes, rolled]
    twice = days.filter(pl.col("day").is_duplicated()).sort("day", "row").head(2)
    if twice.height:
        again = twice.row(1, named=True)
        raise _bad((file.name, again["row"], mapping["at"], str(again["day"])), "the date appears twice", "Keep one row a date.")
    return days, notes


def _read(
    file: Path, answers: Answers, timezone: str, aside: tuple[str, ...], options: Mapping[str, str]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The readable rows (at, value, n, row) and which columns they came from; what can't be read is refused."""
    import polars as pl

    from journey.domain.words import SourceKind
    from journey.sources.reading import read_table
    from journey.sources.shape import load
    from journey.sources.table import ROW

    table = _dated(load(file, answers)[1])
    try:
        answers = _settled(table, answers, timezone, aside)
    except NeedsAnswer as open_question:
        raise _ours(open_question, options) from None
    result = read_table(replace(table, columns=(*table.columns, ROW)), SourceKind.SERIES, answers, timezone)
    for problem in result.problems.head(1).iter_rows(named=True):
        place = (problem["file"], problem["row"], problem["column"], problem["value"])
        raise _bad(place, problem["reason"].rstrip("."), problem["advice"], more=result.problems.height - 1)
    frame = result.frame.lazy().collect().with_columns(pl.col(ROW).cast(pl.Int64).alias("row"))
    if "metric" in result.mapping and frame["metric"].n_unique() > 1:
        raise Refused(
            f"{file.name} holds {frame['metric'].n_unique()} series in its column '{result.mapping['metric']}'. "
            "Keep the rows of one of them, or import the file: journey import series --help"
        )
    return frame, dict(result.mapping)


def _dated(table: Table) -> Table:
    """The table with columns of nothing but ISO weeks or months as the first day of each: there may be no other dates."""
    import polars as pl

    kinds = {WEEK: ("{}-1", "%G-W%V-%u"), MONTH: ("{}-01", "%Y-%m-%d")}
    texts = [name for name, dtype in table.frame.collect_schema().items() if dtype == pl.String and name in table.columns]
    filled = {name: pl.col(name).str.strip_chars() for name in texts}
    all_of = [
        filled[name].filter(filled[name] != "").str.contains(pattern).all().alias(f"{name}\n{pattern}")
        for name in texts
        for pattern in kinds
    ]
    found = table.frame.select(all_of).collect().row(0, named=True) if all_of else {}
    changed = []
    for at, whole in found.items():
        name, pattern = at.rsplit("\n", 1)
        if whole:
            written, form = kinds[pattern]
            full = pl.format(written, filled[name].str.replace(r"^(\d{4})-?W", "${1}-W"))
            changed.append(full.str.to_date(form, strict=False).cast(pl.String).fill_null(pl.col(name)).alias(name))
    return replace(table, frame=table.frame.with_columns(changed)) if changed else table


def _settled(table: Table, answers: Answers, timezone: str, aside: tuple[str, ...]) -> Answers:
    """The answers with every column named; a file's only column of times or of numbers needs no name to be known by."""
    from journey.domain.words import SourceKind
    from journey.sources.recognise import make_plan

    plan = make_plan(table, SourceKind.SERIES, answers, timezone)
    mapping = {**answers.mapping, **plan.mapping}
    for name, kind in (("at", "time"), ("value", "number")):
        taken = {*mapping.values(), *aside}
        free = [column.name for column in plan.columns if column.type == kind and column.name not in taken]
        if not mapping.get(name) and len(free) == 1:
            mapping[name] = free[0]
    plan = make_plan(table, SourceKind.SERIES, replace(answers, mapping=mapping), timezone)
    if plan.questions:
        raise plan.questions[0]
    return replace(answers, mapping=mapping)


def _ours(question: NeedsAnswer, options: Mapping[str, str]) -> Refused:
    """The question with this command's own options."""
    name = question.option.removeprefix("--map ").partition("=")[0]
    option = options.get(name, question.option)
    asked = question.question.replace("holds at?", "holds the dates?").replace("holds value?", "holds the values?")
    return Refused(f"{asked} {question.because} Answer with {option} and one of: {', '.join(question.choices)}.")


def _in_our_words(refusal: str, options: Mapping[str, str]) -> str:
    """A refusal of the import as this command, which imports nothing and has options of its own, would say it."""
    for name, option in options.items():
        refusal = refusal.replace(f"--map {name}=COLUMN", f"{option} COLUMN")
    return refusal.replace(" Nothing was imported.", "")


def _check(read: pl.DataFrame, mapping: dict[str, str], kind: str, file: str) -> None:
    """Refuse the first value that this kind of series can't have, by its row."""
    import polars as pl

    value, n = pl.col("value"), pl.col("n")
    wrong = {
        "rate": ("value", ~value.is_between(0, 1), "a rate lies between 0 and 1", "Divide percentages by 100."),
        "count": ("value", value < 0, "a count can't be negative", "Correct it, or leave it empty."),
        "duration": ("value", value < 0, "a duration can't be negative", "Correct it, or leave it empty."),
    }
    checks = [wrong[kind]] if kind in wrong else []
    checks.append(("n", n < 0, "how many a value rests on can't be negative", "Correct it, or leave it empty."))
    for name, fails, reason, advice in checks:
        bad = read.filter(fails)
        for row in bad.head(1).iter_rows(named=True):
            raise _bad((file, row["row"], mapping[name], f"{row[name]:g}"), reason, advice, more=bad.height - 1)


def _bad(place: tuple[str, int | None, str, str], reason: str, advice: str, *, more: int = 0) -> Refused:
    file, row, column, value = place
    others = f" (and {more} more)" if more else ""
    where = f"{file}, row {row}, column '{column}'" if row else f"{file}, column '{column}'"
    return Refused(f"{where}, value '{value}': {reason[:1].lower()}{reason[1:]}{others}. {advice}")
