"""The parts of a report that tell what people do: blockers and pains, actions, what was written down, what comes next."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from journey.domain.words import ActionStatus, EntryKind, PainStatus
from journey.exports.reports.model import Line, Section
from journey.routine.reports.asked import Span
from journey.routine.reports.sight import Sight
from journey.store.readers.weeks import entries
from journey.store.readers.work import changes

PAINS = 5
"""Pain points that a report for leaders names."""


def hurts_most(sight: Sight) -> Section:
    """The pain points that cost customers most, in the order of Leadership and the matrix."""
    rows = sight.ranked.head(PAINS).iter_rows(named=True)
    lines = tuple(
        Line(f"{row['rank']}. {row['title']}", pain_words(row), "", sight.page("tuesday_blockers"), _blocks(row)) for row in rows
    )
    return Section("What hurts most", lines, "No pain point is open.", link=sight.page("tuesday_blockers"))


def pain_words(row: dict[str, Any]) -> str:
    """A ranked pain point's place, score and evidence: Pay · 60 of 125 · 3 pieces of evidence."""
    pieces = f"{row['evidence']} {'piece' if row['evidence'] == 1 else 'pieces'} of evidence"
    blocker = " · blocker" if row["status"] == PainStatus.BLOCKER else ""
    return f"{row['stage']} · {row['score']} of 125 · {pieces}{blocker}"


def _blocks(row: dict[str, Any]) -> str:
    return "worse" if row["status"] == PainStatus.BLOCKER else ""


def blockers(sight: Sight) -> Section:
    """What blocks customers now, whose it is and what was agreed."""
    rows = sight.pains.filter(pl.col("status") == PainStatus.BLOCKER).iter_rows(named=True)
    lines = tuple(_blocker(sight, row) for row in rows)
    return Section("Blockers", lines, "Nothing blocks customers that anybody named.", link=sight.page("tuesday_blockers"))


def _blocker(sight: Sight, row: dict[str, Any]) -> Line:
    own = sight.work.filter(pl.col("pain_id") == row["id"])["title"].to_list()
    where = f"{row['stage']}, {row['team'] or 'no team yet'}"
    return Line(row["title"], where, "; ".join(own) or "no action yet", sight.page("tuesday_blockers"))


def open_actions(sight: Sight) -> Section:
    """The actions that are not done, the overdue first."""
    rows = sight.work.filter(pl.col("status") != ActionStatus.RESOLVED).iter_rows(named=True)
    lines = tuple(action_line(row, sight.asked.today, sight.page("tuesday_blockers")) for row in rows)
    return Section("Actions", lines, "No action is open.", link=sight.page("tuesday_blockers"))


def done_actions(sight: Sight) -> Section:
    """What was resolved within the period."""
    rows = sight.work.filter(pl.col("status") == ActionStatus.RESOLVED).iter_rows(named=True)
    lines = tuple(
        action_line(row, sight.asked.today, sight.page("tuesday_blockers"))
        for row in rows
        if sight.period.has(row["resolved_on"])
    )
    return Section("Actions done", lines, "No action was resolved in this time.", link=sight.page("tuesday_blockers"))


def action_line(row: dict[str, Any], today: date, link: str = "") -> Line:
    """An action: who, by when, how it stands."""
    due, done = row["due"], row["resolved_on"]
    when = "no date" if due is None else f"{'overdue since' if due < today else 'due'} {due.day} {due:%b}"
    if done is not None:
        when = f"done on {done.day} {done:%b}" + (f", {(done - due).days} days late" if due and done > due else "")
    late = done is None and due is not None and due < today
    who = row["owner"] or row["team"] or "nobody yet"
    return Line(row["title"], f"{who}, {when}", row["status"], link, "worse" if late else "")


def decided_and_learned(sight: Sight) -> Section:
    """Decisions with what each gives up, and learnings, of the period's weeks."""
    lines = _entries(sight, sight.written, EntryKind.DECISION, EntryKind.LEARNING)
    return Section("Decided and learned", lines, "Nothing was written down.", link=sight.page("friday_retrospective"))


def carried(sight: Sight) -> Section:
    """What the report's last week leaves to the next."""
    left = sight.written.filter(~pl.col("settled") & (pl.col("week") == str(sight.week)))
    lines = _entries(sight, left, EntryKind.PARKED, EntryKind.CARRIED)
    return Section("Carried into next week", lines, "Nothing.", link=sight.page("friday_retrospective", part="Close the week"))


def _entries(sight: Sight, written: pl.DataFrame, *kinds: EntryKind) -> tuple[Line, ...]:
    rows = written.filter(pl.col("kind").is_in([kind.value for kind in kinds])).iter_rows(named=True)
    more = ((row["text"], (row["trade_off"], _week(sight, row["week"]))) for row in rows)
    return tuple(Line(text, "", " · ".join(filter(None, said))) for text, said in more)


def _week(sight: Sight, label: str) -> str:
    """Which week something is from, where the report tells of several."""
    return "" if sight.asked.span is Span.WEEK else f"week {int(label[-2:])}"


def next_week(sight: Sight) -> Section:
    """What the next week is about, and what is to ship: said when this one was closed."""
    following = sight.week.shift(1)
    said = sight.lens.only(entries(sight.engine, sight.id, week=str(following), kinds=(EntryKind.FOCUS,)))
    lines = [Line(row["text"]) for row in said.iter_rows(named=True)]
    planned = sight.lens.only(changes(sight.engine, sight.id)).filter(
        pl.col("shipped_on").is_null(), pl.col("ships_on").is_between(following.monday, following.sunday)
    )
    for row in planned.iter_rows(named=True):
        when = f"is to ship on {row['ships_on'].day} {row['ships_on']:%b}"
        lines.append(Line(row["title"], when, "", sight.page("friday_retrospective", part="Changes", change=row["id"])))
    return Section("Next week", tuple(lines), "Nobody has said yet what it is about.", link=sight.page("week"))
