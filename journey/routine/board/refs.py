"""What the board calls the things of a map ("card:12"), and the rows that are meant."""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel, col, select

from journey.errors import NotFound, Refused, StaleEdit
from journey.routine.board.gesture import Gesture, as_stored, events_of, table_name
from journey.store import tables
from journey.store.tables import AuditEvent, Conversation, Edited, Stage, Step

ON_MAP: dict[str, type[Any]] = {
    "card": tables.Card, "pain": tables.PainPoint, "opportunity": tables.Opportunity, "stage": tables.Stage,
    "step": tables.Step, "touchpoint": tables.Touchpoint, "lane": tables.Lane,
}  # fmt: skip
"""What stands on the map."""
BESIDE: dict[str, type[Any]] = {
    "action": tables.Action, "alert": tables.Alert, "change": tables.Change, "conversation": tables.Conversation,
    "metric": tables.Metric, "persona": tables.Persona, "quote": tables.Quote, "team": tables.Team, "turn": tables.Turn,
    "verbatim": tables.Verbatim,
}  # fmt: skip
"""What something on the map can be linked to beside it."""
KNOWN: dict[str, type[Any]] = {
    **ON_MAP,
    **BESIDE,
    "comment": tables.Comment,
    "feeling": tables.PersonaFeeling,
    "link": tables.Link,
}
WORDS = {table_name(table): word for word, table in KNOWN.items()}
"""What the board calls the rows of a table, by the table's name in the database."""
TEXT = {"pain": "title", "opportunity": "title", "card": "text", "comment": "text"}
"""The field that holds a thing's words, where it is not its name."""


WITHIN = "within"
"""Marks in the audit what was made along with something else, and is not what the gesture was about."""


class InBin(StaleEdit):
    """Somebody put in the bin what is being edited; whoever edits keeps their words and decides."""

    def __init__(self, what: str, *, ref: str, revision: int, by: str) -> None:
        self.ref = ref
        super().__init__(f"This {what}", mine={"deleted_at": None}, theirs={"deleted_at": "in the bin"}, revision=revision, by=by)
        self.args = (
            f"{by} put this {what} in the bin meanwhile. Yours was not saved and is kept on the screen: "
            "bring it back from the bin, or let it go.",
        )


def ref_of(row: SQLModel) -> str:
    """What the board calls a row."""
    return f"{word_of(row)}:{getattr(row, 'id', None)}"


def word_of(row: SQLModel) -> str:
    """What kind of thing the row is to the board: card, pain, stage."""
    name = table_name(type(row))
    return WORDS.get(name, name)


def text_field(row: SQLModel) -> str:
    """The field that holds the row's words."""
    return TEXT.get(word_of(row), "name")


def split(ref: Any) -> tuple[str, int]:
    """The word and the number of a ref; Refused if it is none."""
    word, _, number = str(ref).partition(":")
    if word not in KNOWN or not number.isascii() or not number.isdigit() or len(number) > 12:
        raise Refused("The board named something that is not known here. Nothing was changed: load the page again.")
    return word, int(number)


def find(g: Gesture, ref: Any) -> Any:
    """The row that a ref means, on this journey and not in the bin.

    "new:<token>" or "new:<token>:<n>" is what an earlier gesture of this window made, and a card that became a pain point
    is meant by its old name, too. InBin if it is in the bin, NotFound if it never was.
    """
    word, number = split(_made_by(g, str(ref)))
    row = g.session.get(KNOWN[word], number)
    if row is None or not _is_of_journey(g, row):
        raise NotFound(f"There is no such {what(word)} on this journey. Nothing was changed: load the page again.")
    if getattr(row, "deleted_at", None) is None:
        return row
    became, by = _became(g, row)
    if became:
        return find(g, became)
    raise InBin(what(word), ref=ref_of(row), revision=row.revision, by=by)


def known(g: Gesture, ref: str) -> str:
    """The real name of what an earlier gesture of this window made; the name as it is if that made nothing."""
    try:
        return _made_by(g, ref)
    except Refused:
        return ref


def find_of(g: Gesture, value: Any, word: str) -> Any:
    """The row of that kind, named by ref or by id alone."""
    ref = value if isinstance(value, str) and ":" in value else f"{word}:{value}"
    row = find(g, ref)
    if word_of(row) != word:
        raise Refused(f"A {what(word)} was expected here. Nothing was changed: load the page again.")
    return row


def what(word: str) -> str:
    """A kind of thing as people call it."""
    return {"pain": "pain point", "feeling": "feeling of a persona"}.get(word, word)


def _made_by(g: Gesture, ref: str) -> str:
    if not ref.startswith("new:"):
        return ref
    token, _, number = ref.removeprefix("new:").partition(":")
    made = made_by(g, as_stored(g.client, token))
    index = int(number) if number.isdigit() else 0
    if index >= len(made):
        raise Refused("What this belongs to was not stored, so neither was this. Nothing was changed.")
    return made[index]


def made_by(g: Gesture, stored: str) -> list[str]:
    """What a gesture made, as refs in the order it was made; what only came along with it is not told."""
    told = [event for event in events_of(g.session, g.journey, stored) if is_birth(event) and event.subject in WORDS]
    return [f"{WORDS[event.subject]}:{event.subject_id}" for event in told if WITHIN not in (event.after or {})]


def is_birth(event: AuditEvent) -> bool:
    """Whether the event says that its row was added."""
    return not event.before and bool(event.after) and event.after is not None and event.after.get("id") == event.subject_id


def _became(g: Gesture, row: Edited) -> tuple[str, str]:
    """What a row in the bin became, "" for nothing, and who put it there."""
    query = select(AuditEvent).where(AuditEvent.subject == table_name(type(row)), AuditEvent.subject_id == row.id)
    for event in g.session.exec(query.order_by(col(AuditEvent.id).desc()).limit(20)):
        after = event.after or {}
        if "became" in after:  # told after the row went to the bin
            return str(after["became"]), event.person
        if after.get("deleted_at"):
            return "", event.person
    return "", "Somebody"


def _is_of_journey(g: Gesture, row: Any) -> bool:
    """A step, a touchpoint and a turn do not say themselves whose they are; teams are everybody's."""
    if isinstance(row, tables.Touchpoint):
        row = g.session.get(Step, row.step_id)
    if isinstance(row, Step):
        row = g.session.get(Stage, row.stage_id)
    if isinstance(row, tables.Turn):
        row = g.session.get(Conversation, row.conversation_id)
    return getattr(row, "journey_id", g.journey) == g.journey
