"""A workshop on two devices: who leads on takes everybody along, and nobody loses the sentence they are at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journey.config import Settings
from journey.domain.library import workshops
from journey.routine.journeys import add_journey
from journey.routine.start import start
from journey.routine.workshops import go_to_step, plan_workshop
from tests import serving
from tests.browser.conftest import TODAY
from tests.browser.tab import Tab
from tests.serving import Serving


@pytest.fixture
def held(chromium: Browser, tmp_path: Path) -> Iterator[Serving]:
    """The app while a workshop asks what they do, with Ines and Tomasz."""
    engine = start(Settings(home=tmp_path / "home"))
    shop = add_journey(engine, by=1, name="Shop", stages=("Browse", "Pay")).key
    people = [("Ines", "Facilitator"), ("Tomasz", "")]
    planned = plan_workshop(engine, by=1, journey=shop, name="Mapping", agenda=workshops().agendas[0], people=people)
    go_to_step(engine, by=1, journey=shop, workshop=planned.key, revision=planned.revision, step=3)
    engine.dispose()
    with serving.app(tmp_path / "home", today=TODAY) as server:
        yield server


def test_who_writes_keeps_the_sentence_while_the_leader_goes_on(held: Serving, open_tab: Callable[..., Tab]) -> None:
    ines = open_tab(held, "thursday_map?part=Workshop&as=1")
    tomasz = open_tab(held, "thursday_map?part=Workshop&as=2", width=390, dark=True)
    box, clock = tomasz.page.get_by_role("textbox", name=re.compile("Your note")), tomasz.page.locator(".clock b")
    box.click()
    tomasz.page.keyboard.type("They wait for")
    ines.page.get_by_role("button", name="Hold the clock").click()
    expect(clock).to_contain_text("held", timeout=15_000)
    tomasz.page.wait_for_timeout(1500)
    expect(clock).to_contain_text("held")
    tomasz.page.keyboard.type(" access")
    ines.page.get_by_role("button", name="Next step").click()
    expect(tomasz.page.get_by_role("heading", name="5 of 8: How they feel")).to_be_visible(timeout=15_000)
    tomasz.page.keyboard.type(" to the bank")
    expect(box).to_have_value("They wait for access to the bank")
    tomasz.page.keyboard.press("Control+Enter")
    expect(box).to_have_value("", timeout=15_000)
    tomasz.rest().sees("They wait for access to the bank")
    expect(box).to_be_focused()
