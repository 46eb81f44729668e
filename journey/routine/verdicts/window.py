"""The days that a change is judged by: from where to where, which of them do not count, and what else happened in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from journey.analysis.impact.controls import LEAST_SHARED
from journey.analysis.impact.daily import LONGEST
from journey.analysis.impact.pitfalls import Overlap, Shipped, overlaps
from journey.routine.verdicts.trial import Happening, Note
from journey.store.readers.incidents import days_left_out, touching

WATCHED = 56
"""Days after a change beyond which other things have moved the metric too, unless it was told to take longer."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days from `first` to `last`; those in `left_out` do not count, each with why. `alone`: nothing else came too close.

    `closed_by` is the day on which the next change on the metric ended its days, if one did.
    """

    first: date
    last: date
    left_out: dict[date, str]
    marks: tuple[Happening, ...]
    notes: tuple[Note, ...]
    alone: bool
    closed_by: date | None = None


def window(
    change: dict[str, Any], shipped: Sequence[dict[str, Any]], incidents: pl.DataFrame, *, stage_id: int | None, until: date,
    holidays: dict[date, str],
) -> Window:  # fmt: skip
    """The window of one change among all that shipped; `stage_id` is where its metric is measured.

    Rules: the days end with the next change on the metric and begin with the one before, where that leaves four weeks.
    Incidents that say so are left out. A change within a week of another on the same metric and people is not alone.
    """
    on: date = change["shipped_on"]
    watched = max(WATCHED, 7 * (change["weeks"] or 0)) + change["lag_days"]
    before, after, together = _neighbours(change, shipped, watched)
    last = min([until, on + timedelta(days=watched - 1), *(one.until - A_DAY for one in after)])
    since = max((other["shipped_on"] for other in before), default=date.min)
    apart = (on - since).days >= LEAST_SHARED if before else False
    first = max(on - timedelta(days=LONGEST), since) if apart else on - timedelta(days=LONGEST)
    notes = [Note("overlap", one.sentence, weighty=True) for one in together]
    notes += [Note("overlap", _until(one, on)) for one in after]
    notes += _after_others(before, on, apart=apart)
    seen = touching(incidents, stage_id, first=first, last=last)
    out = dict.fromkeys((day for day in days_left_out(incidents, stage_id) if first <= day <= last), "incident")
    notes += [_incident(row) for row in seen.iter_rows(named=True)]
    marks = (*_changes(change, shipped), *_incidents(seen), *_holidays(holidays))
    within = [mark for mark in marks if mark.until >= first and mark.on <= last + 7 * A_DAY]
    in_order = tuple(sorted(within, key=lambda mark: (mark.on, mark.title)))
    closed_by = min((one.until for one in after if one.until <= until), default=None)
    return Window(first, last, out, in_order, tuple(notes), alone=not together, closed_by=closed_by)


def _neighbours(
    change: dict[str, Any], shipped: Sequence[dict[str, Any]], watched: int
) -> tuple[list[dict[str, Any]], list[Overlap], list[Overlap]]:
    """The changes before it on the metric, those that end its days, and those too close to tell apart."""
    same = [row for row in shipped if row["metric_id"] == change["metric_id"]]
    named = _names(same)
    known = {named[row["id"]]: row for row in same}
    pairs = overlaps(
        [Shipped(name, row["metric"], row["shipped_on"], row["segment"]) for name, row in known.items()],
        watched=max(watched, LONGEST),
    )
    own = named[change["id"]]
    together = [one for one in pairs if own in (one.first, one.second) and one.inseparable]
    near = change["shipped_on"] + timedelta(days=watched)
    after = sorted((one for one in pairs if one.first == own and not one.inseparable), key=lambda one: one.until)
    before = [known[one.first] for one in pairs if one.second == own and not one.inseparable]
    return before, [one for one in after[:1] if one.until < near], together


def _names(rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """What changes are called: by title, with the day where two have the same."""
    count = Counter(row["title"] for row in rows)
    return {
        row["id"]: row["title"] if count[row["title"]] == 1 else f"{row['title']} ({row['shipped_on']}, no. {row['id']})"
        for row in rows
    }


def _until(one: Overlap, on: date) -> str:
    days, end = (one.until - on).days, f"{one.until.day} {one.until:%b}"
    return f"Judged by its {days} days until {end}, when '{one.second}' shipped on the same metric."


def _after_others(before: Iterable[dict[str, Any]], on: date, *, apart: bool) -> list[Note]:
    latest = max(before, key=lambda row: row["shipped_on"], default=None)
    if latest is None:
        return []
    days = (on - latest["shipped_on"]).days
    if apart:
        return [Note("overlap", f"Judged beside the {days} days since '{latest['title']}' shipped on the same metric.")]
    said = f"'{latest['title']}' shipped on this metric only {days} days before: the days before still show what it moved."
    return [Note("overlap", said, weighty=True)]


def _incident(row: dict[str, Any]) -> Note:
    """What an incident means for the verdict."""
    span = _span(row["starts_on"], row["ends_on"])
    if row["leave_out"]:
        return Note("incident", f"The days of '{row['title']}' ({span}) are left out.")
    return Note("incident", f"'{row['title']}' ({span}) may have moved the metric too; its days count.")


def _span(first: date, last: date) -> str:
    end = f"{last.day} {last:%b}"
    return end if first == last else f"{first.day} {first:%b} to {end}" if first.month != last.month else f"{first.day} to {end}"


def _changes(change: dict[str, Any], shipped: Iterable[dict[str, Any]]) -> list[Happening]:
    others = [row for row in shipped if row["metric_id"] == change["metric_id"] and row["id"] != change["id"]]
    return [Happening(row["shipped_on"], row["shipped_on"], row["title"], "change", left_out=False) for row in others]


def _incidents(seen: pl.DataFrame) -> list[Happening]:
    rows = seen.select("starts_on", "ends_on", "title", "leave_out").iter_rows()
    return [Happening(first, last, title, "incident", left_out=out) for first, last, title, out in rows]


def _holidays(holidays: Mapping[date, str]) -> list[Happening]:
    return [Happening(day, day, name, "holiday", left_out=True) for day, name in holidays.items()]
