"""The picture of a rule's weeks: the limit, every judged week, and the weeks that fired."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journey.charts import theme
from journey.charts.rule_weeks import rule_weeks
from journey.domain.words import MetricKind
from tests.unit.charts.test_spark import shapes


def test_the_weeks_that_fired_are_dots_and_the_limit_a_dotted_line() -> None:
    made = rule_weeks([0.9, 0.5, None, 0.4], [False, True, False, True], limit=0.6, label="Success", kind=MetricKind.RATE)
    assert 'alt="Success: 40 % to 90 % in 3 weeks, limit 60 %; the rule fires in 2 of them"' in made
    dots = shapes(made, "circle")
    assert len(dots) == 2
    assert all(theme.both(theme.WORSE) in dot.get("style", "") for dot in dots)
    limit, line = shapes(made, "path")
    assert "dasharray" in limit.get("style", "")
    assert line.get("d", "").count("M") == 2, "a week that proves nothing leaves a gap"


def test_a_calm_rule_says_so_and_nothing_judged_draws_nothing() -> None:
    assert "the rule fires in none of them" in rule_weeks([3.0, 4.0], [False, False], label="Tickets")
    assert rule_weeks([None, None], [False, False]) == ""
    assert theme.both(theme.BETTER) in "".join(
        dot.get("style", "") for dot in shapes(rule_weeks([1], [True], state="better"), "circle")
    )


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=40), st.one_of(st.none(), st.floats(-1e6, 1e6)))
def test_any_weeks_can_be_drawn(values: list[float | None], limit: float | None) -> None:
    made = rule_weeks(values, [value is not None and value < 0 for value in values], limit=limit)
    if any(value is not None for value in values):
        assert len(shapes(made, "circle")) == sum(value is not None and value < 0 for value in values)
