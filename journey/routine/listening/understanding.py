"""Understands a journey's texts anew: the language and the feeling of every one, and what that stands on."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import CursorResult, or_, update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from journey.routine.data.observations import waits
from journey.routine.listening.learned import TABLES, Lesson, Table, Told, tell
from journey.routine.listening.themes import UNTHEMED, find_safely
from journey.store.bulk import insert_once, update_frame
from journey.store.engine import reading, writing
from journey.store.readers import understanding as read
from journey.store.tables import Understanding, now

if TYPE_CHECKING:
    from journey.analysis.text.sentiment import Sentiment

log = logging.getLogger("journey")
Progress = Callable[[float, str], None]
"""Called with how much is done, from 0 to 1, and what is being done."""
ABANDONED = timedelta(minutes=15)
"""After so long whoever was at it is taken to have died."""
ROUNDS = 3
"""How often it is done again at once where texts came in meanwhile."""
FAILED = (
    "What customers said could not be scored. The data is kept whole; the next import, journey check or journey understand tries "
    "again. The log has the details."
)
UNKNOWN = "Not scored: too short to tell the language of, or in a language that is not told."
_NOTHING = "/".join("0" * 5)
"""The texts of a journey that has none."""
NEW_CORRECTIONS = 5
"""Corrections after which it is worth learning anew; each counts for its own text at once."""


@dataclass(frozen=True)
class Understood:
    """What came of it: whether anything was new, how many texts there are and of how many something else is told now."""

    changed: bool
    texts: int
    told: int
    basis: dict[str, Any]


def is_due(engine: Engine, journey: int) -> bool:
    """Whether texts came in or went since they were last understood, or NEW_CORRECTIONS were made."""
    row, there = read.understood(engine, journey), read.ground(engine, journey)
    if row is None:
        return there.texts != _NOTHING
    return row.texts != there.texts or abs(row.corrections - there.corrections) >= NEW_CORRECTIONS


def understand(
    engine: Engine, *, journey: int, progress: Progress = lambda _share, _words: None, anew: bool = False
) -> Understood | None:
    """Tell the language and the feeling of every verbatim and customer's turn, and write down what that stands on.

    The reading and learning happen outside the transaction that writes it all; what came in meanwhile is seen by the next
    round or run. Nothing is written, and nothing heavy imported, where neither texts nor corrections are new, unless
    `anew`. It is derived, so there is no audit event and no revision. None while somebody else is at it.
    """
    if not anew and (known := _as_before(engine, journey)):
        return known
    moment = _claim(engine, journey)
    if moment is None:
        return None
    try:
        found = _understand(engine, journey, moment, progress)
        for _ in range(ROUNDS - 1):
            if _as_before(engine, journey):
                break
            found = _understand(engine, journey, moment, progress)
        return found
    finally:
        _release(engine, journey, moment)


def understand_safely(engine: Engine, journey: int, progress: Progress) -> tuple[str, ...]:
    """Understand what an import brought and find its themes, once it is committed: a failure loses nothing, and is said."""
    if waits(journey):
        return ()
    try:
        understand(engine, journey=journey, progress=progress)
    except Exception:
        log.exception("Customers' words could not be understood")
        return (FAILED,)
    return () if find_safely(engine, journey) else (UNTHEMED,)


def _as_before(engine: Engine, journey: int) -> Understood | None:
    """What was understood already, if that is all there is; the data's version may have moved on without any text."""
    row, there = read.understood(engine, journey), read.ground(engine, journey)
    if row is None and there.texts == _NOTHING:
        return Understood(False, 0, 0, {})
    if row is None or (row.texts, row.corrections) != (there.texts, there.corrections):
        return None
    if row.data_version != there.data_version:
        with writing(engine) as session:
            session.connection().execute(_of(journey).values(data_version=there.data_version))
    return Understood(False, sum(part["texts"] for part in row.basis.values()), 0, row.basis)


def _understand(engine: Engine, journey: int, moment: datetime, progress: Progress) -> Understood:
    stands_on = read.ground(engine, journey)  # first: what comes in from here on is seen to be new afterwards
    lesson = Lesson(dict(zip(TABLES, read.corrections(engine, journey), strict=True)))
    with reading(engine) as session:
        progress(0.05, "Recognising languages")
        lesson.tell_languages(session, journey)
        progress(0.2, "Learning how your customers say what they feel")
        lesson.gather(session, journey)
        model = lesson.learn()
        progress(0.5, "Reading what customers said")
        found = {table: tell(session, table, journey, lesson, model) for table in TABLES}
    progress(0.9, "Keeping what was understood")
    changed = {table: pl.concat(each.changed) for table, each in found.items()}
    basis = _basis(list(found.values()), model)
    with writing(engine) as session:
        _keep(session, _claimed(journey, moment), {**asdict(stands_on), "basis": basis}, changed)
    progress(1.0, "Done")
    texts = sum(each.texts.total() for each in found.values())
    return Understood(True, texts, sum(rows.height for rows in changed.values()), basis)


def _basis(found: list[Told], model: Sentiment) -> dict[str, Any]:
    """By language what its scores stand on, its texts and how many of them are scored."""
    texts: Counter[str] = sum((each.texts for each in found), Counter())
    scored: Counter[str] = sum((each.scored for each in found), Counter())
    return {code: {**_stands_on(code, model), "texts": count, "scored": scored[code]} for code, count in sorted(texts.items())}


def in_sentences(basis: dict[str, Any]) -> list[str]:
    """What scores stand on, a sentence or two a language, the one with most texts first."""
    from journey.analysis.text.language import LANGUAGES

    return [
        f"{LANGUAGES.get(code, 'Language unknown')}: {part['scored']:,} of {part['texts']:,} texts scored. {part['sentence']}"
        for code, part in sorted(basis.items(), key=lambda item: -item[1]["texts"])
    ]


def _stands_on(code: str, model: Sentiment) -> dict[str, Any]:
    if not code:
        return {"labels": 0, "corrections": 0, "told_right": None, "sentence": UNKNOWN}
    return asdict(model.basis(code))


def _keep(session: Session, mine: Any, values: dict[str, Any], changed: dict[Table, pl.DataFrame]) -> None:
    """Write what was understood, unless somebody took over in the meantime and writes it."""
    if _rows(session, mine.values(**values, at=now())):
        for table, rows in changed.items():
            update_frame(session, table, rows)


def _claim(engine: Engine, journey: int) -> datetime | None:
    """Take the right to understand the journey; None if somebody has it."""
    moment = datetime.now(UTC)
    free = or_(col(Understanding.claimed_at).is_(None), col(Understanding.claimed_at) < moment - ABANDONED)
    with writing(engine) as session:
        insert_once(session, Understanding, [{"journey_id": journey}])
        return moment if _rows(session, _of(journey).where(free).values(claimed_at=moment)) else None


def _release(engine: Engine, journey: int, moment: datetime) -> None:
    with writing(engine) as session:
        _rows(session, _claimed(journey, moment).values(claimed_at=None))


def _claimed(journey: int, moment: datetime) -> Any:
    return _of(journey).where(col(Understanding.claimed_at) == moment)


def _of(journey: int) -> Any:
    return update(Understanding).where(col(Understanding.journey_id) == journey)


def _rows(session: Session, query: Any) -> int:
    done = session.connection().execute(query)
    assert isinstance(done, CursorResult)
    return done.rowcount
