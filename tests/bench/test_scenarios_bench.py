"""How fast a scenario is played and how well weeks that are over would have been foretold, on the demo and on a real shop."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from journey.analysis.scenarios.backtest import Backtest, backtest
from journey.analysis.scenarios.levers import Capacity, Rate
from journey.analysis.scenarios.model import fit
from journey.analysis.scenarios.record import Record, observe
from journey.analysis.scenarios.simulate import simulate
from journey.config import Settings
from journey.domain.weeks import Week
from journey.routine.data.datasets import journey_data
from journey.routine.start import start
from tests.unit.analysis.paths.test_paths_real_data import LOANS, SHOP, journey

JOURNEYS, SECONDS = 10_000, 2.0
COVERED = (0.85, 0.95)


@pytest.fixture
def demo(demo_built: Path, tmp_path: Path) -> Record:
    """The passages of the demo, to its last whole week."""
    home = Settings(home=tmp_path / "demo")
    shutil.copytree(demo_built, home.home)
    engine = start(home)
    found = observe(journey_data(engine, home.events, journey=1).data, as_of=date(2026, 11, 15))
    engine.dispose()
    assert found is not None
    return found


def read(file: Path, stages: dict[str, tuple[str, ...]], columns: tuple[str, str, str], *, goal: str, lost: tuple[str, ...],
         as_of: date) -> Record:  # fmt: skip
    raw = pl.read_csv(file, infer_schema_length=0).unique(maintain_order=True)
    who, when, what = columns
    at = pl.col(when).str.to_datetime(time_zone="UTC", time_unit="us")
    found = observe(journey(stages, raw.select(customer=who, at=at, event=what), goal=goal, lost=lost), as_of=as_of)
    assert found is not None
    return found


def test_ten_thousand_journeys(demo: Record, benchmark, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    model = fit(demo, Week(2026, 46))
    assert model is not None
    verify = demo.ids[1]
    levers = [Rate(verify, 0.03), Capacity(verify, 120, 80)]

    def asked() -> int:
        now, then = simulate(model), simulate(model, levers)
        return len(now.plan.passages) + len(then.plan.passages)

    asked()
    cpu, wall = time.process_time(), time.perf_counter()
    many = asked()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    share = JOURNEYS / many
    with capsys.disabled():
        print(f"\n{many:,} journeys with and without levers, a queue among them: {cpu:.2f} CPU s, {wall:.2f} s; "
              f"{JOURNEYS:,}: {cpu * share:.3f} CPU s")  # fmt: skip
    assert cpu * share < SECONDS
    benchmark.pedantic(asked, rounds=1)


def test_weeks_that_are_over(demo: Record, real_data: Path, benchmark, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    """Every whole week of the last ones is a base from which the eight after it are foretold."""
    events = real_data / "events"
    shop = read(events / "ecommerce_clickstream.csv.gz", SHOP, ("session_id", "timestamp", "event"), goal="purchase", lost=(),
                as_of=date(2024, 6, 30))  # fmt: skip
    loans = read(events / "loan_applications.csv.gz", LOANS, ("case_id", "time:timestamp", "concept:name"), goal="A_ACTIVATED",
                 lost=("A_DECLINED", "A_CANCELLED"), as_of=date(2012, 3, 11))  # fmt: skip
    told = {"demo": _told(demo, 40), "shop, by session": _told(shop, 40), "loans": _told(loans, 40)}
    with capsys.disabled():
        print(f"\n{'':18s}  bases  weeks  in the 90 % band")
        for name, found in told.items():
            print(f"{name:18s} {len({one.base for one in found.weeks}):6d} {len(found.weeks):6d}  {found.share:.3f}")
    for name in ("demo", "shop, by session"):
        assert COVERED[0] <= told[name].share <= COVERED[1], name
    assert told["loans"].share >= COVERED[0]
    benchmark.pedantic(lambda: _told(shop, 1), rounds=1)


def _told(record: Record, origins: int) -> Backtest:
    return backtest(record, record.last, origins=origins, every=1)
