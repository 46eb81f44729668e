"""Two browsers on one journey: nobody's words are lost unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

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
