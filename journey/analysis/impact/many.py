"""Several verdicts on one Friday: the more are looked at, the more would stand out by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from journey.analysis.impact.verdicts import LONG_ENOUGH, Ruling
from journey.analysis.impact.words import Impact
from journey.domain.words import Verdict

SURE = (Verdict.VALIDATED, Verdict.HARMFUL)
"""Verdicts that claim an effect, and so may be false discoveries."""


def adjusted(p_values: Sequence[float], *, dependent: bool = False) -> list[float]:
    """Each p value as the rate of false discoveries at which it would just be counted.

    Benjamini & Hochberg 1995 (JRSS B 57:289-300), which holds for independent and positively related metrics; with
    `dependent` Benjamini & Yekutieli 2001 (Annals of Statistics 29:1165-1188), which holds for any. Raises ValueError for
    values outside 0 to 1.
    """
    p = np.asarray(p_values, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("A p value lies between 0 and 1.")
    size = len(p)
    worst_first = np.argsort(-p, kind="stable")
    rank = np.arange(size, 0, -1)
    more = float(np.sum(1 / rank)) if dependent else 1.0
    out = np.empty(size)
    out[worst_first] = np.minimum.accumulate(np.minimum(p[worst_first] * more * size / np.maximum(rank, 1), 1.0))
    return [float(one) for one in out]


def decide_together(judged: Sequence[tuple[Impact, Ruling]], *, rate: float = 0.05, dependent: bool = False) -> list[Ruling]:
    """The rulings of one Friday such that at most `rate` of those that claim an effect are expected to be chance.

    Rules: what has no p value (too early for an effect) stays and does not count. A validated or harmful verdict whose
    adjusted p value exceeds `rate` becomes too early within four weeks of its change and can't tell after that, and says
    why. Every other verdict stays.
    """
    counted = [at for at, (impact, _) in enumerate(judged) if impact.p is not None]
    level = dict(zip(counted, adjusted([judged[at][0].p or 0.0 for at in counted], dependent=dependent), strict=True))
    return [
        _doubted(impact, ruling, len(counted)) if ruling.verdict in SURE and level.get(at, 0.0) > rate else ruling
        for at, (impact, ruling) in enumerate(judged)
    ]


def _doubted(impact: Impact, ruling: Ruling, looked_at: int) -> Ruling:
    early = impact.days_after < LONG_ENOUGH
    said = (
        f"{ruling.sentence} But {looked_at} metrics were looked at together, and among so many one like this is easily chance"
        f"{': it is too early to tell' if early else ''}."
    )
    change = "More days after the change." if early else "More volume, a control series, or a test."
    return replace(ruling, verdict=Verdict.TOO_EARLY if early else Verdict.CANT_TELL, sentence=said, would_change=change)
