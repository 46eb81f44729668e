"""Tuesday's agenda for one team, as Markdown to paste and as a calendar file to open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import polars as pl

from journey.domain.weeks import Week

ESCAPED = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
BEGINS = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
"""What at the start of a line would begin a list, a rule or a heading."""


@dataclass(frozen=True)
class Agenda:
    """What one team talks about on Tuesday.

    blockers: title, stage, evidence (count), why; actions: title, owner, due, status; parked: sentences.
    """

    journey: str
    team: str
    week: Week
    blockers: pl.DataFrame
    actions: pl.DataFrame
    parked: tuple[str, ...] = ()


def as_markdown(agenda: Agenda, today: date) -> str:
    """The agenda as Markdown: blockers, then actions with the overdue first, then what was parked."""
    lines = [
        f"# {plain(agenda.team)}: blockers of week {agenda.week.number}",
        "",
        f"Journey: {plain(agenda.journey)}",
        "",
        "## Blockers",
        "",
    ]
    for row in agenda.blockers.iter_rows(named=True):
        lines.append(
            f"- **{plain(row['title'])}** ({plain(row['stage'])}), {row['evidence']} pieces of evidence: who does what by when?"
        )
    if agenda.blockers.is_empty():
        lines.append("None. Use the time for the oldest action.")
    lines += ["", "## Actions", ""]
    for row in agenda.actions.sort("due", nulls_last=True).iter_rows(named=True):
        lines.append(
            f"- [ ] {plain(row['title'])}: {plain(row['owner'] or 'no owner')}, {_due(row['due'], today)}, {row['status']}"
        )
    if agenda.actions.is_empty():
        lines.append("None.")
    if agenda.parked:
        lines += ["", "## Parked", "", *(f"- {plain(text)}" for text in agenda.parked)]
    return "\n".join(lines) + "\n"


def as_calendar(agenda: Agenda, today: date, *, timezone: str, hour: int = 10, minutes: int = 30) -> bytes:
    """A half-hour meeting on the week's Tuesday at `hour` in `timezone`, with the agenda as its text (RFC 5545)."""
    from icalendar import Calendar, Event

    day = agenda.week.monday + timedelta(days=1)
    start = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(timezone))
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{agenda.week}/{agenda.journey}/{agenda.team}')}@journey")
    event.add("dtstamp", start.astimezone(UTC))
    event.add("summary", f"Blockers: {agenda.team}")
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("description", as_markdown(agenda, today))
    calendar = Calendar()
    calendar.add("prodid", "-//Journey//Blockers//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def inline(text: str) -> str:
    """Typed text within a line of Markdown: one line, its special characters standing for themselves."""
    return ESCAPED.sub(r"\\\1", " ".join(text.split()))


def plain(text: str) -> str:
    """Typed text that begins a line or an item of Markdown: what would begin a list or a rule stands for itself too."""
    line = inline(text)
    return BEGINS.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", line)


def _due(due: date | None, today: date) -> str:
    if due is None:
        return "no date"
    return f"{'overdue since' if due < today else 'due'} {due.day} {due:%b}"
