"""Keeps the stored themes of a journey in step with what its customers say."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.analysis.text.language import languages_of
from journey.analysis.text.themes import TEXTS, Known, Overrides, find_themes
from journey.analysis.text.themes import Theme as Found
from journey.analysis.text.themes import Themes as AllFound
from journey.store.bulk import update_frame
from journey.store.engine import reading, writing
from journey.store.readers import themes as read
from journey.store.tables import Journey, Theme, Turn, Verbatim

log = logging.getLogger("journey")
UNTHEMED = (
    "Themes could not be found in what customers said. The data is kept whole; the next import or journey check tries again. "
    "The log has the details."
)
TRIES = 4
"""How often themes are found anew because something came in meanwhile; the next import or check tries again."""


@dataclass(frozen=True)
class _Seen:
    """What themes are found in: the texts, what tells them apart from others, where each has its theme now, and the themes.

    `themed` tells the texts in which they were found last.
    """

    mark: str
    themed: str
    texts: pl.DataFrame
    themes: tuple[Theme, ...]
    decided: tuple[tuple[int, int], ...]


def find(engine: Engine, *, journey: int) -> bool:
    """Find the journey's themes anew if other texts are there than when they were last found; whether they were.

    The finding happens outside the transaction, so that nobody waits for it; if texts came or went meanwhile, or somebody
    named or split a theme, it is done again. Where something comes in all the time, what the last try found is kept, unless
    people decided otherwise since: the texts that came since are of no theme yet, and are seen to be new the next time. Of two
    who find at once, one writes. Nobody's edit is touched and nothing is audited: which theme a text is of is derived.
    """
    for left in reversed(range(TRIES)):
        with reading(engine) as session:
            seen = _look(session, journey)
        if seen is None:
            return False
        found = _found(seen)
        with writing(engine) as session:
            hold(session, journey)
            if _stands(session, journey, seen) and (left == 0 or read.mark(session, journey) == seen.mark):
                _keep(session, journey, seen, found)
                return True
    return False


def find_safely(engine: Engine, journey: int) -> bool:
    """The same for where the themes are not what is asked for: a failure hinders nobody, and is tried again the next time."""
    try:
        find(engine, journey=journey)
    except Exception:
        log.exception("Themes could not be found")
        return False
    return True


def known_of(themes: Sequence[Theme]) -> list[Known]:
    """The stored themes as the analysis remembers them."""
    return [Known(theme.number, theme.name, theme.says, theme.size, theme.parent) for theme in themes]


def _look(session: Session, journey: int) -> _Seen | None:
    """What there is to find themes in; None where they stand for these very texts already."""
    row = session.get(Journey, journey)
    mark = read.mark(session, journey)
    if row is None or row.themed == mark:
        return None
    themes = tuple(session.exec(select(Theme).where(Theme.journey_id == journey).order_by(col(Theme.number))))
    return _Seen(mark, row.themed, read.texts(session, journey), themes, _decisions(themes))


def _decisions(themes: Sequence[Theme]) -> tuple[tuple[int, int], ...]:
    return tuple((theme.number, theme.revision) for theme in themes)


def _found(seen: _Seen) -> AllFound:
    decided = Overrides(
        names={theme.number: theme.given for theme in seen.themes if theme.given},
        split=frozenset(theme.number for theme in seen.themes if theme.split),
    )
    texts = seen.texts.select(pl.col(name).cast(dtype) for name, dtype in TEXTS.items())
    return find_themes(_in_languages(texts), known=known_of(seen.themes), overrides=decided)


def _in_languages(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts, each with its language, told now where it was not yet."""
    unknown = texts.filter(pl.col("language") == "")
    if unknown.is_empty():
        return texts
    known = dict(texts.filter(pl.col("language") != "").group_by("language").len().iter_rows())
    told = unknown.select("id", told=pl.Series(languages_of(unknown["text"].to_list(), known), dtype=pl.String))
    both = texts.join(told, on="id", how="left", maintain_order="left")
    return both.with_columns(language=pl.coalesce("told", "language")).drop("told")


def hold(session: Session, journey: int) -> None:
    """Keep imports, and others who find themes here, waiting until this transaction ends."""
    session.exec(select(Journey.id).where(col(Journey.id) == journey).with_for_update()).one()


def _stands(session: Session, journey: int, seen: _Seen) -> bool:
    """Whether nobody decided anything of a theme since it was looked, and nobody else found them."""
    known = select(Theme.number, Theme.revision).where(Theme.journey_id == journey).order_by(col(Theme.number))
    decided = tuple((number, revision) for number, revision in session.exec(known))
    return decided == seen.decided and session.get_one(Journey, journey).themed == seen.themed


def _keep(session: Session, journey: int, seen: _Seen, found: AllFound) -> None:
    ids = _keep_themes(session, journey, found)
    now = seen.texts.select("id", before="theme_id").join(found.assigned, on="id").select(
        "id", "before", theme_id=pl.col("theme_id").replace_strict(ids, default=None, return_dtype=pl.Int64)
    )  # fmt: skip
    assign(session, now.filter(~pl.col("theme_id").eq_missing(pl.col("before"))).drop("before"))
    session.get_one(Journey, journey).themed = seen.mark


def assign(session: Session, of: pl.DataFrame) -> None:
    """Write of which theme texts are: their `id` (a turn's is below zero) and `theme_id`."""
    update_frame(session, Verbatim, of.filter(pl.col("id") > 0))
    update_frame(session, Turn, of.filter(pl.col("id") < 0).with_columns(-pl.col("id")))


def _keep_themes(session: Session, journey: int, found: AllFound) -> dict[int, int]:
    """Write what was found into the themes' rows, new ones too; the id of each by its number."""
    rows = {theme.number: theme for theme in session.exec(select(Theme).where(Theme.journey_id == journey))}
    now = {theme.id: theme for theme in found.themes}
    for one in found.known:
        row = rows.setdefault(one.id, Theme(journey_id=journey, number=one.id))
        row.name, row.says, row.parent = one.name, dict(one.says), one.parent
        for name, value in told(now.get(one.id)).items():
            setattr(row, name, value)
        session.add(row)
    session.flush()
    return {number: row.key for number, row in rows.items()}


def told(theme: Found | None) -> dict[str, Any]:
    """What a theme's row says of its texts; nothing while nobody speaks of it."""
    if theme is None:
        return {"words": [], "size": 0, "emotion": None, "scored": 0, "stage_id": None, "stage_share": 0.0, "quotes": []}
    names = ("size", "emotion", "scored", "stage_id", "stage_share")
    return {"words": list(theme.words), "quotes": list(theme.quotes)} | {name: getattr(theme, name) for name in names}
