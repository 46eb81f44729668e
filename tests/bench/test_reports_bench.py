"""How long a week's report of the demo takes, from its rows to the file, in each format and for each reader."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from journey.config import Settings
from journey.domain.weeks import Week
from journey.exports.reports.files import FORMATS, write
from journey.routine.reports import EVERYONE, LEADERS, NEWSLETTER, Asked, build
from journey.routine.start import start
from journey.store.readers.journeys import journeys

SECONDS = 5.0
"""A report of a week in a few seconds."""


@pytest.mark.parametrize("audience", [EVERYONE, LEADERS, NEWSLETTER])
@pytest.mark.parametrize("format", FORMATS)
def test_a_week_s_report(demo_built: Path, tmp_path: Path, audience: str, format: str, benchmark) -> None:  # type: ignore[no-untyped-def]
    shutil.copytree(demo_built, tmp_path, dirs_exist_ok=True)
    engine = start(Settings(home=tmp_path))
    [journey] = journeys(engine)
    asked = Asked(Week.parse("2026-W47"), date(2026, 11, 18), audience=audience)
    benchmark.pedantic(lambda: write(build(engine, journey, asked), format), rounds=2, warmup_rounds=1)
    engine.dispose()
    assert benchmark.stats.stats.min < SECONDS
