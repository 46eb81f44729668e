"""`journey assess FILE --change DAY`: whether a change moved any KPI series, by how much and how sure that is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.detect import Column
from journey.cli.here import Format
from journey.cli.series_file import OPTIONS, read_days
from journey.cli.show import FormatName, KindOfSeries, say, show_json
from journey.domain.words import Direction, Verdict
from journey.errors import Refused

if TYPE_CHECKING:
    import polars as pl

    from journey.analysis.impact import Impact, Ruling

OF_CONTROL = OPTIONS | {"value": "--control", "n": "--control-n"}


def assess(
    file: Annotated[Path, typer.Argument(help="A date and a value a row, by the day, in any form that can be imported.")],
    *,
    change: Annotated[str, typer.Option(help="The first day with the change, such as 2026-05-01.")],
    control: Annotated[
        list[str] | None, typer.Option(help="Column of a sibling series that the change did not touch; may be given again.")
    ] = None,
    control_n: Annotated[str | None, typer.Option(help="Column of how many the one control's value rests on.")] = None,
    kind: Annotated[KindOfSeries, typer.Option(help="What a value is; a rate lies between 0 and 1.")] = KindOfSeries.MEAN,
    n: Annotated[str | None, typer.Option("--n", help="Column of how many answers or customers a value rests on.")] = None,
    date: Column = None,
    value: Annotated[str | None, typer.Option(help="Column of the values; recognised unless given.")] = None,
    direction: Annotated[Direction, typer.Option(help="Which way is better.")] = Direction.UP,
    smallest: Annotated[float, typer.Option(min=0.0, help="The smallest effect worth having, in the values' unit.")] = 0.0,
    because_of_spike: Annotated[
        bool, typer.Option("--because-of-spike", help="The change answered a spike: leave its days out, if they stand out.")
    ] = False,
    lag_days: Annotated[int, typer.Option(min=0, help="Days right after the change that do not count: people take it up.")] = 0,
    left_out: Annotated[list[str] | None, typer.Option(help="A day of an incident, left out; may be given again.")] = None,
    country: Annotated[str, typer.Option(help="Country whose public holidays are left out, such as DE or DE-BY.")] = "",
    timezone: Annotated[str, typer.Option(help="Zone of times that name none, and of the days.")] = "UTC",
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the dates leave it open.")] = None,
    decimal: Annotated[str | None, typer.Option(help="comma or point, where the numbers leave it open.")] = None,
    format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Tell whether a change moved a KPI: the effect with its interval, a verdict, and how long to wait if it is too early."""
    from journey.sources.table import Answers

    turn, controls = _day(change, "--change"), control or []
    if control_n and len(controls) != 1:
        raise Refused("--control-n says how many a control's value rests on, and needs one --control.")
    rules = {"date_order": date_order, "decimal": decimal}
    aside = tuple(name for name in (*controls, control_n, n) if name)

    def read(column: str | None, rests_on: str | None, options: dict[str, str]) -> tuple[pl.DataFrame, list[str]]:
        told = {"at": date, "value": column, "n": rests_on or ""}
        answers = Answers({name: given for name, given in told.items() if given is not None}, **rules)
        return read_days(file, answers, str(kind), timezone, aside=aside, options=options)

    own, notes = read(value, n, OPTIONS)
    beside = {name: read(name, control_n, OF_CONTROL)[0] for name in controls}
    given = {
        "lag_days": lag_days,
        "left_out": [_day(day, "--left-out") for day in left_out or []],
        "holidays": _holidays(country, own),
    }
    found = _assessed(file.name, own, beside, turn, given, kind=str(kind), because_of_spike=because_of_spike)
    notes += found.pop("notes")
    found |= _ruled(found["impact"], direction, smallest, own.filter(own["day"] < turn), lag_days)
    if format is FormatName.JSON:
        show_json({"file": file.name, "change": turn, "kind": str(kind), **_facts(found), "notes": notes})
    else:
        _print(found, notes, str(kind))


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{option} is a day such as 2026-05-01; '{text}' is none.") from None


def _holidays(country: str, own: pl.DataFrame) -> list[dt.date]:
    if not country:
        return []
    from journey.routine.calendar_days import holidays_of

    days = own["day"].to_list()
    return list(holidays_of(country, days[0], days[-1]))


def _series(days: pl.DataFrame) -> tuple[list[dt.date], list[float | None], list[float | None] | None]:
    return days["day"].to_list(), days["value"].to_list(), days["n"].to_list() if days["n"].is_not_null().any() else None


def _assessed(
    file: str,
    own: pl.DataFrame,
    beside: dict[str, pl.DataFrame],
    turn: dt.date,
    given: dict[str, Any],
    *,
    kind: str,
    because_of_spike: bool,
) -> dict[str, Any]:
    """The impact, and what is to be said of the days before the change."""
    from journey.analysis import impact as analysis
    from journey.analysis.impact.pitfalls import spike_before
    from journey.analysis.signals import is_weekly

    if is_weekly(own["day"].to_list()):
        raise Refused(f"{file} has one value a week. An effect is told from days: give the daily figures.")
    days, values, n = _series(own)
    try:
        spike = spike_before(days, values, n, turn, kind=kind)
        if because_of_spike:
            values = list(spike.baseline)
        control, notes = _control(own, values, beside, turn, kind)
        impact = analysis.assess(days, values, n, turn, kind=kind, **control, **given)
    except ValueError as refusal:
        raise Refused(f"{file}: {refusal}") from None
    if spike.found or because_of_spike:
        notes.append(spike.sentence + (" They are left out here." if spike.found and because_of_spike else ""))
    return {"impact": impact, "notes": notes}


def _control(
    own: pl.DataFrame, values: list[float | None], beside: dict[str, pl.DataFrame], turn: dt.date, kind: str
) -> tuple[dict[str, Any], list[str]]:  # fmt: skip
    """The one control, or all of them as one with a word on how they count, on the metric's days."""
    from journey.analysis.impact import combined

    days = own.select("day")
    there = {name: _series(days.join(one, on="day", how="left", maintain_order="left")) for name, one in beside.items()}
    if len(there) > 1:
        joined = combined(own["day"].to_list(), values, {name: one[1] for name, one in there.items()}, turn, kind=kind)
        return {"control_values": joined.values}, [joined.sentence]
    return next(({"control_values": one[1], "control_denominators": one[2]} for one in there.values()), {}), []


def _ruled(impact: Impact, direction: Direction, smallest: float, history: pl.DataFrame, lag_days: int) -> dict[str, Any]:
    from journey.analysis.impact import verdict

    ruling: Ruling = verdict(impact, direction, smallest)
    weeks, wait = None, None
    if ruling.verdict in {Verdict.TOO_EARLY, Verdict.CANT_TELL}:
        weeks, wait = _wait(impact, smallest, history, lag_days)
    return {"ruling": ruling, "weeks": weeks, "wait": wait}


def _wait(impact: Impact, smallest: float, history: pl.DataFrame, lag_days: int) -> tuple[int | None, str | None]:
    """Weeks after the change until the smallest effect worth having, else the one it looks like, would be seen."""
    from journey.analysis.impact import weeks_needed
    from journey.analysis.impact.verdicts import size

    effect = smallest or abs(impact.effect or 0.0)
    if not effect:
        return None, None
    try:
        weeks = weeks_needed(*_series(history), effect, kind=impact.kind, lag_days=lag_days)
    except ValueError:
        return None, None
    what = f"an effect of {size(effect, impact.kind, '')}"
    if weeks is None:
        return (
            None,
            f"Even 26 weeks after the change would not show {what}: this metric wanders too much, or has too little volume.",
        )
    have = (impact.days_after + lag_days) // 7
    more = f"; there {'is' if have == 1 else 'are'} {have}" if have < weeks else ", which there are"
    return (
        weeks,
        f"To see {what} four times in five it takes about {weeks} week{'s' if weeks > 1 else ''} after the change{more}.",
    )


def _facts(found: dict[str, Any]) -> dict[str, Any]:
    impact, ruling = found["impact"], found["ruling"]
    figures = (
        "effect", "lo90", "hi90", "lo95", "hi95", "p", "relative", "n_before", "n_after", "days_before", "days_after",
        "method", "too_short",
    )  # fmt: skip
    path = zip(impact.expected.dates, impact.expected.mean, impact.expected.lo, impact.expected.hi, strict=True)
    return {
        "verdict": ruling.verdict.value,
        "sentence": ruling.sentence,
        "would_change": ruling.would_change,
        **{name: getattr(impact, name) for name in figures},
        "weeks_needed": found["weeks"],
        "wait": found["wait"],
        "first_day": impact.first_day,
        "left_out": [{"date": one.day, "why": one.why} for one in impact.left_out],
        "assumptions": [{"name": one.name, "holds": one.holds, "sentence": one.sentence} for one in impact.assumptions],
        "expected": [{"date": day, "mean": mean, "lo": lo, "hi": hi} for day, mean, lo, hi in path],
    }


def _print(found: dict[str, Any], notes: list[str], kind: str) -> None:
    impact, ruling = found["impact"], found["ruling"]
    say(ruling.sentence, "", f"Verdict    {ruling.verdict.value}")
    if impact.effect is not None:
        relative = f" ({impact.relative:+.1%})" if impact.relative is not None else ""
        say(f"Effect     {_figure(impact.effect, kind)} a day{relative}" if kind == "count"
            else f"Effect     {_figure(impact.effect, kind)}{relative}")  # fmt: skip
        for level in ("95", "90"):
            low, high = (_figure(getattr(impact, f"{end}{level}"), kind) for end in ("lo", "hi"))
            say(f"{level} %       {low} to {high}")
    say(f"n          {impact.n_before:,} before over {_many(impact.days_before)}, {impact.n_after:,} after over "
        f"{_many(impact.days_after)}")  # fmt: skip
    if found["wait"]:
        say(f"Wait       {found['wait']}")
    say(f"Turns on   {ruling.would_change}", "", "What it rests on")
    say(*(f"  {'holds' if one.holds else 'doubt'}  {one.sentence}" for one in impact.assumptions))
    say("", impact.method, *notes)


def _figure(value: float, kind: str) -> str:
    return f"{100 * value:+.2f} points" if kind == "rate" else f"{value:+.4g}"


def _many(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"
