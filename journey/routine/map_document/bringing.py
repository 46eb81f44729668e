"""Brings a document onto a map: as a new journey, into one that has no map yet, or within an act that is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.documents import faults
from journey.domain.document import CardPart, Document, LanePart, PersonaPart, StagePart
from journey.domain.library import lean_lanes
from journey.domain.policy import Who, may
from journey.domain.words import LaneKind, PainStatus, Role
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.journeys import slug
from journey.routine.map_document.drawing import HIDDEN_LANES, ref
from journey.routine.tags import put_tags
from journey.store.engine import reading
from journey.store.tables import (
    Card,
    Edited,
    Journey,
    Lane,
    Link,
    Membership,
    Opportunity,
    PainPoint,
    Person,
    Persona,
    PersonaFeeling,
    Stage,
    Step,
    Team,
    Touchpoint,
    now,
)

SCOPE = ("goal", "starts_with", "ends_with", "time_frame", "scale")


def bring_in(
    engine: Engine, *, by: int, document: Document, journey: int | None = None, name: str = "", why: str, token: str = ""
) -> Journey:
    """Make the document a new journey, called `name` or as the document is, or the map of a journey without stages.

    Whole or not at all, in one transaction. Of an existing journey the empty fields of the scope brief are filled, and its
    lanes, all empty, become the document's. Teams are known by name; those not known are made if the person may make teams,
    and else left out: see `unknown_teams`.
    Refused if the document is no map, the name is taken, or the journey has a map already.
    """
    _sound(document)
    with act(engine, "map.bring_in", by=by, journey=journey, why=why.strip(), token=token) as doing:
        row = _begun(doing, document, name.strip() or document.name) if journey is None else _filled(doing, journey, document)
        put_in(doing, row, document)
        doing.log(row, before=None, after={"name": document.name, "stages": len(document.stages), "cards": len(document.cards)})
        doing.data_changed()
    return row


def put_in(doing: Act, journey: Journey, document: Document, *, at: int | None = None) -> dict[str, str]:
    """Put the document's parts on a journey's map within an act; returns the ref ("card:12") that each key became.

    Its stages come in order at position `at`, the end if None, where the others make room. Lanes, by name and kind, and
    personas, by name, that the map has are used; the others are added below. Refused if the document is no map.
    """
    _sound(document)
    placed = _Placing(doing, journey)
    placed.personas(document.personas)
    placed.lanes(document.lanes)
    placed.stages(document.stages, at)
    placed.cards(document)
    placed.feelings(document)
    placed.links(document)
    return {key: ref(row) for key, row in placed.rows.items()}


def unknown_teams(engine: Engine, document: Document, *, by: int, journey: int | None = None) -> tuple[str, ...]:
    """The document's teams that bringing it in would leave out: nobody knows them, and the person may not make teams."""
    with reading(engine) as session:
        known = {name.casefold() for name in session.exec(select(Team.name).where(col(Team.deleted_at).is_(None)))}
        person = session.get(Person, by)
        query = select(Membership.role).where(Membership.person_id == by, Membership.journey_id == journey)
        role = Role.OWNER if journey is None else session.exec(query).first()
    who = Who(Role(role) if role else None, local=bool(person and person.local))
    parts: list[Any] = [*document.stages, *document.cards]
    named = {" ".join(part.team.split()) for part in parts} - {""}
    return () if may(who, "team.add") else tuple(sorted(team for team in named if team.casefold() not in known))


def _sound(document: Document) -> None:
    found = faults(document)
    if found:
        more = f" There are {len(found) - 1} more such faults." if len(found) > 1 else ""
        raise Refused(f"This is no map that can be brought in. {found[0]}{more} Nothing was changed.")


def _begun(doing: Act, document: Document, name: str) -> Journey:
    """A new journey with the document's scope, which the person owns."""
    if doing.session.exec(select(Journey).where(Journey.slug == slug(name))).first():
        raise Refused(f"There is a journey called '{name}' already, here or in the bin. Choose another name.")
    scope = {field: getattr(document, field) for field in (*SCOPE, "audience", "timezone")}
    with _told_as(doing, "journey.add"):
        row = doing.add(Journey(slug=slug(name), name=name, owner_id=doing.person.key, **scope))
    doing.session.add(Membership(journey_id=row.key, person_id=doing.person.key, role=Role.OWNER))
    doing.journey_id = row.key
    doing.who = Who(Role.OWNER, local=doing.who.local, leadership=doing.who.leadership, team_id=doing.who.team_id)
    if not document.lanes:
        _lean(doing, row)
    return row


@contextmanager
def _told_as(doing: Act, name: str) -> Iterator[None]:
    """Within, the audit names what happens to the journey itself: the history tells it beside the map."""
    bringing, doing.name = doing.name, name
    yield
    doing.name = bringing


def _lean(doing: Act, journey: Journey) -> None:
    """The lanes of a lean map."""
    for position, lane in enumerate(lean_lanes()):
        doing.session.add(Lane(journey_id=journey.key, name=lane.name, kind=lane.kind, position=position))


def _filled(doing: Act, journey: int, document: Document) -> Journey:
    """The journey, without stages and so without a map, with the fields of its scope that were empty."""
    row = doing.get(Journey, journey)
    if doing.session.exec(select(Stage.id).where(Stage.journey_id == journey, col(Stage.deleted_at).is_(None))).first():
        raise Refused(
            f"'{row.name}' has a map already, and bringing one in would mix the two. Nothing was changed. "
            "Bring it in as a new journey, or put the stages of this one in the bin first."
        )
    said = {field: getattr(document, field) for field in SCOPE if not getattr(row, field) and getattr(document, field)}
    with _told_as(doing, "journey.change"):
        doing.change(row, row.revision, **said)
    wanted = {(lane.name.strip().casefold(), lane.kind) for lane in document.lanes}
    lanes = select(Lane).where(Lane.journey_id == journey, col(Lane.deleted_at).is_(None))
    for lane in doing.session.exec(lanes).all() if wanted else ():
        if (lane.name.casefold(), LaneKind(lane.kind)) not in wanted:
            doing.bin(lane, lane.revision)
    return row


class _Placing:
    """A document on its way onto a map: the rows that its keys have become so far."""

    def __init__(self, doing: Act, journey: Journey) -> None:
        self.doing, self.journey = doing, journey.key
        self.rows: dict[str, Edited] = {}
        teams = doing.session.exec(select(Team).where(col(Team.deleted_at).is_(None)))
        self.teams = {team.name.casefold(): team for team in teams}

    def personas(self, parts: Sequence[PersonaPart]) -> None:
        there = {row.name.casefold(): row for row in self._all(Persona, col(Persona.id))}
        for part in parts:
            values = {name: getattr(part, name) for name in PERSONA}
            row = there.pop(part.name.strip().casefold(), None)
            self.rows[part.key] = row or self.doing.add(
                Persona(journey_id=self.journey, name=part.name.strip(), quotes=list(part.quotes), **values)
            )

    def lanes(self, parts: Sequence[LanePart]) -> None:
        there = self._all(Lane, col(Lane.position), col(Lane.id))
        free = {_same(row.name, LaneKind(row.kind)): row for row in reversed(there)}
        last = max((row.position for row in there), default=-1)
        new = not there
        for part in parts:
            row = free.pop(_same(part.name, part.kind), None)
            if row is None:
                last += 1
                row = Lane(journey_id=self.journey, name=part.name.strip(), kind=part.kind, position=last, shown=part.shown)
                row = self.doing.add(row)
            if part.kind in HIDDEN_LANES:  # the one place of its kind takes further lanes in; others of one name stay two
                free[_same(part.name, part.kind)] = row
            self.rows[part.key] = row
        if not new and not self._all(Stage, col(Stage.id)):
            for at, part in enumerate(parts):  # an empty map takes the document's order
                lane = self.rows[part.key]
                self.doing.change(lane, lane.revision, position=at, shown=part.shown)

    def stages(self, parts: Sequence[StagePart], at: int | None) -> None:
        there = self._all(Stage, col(Stage.position), col(Stage.id))
        place = len(there) if at is None else min(max(at, 0), len(there))
        for number, row in enumerate(there):
            row.position = number if number < place else number + len(parts)  # to make room is no edit of theirs
        for number, part in enumerate(parts):
            values = {name: getattr(part, name) for name in STAGE}
            row = Stage(journey_id=self.journey, name=part.name.strip(), position=place + number, **values)
            row.team_id = self._team(part.team)
            self.rows[part.key] = self.doing.add(row)
            self._steps(part)

    def _steps(self, stage: StagePart) -> None:
        for number, part in enumerate(stage.steps):
            row = Step(stage_id=self.rows[stage.key].key, name=part.name.strip(), position=number)
            step = self.rows[part.key] = self.doing.add(row)
            for at, point in enumerate(part.touchpoints):
                values = {name: getattr(point, name) for name in ("channel", "own", "moment_of_truth")}
                met = Touchpoint(step_id=step.key, name=point.name.strip(), position=at, **values)
                self.rows[point.key] = self.doing.add(met)

    def cards(self, document: Document) -> None:
        """Pain points first: opportunities name them."""
        kinds = {lane.key: lane.kind for lane in document.lanes}
        position: dict[tuple[str, Any], int] = {}
        for part in sorted(document.cards, key=lambda card: kinds[card.lane] is LaneKind.OPPORTUNITY):
            kind = kinds[part.lane]
            cell = (part.stage, kind if kind in HIDDEN_LANES else part.lane)
            position[cell] = position.get(cell, -1) + 1
            row = self.rows[part.key] = self.doing.add(MAKERS.get(kind, _card)(self, part, position[cell]))
            if part.tags:
                put_tags(self.doing, row, list(part.tags))

    def common(self, part: CardPart, position: int) -> dict[str, Any]:
        """What a card, a pain point and an opportunity have alike."""
        return {
            "journey_id": self.journey, "stage_id": self.rows[part.stage].key, "position": position,
            "standing": part.standing, "team_id": self._team(part.team), "future": part.future,
            "step_id": self.rows[part.step].key if part.step else None,
            "persona_id": self.rows[part.persona].key if part.persona else None,
        }  # fmt: skip

    def feelings(self, document: Document) -> None:
        for part in document.feelings:
            persona, stage = self.rows[part.persona].key, self.rows[part.stage].key
            row = PersonaFeeling(journey_id=self.journey, persona_id=persona, stage_id=stage)
            row.assumed, row.future = part.assumed, part.future
            self.doing.add(row)

    def links(self, document: Document) -> None:
        for part in document.links:
            one, other = self.rows[part.subject], self.rows[part.other]
            row = Link(journey_id=self.journey, subject=_table(one), subject_id=one.key, other=_table(other), other_id=other.key)
            row.kind = part.kind
            self.doing.add(row)

    def _team(self, name: str) -> int | None:
        wanted = " ".join(name.split())
        if not wanted:
            return None
        team = self.teams.get(wanted.casefold())
        if team is None and may(self.doing.who, "team.add"):
            team = self.teams[wanted.casefold()] = self.doing.add(Team(name=wanted))
        return team.key if team else None

    def _all(self, table: Any, *order: Any) -> list[Any]:
        query = select(table).where(table.journey_id == self.journey, table.deleted_at.is_(None)).order_by(*order)
        return list(self.doing.session.exec(query))


def _same(name: str, kind: LaneKind) -> tuple[str, LaneKind]:
    """What makes two lanes one: name and kind, but a map has a single place for its pain points, and for its opportunities."""
    return ("" if kind in HIDDEN_LANES else name.strip().casefold(), kind)


PERSONA = ("profile", "goals", "jobs", "says", "thinks", "does", "feels", "segment")
STAGE = ("description", "window_days", "assumed_emotion", "future_emotion", "future")


def _card(at: _Placing, part: CardPart, position: int) -> Edited:
    lane = at.rows[part.lane].key
    return Card(lane_id=lane, text=part.text.strip(), details=part.details, **at.common(part, position))


def _pain(at: _Placing, part: CardPart, position: int) -> Edited:
    row = PainPoint(title=part.text.strip(), description=part.details, **at.common(part, position))
    if part.pain is not None:
        row.severity, row.frequency = part.pain.severity, part.pain.frequency
        row.impact, row.effort, row.status = part.pain.impact, part.pain.effort, part.pain.status
        row.blocked_at = now() if row.status is PainStatus.BLOCKER else None
    return row


def _opportunity(at: _Placing, part: CardPart, position: int) -> Edited:
    pain = at.rows[part.about].key if part.about else None
    return Opportunity(title=part.text.strip(), description=part.details, pain_id=pain, **at.common(part, position))


MAKERS: dict[LaneKind, Callable[[_Placing, CardPart, int], Edited]] = {
    LaneKind.PAIN: _pain,
    LaneKind.OPPORTUNITY: _opportunity,
}


def _table(row: Edited) -> str:
    return str(type(row).__tablename__)
