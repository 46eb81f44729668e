"""The bar of a key result: as long as its share, with what the data leave open and the time that is gone."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from journey.charts import theme
from journey.charts.goal_bar import WIDTH, goal_bar

SHARES = st.floats(-50, 50)


def boxes(markup: str) -> list[tuple[float, float, str]]:
    """Left end, width and style of every box of the drawing."""
    source = markup.split('src="data:image/svg+xml,')[1].removesuffix('">')
    found = ElementTree.fromstring(unquote(source)).findall("{http://www.w3.org/2000/svg}rect")
    return [(float(box.attrib["x"]), float(box.attrib["width"]), box.attrib["style"]) for box in found]


def test_half_of_the_way_is_half_of_the_bar_in_the_colour_of_its_state() -> None:
    way, gone = boxes(goal_bar(0.5, 0.3, 0.7, 0.4, state="better", alt="Drop-off: on track"))
    assert (gone[0], gone[1]) == (way[0], round(way[1] / 2, 1))
    assert theme.both(theme.BETTER) in gone[2]
    assert 'alt="Drop-off: on track"' in goal_bar(0.5, None, None, 0.4, state="", alt="Drop-off: on track")


def test_farther_off_than_at_the_start_goes_the_other_way() -> None:
    way, back = boxes(goal_bar(-0.2, None, None, 0.4, state="worse", alt=""))
    assert back[0] < way[0]
    assert back[0] + back[1] == way[0]
    assert "fill:none" in back[2], "no way gone, and it does not look so"


@given(SHARES, SHARES, SHARES, st.floats(0, 1))
def test_nothing_is_drawn_beside_the_picture(share: float, one: float, other: float, gone: float) -> None:
    for left, width, _ in boxes(goal_bar(share, min(one, other), max(one, other), gone, state="", alt="")):
        assert left >= 0
        assert left + width <= WIDTH
