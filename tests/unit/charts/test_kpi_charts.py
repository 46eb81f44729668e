"""A KPI's charts: weeks beside months, stages side by side, what each part adds, the figures behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import unquote

import plotly.graph_objects as go
import polars as pl

from journey.charts import theme
from journey.charts.contributions import MOST, contributions
from journey.charts.figures import figures
from journey.charts.segments import segments
from journey.charts.stages import stages
from journey.charts.timeline import Mark, holidays_said
from journey.charts.trend import alt_text, trend
from journey.charts.weekday import weekday_pattern
from journey.charts.weeks_months import weeks_and_months
from journey.domain.words import Direction, MetricKind

Seen = Callable[[go.Figure], str]
RATE = MetricKind.RATE
START = date(2026, 9, 7)


def weeks(many: int = 8, **columns: object) -> pl.DataFrame:
    at = [START + timedelta(weeks=i) for i in range(many)]
    return pl.DataFrame({"at": at, "value": [0.2 + 0.01 * (i % 3) for i in range(many)], "n": [1329] * many, **columns})


def months(**columns: object) -> pl.DataFrame:
    at = [date(2025 + k // 12, k % 12 + 1, 1) for k in range(14)]
    return pl.DataFrame({"at": at, "value": [0.2 + 0.02 * (k % 5) for k in range(14)], "n": [5000] * 14, **columns})


def test_six_weeks_stand_beside_twelve_months_on_one_scale(seen: Seen) -> None:
    left, right = weeks_and_months(weeks(), months(), kind=RATE, target=0.5)
    assert left.layout.yaxis.range == right.layout.yaxis.range
    line = next(trace for trace in left.data if trace.line.color == theme.TEXT)
    assert len(line.x) == 6
    line = next(trace for trace in right.data if trace.line.color == theme.TEXT)
    assert len(line.x) == 12
    assert "6 weeks" in seen(left)
    assert "12 months" in seen(right)
    assert "Target" in seen(left)
    assert "a year before" not in seen(left) + seen(right)


def test_few_days_are_named_under_the_weeks_so_that_their_n_fits_a_telephone() -> None:
    left, right = weeks_and_months(weeks(), months(), kind=RATE)
    assert list(left.layout.xaxis.ticktext) == ["28 Sep<br>n 1,329", "12 Oct<br>n 1,329", "26 Oct<br>n 1,329"]
    assert len(right.layout.xaxis.ticktext) <= 4
    assert right.layout.xaxis.ticktext[-1] == "Feb<br>n 5,000"


def test_the_year_before_is_dashed_and_named(seen: Seen) -> None:
    left, _ = weeks_and_months(weeks(prior=[0.3] * 8), months(), kind=RATE)
    assert "a year before" in seen(left)
    assert any(trace.line.dash == "dash" for trace in left.data)


def test_nothing_measured_at_all_is_said_twice_calmly(seen: Seen) -> None:
    left, right = weeks_and_months(weeks().head(0), months().head(0))
    assert "Nothing was measured" in seen(left)
    assert "Nothing was measured" in seen(right)


def test_each_run_that_stands_out_has_its_word_and_its_shape(seen: Seen) -> None:
    flag = [None, "worse", "worse", None, "better", None, None, "worse"]  # eight weeks, so that words have room
    figure = trend(weeks(flag=flag), kind=RATE)
    assert seen(figure).count("▼ worse") == 2, "one for each run, the last at the end of the line"
    assert seen(figure).count("▲ better") == 1
    assert list(figure.data[-1].marker.symbol) == ["diamond", "diamond", "circle", "diamond"]


def test_words_that_would_lie_on_each_other_are_left_out_and_the_shapes_stay(seen: Seen) -> None:
    flag = ["worse" if k % 2 else None for k in range(50)]
    figure = trend(weeks(50, flag=flag), kind=RATE)
    assert 4 <= seen(figure).count("▼ worse") <= 6
    assert len(figure.data[-1].x) == 25


def test_holidays_are_squares_on_the_axis_and_named_beside_it(seen: Seen) -> None:
    days = [Mark(START + timedelta(days=3), "<i>Day</i> of rest"), Mark(date(2020, 1, 1), "Long ago")]
    figure = trend(weeks(), kind=RATE, holidays=days)
    squares = next(trace for trace in figure.data if trace.marker.symbol == "square-open")
    assert list(squares.x) == ["2026-09-10"]
    assert squares.hovertext[0] == "10 Sep: &lt;i&gt;Day&lt;/i&gt; of rest"
    assert "rest" not in seen(figure), "names would lie on those of changes"
    assert holidays_said(days, weeks()["at"].to_list()) == "□ <i>Day</i> of rest (10 Sep)"
    assert "10 Sep: <i>Day</i> of rest." in alt_text(weeks(), kind=RATE, holidays=days[:1])


def test_of_many_holidays_the_latest_are_named() -> None:
    days = [Mark(START + timedelta(days=7 * k), f"Holiday {k}") for k in range(6)]
    assert holidays_said(days, weeks()["at"].to_list()) == (
        "□ Holiday 2 (21 Sep), Holiday 3 (28 Sep), Holiday 4 (5 Oct), Holiday 5 (12 Oct) and 2 before"
    )
    assert holidays_said([], []) == ""


def by_stage() -> pl.DataFrame:
    pay = weeks(flag=[None] * 7 + ["worse"]).with_columns(stage=pl.lit("Pay & go"))
    return pl.concat([weeks(flag=[None] * 8).with_columns(stage=pl.lit("<Browse>")), pay], how="vertical_relaxed")


def test_stages_share_one_scale_and_mark_what_stands_out_by_shape_and_word() -> None:
    markup = stages(by_stage(), caption="Drop-off by stage", kind=RATE, target=0.1)
    assert "&lt;Browse&gt;" in markup
    assert "<Browse>" not in markup
    assert "▼ worse" in markup
    assert "Every stage from 10 % to 22 %" in markup
    first, second = (unquote(source) for source in re.findall(r'src="data:image/svg\+xml,([^"]*)"', markup))
    assert "<polygon" not in first
    assert "<polygon" in second
    assert 'alt="Pay &amp; go: 20 % to 21 % over 8 weeks; 26 Oct ▼ worse"' in markup


def test_a_stage_without_values_says_so_and_none_at_all_is_nothing() -> None:
    empty = weeks().with_columns(value=pl.lit(None, dtype=pl.Float64), stage=pl.lit("Rest"), flag=pl.lit(None, dtype=pl.String))
    assert "nothing measured" in stages(
        pl.concat([by_stage(), empty.select(by_stage().columns)], how="vertical_relaxed"), caption="x"
    )
    assert stages(empty, caption="x") == ""


PARTS = pl.DataFrame(
    {
        "part": ["mobile", "web", ""], "moved": [0.1, -0.02, 0.005], "rate": [0.08, -0.02, 0.005], "mix": [0.02, 0.0, 0.0],
        "before": [0.2, 0.2, None], "now": [0.44, 0.16, 0.3], "n": [512.0, 900.0, 12.0],
    }
)  # fmt: skip


def cells(markup: str) -> list[list[str]]:
    rows = re.findall(r"<tr.*?</tr>", markup)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def test_the_parts_stand_with_their_figures_and_their_sum() -> None:
    markup = contributions(PARTS, caption="platform", kind=RATE, direction=Direction.DOWN, total=0.085)
    rows = cells(markup)
    assert rows[1] == ["mobile", "", "+10.0 points", "20 % → 44 %", "512"]
    assert rows[3] == ["not said", "", "+0.5 points", "nobody → 30 %", "12"]
    assert rows[4][:3] == ["Together", "", "+8.5 points"]


def test_rate_is_filled_and_mix_is_outlined_so_that_greys_tell_them_apart() -> None:
    markup = contributions(PARTS.head(1), caption="platform", kind=RATE, direction=Direction.DOWN, total=0.1)
    (drawing,) = (unquote(source) for source in re.findall(r'src="data:image/svg\+xml,([^"]*)"', markup))
    filled, outlined = re.findall(r"<rect[^>]*>", drawing)
    assert "fill:none" not in filled
    assert theme.LIGHT.placeholders[theme.WORSE] in filled, "more drop-off is worse"
    assert "stroke-dasharray" in outlined


def test_many_parts_are_taken_together_and_the_sum_stays() -> None:
    many = pl.concat([PARTS.head(1).with_columns(part=pl.lit(f"p{k}"), moved=pl.lit(1.0 / (k + 1))) for k in range(20)])
    rows = cells(contributions(many, caption="x", kind=MetricKind.COUNT, direction=Direction.DOWN, total=3.6))
    assert len(rows) == MOST + 3
    assert rows[-2][0] == "the others together"


def test_medians_have_no_bars_and_no_sum() -> None:
    none = pl.lit(None, dtype=pl.Float64)
    rows = cells(
        contributions(
            PARTS.with_columns(moved=none, rate=none, mix=none), caption="x", kind=RATE, direction=Direction.DOWN, total=1.0
        )
    )
    assert rows[0] == ["Who", "Before → now", "n"]
    assert len(rows) == 4


def test_names_that_look_like_markup_stay_text() -> None:
    markup = contributions(
        PARTS.with_columns(part=pl.lit("<b>x</b>")), caption="<i>", kind=RATE, direction=Direction.DOWN, total=0.1
    )
    assert "<b>x" not in markup
    assert "<i>" not in markup


def test_the_figures_are_a_table_the_newest_first() -> None:
    frame = weeks(
        3, expected_low=[0.1, None, 0.1], expected_high=[0.3, None, 0.3], flag=[None, None, "worse"], mature=[True, True, False]
    )
    rows = cells(figures(frame, caption="Drop-off by week", first="Week of", kind=RATE))
    assert rows[0] == ["Week of", "Value", "n", "Usually", "Stands out"]
    assert rows[1] == ["21 Sep 2026", "22 %, can still change", "1,329", "10 % to 30 %", "▼ worse"]
    assert rows[2] == ["14 Sep 2026", "21 %", "1,329", "", ""]


def test_a_long_unit_is_said_once_above_and_not_beside_every_value(seen: Seen) -> None:
    unit, mean = "tickets per customer", MetricKind.RATIO
    left, right = weeks_and_months(weeks(), months(), kind=mean, unit=unit)
    for figure in (left, right):
        assert re.sub(r"<br>", " ", seen(figure)).count(unit) == 1
    wide = segments(pl.DataFrame({"segment": ["a"], "value": [0.4], "n": [9]}), subtitle="This week", kind=mean, unit=unit)
    assert seen(wide).count(unit) == 1
    days = weekday_pattern(pl.DataFrame({"weekday": [1, 2], "value": [0.4, 0.5]}), subtitle="Usual", kind=mean, unit=unit)
    assert seen(days).count(unit) == 1
    for markup in (
        contributions(PARTS, caption="platform", kind=mean, unit=unit, direction=Direction.DOWN, total=0.085),
        figures(weeks(), caption="Contact rate", first="Week of", kind=mean, unit=unit),
        stages(by_stage(), caption="Contact rate", kind=mean, unit=unit),
    ):
        text = re.sub(r'<style>.*?</style>|="[^"]*"|=\'[^\']*\'', "", markup)
        assert text.count(unit) == 1
