"""The portfolio: every journey, from the lifecycle down to its parts."""

from journey.ui.frame import screen
from journey.ui.portfolio import portfolio

here = screen("Journeys", "From the lifecycle down to its parts: which journey holds its targets, and where somebody is needed.")
portfolio(here)
