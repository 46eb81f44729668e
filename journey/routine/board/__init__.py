"""The acts of the board: each gesture of somebody on the map is one transaction, told to the audit under one token."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine

from journey.errors import Refused
from journey.routine.board import adding, columns, comments, emotions, links, moves, reasons, undo, wording
from journey.routine.board.gesture import Gesture, done_before, gesture
from journey.routine.board.refs import known, made_by

__all__ = ["KINDS", "Gesture", "gesture", "perform"]

KINDS: dict[str, Callable[..., None]] = {
    "move": moves.move, "text": wording.text, "change": wording.fields, "add": adding.add, "add_stage": adding.add_stage,
    "add_step": adding.add_step, "add_lane": adding.add_lane, "duplicate": adding.duplicate, "bin": columns.to_bin,
    "restore": columns.restore, "order": columns.order, "show_lane": columns.show_lane, "emotion": emotions.emotion,
    "link": links.add_link, "unlink": links.unlink, "comment": comments.comment, "resolve": comments.resolve,
    "reopen": comments.reopen, "why": reasons.give, "undo": undo.undo, "redo": undo.redo,
}  # fmt: skip
"""What can be done on the board, by the name that the browser has for it."""


def perform(
    engine: Engine, *, by: int, journey: int, token: str, kind: str, why: str = "", client: str = "", **fields: Any
) -> list[str]:
    """Do one gesture of the board and return what it made, as refs; a gesture that was done before is not done again.

    `fields` are those of the function that KINDS names. Raises Refused, StaleEdit, NotAllowed, NotFound; then nothing is stored.
    """
    if "from" in fields:
        fields["of"] = fields.pop("from")
    act = KINDS.get(kind)
    with gesture(engine, by=by, journey=journey, token=token, client=client, why=why) as g:
        if act is None or (said := _fitting(act, fields)) is None:
            raise Refused("The board sent something that this version does not know. Nothing was changed: load the page again.")
        if done_before(g.session, g.doing.token):
            return made_by(g, g.doing.token)
        if str(said.get("after", "")).startswith("new:"):
            said["after"] = known(g, said["after"])
        act(g, **said)
        return g.made


def _fitting(act: Callable[..., None], fields: dict[str, Any]) -> dict[str, Any] | None:
    """Those of the fields that the act takes; None if one that it needs is missing."""
    wanted = dict(list(inspect.signature(act).parameters.items())[1:])
    if any(one.default is one.empty and name not in fields for name, one in wanted.items()):
        return None
    return {name: value for name, value in fields.items() if name in wanted}
