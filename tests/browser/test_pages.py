"""Every page opens from its own address, on the demo and on nothing, wide and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.tab import Tab
from tests.serving import ROOT, Serving

PAGES = ["" if page == "week" else page for page in re.findall(r'"pages/(\w+)\.py"', (ROOT / "app.py").read_text())]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_demo(demo: Serving, open_tab: Callable[..., Tab], page: str, width: int) -> None:
    tab = open_tab(demo, page, width=width)
    expect(tab.page.locator("h1")).to_have_count(1)
    assert tab.overflow() <= 0, f"{page or 'week'} is wider than {width} px"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_journey_without_data(begun: Serving, open_tab: Callable[..., Tab], page: str) -> None:
    tab = open_tab(begun, page, width=390)
    expect(tab.page.locator("h1")).to_have_count(1)
    assert tab.overflow() <= 0, f"{page or 'week'} is wider than 390 px"


def test_the_first_day_begins_with_the_demo(blank: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(blank)
    tab.click("Explore the demo")
    tab.sees(re.compile("new alert")).sees(re.compile("6 weeks in a row"))
    tab.go("start")
    tab.click("Open the demo").sees(re.compile("6 weeks in a row"))
