"""Money as tables to take away: every figure behind a sum, one row a metric or a change."""

from __future__ import annotations

import polars as pl

from journey.routine.money.at_stake import AtStake
from journey.routine.money.returns import Returns
from journey.routine.money.told import change_told, stake_told


def stakes_sheet(seen: AtStake) -> pl.DataFrame:
    """A row a metric: where it stands, what it is held against, its worth, and what is at stake a week with its 95 % interval."""
    rows = [
        {
            "stage": seen.names[stage.stage_id], "metric": seen.metrics[part.level.spec.id].name,
            "value": part.level.value, "held_against": part.level.reference,
            "held_against_is": "target" if part.level.target else "better weeks of the last year",
            "units_a_week": part.units, "share_that_reaches_the_goal": part.onward, "worth_of": part.worth.kind.value,
            "worth": part.worth.amount, "worth_low": part.worth.low, "worth_high": part.worth.high,
            "at_stake_a_week": part.a_week.amount, "low": part.a_week.low, "high": part.a_week.high,
            "currency": seen.currency, "counted": part.counted, "how": stake_told(part, seen),
        }
        for stage in seen.stages for part in stage.parts
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def returns_sheet(seen: Returns) -> pl.DataFrame:
    """A row a change: how sure its money is, what a week, so far and in its first year, its cost and when that is back."""
    rows = []
    for one in seen.changes:
        money, back = one.money, one.money.payback
        rows.append(
            {
                "change": one.change["title"], "shipped_on": one.change["shipped_on"], "sum": money.reach.value,
                "counted": one.counted, "a_week": money.a_week.amount, "a_week_low": money.a_week.low,
                "a_week_high": money.a_week.high, "so_far": money.so_far.amount, "first_year": money.year.amount,
                "first_year_low": money.year.low, "first_year_high": money.year.high, "cost": money.cost,
                "net": money.net.amount if money.net else None, "net_low": money.net.low if money.net else None,
                "net_high": money.net.high if money.net else None,
                "back_after_weeks": back.weeks if back else None, "currency": seen.currency, "assumed": seen.fade.name,
                "how": change_told(one, seen.currency),
            }
        )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)
