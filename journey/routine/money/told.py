"""Money in sentences, the same on screens, in reports and on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from journey.analysis.money import Money, Return, Sort, StageStake, Stake
from journey.domain import format
from journey.domain.words import Direction, MetricKind, Reach
from journey.routine.money.at_stake import AtStake
from journey.routine.money.returns import ChangeReturn, Returns
from journey.store.tables import Metric

YEAR = 52
SUMS = {
    Reach.VALIDATED: "A verdict says that the metric moved, and by how much.",
    Reach.ESTIMATED: "Measured, but no verdict claims it: it is open, can't be told, or says no.",
    Reach.CLAIMED: "Forecasts of what is not measured yet, and verdicts given against the data.",
}


def dearest_told(seen: AtStake, stages: Sequence[StageStake]) -> str:
    """Where most is at stake, as a heading; "" where nothing is."""
    rows = [stage for stage in stages if stage.stage_id is not None and stage.a_week.amount > 0]
    if not rows:
        return ""
    most = max(rows, key=lambda stage: stage.a_week.amount)
    return f"Most is at stake at {seen.names[most.stage_id]}: {range_told(most.a_week, seen.currency)} a week"


def range_told(money: Money, currency: str) -> str:
    """A sum with its interval."""
    return format.money_range(money.amount, money.low, money.high, currency)


def stage_told(stage: StageStake, currency: str) -> str:
    """A stage's money in a few words: €700 (€228 to €1,390) a week at stake."""
    if stage.a_week.high <= 0:
        return "nothing at stake: its metrics hold what they are held against"
    return f"{range_told(stage.a_week, currency)} a week at stake, {format.money(stage.a_week.amount * YEAR, currency)} a year"


def parts_told(stage: StageStake, seen: AtStake) -> list[tuple[str, str]]:
    """The metrics that make up a stage's money: name and formula, dearest first."""
    return [(seen.metrics[part.level.spec.id].name, stake_told(part, seen)) for part in stage.parts]


def stake_told(part: Stake, seen: AtStake) -> str:
    """The formula of one metric's stake with its figures, so that a reader can do the sum again."""
    metric = seen.metrics[part.level.spec.id]
    goal = "its target is" if part.level.target else "the better weeks of the last year held"
    stands = f"{_figure(metric, part.level.value)}{_on(part, metric)}"
    against = f"{stands}; {goal} {_figure(metric, part.level.reference or 0.0)}"
    if part.level.gap == 0:
        sure = (
            ""
            if part.a_week.high <= 0
            else f", though the weeks leave up to {format.money(part.a_week.high, seen.currency)} open"
        )
        return f"{against}: nothing at stake{sure}."
    onward = f" × {format.value(MetricKind.RATE, part.onward)} who would reach the goal" if part.onward < 1 else ""
    worth = format.money(part.worth.amount, seen.currency, exact=True)
    return (
        f"{against}: {_units(part, metric)}{onward} × {worth} = {range_told(part.a_week, seen.currency)} a week.{_beside(part)}"
    )


def change_told(one: ChangeReturn, currency: str) -> str:
    """A change's return in two or three sentences, how sure it is first."""
    return f"{line_of(one.money, currency)}{_shared(one)}"


def line_of(money: Return, currency: str) -> str:
    """A return in words: what a week, what a year, and when its cost is back."""
    week, year = money.a_week, format.money(money.year.amount, currency)
    if week.low < 0 < week.high:
        ends = f"{format.money(week.low, currency)} to {format.money(week.high, currency)}"
        said = f"its likeliest effect is {format.money(week.amount, currency)} a week ({ends}), which can be chance."
    else:
        wins = "would bring in" if money.reach is Reach.CLAIMED or money.if_all else "brings in" if week.amount >= 0 else "costs"
        size = week if week.amount >= 0 else week.times(-1)
        everybody = " if everybody had it" if money.if_all else ""
        said = f"it {wins} {range_told(size, currency)} a week{everybody}, {year} in its first year{_net(money, currency)}."
    pieces = [f"{money.reach.value.capitalize()}: {said}", back_told(money, currency), _less(money)]
    return " ".join(filter(None, pieces))


def back_told(money: Return, currency: str) -> str:
    """When a cost is back, with the interval; nothing where no cost was written down."""
    if not money.cost or money.payback is None:
        return ""
    cost = format.money(money.cost, currency, exact=True)
    back = money.payback
    if back.soonest is None:
        return f"Its cost of {cost} does not come back within a year."
    if back.weeks is None:
        return f"Its cost of {cost} is hardly back within a year: after {_weeks(back.soonest)} at best."
    latest = "not within a year" if back.latest is None else f"{_weeks(back.latest)}"
    ends = "" if back.soonest == back.latest else f" ({_weeks(back.soonest)} at best, {latest} at worst)"
    return f"Its cost of {cost} is back after {_weeks(back.weeks)}{ends}."


def sum_told(seen: Returns, reach: Reach) -> str:
    """One of the three sums: what its changes bring in within their first year, and what they cost."""
    own = seen.of(reach)
    if not own:
        return f"{reach.value.capitalize()}: nothing."
    many = f"{len(own)} {'change' if len(own) == 1 else 'changes'}"
    cost = f", for {format.money(seen.costs[reach], seen.currency, exact=True)} of cost" if seen.costs[reach] else ""
    return f"{reach.value.capitalize()}: {range_told(seen.sums[reach], seen.currency)} in the first year of {many}{cost}."


def _weeks(count: int) -> str:
    return f"{count} {'week' if count == 1 else 'weeks'}"


def _figure(metric: Metric, value: float) -> str:
    """A value as exactly as a sum needs it: a tenth of a percent, a thousandth of a ratio."""
    if metric.kind is MetricKind.RATE:
        return f"{format.number(value * 100, 1)} %"
    if metric.kind is MetricKind.RATIO and abs(value) < 1:
        return f"{format.number(value, 3)} {metric.unit}"
    return format.value(metric.kind, value, unit=metric.unit)


def _on(part: Stake, metric: Metric) -> str:
    """How many a week the value is about."""
    if metric.kind is MetricKind.COUNT:
        return " a week"
    return f" of {format.number(_many(part))} customers a week"


def _many(part: Stake) -> float:
    """The customers a week that the units were worked out from."""
    hours = 3600 if part.level.spec.kind is MetricKind.DURATION else 1
    return part.units * hours / part.level.gap if part.level.gap else part.level.volume


def _units(part: Stake, metric: Metric) -> str:
    figure = format.number(part.units, 1 if part.units < 100 else 0)
    match metric.kind:
        case MetricKind.DURATION:
            return f"{figure} hours too long"
        case MetricKind.MEAN | MetricKind.NPS:
            return f"{figure} points {'short' if metric.direction is Direction.UP else 'too many'}"
        case _:
            return f"{figure} too {'many' if metric.direction is Direction.DOWN else 'few'}"


def _beside(part: Stake) -> str:
    if part.counted:
        return ""
    if part.sort is Sort.POINTS:
        return " Told beside the rest, not added: a score foretells what customers will do."
    return f" Not added: another metric of the stage tells the same {part.sort.value}."


def _net(money: Return, currency: str) -> str:
    """What is left of the first year after the cost."""
    return f" ({format.money(money.net.amount, currency)} after its cost)" if money.cost and money.net else ""


def _less(money: Return) -> str:
    """The guards whose loss is in the sums."""
    if not money.less:
        return ""
    return f"What worsened with it is taken off: {', '.join(money.less)}."


def _shared(one: ChangeReturn) -> str:
    return "" if one.counted else f" Not added: “{one.shared}” moved the metric in the same days, and its sum holds both."
