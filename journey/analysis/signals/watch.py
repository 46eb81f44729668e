"""Goes through a KPI series day by day, knowing only the days before, and keeps what was found."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import sqrt

import numpy as np

from journey.analysis.signals.baseline import Baseline, fit
from journey.analysis.signals.charts import Ewma, OneDay, Remembrance, Shape, began
from journey.analysis.signals.limits import DAILY, WEEKLY, Limits
from journey.analysis.signals.seen import ACCEPTED, Accepted, Alarm, Seen, stories
from journey.analysis.signals.series import Floats, Prepared

NOISIER = 2.5
"""How many times the old spread between values makes a new level a new story."""


def watch(ready: Prepared, holidays: frozenset[np.datetime64], strictness: float = 1.0, limits: Limits | None = None) -> Seen:
    """Judge every row of a series by the rows before it."""
    watcher = Watcher(ready, (limits or (DAILY if ready.season == 7 else WEEKLY)).times(strictness))
    for i in range(len(ready.y)):
        watcher.day(i, bool(holidays) and ready.days[i] in holidays)
    return watcher.seen


class Watcher:
    """The charts and the baseline behind them.

    Rules: (1) a baseline is fitted on calm days only, and not on the newest; (2) a flagged spike teaches nothing;
    (3) a shift or drift stays flagged until its days look usual again; (4) or until it lasted `accept` values, when
    its level becomes the usual one; (5) falling back soon from an accepted level to the one before is no new alarm;
    (6) a series that keeps ringing is judged by wider limits until it is quiet; (7) one that rings up and down all the
    time, or whose new level is far noisier than the old one, is learnt afresh from its newest values.
    """

    def __init__(self, ready: Prepared, limits: Limits) -> None:
        self.ready, self.limits = ready, limits
        self.step, self.y, self.n, self.ok = ready.step.tolist(), ready.y.tolist(), ready.n.tolist(), ready.ok.tolist()
        self.past, self.usable = ready.y.copy(), ready.ok.copy()
        self.surprises: Floats = np.full(len(ready.y), np.nan)
        self.seen = Seen(len(ready.y))
        self.base: Baseline | None = None
        self.count = self.fitted = 0
        self.last = 0
        self.oneday, self.memory, self.shape = OneDay(), Remembrance(), Shape()
        self._reshape()
        self.shift, self.drift = Ewma(limits.shift_rate), Ewma(limits.drift_rate)
        self.alarm: Alarm | None = None
        self.accepted: Accepted | None = None
        self.rang = 0.0
        self.spikes = 0
        self.lately: deque[str | None] = deque(maxlen=2 * limits.accept)

    def day(self, i: int, holiday: bool) -> None:
        """Judge row `i`, then learn from it."""
        if not self.ok[i]:
            self.seen.skip("no data")
            return
        self._refit(i)
        if self.base is None:
            self.seen.skip("too little history")
        else:
            self._judge(i, holiday, self.base)
            self.lately.append(self.seen.direction[i])
            if self.seen.flagged[i] and stories(self.lately) > max(self.limits.accept // 3, 3):
                self._begin_again(i)
        self.count += 1
        self.last = self.step[i]

    def _refit(self, i: int) -> None:
        limits, ready = self.limits, self.ready
        due = self.count >= limits.start and (self.base is None or self.count - self.fitted >= limits.stride)
        if self.alarm or not due:
            return
        rows = np.flatnonzero(self.usable[:i])[-limits.window - limits.guard :]
        if self.accepted and len(own := rows[rows >= self.accepted.since]) >= limits.fresh:
            rows = own
        guard = min(limits.guard, (len(rows) - limits.start // 2) // 3)
        rows = rows[:-guard] if guard > 0 else rows
        if len(rows) < limits.start // 2:
            return
        self.base = fit(
            ready.step[rows],
            self.past[rows],
            ready.n[rows],
            self.step[i],
            ready.season,
            known=ready.scale.known,
            counted=ready.counted,
            damp=limits.damp,
            before=self.base,
        )
        self.fitted = self.count
        self.memory.settle()
        self.shape.settle()
        self._reshape()

    def _judge(self, i: int, holiday: bool, base: Baseline) -> None:
        limits, share, rho = self.limits, self.memory.share, self.memory.rho
        gap, age = self.step[i] - self.last, self.step[i] - base.at
        expected = base.level + base.slope * age + base.weekdays[self.step[i] % self.ready.season]
        variance = base.variance(expected, self.n[i], self.ready.counts)
        noise = (variance, share * variance, rho)
        doubt = self._doubt(i, base, age, variance)
        wider = self._wider(gap)
        residual = self.y[i] - expected
        path, spread = self.oneday.look(gap, noise, doubt)
        surprise = (residual - path) / spread
        usual = limits.spike * (1.0 + 2.0 / base.points) * wider * (2.0 if holiday else 1.0)
        low, high = usual * self.sides[0][0], usual * self.sides[0][1]
        limit = high if surprise > 0 else low
        bound = (1.0 if holiday else limits.clip) * sqrt(variance)
        clipped = min(max(residual, -bound), bound)
        self.surprises[i] = clipped / sqrt(variance)
        self.shift.update(i, gap, clipped, noise)
        self.drift.update(i, gap, clipped, noise)
        self.oneday.learn(clipped)
        slow = (
            self._slow(self.shift.score(doubt), limits.shift * wider, 1),
            self._slow(self.drift.score(doubt), limits.drift * wider, 2),
        )
        score = max(surprise / limit, *slow, key=abs)
        self.seen.add(expected, expected + path - low * spread, expected + path + high * spread, score)
        if self.alarm:
            self._in_alarm(i, self.alarm, residual, sqrt(variance), limit)
        elif not self._ring(i, *slow):
            self._spike(i, surprise / limit, expected + path)
        if holiday:
            self.usable[i] = False
            self.seen.say("holiday")
        if not self.alarm:
            self.memory.learn(clipped / sqrt(variance))
            self.shape.learn(min(max(surprise, -limits.clip), limits.clip))

    def _reshape(self) -> None:
        limits, shape = self.limits, self.shape
        charts = (limits.spike, 1.0), (limits.shift, limits.shift_rate), (limits.drift, limits.drift_rate)
        self.sides = [shape.wider(z, rate) for z, rate in charts]

    def _slow(self, score: float, limit: float, chart: int) -> float:
        return score / (limit * self.sides[chart][score > 0])

    def _doubt(self, i: int, base: Baseline, age: int, variance: float) -> float:
        """The variance of what is expected: of the level, of the slope, and of a step that was accepted lately."""
        share, rho = self.memory.share, self.memory.rho
        remembered = 0.5 + share * rho / (1.0 - rho)
        doubt = base.var_level * remembered + base.var_slope * age * age
        if self.accepted and (young := i - self.accepted.since) < 2 * self.limits.fresh:
            doubt += variance * remembered / (young + 1)
        return doubt

    def _spike(self, i: int, score: float, heading: float) -> None:
        """Flag one day; the fourth in a row on one side is a shift, whatever the slow charts say."""
        if abs(score) < 1.0 or not self.ready.rare(i, heading, up=score > 0, limit=self.limits.rare):
            self.spikes = 0
            return
        side = 1 if score > 0 else -1
        self.spikes = self.spikes + side if self.spikes * side > 0 else side
        self.usable[i] = False
        self.rang += 0.5
        self.seen.flag("spike", i, score > 0)
        if abs(self.spikes) >= 4:
            since = int(np.flatnonzero(self.ready.ok[: i + 1])[-4])
            self.alarm, self.spikes = Alarm("shift", since, score > 0), 0
            self.seen.flag("shift", since, score > 0)

    def _wider(self, gap: int) -> float:
        """How much further the limits stand because the series rang so often (Gibbs and Candès 2021, simplified)."""
        self.rang *= 1.0 - min(gap / self.limits.forget, 1.0)
        return 1.0 + min(self.limits.feedback * max(self.rang - self.limits.allow, 0.0), 0.6)

    def _ring(self, i: int, shift: float, drift: float) -> bool:
        """Raise an alarm if a slow chart crossed its limit, unless the series only went back to where it was."""
        if max(abs(shift), abs(drift)) < 1.0:
            return False
        quick = abs(shift) >= 1.0
        chart = self.shift if quick else self.drift
        first, up = max(chart.began, 0), (shift if quick else drift) > 0
        self.usable[first : i + 1] = False
        if self._back_again(first, chart.mean()):
            self.seen.say("back at the level before")
            self._settle(i)
            return True
        since = began(self.surprises, first, i)
        self.alarm = Alarm("shift" if quick else "drift", since, up)
        self.rang += 1.0
        self.seen.flag(self.alarm.rule, since, up)
        return True

    def _back_again(self, since: int, mean: float) -> bool:
        before = self.accepted
        lately = before is not None and self.count - before.at <= self.limits.fresh
        if before is None or not lately or abs(mean + before.by) > 0.6 * abs(before.by):
            return False
        self.past[: before.since] -= before.by
        self.usable[before.since : since] = False
        self.accepted = None
        return True

    def _in_alarm(self, i: int, alarm: Alarm, residual: float, sd: float, limit: float) -> None:
        alarm.exit += self.limits.leave * (min(max(alarm.side * residual / sd, -2.0), 2.0) - alarm.exit)
        if alarm.exit < self.limits.calm:
            self._settle(i)
            return
        self.usable[i] = False
        self.seen.flag(alarm.rule, alarm.since, alarm.up)
        usual, around = _middle(alarm.residuals) if len(alarm.residuals) > 2 else (residual, 0.0)
        if min(abs(residual), abs(residual - usual)) > limit * max(sd, around):
            self.seen.flag("spike", i, residual > usual)
        alarm.residuals.append(residual)
        if len(alarm.residuals) >= self.limits.accept:
            self._accept(i, alarm)

    def _accept(self, i: int, alarm: Alarm) -> None:
        """Move the days before the alarm to the new level, so that weekdays and noise stay known."""
        keep = len(alarm.residuals) * 2 // 3 if alarm.rule == "drift" else len(alarm.residuals) - 1
        by = float(np.median(alarm.residuals[-keep:]))
        rows = np.flatnonzero(self.ready.ok[: i + 1])[-keep:]
        self.past[: rows[0]] += by
        self.usable[rows] = True
        self.accepted = Accepted(int(rows[0]), self.count, by)
        self.seen.say(ACCEPTED)
        self.lately.clear()
        self._settle(i)
        if keep >= 10 and self.base:
            usual = sqrt(self.base.variance(self.y[i], self.n[i], self.ready.counts))
            if _middle(self.ready.y[rows])[1] > NOISIER * usual:
                self._begin_again(i)

    def _begin_again(self, i: int) -> None:
        """Forget all but the newest values."""
        rows = np.flatnonzero(self.ready.ok[: i + 1])[-max(self.limits.accept, self.limits.start) :]
        self.usable[: i + 1] = False
        self.usable[rows] = True
        self.base = self.accepted = None
        self.memory, self.shape = Remembrance(), Shape()
        self.rang = 0.0
        self.lately.clear()
        self.seen.say(ACCEPTED)
        self._settle(i)

    def _settle(self, i: int) -> None:
        """Start the charts afresh and fit a new baseline next time."""
        self.alarm = None
        self.shift.reset()
        self.drift.reset()
        self.oneday.reset()
        self.fitted = self.count - self.limits.stride


def _middle(values: Sequence[float] | Floats) -> tuple[float, float]:
    """The median, and the robust standard deviation around it."""
    some = np.asarray(values)
    middle = float(np.median(some))
    return middle, 1.4826 * float(np.median(np.abs(some - middle)))
