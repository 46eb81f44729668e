"""Survey scales: what a scale's name means, which one a column is on, and whether high is good on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from journey.errors import NeedsAnswer
from journey.sources.columns import plain

_NAMED = {"nps": (0.0, 10.0), "csat5": (1.0, 5.0), "ces7": (1.0, 7.0)}
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:-|\.\.)(-?\d+(?:\.\d+)?)")
_LOW = ":low-is-good"
_USUAL = ("1-5", "1-7", "1-10", "0-10", "0-100", "-5-5", "-2-2", "1-3", "1-4", "1-6", "0-1", "0-5")
_ENOUGH = 20
"""Answers from which both ends of a scale can be expected to have been used."""
_GOOD = re.compile(r"promoter|very satisfied|satisfied|positive|good|recommended|happy", re.IGNORECASE)
_BAD = re.compile(r"detractor|very dissatisfied|dissatisfied|unsatisfied|negative|bad|not recommended|unhappy", re.IGNORECASE)


@dataclass(frozen=True)
class Scale:
    """A scale with its ends; on a low-is-good scale scores are turned round, so that high is always good."""

    name: str
    low: float
    high: float
    low_is_good: bool = False

    def __str__(self) -> str:
        return self.name + (_LOW if self.low_is_good else "")


def scale_of(answer: str) -> Scale:
    """The scale that a person named; NeedsAnswer where it is none."""
    name, low_is_good = answer.strip().lower().removesuffix(_LOW), answer.strip().lower().endswith(_LOW)
    ends = _NAMED.get(name)
    if match := _RANGE.fullmatch(name):
        ends = float(match[1]), float(match[2])
    if ends is None or ends[0] >= ends[1]:
        raise _ask(("nps", "csat5", "ces7", "1-10"), f"'{answer}' is no scale.")
    return Scale(name, *ends, low_is_good)


def conclude(column: str, scores: pl.Series) -> Scale:
    """The scale that a column's name and values leave no doubt about; NeedsAnswer with the possible ones otherwise."""
    words = set(plain(column).split())
    low, high = float(scores.min() or 0), float(scores.max() or 0)  # type: ignore[arg-type]
    fitting = tuple(name for name in _USUAL if _holds(name, low, high, zero_is_blank=True))
    if "nps" in words and _holds("0-10", low, high):
        return scale_of("nps")
    if {"ces", "effort"} & words:
        name = "ces7" if _holds("1-7", low, high, zero_is_blank=True) else fitting[0] if fitting else "1-10"
        raise _ask((name, name + _LOW), f"In '{column}' a high number could mean much effort or that it was easy.")
    exact = [name for name in fitting if _ends_at(name, low, high)]
    if len(exact) != 1 or len(scores) < _ENOUGH:
        raise _ask(
            tuple(dict.fromkeys((*exact, *fitting, *_nearly(scores), f"{low:g}-{high:g}")))[:5],
            f"'{column}' holds {len(scores):,} scores from {low:g} to {high:g}.",
        )
    for shorter in ("1-5", "1-7"):
        bound = scale_of(shorter)
        inside = scores.is_between(0, bound.high).sum() / len(scores)
        if high > bound.high and inside > 0.9:
            because = f"{inside:.1%} of the scores in '{column}' fit {shorter}, the others go up to {high:g}."
            raise _ask((shorter, *exact), because)
    name = "csat5" if exact[0] == "1-5" and "csat" in words else exact[0]
    return scale_of(name)


def _nearly(scores: pl.Series) -> list[str]:
    """The usual scales that hold all but a few stray values."""
    found = []
    for name in _USUAL:
        scale = scale_of(name)
        if scores.is_between(scale.low, scale.high).mean() > 0.98:  # type: ignore[operator]
            found.append(name)
    return found


def _ask(choices: tuple[str, ...], because: str) -> NeedsAnswer:
    return NeedsAnswer("Which scale are the scores on?", option="--scale", choices=choices, because=because)


def _holds(name: str, low: float, high: float, *, zero_is_blank: bool = False) -> bool:
    scale = scale_of(name)
    return (low >= scale.low or (zero_is_blank and low == 0 < scale.low)) and high <= scale.high


def _ends_at(name: str, low: float, high: float) -> bool:
    scale = scale_of(name)
    return high == scale.high and (low == scale.low or low == 0 < scale.low)


def contradiction(frame: pl.DataFrame, score: str, others: tuple[str, ...]) -> str | None:
    """A sentence where another column shows that low scores are the good ones, else None.

    `frame` holds `score` as numbers and the others as text. Labels (Promoter, satisfied, yes) must stand on the wrong
    side of each other by mean; ratings called overall, satisfaction or recommend must correlate below -0.3.
    """
    rated = frame.filter(pl.col(score).is_not_null())
    for column in others:
        text = rated[column].cast(pl.String).str.strip_chars()
        good, bad = _mean_where(rated[score], text, _GOOD), _mean_where(rated[score], text, _BAD)
        if good is not None and bad is not None and good < bad:
            return f"Those that '{column}' marks as good have lower scores ({good:.1f} on average) than the bad ({bad:.1f})."
        if re.search(r"overall|satisf|recommend", plain(column)) and (against := _correlation(rated[score], text)) is not None:
            return f"The scores fall where '{column}' rises (correlation {against:.2f})."
    return None


def _mean_where(scores: pl.Series, text: pl.Series, label: re.Pattern[str]) -> float | None:
    chosen = scores.filter(text.str.contains(rf"(?i)^(?:{label.pattern})$").fill_null(False))
    return float(chosen.mean()) if len(chosen) >= 5 else None  # type: ignore[arg-type]


def _correlation(scores: pl.Series, text: pl.Series) -> float | None:
    both = pl.DataFrame({"a": scores, "b": text.cast(pl.Float64, strict=False)}).drop_nulls()
    if both.height < 30 or both["b"].n_unique() < 2:
        return None
    value = both.select(pl.corr("a", "b")).item()
    return float(value) if value is not None and value < -0.3 else None
