from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl

from journey.charts import fan, foretold, tornado
from journey.charts.scenarios_told import compared_table, outcome_table
from journey.charts.theme import TEXT, WATCH

Seen = Callable[[go.Figure], str]
START = date(2026, 11, 2)
PAST = {"now": None, "now_low": None, "now_high": None, "then": None, "then_low": None, "then_high": None}
WEEKS = pl.DataFrame(
    [
        {"at": START, "came": 20.0} | PAST,
        {"at": START + timedelta(weeks=1), "came": 22.0} | PAST,
        {"at": START + timedelta(weeks=2), "came": None, "now": 21.0, "now_low": 15.0, "now_high": 28.0, "then": 25.0,
         "then_low": 18.0, "then_high": 33.0},
        {"at": START + timedelta(weeks=3), "came": None, "now": 21.0, "now_low": 14.0, "now_high": 29.0, "then": 27.0,
         "then_low": 18.0, "then_high": 36.0},
    ],
    infer_schema_length=None,
)  # fmt: skip


def test_both_ways_are_named_at_their_ends(seen: Seen) -> None:
    words = seen(fan.fan(WEEKS, title="More reach the goal"))
    assert "<b>21</b> as it is" in words
    assert "<b>27</b> with this" in words
    said = fan.alt_text(WEEKS, title="More reach the goal")
    assert said == ("More reach the goal. In the last week as it is: 21.0, 14 to 29. In the last week with this: 27.0, 18 to 36.")


def test_without_levers_there_is_one_line(seen: Seen) -> None:
    words = seen(fan.fan(WEEKS.with_columns(then=None, then_low=None, then_high=None)))
    assert "with this" not in words
    assert "nothing to foretell" in seen(fan.fan(WEEKS.head(2)))


def test_each_stage_has_its_dot_and_its_range(seen: Seen) -> None:
    frame = pl.DataFrame({"name": ["Pay <b>", "Look"], "value": [3.7, 1.2], "low": [2.5, 0.4], "high": [4.9, 2.0]})
    figure = tornado.tornado(frame, title="A point is worth most at Pay")
    words = seen(figure)
    assert "Pay &lt;b&gt;" in words
    assert "<b>3.7</b>" in words
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1], "the first stands at the top"
    assert tornado.alt_text(frame, title="T") == "T. Pay <b> 3.7, 2.5 to 4.9; Look 1.2, 0.4 to 2.0."
    assert "nothing to compare" in seen(tornado.tornado(frame.clear()))


def test_a_week_outside_its_range_is_another_mark(seen: Seen) -> None:
    frame = pl.DataFrame({"at": [START, START + timedelta(weeks=1)], "came": [20.0, 40.0], "amount": [21.0, 22.0],
                          "low": [15.0, 15.0], "high": [28.0, 29.0]})  # fmt: skip
    figure = foretold.foretold(frame)
    seen(figure)
    assert figure.data[-1].marker.symbol == ("circle", "diamond")
    assert figure.data[-1].marker.color == (TEXT, WATCH)
    assert "week of 9 Nov: 40 came, 15 to 29 foretold" in foretold.alt_text(frame)
    assert "too short" in seen(foretold.foretold(frame.clear()))


def test_a_difference_says_better_or_worse_beside_its_colour() -> None:
    told = outcome_table([("Reach <it>", "300", "320", "+20 (+5 to +31)", "better"), ("Days", "3", "3", "no difference", "calm")],
                         caption="12 weeks")  # fmt: skip
    assert "Reach &lt;it&gt;" in told
    assert "▲ +20 (+5 to +31)<span class='sr'>, better</span>" in told
    assert "<td class='difference calm'>no difference</td>" in told
    assert outcome_table([], caption="") == ""


def test_scenarios_stand_side_by_side() -> None:
    told = compared_table(["One & two", "Three"], [("Contacts", [("+5", "worse"), ("−5", "better")])], caption="c")
    assert "One &amp; two" in told
    assert told.index("+5") < told.index("−5")
    assert compared_table([], [], caption="c") == ""
