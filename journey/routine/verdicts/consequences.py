"""What a verdict does to the map: the claims it bears out or strikes, the pain point it settles, the action it closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.analysis.pain_frequency import RATES, Frequency, frequencies
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, Direction, MetricKind, PainStatus, Standing, Verdict
from journey.errors import NotFound
from journey.routine.verdicts.figures import Figures, Sibling
from journey.store.engine import reading
from journey.store.readers import frequency as read
from journey.store.readers.journeys import row
from journey.store.tables import Action, Card, Change, Edited, Evidence, Journey, Link, Opportunity, PainPoint

WEEKS = 4
"""Weeks of data that a frequency is told from, as on Tuesday."""
AGAINST = (Verdict.REJECTED, Verdict.HARMFUL)
SOURCE = "verdict"
"""The kind of evidence that a verdict is."""


@dataclass(frozen=True)
class Consequence:
    """One thing that a verdict would do to the map, in a sentence; `ticked` is what the product proposes.

    `key` names it from the moment it is shown to the moment it is applied, with what it turns into what: what somebody or new
    data changed meanwhile is another one. `row` is what changes, with `values`; a `row` of
    the bin's goes there, and evidence that is not there yet is a row without an id.
    """

    key: str
    sentence: str
    ticked: bool
    row: Edited
    values: dict[str, Any]


def consequences(engine: Engine, journey_id: int, change_id: int, verdict: Verdict, *, week: Week) -> list[Consequence]:
    """What that verdict on a change would do to the map, in the order it is read; nothing while it is open.

    week: the routine's week, whose reviewed data say how often the pain point hits now.
    """
    known = frequency(engine, journey_id, change_id, week=week)
    with reading(engine) as session:
        change = session.get(Change, change_id)
        if change is None or change.deleted_at is not None:
            raise NotFound("This change is no longer here or in the bin. Nothing was changed.")
        return following(session, change, Verdict(verdict), known)


def following(session: Session, change: Change, verdict: Verdict, known: Frequency | None) -> list[Consequence]:
    """The same within a session. Rules:

    Validated: the pain point is believed, with the verdict as evidence, and resolved; linked cards and opportunities are
    believed; the action is resolved. Rejected or harmful: what was only a hypothesis is struck (a pain point only if nothing
    else stands behind it), what was resolved is open again, and a verdict that stood behind the pain point is taken back.
    Either way the pain point's frequency is the data's. Too early and can't tell do nothing.
    """
    if verdict is not Verdict.VALIDATED and verdict not in AGAINST:
        return []
    pain = _here(session, PainPoint, change.pain_id)
    found = [] if pain is None else [*_of_pain(session, change, pain, verdict), *_frequency(pain, known)]
    found += _of_claims(session, change, verdict)
    action = _here(session, Action, change.action_id)
    return found if action is None else [*found, *_of_action(action, verdict)]


def frequency(engine: Engine, journey_id: int, change_id: int, *, week: Week) -> Frequency | None:
    """How often the change's pain point hits by the data of the weeks before `week`; None where they can't say.

    As Tuesday tells it; where nothing else stands behind the pain point, by the rate that the change was to move.
    """
    with reading(engine) as session:
        change = session.get(Change, change_id)
    if change is None or change.pain_id is None:
        return None
    first, last = week.shift(-WEEKS), week.shift(-1)
    zone = row(engine, Journey, journey_id).timezone
    rates = read.rates(engine, journey_id, first=first.monday, last=last.sunday).filter(pl.col("pain_id") == change.pain_id)
    behind = read.behind(engine, journey_id).filter(pl.col("pain_id") == change.pain_id)
    told = read.told(engine, journey_id, since=first.bounds(zone)[0], until=last.bounds(zone)[1])
    known = frequencies(rates, behind, told).get(change.pain_id)
    own = _own_rate(Figures(engine, journey_id, last.sunday), change, first.monday)
    return known or frequencies(own, behind.clear(), told.clear()).get(change.pain_id)


def _own_rate(figures: Figures, change: Change, first: date) -> pl.DataFrame:
    """The rate that the change was to move, as a rate behind its pain point: how many customers had the bad outcome."""
    metric = figures.own.get(change.metric_id or 0)
    if metric is None or metric.kind is not MetricKind.RATE:
        return pl.DataFrame(schema=RATES)
    since = max(first, change.shipped_on or first)
    days = figures.settled(Sibling(metric.key)).filter(pl.col("day") >= since)
    n, total = int(days["n"].sum()), float(days["total"].sum())
    hit = n - total if metric.direction is Direction.UP else total
    rate = {"pain_id": change.pain_id, "metric": figures.titles[metric.key], "hit": hit, "n": n}
    return pl.DataFrame([rate] if n else [], schema=RATES)


def _of_pain(session: Session, change: Change, pain: PainPoint, verdict: Verdict) -> Iterator[Consequence]:
    own, others = _behind(session, pain, change)
    name = f"“{pain.title}”"
    if verdict is Verdict.VALIDATED:
        if not own:
            new = Evidence(pain_id=pain.key, source=SOURCE, change_id=change.id)
            yield Consequence(
                f"evidence:{pain.key}", f"The verdict stands behind the pain point {name} as evidence.", True, new, {}
            )
        if pain.standing is not Standing.EVIDENCED:
            yield _set(pain, f"The pain point {name} turns from {_a(pain.standing)} into evidence.", standing=Standing.EVIDENCED)
        if pain.status is not PainStatus.RESOLVED:
            yield _set(pain, f"The pain point {name} is resolved.", status=PainStatus.RESOLVED)
        return
    for one in own:
        sentence = f"The earlier verdict no longer stands behind the pain point {name} as evidence."
        yield Consequence(f"evidence:{pain.key}:{one.key}", sentence, True, one, {"deleted_at": True})
    if pain.standing is Standing.HYPOTHESIS and not others:
        yield _set(
            pain, f"The pain point {name} was a hypothesis with nothing behind it and is struck.", standing=Standing.STRUCK
        )
    elif own and not others and pain.standing is Standing.EVIDENCED:
        yield _set(
            pain, f"The pain point {name} is a hypothesis again: nothing else stands behind it.", standing=Standing.HYPOTHESIS
        )
    if pain.status is PainStatus.RESOLVED:
        yield _set(pain, f"The pain point {name} is open again.", status=PainStatus.OPEN)


def _behind(session: Session, pain: PainPoint, change: Change) -> tuple[list[Evidence], list[Evidence]]:
    """The evidence of a pain point: this change's own verdict, and the rest."""
    query = select(Evidence).where(Evidence.pain_id == pain.key, col(Evidence.deleted_at).is_(None))
    rows = list(session.exec(query.order_by(col(Evidence.id))))
    return [one for one in rows if one.change_id == change.id], [one for one in rows if one.change_id != change.id]


def _frequency(pain: PainPoint, known: Frequency | None) -> list[Consequence]:
    if known is None or known.level == pain.frequency:
        return []
    said = f"How often “{pain.title}” hits goes from {pain.frequency} to {known.level} of 5: {known.said}."
    return [_set(pain, said, frequency=known.level)]


def _of_claims(session: Session, change: Change, verdict: Verdict) -> Iterator[Consequence]:
    """Cards and opportunities that are linked to the change, and what its action makes real."""
    wanted = Standing.EVIDENCED if verdict is Verdict.VALIDATED else Standing.STRUCK
    ends = "is believed: the verdict bears it out" if wanted is Standing.EVIDENCED else "is struck"
    for claim in _claims(session, change):
        may_strike = wanted is Standing.EVIDENCED or claim.standing is Standing.HYPOTHESIS
        if claim.standing is not wanted and may_strike:
            kind, said = ("card", claim.text) if isinstance(claim, Card) else ("opportunity", claim.title)
            yield _set(claim, f"The {kind} “{said}” {ends}.", standing=wanted)


def _claims(session: Session, change: Change) -> list[Card | Opportunity]:
    own = str(Change.__tablename__)
    linked = select(Link).where(Link.journey_id == change.journey_id, Link.kind == "", col(Link.deleted_at).is_(None))
    near = ((col(Link.subject) == own) & (col(Link.subject_id) == change.id)) | (
        (col(Link.other) == own) & (col(Link.other_id) == change.id)
    )
    ends = [
        (link.other, link.other_id) if link.subject == own and link.subject_id == change.id else (link.subject, link.subject_id)
        for link in session.exec(linked.where(near).order_by(col(Link.id)))
    ]
    action = _here(session, Action, change.action_id)
    if action is not None and action.opportunity_id is not None:
        ends.append(("opportunity", action.opportunity_id))
    tables: dict[str, type[Card | Opportunity]] = {"card": Card, "opportunity": Opportunity}
    rows = [_here(session, tables[table], id) for table, id in dict.fromkeys(ends) if table in tables]
    return [row for row in rows if row is not None]


def _of_action(action: Action, verdict: Verdict) -> list[Consequence]:
    if verdict is Verdict.VALIDATED and action.status is not ActionStatus.RESOLVED:
        return [_set(action, f"The action “{action.title}” is resolved.", status=ActionStatus.RESOLVED)]
    if verdict in AGAINST and action.status is ActionStatus.RESOLVED:
        return [_set(action, f"The action “{action.title}” is open again.", status=ActionStatus.OPEN)]
    return []


def _set(row: PainPoint | Card | Opportunity | Action, sentence: str, **values: Any) -> Consequence:
    [(name, value)] = values.items()
    return Consequence(f"{row.__tablename__}:{row.key}:{name}:{getattr(row, name)}>{value}", sentence, True, row, values)


def _here(session: Session, table: type[Any], id: int | None) -> Any:
    """The row unless it is gone or in the bin."""
    found = session.get(table, id) if id is not None else None
    return found if found is not None and found.deleted_at is None else None


def _a(standing: Standing) -> str:
    return {Standing.HYPOTHESIS: "a hypothesis", Standing.STRUCK: "a struck claim"}.get(standing, standing.value)
