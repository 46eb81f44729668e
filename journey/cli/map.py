"""`journey map`: brings maps in and out, and compares the versions of one."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, say, show, show_json, tell, warn
from journey.errors import Refused

if TYPE_CHECKING:
    from journey.domain.document import Figures
    from journey.store.tables import Journey

app = typer.Typer(
    help="Bring a map in or out, and compare its versions.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


class Out(StrEnum):
    """What a map is exported as."""

    OJF = "ojf"
    JSON = "json"
    MERMAID = "mermaid"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    PPTX = "pptx"


class Paper(StrEnum):
    """How a PDF is cut."""

    ONE = "one"
    A4 = "A4"
    A3 = "A3"


File = Annotated[Path, typer.Argument(help="OpenJourney, our JSON, Mermaid, Markdown, CSV or XLSX: known by what is in it.")]
Into = Annotated[str, typer.Option("--journey", help="The journey that gets the map; begun under that name if it is not there.")]
To = Annotated[Path | None, typer.Option("--out", help="The file to write; text goes to the terminal without it.")]
On = Annotated[Paper, typer.Option(help="Of a PDF: one page of its own size, or sheets to glue together.", case_sensitive=False)]
Version = Annotated[int, typer.Argument(help="The number of a version, as `journey map versions` lists them.")]


@app.command("import")
def bring_in(file: File, journey: Into = "", format: Format = FormatName.TABLE) -> None:
    """Bring a map in: as a new journey, or as the map of one that has none yet. Tells what was not read, and what to do."""
    from journey.cli.arrivals import journey_named
    from journey.routine.map_document import bring_in as bring
    from journey.routine.map_document import unknown_teams
    from journey.sources.maps import read_map

    at = here()
    read = read_map(file.name, file.read_bytes())
    place = journey_named(journey) if journey else read.document.name
    into, name = (place, "") if isinstance(place, int) else (None, place)
    teams = unknown_teams(at.engine, read.document, by=at.me, journey=into)
    why = f"Brought in from {file.name}"
    row = bring(at.engine, by=at.me, document=read.document, journey=into, name=name, why=why)
    notes = [*read.notes, *(f"The team '{team}' is not known here and was left out." for team in teams)]
    found = read.document
    facts = {
        "journey": row.slug, "file": file.name, "format": read.format, "new": into is None, "stages": len(found.stages),
        "lanes": len(found.lanes), "cards": len(found.cards), "personas": len(found.personas), "notes": notes,
    }  # fmt: skip
    what = f"{_count(len(found.stages), 'stage')}, {_count(len(found.cards), 'card')}"
    verb = "Began the journey" if into is None else "Filled the journey"
    tell(facts, format, f"{verb} {row.name} from {file.name} ({read.format}): {what}.")
    if format is FormatName.TABLE:
        warn(*notes)


@app.command("export")
def take_out(
    journey: JourneyName, format: Annotated[Out, typer.Option(help="What to write.")], out: To = None, paper: On = Paper.ONE
) -> None:
    """Write a journey's map to a file, and say on stderr what that format leaves out."""
    from journey.exports.maps.files import FORMATS, write
    from journey.routine.map_document import document

    at = here()
    row = at.journey(journey)
    form = FORMATS[format.value]
    if form.drawn and out is None:
        raise Refused(f"{form.label} is no text for a terminal. Say where to write it: --out map.{form.suffix}")
    options = {"paper": paper.value} if format is Out.PDF else {}
    made = write(document(at.engine, row.key), form.name, _figures(row) if form.drawn else None, **options)
    if out is None:
        sys.stdout.write(made.data.decode().removeprefix("﻿"))
    else:
        out.write_bytes(made.data)
        say(f"Wrote {out} ({len(made.data):,} bytes).")
    warn(*(f"{form.label} leaves out: {sentence}." for sentence in made.left_out))


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of the JSON that maps are exported as."""
    from journey.exports.maps.json import schema

    show_json(schema())


@app.command("versions")
def versions(journey: JourneyName, format: Format = FormatName.TABLE) -> None:
    """List the named versions of a journey's map, the newest first."""
    from journey.store.readers.maps import versions as listed

    at = here()
    rows = listed(at.engine, at.journey(journey).key)
    shown = rows.select("number", "name", "created_at", "person", "why")
    show(rows, format, shown=shown, empty="The map has no version yet. Thursday's page saves one.")


@app.command("diff")
def compare(v1: Version, v2: Version, journey: JourneyName, format: Format = FormatName.TABLE) -> None:
    """Tell what changed from one version of a map to another: added, removed, moved, reworded, felt anew."""
    from journey.analysis.map_diff import diff
    from journey.routine.map_words import named
    from journey.store.readers.maps import version

    at = here()
    row = at.journey(journey)
    before, after = (version(at.engine, row.key, number) for number in (v1, v2))
    found = diff(*(named(at.engine, row.key, one.content) for one in (before, after)))
    facts = {
        "journey": row.slug, "from": v1, "to": v2,
        "differences": [
            {"kind": one.kind.value, "part": one.part, "id": one.id, "field": one.field, "sentence": one.sentence}
            for one in found
        ],
    }  # fmt: skip
    head = f"From {v1} ({before.name}) to {v2} ({after.name}): {_count(len(found), 'difference')}."
    tell(facts, format, head, *(f"{one.kind.value:9} {one.sentence}" for one in found))


def _figures(row: Journey) -> Figures:
    """What the data say of the map in the week that is due."""
    from journey.routine.data.observations import catch_up
    from journey.routine.map_document import figures
    from journey.routine.notify.due import due_week, local_now

    at = here()
    catch_up(at.engine, at.settings, journey=row.key)
    today = local_now(at.settings, row.timezone).date()
    return figures(at.engine, row.key, week=due_week(at.engine, row, today=today), today=today)


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
