"""Keeps what search finds true: whoever writes a text brings the index up to date before the transaction ends.

Triggers note in search_pending what was inserted or changed, whichever way it was written; what was deleted they take out
at once. `keep_up` works off the notes at the end of each writing transaction, so that text and index are kept or lost together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from journey.store.bulk import insert_frame
from journey.store.searched import CUSTOMERS, rows_of, tables
from journey.store.tables import SearchPending, SearchText

AT_ONCE = 5_000
"""Rows that are looked at in one go."""
_POSITIONS = 255
"""Places of one word in one text that PostgreSQL keeps."""
_LATELY = 200
"""Customers' texts that tell which language a journey's customers mostly speak."""


def keep_up(session: Session, *, most: int | None = None) -> int:
    """Bring the index up to date with what this transaction (or an earlier version of the product) wrote; returns how much.

    `most`: at most so many notes, for a backlog that is worked off in parts.
    """
    session.flush()
    done = 0
    while most is None or done < most:
        notes = _taken(session)
        if not notes:
            break
        done += len(notes)
        for subject in dict.fromkeys(subject for subject, _, _ in notes):
            mine = [(id, text) for found, id, text in notes if found == subject]
            written = {id for id, text in mine if text}
            _write(session, subject, sorted(written))
            _move(session, subject, sorted({id for id, _ in mine} - written))
    return done


def _taken(session: Session) -> list[tuple[str, int, bool]]:
    """Notes that nobody else is working off, taken away; none left means all is done."""
    some = select(col(SearchPending.id)).order_by(col(SearchPending.id)).limit(AT_ONCE).with_for_update(skip_locked=True)
    ids = list(session.connection().scalars(some))
    if not ids:
        return []
    gone = delete(SearchPending).where(col(SearchPending.id).in_(ids))
    told = gone.returning(col(SearchPending.subject), col(SearchPending.subject_id), col(SearchPending.text))
    return [(row[0], row[1], row[2]) for row in session.connection().execute(told)]


def _write(session: Session, subject: str, ids: Sequence[int]) -> None:
    """Index the words of these rows anew."""
    if not ids or subject not in tables():
        return
    from journey.analysis.search.words import indexed  # here, since what cuts words is heavy and most transactions write none

    connection = session.connection()
    table = tables()[subject]
    # locked until we are done: nobody changes a text between our reading it and our writing what it says
    query = rows_of(subject).where(table.id.in_(ids)).with_for_update(key_share=True, of=table)
    rows = [row._mapping for row in connection.execute(query)]
    connection.execute(delete(SearchText).where(col(SearchText.subject) == subject, col(SearchText.subject_id).in_(ids)))
    said = [row for row in rows if row["text"] and row["text"].strip()]
    postgres = connection.dialect.name == "postgresql"
    made = []
    for row, language in zip(said, _languages(session, subject, said), strict=True):
        stems, words = indexed(row["text"], language)
        as_stored = (_vector(stems), _vector(words)) if postgres else (" ".join(stems), " ".join(words))
        made.append((row["journey_id"], subject, row["id"], row["kind"], row["stage_id"], row["team_id"], row["at"],
                     row["gone"], language, len(stems), *as_stored))  # fmt: skip
    insert_frame(session, SearchText, pl.DataFrame(made, schema=_SCHEMA, orient="row"))


_SCHEMA = {
    "journey_id": pl.Int64(), "subject": pl.String(), "subject_id": pl.Int64(), "kind": pl.String(), "stage_id": pl.Int64(),
    "team_id": pl.Int64(), "at": pl.Datetime("us", "UTC"), "gone": pl.Boolean(), "language": pl.String(),
    "length": pl.Int64(), "stems": pl.String(), "words": pl.String(),
}  # fmt: skip


def _move(session: Session, subject: str, ids: Sequence[int]) -> None:
    """Say anew where these rows belong and whether they are in the bin; their words are as they were.

    Cut anew is only what turns out to be in another language than it was taken to be.
    """
    if not ids or subject not in tables():
        return
    if subject in CUSTOMERS:
        _write(session, subject, _mistaken(session, subject, ids))
    found = rows_of(subject).where(tables()[subject].id.in_(ids)).subquery()
    values = {name: found.c[name] for name in ("stage_id", "team_id", "at", "gone")}
    same = (col(SearchText.subject) == subject, col(SearchText.subject_id) == found.c.id)
    session.connection().execute(update(SearchText).where(*same).values(values).execution_options(synchronize_session=False))


def _mistaken(session: Session, subject: str, ids: Sequence[int]) -> list[int]:
    """Those of customers' texts that are known by now to be in another language than they were cut in."""
    table = tables()[subject]
    cut_in = select(table.id).join(SearchText, col(SearchText.subject_id) == table.id)
    told = (table.language != "", table.language != SearchText.language)
    query = cut_in.where(col(SearchText.subject) == subject, table.id.in_(ids), *told).order_by(table.id)
    return list(session.connection().scalars(query))


def _languages(session: Session, subject: str, rows: Sequence[Any]) -> list[str]:
    """The language of each row's text: as it was understood, else told from the words; of our own work, as customers speak."""
    if not rows:
        return []
    if subject in CUSTOMERS:
        untold = [row["text"] for row in rows if not row["language"]]
        told = iter(_told(untold))
        return [row["language"] or next(told) for row in rows]
    from journey.analysis.search.words import nearest

    spoken = {journey: _spoken(session, journey) for journey in {row["journey_id"] for row in rows}}
    return [nearest(row["text"], {"en", *spoken[row["journey_id"]]}, (*spoken[row["journey_id"]], "en")[0]) for row in rows]


def _told(texts: list[str]) -> list[str]:
    if not texts:
        return []
    from journey.analysis.text.language import languages_of

    return languages_of(texts)


def _spoken(session: Session, journey_id: int) -> list[str]:
    """The languages that the journey's customers spoke lately, the most frequent first."""
    query = select(col(SearchText.language)).where(
        col(SearchText.journey_id) == journey_id, col(SearchText.kind).in_(CUSTOMERS), col(SearchText.language) != ""
    )
    found = list(session.connection().scalars(query.order_by(col(SearchText.id).desc()).limit(_LATELY)))
    return sorted(set(found), key=lambda language: (-found.count(language), language))


def _vector(words: Sequence[str]) -> str:
    """Words with their places, as PostgreSQL writes a tsvector."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(map(str, found[:_POSITIONS]))}" for word, found in places.items())
