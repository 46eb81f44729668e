"""The acts on pain points and their evidence, and on opportunities."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import PainStatus, Standing
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Evidence, Opportunity, PainPoint, Stage, now

SCALES = ("severity", "frequency", "impact", "effort")


def add_pain(engine: Engine, *, by: int, journey: int, stage: int, title: str, why: str = "", **values: Any) -> PainPoint:
    """Add a pain point to a stage; severity, frequency, impact and effort run from 1 to 5 and start in the middle."""
    _check(title=title, **values)
    with act(engine, "pain.add", by=by, journey=journey, why=why) as doing:
        own = {"team_id": doing.get(Stage, stage).team_id, "position": last_place(doing, PainPoint, stage)}
        return doing.add(PainPoint(**{**own, **values}, journey_id=journey, stage_id=stage, title=title.strip()))


def change_pain(engine: Engine, *, by: int, journey: int, pain: int, revision: int, why: str = "", **values: Any) -> PainPoint:
    """Change a pain point's words, stage, scales, team, status or standing."""
    _check(**values)
    if values.get("status") == PainStatus.BLOCKER:
        values = {"blocked_at": now(), **values}
    with act(engine, "pain.change", by=by, journey=journey, why=why) as doing:
        return doing.change(doing.get(PainPoint, pain), revision, **values)


def bin_pain(engine: Engine, *, by: int, journey: int, pain: int, revision: int, why: str = "") -> PainPoint:
    """Put a pain point in the bin."""
    with act(engine, "pain.bin", by=by, journey=journey, why=why) as doing:
        return doing.bin(doing.get(PainPoint, pain), revision)


def add_evidence(
    engine: Engine, *, by: int, journey: int, pain: int, source: str, text: str,
    verbatim: int | None = None, turn: int | None = None, alert: int | None = None,
) -> Evidence:  # fmt: skip
    """Put evidence behind a pain point; a hypothesis becomes evidenced."""
    if not text.strip():
        raise Refused("Evidence needs words: a quote, a figure or a note. Nothing was changed.")
    with act(engine, "pain.add_evidence", by=by, journey=journey) as doing:
        return put_evidence(
            doing, doing.get(PainPoint, pain), source=source, text=text, verbatim_id=verbatim, turn_id=turn, alert_id=alert
        )


def put_evidence(doing: Act, pain: PainPoint, *, source: str, text: str, **links: Any) -> Evidence:
    """The same within an act that is under way."""
    row = doing.add(Evidence(pain_id=pain.key, source=source, text=text.strip(), **links))
    if doing.hold(pain).standing is Standing.HYPOTHESIS:
        doing.change(pain, pain.revision, standing=Standing.EVIDENCED)
    return row


def add_opportunity(
    engine: Engine, *, by: int, journey: int, stage: int, title: str, pain: int | None = None, description: str = ""
) -> Opportunity:
    """Note what could be done in a stage, about a pain point if one is named."""
    if not title.strip():
        raise Refused("An opportunity needs a title. Nothing was changed.")
    with act(engine, "opportunity.add", by=by, journey=journey) as doing:
        doing.get(Stage, stage)
        row = Opportunity(journey_id=journey, stage_id=stage, pain_id=pain, title=title.strip(), description=description.strip())
        row.position = last_place(doing, Opportunity, stage)
        return doing.add(row)


def last_place(doing: Act, table: type[PainPoint | Opportunity], stage: int) -> int:
    """The place on the map behind all of its kind in the stage."""
    query = select(func.max(table.position)).where(table.stage_id == stage, col(table.deleted_at).is_(None))
    last = doing.session.exec(query).one()
    return 0 if last is None else last + 1


def _check(**values: Any) -> None:
    if "title" in values and not str(values["title"]).strip():
        raise Refused("A pain point needs a title. Nothing was changed.")
    for name in SCALES:
        if name in values and values[name] not in range(1, 6):
            raise Refused(f"{name.title()} runs from 1 to 5, not {values[name]}. Nothing was changed.")
    if "status" in values:
        PainStatus(values["status"])
