"""Money on the screen: at stake by stage, what changes brought in, what things are worth."""

from journey.ui.money.lines import forecast_money, leadership_money, money_line, stage_money
from journey.ui.money.returned import returned_part
from journey.ui.money.stakes import at_stake_part
from journey.ui.money.worths import worths_part

__all__ = ["at_stake_part", "forecast_money", "leadership_money", "money_line", "returned_part", "stage_money", "worths_part"]
