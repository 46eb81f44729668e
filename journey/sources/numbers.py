"""Reads numbers and yes-or-no values as people write them."""

from __future__ import annotations

import polars as pl

BLANKS = ("", "na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "--", "—", "(blank)", "not applicable")
"""What stands for no answer in columns of numbers and times; in texts only an empty cell does."""
YES = (
    "yes", "y", "true", "t", "1", "1.0", "pass", "passed", "success", "successful", "succeeded", "completed", "complete",
    "done", "ok",
)  # fmt: skip
NO = (
    "no", "n", "false", "f", "0", "0.0", "fail", "failed", "failure", "unsuccessful", "incomplete", "not completed",
    "abandoned", "gave up",
)  # fmt: skip

_GAP = "['’ \u00a0\u202f]"
_SIGN, _UNIT = r"^[+\-−]?[€$£]?\s?", r"\s?[%€$£]?$"
_POINT = rf"{_SIGN}(?:\d{{1,3}}(?:(?:,|{_GAP})\d{{3}})+|\d+|)(?:\.\d+|\.)?(?:[eE][+-]?\d{{1,3}})?{_UNIT}"
_COMMA = rf"{_SIGN}(?:\d{{1,3}}(?:(?:\.|{_GAP})\d{{3}})+|\d+|)(?:,\d+|,)?(?:[eE][+-]?\d{{1,3}})?{_UNIT}"


def is_blank(text: pl.Expr) -> pl.Expr:
    """Whether a cell of a number or time column holds no answer; a null does not."""
    return text.is_null() | text.str.strip_chars().str.to_lowercase().is_in(BLANKS)


def decimal_of(frame: pl.LazyFrame, column: str) -> tuple[str | None, str | None]:
    """The decimal mark of a text column: ("comma" or "point", None), or (None, an example) where values fit both.

    1,234 alone could be a thousand or one and a bit; 1.234 alone is taken as one and a bit, as nearly every program writes it.
    """
    text = pl.col(column).str.strip_chars()
    point, comma = text.str.contains(_POINT), text.str.contains(_COMMA)
    seen = frame.select(
        comma=(comma & ~point).sum(),
        point=(point & ~comma).sum(),
        either=text.filter(point & comma & text.str.contains(",", literal=True)).first(),
    ).collect(engine="streaming")
    commas, points, either = seen.row(0)
    if commas and commas > points:
        return "comma", None
    return ("point", None) if points or either is None else (None, either)


def number(column: pl.Expr, decimal: str) -> pl.Expr:
    """The values as Float64; null where a cell is blank or no number."""
    text = column.str.strip_chars()
    fits = text.str.contains(_COMMA if decimal == "comma" else _POINT) & text.str.contains(r"\d")
    clean = text.str.replace_all("−", "-", literal=True).str.replace_all(rf"{_GAP}|[€$£%]", "")
    if decimal == "comma":
        clean = clean.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True)
    else:
        clean = clean.str.replace_all(",", "", literal=True)
    value = pl.when(fits).then(clean).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def yes_or_no(column: pl.Expr) -> pl.Expr:
    """The values as Boolean; null where a cell says neither."""
    text = column.str.strip_chars().str.to_lowercase()
    return pl.when(text.is_in(YES)).then(True).when(text.is_in(NO)).then(False)
