"""`journey metrics`: a week's KPIs of a journey."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from journey.cli.here import JourneyName, here
from journey.cli.show import MetricsFormat, say, show_json, table
from journey.errors import NotFound, Refused

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from journey.domain.weeks import Week
    from journey.store.tables import Journey

FIGURES = (
    "stage", "metric", "formula", "week", "value", "unit", "n", "lo", "hi", "change", "usual_lo", "usual_hi", "target",
    "direction", "mature", "critical",
)  # fmt: skip


def metrics(
    journey: JourneyName,
    week: Annotated[
        str | None, typer.Option(help="ISO week such as 2024-W21; the newest whole week with data unless given.")
    ] = None,
    view: Annotated[str | None, typer.Option(help="A team view, by its name in addresses: only its stages and KPIs.")] = None,
    format: Annotated[
        MetricsFormat, typer.Option(case_sensitive=False, help="table for people, csv or json for programs.")
    ] = MetricsFormat.TABLE,
) -> None:
    """Print a week's KPIs by stage: value with n, change on the week before, target."""
    from journey.routine.data.observations import catch_up, today

    at = here()
    row = at.journey(journey)
    catch_up(at.engine, at.settings, journey=row.key)
    day = today(at.settings, row.timezone)
    asked = _week(week, row, day)
    found = _figures(row, asked, view, day)
    match format:
        case MetricsFormat.JSON:
            show_json({"journey": row.slug, "week": str(asked), "metrics": found.select(FIGURES).to_dicts()})
        case MetricsFormat.CSV:
            from journey.exports.safe_csv import safe_frame

            sys.stdout.write(safe_frame(found.select(FIGURES)).write_csv())
        case _:
            _print(found, row, asked)


def _week(label: str | None, journey: Journey, day: date) -> Week:
    from journey.domain.weeks import Week
    from journey.store.readers.journeys import last_data_day

    if label:
        try:
            return Week.parse(label)
        except ValueError as wrong:
            raise Refused(str(wrong)) from None
    newest = last_data_day(here().engine, journey.key)
    last = min(newest, day) if newest else day
    this = Week.of(last)
    return this if this.sunday <= last else this.shift(-1)


def _figures(journey: Journey, week: Week, view: str | None, day: date) -> pl.DataFrame:
    """The week's figures of the view's metrics, in the order of the stages."""
    import polars as pl

    from journey.analysis.compare import compare
    from journey.analysis.rollup import known_so_far
    from journey.domain.model import MetricSpec
    from journey.domain.words import Direction, MetricKind
    from journey.store.readers import metrics as read

    there = _seen(read.metrics(here().engine, journey.key), journey, view)
    specs = [
        MetricSpec(m["id"], m["formula"], MetricKind(m["kind"]), Direction(m["direction"]), m["stage_id"], m["event"])
        for m in there.iter_rows(named=True)
    ]
    weeks = known_so_far(read.observations(here().engine, journey.key), specs, as_of=day)
    now = compare(weeks, week, specs).rename({"metric_id": "id"})
    named = there.with_columns(pl.lit(str(week)).alias("week"), pl.col("name").alias("metric"))
    return named.join(now.drop("week", "segment"), on="id", how="left", maintain_order="left")


def _seen(found: pl.DataFrame, journey: Journey, view: str | None) -> pl.DataFrame:
    import polars as pl

    from journey.store.readers.journeys import views

    if view is None:
        return found
    there = {row.slug: row for row in views(here().engine, journey.key)}
    if view not in there:
        raise NotFound(f"{journey.slug} has no team view '{view}'. There are: {', '.join(there) or 'none yet'}.")
    row = there[view]
    if row.stage_ids:
        found = found.filter(pl.col("stage_id").is_in(row.stage_ids) | pl.col("stage_id").is_null())
    return found.filter(pl.col("formula").is_in(row.formulas)) if row.formulas else found


def _print(found: pl.DataFrame, journey: Journey, week: Week) -> None:
    import polars as pl

    if found.is_empty():
        say(f"{journey.slug} has no metrics yet. Import data, and for events say what they mean: journey events map --help")
        return
    rows = [_row(figures) for figures in found.iter_rows(named=True)]
    say(f"{journey.name}, week {week} ({week.monday} to {week.sunday})", "")
    say(*table(pl.DataFrame(rows, infer_schema_length=None)))
    if found["mature"].eq(False).any():
        say("", "* Too young: these customers still have time to go on, so the figure will move.")


def _row(figures: dict[str, object]) -> dict[str, object]:
    from journey.domain import format as words
    from journey.domain.words import MetricKind

    kind = MetricKind(str(figures["kind"]))
    # eighty columns have no room for "tickets per customer": the metric's name says it
    unit = "" if kind in (MetricKind.COUNT, MetricKind.RATIO) else str(figures["unit"] or "")
    value, change, target = figures["value"], figures["change"], figures["target"]
    young = " *" if figures["mature"] is False else ""
    return {
        "stage": figures["stage"] or "Whole journey",
        "metric": figures["metric"],
        "value": words.value(kind, _number(value), unit=unit) + (young if value is not None else ""),
        "n": figures["n"],
        "change": words.change(kind, _number(change), unit=unit) if change is not None else None,
        "target": words.value(kind, _number(target), unit=unit) if target is not None else None,
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
