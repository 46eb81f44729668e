"""A call is opened, gone through by its strip and its keys, and words chosen in it become a quote that shows in its place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.routine.start import start
from tests.app.builders import a_call, call_said
from tests.browser.tab import Tab
from tests.serving import Serving

STILL = """() => new Promise((done) => {
  const list = document.querySelector('.turns'), at = list.scrollTop
  setTimeout(() => done(list.scrollTop === at), 250)
})"""
"""The turns have come to rest: what a busy machine scrolls under the pointer is not what was pressed on."""


@pytest.fixture(scope="module")
def called(begun: Serving) -> int:
    """A call of 22 turns, the customer's every other; they lose patience at their sixth."""
    engine: Engine = start(Settings(home=begun.home))
    call = a_call(engine, 1)
    engine.dispose()
    return call


@pytest.mark.parametrize("width", [1440, 390])
def test_a_call_is_read_and_quoted(begun: Serving, called: int, open_tab: Callable[..., Tab], width: int) -> None:
    tab = open_tab(begun, f"wednesday_listening?item=c{called}", width=width)
    page = tab.page
    strip = page.get_by_role("slider", name="Place in the conversation")
    strip.click(position={"x": (strip.bounding_box() or {"width": 0})["width"] - 4, "y": 12})
    expect(strip).to_have_attribute("aria-valuetext", re.compile("^turn 2[12] of 22"))
    expect(turn(page, 11)).to_be_in_viewport()
    page.keyboard.press("m")
    turned = turn(page, 6)
    expect(turned).to_be_focused()
    expect(turned).to_contain_text("Turned for the worse: from")
    toolbar = page.get_by_role("toolbar", name="Use these words")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(toolbar.get_by_role("button")).to_have_text(["Knowledge gap"])  # the agent's words are no customer's
    page.keyboard.press("Escape")
    words = choose_by_pointer(page) if width == 1440 else choose_by_key(page)
    expect(toolbar.get_by_role("button")).to_have_text(["Quote", "New pain point", "Knowledge gap"])
    assert not Axe().run(page, context=".talk").violations_count
    toolbar.get_by_role("button", name="Quote").click()
    tab.rest()
    expect(page.get_by_role("textbox", name="The words")).to_have_value(words)
    tab.click("Keep the quote")
    expect(page.locator(".talk mark.kept").filter(has_text=words)).to_have_text(words)
    assert tab.overflow() <= 0


def turn(page: Page, number: int) -> Locator:
    """The customer's turn of that number."""
    return page.locator(".talk li[data-turn]").filter(has_text=call_said(number))


def choose_by_pointer(page: Page) -> str:
    """The second word of the customer's seventh turn, by pressing on it twice."""
    page.wait_for_function(STILL)
    words = turn(page, 7).locator(".words")
    words.dblclick(position={"x": 90, "y": 12})
    return str(page.evaluate("getSelection().toString().trim()"))


def choose_by_key(page: Page) -> str:
    """The whole of the customer's eighth turn, three further down."""
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    return call_said(8)
