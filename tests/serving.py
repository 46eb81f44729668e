"""Serves the real app as a user does, on a port of its own, for the browser tests and the bench."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("journey")
PATIENCE = 60.0
"""Seconds to wait for a server to answer; a loaded machine takes a while to import."""


@dataclass(frozen=True)
class Serving:
    """A server that answers: where, which process, on whose folder, and where it writes what goes wrong."""

    url: str
    pid: int
    home: Path
    log: Path

    def logged(self) -> int:
        """How many characters of log there are by now."""
        return len(self.log.read_text())

    def errors(self, since: int = 0) -> list[str]:
        """The lines that tell of a fault, after so many characters of log."""
        return [line for line in self.log.read_text()[since:].splitlines() if "Traceback" in line or "Error" in line]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def app(home: Path, *, today: date, person: str = "") -> Iterator[Serving]:
    """`journey --no-browser --port N` on `home`, as if it were `today`, for the local user or the `person` of that name."""
    port = free_port()
    settings = {"JOURNEY_TODAY": today.isoformat(), "JOURNEY_PERSON": person}
    with serving([str(COMMAND), "--no-browser", "--port", str(port)], port, home, settings) as server:
        yield server


@contextmanager
def serving(command: list[str], port: int, home: Path, settings: dict[str, str]) -> Iterator[Serving]:
    """Run a Streamlit server until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    log = home / f"server-{port}.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JOURNEY_", "STREAMLIT_"))}
    environment |= {"JOURNEY_HOME": str(home), "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none", **settings}
    with log.open("w") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as process:
        try:
            _wait(process, f"http://127.0.0.1:{port}", log)
            yield Serving(f"http://127.0.0.1:{port}", process.pid, home, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"The server ended by itself:\n{log.read_text()[-2000:]}"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"No answer from {url} in {PATIENCE:.0f} s:\n{log.read_text()[-2000:]}")
