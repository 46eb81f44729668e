"""Money as it is drawn: every figure in words, cost and end named, nothing typed comes alive."""

from __future__ import annotations

import re
from collections.abc import Callable

import plotly.graph_objects as go

from journey.charts.money import Row, SumOf, cumulated, cumulated_alt, side_by_side, stakes

CURVE = [(week, 1000.0 * week, 600.0 * week, 1500.0 * week) for week in range(1, 53)]
PAY = Row(
    "Pay <b>",
    500.0,
    100.0,
    1000.0,
    "€500 a week at stake",
    (("Drop-off", "30 % × €10"),),
    more=("what_if?by=1&stage=2", "What if?"),
)


def test_a_stage_is_a_dot_with_its_interval_on_one_scale() -> None:
    drawn = stakes([PAY, Row("Browse", 250.0, 0.0, 500.0, "€250")], caption="A week")
    assert "left:10.0%;width:90.0%" in drawn
    assert re.findall(r"<b style='left:([\d.]+)%'", drawn) == ["50.0", "25.0"], "both on the scale of the larger"
    assert "€500 a week at stake" in drawn
    assert "<b>Drop-off</b> 30 % × €10" in drawn
    assert "Pay &lt;b&gt;" in drawn
    assert "what_if?by=1&amp;stage=2" in drawn
    assert stakes([], caption="A week") == ""


def test_sums_stand_side_by_side_with_what_they_mean() -> None:
    drawn = side_by_side([SumOf("Validated", "€5 <i>", "A verdict says so.", "2 changes")])
    assert "€5 &lt;i&gt;" in drawn
    assert "A verdict says so." in drawn


def test_a_year_names_its_end_and_the_cost(seen: Callable[[go.Figure], str]) -> None:
    said = seen(cumulated(CURVE, currency="EUR", cost=26_000.0, age=8.0, title="A form: €52,000 in its first year"))
    assert "<b>€52,000</b>" in said
    assert "cost €26,000" in said
    assert "week 26" in said
    figure = cumulated(CURVE, currency="EUR", age=8.0)
    lines = [trace for trace in figure.data if trace.fill is None]
    assert [len(line.x) for line in lines] == [9, 45], "what is behind drawn whole, what is assumed dashed"
    assert lines[1].line.dash == "dash"


def test_the_words_of_a_year_say_what_the_picture_shows() -> None:
    said = cumulated_alt(CURVE, currency="CHF", cost=100.0, title="A form")
    assert said == (
        "A form. After 13 weeks CHF 13,000 (CHF 7,800 to CHF 19,500). After 26 weeks CHF 26,000 (CHF 15,600 to CHF 39,000). "
        "After 52 weeks CHF 52,000 (CHF 31,200 to CHF 78,000). Its cost is CHF 100."
    )
