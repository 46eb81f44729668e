"""Puts a report together: which parts, in which order, for whom; and the sentence that it opens with."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.words import ActionStatus, AlertState, Verdict
from journey.exports.reports.model import Report, Section
from journey.routine.reports import figures, heard, work, worked
from journey.routine.reports.asked import EVERYONE, LEADERS, NEWSLETTER, Asked, Span
from journey.routine.reports.sight import Sight
from journey.routine.review import Review
from journey.routine.verdicts import Trial
from journey.store.readers.weeks import participants
from journey.store.tables import Journey

Part = Callable[[Sight], Section]
WHOLE: tuple[Part, ...] = (
    figures.metrics, figures.stood_out, work.blockers, work.open_actions, worked.worked, work.decided_and_learned, work.carried,
    worked.money, worked.objectives, worked.routine, work.next_week,
)  # fmt: skip
LEADING: tuple[Part, ...] = (
    figures.stages_at_a_glance, figures.stood_out, work.hurts_most, worked.verdicts, worked.objectives, worked.money,
    worked.routine, work.next_week,
)  # fmt: skip
TEAM: tuple[Part, ...] = (
    figures.stages_at_a_glance, figures.stood_out, work.blockers, work.open_actions, worked.worked, worked.objectives,
    work.decided_and_learned, work.carried, work.next_week,
)  # fmt: skip
NEWS: tuple[Part, ...] = (
    heard.in_their_words, figures.stood_out, heard.what_worked, heard.learnings, work.next_week, heard.took_part,
)  # fmt: skip
REVIEW: tuple[Part, ...] = (
    figures.trends, worked.verdicts, worked.learned, work.decided_and_learned, work.done_actions, work.open_actions, worked.money,
    worked.objectives, worked.routine, work.hurts_most,
)  # fmt: skip
"""A month or a quarter, for whoever was there."""
LEADING_REVIEW: tuple[Part, ...] = (
    figures.trends, worked.verdicts, worked.learned, worked.money, worked.objectives, worked.routine, work.hurts_most,
)  # fmt: skip
TEAM_REVIEW: tuple[Part, ...] = (
    figures.trends, worked.verdicts, worked.learned, work.done_actions, work.open_actions, worked.objectives, work.hurts_most,
)  # fmt: skip


def build(
    engine: Engine, journey: Journey, asked: Asked, *, base: str = "",
    seen: Review | None = None, tried: list[Trial] | None = None,
) -> Report:  # fmt: skip
    """The report that was asked for; its figures come from the same computations as the pages'.

    `base` is where people open the app, for the links; `seen` and `tried` are the week's review and trials where they are
    computed already. NotFound names whom there is a report for.
    """
    sight = Sight(engine, journey, asked, base=base, seen=seen, tried=tried)
    name = sight.lens.view.name if sight.lens.view else ""
    audience = {EVERYONE: "", LEADERS: "leaders", NEWSLETTER: "the newsletter"}.get(asked.audience, name)
    return Report(
        journey.name, sight.period.name, audience, _headline(sight), _sections(sight),
        link=sight.page("leadership" if asked.audience == LEADERS else "week"), foot=_foot(sight),
        one_page=asked.audience == LEADERS,
    )  # fmt: skip


def _sections(sight: Sight) -> tuple[Section, ...]:
    """The parts in their order; a newsletter is silent on what there is nothing of."""
    made = tuple(part(sight) for part in _parts(sight.asked))
    told = tuple(section for section in made if not section.bare)
    return told if sight.asked.audience == NEWSLETTER and told else made


def _parts(asked: Asked) -> tuple[Part, ...]:
    whole = asked.span is Span.WEEK
    match asked.audience:
        case "everyone":
            return WHOLE if whole else REVIEW
        case "leaders":
            return LEADING if whole else LEADING_REVIEW
        case "newsletter":
            return NEWS
        case _:
            return TEAM if whole else TEAM_REVIEW


def _headline(sight: Sight) -> str:
    """The week in a sentence, or the period."""
    worse = sight.raised.filter(pl.col("worse") & (pl.col("state") != AlertState.NOISE)).height
    late = sight.work.filter((pl.col("status") != ActionStatus.RESOLVED) & (pl.col("due") < sight.asked.today)).height
    there = participants(sight.engine, sight.id)
    there = there.filter(pl.col("week").is_between(pl.lit(str(sight.period.first)), pl.lit(str(sight.week))))
    people = there["person_id"].n_unique()
    recent = worked.recent(sight)
    told = [one for one in recent if one.verdict is not Verdict.TOO_EARLY]
    early = len(recent) - len(told)
    more = f"{early} more {'is' if early == 1 else 'are'} too early to tell, " if early else ""
    held, meant = sum(one.held for one in told), "it was" if len(told) == 1 else "they were"
    span = Span.QUARTER if sight.asked.span is Span.WEEK else sight.asked.span
    took = f"{_count(people, 'person', 'people')} took part" if people else "nobody was noted as taking part"
    overdue = f"{_count(late, 'action')} {'is' if late == 1 else 'are'} overdue, "
    return (
        f"{_count(worse, 'metric')} got worse beyond the usual, {'' if sight.asked.audience == NEWSLETTER else overdue}"
        f"{held} of {_count(len(told), 'change')} of the {span} moved what {meant} meant to move, {more}{took}."
    )


def _foot(sight: Sight) -> str:
    """What the figures rest on, and when they were put together."""
    last, made = sight.reviewed.sunday, sight.asked.today
    ways = " Each figure leads to its screen in the app." if sight.base else ""
    return f"Figures as known by {last.day} {last:%b %Y}, put together on {made.day} {made:%b %Y}.{ways}"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
