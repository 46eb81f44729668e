"""The parts of the newsletter: what customers said, what moved, who took part, in words for people who were not there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from journey.domain.words import EntryKind
from journey.exports.reports.model import Line, Section
from journey.routine.reports.sight import Sight
from journey.routine.reports.worked import change_link, outcome_line
from journey.store.readers.journeys import teams
from journey.store.readers.quotes import quotes
from journey.store.readers.weeks import participants

QUOTES = 3
"""Quotes of a newsletter: more are not read."""
MARKS = '“”"„ '
"""What a quote may have been written in already."""


def in_their_words(sight: Sight) -> Section:
    """Quotes that somebody kept in the period, the newest first, one a stage before a second of any."""
    first, last = sight.period.first.monday, sight.period.last.sunday
    kept = quotes(sight.engine, sight.id)
    kept = kept.filter(pl.Series([first <= _day(at, sight) <= last for at in kept["at"]], dtype=pl.Boolean))
    kept = sight.lens.only(kept.with_columns(turn=pl.int_range(pl.len()).over("stage_id"))).sort("turn", maintain_order=True)
    lines = tuple(
        Line(f"“{row['text'].strip(MARKS)}”", row["stage"] or "", row["pain"] or "", _heard_at(sight, row))
        for row in kept.head(QUOTES).iter_rows(named=True)
    )
    return Section("In their words", lines, "No quote was kept in this time.", link=sight.page("wednesday_listening"))


def what_worked(sight: Sight) -> Section:
    """The verdicts given in the period."""
    given = [one for one in sight.outcomes if sight.period.has(one.change["decided_on"])]
    lines = tuple(outcome_line(one, change_link(sight, one)) for one in given)
    return Section("What we tried", lines, "No change got its verdict in this time.", link=sight.page("friday_retrospective"))


def learnings(sight: Sight) -> Section:
    """What the weeks taught, without the decisions between teams."""
    rows = sight.written.filter(pl.col("kind") == EntryKind.LEARNING).iter_rows(named=True)
    lines = tuple(Line(row["text"]) for row in rows)
    return Section("What we learned", lines, "Nothing was written down.", link=sight.page("friday_retrospective"))


def took_part(sight: Sight) -> Section:
    """How many people of which teams were there: a thank-you that names nobody."""
    there = participants(sight.engine, sight.id)
    there = there.filter(pl.col("week").is_between(pl.lit(str(sight.period.first)), pl.lit(str(sight.week))))
    people, from_teams = there["person_id"].n_unique(), sorted(set(there["team"].drop_nulls()))
    if not people:
        return Section("Who took part", (), "Nobody was noted as taking part.", link=sight.page("week"))
    who = f"{people} {'person' if people == 1 else 'people'}"
    missing = len(teams(sight.engine)) - len(from_teams)
    come = "Come to Tuesday's half hour: every team is welcome." if missing else "Every team was there."
    told = Line(f"{who} took part", f"from {', '.join(from_teams)}" if from_teams else "", come)
    return Section("Who took part", (told,), link=sight.page("week"))


def _heard_at(sight: Sight, quote: dict[str, Any]) -> str:
    """Wednesday's page with what the quote was kept from."""
    text, talk = quote["verbatim_id"], quote["conversation_id"]
    return sight.page("wednesday_listening", part="Listen", item=f"v{text}" if text is not None else f"c{talk}")


def _day(at: datetime, sight: Sight) -> date:
    return at.astimezone(ZoneInfo(sight.journey.timezone)).date()
