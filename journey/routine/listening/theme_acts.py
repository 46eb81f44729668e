"""The acts on themes: name one, make it part of another, take it out again, split it in two."""

from __future__ import annotations

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.text.themes import TEXTS, Known, Themes, split_theme, whole
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.listening.themes import assign, hold, told
from journey.store.readers.themes import said_in
from journey.store.tables import Journey, Theme

LONGEST = 80


def rename(engine: Engine, *, by: int, journey: int, theme: int, revision: int, given: str) -> Theme:
    """Give a theme a name, which stays whatever is found later; an empty one brings back the name that was found."""
    name = " ".join(given.split())
    if len(name) > LONGEST:
        raise Refused(f"A name has {LONGEST} letters at most, this one {len(name)}. Nothing was changed.")
    with act(engine, "theme.rename", by=by, journey=journey) as doing:
        row = doing.get(Theme, theme)
        others = [other for other in _all(doing) if other.key != theme and other.merged_into is None and other.size]
        if name and name.casefold() in {called(other).casefold() for other in others}:
            raise Refused("Another theme has this name. Merge the two if they are one. Nothing was changed.")
        return doing.change(row, revision, given="" if name == row.name else name)


def merge(engine: Engine, *, by: int, journey: int, theme: int, revision: int, into: int) -> Theme:
    """Make a theme part of another, which from now on has its texts too, those to come as well; `unmerge` takes it back.

    Each stays what it is for the finding, so that nothing is lost.
    """
    with act(engine, "theme.merge", by=by, journey=journey) as doing:
        row, other = doing.get(Theme, theme), doing.get(Theme, into)
        merged = {one.key: one.merged_into for one in _all(doing) if one.merged_into is not None}
        end = whole(other.key, merged)
        if end == whole(row.key, merged):
            raise Refused("These two are one theme already. Nothing was changed.")
        return doing.change(row, revision, merged_into=end)


def unmerge(engine: Engine, *, by: int, journey: int, theme: int, revision: int) -> Theme:
    """Make a merged theme one of its own again, with the texts that are its own."""
    with act(engine, "theme.unmerge", by=by, journey=journey) as doing:
        row = doing.get(Theme, theme)
        if row.merged_into is None and row.revision == revision:
            raise Refused("This theme is not part of another. Nothing was changed.")
        return doing.change(row, revision, merged_into=None)


def split(engine: Engine, *, by: int, journey: int, theme: int, revision: int) -> tuple[Theme, Theme]:
    """Part a theme in two by what sets its texts apart most; both are themes of their own from now on, and it is none.

    Refused where nothing sets them apart, and for a theme that others were merged into: take these out first.
    """
    with act(engine, "theme.split", by=by, journey=journey) as doing:
        row = doing.get(Theme, theme)
        _refuse_split(doing, row)
        seen, number = _texts_of(doing), _next_number(doing)
    texts = said_in(engine, journey, [theme]).select(pl.col(name).cast(dtype) for name, dtype in TEXTS.items())
    known = Known(row.number, called(row), row.says, row.size, row.parent)
    found = split_theme(texts, known, numbers=(number, number + 1))
    if len(found.themes) < 2:
        raise Refused("Its texts say much the same: there is nothing to split it by. Nothing was changed.")
    with act(engine, "theme.split", by=by, journey=journey) as doing:
        hold(doing.session, journey)
        if (_texts_of(doing), _next_number(doing)) != (seen, number):
            raise Refused("Other texts came in at this very moment. Nothing was changed: try again.")
        doing.change(doing.get(Theme, theme), revision, split=True)
        first, second = _parts(doing, journey, found, known)
        return first, second


def called(theme: Theme) -> str:
    """The name of a theme as people see it."""
    return theme.given or theme.name


def _parts(doing: Act, journey: int, found: Themes, parent: Known) -> list[Theme]:
    """The rows of the two parts, and their texts."""
    says = {one.id: dict(one.says) for one in found.known}
    rows = [
        doing.add(
            Theme(journey_id=journey, number=one.id, name=one.name, parent=parent.id, says=says[one.id], **told(one))
        )
        for one in sorted(found.themes, key=lambda one: one.id)
    ]  # fmt: skip
    ids = {row.number: row.key for row in rows}
    assign(doing.session, found.assigned.select("id", pl.col("theme_id").replace_strict(ids, return_dtype=pl.Int64)))
    return rows


def _refuse_split(doing: Act, row: Theme) -> None:
    if any(other.merged_into == row.key for other in _all(doing)):
        raise Refused("Other themes were merged into this one. Take them out first, then split it. Nothing was changed.")
    if row.merged_into is not None or row.split:
        raise Refused("This theme is part of another, or was split already. Nothing was changed.")


def _all(doing: Act) -> list[Theme]:
    return list(doing.session.exec(select(Theme).where(Theme.journey_id == doing.journey_id)))


def _texts_of(doing: Act) -> str:
    """What tells the texts in which themes stand."""
    return doing.session.exec(select(Journey.themed).where(Journey.id == doing.journey_id)).one()


def _next_number(doing: Act) -> int:
    return max((theme.number for theme in _all(doing)), default=0) + 1
