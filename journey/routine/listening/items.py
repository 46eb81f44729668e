"""What can be heard, as the acts of listening name it: a verbatim or a conversation, by its id."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from journey.store.tables import Claim, Conversation, Reading, Verbatim

Item = tuple[type[Verbatim] | type[Conversation], int]
"""What was heard: a verbatim or a conversation, by id."""


def link(item: Item) -> dict[str, Any]:
    """The field that ties a reading or a claim to the item."""
    table, id = item
    return {"verbatim_id" if table is Verbatim else "conversation_id": id}


def is_of(table: type[Reading] | type[Claim], item: Item) -> Any:
    """The condition that a row of `table` is about the item."""
    ((name, id),) = link(item).items()
    return col(getattr(table, name)) == id
