"""Tables with a row a turn: a column of speakers, one of utterances, and mostly one that names the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from journey.errors import UnreadableFile
from journey.sources.shape import load
from journey.sources.table import ROW
from journey.sources.talks.html_text import text_of
from journey.sources.talks.making import channel_of, made
from journey.sources.talks.moments import instant, seconds
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Conversation, Turn

RANK = 6
_COLUMNS = {
    "speaker": "speaker speaker_name name role author author_name sender sender_name from participant user who agent_or_customer",
    "role": "role speaker_role author_type sender_type participant_role speaker_type",
    "text": "text utterance message body content transcript said words comment sentence line",
    "key": "conversation_id conversation dialogue_id dialog_id call_id chat_id ticket_id thread_id session_id convo_id id",
    "start": "start start_s start_time start_seconds offset begin",
    "end": "end end_s end_time end_seconds",
    "at": "at timestamp time created_at sent_at date datetime start_time",
    "channel": "channel medium via",
}  # fmt: skip
"""What a column may be called, the likeliest first."""
_NARROW = re.compile(r"[,;\t|]")


def claims(plain: Plain) -> bool:
    """A header that names a speaker and an utterance, or a workbook or Parquet file."""
    if plain.head[:4] in {b"PK\x03\x04", b"PAR1"}:
        return True
    header = next((line for line in plain.text[:5000].splitlines() if line.strip()), "")
    found = _places([cell.strip(" \"'") for cell in _NARROW.split(header)])
    return "text" in found and "speaker" in found


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The conversations in order of appearance; a row without a text is left out, one that can't be read is a problem."""
    _, table = load(plain.path)
    found = _places(list(table.columns))
    if "text" not in found or "speaker" not in found:
        raise UnreadableFile(
            f"{plain.name} is a table without a column of speakers and one of texts. Nothing was imported. "
            "Name them 'speaker' and 'text', one row a turn, with 'conversation_id' where there are several."
        )
    for row in table.problems.iter_rows(named=True):
        place.problem(row["column"], row["value"], row["reason"], row["advice"], row=row["row"])
    rows = table.frame.select(ROW, **found).collect().iter_rows(named=True)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row.get("key") or ""), []).append(row)
    told = False
    for key, group in groups.items():
        for conversation in _conversation(key, group, place):
            told = True
            yield conversation
    if not told:
        raise UnreadableFile(f"{plain.name} has no row with a text in it. Nothing was imported. Export the table again.")


def _places(columns: list[str]) -> dict[str, str]:
    """Which column is which; one column is one thing."""
    plain = {re.sub(r"[\W_]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)).strip("_").lower(): name for name in columns}
    found: dict[str, str] = {}
    for ours, names in _COLUMNS.items():
        name = next((plain[name] for name in names.split() if name in plain and plain[name] not in found.values()), None)
        if name is not None:
            found[ours] = name
    return found


def _conversation(key: str, rows: list[dict[str, Any]], place: Place) -> Iterator[Conversation]:
    said = [(row, instant(row.get("at") or row.get("start"), place.timezone)) for row in rows]
    begin = next((moment for _, moment in said if moment), None)
    turns = []
    for row, moment in said:
        speaker = str(row["speaker"] or "").strip()
        start = (moment - begin).total_seconds() if moment and begin else _offset(row.get("start"))
        role = role_of(str(row.get("role") or speaker))
        turns.append(Turn(speaker, role, start, text_of(str(row["text"] or "")), _offset(row.get("end"))))
    channel = next((channel for row in rows if (channel := channel_of(row.get("channel")))), "")
    yield from made(turns, key=key, at=begin, channel=channel)


def _offset(cell: Any) -> float | None:
    return None if instant(cell, "UTC") else seconds(str(cell)) if cell is not None else None
