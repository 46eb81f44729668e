"""Draws Wednesday's reading queue by a stated rule."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import polars as pl

SIZE = 12
"""About an hour of reading."""
_SHARES = {"alert": 4, "low": 3, "unheard": 2}
"""Places in a queue of twelve, by reason; what is left is drawn at random. Other sizes keep the proportions."""

RULE = (
    "A third of the queue comes from stages with an alert, a quarter are the week's lowest scores, a sixth come from stages "
    "that nobody heard lately, and the rest is drawn at random. The draw is the same for everyone in the same week."
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
    """The verbatims to read this week: rows of `frame` with a column `why`, in reading order.

    `frame`: verbatim_id, at, stage_id, score_emotion (null when not scored), text. `alerted_stages`: stage id to what
    raised it ("Monday's alert"); `heard`: stages heard in the last `unheard_weeks`; `stages`: names by id; `seed`: journey
    and week, such as "7 2026-W47". The rules, each filling its share before the next:

    - alert: alerted stages take turns, so that none crowds out another.
    - low: the lowest scores of the week, ties by lot; only scores below the middle of the scale.
    - unheard: stages that nobody heard lately take turns.
    - random: anything that is left, whatever its stage; places that a rule could not fill go here too.

    A verbatim's lot is a hash of seed, rule and id (a lot shared by the rules would leave the random draw what the others
    did not want), so the queue is the same for everyone and for any order of the rows, and a
    verbatim that arrives later changes no more than the places it wins (permanent random numbers: Ohlsson 1995, in Cox
    et al., Business Survey Methods). Empty texts are never drawn.
    """
    texts = frame.filter(pl.col("text").str.strip_chars().str.len_chars() > 0).unique("verbatim_id", keep="first")
    rows = list(texts.select("verbatim_id", "stage_id", "score_emotion").iter_rows(named=True))
    unheard = sorted(set(stages) - set(heard) - set(alerted_stages))
    drawn: dict[Any, str] = {}
    share = shares(size)

    def pool(reason: str) -> list[Row]:
        return sorted(rows, key=lambda row: (lot(f"{seed} {reason}", row["verbatim_id"]), str(row["verbatim_id"])))

    def at(row: Row) -> str:
        return stages.get(row["stage_id"], "a stage that was removed")

    _add(
        drawn,
        _in_turns(pool("alert"), alerted_stages),
        share["alert"],
        lambda row: f"{alerted_stages[row['stage_id']]} at {at(row)}",
    )
    _add(drawn, _lowest(pool("low")), share["low"], lambda _: "Among the lowest scores this week")
    _add(
        drawn,
        _in_turns(pool("unheard"), unheard),
        share["unheard"],
        lambda row: f"Nobody heard {at(row)} for {unheard_weeks} weeks",
    )
    _add(drawn, iter(pool("random")), size - len(drawn), lambda _: "Drawn at random")
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


def _in_turns(pool: list[Row], stages: Iterable[int]) -> Iterator[Row]:
    """One of each stage, then the next of each; the stage whose first lot is lowest begins."""
    by_stage: dict[int, list[Row]] = defaultdict(list)
    wanted = set(stages)
    for row in pool:
        if row["stage_id"] in wanted:
            by_stage[row["stage_id"]].append(row)
    for turn in range(max(map(len, by_stage.values()), default=0)):
        yield from (rows[turn] for rows in by_stage.values() if turn < len(rows))


def _lowest(pool: list[Row]) -> Iterator[Row]:
    negative = [row for row in pool if row["score_emotion"] is not None and row["score_emotion"] < 0]
    yield from sorted(negative, key=lambda row: float(row["score_emotion"]))


def _add(drawn: dict[Any, str], rows: Iterator[Row], places: int, why: Callable[[Row], str]) -> None:
    """Take the first `places` rows that nobody drew before."""
    for row in rows:
        if places <= 0:
            return
        if row["verbatim_id"] not in drawn:
            drawn[row["verbatim_id"]] = why(row)
            places -= 1
