"""The parts of a report that tell whether it works: verdicts, objectives, money, the routine itself."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from journey.analysis.goals import Pace
from journey.domain import format
from journey.domain.words import Reach, Verdict
from journey.exports.reports.model import Chart, Line, Section
from journey.routine.collaboration import health
from journey.routine.goals import goals
from journey.routine.money import at_stake, returns, stage_told, sum_told
from journey.routine.reports.asked import Span
from journey.routine.reports.sight import Sight
from journey.routine.verdicts import Outcome, learnings, since

QUARTER = 13
"""Weeks, this one included."""
OVER = timedelta(weeks=4)
"""How long after its end a report still tells of an objective: a review of the quarter is written after it."""
EMPTY = "No change with a metric shipped in this time."
STATES = {Verdict.VALIDATED: "better", Verdict.HARMFUL: "worse"}
PACES = {Pace.REACHED: "better", Pace.OFF_TRACK: "worse", Pace.MISSED: "worse"}
WHOLE = "The whole journey"
STAGES = 5
"""Stages whose money a report shows, the dearest."""


def outcome_line(one: Outcome, link: str = "") -> Line:
    """A change and its verdict: what people decided, else what the figures say."""
    return Line(one.change["title"], one.sentence, one.change["learning"], link, STATES.get(one.verdict, ""))


def recent(sight: Sight) -> list[Outcome]:
    """The changes that shipped or got their verdict in the period; for a week's report, in the quarter that it ends."""
    return since(sight.outcomes, sight.week.shift(1 - QUARTER) if sight.asked.span is Span.WEEK else sight.period.first)


def worked(sight: Sight) -> Section:
    """The shipped changes of the quarter that name a metric, as Friday judges them."""
    lines = tuple(outcome_line(one, change_link(sight, one)) for one in recent(sight))
    earlier = len(sight.outcomes) - len(lines)
    note = f"{earlier} earlier {'one is' if earlier == 1 else 'ones are'} in the learning log." if earlier else ""
    return Section("Did our changes work?", lines, EMPTY, link=sight.page("friday_retrospective"), note=note)


def verdicts(sight: Sight) -> Section:
    """The same, for who was not there."""
    lines = tuple(outcome_line(one, change_link(sight, one)) for one in recent(sight))
    title = "Verdicts of the quarter" if sight.asked.span is Span.WEEK else "Verdicts"
    return Section(title, lines, EMPTY, link=sight.page("friday_retrospective"))


def change_link(sight: Sight, one: Outcome) -> str:
    """Friday's page with that change on top."""
    return sight.page("friday_retrospective", change=one.change["id"])


def learned(sight: Sight) -> Section:
    """What the verdicts of the period taught."""
    rows = learnings(sight.engine, sight.id, until=sight.period.last.sunday).filter(pl.col("source") == "verdict")
    page = sight.page("friday_retrospective", part="Learning log")
    lines = tuple(
        Line(row["learning"], "", f"{row['title']}, {row['verdict']}", page)
        for row in sight.lens.only(rows).iter_rows(named=True)
        if row["learning"] and sight.period.has(row["on"])
    )
    return Section("What the changes taught us", lines, "No verdict of this time has a learning.",
                   link=page)  # fmt: skip


def objectives(sight: Sight) -> Section:
    """What the teams want together, and how far each key result has come."""
    lines = []
    for goal in goals(sight.engine, sight.id, sight.seen):
        runs = goal.row.starts_on <= sight.reviewed.sunday <= goal.row.ends_on + OVER
        if not runs or not goal.seen_by(sight.lens):
            continue
        lines.append(Line(goal.row.title, goal.sentence, ", ".join(goal.teams), sight.page("objectives")))
        for result in goal.results:
            state = PACES.get(result.progress.pace, "")
            told = f"{result.figure}, {result.way}. {result.sentence}"
            lines.append(Line(f"{result.name}:", told, "", sight.page("objectives"), state))
    return Section("Objectives", tuple(lines), "No objective runs in this time.", link=sight.page("objectives"), most=5)


def money(sight: Sight) -> Section:
    """What is at stake at each stage, and the three sums of what changes brought in, side by side and never added."""
    stake = at_stake(sight.engine, sight.id, until=sight.reviewed.sunday)
    dear = [one for one in stake.stages if one.a_week.amount > 0 and sight.lens.shows(one.stage_id)]
    dear = sorted(dear, key=lambda one: -one.a_week.amount)[:STAGES]
    whole = returns(sight.engine, sight.id, until=sight.reviewed.sunday, trials=sight.judged)
    sums = whole.among(lambda one: sight.lens.shows(one.change["stage_id"], one.change["team_id"]))
    lines = [_sum(sum_told(sums, reach), sight) for reach in Reach if sums.of(reach)]
    told = len(lines)
    page = sight.page("money", part="At stake")
    lines += [Line(f"{stake.names.get(one.stage_id, WHOLE)}:", stage_told(one, stake.currency), "", page) for one in dear]
    chart = (
        Chart(
            title=f"{stake.names.get(dear[0].stage_id, WHOLE)} costs most",
            subtitle="money at stake a week, by stage; each with its interval",
            labels=tuple(stake.names.get(one.stage_id, WHOLE) for one in dear),
            values=tuple(one.a_week.amount for one in dear), low=tuple(one.a_week.low for one in dear),
            high=tuple(one.a_week.high for one in dear), shape="bar", number_format="#,##0",
            said=tuple(format.money(one.a_week.amount, stake.currency) for one in dear), link=sight.page("money"),
        ),
    ) if dear else ()  # fmt: skip
    return Section("Money", tuple(lines), "Nobody has said what a metric is worth.", charts=chart, link=sight.page("money"),
                   note="The stages' sums and the three sums of changes stand side by side and are never added." if lines else "",
                   most=told or 5, least=max(told, 1))  # fmt: skip


def _sum(sentence: str, sight: Sight) -> Line:
    what, _, how = sentence.partition(": ")
    return Line(f"{what}:", how, "", sight.page("money", part="Returns"))


def routine(sight: Sight) -> Section:
    """Whether the teams work well together: participation, dates kept, decisions, listening, forecasts."""
    signs = health(sight.engine, sight.id, sight.week, today=sight.asked.today, timezone=sight.journey.timezone,
                   shows=sight.lens.shows)  # fmt: skip
    link = sight.page("friday_retrospective", part="Close the week")
    lines = tuple(Line(f"{sign.name}:", sign.sentence, sign.means, link) for sign in signs)
    return Section("Is the routine kept?", lines, link=link, most=5)
