"""Links: what on the map belongs to what, and where work is handed over."""

from __future__ import annotations

from sqlmodel import select

from journey.errors import Refused
from journey.routine.board.gesture import Gesture, table_name
from journey.routine.board.refs import BESIDE, ON_MAP, find, word_of
from journey.store.tables import Link

HAND_OFF = "hand-off"
KINDS = ("", HAND_OFF)


def add_link(g: Gesture, *, of: str, to: str, link: str = "") -> None:
    """Say that two things belong together, or with "hand-off" that work passes from one to the other; once is enough."""
    one, other = _ends(g, of, to, link)
    found = _between(g, one, other, link)
    if found is None:
        new = Link(journey_id=g.journey, kind=link, subject=one[0], subject_id=one[1], other=other[0], other_id=other[1])
        g.to("link.add").add(new)
    elif found.deleted_at is not None:
        g.to("link.restore").restore(found)


def unlink(g: Gesture, *, of: str, to: str, link: str = "") -> None:
    """Take a link off; where there is none, nothing is to do."""
    found = _between(g, *_ends(g, of, to, link), link)
    if found is not None and found.deleted_at is None:
        g.to("link.bin").bin(found, found.revision)


End = tuple[str, int]


def _ends(g: Gesture, of: str, to: str, kind: str) -> tuple[End, End]:
    rows = [find(g, of), find(g, to)]
    words = [word_of(row) for row in rows]
    if kind not in KINDS or words[0] not in ON_MAP or words[1] not in {**ON_MAP, **BESIDE}:
        raise Refused("These two cannot be linked. Nothing was changed.")
    one, other = ((table_name(type(row)), row.key) for row in rows)
    if one == other:
        raise Refused("A thing is not linked to itself. Nothing was changed.")
    return one, other


def _between(g: Gesture, one: End, other: End, kind: str) -> Link | None:
    """The link of that kind between two ends, in the bin or not; one that only says "belongs to" has no direction."""
    ways = [(one, other)] if kind else [(one, other), (other, one)]
    found = [
        row
        for (subject, subject_id), (far, far_id) in ways
        for row in g.session.exec(
            select(Link).where(
                Link.journey_id == g.journey, Link.kind == kind, Link.subject == subject, Link.subject_id == subject_id,
                Link.other == far, Link.other_id == far_id,
            )
        )
    ]  # fmt: skip
    return next((row for row in found if row.deleted_at is None), found[0] if found else None)
