"""Whether a source's deliveries are as they used to be: rows of a week or a file, columns, and unreadable rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

HISTORY = 12
"""Weeks or deliveries before that say what is usual."""
ENOUGH = 5
"""Fewer than this say nothing of what is usual."""
FEWEST = 10
"""Rows that are usual at least, for fewer of them to mean anything."""
COLLAPSED = 0.5
SURPRISE = 5.0
"""Robust standard deviations below the usual, on the scale of square roots."""
ACCEPTED = 3
"""Deliveries that make a column that nothing is read from expected, and without it make its absence usual."""
BAD_ROWS, BAD_SHARE = 5, 0.01


@dataclass(frozen=True)
class Fall:
    """Far fewer rows than usual: how many, the usual, and the fewest that are still usual."""

    rows: int
    usual: float
    lower: float


@dataclass(frozen=True)
class Delivery:
    """One batch as it came: its place in time, its rows that could and could not be read, its file's columns."""

    batch_id: int
    read: int
    bad: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rise:
    """A larger share of rows that could not be read: in the newest delivery, and in those before it; `since` is the first
    batch of those running of which this is so."""

    bad: int
    of: int
    bad_before: int
    of_before: int
    since: int


def collapsed(before: Sequence[int], rows: int) -> Fall | None:
    """Whether `rows` fell far below what came `before`, oldest first; None too where too little is known.

    1. Of the HISTORY before at least ENOUGH are needed, with a median of FEWEST or more.
    2. Less than COLLAPSED of the median.
    3. More than SURPRISE robust standard deviations below it on the scale of square roots, on which counts have a steady
       noise of at least 1/2 (Bartlett 1936, Supplement to the Journal of the Royal Statistical Society 3:68-78); the spread
       is the median absolute deviation times 1.4826.
    """
    known = [sqrt(count) for count in before[-HISTORY:]]
    if len(known) < ENOUGH:
        return None
    middle = median(known)
    spread = max(1.4826 * median(abs(one - middle) for one in known), 0.5)
    lower = min(max(middle - SURPRISE * spread, 0.0) ** 2, COLLAPSED * middle**2)
    return Fall(rows, middle**2, lower) if middle**2 >= FEWEST and rows < lower else None


def vanished(deliveries: Sequence[Delivery], used: Collection[str]) -> dict[str, int]:
    """The columns that the newest delivery (the last) lacks though they are expected, each with the batch that first lacked it.

    1. A column that is `used` is expected once a delivery had it, until it comes back or is used no more.
    2. Any other is expected once ACCEPTED deliveries running had it, and until as many running lacked it.
    3. Deliveries that do not say their columns say nothing.
    """
    known = [one for one in deliveries if one.columns]
    names = dict.fromkeys(name for one in known for name in one.columns)
    gone = {name: _gone_since(name, known, used=name in used) for name in names}
    return {name: batch for name, batch in gone.items() if batch is not None}


def _gone_since(name: str, known: Sequence[Delivery], *, used: bool) -> int | None:
    had, lacked, since = 0, 0, None
    for one in known:
        if name in one.columns:
            had, lacked, since = had + 1, 0, None
            continue
        lacked += 1
        if since is None and had >= (1 if used else ACCEPTED):
            since = one.batch_id
        if not used and lacked == ACCEPTED:
            since = None
        had = 0
    return since


def unreadable(deliveries: Sequence[Delivery]) -> Rise | None:
    """Whether a larger share of the newest delivery (the last) could not be read than of those before it.

    1. At least BAD_ROWS such rows, and BAD_SHARE of all.
    2. A larger share than in any of the HISTORY deliveries before it.
    3. The 95 % interval of the difference to all of those together leaves zero out (`compare_rates`).
    4. A delivery that was found so itself is nothing to compare with, so that the next one like it is found too.
    """
    calm: list[Delivery] = []
    found, since = None, None
    for one in (one for one in deliveries if one.read + one.bad):
        found = _rise(calm[-HISTORY:], one, since or one.batch_id)
        since = found.since if found else None
        calm += [] if found else [one]
    return found


def _rise(before: Sequence[Delivery], new: Delivery, since: int) -> Rise | None:
    from journey.analysis.experiments import compare_rates

    rows = new.read + new.bad
    if not before or new.bad < max(BAD_ROWS, BAD_SHARE * rows):
        return None
    if any(one.bad * rows >= new.bad * (one.read + one.bad) for one in before):
        return None
    bad_before, of_before = sum(one.bad for one in before), sum(one.read + one.bad for one in before)
    surely = compare_rates(bad_before, of_before, new.bad, rows).lo95 > 0
    return Rise(new.bad, rows, bad_before, of_before, since) if surely else None
