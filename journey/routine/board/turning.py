"""A card that becomes a pain point or an opportunity, and the way back: what was said, linked and tagged goes along."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from journey.domain.words import PainStatus
from journey.errors import Refused
from journey.routine.board.cells import HOMES, Claim, Place
from journey.routine.board.gesture import Gesture, alive, table_name
from journey.routine.board.merging import PLACE, changed_since, stale
from journey.routine.board.refs import WORDS, ref_of, text_field, what, word_of
from journey.routine.tags import put_tags
from journey.store.tables import (
    Action,
    Card,
    Change,
    Comment,
    Evidence,
    Lane,
    Link,
    Opportunity,
    PainPoint,
    Tag,
    Tagging,
)

SHORT = 200
"""Characters of a pain point's or an opportunity's title; a card may have twice as many."""
CARRIED = ("standing", "team_id", "persona_id", "future", "step_id")
HELD: dict[type[Any], tuple[tuple[type[Any], str, str], ...]] = {
    PainPoint: (
        (Evidence, "pain_id", "evidence stands behind it"), (Action, "pain_id", "an action is about it"),
        (Change, "pain_id", "a change was shipped for it"), (Opportunity, "pain_id", "an opportunity answers it"),
    ),
    Opportunity: ((Action, "opportunity_id", "an action comes of it"),),
}  # fmt: skip
"""What holds a pain point or an opportunity to being one, and how that is told."""


def holds(lane: Lane) -> type[Any]:
    """The table of what a lane holds."""
    return next((table for table in (PainPoint, Opportunity) if HOMES[table] is lane.kind), Card)


def turned(g: Gesture, row: Claim, rev: int | None, table: type[Any], to: Place) -> Any:
    """`row` as one of `table`, which is new; the old one lies in the bin, and the history leads from one to the other.

    Refused where the work of other days hangs on what it is: evidence, actions, changes.
    """
    _may_turn(g, row)
    since = changed_since(g, row, rev)
    if elsewhere := [name for name in PLACE if name in since.by]:
        raise stale(row, {"stage_id": to.stage.key}, since.by[elsewhere[0]])
    values = {name: getattr(row, name) for name in CARRIED} | _words(row, table)
    if table is Card:
        values["lane_id"] = to.lane.key
    new = table(journey_id=g.journey, stage_id=to.stage.key, **values)
    g.add(f"{what_act(table)}.add", new, what_act(table))
    _bring_along(g, row, new)
    doing = g.to(f"{word_of(row)}.bin")
    doing.bin(row, row.revision)
    doing.log(row, before={"became": ""}, after={"became": ref_of(new)})
    return new


def what_act(table: type[Any]) -> str:
    """The word that the acts on a table begin with."""
    return WORDS[table_name(table)]


def _may_turn(g: Gesture, row: Claim) -> None:
    held = [
        told
        for table, field, told in HELD.get(type(row), ())
        if g.session.exec(select(table.id).where(getattr(table, field) == row.key, alive(table)).limit(1)).first() is not None
    ]
    if isinstance(row, PainPoint) and row.status == PainStatus.BLOCKER:
        held.append("it is a blocker")
    if held:
        kind = what(word_of(row))
        raise Refused(f"This {kind} stays one: {' and '.join(held[:2])}. Nothing was moved. To say it elsewhere too, add a card.")


def _words(row: Claim, table: type[Any]) -> dict[str, Any]:
    """Title and description of a card's text and details, or the other way; what is too long for a title is kept below it."""
    text = str(getattr(row, text_field(row)))
    below = row.details if isinstance(row, Card) else row.description
    if table is Card:
        return {"text": text, "details": below}
    if len(text) > SHORT:
        below = "\n\n".join(part for part in (text, below) if part)
        text = text[: SHORT - 1].rsplit(" ", 1)[0] + "…"
    return {"title": text, "description": below}


def _bring_along(g: Gesture, row: Claim, new: Any) -> None:
    """Comments, links and tags name the new row from now on."""
    was, now = table_name(type(row)), table_name(type(new))
    doing = g.doing
    for comment in g.session.exec(select(Comment).where(Comment.subject == was, Comment.subject_id == row.key, alive(Comment))):
        doing.change(comment, comment.revision, subject=now, subject_id=new.key)
    links = select(Link).where(Link.journey_id == g.journey, alive(Link))
    for link in g.session.exec(links):
        if (link.subject, link.subject_id) == (was, row.key):
            doing.change(link, link.revision, subject=now, subject_id=new.key)
        if (link.other, link.other_id) == (was, row.key):
            doing.change(link, link.revision, other=now, other_id=new.key)
    if isinstance(row, Opportunity) and row.pain_id is not None:
        doing.add(Link(journey_id=g.journey, subject=now, subject_id=new.key, other="pain_point", other_id=row.pain_id))
    tags = select(Tag.name).join(Tagging).where(Tagging.subject == was, Tagging.subject_id == row.key)
    if names := list(g.session.exec(tags)):
        put_tags(doing, new, names)
