"""What AppTest needs: the app on an empty home, a journey begun, a page opened."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.routine.journeys import add_journey
from journey.routine.start import start

YOU = 1
APP = Path(__file__).parents[2] / "app.py"
TODAY = date(2026, 11, 18)
"""A Wednesday of week 47."""
PANE = "journey_talk"
BOARD = "journey_board"


@pytest.fixture(autouse=True)
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """No page of a test learns beside it, where it would outlive the test; what it would have learned, in order.

    Call them to have them learned.
    """
    wanted: list[Callable[[], None]] = []

    def kept(lesson: Callable[[], None]) -> threading.Thread:
        wanted.append(lesson)
        thread = threading.Thread(target=str)
        thread.start()
        thread.join()
        return thread

    monkeypatch.setattr("journey.ui.listening.learning.beside", kept)
    return wanted


@pytest.fixture
def home_engine(monkeypatch: pytest.MonkeyPatch, started: Path) -> Engine:
    """The engine of the app's own home, on a day that does not move."""
    monkeypatch.setenv("JOURNEY_TODAY", TODAY.isoformat())
    settings.cache_clear()
    settings().home.mkdir(exist_ok=True)
    shutil.copy(started, settings().home)
    return start(settings())


@pytest.fixture
def shop(home_engine: Engine) -> int:
    """A journey with three stages and nothing else."""
    return add_journey(home_engine, by=YOU, name="Shop", stages=("Browse", "Basket", "Pay")).key


@pytest.fixture
def open_page(home_engine: Engine) -> Callable[[str], AppTest]:
    """Open a page of the app as a browser would."""

    def opened(page: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60).run()
        return app if page == "week" else app.switch_page(f"pages/{page}.py").run()

    return opened


def words(app: AppTest) -> str:
    """Everything the page says, to look for what a reader would."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "error", "warning", "info", "success")
    said = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join([*said, *bodies, *(text for talk in talks(app) for text in _read(talk)), *_on_boards(app)])


def talks(app: AppTest) -> list[dict[str, Any]]:
    """What the reading panes of the page show."""
    panes = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.component_name == PANE]
    return [json.loads(pane["talk"]) for pane in panes]


def boards(app: AppTest) -> list[dict[str, Any]]:
    """What the boards of the page show."""
    drawn = [element for element in app.get("bidi_component") if element.proto.component_name == BOARD]
    return [json.loads(json.loads(element.proto.json)["map"]) for element in drawn]


def _on_boards(app: AppTest) -> list[str]:
    """The words of stages, lanes and what stands in their cells."""
    parts = [part for board in boards(app) for part in (*board["stages"], *board["lanes"], *board["items"])]
    return [str(part.get("text") or part["name"]) for part in parts]


def _read(talk: dict[str, Any]) -> list[str]:
    """A conversation as one reads it, top to bottom."""
    turns = ([turn["pause"], turn["who"], turn["time"], turn["feeling"], turn["text"]] for turn in talk["turns"])
    return [talk["about"], *(text for turn in turns for text in turn), *(quote["note"] for quote in talk["quotes"])]
