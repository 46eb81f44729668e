"""An open KPI in a real browser: read by everybody, on a desk and on a telephone, in every window."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.tab import Tab
from tests.browser.test_accessibility import found, skipped_levels
from tests.serving import Serving

OPEN = "monday_review?metric=6"
"""Drop-off at the stage that broke in the demo."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_open_kpi_can_be_read_by_everybody(demo: Serving, open_tab: Callable[..., Tab], dark: bool) -> None:
    tab = open_tab(demo, OPEN, dark=dark).sees("Why it moved").sees("How weekdays differ")
    assert not found(tab)
    assert not skipped_levels(tab)
    tab.page.get_by_role("radio", name="6 weeks of days").click()
    tab.page.locator(".st-key-drill summary").first.click()
    tab.sees("Drop-off, day")
    assert not found(tab)


def test_an_open_kpi_fits_a_telephone(demo: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(demo, OPEN, width=390).sees("Why it moved").sees("How weekdays differ")
    assert tab.overflow() <= 0
    for window in ("13 weeks", "52 weeks", "6 weeks of days"):
        tab.page.get_by_role("radio", name=window).click()
        tab.rest()
        assert tab.overflow() <= 0
        chart = tab.page.locator(".st-key-drill .js-plotly-plot").first.bounding_box()
        assert chart is not None
        assert chart["x"] + chart["width"] <= 390
