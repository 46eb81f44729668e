"""Finds the days on which a KPI did something that its own past does not explain."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import polars as pl

from journey.analysis._baseline import Baseline, fit
from journey.analysis._charts import Ewma, OneDay
from journey.analysis._series import Day, Prepared, prepare

EXPLANATION: dict[str, pl.DataType] = {
    "date": pl.Date(),
    "value": pl.Float64(),
    "n": pl.Float64(),
    "expected": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "score": pl.Float64(),
    "flagged": pl.Boolean(),
    "rule": pl.String(),
    "since": pl.Date(),
    "direction": pl.String(),
    "note": pl.String(),
}


@dataclass(frozen=True)
class Limits:
    """How sure the charts must be, and how long they remember; set on simulated series (tests/bench)."""

    spike: float
    shift: float
    drift: float
    shift_rate: float
    drift_rate: float
    window: int
    guard: int
    start: int
    stride: int
    accept: int
    damp: float = 6.0


DAILY = Limits(
    spike=3.6, shift=3.4, drift=3.2, shift_rate=0.35, drift_rate=0.1, window=112, guard=14, start=21, stride=7, accept=21
)
WEEKLY = Limits(spike=3.0, shift=2.6, drift=2.5, shift_rate=0.5, drift_rate=0.2, window=52, guard=6, start=12, stride=1, accept=6)


def detect(
    dates: Sequence[Day],
    values: Sequence[Any],
    denominators: Sequence[Any] | None = None,
    *,
    kind: str = "mean",
) -> list[bool]:
    """Whether each day (or week) of a KPI stands out from what was known before it.

    dates ascend, gaps allowed; values may be None or NaN where nothing was measured; denominators say how many
    answers, customers or tickets a value rests on. kind: "rate" (0..1), "mean", "duration" (positive) or "count".
    Raises ValueError, in words, for unsorted or repeated dates, infinite values, lengths that differ.
    A flag never depends on later days. The method is told in `explain`.
    """
    return _watch(prepare(dates, values, denominators, kind), frozenset()).flagged


def explain(
    dates: Sequence[Day],
    values: Sequence[Any],
    denominators: Sequence[Any] | None = None,
    *,
    kind: str = "mean",
    holidays: Set[date] = frozenset(),
) -> pl.DataFrame:
    """The frame behind `detect`, one row a date, columns as in EXPLANATION.

    expected, lower and upper are on the KPI's own scale: a single day outside them is a spike. score is 1 at the limit
    of the chart that came closest, negative when below expectation. since is the estimated first day of the change.
    A holiday needs twice the usual surprise and teaches the baseline nothing.
    """
    ready = prepare(dates, values, denominators, kind)
    seen = _watch(ready, holidays)
    back = ready.scale.back
    frame = {
        "date": ready.days.tolist(),
        "value": np.where(np.isfinite(ready.raw), ready.raw, np.nan),
        "n": ready.n if ready.counted else np.full(len(ready.n), np.nan),
        "expected": back(np.array(seen.expected)),
        "lower": back(np.array(seen.lower)),
        "upper": back(np.array(seen.upper)),
        "score": np.array(seen.score),
        "flagged": seen.flagged,
        "rule": seen.rule,
        "since": [None if i is None else ready.days[i].item() for i in seen.since],
        "direction": seen.direction,
        "note": seen.note,
    }
    return pl.DataFrame(frame, schema=EXPLANATION, strict=False).with_columns(
        pl.col("value", "n", "expected", "lower", "upper", "score").fill_nan(None)
    )


@dataclass
class _Seen:
    """What was found, one entry a row."""

    expected: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    flagged: list[bool] = field(default_factory=list)
    rule: list[str | None] = field(default_factory=list)
    since: list[int | None] = field(default_factory=list)
    direction: list[str | None] = field(default_factory=list)
    note: list[str | None] = field(default_factory=list)

    def add(self, band: tuple[float, float, float], score: float, note: str | None) -> None:
        self.expected.append(band[0])
        self.lower.append(band[1])
        self.upper.append(band[2])
        self.score.append(score)
        self.flagged.append(False)
        self.rule.append(None)
        self.since.append(None)
        self.direction.append(None)
        self.note.append(note)

    def flag(self, rule: str, since: int, up: bool) -> None:
        self.flagged[-1] = True
        self.rule[-1] = rule
        self.since[-1] = since
        self.direction[-1] = "up" if up else "down"


def _watch(ready: Prepared, holidays: Set[date]) -> _Seen:
    limits = DAILY if ready.season == 7 else WEEKLY
    watch = _Watch(ready, limits)
    festive = {np.datetime64(d, "D") for d in holidays}
    for i in range(len(ready.y)):
        watch.day(i, bool(festive) and ready.days[i] in festive)
    return watch.seen


NOTHING = (float("nan"), float("nan"), float("nan"))


class _Watch:
    """Goes through a series day by day, knowing only the days before."""

    def __init__(self, ready: Prepared, limits: Limits) -> None:
        self.ready, self.limits = ready, limits
        self.step, self.y, self.n, self.ok = ready.step.tolist(), ready.y.tolist(), ready.n.tolist(), ready.ok.tolist()
        self.past = ready.y.copy()
        self.usable = ready.ok.copy()
        self.seen = _Seen()
        self.base: Baseline | None = None
        self.count = self.fitted = 0
        self.last = -1
        self.oneday = OneDay()
        self.shift, self.drift = Ewma(limits.shift_rate), Ewma(limits.drift_rate)
        self.products = [20.0, 4.0, 2.0, 1.0]
        self.recent = [0.0, 0.0, 0.0]
        self.share, self.rho = 0.2, 0.5
        self.alarm: tuple[str, int, bool] | None = None
        self.alarm_days: list[float] = []
        self.alarm_start = -1

    def day(self, i: int, holiday: bool) -> None:
        if not self.ok[i]:
            self.seen.add(NOTHING, float("nan"), "no data")
            return
        self._refit(i)
        if self.base is None:
            self.seen.add(NOTHING, float("nan"), "too little history")
        else:
            self._judge(i, holiday, self.base)
        self.count += 1
        self.last = self.step[i]

    def _refit(self, i: int) -> None:
        limits = self.limits
        due = self.count >= limits.start and (self.base is None or self.count - self.fitted >= limits.stride)
        if not due or self.alarm:
            return
        rows = np.flatnonzero(self.usable[:i])[-limits.window - limits.guard :]
        if len(rows) > 2 * limits.guard + limits.start and limits.guard:
            rows = rows[: -limits.guard]
        if len(rows) < limits.start // 2:
            return
        ready = self.ready
        self.base = fit(
            ready.step[rows],
            self.past[rows],
            ready.n[rows],
            self.step[i],
            ready.season,
            known=ready.scale.known,
            counted=(ready.counted and ready.scale.known is None) or ready.scale.known == 0.25,
            damp=limits.damp,
        )
        self.fitted = self.count
        self._remember()

    def _remember(self) -> None:
        """How much of the noise carries over from day to day, from the residuals' first three autocorrelations."""
        c0, c1, c2, c3 = self.products
        r1, r2, r3 = (max(c / c0, 0.0) for c in (c1, c2, c3))
        self.rho = min(max((r2 + r3 + 0.1) / (r1 + r2 + 0.2), 0.2), 0.9)
        self.share = min(r1 / self.rho, 0.95)

    def _judge(self, i: int, holiday: bool, base: Baseline) -> None:
        limits = self.limits
        age = self.step[i] - base.at
        expected = base.level + base.slope * age + base.weekdays[self.step[i] % self.ready.season]
        variance = base.spread + base.sampling / self.n[i] + 1e-18
        remembered = self.share * (base.spread + base.sampling / self.n[i])
        noise = (variance, remembered, self.rho)
        doubt = base.var_level * (1 + 2 * self.share * self.rho / (1 - self.rho)) + base.var_slope * age * age
        gap = self.step[i] - self.last
        residual = self.y[i] - expected
        surprise, spread = self.oneday.look(gap, residual, noise, doubt)
        sd = sqrt(variance)
        limit = limits.spike * (1 + 2.0 / base.points) * (2.0 if holiday else 1.0)
        clipped = min(max(residual, -2.5 * sd), 2.5 * sd)
        for chart in (self.shift, self.drift):
            chart.update(i, gap, clipped, 1.0, noise)
        self.oneday.learn(clipped)
        scores = (surprise / limit, self.shift.score(doubt) / limits.shift, self.drift.score(doubt) / limits.drift)
        middle = expected + self.oneday.path * 0
        self.seen.add((middle, middle - limit * spread, middle + limit * spread), max(scores, key=abs), None)
        if self.alarm:
            self._in_alarm(i, residual, doubt)
        else:
            self._calm(i, scores)
        self._correlate(clipped / sd)

    def _calm(self, i: int, scores: tuple[float, float, float]) -> None:
        spike, shift, drift = scores
        if max(abs(shift), abs(drift)) >= 1:
            by_shift = abs(shift) >= 1
            chart, score = (self.shift, shift) if by_shift else (self.drift, drift)
            since = max(chart.began, 0)
            self.alarm = ("shift" if by_shift else "drift", since, score > 0)
            self.alarm_days = []
            self.alarm_start = self.count
            self.usable[since : i + 1] = False
            self.seen.flag(*self.alarm)
        elif abs(spike) >= 1:
            self.usable[i] = False
            self.seen.flag("spike", i, spike > 0)

    def _in_alarm(self, i: int, residual: float, doubt: float) -> None:
        assert self.alarm
        rule, since, up = self.alarm
        side = 1 if up else -1
        if self.shift.score(doubt) * side < 1.0:
            self._calm_down()
            return
        self.usable[i] = False
        self.alarm_days.append(residual)
        self.seen.flag(rule, since, up)
        if len(self.alarm_days) >= self.limits.accept:
            recent = float(np.median(self.alarm_days[-14:]))
            self.past[: i + 1] += recent
            self.usable[i - 13 : i + 1] = self.ready.ok[i - 13 : i + 1]
            self.past[i - 13 : i + 1] -= recent
            self.seen.note[-1] = "accepted as the new level"
            self._calm_down()
            self.fitted = -99

    def _calm_down(self) -> None:
        self.alarm = None
        self.shift.reset()
        self.drift.reset()
        self.oneday.reset()

    def _correlate(self, z: float) -> None:
        if self.alarm:
            return
        c, recent = self.products, self.recent
        fade = 0.995
        c[0] = fade * c[0] + z * z
        c[1] = fade * c[1] + z * recent[0]
        c[2] = fade * c[2] + z * recent[1]
        c[3] = fade * c[3] + z * recent[2]
        recent[2], recent[1], recent[0] = recent[1], recent[0], z
