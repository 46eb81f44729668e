"""`journey import KIND FILE...`: files of every kind into a journey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, say, show_json, warn
from journey.domain.words import SourceKind

if TYPE_CHECKING:
    from journey.routine.imports import ImportReport

app = typer.Typer(help="Import files; a journey named for the first time is made.", no_args_is_help=True, rich_markup_mode=None)

Files = Annotated[
    list[Path], typer.Argument(help="CSV, TSV, JSON, JSONL, XLSX or Parquet, also gzipped or zipped.", show_default=False)
]
Maps = Annotated[list[str] | None, typer.Option("--map", help="OURS=COLUMN, such as customer=user_id; as often as needed.")]
SourceName = Annotated[str | None, typer.Option("--source", help="What the data come from; named after the file unless given.")]
Timezone = Annotated[
    str | None, typer.Option(help="Zone of times that name none; the journey's own unless given, UTC for a new one.")
]
DateOrder = Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the dates leave it open.")]
Decimal = Annotated[str | None, typer.Option(help="comma or point, where the numbers leave it open.")]
Scale = Annotated[str | None, typer.Option(help="nps, csat5, ces7 or MIN-MAX, with :low-is-good where a low score is good.")]
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook.")]
Case = Annotated[
    str | None, typer.Option(help="Column of one passage through the journey, where a customer sets out many times.")
]

UNMAPPED_SHOWN = 8


@app.command()
def events(
    files: Files, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, case: Case = None, sheet: Sheet = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Event logs: who did what when."""
    answers = {"date_order": date_order, "case": case, "sheet": sheet}
    _import(SourceKind.EVENTS, files, journey=journey, source=source, timezone=timezone, maps=map, answers=answers, format=format)


@app.command()
def tickets(
    files: Files, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, sheet: Sheet = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Support tickets, with when they were opened and closed."""
    _import(
        SourceKind.TICKETS,
        files,
        journey=journey,
        source=source,
        timezone=timezone,
        maps=map,
        answers={"date_order": date_order, "sheet": sheet},
        format=format,
    )


@app.command()
def surveys(
    files: Files, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, scale: Scale = None, sheet: Sheet = None,
    format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Survey answers: scores, and what customers wrote."""
    answers = {"date_order": date_order, "decimal": decimal, "scale": scale, "sheet": sheet}
    _import(
        SourceKind.SURVEYS, files, journey=journey, source=source, timezone=timezone, maps=map, answers=answers, format=format
    )


@app.command()
def usability(
    files: Files, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, sheet: Sheet = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Results of usability tests: who could do which task."""
    answers = {"date_order": date_order, "decimal": decimal, "sheet": sheet}
    _import(
        SourceKind.USABILITY, files, journey=journey, source=source, timezone=timezone, maps=map, answers=answers, format=format
    )


@app.command()
def series(
    files: Files, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, sheet: Sheet = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Ready-made KPI series: a value a day or finer."""
    answers = {"date_order": date_order, "decimal": decimal, "sheet": sheet}
    _import(SourceKind.SERIES, files, journey=journey, source=source, timezone=timezone, maps=map, answers=answers, format=format)


@app.command()
def conversations(
    files: Files, *, journey: JourneyName, source: SourceName = None, timezone: Timezone = None, format: Format = FormatName.TABLE
) -> None:
    """Calls and chats, turn by turn; what points to a person is taken out."""
    from journey.routine.conversations import import_conversations

    at = here()

    def one(place: int | str, path: Path) -> ImportReport:
        return import_conversations(at.engine, at.settings, by=at.me, journey=place, path=path, source=source, timezone=timezone)

    _each(files, journey, format, one)


def _import(
    kind: SourceKind, files: list[Path], *, journey: str, source: str | None, timezone: str | None, maps: list[str] | None,
    answers: dict[str, Any], format: FormatName,
) -> None:  # fmt: skip
    from journey.routine.imports import import_file, name_of

    at, mapping = here(), _mapping(maps)

    def one(place: int | str, path: Path) -> ImportReport:
        return import_file(
            at.engine, at.settings, by=at.me, journey=place, kind=kind, path=path, source=source or name_of(files[0]),
            mapping=mapping, answers=answers, timezone=timezone, make_stages=True, progress=_progress(path, format),
        )  # fmt: skip

    _each(files, journey, format, one)


def _each(files: list[Path], journey: str, format: FormatName, one: Callable[[int | str, Path], ImportReport]) -> None:
    """Import file after file, telling what became of each as it is done; a journey that is not there yet is begun."""
    from journey.store.readers.journeys import row
    from journey.store.tables import Journey

    place, told = _journey(journey), []
    for path in files:
        report = one(place, path)
        its = row(here().engine, Journey, report.journey_id)
        if isinstance(place, str):
            warn(f"Made the journey {its.name} in {its.timezone}.")
        place = its.key
        told.append(_as_json(report, its.slug))
        if format is FormatName.TABLE:
            say(*_sentences(report, its.slug))
    if format is FormatName.JSON:
        show_json(told)


def _mapping(maps: list[str] | None) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in maps or []]
    wrong = [name for name, equals, _ in pairs if not equals or not name.strip()]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is not OURS=COLUMN, such as customer=user_id.", param_hint="--map")
    return {name.strip(): column.strip() for name, _, column in pairs}


def _journey(name: str) -> int | str:
    """The id of the journey of that name; the name itself if it is to be begun."""
    from journey.routine.journeys import slug
    from journey.store.readers.journeys import journeys

    found = (row for row in journeys(here().engine) if name in (row.slug, row.name) or slug(name) == row.slug)
    return next((row.key for row in found), name)


def _progress(path: Path, format: FormatName) -> Any:
    """Says each step on a terminal, nothing where a program listens."""
    import sys

    if format is FormatName.JSON or not sys.stderr.isatty():
        return lambda _share, _words: None
    return lambda _share, words: warn(f"{path.name}: {words.lower()}")


def _as_json(report: ImportReport, journey: str) -> dict[str, Any]:
    return {
        "journey": journey, "file": report.file, "source": report.source, "kind": report.kind.value,
        "batch": report.batch_id,
        "rows_read": report.rows_read, "rows_new": report.rows_new, "rows_known": report.rows_known,
        "rows_changed": report.rows_changed, "problems": report.problems.to_dicts(),
        "unmapped": [{"name": name, "rows": rows} for name, rows in report.unmapped], "notes": list(report.notes),
    }  # fmt: skip


def _sentences(report: ImportReport, journey: str) -> list[str]:
    batch = f" as batch {report.batch_id}" if report.batch_id is not None else ""
    said = [
        f"{report.file}: {report.rows_new:,} new of {report.rows_read:,} rows into {journey}{batch} "
        f"({report.rows_known:,} known already)."
    ]
    said += [f"  {note}" for note in report.notes]
    if not report.problems.is_empty():
        said.append(f"  {report.problems.height:,} problems; the first of them:")
        said += [_problem(row) for row in report.problems.head(5).iter_rows(named=True)]
    if report.unmapped:
        names = ", ".join(f"{name} ({rows:,})" for name, rows in report.unmapped[:UNMAPPED_SHOWN])
        more = f" and {len(report.unmapped) - UNMAPPED_SHOWN} more" if len(report.unmapped) > UNMAPPED_SHOWN else ""
        what = "events list" if report.kind is SourceKind.EVENTS else "sources"
        said.append(f"  In no stage yet: {names}{more}. See: journey {what} --journey {journey}")
    return said


def _problem(row: dict[str, Any]) -> str:
    place = f"row {row['row']:,}" if row["row"] is not None else "the whole column"
    return f"    {place}, {row['column']}: '{row['value']}'. {row['reason']} {row['advice']}"
