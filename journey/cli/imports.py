"""`journey import KIND FILE...`: files of every kind, or a query's rows, into a journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import Format, Here, JourneyName, here
from journey.cli.show import FormatName, say, show_json, warn
from journey.domain.words import SourceKind

if TYPE_CHECKING:
    from journey.routine.data.imports import ImportReport

app = typer.Typer(
    help="Import files, or a query on a database; a journey named for the first time is made.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FILES = "CSV, TSV, JSON, JSONL, XLSX or Parquet, also gzipped or zipped."
Files = Annotated[list[Path], typer.Argument(help="Transcripts as VTT, SRT, text or JSON.", show_default=False)]
Tables = Annotated[list[Path] | None, typer.Argument(help=FILES, show_default=False)]
Url = Annotated[
    str | None, typer.Option(help="Import a query instead: the database, as postgresql://user@host/name. It is not kept.")
]
Query = Annotated[str | None, typer.Option(help="The SELECT whose rows to import; it is written to the history.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding of a text file, such as cp1252, where it was taken wrongly.")]
Delimiter = Annotated[str | None, typer.Option(help="What sets the columns of a text file apart: one character, or tab.")]
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
    files: Tables = None, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, case: Case = None, sheet: Sheet = None, url: Url = None, query: Query = None,
    encoding: Encoding = None, delimiter: Delimiter = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Event logs: who did what when."""
    answers = {"date_order": date_order, "case": case, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    _import(SourceKind.EVENTS, _From(files, url, query), journey, _Told(map, source, timezone, answers), format)


@app.command()
def tickets(
    files: Tables = None, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, sheet: Sheet = None, url: Url = None, query: Query = None,
    encoding: Encoding = None, delimiter: Delimiter = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Support tickets, with when they were opened and closed."""
    answers = {"date_order": date_order, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    _import(SourceKind.TICKETS, _From(files, url, query), journey, _Told(map, source, timezone, answers), format)


@app.command()
def surveys(
    files: Tables = None, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, scale: Scale = None, sheet: Sheet = None,
    url: Url = None, query: Query = None, encoding: Encoding = None, delimiter: Delimiter = None,
    format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Survey answers: scores, and what customers wrote."""
    answers = {
        "date_order": date_order,
        "decimal": decimal,
        "scale": scale,
        "sheet": sheet,
        "encoding": encoding,
        "delimiter": delimiter,
    }
    _import(SourceKind.SURVEYS, _From(files, url, query), journey, _Told(map, source, timezone, answers), format)


@app.command()
def usability(
    files: Tables = None, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, sheet: Sheet = None, url: Url = None, query: Query = None,
    encoding: Encoding = None, delimiter: Delimiter = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Results of usability tests: who could do which task."""
    answers = {"date_order": date_order, "decimal": decimal, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    _import(SourceKind.USABILITY, _From(files, url, query), journey, _Told(map, source, timezone, answers), format)


@app.command()
def series(
    files: Tables = None, *, journey: JourneyName, map: Maps = None, source: SourceName = None, timezone: Timezone = None,
    date_order: DateOrder = None, decimal: Decimal = None, sheet: Sheet = None, url: Url = None, query: Query = None,
    encoding: Encoding = None, delimiter: Delimiter = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Ready-made KPI series: a value a day or finer."""
    answers = {"date_order": date_order, "decimal": decimal, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    _import(SourceKind.SERIES, _From(files, url, query), journey, _Told(map, source, timezone, answers), format)


@app.command()
def conversations(
    files: Files, *, journey: JourneyName, source: SourceName = None, timezone: Timezone = None, format: Format = FormatName.TABLE
) -> None:
    """Calls and chats, turn by turn; what points to a person is taken out."""
    from journey.routine.data.conversations import import_conversations

    at = here()

    def one(place: int | str, path: Path) -> ImportReport:
        return import_conversations(at.engine, at.settings, by=at.me, journey=place, path=path, source=source, timezone=timezone)

    _each(files, journey, format, one)


@dataclass(frozen=True)
class _From:
    """Where the rows are: files, or what a query brings from a database."""

    files: list[Path] | None
    url: str | None
    query: str | None

    @contextmanager
    def paths(self, at: Here, journey: int | str) -> Iterator[list[Path]]:
        """The files; those that a query is fetched into are gone afterwards."""
        if self.files and not (self.url or self.query):
            yield self.files
            return
        if self.files or not (self.url and self.query):
            raise typer.BadParameter("Name the files, or a database with --url and what to ask it with --query.")
        from journey.routine.data.queries import fetch_query

        with TemporaryDirectory(prefix="journey-query-") as folder:
            yield [fetch_query(at.engine, by=at.me, journey=journey, url=self.url, query=self.query, folder=Path(folder))]


@dataclass(frozen=True)
class _Told:
    """What the person said of them."""

    maps: list[str] | None
    source: str | None
    timezone: str | None
    answers: dict[str, Any]


def _import(kind: SourceKind, origin: _From, journey: str, told: _Told, format: FormatName) -> None:
    from journey.routine.data.imports import import_file, name_of

    at, mapping = here(), _mapping(told.maps)
    with origin.paths(at, _journey(journey)) as paths:

        def one(place: int | str, path: Path) -> ImportReport:
            return import_file(
                at.engine, at.settings, by=at.me, journey=place, kind=kind, path=path, source=told.source or name_of(paths[0]),
                mapping=mapping, answers=told.answers, timezone=told.timezone, make_stages=True, query=origin.query or "",
                progress=_progress(path, format),
            )  # fmt: skip

        _each(paths, journey, format, one)


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
