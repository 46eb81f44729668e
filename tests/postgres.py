"""A throwaway PostgreSQL server for tests, from whatever server binaries the machine has."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; `url` is its maintenance database."""

    port: int
    binaries: Path

    @property
    def url(self) -> str:
        return f"postgresql://journey@127.0.0.1:{self.port}/postgres"

    def new_database(self, like: str = "") -> str:
        """The address of a new database: empty, or a copy of the one at the address `like`, which nobody may be connected to."""
        import psycopg

        name, template = f"journey_{next(_numbers)}", like.rpartition("/")[2] or "template1"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url.replace("/postgres", f"/{name}")


def binaries() -> Path | None:
    """The folder with initdb and postgres, newest version first; None if the machine has none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*([Path(on_path).parent] if on_path else []), *folders]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _account() -> dict[str, str]:
    # PostgreSQL refuses to run as root
    return {"user": "nobody"} if os.getuid() == 0 else {}


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run a server on a free port with its files in a folder of its own under /tmp; stopped at the end."""
    place = Path(tempfile.gettempdir()) / f"journey-pg-{os.getpid()}-{next(_numbers)}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    cluster = place / "cluster"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        subprocess.run(
            [folder / "initdb", "-D", cluster, "-U", "journey", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=place, **_account(),
        )  # fmt: skip
        server = subprocess.Popen(
            [folder / "postgres", "-D", cluster, "-p", str(port), "-k", place, "-h", "127.0.0.1", "-c", "fsync=off",
             "-c", "full_page_writes=off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place, **_account(),
        )  # fmt: skip
        try:
            _wait(port)
            yield Server(port, folder)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody needs what it would still write
            server.wait(30)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _wait(port: int) -> None:
    import psycopg

    for _ in range(200):
        try:
            psycopg.connect(f"postgresql://journey@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start within 20 s")
