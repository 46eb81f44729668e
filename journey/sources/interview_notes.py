"""Reads what somebody wrote down of an interview or a shadowing: who said what line by line, or notes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from journey.sources.talks.files.lines import spoken
from journey.sources.talks.roles import people, with_roles
from journey.sources.talks.talk import AGENT, CUSTOMER, OTHER, Conversation, Turn

NOTE, US, CUSTOMERS = "Note", "Interviewer", "Customer"
"""What speakers are called in what is kept: a line of nobody, one of us, the customer."""
_HELD = "–"
_OURS = frozenset({
    "me", "i", "we", "us", "interviewer", "observer", "moderator", "q", "ich", "wir", "moi", "je", "nous", "eu", "nós", "yo",
    "nosotros", "io", "noi", "ik", "wij", "ja", "my", "jag", "vi", "jeg", "minä", "entrevistador", "entrevistadora",
})  # fmt: skip
_THEIRS = frozenset({"a", "they", "she", "he", "interviewee", "respondent", "participant"})


def read_notes(text: str, *, ours: Collection[str] = ()) -> Conversation:
    """Notes as a conversation, not yet redacted: "Customer: ..." and "Me: ..." lines as turns, anything else as notes.

    `ours` are the names of those of us who were there, whose lines are ours. Without two lines that name a speaker every line
    is a note. Labels that are neither ours nor a role are names, of the customer where nobody else speaks.
    """
    turns = _lines(text)
    mine = _OURS | {name.lower() for full in ours for name in (full, *full.split()[:1]) if name}
    called = [_called(turn, mine) for turn in turns]
    names = (*people(turn.speaker for turn in called if turn.speaker != US), *ours)
    told = with_roles(called)
    lines = tuple(replace(turn, speaker=CUSTOMERS) if turn.role == CUSTOMER else turn for turn in told)
    return Conversation("", None, "", lines, tuple(dict.fromkeys(names)))


def _lines(text: str) -> list[Turn]:
    # what stands before the first speaker belongs to nobody: it is kept under a label of its own
    first, *rest = spoken(f"{NOTE}: {_HELD}\n{text}")
    if not rest:
        return [Turn(NOTE, OTHER, None, line.strip()) for line in text.splitlines() if line.strip()]
    before = first.text.removeprefix(_HELD).strip()
    return [*([replace(first, text=before)] if before else []), *(replace(turn, start_s=None) for turn in rest)]


def _called(turn: Turn, mine: Collection[str]) -> Turn:
    word = turn.speaker.strip().lower()
    if word in mine:
        return replace(turn, speaker=US, role=AGENT)
    return replace(turn, role=CUSTOMER) if word in _THEIRS else turn
