"""What every command stands on: the started installation, who acts, which journey."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import typer

from journey.cli.show import FormatName

if TYPE_CHECKING:
    from journey.config import Settings
    from journey.store.engine import Engine
    from journey.store.tables import Journey

JourneyName = Annotated[str, typer.Option("--journey", help="The journey, by its name or by its name in addresses.")]
Format = Annotated[FormatName, typer.Option("--format", help="table for people, json for programs.", case_sensitive=False)]


@dataclass(frozen=True)
class Here:
    """The installation this command works on."""

    engine: Engine
    settings: Settings
    me: int

    def journey(self, name: str) -> Journey:
        """The journey of that name; NotFound lists those there are."""
        from journey.store.readers.journeys import journey

        return journey(self.engine, name)


@lru_cache(maxsize=1)
def here() -> Here:
    """The installation, migrated at the first call."""
    from journey.config import settings
    from journey.routine.start import local_user, start

    engine = start(settings())
    return Here(engine, settings(), local_user(engine))
