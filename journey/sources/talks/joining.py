"""Makes turns of what engines hand out in pieces: words, cues and segments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import Turn

PAUSE = 2.0
"""Seconds of silence after which the same speaker begins a new turn: the pause is worth seeing."""
LONGEST = 1_200
"""Characters of a turn that grows no more, about a minute and a half of speech."""
_ENDS = (".", "!", "?", "…", "。", "？", "！")


@dataclass(frozen=True)
class Word:
    """A word as an engine heard it; `glued` to the one before it, as punctuation is."""

    speaker: str
    text: str
    start: float | None
    end: float | None
    glued: bool = False


def turns_of(words: Iterable[Word]) -> list[Turn]:
    """Words in a row of one speaker as turns."""
    turns: list[Turn] = []
    held: list[Word] = []
    for word in words:
        if held and not word.glued and _parts(held, word):
            turns.append(_turn(held))
            held = []
        held.append(word)
    return [turn for turn in [*turns, *([_turn(held)] if held else [])] if turn.text]


def _parts(held: list[Word], word: Word) -> bool:
    last = held[-1]
    pause = word.start - last.end if word.start is not None and last.end is not None else 0.0
    return word.speaker != held[0].speaker or pause > PAUSE or (not word.speaker and last.text.endswith(_ENDS))


def _turn(words: list[Word]) -> Turn:
    text = "".join(word.text if word.glued else f" {word.text}" for word in words).strip()
    ends = [word.end for word in words if word.end is not None]
    return Turn(words[0].speaker, role_of(words[0].speaker), words[0].start, text, ends[-1] if ends else None)


def joined(pieces: Iterable[Turn]) -> list[Turn]:
    """Cues or segments as turns: those of one speaker without a pause between belong together.

    Where no speaker is named, only the pieces of one sentence do.
    """
    groups: list[list[Turn]] = []
    length = 0
    for piece in pieces:
        if not piece.text:
            continue
        if groups and length < LONGEST and _goes_on(groups[-1][-1], piece):
            groups[-1].append(piece)
            length += len(piece.text)
        else:
            groups.append([piece])
            length = len(piece.text)
    return [_one(group) for group in groups]


def _goes_on(last: Turn, piece: Turn) -> bool:
    before = last.end_s if last.end_s is not None else last.start_s
    pause = piece.start_s - before if piece.start_s is not None and before is not None else 0.0
    return last.speaker == piece.speaker and pause <= PAUSE and (bool(piece.speaker) or not last.text.endswith(_ENDS))


def _one(group: list[Turn]) -> Turn:
    return replace(group[0], text=" ".join(piece.text for piece in group), end_s=group[-1].end_s)
