"""`journey import KIND FILE...`: files of every kind, or a query's rows, into a journey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.arrivals import import_each, journey_named, progress_of
from journey.cli.here import Format, Here, JourneyName, here
from journey.cli.show import FormatName
from journey.domain.words import SourceKind

if TYPE_CHECKING:
    from journey.routine.data.imports import ImportReport

app = typer.Typer(
    help="Import files, or a query on a database; a journey named for the first time is made.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FILES = "CSV, TSV, JSON, JSONL, XLSX or Parquet, also gzipped or zipped."
TALKS = (
    "Transcripts as VTT, SRT, text, CSV or JSON (AWS, Whisper, Deepgram, AssemblyAI, Zoom, Teams), exports of Intercom or "
    "Zendesk, mails as EML or MBOX; a folder or zip of these comes in as one."
)
Files = Annotated[list[Path], typer.Argument(help=TALKS, show_default=False)]
Audio = Annotated[
    Path | None,
    typer.Option(help="A folder of recordings, called like their transcripts; only their place is kept."),
]
Ours = Annotated[list[str] | None, typer.Option("--our-domain", help="A domain that agents mail from; as often as needed.")]
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
    files: Files, *, journey: JourneyName, source: SourceName = None, timezone: Timezone = None, audio: Audio = None,
    our_domain: Ours = None, format: Format = FormatName.TABLE,
) -> None:  # fmt: skip
    """Calls, chats and e-mail threads, turn by turn; what points to a person is taken out. Single mails are read together."""
    from journey.routine.data.conversations import import_conversations

    at = here()
    mails = [path for path in files if path.suffix.lower() == ".eml"]

    def one(place: int | str, path: Path) -> ImportReport:
        also = mails[1:] if path in mails else ()
        return import_conversations(
            at.engine, at.settings, by=at.me, journey=place, path=path, also=also, source=source, timezone=timezone, audio=audio,
            ours=our_domain or (), progress=progress_of(path, format),
        )  # fmt: skip

    import_each([path for path in files if path not in mails[1:]], journey, format, one)


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
    with origin.paths(at, journey_named(journey)) as paths:

        def one(place: int | str, path: Path) -> ImportReport:
            return import_file(
                at.engine, at.settings, by=at.me, journey=place, kind=kind, path=path, source=told.source or name_of(paths[0]),
                mapping=mapping, answers=told.answers, timezone=told.timezone, make_stages=True, query=origin.query or "",
                progress=progress_of(path, format),
            )  # fmt: skip

        import_each(paths, journey, format, one)


def _mapping(maps: list[str] | None) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in maps or []]
    wrong = [name for name, equals, _ in pairs if not equals or not name.strip()]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is not OURS=COLUMN, such as customer=user_id.", param_hint="--map")
    return {name.strip(): column.strip() for name, _, column in pairs}
