"""The whole week on the demo, as its owner does it, at a desk and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.tab import Tab
from tests.serving import Serving

BLOCKER = "Contact rate stands out at Verify company"
ACTION = "Bring the old upload back on telephones"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [1440, 390])
def test_the_whole_week(fresh_demo: Serving, open_tab: Callable[..., Tab], width: int) -> None:
    tab = open_tab(fresh_demo, width=width)
    tab.sees(re.compile("new alerts"))
    left = monday(tab)
    tuesday(tab)
    wednesday(tab)
    thursday(tab)
    friday(tab)
    tab.go("")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        expect(card(tab, day)).to_contain_text("Done")
    expect(card(tab, "Monday")).to_contain_text(f"{left} new alert")
    expect(card(tab, "Wednesday")).to_contain_text("3 customers heard this week")
    tab.sees(re.compile("7 weeks in a row"))


def monday(tab: Tab) -> int:
    """One of the new alerts becomes a blocker; how many are left."""
    tab.go("monday_review")
    new = int(tab.page.get_by_role("heading", name=re.compile(r"^New \(\d+\)$")).inner_text().strip("New ()"))
    alert = tab.page.locator("[class*=st-key-alert_]", has_text="Contact rate").first
    tab.click("Answer", within=alert)
    tab.choose("Which pain point does it show?", "A new pain point")
    tab.click("It is a blocker")
    tab.sees(f"New ({new - 1})").sees("Still open")
    done(tab)
    return new - 1


def tuesday(tab: Tab) -> None:
    """The new blocker gets an action with owner and due date; the agenda leaves with it, as text and for the calendar."""
    tab.go("tuesday_blockers").sees(BLOCKER)
    place = tab.page.locator("[class*=st-key-pain_]", has_text=BLOCKER).first
    tab.click("Agree an action", within=place)
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What will be done?").fill(ACTION)
    tab.choose("Who?", "Adaeze Brandt", within=dialog)
    when(dialog, "2026-11-25")
    tab.click("Agree", within=dialog)
    tab.sees(re.compile(f"{ACTION} · Adaeze Brandt · due 25 Nov · open"))
    tab.page.get_by_role("button", name="Agenda").last.click()
    agenda = tab.page.get_by_test_id("stPopoverBody")
    expect(agenda.locator("code")).to_contain_text(BLOCKER)
    expect(agenda.locator("code")).to_contain_text(ACTION)
    calendar = tab.download(lambda: agenda.get_by_role("button", name="Download for the calendar (.ics)").click())
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert BLOCKER in calendar.replace("\r\n ", "").replace("\\", "")
    tab.page.keyboard.press("Escape")
    done(tab)


def wednesday(tab: Tab) -> None:
    """Three customers are heard; the words of one become evidence of a new pain point."""
    tab.go("wednesday_listening").sees("0 of 12 heard")
    for number in (1, 2, 3):
        said = tab.page.locator(".talk .words").first
        expect(said).not_to_have_text("")
        tab.page.get_by_role("textbox", name="Note").fill(f"Heard as number {number}")
        if number == 1:
            tab.click("New pain point")
            words = tab.page.get_by_role("textbox", name="The words").input_value()
            expect(said).to_contain_text(words)  # by what stands there: what is below the screen is not drawn yet
            assert words
            tab.fill("New pain point", "The camera stays black")
            tab.click("Add the pain point")
        tab.page.get_by_role("button", name=re.compile("Save and next")).click()
        tab.rest().sees(f"{number} of 12 heard")
    tab.go("tuesday_blockers")
    tab.click("Name a blocker")
    tab.choose("Which pain point blocks customers now?", re.compile("The camera stays black"))
    tab.page.keyboard.press("Escape")
    tab.go("wednesday_listening")
    done(tab)


def thursday(tab: Tab) -> None:
    """What the week brings is taken, a card goes on the map with its reason, a version is kept with what caused it and told
    apart from the one before."""
    tab.go("thursday_map")
    tab.page.get_by_role("button", name=re.compile("This week brings")).click()
    tab.rest()
    felt = tab.page.locator("[class*=st-key-proposal_]", has_text="assume").first
    tab.click("Take it", within=felt)
    tab.page.get_by_role("button", name="Shut", exact=True).click()
    tab.rest()
    tab.page.get_by_role("button", name="Add to Verify company, What they think").click()
    tab.page.get_by_role("textbox", name=re.compile("^New in")).fill("The camera needs a second way in")
    tab.page.keyboard.press("Enter")
    added = tab.page.locator(".b-card:not(.b-waiting)", has_text="The camera needs a second way in")
    expect(added).to_have_count(1)
    tab.page.get_by_role("button", name="Say why you change the map").click()
    tab.page.locator(".b-why input").fill("Three customers in a week")
    tab.page.keyboard.press("Enter")
    tab.go("thursday_map?part=Versions+and+links")
    tab.click("Save a version")
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What is this version called?").fill("After the camera")
    dialog.get_by_role("textbox", name="Why do you keep it?").fill("Before the fix ships")
    tab.choose("What caused it?", re.compile("^Signal .*Contact rate"), within=dialog)
    tab.page.keyboard.press("Tab")
    tab.click("Save", within=dialog)
    tab.sees(re.compile("4 · After the camera")).sees(re.compile("signal Contact rate"))
    tab.go("thursday_map?part=Versions+and+links&from_version=3&to_version=4")
    tab.sees(re.compile("Card “The camera needs a second way in” was added"))
    tab.go("history").sees(re.compile("Three customers in a week"))
    tab.go("thursday_map")
    done(tab)


def friday(tab: Tab) -> None:
    """A verdict overrules the data, but not without a reason; the report is read and taken away, the week is closed."""
    heading = tab.go("friday_retrospective").page.get_by_role("heading", name=re.compile(r"Verdicts due \(\d+\)"))
    due = int(re.sub(r"\D", "", heading.inner_text()))
    first = tab.page.locator("[class*=st-key-trial_]", has=tab.page.get_by_role("textbox", name="What did we learn?")).first
    first.get_by_role("textbox", name="What did we learn?").fill("Plain words beat a hotline")
    tab.click("Overrule", within=first)
    first.get_by_text("harmful", exact=True).click()
    tab.click("Record the verdict", within=first).sees(re.compile("Say why you overrule that"))
    first.get_by_role("textbox", name=re.compile("Why do you overrule")).fill("The form was taken back on Monday")
    tab.click("Record the verdict", within=first)
    tab.sees(f"Verdicts due ({due - 1})")
    tab.go("friday_retrospective?part=Close+the+week")
    tab.fill("What did this week teach us?", "A camera is not a scanner")
    tab.click("Note the learning").sees("A camera is not a scanner")
    tab.click("Preview the report")
    report = tab.page.get_by_test_id("stMain")
    expect(report).to_contain_text(BLOCKER)
    text = tab.download(lambda: tab.page.get_by_role("button", name="Download as Markdown").click())
    assert BLOCKER in text.replace("\\", "")
    assert "A camera is not a scanner" in text.replace("\\", "")
    page = tab.download(lambda: tab.page.get_by_role("button", name="Download as HTML").click())
    assert page.lstrip().lower().startswith("<!doctype html")
    done(tab)
    tab.click("Close the week").sees("Week 47 is closed.")


def done(tab: Tab) -> None:
    """Mark the day done at the foot of its page."""
    tab.click("Mark done")
    tab.sees("Reopen")


def card(tab: Tab, day: str) -> Locator:
    """The day's card on the Week page."""
    return tab.page.locator(f".st-key-card_{day.lower()}")


def when(dialog: Locator, day: str) -> None:
    """Type a date into the dialog's date field."""
    box = dialog.get_by_test_id("stDateInput").locator("input").first
    box.fill(day)
    box.press("Enter")
    dialog.get_by_role("heading").first.click()  # the calendar stays open over the form until one looks elsewhere
