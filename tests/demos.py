"""The demo, built once for a whole run of the tests however many processes it has."""

from __future__ import annotations

import fcntl
import shutil
from datetime import date
from pathlib import Path

from journey.config import Settings

TODAY = date(2026, 11, 18)


def built_once(shared: Path) -> Path:
    """A home that holds the demo on TODAY, in a folder that every process of the run knows; to be copied, never changed."""
    from journey.demo.build import build
    from journey.routine.start import start

    home, done = shared / "demo-home", shared / "demo-done"
    with (shared / "demo-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(home, ignore_errors=True)
            here = Settings(home=home, today=TODAY)
            engine = start(here)
            build(engine, here, today=TODAY)
            engine.dispose()
            done.touch()
    return home
