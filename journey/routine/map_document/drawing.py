"""Reads a journey's map into a document: names instead of ids, parts in the order of the map."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.domain.document import (
    CardPart,
    Document,
    FeelingPart,
    LanePart,
    LinkPart,
    PersonaPart,
    Scores,
    StagePart,
    StepPart,
    TouchpointPart,
)
from journey.domain.words import LaneKind
from journey.errors import NotFound
from journey.store.engine import reading
from journey.store.tables import (
    Card,
    Edited,
    Journey,
    Lane,
    Link,
    Opportunity,
    PainPoint,
    Persona,
    PersonaFeeling,
    Stage,
    Step,
    Tag,
    Tagging,
    Team,
    Touchpoint,
)

REFS: dict[str, str] = {
    "stage": "stage", "step": "step", "touchpoint": "touchpoint", "lane": "lane", "card": "card", "pain_point": "pain",
    "opportunity": "opportunity", "persona": "persona",
}  # fmt: skip
"""What a row of a table is called in a key, as on the board: the pain point 3 is pain:3."""
HIDDEN_LANES = {
    LaneKind.PAIN: LanePart("lane:pains", "Pain points", LaneKind.PAIN, shown=False),
    LaneKind.OPPORTUNITY: LanePart("lane:opportunities", "Opportunities", LaneKind.OPPORTUNITY, shown=False),
}
"""Where pain points and opportunities stand in the document of a map that has no lane for them."""


def ref(row: Edited) -> str:
    """The key of a row in a document and on the board."""
    return f"{REFS[str(type(row).__tablename__)]}:{row.id}"


def document(engine: Engine, journey_id: int) -> Document:
    """The whole map of a journey as it stands, hidden lanes too; NotFound if the journey is in the bin.

    Keys are the board's refs ("card:12"). What is in the bin, or lies in something that is, is left out, and so are links to
    what is no part of a map (a verbatim, an action, a change).
    """
    with reading(engine) as session:
        return drawn(session, journey_id)


def drawn(session: Session, journey_id: int) -> Document:
    """The same within a session that is open."""
    journey = session.get(Journey, journey_id)
    if journey is None or journey.deleted_at is not None:
        raise NotFound("This journey is no longer here or in the bin. Nothing was changed.")
    rows = _Rows(session, journey_id)
    stages, personas = rows.of(Stage, col(Stage.position)), rows.of(Persona)
    lanes = [LanePart(ref(row), row.name, LaneKind(row.kind), row.shown) for row in rows.of(Lane, col(Lane.position))]
    cards = _cards(rows, stages, lanes)
    used = {card.lane for card in cards}
    lanes += [lane for lane in HIDDEN_LANES.values() if lane.key in used]
    found = Document(
        name=journey.name, audience=journey.audience, goal=journey.goal, starts_with=journey.starts_with,
        ends_with=journey.ends_with, time_frame=journey.time_frame, timezone=journey.timezone, scale=journey.scale,
        personas=tuple(_persona(row) for row in personas),
        stages=tuple(_stages(rows, stages)), lanes=tuple(lanes), cards=tuple(cards),
        feelings=tuple(_feelings(rows, {row.id for row in personas}, {row.id for row in stages})),
    )  # fmt: skip
    return _linked(found, rows)


@dataclass
class _Rows:
    """What is on one journey's map, read a table at a time."""

    session: Session
    journey_id: int
    teams: dict[int | None, str] = field(init=False)

    def __post_init__(self) -> None:
        self.teams = {row.id: row.name for row in self.session.exec(select(Team).where(col(Team.deleted_at).is_(None)))}

    def of(self, table: Any, *order: Any) -> list[Any]:
        query = select(table).where(table.journey_id == self.journey_id, table.deleted_at.is_(None))
        return list(self.session.exec(query.order_by(*order, table.id)))

    def within(self, table: Any, column: Any, ids: Collection[int | None]) -> dict[int, list[Any]]:
        """Rows by the parent that `column` names, each parent's in order."""
        query = select(table).where(column.in_(ids), table.deleted_at.is_(None)).order_by(table.position, table.id)
        found: dict[int, list[Any]] = {}
        for row in self.session.exec(query):
            found.setdefault(getattr(row, column.key), []).append(row)
        return found

    def tags(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """The tags of rows, by table and id."""
        query = select(Tagging.subject, Tagging.subject_id, Tag.name).join(Tag, col(Tag.id) == Tagging.tag_id)
        found: dict[tuple[str, int], tuple[str, ...]] = {}
        for subject, id, name in self.session.exec(query.where(Tag.journey_id == self.journey_id).order_by(Tag.name)):
            found[subject, id] = (*found.get((subject, id), ()), name)
        return found


def _stages(rows: _Rows, stages: list[Stage]) -> Iterable[StagePart]:
    steps = rows.within(Step, col(Step.stage_id), [row.id for row in stages])
    met = rows.within(Touchpoint, col(Touchpoint.step_id), [row.id for own in steps.values() for row in own])
    for row in stages:
        yield StagePart(
            ref(row), row.name, row.description, rows.teams.get(row.team_id, ""), row.window_days, row.assumed_emotion,
            row.future_emotion, row.future,
            tuple(StepPart(ref(step), step.name, _touchpoints(met.get(step.key, ()))) for step in steps.get(row.key, ())),
        )  # fmt: skip


def _touchpoints(rows: Iterable[Touchpoint]) -> tuple[TouchpointPart, ...]:
    return tuple(TouchpointPart(ref(row), row.name, row.channel, row.own, row.moment_of_truth) for row in rows)


def _persona(row: Persona) -> PersonaPart:
    return PersonaPart(
        ref(row), row.name, row.profile, row.goals, row.jobs, row.says, row.thinks, row.does, row.feels, tuple(row.quotes),
        row.segment,
    )  # fmt: skip


def _cards(rows: _Rows, stages: list[Stage], lanes: list[LanePart]) -> list[CardPart]:
    """Every claim, cell by cell in the order of the map."""
    shown = sorted(lanes, key=lambda lane: not lane.shown)
    first = {kind: next((lane for lane in shown if lane.kind is kind), hidden).key for kind, hidden in HIDDEN_LANES.items()}
    at = {row.id: number for number, row in enumerate(stages)}
    order = {part.key: number for number, part in enumerate([*lanes, *HIDDEN_LANES.values()])}
    claims: list[tuple[Any, str]] = [(row, first[LaneKind.PAIN]) for row in rows.of(PainPoint)]
    claims += [(row, first[LaneKind.OPPORTUNITY]) for row in rows.of(Opportunity)]
    claims += [(row, f"lane:{row.lane_id}") for row in rows.of(Card)]
    claims = [(row, lane) for row, lane in claims if row.stage_id in at and lane in order]
    claims.sort(key=lambda claim: (at[claim[0].stage_id], order[claim[1]], claim[0].position))
    steps = rows.within(Step, col(Step.stage_id), list(at))
    known = {ref(row) for row in rows.of(Persona)} | {ref(row) for row, _ in claims}
    known |= {f"{ref(row)} of {id}" for id, own in steps.items() for row in own}
    tags = rows.tags()
    return [_card(row, lane, rows.teams.get(row.team_id, ""), known, tags) for row, lane in claims]


def _card(row: Any, lane: str, team: str, known: set[str], tags: dict[tuple[str, int], tuple[str, ...]]) -> CardPart:
    """A claim of any kind; what it names and is not on the map any more it does not name."""
    plain = isinstance(row, Card)
    step, persona, about = f"step:{row.step_id}", f"persona:{row.persona_id}", f"pain:{getattr(row, 'pain_id', None)}"
    return CardPart(
        key=ref(row), stage=f"stage:{row.stage_id}", lane=lane, text=row.text if plain else row.title,
        step=step if f"{step} of {row.stage_id}" in known else "", details=row.details if plain else row.description,
        standing=row.standing, team=team, tags=tags.get((str(row.__tablename__), row.id), ()),
        persona=persona if persona in known else "", future=row.future,
        pain=Scores(row.severity, row.frequency, row.impact, row.effort, row.status) if isinstance(row, PainPoint) else None,
        about=about if about in known else "",
    )  # fmt: skip


def _feelings(rows: _Rows, personas: set[int | None], stages: set[int | None]) -> Iterable[FeelingPart]:
    for row in rows.of(PersonaFeeling):
        if row.persona_id in personas and row.stage_id in stages:
            yield FeelingPart(f"persona:{row.persona_id}", f"stage:{row.stage_id}", row.assumed, row.future)


def keys(document: Document) -> set[str]:
    """The keys of everything in the document that a link may name."""
    steps = [step for stage in document.stages for step in stage.steps]
    touched = [point.key for step in steps for point in step.touchpoints]
    parts: list[Any] = [*document.stages, *steps, *document.lanes, *document.cards, *document.personas]
    return {*touched, *(part.key for part in parts)}


def _linked(found: Document, rows: _Rows) -> Document:
    known = keys(found)
    pairs = [
        LinkPart(f"{REFS.get(row.subject, '')}:{row.subject_id}", f"{REFS.get(row.other, '')}:{row.other_id}", row.kind)
        for row in rows.of(Link)
    ]
    return replace(found, links=tuple(link for link in pairs if {link.subject, link.other} <= known))
