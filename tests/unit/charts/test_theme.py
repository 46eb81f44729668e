from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest
from streamlit.elements.lib import streamlit_plotly_theme as swapped

from journey.charts import theme
from journey.domain.words import Direction

CONFIG = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text())


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=lambda s: s.name)
def test_streamlit_is_configured_with_the_colours_that_figures_name(scheme: theme.Scheme) -> None:
    config = CONFIG["theme"][scheme.name]
    assert tuple(config["chartCategoricalColors"]) == scheme.series
    assert tuple(config["chartSequentialColors"]) == scheme.ink
    assert tuple(config["chartDivergingColors"]) == scheme.emotion
    assert config["backgroundColor"] == scheme.ink[0]
    assert config["textColor"] == scheme.ink[-1]
    assert config["linkColor"] == scheme.primary


def test_streamlit_still_swaps_the_placeholders_that_figures_use() -> None:
    assert (theme.SERIES[0], theme.OTHER) == (swapped.CATEGORY_0, swapped.CATEGORY_9)
    assert (swapped.SEQUENTIAL_0, swapped.SEQUENTIAL_9) == (theme.GROUND, theme.TEXT)
    assert (theme.emotion_colour(-5), theme.emotion_colour(5)) == (swapped.DIVERGING_0, swapped.DIVERGING_9)


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=lambda s: s.name)
def test_text_and_marks_can_be_read_on_every_ground(scheme: theme.Scheme) -> None:
    grounds = (scheme.ink[0], scheme.surface, scheme.ink[1])
    words = (scheme.primary, scheme.ink[8], scheme.ink[9], *scheme.series[6:9])
    for colour, ground in product(words, grounds):
        assert contrast(colour, ground) >= 4.5, (colour, ground)
    for colour in (*scheme.series, scheme.ink[6]):
        assert contrast(colour, scheme.ink[0]) >= 3, colour
    assert contrast("#FFFFFF", CONFIG["theme"][scheme.name]["primaryColor"]) >= 4.5


def test_state_is_told_by_a_mark_and_a_word() -> None:
    assert theme.word("better") == "▲ better"
    assert theme.word("worse") == "▼ worse"
    assert theme.word("calm") == ""


@pytest.mark.parametrize(
    ("change", "direction", "state"),
    [
        (0.07, Direction.DOWN, "worse"),
        (-0.07, Direction.DOWN, "better"),
        (3, Direction.UP, "better"),
        (-3, Direction.UP, "worse"),
        (0, Direction.UP, "calm"),
        (None, Direction.UP, "calm"),
    ],
)
def test_which_way_is_better_is_the_metrics_own(change: float | None, direction: Direction, state: str) -> None:
    assert theme.standing(change, direction) == state


def test_emotion_runs_from_worse_over_paper_to_better() -> None:
    colours = theme.LIGHT.placeholders
    assert colours[theme.emotion_colour(-5)] == colours[theme.WORSE]
    assert colours[theme.emotion_colour(5)] == colours[theme.BETTER]
    assert theme.emotion_colour(0.2) == theme.SECOND
    assert theme.emotion_colour(-9) == theme.emotion_colour(-5)
    assert len({theme.emotion_colour(v) for v in range(-5, 6)}) == 11


def test_flatten_settles_markup_on_one_scheme() -> None:
    markup = f'<b style="color:{theme.both(theme.WORSE)}">31 %</b>'
    assert theme.flatten(markup) == '<b style="color:#B93C0B">31 %</b>'
    assert theme.flatten(markup, theme.DARK) == '<b style="color:#FF8F63">31 %</b>'
