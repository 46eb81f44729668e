"""The acts of changing the map: lanes, cards, and what else stands in a cell; each says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import LaneKind, Standing
from journey.errors import Refused, StaleEdit
from journey.routine import journeys, pains
from journey.routine.act import Act, act
from journey.routine.causes import Named, told
from journey.routine.map_content import picture, put_back, says
from journey.store.tables import Card, Journey, Lane, MapSnapshot, Opportunity, PainPoint, Stage

T = TypeVar("T")
Claim = Card | PainPoint | Opportunity
LONGEST = {"card": 400, "pain point": 200, "opportunity": 200, "lane": 80, "version": 120}


def because(why: str) -> str:
    """The reason for a change of the map; Refused without one."""
    if not why.strip():
        raise Refused("Say why the map changes: whoever reads it next will ask. Nothing was saved yet.")
    return why.strip()


def _with_reason(plain: Callable[..., T]) -> Callable[..., T]:
    """The act, refused unless it says why."""

    @wraps(plain)
    def reasoned(engine: Engine, *, why: str, **values: Any) -> T:
        return plain(engine, why=because(why), **values)

    return reasoned


add_stage = _with_reason(journeys.add_stage)
bin_stage = _with_reason(journeys.bin_stage)
change_pain = _with_reason(pains.change_pain)


def change_stage(engine: Engine, *, by: int, journey: int, stage: int, revision: int, why: str, **values: Any) -> Stage:
    """Change a stage's fields as `journeys.change_stage` does, and its position from 0, where the others make room."""
    journeys.check_stage(**values)
    with act(engine, "stage.change", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(Stage, stage)
        if "position" in values and row.revision == revision:
            there = select(Stage).where(Stage.journey_id == journey, Stage.id != stage, col(Stage.deleted_at).is_(None))
            others = doing.session.exec(there.order_by(col(Stage.position), col(Stage.id))).all()
            values["position"] = _make_room(others, values["position"])
        doing.change(row, revision, **values)
        doing.data_changed()
    return row


def add_lane(engine: Engine, *, by: int, journey: int, name: str, why: str, kind: LaneKind = LaneKind.OWN) -> Lane:
    """Add a lane under the others."""
    with act(engine, "lane.add", by=by, journey=journey, why=because(why)) as doing:
        last = doing.session.exec(select(func.max(Lane.position)).where(Lane.journey_id == journey)).one()
        position = 0 if last is None else last + 1
        return doing.add(Lane(journey_id=journey, name=_words("lane", name), kind=LaneKind(kind), position=position))


def change_lane(engine: Engine, *, by: int, journey: int, lane: int, revision: int, why: str, **values: Any) -> Lane:
    """Change a lane's name or kind, whether the map shows it, or its position from 0, where the others make room."""
    if "name" in values:
        values["name"] = _words("lane", values["name"])
    with act(engine, "lane.change", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(Lane, lane)
        if "position" in values and row.revision == revision:
            values["position"] = _make_room([other for other in _lanes(doing, journey) if other.key != lane], values["position"])
        return doing.change(row, revision, **values)


def add_card(engine: Engine, *, by: int, journey: int, stage: int, lane: int, text: str, why: str, **values: Any) -> Card:
    """Add a card at the end of its cell; it is a hypothesis unless `standing` says otherwise."""
    with act(engine, "card.add", by=by, journey=journey, why=because(why)) as doing:
        return _add_card(doing, doing.get(Stage, stage), doing.get(Lane, lane), text, **values)


def change_card(engine: Engine, *, by: int, journey: int, card: int, revision: int, why: str, **values: Any) -> Card:
    """Change a card's text, standing or team_id, or move it: stage_id, lane_id, position.

    `position` counts from 0 within the cell, where the other cards make room; a card that moves without one goes last.
    """
    if "text" in values:
        values["text"] = _words("card", values["text"])
    if "standing" in values:
        values["standing"] = Standing(values["standing"])
    with act(engine, "card.change", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(Card, card)
        if {"stage_id", "lane_id", "position"} & set(values) and row.revision == revision:
            stage = doing.get(Stage, values.get("stage_id", row.stage_id)).key
            lane = doing.get(Lane, values.get("lane_id", row.lane_id)).key
            others = [other for other in _cell(doing, stage, lane) if other.key != card]
            stays = "position" not in values and (row.stage_id, row.lane_id) == (stage, lane)
            values["position"] = _make_room(others, row.position if stays else values.get("position", len(others)))
        return doing.change(row, revision, **values)


def claim(doing: Act, stage_id: int, lane_id: int, text: str, *, standing: Standing = Standing.HYPOTHESIS) -> Claim:
    """Put a claim in a cell as what its lane holds: a pain point, an opportunity, or else a card."""
    stage, lane = doing.get(Stage, stage_id), doing.get(Lane, lane_id)
    if lane.kind is LaneKind.PAIN:
        title = _words("pain point", text)
        pain = PainPoint(journey_id=stage.journey_id, stage_id=stage.key, team_id=stage.team_id, title=title)
        pain.standing, pain.position = Standing(standing), pains.last_place(doing, PainPoint, stage.key)
        return doing.add(pain)
    if lane.kind is LaneKind.OPPORTUNITY:
        title = _words("opportunity", text)
        place = pains.last_place(doing, Opportunity, stage.key)
        return doing.add(Opportunity(journey_id=stage.journey_id, stage_id=stage.key, title=title, position=place))
    return _add_card(doing, stage, lane, text, standing=standing)


def change_opportunity(
    engine: Engine, *, by: int, journey: int, opportunity: int, revision: int, why: str, **values: Any
) -> Opportunity:
    """Change an opportunity's title, stage_id, pain_id or description."""
    if "title" in values:
        values["title"] = _words("opportunity", values["title"])
    with act(engine, "opportunity.change", by=by, journey=journey, why=because(why)) as doing:
        return doing.change(doing.get(Opportunity, opportunity), revision, **values)


def save_version(engine: Engine, *, by: int, journey: int, name: str, why: str, evidence: Sequence[Named] = ()) -> MapSnapshot:
    """Keep the map as it is now under the next number, with a name, the reason, and the evidence that caused it.

    `evidence` names rows of `causes.causes`, which are kept in the words that they are told in now.
    """
    name = _words("version", name)
    kept = told(engine, journey, evidence)
    with act(engine, "version.save", by=by, journey=journey, why=because(why)) as doing:
        return _keep(doing, name, why, kept)


def restore_version(engine: Engine, *, by: int, journey: int, version: int, why: str) -> MapSnapshot:
    """Make the map what version number `version` says, whole or not at all; see `map_content.put_back`.

    The map as it was is saved as a version first, unless it is one already. Refused if nothing differs.
    """
    try:
        with act(engine, "version.restore", by=by, journey=journey, why=because(why)) as doing:
            wanted = _version(doing, journey, version)
            now = picture(doing.session, journey)
            if says(wanted.content, now):
                raise Refused(f"The map is as version {version} has it already. Nothing was changed.")
            if now not in doing.session.exec(select(MapSnapshot.content).where(MapSnapshot.journey_id == journey)).all():
                _keep(doing, f"Before version {version} was restored", why)
            counts = put_back(doing, wanted.content)
            doing.log(wanted, before=None, after={"number": version, **counts})
            doing.data_changed()
            return wanted
    except StaleEdit:
        raise Refused("Somebody changed the map while it was being restored. Nothing was changed: look again.") from None


def _keep(doing: Act, name: str, why: str, evidence: Sequence[dict[str, Any]] = ()) -> MapSnapshot:
    journey = doing.session.get_one(Journey, doing.journey_id, with_for_update=True).key  # two savers take two numbers
    last = doing.session.exec(select(func.max(MapSnapshot.number)).where(MapSnapshot.journey_id == journey)).one()
    content = picture(doing.session, journey)
    row = MapSnapshot(journey_id=journey, number=(last or 0) + 1, name=name, why=why.strip(), content=content)
    row.evidence = list(evidence)
    row.created_by = doing.person.key
    doing.session.add(row)
    doing.session.flush()
    doing.log(row, before=None, after={"number": row.number, "name": name, "evidence": row.evidence})
    return row


def _version(doing: Act, journey: int, number: int) -> MapSnapshot:
    query = select(MapSnapshot).where(MapSnapshot.journey_id == journey, MapSnapshot.number == number)
    found = doing.session.exec(query).first()
    if found is None:
        raise Refused(f"The map has no version {number}. Nothing was changed.")
    return found


def _add_card(doing: Act, stage: Stage, lane: Lane, text: str, **values: Any) -> Card:
    card = Card(journey_id=stage.journey_id, stage_id=stage.key, lane_id=lane.key, text=_words("card", text), **values)
    card.position = len(_cell(doing, stage.key, lane.key))
    return doing.add(card)


def _make_room(others: Sequence[Card | Lane | Stage], position: int) -> int:
    """The place that a row takes among others in order; they are numbered around it, which is no edit of theirs."""
    place = min(max(0, position), len(others))
    for number, other in enumerate(others):
        other.position = number if number < place else number + 1
    return place


def _lanes(doing: Act, journey: int) -> list[Lane]:
    query = select(Lane).where(Lane.journey_id == journey, col(Lane.deleted_at).is_(None))
    return list(doing.session.exec(query.order_by(col(Lane.position), col(Lane.id))))


def _cell(doing: Act, stage: int, lane: int) -> list[Card]:
    query = select(Card).where(Card.stage_id == stage, Card.lane_id == lane, col(Card.deleted_at).is_(None))
    return list(doing.session.exec(query.order_by(col(Card.position), col(Card.id))))


def _words(what: str, text: str) -> str:
    """The words of a card, lane or version; Refused if there are none or more than fit."""
    text = text.strip()
    if not text:
        raise Refused(f"The {what} is empty. Write what it says, then save. Nothing was saved yet.")
    if len(text) > LONGEST[what]:
        raise Refused(f"This {what} has {len(text)} characters; {LONGEST[what]} fit. Shorten it. Nothing was saved yet.")
    return text
