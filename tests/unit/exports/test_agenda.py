"""The agenda that leaves on Tuesday: a calendar file that calendars read, Markdown in which typed text stays text."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from journey.domain.weeks import Week
from journey.exports.agenda import Agenda, as_calendar, as_markdown, plain

TODAY = date(2026, 11, 17)
WEEK = Week.parse("2026-W47")


def an_agenda(team: str = "Product", title: str = "Cards are refused", parked: tuple[str, ...] = (), week: Week = WEEK) -> Agenda:
    blockers = pl.DataFrame({"title": [title], "stage": ["Pay"], "evidence": [3]})
    actions = pl.DataFrame(
        {
            "title": ["Undated", "Late", "Today"], "owner": [None, "Ana", "Bo"],
            "due": [None, date(2026, 11, 10), TODAY], "status": ["open", "in progress", "open"],
        }
    )  # fmt: skip
    return Agenda("Shop", team, week, blockers, actions, parked)


def meeting(timezone: str, week: Week = WEEK, team: str = "Product") -> tuple[Any, datetime, datetime]:
    made = Calendar.from_ical(as_calendar(an_agenda(team, week=week), TODAY, timezone=timezone))
    event: Any
    [event] = made.walk("VEVENT")
    return event, event["dtstart"].dt, event["dtend"].dt


@pytest.mark.parametrize("timezone", ["UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
@pytest.mark.parametrize("label", ["2026-W13", "2026-W14", "2026-W44", "2026-W47", "2026-W53"])
def test_the_meeting_is_half_an_hour_on_the_weeks_tuesday_at_ten_where_the_journey_is(timezone: str, label: str) -> None:
    week = Week.parse(label)
    event, start, end = meeting(timezone, week)
    here = start.astimezone(ZoneInfo(timezone))
    assert (here.date(), here.hour, here.minute) == (week.monday + timedelta(days=1), 10, 0)
    assert end - start == timedelta(minutes=30)
    assert "Cards are refused" in str(event["description"])
    assert str(event["summary"]) == "Blockers: Product"


def test_the_stamp_is_utc_as_the_standard_asks() -> None:
    event, _, _ = meeting("Europe/Berlin")
    assert event["dtstamp"].dt.tzinfo is not None
    assert event["dtstamp"].dt.utcoffset() == timedelta(0)
    assert b"DTSTAMP:20261117T090000Z" in as_calendar(an_agenda(), TODAY, timezone="Europe/Berlin")
    assert event["dtstamp"].dt == datetime(2026, 11, 17, 9, tzinfo=UTC)


def test_every_teams_meeting_is_its_own_and_stays_the_same() -> None:
    ids = [str(meeting("UTC", team=team)[0]["uid"]) for team in ("Sales", "支持", "销售", "Sales ", "Sales")]
    assert len(set(ids)) == 4
    assert ids[0] == ids[4], "opened again it is updated, not doubled"


def test_names_cannot_add_lines_to_the_calendar() -> None:
    team = "X\r\nBEGIN:VALARM\r\nATTENDEE:mailto:eve@shop.example"
    made = Calendar.from_ical(as_calendar(an_agenda(team, title=team), TODAY, timezone="UTC"))
    assert [part.name for part in made.walk() if part.name == "VALARM"] == []
    assert "attendee" not in made.walk("VEVENT")[0]


def test_the_overdue_come_first_and_what_is_parked_last() -> None:
    lines = as_markdown(an_agenda(parked=("Who pays?",)), TODAY).splitlines()
    assert [line for line in lines if line.startswith("- [ ]")] == [
        "- [ ] Late: Ana, overdue since 10 Nov, in progress", "- [ ] Today: Bo, due 17 Nov, open",
        "- [ ] Undated: no owner, no date, open",
    ]  # fmt: skip
    assert lines[-1] == "- Who pays?"


def test_an_empty_agenda_says_so() -> None:
    none = an_agenda()
    said = as_markdown(Agenda("Shop", "Product", WEEK, none.blockers.clear(), none.actions.clear()), TODAY)
    assert "None. Use the time for the oldest action." in said


def shown(markdown: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").enable("strikethrough").render(markdown))).strip()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://evil.example)", "**b**", "# big", "- item",
        "1. one", "1) one", "+ plus", "> quote", "---", "===", "`code`", "~~gone~~", "&lt;", "a | b", "$x$", "two\nlines", "\\",
        "a\\*b",
    ],
)  # fmt: skip
def test_typed_text_stays_text(text: str) -> None:
    expected = " ".join(text.split())
    assert shown(plain(text)) == expected
    made = MarkdownIt("commonmark").enable("strikethrough").render(plain(text))
    assert set(re.findall(r"<(\w+)", made)) == {"p"}, "no list, heading, link, picture or mark comes of it"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1))
def test_no_text_at_all_becomes_markup(text: str) -> None:
    expected = " ".join(text.split())
    made = MarkdownIt("commonmark").enable("strikethrough").render(f"- **x** {plain(text)}")
    assert set(re.findall(r"<(\w+)", made)) <= {"ul", "li", "strong"}
    assert "".join(shown(f"- **x** {plain(text)}").split()) == "".join(f"x {expected}".split())
