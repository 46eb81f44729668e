"""A real Chromium on the real app: the server that a user starts, the demo, pages at two widths that let no fault pass."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from journey.config import Settings
from tests import serving
from tests.browser.chrome import FLAGS, executable
from tests.browser.tab import Tab, opened
from tests.conftest import skip_or_fail

TODAY = date(2026, 11, 18)
"""A Wednesday of week 47; the demo's newest data end on the Sunday before."""
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser at a time, however many processes run the tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this run."""
    with sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            skip_or_fail("browser", "no Chromium found; install chromium, or name one in JOURNEY_CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demo(chromium: Browser, demo_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Serving]:
    """The app on a copy of the demo that the tests of one file share and may change."""
    home = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(demo_built, home)
    with serving.app(home, today=TODAY) as server:
        yield server


@pytest.fixture
def fresh_demo(chromium: Browser, demo_built: Path, tmp_path: Path) -> Iterator[serving.Serving]:
    """The app on a copy of the demo of this test's own."""
    shutil.copytree(demo_built, tmp_path / "own")
    with serving.app(tmp_path / "own", today=TODAY) as server:
        yield server


@pytest.fixture(scope="module")
def blank(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Serving]:
    """The app as it is on the first day, with nothing in it."""
    with serving.app(tmp_path_factory.mktemp("blank") / "home", today=TODAY) as server:
        yield server


@pytest.fixture(scope="module")
def begun(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Serving]:
    """The app on a journey that was just begun: stages and nothing else."""
    from journey.routine.journeys import add_journey
    from journey.routine.start import start

    home = Settings(home=tmp_path_factory.mktemp("begun") / "home")
    engine = start(home)
    add_journey(engine, by=1, name="Shop", stages=("Browse", "Basket", "Pay"))
    engine.dispose()
    with serving.app(home.home, today=TODAY) as server:
        yield server


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """Open the app in a browser context of its own: `open_tab(server, "leadership", width=390, dark=True)`.

    At the end of the test every tab must be free of faults: nothing failed on the page, on the server or in the console,
    and nothing was asked of another machine.
    """
    tabs: list[Tab] = []

    def make(server: serving.Serving, path: str = "", *, width: int = 1440, dark: bool = False) -> Tab:
        tab = opened(chromium, server, path, width=width, dark=dark)
        tabs.append(tab)
        return tab

    yield make
    faults = [fault for tab in tabs for fault in tab.faults()]
    for tab in tabs:
        tab.page.context.close()
    assert not faults, "\n".join(faults)
