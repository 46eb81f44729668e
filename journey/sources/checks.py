"""What can be wrong with a row, and how each wrong value is told: as a problem with its row, or once for a column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journey.domain.problems import PROBLEMS
from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.sources.numbers import is_blank
from journey.sources.recognise import NUMBERS, TIMES, Plan
from journey.sources.table import ROW, Table, problem, problem_frame

IDS = ("customer", "ticket", "response", "participant")
PARSED = (*TIMES, *NUMBERS, "success")
"""Canonical columns whose values stand beside the cells as "=at", "=score" and so on once they are parsed."""
_COLLAPSED = r"^\s*\d([.,]\d+)?[eE]\+\d+\s*$"
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


def failing(checks: list[Check]) -> pl.Expr:
    """Whether a row fails any of the checks."""
    return pl.any_horizontal([check.wrong.fill_null(False) for check in checks] or [pl.lit(False)])


def checks_of(table: Table, plan: Plan) -> list[Check]:
    """Every way for a row to be wrong, over the cells and their parsed values."""
    found: list[Check] = []
    for name, column in plan.mapping.items():
        required = name in KINDS[plan.kind].required
        text = text_of(table, column)
        blank = is_blank(text) if name in PARSED else _empty(text)
        if required and not (plan.kind is SourceKind.SERIES and name == "value"):
            found.append(Check(name, blank, f"The {name} is missing.", "Fill it in, or delete the row."))
        if required and name in IDS:
            found.append(Check(name, collapsed(text), _DAMAGE, _CURE, whole=True))
        if name in PARSED:
            found.append(Check(name, ~blank & pl.col(f"={name}").is_null(), *_UNREADABLE[name]))
    return found + _kind_checks(table, plan)


def _kind_checks(table: Table, plan: Plan) -> list[Check]:
    found: list[Check] = []
    if plan.scale:
        outside = ~pl.col("=score").is_between(plan.scale.low, plan.scale.high) & ~not_rated(plan)
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


def not_rated(plan: Plan) -> pl.Expr:
    """Whether a score is a zero on a scale that starts higher."""
    return (pl.col("=score") == 0).fill_null(False) if plan.scale and plan.scale.low > 0 else pl.lit(False)


def _unscored(table: Table, plan: Plan) -> pl.Expr:
    return is_blank(text_of(table, plan.mapping["score"])) | not_rated(plan) if "score" in plan.mapping else pl.lit(True)


def _untold(table: Table, plan: Plan) -> pl.Expr:
    return _empty(text_of(table, plan.mapping["text"])) if "text" in plan.mapping else pl.lit(True)


def _empty(text: pl.Expr) -> pl.Expr:
    return text.is_null() | (text.str.strip_chars() == "")


def text_of(table: Table, column: str) -> pl.Expr:
    """A column as text; whole numbers that a format keeps as floats come without a decimal point."""
    dtype = table.frame.collect_schema()[column]
    if dtype.is_float():
        whole = pl.col(column) == pl.col(column).round(0)
        return pl.when(whole).then(pl.col(column).cast(pl.Int64, strict=False).cast(pl.String)).otherwise(
            pl.col(column).cast(pl.String)
        )  # fmt: skip
    return pl.col(column) if dtype == pl.String() else pl.col(column).cast(pl.String)


def filled(text: pl.Expr) -> pl.Expr:
    """The text, or null where it is blank."""
    return pl.when(text.str.strip_chars() != "").then(text)


def collapsed(text: pl.Expr) -> pl.Expr:
    """Whether a spreadsheet turned an id into 5.7E+17."""
    return text.str.contains(_COLLAPSED).fill_null(False)


def blanked_ids(table: Table, plan: Plan) -> pl.DataFrame:
    """One problem for each optional id column whose values were turned into 5.7E+17; their rows stay, without them."""
    found: list[dict[str, object]] = []
    for canonical, column in plan.mapping.items():
        if canonical in IDS and canonical not in KINDS[plan.kind].required:
            text = text_of(table, column)
            hurt = table.frame.select(collapsed(text).sum().alias("n"), text.filter(collapsed(text)).first().alias("one"))
            count, example = hurt.collect(engine="streaming").row(0)
            if count:
                reason = f"{_DAMAGE} That happened {count:,} times; the rows were kept without it."
                found.append(problem((table.file, None, column), example, reason=reason, advice=_CURE))
    return problem_frame(found)


def listed(bad: pl.DataFrame, check: Check, plan: Plan, file: str) -> pl.DataFrame:
    """The problem rows of one check."""
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
