"""Wednesday's hour by keyboard, on two devices, with somebody else at it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from journey.config import Settings
from journey.domain.words import Role
from journey.routine.listening.claims import take
from journey.routine.people import add_person, set_member
from journey.store.engine import Engine, open_engine
from journey.store.readers.journeys import journeys
from journey.store.readers.listening import readings
from journey.store.tables import Conversation, Verbatim
from tests.browser.tab import Tab
from tests.serving import Serving

WEEK = "2026-W47"


def test_an_hour_by_keyboard_on_two_devices(fresh_demo: Serving, open_tab: Callable[..., Tab]) -> None:
    engine = open_engine(Settings(home=fresh_demo.home).url)
    [journey] = journeys(engine)
    tab = open_tab(fresh_demo, "wednesday_listening")
    said = tab.page.locator(".talk").inner_text()
    pressed(tab, "0", "-", "-", "e")
    tab.page.keyboard.type("1 s n: letters typed are no keys")
    pressed(tab, "Control+Enter").sees("1 of 12 heard or skipped")
    row = readings(engine, journey.key).filter(week=WEEK).row(0, named=True)
    assert (row["stage_id"], row["emotion"], row["note"]) == (None, -2, "1 s n: letters typed are no keys")
    expect(tab.page.locator(".talk")).not_to_have_text(said)

    pressed(tab, "q").sees("The words")
    pressed(tab, "Control+Enter")
    expect(tab.page.locator(".talk mark.kept").first).to_be_visible(timeout=15_000)  # the toast that says so may be gone by now
    pressed(tab, "s").sees("2 of 12 heard or skipped")
    tab.page.get_by_role("checkbox", name="Single keys work").uncheck()
    pressed(tab, "s").sees("2 of 12 heard or skipped")

    other = open_tab(fresh_demo, "wednesday_listening", width=390)
    words = str(tab.page.locator(".talk .words").first.text_content())
    expect(other.page.locator(".talk .words").first).to_have_text(words)  # where I stopped is where I go on
    other.page.get_by_role("radiogroup", name="This week's queue").get_by_text(re.compile("^12")).click()
    other.rest()
    last = re.search(r"item=([vc]\d+)", other.page.url)
    assert last
    other.click("Leave it for later")
    ana_takes(engine, journey.key, last[1])
    other.go("wednesday_listening").sees("Ana is listening")
    other.go(f"wednesday_listening?item={last[1]}").sees(re.compile("Ana is listening to this one"))
    other.click("The next free one").sees("Save and next")
    engine.dispose()


def pressed(tab: Tab, *keys: str) -> Tab:
    """Press keys one after the other, as somebody who waits for what they do."""
    for key in keys:
        tab.page.keyboard.press(key)
        tab.page.wait_for_timeout(200)
        tab.rest()
    return tab


def ana_takes(engine: Engine, journey: int, key: str) -> None:
    """Somebody else takes an item in hand."""
    ana = add_person(engine, by=1, name="Ana").key
    set_member(engine, by=1, journey=journey, person=ana, role=Role.EDITOR)
    item = (Verbatim if key.startswith("v") else Conversation), int(key[1:])
    assert take(engine, by=ana, journey=journey, week=WEEK, wanted=[item]) == item
