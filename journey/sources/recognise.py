"""Works out how to read a table: its mapping, time formats, decimal mark and scale, and what only a person can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.errors import NeedsAnswer, Refused
from journey.sources import scales, times
from journey.sources.columns import ColumnSeen, propose, seen_columns
from journey.sources.numbers import decimal_of, number
from journey.sources.scales import Scale
from journey.sources.shape import load
from journey.sources.table import ROW, Answers, FileShape, Table
from journey.sources.times import TimeFormat

_SAMPLE = 2000
TIMES = ("at", "opened_at", "closed_at")
NUMBERS = ("score", "value", "n", "seconds")


@dataclass
class Plan:
    """How to read a table; `questions` are what stands in the way, and reading raises the first of them."""

    kind: SourceKind
    timezone: str
    columns: tuple[ColumnSeen, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[TimeFormat, ...]] = field(default_factory=dict)
    decimals: dict[str, str] = field(default_factory=dict)
    scale: Scale | None = None
    trusted: bool = False
    """Whether a cheap pass has shown that no cell of the columns of events is blank, padded or unreadable."""
    questions: list[NeedsAnswer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Recognition:
    """What was recognised in a file, for a person to check before it is read.

    mapping: canonical name to column; formats: canonical time to its patterns; decimals: canonical number to "comma" or
    "point"; zoned: canonical times that all say their offset; questions: what only a person can answer; preview: the
    first rows as they stand in the file.
    """

    shape: FileShape
    columns: tuple[ColumnSeen, ...]
    mapping: dict[str, str]
    formats: dict[str, tuple[str, ...]]
    decimals: dict[str, str]
    zoned: tuple[str, ...]
    scale: str | None
    questions: tuple[NeedsAnswer, ...]
    notes: tuple[str, ...]
    preview: pl.DataFrame


def recognise(path: Path, kind: SourceKind, answers: Answers | None = None, timezone: str = "UTC") -> Recognition:
    """What `path` holds and how it would be read; UnreadableFile where it can't be, and NeedsAnswer for its sheet only."""
    answers = answers or Answers()
    shape, table = load(path, answers)
    plan = make_plan(table, kind, answers, timezone)
    return Recognition(
        shape,
        plan.columns,
        plan.mapping,
        {name: tuple(one.pattern for one in found) for name, found in plan.formats.items()},
        plan.decimals,
        tuple(name for name, found in plan.formats.items() if found and all(one.zoned for one in found)),
        str(plan.scale) if plan.scale else None,
        tuple(plan.questions),
        (*table.notes, *plan.notes),
        table.frame.head(20).drop(ROW).collect(),
    )


def make_plan(table: Table, kind: SourceKind, answers: Answers, timezone: str) -> Plan:
    """Everything that can be concluded about a table, and the questions that are left."""
    _check(kind, answers, timezone)
    sample = table.frame.head(_SAMPLE).collect()
    plan = Plan(kind, timezone, seen_columns(sample, table.columns))
    _map(plan, table, answers)
    _times(plan, table, answers)
    _numbers(plan, table, answers)
    if "score" in plan.mapping and "score" in plan.decimals:
        _scale(plan, table, answers)
    return plan


def _check(kind: SourceKind, answers: Answers, timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"There is no time zone called '{timezone}'. Nothing was imported. Write it as Europe/Berlin.") from None
    if kind not in KINDS:
        raise Refused(f"A table of {kind} can't be imported here. Nothing was imported.")
    if answers.date_order not in {None, "dmy", "mdy", "ymd"}:
        raise _choice("In which order are dates written?", "--date-order", ("dmy", "mdy", "ymd"), answers.date_order)
    if answers.decimal not in {None, "comma", "point"}:
        raise _choice("Which decimal mark do numbers have?", "--decimal", ("comma", "point"), answers.decimal)
    if answers.scale:
        scales.scale_of(answers.scale)


def _choice(question: str, option: str, choices: tuple[str, ...], given: str | None) -> NeedsAnswer:
    return NeedsAnswer(question, option=option, choices=choices, because=f"'{given}' is not among the answers.")


def _map(plan: Plan, table: Table, answers: Answers) -> None:
    kind = KINDS[plan.kind]
    for canonical, column in answers.mapping.items():
        if canonical not in kind.schema:
            raise _choice(f"Which of the columns of {plan.kind} is it?", "--map", tuple(kind.schema), canonical)
        if column and column not in table.columns:
            because = f"There is no column called '{column}'."
            raise NeedsAnswer(
                f"Which column holds {canonical}?", option=f"--map {canonical}=COLUMN", choices=table.columns, because=because
            )
    plan.mapping = propose(plan.kind, plan.columns, answers.mapping)
    for canonical, column in plan.mapping.items():
        if column in table.repeated and canonical not in answers.mapping:
            twins = tuple(name for name in table.columns if name == column or name.startswith(f"{column} ("))
            because = f"The header of {table.file} names '{column}' {len(twins)} times; the later ones were numbered."
            plan.questions.append(_which(canonical, twins, because))
    for canonical in kind.required:
        if canonical not in plan.mapping:
            because = f"None of the columns of {table.file} is clearly it."
            plan.questions.append(_which(canonical, table.columns, because))
    if plan.kind is SourceKind.SURVEYS and not {"score", "text"} & set(plan.mapping):
        plan.questions.append(_which("text", table.columns, "A survey needs a score or a text, and neither was recognised."))
    concluded = [f"{name} from '{column}'" for name, column in plan.mapping.items() if name not in answers.mapping]
    if concluded:
        plan.notes.append(f"Recognised by name and content: {', '.join(concluded)}.")


def _which(canonical: str, choices: tuple[str, ...], because: str) -> NeedsAnswer:
    return NeedsAnswer(f"Which column holds {canonical}?", option=f"--map {canonical}=COLUMN", choices=choices, because=because)


def _is_text(table: Table, column: str) -> bool:
    return table.frame.collect_schema()[column] == pl.String()


def _times(plan: Plan, table: Table, answers: Answers) -> None:
    mapped = {name: plan.mapping[name] for name in TIMES if name in plan.mapping}
    texts = {name: column for name, column in mapped.items() if _is_text(table, column)}
    scope = table.frame.head(_SAMPLE * 10) if table.large else table.frame
    evidence: dict[str, times.DayMonth] = {}
    for name, column in texts.items():
        numeric = any(times.DAY_MONTH.match(value) for value in times.shapes(scope, column))
        evidence[name] = times.day_month(table.frame, column) if numeric else times.DayMonth(False, None, None)
    shown = {seen.order for seen in evidence.values()} - {None}
    for name, column in texts.items():
        seen = evidence[name]
        order = answers.date_order or seen.order or (shown.copy().pop() if len(shown) == 1 and not _mixed(seen) else None)
        if seen.numeric and order is None:
            plan.questions.append(_order_question(column, seen))
        elif seen.numeric and not answers.date_order:
            plan.notes.append(_order_note(column, seen, order or ""))
        plan.formats[name] = times.formats_of(times.shapes(scope, column), order)


def _mixed(seen: times.DayMonth) -> bool:
    return bool(seen.day_first and seen.month_first)


def _order_question(column: str, seen: times.DayMonth) -> NeedsAnswer:
    because = f"No date in '{column}' has a day after the 12th to tell by."
    if _mixed(seen):
        because = (
            f"'{column}' mixes both orders: '{seen.day_first}' can only be day first, '{seen.month_first}' only month first. "
            "Dates that don't fit your answer will be listed as problems; better, export the file again with one order."
        )
    return NeedsAnswer(
        f"In which order are the dates in '{column}' written?", option="--date-order", choices=("dmy", "mdy"), because=because
    )


def _order_note(column: str, seen: times.DayMonth, order: str) -> str:
    first = "day" if order == "dmy" else "month"
    proof = seen.day_first or seen.month_first
    why = f"as '{proof}' shows" if proof else "like the other dates of this file"
    return f"Dates in '{column}' were read {first} first, {why}."


def _numbers(plan: Plan, table: Table, answers: Answers) -> None:
    for name in NUMBERS:
        column = plan.mapping.get(name)
        if column is None:
            continue
        if not _is_text(table, column):
            plan.decimals[name] = "point"
            continue
        mark, example = decimal_of(table.frame, column)
        mark = answers.decimal or mark
        if mark:
            plan.decimals[name] = mark
            if mark == "comma" and not answers.decimal:
                plan.notes.append(f"Numbers in '{column}' were read with a decimal comma.")
            continue
        because = f"'{example}' in '{column}' could be a thousand or a fraction."
        question = "Which decimal mark do the numbers have?"
        plan.questions.append(NeedsAnswer(question, option="--decimal", choices=("comma", "point"), because=because))


def _scale(plan: Plan, table: Table, answers: Answers) -> None:
    column = plan.mapping["score"]
    raw = pl.col(column).cast(pl.String)
    others = tuple(seen.name for seen in plan.columns if seen.name not in plan.mapping.values() and seen.type != "time")
    rated = table.frame.select(number(raw, plan.decimals["score"]).alias(ROW), *others).collect()
    scores = rated[ROW].drop_nulls()
    if answers.scale:
        plan.scale = scales.scale_of(answers.scale)
    elif len(scores):
        try:
            plan.scale = scales.conclude(column, scores)
            plan.notes.append(f"Scores in '{column}' were read on the scale {plan.scale}, concluded from its name and values.")
        except NeedsAnswer as question:
            plan.questions.append(question)
    if plan.scale and not plan.scale.low_is_good and (why := scales.contradiction(rated, ROW, others)):
        name = plan.scale.name
        because = f"{why} The scale of '{column}' looks inverted."
        if answers.scale:
            plan.notes.append(f"{because} They were kept as you said; add :low-is-good to the scale to turn them round.")
        else:
            plan.questions.append(
                NeedsAnswer("Is a low score good?", option="--scale", choices=(f"{name}:low-is-good", name), because=because)
            )
