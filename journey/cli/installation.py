"""The commands on the installation as a whole: journeys, demo, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from journey.cli.here import Format, here
from journey.cli.show import FormatName, say, show, tell


def journeys(format: Format = FormatName.TABLE) -> None:
    """List the journeys."""
    import polars as pl

    from journey.store.readers import journeys as read

    rows = [
        {
            "journey": row.slug, "name": row.name, "timezone": row.timezone, "stages": len(read.stages(here().engine, row.key)),
            "newest_data": read.last_data_day(here().engine, row.key), "demo": row.demo,
        }
        for row in read.journeys(here().engine)
    ]  # fmt: skip
    types = {
        "journey": pl.String,
        "name": pl.String,
        "timezone": pl.String,
        "stages": pl.Int64,
        "newest_data": pl.Date,
        "demo": pl.Boolean,
    }
    show(
        pl.DataFrame(rows, schema=types),
        format,
        empty="No journeys yet. Begin one with: journey import events FILE --journey NAME",
    )


def demo_journey() -> str | None:
    """Build the demo if there is none; returns what names its journey."""
    from journey.demo.build import build
    from journey.demo.world import world
    from journey.routine.data.observations import today
    from journey.store.readers import journeys as read

    at = here()
    if not any(row.demo for row in read.journeys(at.engine)):
        say("Building the demo: fourteen months of a journey. This takes some seconds.")
        build(at.engine, at.settings, today=today(at.settings, world().timezone))
    return next((row.slug for row in read.journeys(at.engine) if row.demo), None)


def backup(
    out: Annotated[Path | None, typer.Option(help="File to write; a dated one in the backups folder unless given.")] = None,
    format: Format = FormatName.TABLE,
) -> None:
    """Write the database and the event files into one archive, while others go on working."""
    from journey.routine.backup import backup as write

    path = write(here().settings, here().engine, out=out)
    tell({"written": str(path)}, format, f"Written: {path}")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup that journey backup wrote.")], format: Format = FormatName.TABLE
) -> None:
    """Put a backup in place of the present state; the present state is backed up first."""
    from journey.routine.backup import backup as write
    from journey.routine.backup import restore as put_back

    before = write(here().settings, here().engine)
    here().engine.dispose()
    put_back(here().settings, file)
    sentence = f"Restored {file}. What was there before is kept in {before}"
    tell({"restored": str(file), "before": str(before)}, format, sentence)
