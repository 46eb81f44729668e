"""Every shipped change held against its metric on a Friday, together: early looks, chance among many, guards, overlaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy.engine import Engine
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from journey.analysis.impact import Ruling
from journey.analysis.impact.daily import LONGEST
from journey.analysis.impact.many import decide_together
from journey.domain.words import Verdict
from journey.routine.calendar_days import journey_holidays
from journey.routine.verdicts.beside import by_rollout, by_test, readings
from journey.routine.verdicts.early import early_bound, looked_early
from journey.routine.verdicts.figures import Figures, Sibling
from journey.routine.verdicts.guarding import Guarded, guard_all, guarded, with_guards
from journey.routine.verdicts.judging import Judged, judge
from journey.routine.verdicts.planning import WITHOUT_SIZE, friday_knowing
from journey.routine.verdicts.trial import Trial, Way, is_past
from journey.routine.verdicts.window import Window, window
from journey.store.readers.incidents import incidents
from journey.store.readers.work import changes

if TYPE_CHECKING:
    from journey.routine.experiments.reading import TestReading

FINAL = (Verdict.VALIDATED, Verdict.REJECTED, Verdict.HARMFUL)


@dataclass(frozen=True)
class _Friday:
    """What all changes of a Friday are judged by."""

    figures: Figures
    shipped: Sequence[dict[str, Any]]
    incidents: pl.DataFrame
    holidays: dict[date, str]
    tests: dict[int, TestReading]
    on: date


@dataclass(frozen=True)
class _Case:
    """A change on its way to a trial."""

    change: dict[str, Any]
    seen: Window
    judged: Judged
    due_on: date
    early: bool
    test: TestReading | None


def trials(
    engine: Engine, journey_id: int, *, until: date, friday: date | None = None, only: Collection[int] | None = None
) -> list[Trial]:
    """Every change that shipped by `until` and names a metric, newest first, with what is known by that day.

    Rules, in this order: judged by its own days (or by its staged rollout or test); looked at before its Friday only what is
    beyond doubt is said; among those on the list of `friday` (that of the week after `until`), also those that were decided
    in that week already, false discoveries are kept at one in twenty; a worsened guard is said with it; what can't be told
    from another change is not told. With `only`, the ids of some changes, these alone are judged and count as all.
    """
    friday = friday or until + timedelta(days=5)
    figures = Figures(engine, journey_id, until)
    shipped = list(changes(engine, journey_id).filter(pl.col("shipped_on") <= until).iter_rows(named=True))
    tried = [row for row in shipped if row["metric_id"] in figures.own and (only is None or row["id"] in only)]
    if not tried:
        return []
    first = min(row["shipped_on"] for row in tried) - timedelta(days=LONGEST)
    holidays = journey_holidays(engine, journey_id, first, until)
    tests = readings(engine, journey_id, tried, until=until, friday=friday)
    knows = _Friday(figures, shipped, incidents(engine, journey_id), holidays, tests, friday)
    with threadpool_limits(1):  # on matrices as small as ours the threads of OpenBLAS wait for each other, spinning
        cases = [_case(knows, row) for row in tried]
        found = [guarded(figures, case.change, case.seen) for case in cases]
    rulings, guards = _together(cases, friday), guard_all(found, [_bound(case, friday) for case in cases])
    return [_trial(figures, *told) for told in zip(cases, rulings, guards, strict=True)]


def due_on(change: Mapping[str, Any]) -> date:
    """The Friday of a shipped change's verdict; one that was written down without a plan is due after four weeks."""
    known: date | None = change["due_on"]
    return known or friday_knowing(change["shipped_on"] + timedelta(days=change["lag_days"] + 7 * WITHOUT_SIZE - 1))


def _case(knows: _Friday, change: dict[str, Any]) -> _Case:
    figures, at = knows.figures, knows.figures.own[change["metric_id"]].stage_id
    seen = window(change, knows.shipped, knows.incidents, stage_id=at, until=figures.until, holidays=knows.holidays)
    judged, test = judge(figures, change, seen, knows.holidays), knows.tests.get(change["id"])
    if test is not None:
        judged = by_test(judged, test)
    elif change["rollout"]:
        judged = by_rollout(figures, change, judged)
    seen = _side_by_side(seen, judged.way)
    due = _due(figures, change, seen)
    return _Case(change, seen, judged, due, early=due > knows.on and judged.way is not Way.TEST, test=test)


def _side_by_side(seen: Window, way: Way) -> Window:
    """What else came in those days came to both sides of a test or a staged rollout, and its days are not cut by it.

    Groups drawn by lot are told apart from every other change; parts of the customers only from one that came to all.
    """
    if way in (Way.BEFORE, Way.CONTROLS):
        return seen
    alone = seen.alone or way is Way.TEST
    notes = () if alone else tuple(note for note in seen.notes if note.kind == "overlap" and note.weighty)
    return replace(seen, notes=notes, alone=alone, closed_by=None)


def _due(figures: Figures, change: Mapping[str, Any], seen: Window) -> date:
    """Its Friday, or the one that knows its last day where the next change on the metric ended its days before that."""
    if seen.closed_by is None or change["verdict"]:
        return due_on(change)
    ripening = figures.ripening(Sibling(change["metric_id"], change["segment"]))
    return min(due_on(change), friday_knowing(seen.closed_by + timedelta(days=ripening - 1)))


def _together(cases: Sequence[_Case], friday: date) -> list[Ruling]:
    """The rulings once it is taken into account that they were looked at early, and how many there are."""
    rulings = [_alone(case, friday) for case in cases]
    open_ones = [at for at, case in enumerate(cases) if not case.early and not is_past(case.change, friday)]
    decided = decide_together([(cases[at].judged.impact, rulings[at]) for at in open_ones])
    for at, ruling in zip(open_ones, decided, strict=True):
        rulings[at] = ruling
    return rulings


def _bound(case: _Case, friday: date) -> float:
    return early_bound(case.change, case.due_on, friday) if case.early else 1.0


def _alone(case: _Case, friday: date) -> Ruling:
    judged = case.judged
    return looked_early(case.change, judged.impact, judged.ruling, case.due_on, friday) if case.early else judged.ruling


def _trial(figures: Figures, case: _Case, ruling: Ruling, guards: Guarded) -> Trial:
    change, judged = case.change, case.judged
    ruling, notes = with_guards(ruling, guards)
    ruling = ruling if case.seen.alone else _inseparable(ruling, case.seen)
    return Trial(
        change, figures.own[change["metric_id"]], judged.impact, ruling, judged.path,
        tuple(sorted((*case.seen.notes, *judged.notes, *notes), key=lambda note: not note.weighty)), tuple(guards),
        case.seen.marks, case.seen.alone, case.due_on, case.early, judged.way, figures.until, case.test,
    )  # fmt: skip


def _inseparable(ruling: Ruling, seen: Window) -> Ruling:
    """What moved is of both changes: neither is validated or rejected by it alone."""
    if ruling.verdict not in FINAL:
        return ruling
    why = next(note.sentence for note in seen.notes if note.kind == "overlap" and note.weighty)
    said = f"{ruling.measured or ruling.sentence} {why}"
    return replace(ruling, verdict=Verdict.CANT_TELL, sentence=said, would_change="A test of one of the two, or taking one back.")
