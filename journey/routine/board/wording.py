"""What a thing on the map says and of whom: its words, and the fields of its panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from journey.domain.words import Future, LaneKind, Standing
from journey.errors import NotAllowed, Refused
from journey.routine.board.gesture import Gesture, table_name
from journey.routine.board.merging import change
from journey.routine.board.refs import find, find_of, text_field, what, word_of
from journey.routine.tags import put_tags
from journey.store.tables import Comment, Stage, Step, Tag, Tagging

LONGEST = {
    "card": 400, "pain": 200, "opportunity": 200, "stage": 120, "step": 120, "touchpoint": 120, "lane": 80, "comment": 2000
}  # fmt: skip
"""Characters that fit."""
_CLAIM = {"standing": "standing", "team": "team_id", "persona": "persona_id", "future": "future", "tags": "tags"}
_SCORES = {name: name for name in ("severity", "frequency", "impact", "effort")}
FIELDS: dict[str, dict[str, str]] = {
    "card": {**_CLAIM, "details": "details", "description": "details"},
    "pain": {**_CLAIM, **_SCORES, "details": "description", "description": "description"},
    "opportunity": {**_CLAIM, "details": "description", "description": "description", "about": "pain_id"},
    "stage": {"team": "team_id", "future": "future", "description": "description", "details": "description"},
    "step": {},
    "touchpoint": {"channel": "channel", "own": "own", "moment": "moment_of_truth"},
    "lane": {"kind": "kind", "shown": "shown"},
}
"""The board's names for the fields of each kind of thing, with the columns they are."""


def text(g: Gesture, *, ref: str, rev: int | None, text: str) -> None:
    """Reword a thing, or rename it; a comment only by whoever wrote it."""
    row = find(g, ref)
    word = word_of(row)
    if word not in LONGEST:
        raise Refused(f"A {what(word)} is not reworded on the map. Nothing was changed.")
    if isinstance(row, Comment) and row.person_id != g.doing.person.key:
        raise NotAllowed(g.doing.person.name, "reword what somebody else said")
    change(g, f"{word}.change", row, rev, **{text_field(row): fitting(word, text)})
    if isinstance(row, Stage | Step):
        g.doing.data_changed()


def fields(g: Gesture, *, ref: str, rev: int | None, fields: dict[str, Any], had: list[str] | None = None) -> None:
    """Change fields of a thing by the names that the board has for them (FIELDS); Refused for one that it has not.

    `had` are the tags that were shown: what others added or took off meanwhile stays so.
    """
    row = find(g, ref)
    word = word_of(row)
    unknown = [name for name in fields if name not in FIELDS.get(word, {})]
    if unknown:
        raise Refused(f"A {what(word)} has no {unknown[0]}. Nothing was changed.")
    values = {FIELDS[word][name]: _read(g, word, name, value) for name, value in fields.items() if name != "tags"}
    if values:
        change(g, f"{word}.change", row, rev, **values)
    if "tags" in fields:
        put_tags(g.to("tag.set"), row, _tags(g, row, fields["tags"], had))


def fitting(word: str, text: str) -> str:
    """Words that fit where they shall stand; Refused if there are none, or too many."""
    text = str(text).strip()
    if not text:
        raise Refused(f"This {what(word)} has no words. Write what it says, or put it in the bin. Nothing was saved yet.")
    if len(text) > LONGEST[word]:
        raise Refused(f"This {what(word)} has {len(text)} characters; {LONGEST[word]} fit. Shorten it. Nothing was saved yet.")
    return text


def _tags(g: Gesture, row: Any, wanted: list[str], had: list[str] | None) -> list[str]:
    if had is None:
        return wanted
    query = select(Tag.name).join(Tagging).where(Tagging.subject == table_name(type(row)), Tagging.subject_id == row.key)
    return sorted((set(g.session.exec(query)) - (set(had) - set(wanted))) | (set(wanted) - set(had)))


def _read(g: Gesture, word: str, name: str, value: Any) -> Any:
    """A value as the browser sent it, as its column takes it."""
    if name in ("team", "persona", "about"):
        return None if value in (None, "") else find_of(g, value, "pain" if name == "about" else name).key
    if name in _SCORES:
        return _score(name, value)
    if name in ("own", "moment", "shown"):
        return bool(value)
    if name in _WORDS:
        try:
            return _WORDS[name](str(value))
        except ValueError:
            raise Refused(f"“{value}” is no {name} of a {what(word)}. Nothing was changed.") from None
    said = str(value or "").strip()
    if name == "channel" and len(said) > 60:
        raise Refused("A channel is a word or two, at most 60 characters. Nothing was saved yet.")
    return said


_WORDS: dict[str, Callable[[str], Any]] = {"standing": Standing, "future": Future, "kind": LaneKind}


def _score(name: str, value: Any) -> int:
    if isinstance(value, bool) or value not in range(1, 6):
        raise Refused(f"{name.title()} runs from 1 to 5, not {value}. Nothing was changed.")
    return int(value)
