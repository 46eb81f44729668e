"""`journey ready`: whether a journey's map is ready to be worked by, and why not."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, tell


def ready(journey: JourneyName, format: Format = FormatName.TABLE) -> None:
    """Say in seven answers with their figures whether a journey's map is ready to be worked by; always ends with code 0."""
    from journey.routine.readiness import readiness

    at = here()
    row = at.journey(journey)
    found = readiness(at.engine, row.key, today=_today(row.timezone))
    checks = [{"check": line.check.value, "met": line.met, "said": line.said, "mend": line.mend.value} for line in found.lines]
    facts = {"journey": row.slug, "ready": found.ready, "met": found.met, "of": found.of, "checks": checks}
    lines = [f"{'yes' if line.met else 'no ':3}  {line.check.value}. {line.said}" for line in found.lines]
    tell(facts, format, f"{row.name} is ready in {found.met} of {found.of}.", *lines)


def _today(timezone: str) -> date:
    return here().settings.today or datetime.now(ZoneInfo(timezone)).date()
