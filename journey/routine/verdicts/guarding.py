"""Metrics that a change must not worsen: each assessed beside it, and what that does to the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from journey.analysis.impact import Impact, Ruling
from journey.analysis.impact.many import adjusted
from journey.analysis.impact.verdicts import between
from journey.domain.words import Direction, Verdict
from journey.routine.verdicts.figures import Figures, teller
from journey.routine.verdicts.judging import assess_guard
from journey.routine.verdicts.trial import Guard, Note
from journey.routine.verdicts.window import Window
from journey.store.tables import Metric

Guarded = Sequence[Guard]
CHANCE = 0.05


def guarded(figures: Figures, change: Mapping[str, Any], seen: Window) -> list[tuple[str, Metric, Impact]]:
    """The guards of a change with what they are called and what happened to them in its days."""
    kept = [figures.own[id] for id in change["guards"] or () if id in figures.own and id != change["metric_id"]]
    found = []
    for metric in kept:
        try:
            found.append((figures.titles[metric.key], metric, assess_guard(figures, metric, change, seen)))
        except ValueError:  # the guard has no days on both sides of the change: nothing is known of it
            continue
    return found


def guard_all(found: Sequence[Sequence[tuple[str, Metric, Impact]]], bounds: Sequence[float] | None = None) -> list[list[Guard]]:
    """The guards of all changes of a Friday, worse only beyond chance among so many (Benjamini & Hochberg, one in twenty).

    `bounds` has for each change the p value that a guard of its must fall below as well: changes looked at early.
    """
    bound = [limit for guards, limit in zip(found, bounds or [1.0] * len(found), strict=True) for _ in guards]
    flat = [one for guards in found for one in guards]
    counted = [at for at, (_, _, impact) in enumerate(flat) if impact.p is not None]
    level = dict(zip(counted, adjusted([flat[at][2].p or 0.0 for at in counted]), strict=True))
    worst = [level.get(at, 1.0) if (impact.p or 0.0) < bound[at] else 1.0 for at, (_, _, impact) in enumerate(flat)]
    told = iter([_guard(*one, worst[at]) for at, one in enumerate(flat)])
    return [[next(told) for _ in guards] for guards in found]


def with_guards(ruling: Ruling, guards: Guarded) -> tuple[Ruling, list[Note]]:
    """The ruling with what the guards say.

    Rules: a guard that is worse beyond chance makes a change harmful, whatever its own metric did; one that may be worse is
    said beside a validated verdict; one that held is only noted.
    """
    notes = [Note("guard", guard.sentence, weighty=guard.worse or guard.doubtful) for guard in guards]
    worse = [guard for guard in guards if guard.worse]
    doubtful = [guard for guard in guards if guard.doubtful]
    if worse:
        said = f"{ruling.measured or ruling.sentence} But {worse[0].sentence}"
        change = f"A fix that keeps {worse[0].metric.name}, or taking the change back."
        return replace(ruling, verdict=Verdict.HARMFUL, sentence=said, would_change=change), notes
    if doubtful and ruling.verdict is Verdict.VALIDATED:
        said = f"{ruling.sentence} But {doubtful[0].sentence}"
        return replace(ruling, sentence=said, would_change=f"More weeks in which {doubtful[0].metric.name} gets worse."), notes
    return ruling, notes


def _guard(name: str, metric: Metric, impact: Impact, level: float) -> Guard:
    if impact.effect is None or impact.lo95 is None or impact.hi95 is None or impact.p is None:
        return Guard(metric, impact, False, False, f"{name}, a guard: too few days to say whether it held.")
    tell = teller(metric)
    bad = impact.effect < 0 if Direction(metric.direction) is Direction.UP else impact.effect > 0
    ends = f"{tell(impact.effect)} (95 % interval {between(tell(impact.lo95), tell(impact.hi95))})"
    if bad and level <= CHANCE:
        return Guard(metric, impact, True, False, f"{name}, a guard, got worse by more than chance: {ends}.")
    if bad and impact.p / 2 < CHANCE:
        return Guard(metric, impact, False, True, f"{name}, a guard, may have got worse: {ends}.")
    return Guard(metric, impact, False, False, f"{name}, a guard, held: {ends}.")
