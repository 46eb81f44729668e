"""What a window did and took back: the order in which Ctrl+Z and Ctrl+Y go through it, told by the audit alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy.engine import Engine
from sqlmodel import Session

from journey.routine.board.reasons import SAID, Told, lately_of, unexplained
from journey.store.engine import reading
from journey.store.tables import AuditEvent

UNDO, REDO = "board.undo", "board.redo"


@dataclass
class Stack:
    """Gestures by their stored tokens, the last one last: what could be undone, and what could be done again."""

    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def undo(self, token: str) -> None:
        """That gesture was taken back, by whomever."""
        if token in self.done:
            self.done.remove(token)
            self.undone.append(token)

    def redo(self, token: str) -> None:
        """That gesture was done again."""
        if token in self.undone:
            self.undone.remove(token)
            self.done.append(token)

    def do(self, token: str) -> None:
        """A new gesture: what was taken back before it is not done again."""
        if token not in self.done and token not in self.undone:
            self.done.append(token)
            self.undone.clear()


def marks(event: AuditEvent) -> bool:
    """Whether the event says that its gesture was taken back, or done again: it carries that gesture's token."""
    return event.act in (UNDO, REDO) and not event.subject and "by_gesture" in (event.after or {})


def is_undone(events: Iterable[AuditEvent]) -> bool:
    """Whether a gesture stands taken back now, by all of its events in order."""
    told = [event.act for event in events if marks(event)]
    return bool(told) and told[-1] == UNDO


def stacked(events: Iterable[Told]) -> Stack:
    """The stack that a window's events, in their order, leave."""
    stack = Stack()
    for event in events:
        if event.act in (UNDO, REDO) and not event.subject:
            (stack.undo if event.act == UNDO else stack.redo)(event.token)  # what is no gesture of the stack changes nothing
        elif event.act not in (UNDO, REDO) and not event.act.startswith(SAID):
            stack.do(event.token)
    return stack


def stack_of(session: Session, journey: int, client: str) -> Stack:
    """The stack of a window on a journey's map."""
    return stacked(lately_of(session, journey, client))


def next_of(engine: Engine, journey: int, client: str, kind: str, skip: Collection[str]) -> str:
    """The gesture that a window's next "undo" or "redo" is about, "" if there is none; those in `skip` are stepped over."""
    with reading(engine) as session:
        stack = stack_of(session, journey, client)
    tokens = [token for token in (stack.undone if kind == "redo" else stack.done) if token not in skip]
    return tokens[-1] if tokens else ""


@dataclass(frozen=True)
class Left:
    """What a window could do now: undo, redo, and give a reason for so many gestures."""

    undo: bool
    redo: bool
    unexplained: int


def left(engine: Engine, journey: int, client: str) -> Left:
    """What a window could do now."""
    with reading(engine) as session:
        told = lately_of(session, journey, client)
        stack = stacked(told)
        return Left(bool(stack.done), bool(stack.undone), len(unexplained(session, journey, client, told)))
