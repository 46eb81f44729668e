"""`journey themes`: what customers speak of again and again, each theme with its size, course, feeling, stage and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, show

if TYPE_CHECKING:
    from journey.store.tables import Journey


def themes(journey: JourneyName, format: Format = FormatName.TABLE) -> None:
    """List what customers speak of, the most lately first; what came in since is looked through before."""
    import polars as pl

    from journey.routine.listening.themes import find

    at = here()
    row = at.journey(journey)
    find(at.engine, journey=row.key)
    found = pl.DataFrame(_told(row), infer_schema_length=None)
    names = {
        "name": "theme",
        "texts": "texts",
        "lately": "last 4 weeks",
        "direction": "course",
        "emotion": "feels",
        "stage": "stage",
    }
    shown = found.select(pl.col(old).alias(new) for old, new in names.items()) if found.height else None
    show(
        found,
        format,
        empty="No themes yet: it takes some dozens of texts. Bring them in with: journey import --help",
        shown=shown,
    )


def _told(row: Journey) -> list[dict[str, Any]]:
    from journey.analysis.text.themes.course import courses, facts
    from journey.routine.listening.theme_acts import called
    from journey.routine.listening.theme_weeks import theme_weeks
    from journey.routine.notify.due import due_week, local_now
    from journey.store.readers.journeys import stages
    from journey.store.readers.themes import quoted

    at = here()
    known = theme_weeks(at.engine, row.key)
    last = due_week(at.engine, row, today=local_now(at.settings, row.timezone).date()).shift(-1).monday
    names = {stage.key: stage.name for stage in stages(at.engine, row.key)}
    course, told = courses(known.rows, until=last), facts(known.rows)
    said = quoted(at.engine, row.key, [quote for id in told for quote in known.shown[id].quotes])
    words = {quote["id"]: {"text": quote["text"], "at": quote["at"]} for quote in said.iter_rows(named=True)}
    return [
        {
            "id": id, "name": called(known.shown[id]), "texts": told[id].n, "lately": course[id].lately,
            "before": course[id].before, "weeks_before": course[id].weeks_before, "direction": str(course[id].direction),
            "by_week": list(course[id].counts), "emotion": told[id].mean, "scored": told[id].scored,
            "stage": names.get(told[id].stage_id or 0), "at_stage": told[id].at_stage, "staged": told[id].staged,
            "words": known.shown[id].words, "parts": [called(part) for part in known.parts[id]],
            "quotes": [words[quote] for quote in known.shown[id].quotes if quote in words],
        }
        for id in sorted(told, key=lambda id: (-course[id].lately, -told[id].n, id))
    ]  # fmt: skip
