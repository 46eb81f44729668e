"""Differences drawn with their reach: figures in words, colour only where something was decided."""

from __future__ import annotations

import re
from urllib.parse import unquote

from journey.charts import theme
from journey.charts.estimates import WIDTH, Estimate, estimates
from journey.domain.words import Direction, MetricKind

LOOKS = [
    Estimate("17 Mar", 0.03, -0.05, 0.11, "504 customers"),
    Estimate("24 Mar", 0.06, 0.01, 0.11, "760 customers", decides=True),
    Estimate("<31> Mar", rests_on="to come"),
]


def drawn(direction: Direction) -> str:
    return estimates(LOOKS, caption="With & without", kind=MetricKind.RATE, direction=direction, worth=0.05)


def test_each_look_says_its_figures_and_only_the_one_that_decides_is_coloured() -> None:
    page = drawn(Direction.UP)
    assert "<b>+3.0 points</b> <span>−5.0 to +11.0 points</span>" in page
    assert page.count("▲ better") == 1
    assert page.count("<em>") == 1
    assert "&lt;31&gt; Mar" in page
    assert "to come" in page
    assert "aria-label='With &amp; without'" in page


def test_the_wrong_way_is_worse_and_the_aim_stands_on_the_side_that_is_hoped_for() -> None:
    page = drawn(Direction.DOWN)
    assert "▼ worse" in page
    assert "▲ better" not in page
    assert theme.LIGHT.placeholders[theme.WORSE][1:] in page
    assert max(aims(page)) < WIDTH / 2 < min(aims(drawn(Direction.UP)))


def aims(page: str) -> list[float]:
    """Where the dotted lines of the smallest difference worth having stand."""
    return [float(place) for place in re.findall(r"M([\d.]+) 0v\d+['\"] style=['\"][^'\"]*dasharray", unquote(page))]
