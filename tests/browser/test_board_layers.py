"""What lies over the board is used by keys alone, and read back from the database and the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.routine.start import start
from journey.store.readers import journeys
from journey.store.readers.comments import Mention, waiting_for
from tests.browser.tab import Tab
from tests.serving import Serving

PATIENCE = 20_000
"""Milliseconds until what was done stands in the address or the database; a busy machine takes its time."""
STAGE, PAIN = "Verify company", "Documents are rejected without a reason"


@pytest.fixture
def stored(demo: Serving) -> Iterator[Engine]:
    """What the server has written down."""
    engine = start(Settings(home=demo.home))
    yield engine
    engine.dispose()


def test_by_keys_alone_the_curve_is_drawn_a_card_discussed_the_map_filtered_and_shown(
    demo: Serving, stored: Engine, open_tab: Callable[..., Tab]
) -> None:
    tab = open_tab(demo, "thursday_map")
    page = tab.page
    point = page.get_by_role("slider", name=f"Assumed emotion at {STAGE}")
    before = float(point.get_attribute("aria-valuenow") or "nan")
    point.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(point).to_have_attribute("aria-valuenow", f"{before - 1.5:g}")
    expect(point).to_be_focused()
    expect(page.locator(".b-root > [role=status]")).to_contain_text(STAGE)
    once(page, lambda: assumed(stored) == before - 1.5)

    panel = opened(page, PAIN)
    words = panel.get_by_role("textbox", name="Comment")
    words.press_sequentially("@Ada")
    words.press("Enter")
    words.press_sequentially("do we know which?")
    words.press("Control+Enter")
    expect(panel.get_by_text("@Adaeze Brandt do we know which?")).to_be_visible()
    tags = panel.get_by_role("combobox", name="Tags")
    tags.fill("paperwork")
    tags.press("Enter")
    assert barriers(tab.rest().page) == []
    link = panel.get_by_role("combobox", name="Link to")
    link.fill("camera mobile")
    expect(panel.get_by_role("option", name=re.compile("^New document camera in the mobile app change"))).to_be_visible()
    link.press("Enter")
    expect(panel.get_by_role("link", name="New document camera in the mobile app")).to_be_visible()
    page.keyboard.press("Escape")
    once(page, lambda: [one.text for one in asked_of(stored, "Adaeze Brandt")] == ["@Adaeze Brandt do we know which?"])

    page.get_by_role("button", name="Filter", exact=True).press("Enter")
    page.get_by_role("dialog", name="Filter the cards").get_by_role("checkbox", name="paperwork").press(" ")
    page.keyboard.press("Escape")
    expect(page.locator(".b-is-pain")).to_have_text(re.compile(PAIN))
    expect(page).to_have_url(re.compile("tags=paperwork"), timeout=PATIENCE)

    page.get_by_role("button", name="Present").press("Enter")
    expect(page).to_have_url(re.compile("present=1"), timeout=PATIENCE)
    slide = page.get_by_role("dialog", name="Presentation").get_by_role("group")
    expect(slide.get_by_role("heading", level=2)).to_have_text("Onboarding at Tallyfern")
    page.keyboard.press("2")
    expect(slide.get_by_role("heading", name=STAGE)).to_be_visible()
    # what is filtered away is not shown either
    expect(slide.locator("[data-kind='pain point'] li")).to_have_text(re.compile(PAIN))
    page.keyboard.press("Escape")
    expect(slide).to_have_count(0)
    expect(page).not_to_have_url(re.compile("present"), timeout=PATIENCE)
    tab.rest()


def opened(page: Page, words: str) -> Locator:
    """The panel of the card with these words, opened by its key."""
    card = page.locator(".b-card").filter(has_text=words)
    card.focus()
    card.press("o")
    panel = page.locator(".b-side")
    expect(panel.get_by_role("textbox", name="Text")).to_have_value(words)
    return panel


def barriers(page: Page) -> list[tuple[str, str]]:
    """What keeps some people from using the panel: the rule and the place."""
    found = Axe().run(page, context=".b-side").response["violations"]
    return [(one["id"], f"{node['html'][:200]} {node['failureSummary'][:300]}") for one in found for node in one["nodes"]]


def once(page: Page, true: Callable[[], bool]) -> None:
    """Wait until it has come to the database."""
    for _ in range(PATIENCE // 100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It never came to the database.")


def assumed(engine: Engine) -> float | None:
    journey = journeys.journey(engine, "onboarding-at-tallyfern")
    return next(stage.assumed_emotion for stage in journeys.stages(engine, journey.key) if stage.name == STAGE)


def asked_of(engine: Engine, name: str) -> list[Mention]:
    journey = journeys.journey(engine, "onboarding-at-tallyfern")
    return waiting_for(engine, journey.key, next(one.key for one in journeys.people(engine) if one.name == name))
