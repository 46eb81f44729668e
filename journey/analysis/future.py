"""Holds the future state of a map beside the current one: what comes, goes and stays, and how far each change has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journey.domain.words import Future, Standing


class Reached(StrEnum):
    """How far what comes or goes has got."""

    SHIPPED = "shipped"
    UNDER_WAY = "under way"
    EVIDENCED = "evidenced"
    IDEA = "an idea"


@dataclass(frozen=True)
class Work:
    """An action or change behind a part of the map; `shipped_on` only for a change that shipped, `open` for one not settled."""

    subject: str
    id: int
    title: str
    shipped_on: date | None = None


@dataclass(frozen=True)
class Part:
    """Something on the map: what it is ("card", "pain_point", "opportunity", "stage"), where it stands and what becomes of it."""

    subject: str
    id: int
    stage_id: int
    lane: str
    text: str
    future: Future
    standing: Standing
    work: tuple[Work, ...] = ()

    def reached(self, today: date) -> Reached:
        """1. Shipped, if a change behind it has shipped by `today`. 2. Under way, if any action or change is behind it.

        3. Evidenced, if the map has it as that. 4. Otherwise an idea.
        """
        if any(one.shipped_on is not None and one.shipped_on <= today for one in self.work):
            return Reached.SHIPPED
        if self.work:
            return Reached.UNDER_WAY
        return Reached.EVIDENCED if self.standing is Standing.EVIDENCED else Reached.IDEA


@dataclass(frozen=True)
class StageFuture:
    """A stage in both states: what it loses, gains and keeps."""

    id: int
    name: str
    future: Future
    goes: tuple[Part, ...]
    comes: tuple[Part, ...]
    stays: tuple[Part, ...]

    @property
    def moves(self) -> tuple[Part, ...]:
        return (*self.goes, *self.comes)


@dataclass(frozen=True)
class Ahead:
    """The whole map in both states, stages in order; `reached` counts what comes and goes by how far it has got."""

    stages: tuple[StageFuture, ...]
    reached: Mapping[Reached, int]

    @property
    def counts(self) -> dict[Future, int]:
        """Parts, stages among them, that come, go and stay."""
        found = Counter(part.future for stage in self.stages for part in (*stage.moves, *stage.stays))
        found.update(stage.future for stage in self.stages)
        return {future: found[future] for future in Future}

    @property
    def moves(self) -> int:
        return sum(self.reached.values())


def ahead(stages: Sequence[tuple[int, str, Future]], parts: Iterable[Part], *, today: date) -> Ahead:
    """Both states from the stages (id, name, future) in order and what stands in them; struck claims are in neither.

    What stands in a stage that comes or goes does so with it, unless it says otherwise itself.
    """
    held: dict[int, list[Part]] = {id: [] for id, _, _ in stages}
    whole: dict[int, Part] = {}
    for part in parts:
        if part.subject == "stage":
            whole[part.id] = part
        elif part.stage_id in held and part.standing is not Standing.STRUCK:
            held[part.stage_id].append(part)
    found = tuple(_stage(id, name, future, held[id]) for id, name, future in stages)
    moving = [part for stage in found for part in stage.moves]
    moving += [whole.get(stage.id, _as_part(stage)) for stage in found if stage.future is not Future.STAYS]
    return Ahead(found, Counter(part.reached(today) for part in moving))


def headline(found: Ahead) -> str:
    """What the future changes and how much of it is there: "6 things come, 2 go, 38 stay; 3 of the 8 are shipped"."""
    counts = found.counts
    if not found.moves:
        return "The future is the map as it is: nothing is said to come or go"
    comes, goes = counts[Future.COMES], counts[Future.GOES]
    told = f"{comes} {'thing comes' if comes == 1 else 'things come'}, {goes} {'goes' if goes == 1 else 'go'}, "
    told += f"{counts[Future.STAYS]} {'stays' if counts[Future.STAYS] == 1 else 'stay'}"
    shipped = found.reached.get(Reached.SHIPPED, 0)
    of = "the one" if found.moves == 1 else f"the {found.moves}"
    done = f"{shipped or 'none'} of {of} {'is' if shipped == 1 or found.moves == 1 else 'are'} shipped"
    return f"{told}; {done}"


def _stage(id: int, name: str, future: Future, parts: Sequence[Part]) -> StageFuture:
    def becomes(part: Part) -> Future:
        return future if part.future is Future.STAYS else part.future

    goes, comes, stays = (
        tuple(part for part in parts if becomes(part) is wanted) for wanted in (Future.GOES, Future.COMES, Future.STAYS)
    )
    return StageFuture(id, name, future, goes, comes, stays)


def _as_part(stage: StageFuture) -> Part:
    return Part("stage", stage.id, stage.id, "", stage.name, stage.future, Standing.HYPOTHESIS)
