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
