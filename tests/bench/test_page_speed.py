"""Server CPU of a rerun of every page, warm, on two years of data for thirty metrics, beside a bare page of six charts; Monday
also on a journey with 324 series and twenty alerts that wait."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

import psutil
import pytest

from journey.config import Settings
from tests.bench import many_series
from tests.bench.streamlit_session import Session, session
from tests.bench.two_years import TODAY, build
from tests.serving import ROOT, Serving, app, free_port, serving

WARM, RERUNS, ROUNDS = 4, 12, 3
CALM, PATIENCE = 0.05, 120
"""Below this share of a core a server does nothing beside the pages; so many seconds it is waited for."""
MONDAY, OTHERS = 3.0, 2.0
"""How many times the bare page's CPU Monday and every other page may take."""
PAGES = re.findall(r'"pages/(\w+)\.py"', (ROOT / "app.py").read_text())
BARE = "bare, six charts"
MANY = "monday, 324 series"
Opened = tuple[Serving, Session, str]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Opened]]:
    """Every page opened in a session of its own, and the bare one on a server of its own."""
    home = tmp_path_factory.mktemp("two_years")
    query = f"journey={build(Settings(home=home))}&week=2026-W47"
    many = f"journey={many_series.build(Settings(home=home))}&week=2026-W47"
    port = free_port()
    bare = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "tests/bench/six_charts.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    with ExitStack() as stack:
        ours = stack.enter_context(app(home, today=TODAY))
        theirs = stack.enter_context(serving(bare, port, tmp_path_factory.mktemp("bare"), {"STREAMLIT_SERVER_HEADLESS": "true"}))
        opened = {BARE: (theirs, stack.enter_context(session(theirs.url)), "")}
        opened |= {page: (ours, stack.enter_context(session(ours.url)), query) for page in PAGES}
        opened[MANY] = (ours, stack.enter_context(session(ours.url)), many)
        for name, (_, tab, asked) in opened.items():
            _look(name, tab.open({BARE: "", "week": "", MANY: "monday_review"}.get(name, name), asked))
        yield opened


def _look(name: str, said: list[str]) -> None:
    """A page that failed fast would win: it must have shown its title and no error."""
    shown = "\n".join(said)
    assert "h1" in shown, f"{name} shows no title"
    assert "could not be shown" not in shown, f"{name} failed"
    assert name != BARE or shown.count("plotly_chart") == 6


def _cpu(server: Serving, tab: Session, query: str) -> float:
    """Milliseconds of server CPU a rerun."""
    process = psutil.Process(server.pid)
    before = process.cpu_times()
    for _ in range(RERUNS):
        tab.rerun(query)
    after = process.cpu_times()
    return 1000 * (after.user + after.system - before.user - before.system) / RERUNS


def _calm(server: Serving) -> None:
    """Wait until what the opened pages began in the background is done: it is no part of a rerun."""
    process = psutil.Process(server.pid)
    process.cpu_percent()
    for _ in range(PATIENCE):
        if process.cpu_percent(interval=1.0) < 100 * CALM:
            return
    pytest.fail(f"the server did not come to rest in {PATIENCE} seconds")


def test_server_cpu_of_a_rerun(pages: dict[str, Opened], benchmark, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    for _ in range(2):  # a lesson that ends brings modules, which the next rerun settles
        for _, tab, query in pages.values():
            for _ in range(WARM):
                tab.rerun(query)
        _calm(pages["week"][0])
    costs: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):  # in turn, so that a busy machine is busy for all of them
        for name, opened in pages.items():
            costs[name].append(_cpu(*opened))
    benchmark.pedantic(lambda: pages["week"][1].rerun(pages["week"][2]), rounds=1)
    times = {name: median(each) / median(costs[BARE]) for name, each in costs.items()}
    with capsys.disabled():
        print("\nserver CPU a rerun, warm")
        for name in pages:
            print(f"  {name:22} {median(costs[name]):6.1f} ms  {times[name]:5.2f} times the bare page")
    slow = {name: round(ratio, 2) for name, ratio in times.items() if ratio > (MONDAY if "monday" in name else OTHERS)}
    assert not slow, f"slower than {MONDAY} (Monday) or {OTHERS} times the bare page: {slow}"
