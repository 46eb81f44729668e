"""What people say to each other about a thing on the map: threads with answers, mentions, resolved or open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, or_, select

from journey.errors import NotFound, Refused
from journey.routine.board.gesture import Gesture, alive, table_name
from journey.routine.board.refs import ON_MAP, find, find_of, word_of
from journey.routine.board.wording import fitting
from journey.store.tables import Comment, Membership, Person, now


def comment(g: Gesture, *, ref: str, text: str, mentions: Sequence[Any] = (), answers: int | None = None) -> None:
    """Say something about a thing on the map, or answer what was said; whom it mentions finds it on their Week page.

    An answer to a thread that was resolved opens it again.
    """
    about = find(g, ref)
    if word_of(about) not in ON_MAP:
        raise Refused("Comments are about things on the map. Nothing was said.")
    thread = _thread(g, answers) if answers is not None else None
    here = (table_name(type(about)), about.key)
    if thread is not None and (thread.subject, thread.subject_id) != here:
        raise Refused("The answer belongs to a thread about something else. Nothing was said: load the page again.")
    new = Comment(
        journey_id=g.journey, subject=here[0], subject_id=here[1], text=fitting("comment", text), person_id=g.doing.person.key,
        mentions=_people(g, mentions), answers=thread.key if thread else None,
    )  # fmt: skip
    g.add("comment.add", new, "comment")
    if thread is not None and thread.resolved_at is not None:
        _settle(g, "comment.reopen", thread, resolved=False)


def resolve(g: Gesture, *, comment: Any, rev: int | None = None) -> None:
    """Say that a thread is settled; it stays to be read."""
    _settle(g, "comment.resolve", _thread(g, find_of(g, comment, "comment").key), resolved=True)


def reopen(g: Gesture, *, comment: Any, rev: int | None = None) -> None:
    """Say that a thread is open again."""
    _settle(g, "comment.reopen", _thread(g, find_of(g, comment, "comment").key), resolved=False)


def _settle(g: Gesture, name: str, thread: Comment, *, resolved: bool) -> None:
    if (thread.resolved_at is not None) == resolved:
        return
    by = g.doing.person.key if resolved else None
    g.to(name).change(thread, thread.revision, resolved_at=now() if resolved else None, resolved_by=by)


def _thread(g: Gesture, id: int) -> Comment:
    """The comment that began the thread."""
    row = g.session.exec(select(Comment).where(Comment.id == id, Comment.journey_id == g.journey, alive(Comment))).first()
    if row is None:
        raise NotFound("What this answers was taken back meanwhile. Nothing was said; your words are kept on the screen.")
    return row if row.answers is None else _thread(g, row.answers)


def _people(g: Gesture, mentions: Sequence[Any]) -> list[int]:
    """Those of the mentioned who can read it: members of the journey, leadership and the local user; each once."""
    wanted = {int(one) for one in mentions if str(one).isdigit()}
    if not wanted:
        return []
    here = (col(Membership.person_id) == Person.id) & (Membership.journey_id == g.journey)
    query = select(Person.id).join(Membership, here, isouter=True)
    sees = or_(col(Membership.id).is_not(None), col(Person.local), col(Person.leadership))
    return sorted(id for id in g.session.exec(query.where(col(Person.id).in_(wanted), alive(Person), sees)) if id is not None)
