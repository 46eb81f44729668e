"""Money: what metrics are worth, what is at stake at each stage, and what changes brought in."""

from journey.routine.money.at_stake import AtStake, at_stake
from journey.routine.money.one_change import claim, return_of
from journey.routine.money.returns import ChangeReturn, Returns, returns
from journey.routine.money.told import SUMS, change_told, line_of, parts_told, stage_told, stake_told, sum_told
from journey.routine.money.worths import UnitValues, add_worth, bin_worth, change_worth, set_currency, unit_values, worth_specs

__all__ = [
    "SUMS", "AtStake", "ChangeReturn", "Returns", "UnitValues", "add_worth", "at_stake", "bin_worth", "change_told",
    "change_worth", "claim", "line_of", "parts_told", "return_of", "returns", "set_currency", "stage_told", "stake_told",
    "sum_told", "unit_values", "worth_specs",
]  # fmt: skip
