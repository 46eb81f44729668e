"""Every page opens from its own address and fits a telephone; how it opens wide, and on nothing, stands with accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.tab import Tab
from tests.serving import ROOT, Serving

NAMES = dict.fromkeys(re.findall(r'"pages/(\w+)\.py"', (ROOT / "app.py").read_text()))
PAGES = ["" if page == "week" else page for page in NAMES]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_demo_on_a_telephone(demo: Serving, open_tab: Callable[..., Tab], page: str) -> None:
    fits(open_tab(demo, page, width=390))


def fits(tab: Tab) -> None:
    """The page has one title and is no wider than the screen."""
    expect(tab.page.locator("h1")).to_have_count(1)
    assert tab.overflow() <= 0, f"{tab.page.url} is wider than the screen"


def test_the_first_day_begins_with_the_demo(blank: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(blank)
    tab.click("Explore the demo")
    tab.sees(re.compile("new alert")).sees(re.compile("6 weeks in a row"))
    tab.go("start")
    tab.click("Open the demo").sees(re.compile("6 weeks in a row"))
