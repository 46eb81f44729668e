"""Finds the formats of maps: every module of the folder is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from journey.domain.document import Document
from journey.sources.maps import formats
from journey.sources.maps.file import MapFile, Notes


class MapFormat(Protocol):
    """A module in maps/formats; one with a low RANK is asked first."""

    RANK: int
    NAME: str
    """What people call it."""

    def claims(self, file: MapFile) -> bool:
        """Whether the content is of this format."""

    def read(self, file: MapFile, notes: Notes) -> Document:
        """The map; UnreadableFile where there is none in it."""


@cache
def map_formats() -> tuple[MapFormat, ...]:
    """Every format, in the order in which they are asked."""
    found = [importlib.import_module(f"{formats.__name__}.{item.name}") for item in pkgutil.iter_modules(formats.__path__)]
    return tuple(sorted((cast(MapFormat, module) for module in found), key=lambda module: module.RANK))
