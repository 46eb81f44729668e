"""Finds Chromium on this machine, and says how it is started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def executable(playwright: Playwright) -> str | None:
    """The Chromium to drive: JOURNEY_CHROMIUM, else one on PATH, else Playwright's own; None if there is none."""
    told = os.environ.get("JOURNEY_CHROMIUM")
    found = (told, *(shutil.which(name) for name in NAMES), playwright.chromium.executable_path)
    return next((path for path in found if path and Path(path).exists()), None)
