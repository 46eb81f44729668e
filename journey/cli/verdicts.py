"""`journey verdicts`: a Friday's list of changes with what the data say of each, for people and for programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, show
from journey.domain.weeks import Week
from journey.errors import Refused

if TYPE_CHECKING:
    from journey.routine.verdicts import Listed

WeekName = Annotated[str | None, typer.Option("--week", help="The routine's week, such as 2026-W47; this one unless given.")]


def verdicts(journey: JourneyName, week: WeekName = None, format: Format = FormatName.TABLE) -> None:
    """Tell what the data say of each change on a Friday's list, and when its verdict is due; code 0 either way."""
    import polars as pl

    from journey.routine.data.observations import catch_up
    from journey.routine.notify.due import local_now
    from journey.routine.verdicts import due

    at = here()
    row = at.journey(journey)
    catch_up(at.engine, at.settings, journey=row.key)
    asked = _week(week, local_now(at.settings, row.timezone).date())
    facts = [_facts(one) for one in due(at.engine, row.key, friday=asked.monday + timedelta(days=4))]
    rows = pl.DataFrame(facts, infer_schema_length=None)
    told = None if rows.is_empty() else rows.select("due_on", "state", "change", "said", "decided", "sentence")
    show(rows, format, empty=f"No change is on the list of week {asked}. Write one down before it ships.", shown=told)


def _week(label: str | None, today: date) -> Week:
    try:
        return Week.parse(label) if label else Week.of(today)
    except ValueError as error:
        raise Refused(str(error)) from None


def _facts(one: Listed) -> dict[str, Any]:
    """What programs get of a change: said is the data's verdict, decided the people's."""
    change, trial = one.change, one.trial
    found = trial.found if trial else {}
    return {
        "id": change["id"], "change": change["title"], "state": one.state.value, "due_on": one.due_on, "weeks": change["weeks"],
        "shipped_on": change["shipped_on"], "metric": change["metric"], "stage": change["stage"], "hoped": change["direction"],
        "smallest": change["size"], "said": found.get("verdict"), "decided": change["verdict"], "effect": found.get("effect"),
        "lo95": found.get("lo95"), "hi95": found.get("hi95"), "p": found.get("p"), "days_after": found.get("days_after"),
        "way": found.get("way"), "alone": trial.alone if trial else None,
        "sentence": trial.ruling.sentence if trial else one.sentence,
        "would_change": trial.ruling.would_change if trial else None,
        "notes": [note.sentence for note in trial.notes] if trial else [],
        "why": change["verdict_why"], "learning": change["learning"],
    }  # fmt: skip
