"""The board under real hands: a mouse, keys and a finger change the map, and the database holds what the screen shows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journey.config import Settings
from journey.routine.board import perform
from journey.routine.journeys import add_journey
from journey.routine.start import start
from journey.store.readers.journeys import stages
from journey.store.readers.maps import lanes
from tests import serving
from tests.browser.conftest import TODAY
from tests.browser.tab import Tab
from tests.serving import Serving

CARDS = ("Finds us by a friend", "Wonders about the price", "Compares with two others")
Told = list[tuple[str, str]]


@pytest.fixture(scope="module")
def shop(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A map of three stages; the first holds three cards in the lane of what customers think."""
    home = tmp_path_factory.mktemp("board") / "home"
    engine = start(Settings(home=home))
    journey = add_journey(engine, by=1, name="Shop", stages=("Browse", "Basket", "Pay")).key
    lane = next(one.key for one in lanes(engine, journey) if one.kind == "thought")
    first = stages(engine, journey)[0].key
    for text in CARDS:
        perform(engine, by=1, journey=journey, token=text, kind="add", text=text, stage=first, lane=lane)
    engine.dispose()
    with serving.app(home, today=TODAY) as server:
        yield server


def thoughts(home: Path) -> Told:
    """Stage and text of every card that customers think, in the order of the map, as the database has it."""
    with sqlite3.connect(home / "journey.db") as store:
        return store.execute(
            "SELECT stage.name, card.text FROM card JOIN stage ON stage.id = card.stage_id JOIN lane ON lane.id = card.lane_id"
            " WHERE lane.kind = 'thought' AND card.deleted_at IS NULL ORDER BY stage.position, card.position"
        ).fetchall()


def stored(page: Page, home: Path, wanted: Told) -> None:
    """The database comes to hold exactly these."""
    for _ in range(100):
        if thoughts(home) == wanted:
            return
        page.wait_for_timeout(50)
    assert thoughts(home) == wanted


def card(page: Page, text: str) -> Locator:
    """The card that says this."""
    return page.get_by_role("group", name=text)


def cell(page: Page, stage: str, lane: str = "What they think") -> Locator:
    """The cell of a stage in a lane."""
    return page.get_by_role("gridcell", name=f"{stage}, {lane}")


def middle(place: Locator) -> tuple[float, float]:
    """The point of the window that is the middle of it."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_mouse_and_keys_change_the_map_at_once_and_for_good(shop: Serving, open_tab: Callable[..., Tab]) -> None:
    friend, price, others = CARDS
    tab = open_tab(shop, "thursday_map")
    page, home = tab.page, shop.home
    cell(page, "Basket").scroll_into_view_if_needed()

    page.mouse.move(*middle(card(page, price)))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "Basket")), steps=6)
    expect(page.locator(".b-target")).to_have_attribute("aria-label", re.compile("Basket, What they think"))
    page.mouse.up()
    assert cell(page, "Basket").inner_text().strip().startswith(price), "a drop is on the screen at once"
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price)])

    card(page, price).dblclick()
    page.keyboard.type("What does it cost with tax?")
    page.keyboard.press("Enter")
    price = "What does it cost with tax?"
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price)])

    expect(card(page, price)).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("Is it in stock?")
    page.keyboard.press("Enter")
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price), ("Basket", "Is it in stock?")])

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price), ("Pay", "Is it in stock?")])
    expect(card(page, "Is it in stock?")).to_be_focused()
    page.keyboard.press("Control+z")
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price), ("Basket", "Is it in stock?")])
    page.keyboard.press("Delete")
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price)])

    cell(page, "Pay", "Touchpoints").focus()
    page.keyboard.press("n")
    page.keyboard.type("review")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card(page, "Review site")).to_contain_text("web, not ours")

    page.mouse.move(*middle(card(page, others)))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "Pay")), steps=6)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".b-ghost, .b-drop")).to_have_count(0)
    stored(page, home, [("Browse", friend), ("Browse", others), ("Basket", price)])


def test_a_finger_scrolls_the_board_and_carries_a_card_only_after_a_hold(shop: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(shop, "thursday_map", width=390)
    page, before = tab.page, thoughts(shop.home)
    text = before[0][1]
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
        page.wait_for_timeout(20)

    x, y = middle(card(page, text))
    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x - 12 * step, y))
    touch("touchEnd")
    page.wait_for_function("document.querySelector('.b-scroller').scrollLeft > 20")
    assert thoughts(shop.home) == before
    page.evaluate("document.querySelector('.b-scroller').scrollLeft = 0")

    x, y = middle(card(page, text))
    touch("touchStart", (x, y))
    expect(page.locator(".b-ghost")).to_be_visible()
    touch("touchMove", (x + 40, y))
    touch("touchMove", (372, y))  # at the edge the board scrolls by itself
    page.wait_for_function("!document.querySelector('.b-target')?.contains(document.querySelector('.b-lifted'))")
    touch("touchEnd")
    carried = page.locator(".b-cell", has=card(page, text)).get_attribute("aria-label")
    stage = str(carried).split(",")[0]
    assert stage in ("Basket", "Pay")
    stored(page, shop.home, sorted([*before[1:], (stage, text)], key=lambda one: ("Browse", "Basket", "Pay").index(one[0])))
    assert tab.overflow() <= 0, "the board scrolls in itself, the page does not"
