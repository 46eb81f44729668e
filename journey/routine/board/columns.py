"""The order of stages, steps and lanes, what leaves the map and comes back, and which lanes are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journey.errors import NotAllowed, NotFound, Refused
from journey.routine import bin as the_bin
from journey.routine.board.cells import END, brothers, index_of, make_room
from journey.routine.board.gesture import Gesture, table_name
from journey.routine.board.merging import change, changed_since, stale
from journey.routine.board.moves import move_steps
from journey.routine.board.refs import BESIDE, KNOWN, find, find_of, split, what, word_of
from journey.store.tables import Comment, Lane, Stage, Step

WORDS = ("text", "title", "name", "details", "description")
"""Fields that hold what somebody wrote."""


def order(
    g: Gesture, *, ref: str, rev: int | None = None, after: str | None = END, at: int | None = None, stage: Any = None
) -> None:
    """Put a stage, step or lane after another (None: first), or at an index; a step into another stage, if one is named."""
    row = find(g, ref)
    if isinstance(row, Step):
        move_steps(g, [(row, rev)], find_of(g, stage or row.stage_id, "stage"), after, at)
    elif isinstance(row, Stage | Lane):
        others = brothers(g, row)
        change(g, f"{word_of(row)}.order", row, None, position=make_room(others, index_of(others, after, at)))
    else:
        raise Refused(f"A {what(word_of(row))} is moved into a cell. Nothing was changed.")
    if isinstance(row, Stage):
        g.doing.data_changed()


def show_lane(g: Gesture, *, ref: str, rev: int | None, shown: bool) -> None:
    """Show a lane on the map, or leave it out."""
    change(g, "lane.change", find_of(g, ref, "lane"), rev, shown=bool(shown))


def to_bin(g: Gesture, *, items: Sequence[dict[str, Any]]) -> None:
    """Put things in the bin; what stands in a stage, lane or step goes and comes back with it.

    StaleEdit if somebody reworded one meanwhile: their words are not thrown away unread.
    """
    for item in items:
        row = find(g, item["ref"])
        _is_ours(word_of(row))
        if isinstance(row, Comment) and row.person_id != g.doing.person.key:
            raise NotAllowed(g.doing.person.name, "take back what somebody else said")
        since = changed_since(g, row, item.get("rev"))
        if reworded := [name for name in WORDS if name in since.by]:
            raise stale(row, {reworded[0]: ""}, since.by[reworded[0]])
        g.to(f"{word_of(row)}.bin").bin(row, row.revision)
        if isinstance(row, Stage):
            g.doing.data_changed()


def restore(g: Gesture, *, items: Sequence[dict[str, Any]]) -> None:
    """Take things out of the bin, as they were; what is not in it stays as it is."""
    for item in items:
        word, number = split(item["ref"])
        _is_ours(word)
        row = g.session.get(KNOWN[word], number)
        if row is None or getattr(row, "journey_id", g.journey) != g.journey:
            raise NotFound(f"There is no such {what(word)} on this journey. Nothing was changed: load the page again.")
        if row.deleted_at is not None:
            the_bin.put_back(g.to(f"{table_name(type(row))}.restore"), row)


def _is_ours(word: str) -> None:
    """Refused for what stands beside the map: it goes and comes back on the page that keeps it."""
    if word in BESIDE:
        raise Refused(f"This {what(word)} does not stand on the map itself. Nothing was changed.")
