"""How a conversation went: its silences and overlaps, who spoke how much, and the customer's emotion along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

import numpy as np

SILENCE = 5.0
"""Seconds without a word that a listener should see; people answer each other within one (Heldner & Edlund 2010)."""
OVERLAP = 0.5
"""Seconds of two speaking at once that a listener should see; shorter ones are how people take turns (ibid.)."""
LATER = 60.0
"""Seconds between two messages that a reader should see, where only their beginnings are known, as in a chat."""
REACH = 3
"""How many of the customer's turns on either side speak with one when emotion is smoothed."""


@dataclass(frozen=True)
class Said:
    """One turn: who, what, when (seconds from the beginning, None: unknown), and how the customer felt (None: not scored)."""

    speaker: str
    text: str
    customer: bool = False
    start: float | None = None
    end: float | None = None
    felt: float | None = None
    sure: float | None = None


class Kind(StrEnum):
    """What lies between two turns; LATER where nobody knows when the first one ended."""

    SILENCE = "silence"
    OVERLAP = "overlap"
    LATER = "later"


@dataclass(frozen=True)
class Pause:
    """What lies before the turn at position `before`, and how many seconds of it."""

    before: int
    kind: Kind
    seconds: float


@dataclass(frozen=True)
class Share:
    """The customer's part of what was said, 0 to 1: of the time where all turns have one (`timed`), else of the letters."""

    customer: float
    timed: bool


def pauses(turns: Sequence[Said]) -> list[Pause]:
    """Silences of SILENCE seconds and more, overlaps of OVERLAP and more, waits of LATER and more, in order.

    An overlap is of two different speakers. A silence lasts from the last moment anybody spoke; after a turn without a time
    nobody knows when that was.

    Source: Heldner & Edlund 2010, Pauses, gaps and overlaps in conversations, Journal of Phonetics 38:555-568.
    """
    found: list[Pause] = []
    latest: Said | None = None
    reached: float | None = 0.0
    for place, turn in enumerate(turns):
        if turn.start is None:
            latest = reached = None
            continue
        pause = _before(turn, latest, reached)
        if pause:
            found.append(Pause(place, *pause))
        if reached is None or turn.end is None or turn.end >= reached:
            latest, reached = turn, turn.end
    return found


def _before(turn: Said, latest: Said | None, reached: float | None) -> tuple[Kind, float] | None:
    """What lies between the turn and `latest`, the one that went on longest before it, until `reached`."""
    assert turn.start is not None
    if reached is None:
        waited = turn.start - (latest.start or 0.0) if latest else 0.0
        return (Kind.LATER, waited) if waited >= LATER else None
    gap = turn.start - reached
    if gap >= SILENCE and turn.end is not None:
        return Kind.SILENCE, gap
    together = min(reached, turn.end if turn.end is not None else reached) - turn.start
    if latest and latest.speaker != turn.speaker and together >= OVERLAP:
        return Kind.OVERLAP, together
    return None


def share(turns: Sequence[Said]) -> Share | None:
    """How much of the conversation the customer spoke; None where nobody is known as the customer, or nothing was said."""
    lengths, timed = _lengths(turns)
    total = sum(lengths)
    if not total or not any(turn.customer for turn in turns):
        return None
    spoken = sum(length for turn, length in zip(turns, lengths, strict=True) if turn.customer)
    return Share(spoken / total, timed)


def places(turns: Sequence[Said]) -> list[tuple[float, float]]:
    """Where each turn begins and ends on a line from 0 to 1: by the clock where all turns have times, else by their length."""
    lengths, timed = _lengths(turns)
    if timed:
        spans = [(turn.start or 0.0, turn.end or 0.0) for turn in turns]
    else:
        ends = list(accumulate(lengths))
        spans = [(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    whole = max((end for _, end in spans), default=0.0) or 1.0
    return [(start / whole, end / whole) for start, end in spans]


def _lengths(turns: Sequence[Said]) -> tuple[list[float], bool]:
    """How long each turn is, in seconds if every turn has both its times (True), else in letters, which every script has."""
    spans = [(turn.start, turn.end) for turn in turns]
    seconds = [end - start for start, end in spans if start is not None and end is not None and 0 <= start <= end]
    if len(seconds) == len(spans) and sum(seconds) > 0:
        return seconds, True
    return [float(len(turn.text)) for turn in turns], False


def along(turns: Sequence[Said]) -> list[float | None]:
    """The customer's emotion at each turn, smoothed over the turns around it; None where it was not scored.

    Each scored turn speaks for its neighbours as far as REACH customer turns, less with distance (the tricube weights of
    Cleveland 1979, JASA 74:829-836) and less when unsure: a locally weighted mean (Nadaraya 1964; Watson 1964). What was not
    scored stays a gap.
    """
    customer = [place for place, turn in enumerate(turns) if turn.customer]
    rank = np.array([order for order, place in enumerate(customer) if turns[place].felt is not None], dtype=np.float64)
    scored = [place for place in customer if turns[place].felt is not None]
    felt = np.array([turns[place].felt for place in scored], dtype=np.float64)
    trust = weights([turns[place].sure for place in scored])
    smooth: list[float | None] = [None] * len(turns)
    for here, place in zip(rank, scored, strict=True):
        low, high = np.searchsorted(rank, [here - REACH, here + REACH + 1])
        near = (1 - (np.abs(rank[low:high] - here) / (REACH + 1)) ** 3) ** 3 * trust[low:high]
        smooth[place] = float(near @ felt[low:high] / near.sum())
    return smooth


def weights(sure: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much each score counts: as much as it is sure of itself, half where it does not say, never nothing."""
    return np.array([max(0.5 if one is None else one, 0.05) for one in sure], dtype=np.float64)
