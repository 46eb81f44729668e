"""Two browsers on one journey: nobody's words are lost unseen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from journey.config import Settings
from journey.domain.words import Role
from journey.routine.board import perform
from journey.routine.journeys import add_journey
from journey.routine.people import add_person, set_member
from journey.routine.start import start
from journey.store.readers.journeys import stages
from journey.store.readers.maps import lanes
from tests import serving
from tests.browser.conftest import TODAY
from tests.browser.tab import Tab
from tests.serving import Serving

MINE, THEIRS = "Mine: ask for the name later", "Theirs: drop the field"


@pytest.mark.parametrize("keep", ["Keep theirs", "Save mine over it"])
def test_the_second_to_save_sees_both_versions_and_chooses(fresh_demo: Serving, open_tab: Callable[..., Tab], keep: str) -> None:
    first, second = open_tab(fresh_demo, "tuesday_blockers"), open_tab(fresh_demo, "tuesday_blockers")
    for tab in (first, second):
        tab.click("Update")
    reword(first, THEIRS)
    first.sees(re.compile(THEIRS))
    reword(second, MINE)
    second.sees("Yours").sees("Theirs")
    table = second.page.get_by_test_id("stTable")
    expect(table).to_contain_text(MINE)
    expect(table).to_contain_text(THEIRS)
    second.click(keep)
    kept, gone = (THEIRS, MINE) if keep == "Keep theirs" else (MINE, THEIRS)
    first.go("tuesday_blockers").sees(re.compile(kept)).sees_not(re.compile(gone))
    first.go("history").sees(re.compile(THEIRS))


def reword(tab: Tab, title: str) -> None:
    """Give the action in the open dialog another title and save it."""
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What will be done?").fill(title)
    tab.click("Save", within=dialog)


@pytest.fixture
def servers(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Serving, Serving]]:
    """Two servers on one map with three cards: the local user's, and Ann Field's."""
    engine = start(Settings(home=tmp_path / "home"))
    shop = add_journey(engine, by=1, name="Shop", stages=("Browse", "Pay")).key
    set_member(engine, by=1, journey=shop, person=add_person(engine, by=1, name="Ann Field").key, role=Role.EDITOR)
    stage, lane = stages(engine, shop)[0].key, lanes(engine, shop)[2].key
    for text in ("Choice", "Price", "Size"):
        perform(engine, by=1, journey=shop, token=text, kind="add", text=text, stage=stage, lane=lane)
    engine.dispose()
    with (
        serving.app(tmp_path / "home", today=TODAY) as yours,
        serving.app(tmp_path / "home", today=TODAY, person="ann field") as hers,
    ):
        yield yours, hers


def test_two_people_on_one_map_and_one_of_them_loses_the_connection(
    servers: tuple[Serving, Serving], open_tab: Callable[..., Tab]
) -> None:
    you, ann = (open_tab(server, "thursday_map") for server in servers)
    write(you, "Choice", "Too much choice")
    expect(card(ann, "Too much choice")).to_be_visible(timeout=15_000)
    expect(you.page.get_by_title("Ann Field").first).to_be_visible(timeout=15_000)

    ann.page.context.set_offline(True)
    write(ann, "Price", "Price with tax?")
    write(ann, "Size", "Ann: which size?")
    expect(ann.page.get_by_text("No connection: 2 changes").first).to_be_visible()
    write(you, "Size", "You: what size?")
    expect(card(you, "Price with tax?")).to_have_count(0)

    ann.page.context.set_offline(False)
    expect(card(you, "Price with tax?")).to_be_visible(timeout=30_000)  # another card: both stand
    both = ann.page.get_by_role("group", name="Two versions")
    expect(both).to_contain_text("changed by the local user while you were editing")
    expect(both).to_contain_text("Ann: which size?")
    expect(both).to_contain_text("You: what size?")
    expect(card(you, "You: what size?")).to_be_visible()
    both.get_by_role("button", name="Save mine over it").click()
    expect(card(you, "Ann: which size?")).to_be_visible(timeout=15_000)


def card(tab: Tab, text: str) -> Locator:
    """The card on the board that says just this."""
    return tab.page.locator(".b-card", has=tab.page.get_by_text(text, exact=True))


def write(tab: Tab, old: str, new: str) -> None:
    """Write other words into a card on the board."""
    card(tab, old).dblclick()
    field = tab.page.get_by_role("textbox", name=f"Words of {old}")
    field.fill(new)
    field.press("Enter")
    expect(card(tab, new)).to_be_visible()
