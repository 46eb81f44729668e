"""Settings from the environment; nobody else reads it."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

RESOURCES = Path(__file__).resolve().parent.parent / "data"
"""What ships with the product: KPI definitions, templates, the demo's words."""


class Settings(BaseSettings):
    """Every setting of the product, each read from `JOURNEY_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="JOURNEY_")

    home: Path = Path("data")
    """The one folder that holds what a user has: database, event files, backups."""
    database_url: str = ""
    """PostgreSQL for a team, e.g. postgresql://user@host/name; empty means SQLite under `home`."""
    host: str = "127.0.0.1"
    port: int = 8501
    public_url: str = ""
    """Where people open the app: links in messages begin with it; empty means http://HOST:PORT."""
    patience: int = 60
    """Seconds to wait for the answer of a mail server or webhook; one that is slower leaves it unclear whether it was told."""
    person: str = ""
    """Who the reader is while there is no sign-in: the name or e-mail address of one of the people; empty is the local user."""
    today: date | None = None
    """Pretend that this is today, to look at a past week as it was; empty means the clock."""

    @cached_property
    def url(self) -> str:
        """The database address as SQLAlchemy reads it."""
        if not self.database_url:
            return f"sqlite:///{(self.home / 'journey.db').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @cached_property
    def app_url(self) -> str:
        """Where people open the app, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @cached_property
    def events(self) -> Path:
        """The folder of the Parquet datasets."""
        return self.home.resolve() / "events"

    @cached_property
    def backups(self) -> Path:
        """The folder that backups are written to unless told otherwise."""
        return self.home.resolve() / "backups"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; read once."""
    return Settings()
