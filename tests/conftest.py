"""Fixtures that all tests share: an empty home, a database on SQLite and on PostgreSQL, the machine's real data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# the processes of the run share the cores already: threads for matrices on top would only wait for each other
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import hypothesis
import pytest
from sqlalchemy.engine import Engine

from journey.config import Settings
from tests import demos, postgres

hypothesis.settings.register_profile("journey", deadline=None)  # how long an example takes is the bench's question
hypothesis.settings.load_profile("journey")

REQUIRED = {word.strip() for word in os.environ.get("JOURNEY_REQUIRE", "").split(",") if word.strip()}


def skip_or_fail(what: str, why: str) -> None:
    """Skip loudly, or fail where JOURNEY_REQUIRE names `what`."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here: {why}")
    pytest.skip(f"{what}: {why}")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test ever reads the user's settings or touches the user's database."""
    for name in [
        n
        for n in os.environ
        if n.startswith("JOURNEY_") and n not in {"JOURNEY_REQUIRE", "JOURNEY_CHROMIUM", "JOURNEY_REAL_DATA"}
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JOURNEY_HOME", str(tmp_path / "home"))
    from journey.config import settings

    settings.cache_clear()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this run's own, stopped at its end."""
    binaries = postgres.binaries()
    if binaries is None:
        skip_or_fail(
            "postgres", "no initdb and postgres found on PATH or in /usr/lib/postgresql; install postgresql to run these tests"
        )
    assert binaries is not None
    with postgres.serving(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of an installation that was started and nothing more: to be copied, which takes a tenth of a start."""
    from journey.routine.start import start

    here = Settings(home=tmp_path_factory.mktemp("started"))
    start(here).dispose()
    return here.home / "journey.db"


@pytest.fixture(scope="session")
def started_on_postgres(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database of such an installation, to be a template of others."""
    from journey.routine.start import start

    here = Settings(home=tmp_path_factory.mktemp("started"), database_url=postgres_server.new_database())
    start(here).dispose()
    return here.database_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings for an empty installation, once on SQLite and once on PostgreSQL."""
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("started"), home)
        return Settings(home=home)
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("started_on_postgres")
    return Settings(home=home, database_url=server.new_database(template))


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Settings:
    """Settings for an empty installation on SQLite."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def engine(home: Settings) -> Iterator[Engine]:
    """A started, empty installation on each database; the local user is person 1."""
    from journey.routine.start import start

    engine = start(home)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the demo as it was built; copied, never changed."""
    own = tmp_path_factory.getbasetemp()
    return demos.built_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data in real shapes; the test is skipped where it is absent."""
    folder = Path(os.environ.get("JOURNEY_REAL_DATA", Path(__file__).parent.parent / ".." / "shared" / "data"))
    if not folder.is_dir():
        skip_or_fail("realdata", f"no folder {folder}; set JOURNEY_REAL_DATA")
    return folder
