"""Nothing that people type is run or formatted: every text field of every page is given script, markup and a link, and saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.tab import Tab
from tests.serving import Serving

SCRIPT = "<img src=x onerror=window.__hit=1>"
NASTY = f"{SCRIPT} **[click](javascript:window.__hit=1)** :red[x] $x$ `x`"
FIELDS = "input[type=text]:not([role=combobox]):not([readonly]), textarea"
OVER = "[role=dialog], [data-testid=stPopoverBody]"
VERSIONS = "thursday_map?part=Versions+and+links"
PLACES = [
    ("", "", "Skip or carry"),
    ("monday_review", "", "Answer"),
    *(("tuesday_blockers", "", opener) for opener in ("Record a decision", "Park a matter", "Agree another action", "Update")),
    ("wednesday_listening", "", ""),
    *(("thursday_map?drawer=open", "", opener) for opener in ("Adapt", "Leave")),
    *(
        ("thursday_map?part=Versions+and+links", "", opener)
        for opener in ("Save a version", "Go back to a version", "Make a link")
    ),
    *(("friday_retrospective", "", opener) for opener in ("", "Write a hypothesis")),
    ("friday_retrospective?part=Close+the+week", "", ""),
    ("journey", "Scope", "Edit the brief"),
    *(("journey", "Stages", opener) for opener in ("Edit", "Add a stage")),
    *(("journey", "Personas", opener) for opener in ("Edit", "Add a persona")),
    *(("journey", "People and teams", opener) for opener in ("Edit", "Rename", "Add a person", "Add a team")),
    *(("journey", "Team views", opener) for opener in ("Edit", "Add a view")),
    *(("metrics", "", opener) for opener in ("Add a metric", "Edit")),
    ("objectives", "", "Add an objective"),
    ("search", "", ""),
    ("start", "", ""),
]
"""Page, tab and the button that opens the form; "" for the forms that stand on the page itself."""
SENDING = ("Write it down", "Skip this week", "It is noise", "Skip this one")
"""Buttons outside of forms that save what was typed beside them."""
SHOWING = ("", "wednesday_listening", "thursday_map", "friday_retrospective", "leadership")
"""Pages that show what was typed elsewhere."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("page", "part", "opener"), PLACES, ids=lambda value: str(value).replace(" ", "_") or "-")
def test_what_is_typed_stays_text(demo: Serving, open_tab: Callable[..., Tab], page: str, part: str, opener: str) -> None:
    tab = open_tab(demo, page)
    place = reached(tab, part, opener)
    forms = place.get_by_test_id("stForm").locator("visible=true").count()
    fields = 0
    for form in range(max(forms, 1)):
        if form:  # sending the last one closed the dialog, or filled the page with what was sent
            place = reached(tab.go(page), part, opener)
        within = place.get_by_test_id("stForm").locator("visible=true").nth(form) if forms else place
        filled = fill(within)
        fields += filled
        if filled:
            send(tab, within)
            unharmed(tab)
    assert fields, "no text field was found here"


def test_what_was_typed_shows_as_it_was_typed(fresh_demo: Serving, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(fresh_demo, "tuesday_blockers")
    tab.click("Record a decision")
    fill(tab.page.get_by_test_id("stForm").first)
    tab.click("Record the decision")
    for page in ("tuesday_blockers", "history"):
        tab.go(page)
        expect(tab.page.get_by_test_id("stMain")).to_contain_text(NASTY)
    tab.go("search?q=onerror")
    expect(tab.page.get_by_test_id("stMain")).to_contain_text(SCRIPT)
    for page in SHOWING:
        tab.go(page)
        unharmed(tab)


def reached(tab: Tab, part: str, opener: str) -> Locator:
    """The page up to its form."""
    if part:
        tab.page.get_by_role("tab", name=part, exact=True).click()
        tab.rest()
    if not opener:
        return tab.page.get_by_test_id("stMain")
    tab.click(opener)
    place = tab.page.locator(OVER).locator("visible=true").last
    expect(place.locator(FIELDS).locator("visible=true").first, "no text field was found here").to_be_visible(timeout=15_000)
    return place


def fill(place: Locator) -> int:
    """Type into every text field of the place; how many there were."""
    boxes = place.locator(FIELDS).locator("visible=true")
    count = 0
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if box.is_editable() and not box.locator("xpath=ancestor::*[@data-testid='stDateInput']").count():
            box.fill(NASTY[: int(box.get_attribute("maxlength") or len(NASTY))])
            count += 1
    return count


def send(tab: Tab, place: Locator) -> None:
    """Save what was typed; a choice that nothing was made for yet gets its first option."""
    for number in range(place.get_by_role("combobox").count()):
        box = place.get_by_role("combobox").nth(number)
        if box.is_visible() and not box.input_value() and box.get_attribute("aria-label") not in ("Who took part", "Tags"):
            box.click()
            tab.page.get_by_role("option").first.click()
            tab.rest()
    buttons = place.get_by_test_id("stFormSubmitButton").get_by_role("button")
    for name in SENDING:
        buttons = buttons.or_(place.get_by_role("button", name=name, exact=True))
    if buttons.count():
        buttons.first.click()
    else:
        tab.page.keyboard.press("Tab")
    tab.rest()


def unharmed(tab: Tab) -> None:
    """No script ran, no image was made, no link leads to script."""
    assert tab.page.evaluate("window.__hit") is None, f"script ran at {tab.page.url}"
    made = tab.page.locator("img[src=x], a[href^='javascript']")
    assert made.count() == 0, f"{tab.page.url} made {made.first.evaluate('e => e.outerHTML')} of what was typed"
