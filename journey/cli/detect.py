"""`journey detect FILE`: the days of any KPI series that stand out, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.series_file import read_days
from journey.cli.show import KindOfSeries, MetricsFormat, say, show_json
from journey.cli.show import table as lines
from journey.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

RULES = {"spike": "jumped", "shift": "moved to a new level", "drift": "has been drifting"}
NOTES = {"accepted as the usual level from here on": "then accepted"}
Column = Annotated[str | None, typer.Option(help="Column of the dates; recognised unless given.")]


def detect(
    file: Annotated[Path, typer.Argument(help="A date and a value a row, in any form that can be imported.")],
    *,
    kind: Annotated[KindOfSeries, typer.Option(help="What a value is; a rate lies between 0 and 1.")] = KindOfSeries.MEAN,
    n: Annotated[str | None, typer.Option("--n", help="Column of how many answers or customers a value rests on.")] = None,
    date: Column = None,
    value: Annotated[str | None, typer.Option(help="Column of the values; recognised unless given.")] = None,
    country: Annotated[str, typer.Option(help="Whose public holidays soften a flag, such as DE or DE-BY.")] = "",
    strictness: Annotated[float, typer.Option(help="How many times as wide as usual the limits are.")] = 1.0,
    timezone: Annotated[str, typer.Option(help="Zone of times that name none, and of the days.")] = "UTC",
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the dates leave it open.")] = None,
    decimal: Annotated[str | None, typer.Option(help="comma or point, where the numbers leave it open.")] = None,
    format: Annotated[
        MetricsFormat, typer.Option(case_sensitive=False, help="table for people, csv or json for programs.")
    ] = MetricsFormat.TABLE,
) -> None:
    """Print the days of a KPI series that stand out from what was known before them, and why."""
    from journey.sources.table import Answers

    columns = {"at": date, "value": value, "n": n or ""}
    answers = Answers({k: v for k, v in columns.items() if v is not None}, date_order=date_order, decimal=decimal)
    days, notes = read_days(file, answers, str(kind), timezone)
    told = _explained(days, str(kind), country, strictness, file.name)
    if format is MetricsFormat.TABLE:
        _print(told, notes)
        return
    found = told.filter("flagged").with_columns(why=_whys(told))
    if format is MetricsFormat.JSON:
        judged = told["score"].is_not_null().sum()
        shown = {"file": file.name, "kind": str(kind), "rows": told.height, "judged": judged, "notes": notes}
        show_json({**shown, "flagged": found.drop("flagged").to_dicts()})
    else:
        from journey.exports.safe_csv import safe_frame

        sys.stdout.write(safe_frame(found.drop("flagged")).write_csv())


def _explained(days: pl.DataFrame, kind: str, country: str, strictness: float, file: str) -> pl.DataFrame:
    from journey.analysis.signals import explain

    dates = days["day"].to_list()
    holidays: set[date] = set()
    if country:
        from journey.routine.calendar_days import holidays_of

        holidays = set(holidays_of(country, dates[0], dates[-1]))
    counted = days["n"].to_list() if days["n"].is_not_null().any() else None
    try:
        return explain(dates, days["value"].to_list(), counted, kind=kind, holidays=holidays, strictness=strictness)
    except ValueError as refusal:
        raise Refused(f"{file}: {refusal}") from None


def _print(told: pl.DataFrame, notes: list[str]) -> None:
    import polars as pl

    from journey.analysis.signals import is_weekly

    unit = "week" if is_weekly(told["date"].to_list()) else "day"
    rows, judged = told.filter("flagged"), int(told["score"].is_not_null().sum())
    span = f"{told['date'][0]} to {told['date'][-1]}"
    if not judged:
        head = f"No {unit} of {span} could be judged, so nothing is known to be calm."
    elif rows.is_empty():
        head = f"Nothing stands out in {_many(judged, unit)} of {span}."
    else:
        stands = "stands" if rows.height == 1 else "stand"
        head = f"{_many(rows.height, unit)} of {judged} {stands} out, {span}."
    early, bare = (told.filter(pl.col("note") == note).height for note in ("too little history", "no data"))
    if early:
        first = f"The first {_many(early, unit)}" if early > 1 else f"The first {unit}"
        notes = [*notes, f"{first} could not be judged: there was too little history."]
    if bare:
        notes = [*notes, f"{_many(bare, unit)} had nothing to judge: no value, or nobody behind it."]
    say(head)
    if rows.height:
        shown = [_row(one, unit) for one in _stories(rows)]
        say("", *lines(pl.DataFrame(shown, infer_schema_length=None)))
    if notes:
        say("", *notes)


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _stories(flagged: pl.DataFrame) -> list[dict[str, Any]]:
    """One row a spike, and one a shift or drift with its last day and how many of its days stand out."""
    told: list[dict[str, Any]] = []
    for one in flagged.iter_rows(named=True):
        same = told and one["rule"] != "spike" and all(told[-1][name] == one[name] for name in ("rule", "since", "direction"))
        if same:
            told[-1] |= {"last": one["date"], "days": told[-1]["days"] + 1, "note": one["note"] or told[-1]["note"]}
        else:
            told.append({**one, "last": one["date"], "days": 1})
    return told


def _row(one: dict[str, Any], unit: str) -> dict[str, Any]:
    n = {} if one["n"] is None else {"n": _short(one["n"])}
    usual = f"{_short(one['lower'])} to {_short(one['upper'])}"
    until = f", {_many(one['days'], unit)} until {one['last']}" if one["days"] > 1 else ""
    why = f"{_why({**one, 'note': ''})}{until}{f', {NOTES.get(note, note)}' if (note := one['note']) else ''}"
    return {"date": str(one["date"]), "value": _short(one["value"]), **n, "usual": usual, "why": why}


def _why(one: dict[str, Any]) -> str:
    """What happened on a flagged day, in words."""
    since = f" since {one['since']}" if one["since"] != one["date"] else ""
    note = f", {one['note']}" if one["note"] else ""
    return f"{RULES[one['rule']]} {one['direction']}{since}{note}"


def _whys(told: pl.DataFrame) -> pl.Series:
    import polars as pl

    return pl.Series("why", [_why(one) for one in told.filter("flagged").iter_rows(named=True)], dtype=pl.String)


def _short(number: float) -> str:
    """Four figures are enough to compare by; large whole numbers keep theirs, unless nobody could read them."""
    return f"{number:,.0f}" if 1000 <= abs(number) < 1e15 else f"{number:.4g}"
