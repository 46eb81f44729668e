"""Starts the app's server, and a browser on it once it answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

from journey.errors import Refused

APP = Path(__file__).resolve().parent.parent.parent / "app.py"
PATIENCE = 30.0
"""Seconds to wait for the server before giving up on opening a browser."""


def open_app(host: str | None, port: int | None, *, browser: bool, journey: str | None = None) -> None:
    """Serve the app until it is stopped; with `journey`, the browser opens on that one."""
    from journey.config import settings

    host, port = host or settings().host, port or settings().port
    if not APP.exists():
        raise Refused(f"The app's file {APP} is missing. Run journey from a whole checkout of the project.")
    command = [
        sys.executable, "-m", "streamlit", "run", str(APP), "--server.address", host, "--server.port", str(port),
        "--server.headless", "true", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    query = f"/?journey={journey}" if journey else ""
    address = f"http://{_reachable(host)}:{port}"
    sys.stdout.write(f"Journey is at {address}{query}  (stop it with Ctrl+C)\n")
    sys.stdout.flush()
    environment = os.environ | {"JOURNEY_HOME": str(settings().home.resolve())}
    if not browser and os.name == "posix":
        os.chdir(APP.parent)
        os.execve(sys.executable, command, environment)
    _serve(command, environment, address, query if browser else None)


def _serve(command: list[str], environment: dict[str, str], address: str, query: str | None) -> None:
    """Run the server as a child that ends with us."""
    with subprocess.Popen(command, cwd=APP.parent, env=environment) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        if query is not None and _answers(address, server):
            webbrowser.open(address + query)
        try:
            code = server.wait()
        except KeyboardInterrupt:
            code = server.wait()
    if code > 0:
        raise Refused(
            "The app could not be served; its own words are above. If the port is taken, choose another: journey --port 8502"
        )


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _reachable(host: str) -> str:
    """The name to open in a browser: a server on every address is reached on this one."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
