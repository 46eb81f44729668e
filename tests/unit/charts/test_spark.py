from __future__ import annotations

import math
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.charts import theme
from journey.charts.spark import sparkline
from journey.domain.words import MetricKind


def drawing(markup: str) -> ElementTree.Element:
    source = markup.split('src="data:image/svg+xml,')[1].removesuffix('">')
    return ElementTree.fromstring(unquote(source))


def shapes(markup: str, tag: str) -> list[ElementTree.Element]:
    return drawing(markup).findall(f"{{http://www.w3.org/2000/svg}}{tag}")


def test_the_alternative_text_says_what_the_line_shows() -> None:
    markup = sparkline([0.24, 0.25, 0.31], label="Drop-off", kind=MetricKind.RATE, target=0.2, flagged=2)
    assert 'alt="Drop-off: 24 % to 31 % over 3 points, target 20 %, ▼ worse at 31 %"' in markup


def test_what_stands_out_is_drawn_in_its_colour_and_the_rest_is_not() -> None:
    flagged = sparkline([1, 2, 9, 3], flagged=2)
    assert theme.both(theme.WORSE) in shapes(flagged, "circle")[-1].get("style", "")
    assert theme.both(theme.WORSE) not in unquote(sparkline([1, 2, 9, 3]))


def test_band_target_and_young_values_are_drawn() -> None:
    calm = shapes(sparkline([1, 2, 3]), "path")
    full = shapes(sparkline([1, 2, 3, 4], lo=1, hi=3, target=2, mature=[True, True, False, False]), "path")
    assert (len(calm), len(full)) == (1, 4)
    assert "stroke-dasharray:3 2" in full[-1].get("style", "")
    assert full[-1].get("d", "").count("L") == 2, "the pale stretch joins the last settled value"


def test_a_gap_breaks_the_line() -> None:
    outline = shapes(sparkline([1, 2, None, 2, 1]), "path")[0].get("d", "")
    assert outline.count("M") == 2


def test_a_typed_label_stays_text() -> None:
    markup = sparkline([1, 2], label='"><script>alert(1)</script>')
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup


@pytest.mark.parametrize("values", [[], [None, None], [math.nan]])
def test_nothing_to_draw_is_nothing(values: list[float | None]) -> None:
    assert sparkline(values) == ""


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9), st.just(math.nan)), max_size=60),
    st.one_of(st.none(), st.floats(-1e6, 1e6)),
)
def test_every_line_stays_in_its_box(values: list[float | None], target: float | None) -> None:
    markup = sparkline(values, target=target, lo=values, hi=values, flagged=0)
    assert "nan" not in markup
    for dot in shapes(markup, "circle") if markup else []:
        assert 0 <= float(dot.get("cx", "-1")) <= 132
        assert 0 <= float(dot.get("cy", "-1")) <= 30
