"""A number that names a row for good: the same wherever, whenever and in whichever column order it is read."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind

_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)
"""Added before each mixing, or a word that equals the seed would come out as 0."""
_S1, _S2 = np.uint64(32), np.uint64(29)
_KEEP = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)


def row_id(frame: pl.DataFrame | pl.LazyFrame, kind: SourceKind) -> pl.Expr:
    """A 64-bit id of each row of a frame of that kind, to store.

    It rests on the kind's identity columns where a row has them, else on all columns; an empty cell counts like a column
    that isn't there, so ids stay when a later file has more columns. Rows that repeat exactly get ids of their own by
    their place among their likes (two people can give the same answer), except events: there a repeat is the same event.
    Polars' own hash changes between versions, hence `stable_hash`.
    """
    names = frame.collect_schema().names()
    whole = _mixed(names)
    identity = [name for name in KINDS[kind].identity if name in names]
    if kind is not SourceKind.EVENTS:
        whole = repeats_apart(whole)
    if not identity:
        return whole.alias("row_id")
    named = pl.all_horizontal(pl.col(name).is_not_null() for name in identity)
    return pl.when(named).then(_mixed(identity)).otherwise(whole).alias("row_id")


def _mixed(names: list[str]) -> pl.Expr:
    """The columns' hashes joined by xor, so that their order is no matter; each is seeded with its name."""
    joined = pl.lit(0, dtype=pl.UInt64)
    for name in sorted(names):
        joined = joined ^ _column_hash(name)
    return joined


def _column_hash(name: str) -> pl.Expr:
    seed = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
    return pl.col(name).map_batches(lambda values: stable_hash(values, seed), return_dtype=pl.UInt64(), is_elementwise=True)


def repeats_apart(ids: pl.Expr) -> pl.Expr:
    """The ids, those that repeat told apart by their place among their likes."""
    place = pl.int_range(pl.len(), dtype=pl.UInt64).over(ids)
    return ids ^ place.map_batches(lambda values: stable_hash(values.replace(0, None), 1), return_dtype=pl.UInt64())


def stable_hash(values: pl.Series, seed: int) -> pl.Series:
    """64-bit hashes of a column (UInt64; 0 for null), the same on every machine and version.

    Strings are taken as UTF-8 in 8-byte little-endian words, each mixed in by the multiply-xorshift steps of SplitMix64
    (Steele, Lea, Flood 2014: Fast splittable pseudorandom number generators), starting from seed and length. Times
    count as microseconds, numbers by their IEEE bits, booleans as 0 and 1.
    """
    if values.dtype == pl.String:
        hashes = _of_texts(values.fill_null(""), seed)
    else:
        hashes = _mix(np.full(len(values), seed, dtype=np.uint64), _words(values))
    return pl.Series(values.name, hashes, dtype=pl.UInt64).set(values.is_null(), 0)


def _words(values: pl.Series) -> NDArray[np.uint64]:
    if values.dtype.is_float():
        return (values.fill_null(0).cast(pl.Float64).to_numpy() + 0.0).view(np.uint64)
    if isinstance(values.dtype, pl.Datetime):
        values = values.dt.cast_time_unit("us")
    return values.to_physical().fill_null(0).cast(pl.Int64, wrap_numerical=True).to_numpy().view(np.uint64)


def _of_texts(values: pl.Series, seed: int) -> NDArray[np.uint64]:
    lengths = values.str.len_bytes().cast(pl.Int64).to_numpy()
    ends = np.cumsum(lengths)
    left, at = lengths.copy(), ends - lengths
    joined = values.str.join("").item().encode() + bytes(8) if len(values) else bytes(8)
    windows: NDArray[np.uint64] = np.ndarray((len(joined) - 7,), dtype="<u8", buffer=joined, strides=(1,))
    hashes = _mix(np.full(len(values), seed, dtype=np.uint64), lengths.astype(np.uint64))
    live = np.flatnonzero(left > 0)
    while len(live):
        words = windows[at[live]] & _KEEP[np.minimum(left[live], 8)]
        hashes[live] = _mix(hashes[live], words)
        at[live] += 8
        left[live] -= 8
        live = live[left[live] > 0]
    return hashes


def _mix(hashes: NDArray[np.uint64], words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = ((hashes ^ words) + _STEP) * _M1
    mixed ^= mixed >> _S1
    mixed *= _M2
    mixed ^= mixed >> _S2
    return mixed


def content_id(frame: pl.DataFrame | pl.LazyFrame) -> pl.Expr:
    """A 64-bit id of everything a row says, to tell whether a row that is known by its identity has changed since."""
    return _mixed(frame.collect_schema().names()).alias("content_id")
