"""`journey gaps`: what customers can't find out, by stage."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from journey.cli.here import JourneyName, here
from journey.cli.show import MetricsFormat, say, show_json
from journey.cli.show import table as lines

KINDS = {"on the list": "list", "asked": "asked", "article": "articles"}


def gaps(
    journey: JourneyName,
    week: Annotated[str, typer.Option(help="The newest week of data to look at, such as 2026-W46; last week unless given.")] = "",
    format: Annotated[
        MetricsFormat, typer.Option(case_sensitive=False, help="table for people, csv or json for programs.")
    ] = MetricsFormat.TABLE,
) -> None:
    """List the knowledge gaps: what people put on the list, questions that come again, help articles that fail their readers."""
    from journey.domain.weeks import Week
    from journey.errors import Refused
    from journey.exports.gaps import gap_rows
    from journey.routine.listening.missing import missing
    from journey.routine.notify.due import due_week, local_now
    from journey.store.readers.gaps import gaps as listed
    from journey.store.readers.journeys import stages

    at, row = here(), here().journey(journey)
    today = local_now(at.settings, row.timezone).date()
    try:
        until = Week.parse(week) if week else due_week(at.engine, row, today=today).shift(-1)
    except ValueError:
        raise Refused(f"'{week}' is no week. Write it as 2026-W46.") from None
    found = missing(at.engine, at.settings.events, journey=row.key, week=until)
    names = {stage.key: stage.name for stage in stages(at.engine, row.key)}
    rows = gap_rows(listed(at.engine, row.key), found.questions, found.articles, names)
    if format is MetricsFormat.JSON:
        facts: dict[str, Any] = {name: rows.filter(what=what).drop("what").to_dicts() for what, name in KINDS.items()}
        show_json({"journey": row.slug, "week": str(until), **facts, "why_no_articles": found.why_no_articles or None})
    elif format is MetricsFormat.CSV:
        from journey.exports.safe_csv import safe_frame

        sys.stdout.write(safe_frame(rows).write_csv())
    else:
        say(*lines(rows.select("stage", "what", "question", "article", "asked", "readings", "share", "status", "verdict")))
        say(*filter(None, [found.why_no_articles]))
