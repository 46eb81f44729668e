"""`journey tests`: what the tests of a journey say, for people and for programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, show
from journey.errors import Refused

if TYPE_CHECKING:
    from journey.routine.experiments.reading import TestReading

AsOf = Annotated[str | None, typer.Option("--as-of", help="The last day of data to read, 2026-11-15; yesterday unless given.")]


def say_all(journey: JourneyName, as_of: AsOf = None, format: Format = FormatName.TABLE) -> None:
    """Tell what each test says at its planned looks, by customer; asking often changes nothing. Code 0 either way."""
    import polars as pl

    from journey.routine.experiments.reading import read_tests
    from journey.routine.notify.due import local_now

    at = here()
    row = at.journey(journey)
    day = _day(as_of) or local_now(at.settings, row.timezone).date() - timedelta(days=1)
    facts = [_facts(one) for one in read_tests(at.engine, at.settings.events, journey=row.key, as_of=day)]
    rows = pl.DataFrame(facts, infer_schema_length=None)
    told = None if rows.is_empty() else rows.select("starts_on", "test", "standing", "next_look", "sentence")
    show(rows, format, empty="No test is planned. Plan one on Friday's page, under Tests.", shown=told)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"'{text}' is not a day. Write it as 2026-11-15.") from None


def _facts(one: TestReading) -> dict[str, Any]:
    """What programs get of a test: first and second are its groups, with customers that came and that count."""
    test, groups = one.test, one.groups
    sides = dict(zip(("first", "second"), groups or (None, None), strict=True))
    return {
        "id": test.id, "test": test.name, "standing": one.standing.value, "over": one.reading.over,
        "verdict": one.verdict, "change": one.change.title if one.change else None,
        "metric": one.metric.name if one.metric else None, "attribute": test.attribute, "starts_on": test.starts_on,
        "ends_on": test.ends_on, "stopped_on": test.stopped_on, "needed": test.needed, "smallest": test.smallest,
        "first_group": test.first, "second_group": test.second,
        **{f"{name}_{what}": getattr(side, what, None) for name, side in sides.items() for what in ("came", "counted", "value")},
        "effect": one.effect, "lo95": one.lo95, "hi95": one.hi95, "p": one.p, "looks": len(one.looks), "next_look": one.next_look,
        "sentence": one.sentence, "would_change": one.would_change, "notes": list(one.notes), "method": one.method,
    }  # fmt: skip
