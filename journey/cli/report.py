"""`journey report`: the report of a week, a month or a quarter as a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journey.cli.here import Here, JourneyName, here
from journey.cli.show import say
from journey.errors import Refused

if TYPE_CHECKING:
    from journey.domain.weeks import Week
    from journey.store.tables import Journey


class Out(StrEnum):
    """What a report is written as."""

    HTML = "html"
    PDF = "pdf"
    PPTX = "pptx"
    MD = "md"


class Time(StrEnum):
    """How much time a report tells of."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


To = Annotated[Path | None, typer.Option("--out", help="The file to write; without it HTML and Markdown go to the terminal.")]
Of = Annotated[str, typer.Option("--week", help="The routine's week, such as 2026-W47; the one that is due without it.")]
For = Annotated[str, typer.Option("--for", help="everyone, leaders, newsletter, or the name of a team or of a team view.")]
Long = Annotated[Time, typer.Option("--period", help="The week, or the month or quarter so far that it is in.")]
As = Annotated[Out, typer.Option("--format", help="What to write.", case_sensitive=False)]


def report(
    *, journey: JourneyName, week: Of = "", format: As = Out.HTML, out: To = None, audience: For = "everyone",
    period: Long = Time.WEEK,
) -> None:  # fmt: skip
    """Write the report of a week, month or quarter: one page for leaders, one for a team, the newsletter, or the whole."""
    from journey.exports.reports.files import FORMATS, write
    from journey.routine.data.observations import catch_up
    from journey.routine.notify.due import local_now
    from journey.routine.reports import Asked, Span, build

    at = here()
    row = at.journey(journey)
    form = FORMATS[format.value]
    if out is None and not form.text:
        raise Refused(f"{form.label} is no text for a terminal. Say where to write it: --out report.{form.suffix}")
    catch_up(at.engine, at.settings, journey=row.key)
    today = local_now(at.settings, row.timezone).date()
    asked = Asked(_week(at, row, week), today, Span(period.value), audience)
    data = write(build(at.engine, row, asked, base=at.settings.app_url), form.name)
    if out is None:
        sys.stdout.write(data.decode())
        return
    out.write_bytes(data)
    say(f"Wrote {out} ({len(data):,} bytes).")


def _week(at: Here, row: Journey, label: str) -> Week:
    """The week of that label, or the one that is due."""
    from journey.domain.weeks import Week
    from journey.routine.notify.due import due_week, local_now

    if not label:
        return due_week(at.engine, row, today=local_now(at.settings, row.timezone).date())
    try:
        return Week.parse(label)
    except ValueError as error:
        raise Refused(f"{error} Nothing was written.") from None
