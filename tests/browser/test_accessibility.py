"""What axe finds on every page, on the demo and on nothing, light and dark: only what is Streamlit's own and listed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.tab import Tab
from tests.browser.test_pages import PAGES, fits
from tests.serving import Serving

KNOWN = tomllib.loads(Path(__file__).with_name("streamlits_own.toml").read_text())["finding"]
DIALOGS = {
    "tuesday_blockers": "Agree another action",
    "thursday_map": "Save a version",
    "friday_retrospective": "Write a hypothesis",
    "journey": "Edit the brief",
    "metrics": "Add a metric",
    "objectives": "Add an objective",
    "story": "Hand the journey over",
}
"""One dialog of each page that has some."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_demo_can_be_read_by_everybody(
    demo: Serving, open_tab: Callable[..., Tab], page: str, dark: bool
) -> None:
    tab = open_tab(demo, page, dark=dark)
    fits(tab)
    assert not found(tab)
    assert not skipped_levels(tab)
    if page in DIALOGS:
        tab.click(DIALOGS[page])
        assert not found(tab)


@pytest.mark.parametrize("part", ["How it is watched", "Your own rules", "Who is told"])
def test_every_part_of_the_alerts_can_be_read_by_everybody(demo: Serving, open_tab: Callable[..., Tab], part: str) -> None:
    tab = open_tab(demo, "alerts", dark=True)
    tab.page.get_by_role("tab", name=part).click()
    tab.rest()
    assert not found(tab)
    assert not skipped_levels(tab)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_without_data_can_be_read_by_everybody(begun: Serving, open_tab: Callable[..., Tab], page: str) -> None:
    tab = open_tab(begun, page, width=390)
    fits(tab)
    assert not found(tab)
    assert not skipped_levels(tab)


def test_the_first_page_of_all_can_be_read_by_everybody(blank: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(blank).sees("Explore the demo")
    assert not found(tab)
    assert not skipped_levels(tab)


def found(tab: Tab) -> list[str]:
    """What axe says of the page that is not Streamlit's own, each with its element."""
    violations = Axe().run(tab.page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:300]}"
        for violation in violations
        for node in violation["nodes"]
        if not any(known["rule"] == violation["id"] and re.search(known["html"], node["html"]) for known in KNOWN)
    ]


def skipped_levels(tab: Tab) -> list[str]:
    """Headings that stand more than one level below the one before, and a second h1."""
    headings = tab.page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(e => [+e.tagName[1], e.innerText])")
    pairs = zip([(0, ""), *headings], headings, strict=False)
    return [f"h{level} {text}" for (before, _), (level, text) in pairs if level > before + 1 or (level == 1 and before)]
