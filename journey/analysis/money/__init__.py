"""Money: what a metric is worth, what is at stake at a stage, and what a change brings in."""

from journey.analysis.money.amounts import Money, WorthSpec, money_of, total, worth_draws
from journey.analysis.money.levels import Level, level_of
from journey.analysis.money.returns import FADES, Fade, Payback, Return, returned
from journey.analysis.money.stakes import Sort, StageStake, Stake, by_stage, stake

__all__ = [
    "FADES", "Fade", "Level", "Money", "Payback", "Return", "Sort", "StageStake", "Stake", "WorthSpec", "by_stage", "level_of",
    "money_of", "returned", "stake", "total", "worth_draws",
]  # fmt: skip
