"""Draws Wednesday's reading queue by a stated rule."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

SIZE = 12
"""About an hour of reading."""
STRETCH = 3
"""Turns of a customer in a row that make a stretch of a conversation."""
_SHARES = {"alert": 4, "low": 3, "unheard": 2}
"""Places in a queue of twelve, by reason; what is left is drawn at random. Other sizes keep the proportions."""

RULE = (
    "A third of the queue comes from stages with an alert, a quarter are the week's lowest scores, a sixth come from stages "
    "that nobody heard lately, and the rest is drawn at random. Within each, surveys, tickets, calls and chats take turns. "
    "The draw is the same for everyone in the same week."
)
"""What the screen says of the queue."""

Row = dict[str, Any]


def queue(
    frame: pl.DataFrame,
    *,
    alerted_stages: Mapping[int, str],
    heard: Iterable[int],
    stages: Mapping[int, str],
    seed: str,
    size: int = SIZE,
    unheard_weeks: int = 4,
) -> pl.DataFrame:
    """The verbatims and conversations to hear this week: rows of `frame` with a column `why`, in reading order.

    `frame`: verbatim_id (any key), stage_id, score_emotion (-5 to +5, null when not scored), told (whether that was told
    from the words, not scored), kind (of source) and text. `alerted_stages`: stage id to the alert in words; `heard`: stages
    heard in the last `unheard_weeks`; `stages`: names by id; `seed`: journey and week, such as "7 2026-W47". The rules,
    each filling its share before the next:

    - alert: alerted stages take turns, so that none crowds out another.
    - low: the lowest scores of the week, ties by lot; only scores below the middle of the scale.
    - unheard: stages that nobody heard lately take turns.
    - random: anything that is left, whatever its stage; places that a rule could not fill go here too.
    - kinds: every place goes to the kind of source that has had the fewest so far, so that surveys do not drown calls and chats.

    A text's lot is a hash of seed, rule and id (a lot shared by the rules would leave the random draw what the others
    did not want), so the queue is the same for everyone and for any order of the rows, and a
    text that arrives later changes no more than the places it wins, and the turns of its kind if it is the first of it
    (permanent random numbers: Ohlsson 1995, in Cox et al., Business Survey Methods). Empty texts are never drawn.
    """
    texts = frame.filter(pl.col("text").str.strip_chars().str.len_chars() > 0).unique("verbatim_id", keep="first")
    rows = list(texts.select("verbatim_id", "stage_id", "score_emotion", "told", "kind").iter_rows(named=True))
    unheard = sorted(set(stages) - set(heard) - set(alerted_stages))
    drawn: dict[Any, str] = {}
    had: Counter[str] = Counter()
    share = shares(size)

    def pool(reason: str) -> list[Row]:
        return sorted(rows, key=lambda row: (lot(f"{seed} {reason}", row["verbatim_id"]), str(row["verbatim_id"])))

    def silence(row: Row) -> str:
        return f"Nobody heard {stages[row['stage_id']]} for {unheard_weeks} weeks"

    _add(drawn, had, _by_stage(pool("alert"), alerted_stages), share["alert"], lambda row: alerted_stages[row["stage_id"]])
    _add(drawn, had, [_lowest(pool("low"))], share["low"], _how_low)
    _add(drawn, had, _by_stage(pool("unheard"), unheard), share["unheard"], silence)
    _add(drawn, had, [pool("random")], size - len(drawn), lambda _: "Drawn at random")
    order = pl.DataFrame(
        {"verbatim_id": list(drawn), "why": list(drawn.values())},
        schema={"verbatim_id": frame.schema["verbatim_id"], "why": pl.String()},
    )
    return order.join(texts, on="verbatim_id", how="left", maintain_order="left").select(*frame.columns, "why")


def lot(seed: str, verbatim_id: object) -> int:
    """The lot of a verbatim in the week that `seed` names: 64 bits that stay the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"{seed}\x1f{verbatim_id}".encode(), digest_size=8).digest())


def shares(size: int) -> dict[str, int]:
    """How many places of a queue of `size` each rule has at most; the random draw has what is left, and at least one of three."""
    return {reason: size * part // SIZE for reason, part in _SHARES.items()}


def lowest_stretch(felt: Sequence[float | None], length: int = STRETCH) -> float | None:
    """The lowest mean of `length` scored turns of a customer in a row, -5 to +5; of fewer if there are fewer, None without one.

    A conversation is as bad as its worst stretch: the mean of a whole call hides it behind greetings and thanks.
    """
    scored = [value for value in felt if value is not None]
    if not scored:
        return None
    windows = [scored[start : start + length] for start in range(max(len(scored) - length, 0) + 1)]
    return min(sum(window) / len(window) for window in windows)


def _by_stage(pool: list[Row], stages: Iterable[int]) -> list[list[Row]]:
    """The rows of each stage; the stage whose first lot is lowest first."""
    found: dict[int, list[Row]] = {}
    wanted = set(stages)
    for row in pool:
        if row["stage_id"] in wanted:
            found.setdefault(row["stage_id"], []).append(row)
    return list(found.values())


def _lowest(pool: list[Row]) -> list[Row]:
    negative = [row for row in pool if row["score_emotion"] is not None and row["score_emotion"] < 0]
    return sorted(negative, key=lambda row: float(row["score_emotion"]))


def _how_low(row: Row) -> str:
    return "Sounds unhappy, among the lowest this week" if row["told"] else "Among the lowest scores this week"


def _add(drawn: dict[Any, str], had: Counter[str], pools: list[list[Row]], places: int, why: Callable[[Row], str]) -> None:
    """Fill `places` from the pools in turn, each time with the kind of source that has had the fewest so far."""
    left = [[row for row in pool if row["verbatim_id"] not in drawn] for pool in pools]
    while places > 0 and any(left):
        for pool in (each for each in left if each):
            firsts: dict[str, Row] = {}
            for row in pool:
                firsts.setdefault(row["kind"], row)
            row = min(firsts.values(), key=lambda row: had[row["kind"]])
            pool.remove(row)
            if places <= 0:
                return
            drawn[row["verbatim_id"]] = why(row)
            had[row["kind"]] += 1
            places -= 1
