"""The acts of drawing a way that customers take beside the order of the stages: back to one, past some, or into the middle."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.readers.paths import BEGINS_AT, PATH
from journey.store.tables import Link, Stage


def draw_path(engine: Engine, *, by: int, journey: int, start: int | None, end: int, why: str = "") -> Link:
    """Draw the way from stage `start` (None: from the beginning of the journey) to stage `end`.

    Refused where the order of the stages says it already, or it is drawn.
    """
    with act(engine, "path.draw", by=by, journey=journey, why=why) as doing:
        subject = _ends(doing, start, end)
        found = _link(doing, subject, end)
        if found is None:
            return doing.add(
                Link(journey_id=journey, subject=subject[0], subject_id=subject[1], other="stage", other_id=end, kind=PATH)
            )
        if found.deleted_at is None:
            raise Refused("The map draws this way already. Nothing was changed.")
        return doing.restore(found)


def erase_path(engine: Engine, *, by: int, journey: int, start: int | None, end: int, why: str = "") -> Link:
    """Take a drawn way off the map; History can bring it back. Refused if it is not drawn."""
    with act(engine, "path.erase", by=by, journey=journey, why=why) as doing:
        found = _link(doing, (BEGINS_AT, journey) if start is None else ("stage", start), end)
        if found is None or found.deleted_at is not None:
            raise Refused("The map does not draw this way. Nothing was changed.")
        return doing.bin(found, found.revision)


def _ends(doing: Act, start: int | None, end: int) -> tuple[str, int]:
    """What the way begins with, as a link names it; both stages must be there."""
    doing.get(Stage, end)
    if start is None:
        assert doing.journey_id is not None
        return BEGINS_AT, doing.journey_id
    doing.get(Stage, start)
    if start == end:
        raise Refused("A stage may last as long as customers like: staying there is no way of its own. Nothing was changed.")
    return "stage", start


def _link(doing: Act, subject: tuple[str, int], end: int) -> Link | None:
    query = select(Link).where(
        Link.journey_id == doing.journey_id, Link.subject == subject[0], Link.subject_id == subject[1],
        Link.other == "stage", Link.other_id == end, Link.kind == PATH,
    )  # fmt: skip
    return doing.session.exec(query).first()
