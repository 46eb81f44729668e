"""Every page of the demo opens without an error and says, in words, the fact that was planted for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.demo.build import TOLD
from journey.routine.start import start
from journey.store.readers.metrics import metrics
from tests.app.conftest import APP, TODAY, words

SAID = {
    "week": ["new alerts", "verdicts due", "Support is measured on tickets, Growth on sign-ups", "6 weeks in a row"],
    "monday_review": [
        "Verify company · Drop-off", "38 % (30 of 80)", "Verify company · Contact rate", "Usability rounds: nothing new for",
    ],
    "tuesday_blockers": [
        "Documents are rejected without a reason", "Nobody knows what a role may do", "overdue since 3 Nov",
        "a week at stake at this stage",
    ],
    "wednesday_listening": ["0 of 12 heard"],
    "thursday_map": ["Customers feel worse than assumed", "Invite team", "Nobody knows what a role may do"],
    "friday_retrospective": ["New document camera in the mobile app", "Too early"],
    "leadership": ["38 %", "Guided connection to the ledger · Validated", "Reminder mails for open invitations · Rejected"],
    "objectives": ["of the time gone"],
    "story": ["Reminder mails changed nothing", "What six weeks taught us", "Ines Halvorsen"],
    "reports": ["Verify company, Drop-off:", "38 % (30 of 80)", "Did our changes work?", "Is the routine kept?"],
    "data": ["Usability rounds", "stale, data to 22 Oct 2026", "5 of 38 event names are in no stage yet"],
    "journey": ["Ines Halvorsen", "The contract is renewed for the first time, or ended", "Europe/Amsterdam"],
    "money": ["Most is at stake at", "who would reach the goal × €420", "Nobody has said what anything is worth at Go live"],
    "what_if": ["reach the goal", "in the next 12 weeks", "Now at Sign up"],
    "metrics": ["Time in stage", "target 18 % · baseline 29 %", "owned by Lucan Ferrow"],
    "alerts": ["false alarms a month", "were real", "Verify company · Drop-off", "With it: platform mobile", "Usability rounds"],
    "search": ["Find words in customers"],
    "history": [TOLD, "Ines Halvorsen"],
}  # fmt: skip


@pytest.fixture
def open_demo(demo_built: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page on a copy of the demo."""
    monkeypatch.setenv("JOURNEY_TODAY", TODAY.isoformat())
    settings.cache_clear()
    shutil.copytree(demo_built, settings().home, dirs_exist_ok=True)

    def opened(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=120)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        return app if page == "week" else app.switch_page(f"pages/{page}.py").run()

    return opened


def plainly(app: AppTest) -> str:
    """What the page says, as it is read: without the marks of Markdown, labels of choices included."""
    choices = [str(option) for radio in app.radio for option in radio.options]
    labels = [str(box.label) for box in app.checkbox]
    return "\n".join([words(app), *choices, *labels]).replace("\\", "")


@pytest.mark.parametrize("page", SAID)
def test_every_page_says_its_part_of_the_story(open_demo: Callable[..., AppTest], page: str) -> None:
    app = open_demo(page)
    assert not app.exception
    assert not app.error, [e.value for e in app.error]
    said = plainly(app)
    for sentence in SAID[page]:
        assert sentence in said or sentence in said.replace("**", ""), sentence


@pytest.mark.parametrize("view", ["support", "product", "marketing", "sales"])
@pytest.mark.parametrize(
    ("page", "of_invite_team"),
    [("monday_review", "Invite team"), ("thursday_map", "Team settings"), ("leadership", "Invite team")],
)
def test_every_team_looks_through_its_own_view(
    open_demo: Callable[..., AppTest], page: str, of_invite_team: str, view: str
) -> None:
    app = open_demo(page, journey="onboarding-at-tallyfern", view=view)
    assert not app.exception
    assert not app.error
    shown = plainly(app)
    assert (of_invite_team in shown) == (view in {"support", "product"})


def test_tuesday_s_parking_lot_keeps_what_two_teams_cannot_agree_on(open_demo: Callable[..., AppTest]) -> None:
    said = plainly(open_demo("tuesday_blockers"))
    assert "Support is measured on tickets, Growth on sign-ups, and nobody on both" in said


def test_wednesday_s_queue_begins_where_monday_raised_its_alerts(open_demo: Callable[..., AppTest]) -> None:
    [first] = [line for line in plainly(open_demo("wednesday_listening")).splitlines() if "Monday's alert: " in line][:1]
    assert "at Verify company" in first


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("emotion", ["Customers feel worse than assumed at Invite team", "Triangulated", "interviews and shadowing"]),
        ("gaps", ["Which role may see the salaries?", "Can a person look at it please?", "Which documents we accept", "fails"]),
        ("interviews", ["An afternoon on the support line", "Ines Halvorsen and 1 more"]),
        ("heard", ["Henrik Vaskell (never)", "Customer experience"]),
    ],
)
def test_wednesday_s_parts_are_alive(open_demo: Callable[..., AppTest], part: str, told: list[str]) -> None:
    app = open_demo("wednesday_listening")
    app.session_state["part"] = part
    said = plainly(app.run())
    assert not app.exception
    assert [words for words in told if words not in said] == []


def test_friday_remembers_what_was_decided_before(open_demo: Callable[..., AppTest]) -> None:
    app = open_demo("friday_retrospective")
    app.session_state["part"] = "log"
    said = plainly(app.run())
    assert not app.exception
    assert "Validated**: People fail on the other company's screens" in said
    assert "Rejected**: They do not forget" in said
    assert "overruled, the data said" in said
    assert "forecasts held; on average" in said


def test_a_past_week_opens_with_what_was_done_in_it(open_demo: Callable[..., AppTest]) -> None:
    app = open_demo("tuesday_blockers", journey="onboarding-at-tallyfern", week="2026-W46")
    said = plainly(app)
    assert not app.exception
    assert "The new document camera goes out today as planned." in said


def test_the_start_page_opens_the_demo_that_is_there(open_demo: Callable[..., AppTest]) -> None:
    app = open_demo("start")
    (button,) = [button for button in app.button if button.label == "Open the demo"]
    app = button.click().run()
    assert not app.exception
    assert "new alerts" in plainly(app)


def test_an_open_kpi_says_with_whom_where_since_when_and_in_which_words(open_demo: Callable[..., AppTest]) -> None:
    known = metrics(start(settings()), 1).filter(pl.col("formula") == "drop_off", pl.col("stage") == "Verify company")
    app = open_demo("monday_review", metric=str(known["id"].item()))
    said = words(app)
    assert "**Drop-off: 38 % (30 of 80), outside the usual" in said
    assert "of the rise comes from platform mobile" in said
    assert "Document photo: 46 tickets that week, usually 2" in said
    assert "since Tuesday 10 Nov" in said
    assert "Contact rate at Verify company" in said
    assert re.search(r"“[^”]*(camera|photo|dark)[^”]*”", said), "what customers wrote of it"
    assert "<figcaption>Connect books</figcaption>" in said
    assert "Make it a blocker with this evidence" in {button.label for button in app.button}
