"""What the board asks to know of one thing: its comments, its story, what it could be linked to."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from journey.errors import JourneyError
from journey.routine.board.refs import ON_MAP, split
from journey.store.readers import journeys as read
from journey.store.readers.comments import threads
from journey.store.readers.gestures import reasons, story, undone
from journey.store.readers.linkable import linkable
from journey.ui.board.here import called, initials
from journey.ui.board.items import ref as ref_of
from journey.ui.board.told import is_on_map, names_on, said
from journey.ui.frame import Screen
from journey.ui.runtime import engine, me


def asked(here: Screen, ask: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question, with the question's id, ref and what; a thing that nobody knows has nothing to tell."""
    echo = {name: ask.get(name) for name in ("id", "ref", "what")}
    try:
        word, number = split(ask.get("ref"))
    except JourneyError:
        return echo
    if word not in ON_MAP:
        return echo
    table = str(ON_MAP[word].__tablename__)
    if ask.get("what") == "links":
        return {**echo, "found": _found(here, str(ask.get("words") or ""))}
    tell = {"comments": _comments, "history": _history}.get(str(ask.get("what")))
    return echo if tell is None else {**echo, str(ask["what"]): tell(here, table, number)}


def _comments(here: Screen, table: str, number: int) -> list[dict[str, Any]]:
    names = {person.key: called(person.name) for person in read.people(engine())}
    return [
        {
            "id": row["id"], "rev": row["revision"], "by": names.get(row["person_id"], "Somebody"),
            "initials": initials(names.get(row["person_id"], "?")), "mine": row["person_id"] == me(), "text": row["text"],
            "mentions": [{"id": one, "name": names[one]} for one in row["mentions"] if one in names], "answers": row["answers"],
            "resolved": row["resolved_at"] is not None, "resolvedBy": names.get(row["resolved_by"], ""), **_when(here, row["at"]),
        }
        for row in threads(engine(), here.id, table, number).iter_rows(named=True)
    ]  # fmt: skip


def _history(here: Screen, table: str, number: int) -> list[dict[str, Any]]:
    """One line a gesture, newest first."""
    events = story(engine(), here.id, table, number).to_dicts()
    tokens = {event["token"] for event in events if event["token"]}
    why, gone, names = reasons(engine(), here.id, tokens), undone(engine(), here.id, tokens), names_on(here.id)
    lines = []
    for token, same in groupby(events, key=lambda event: event["token"] or event["id"]):
        own = list(same)[::-1]
        if told := said(own, names):
            can = bool(own[0]["token"]) and any(map(is_on_map, own)) and not own[0]["act"].startswith("board.")
            lines.append({
                "token": own[0]["token"], "by": called(own[0]["person"]), "said": told, "undone": token in gone, "can": can,
                "why": own[0]["why"] or why.get(str(token), ""), **_when(here, own[0]["at"]),
            })  # fmt: skip
    return lines


def _found(here: Screen, words: str) -> list[dict[str, str]]:
    """What beside the map could be linked to a thing on it, by the words that somebody types."""
    return [
        {"ref": ref_of(table, id), "said": " ".join(said.split())[:160]}
        for table, id, said in linkable(engine(), here.id, words.split()[:8])
    ]


def _when(here: Screen, at: datetime) -> dict[str, str]:
    local = at.astimezone(ZoneInfo(here.journey.timezone))
    return {"at": f"{local.day} {local:%b %H:%M}", "iso": local.isoformat(timespec="seconds")}
