"""The matrix under a finger and under keys: what is moved is stored, what somebody else moved is chosen between."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.routine.pains import add_pain, change_pain
from journey.routine.start import start
from journey.store.readers.journeys import stages
from journey.store.readers.work import pains
from tests.browser.tab import Tab
from tests.serving import Serving

MOVED = "Cards are refused"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.matrix .dot, .matrix .name:not(.roomless), .matrix .quadrant')].map((one) => one.getBoundingClientRect())
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length
}"""  # noqa: E501


@pytest.fixture
def rated(begun: Serving) -> Engine:
    """Nine pain points of one stage, four of them on one spot."""
    engine = start(Settings(home=begun.home))
    pay = stages(engine, 1)[2].key
    titles = ("The form asks everything twice", "Nobody says what it costs", "Codes arrive late", "The page hangs after Continue")
    for title in titles:
        add_pain(engine, by=1, journey=1, stage=pay, title=title)
    for n, title in enumerate(("Receipts are missing", "Sizes confuse people", "Returns take weeks", "Search finds nothing")):
        add_pain(engine, by=1, journey=1, stage=pay, title=title, severity=1 + n, effort=5 - n)
    add_pain(engine, by=1, journey=1, stage=pay, title=MOVED, severity=5, frequency=4, impact=4, effort=2)
    return engine


def test_a_pain_point_is_moved_by_finger_and_by_keys(begun: Serving, rated: Engine, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(begun, "tuesday_blockers", width=390)
    page, dot = tab.page, tab.page.get_by_role("button", name=re.compile(MOVED))
    expect(page.locator(".matrix .dot")).to_have_count(9)
    assert page.evaluate(OVERLAPS) == 0
    assert not Axe().run(page, context=".matrix").response["violations"]

    assert scores(rated) == (5, 4, 4, 2)
    swipe(page, dot, 120, 0)
    expect(dot).to_have_accessible_name(re.compile("effort 4, severity 5, frequency 4, impact 4: 80 of 125, plan it"))
    tab.rest()
    assert scores(rated) == (5, 4, 4, 4)

    dot.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(dot).to_have_accessible_name(re.compile("effort 3, severity 4, frequency 4, impact 4: 64 of 125, do first"))
    tab.rest()
    assert scores(rated) == (4, 4, 4, 3)
    expect(dot).to_be_focused()

    theirs(rated, effort=5)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(f"“{MOVED}” was rated by You meanwhile. Yours is not saved.")
    expect(page.get_by_text("Theirs: effort 5, severity 4, frequency 4, impact 4. Yours: effort 2,")).to_be_visible()
    assert scores(rated) == (4, 4, 4, 5)
    tab.click("Save mine over it")
    expect(dot).to_have_accessible_name(re.compile("effort 2"))
    assert scores(rated) == (4, 4, 4, 2)
    assert page.evaluate(OVERLAPS) == 0
    assert tab.overflow() <= 0


def scores(engine: Engine) -> tuple[int, int, int, int]:
    """Severity, frequency, impact and effort of the one that is moved, as they are stored."""
    [row] = [row for row in pains(engine, 1).iter_rows(named=True) if row["title"] == MOVED]
    return row["severity"], row["frequency"], row["impact"], row["effort"]


def theirs(engine: Engine, **values: int) -> None:
    """Somebody else saves first."""
    [row] = [row for row in pains(engine, 1).iter_rows(named=True) if row["title"] == MOVED]
    change_pain(engine, by=1, journey=1, pain=row["id"], revision=row["revision"], **values)


def swipe(page: Page, dot: Locator, across: float, down: float) -> None:
    """Drag by one finger."""
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = page.context.new_cdp_session(page)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.3, 0.7, 1):
        point = {"x": x + across * part, "y": y + down * part}
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
