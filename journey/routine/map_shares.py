"""The acts of making a link that shows the map to whoever has it, and of taking it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import act
from journey.store.tables import MapShare, MapSnapshot

LONGEST = 80
BYTES = 24
"""Of chance in a link: nobody guesses one of 2 to the power of 192."""


def share_map(
    engine: Engine, *, by: int, journey: int, name: str, settings: Mapping[str, Any], version: int | None = None
) -> MapShare:  # fmt: skip
    """Make a link to the map as it is on the day it is opened, or to a version; `settings` say how it is shown.

    `name` says whom it is for. The audit tells that it was made, and never the link itself.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused(f"Say whom the link is for, in at most {LONGEST} characters. Nothing was shared yet.")
    with act(engine, "map_share.add", by=by, journey=journey) as doing:
        if version is not None:
            query = select(MapSnapshot.id).where(MapSnapshot.journey_id == journey, MapSnapshot.number == version)
            if doing.session.exec(query).first() is None:
                raise Refused(f"The map has no version {version}. Nothing was shared yet.")
        token = secrets.token_urlsafe(BYTES)
        share = MapShare(journey_id=journey, token=token, name=name, settings=dict(settings), version=version)
        share.person_id = doing.person.key
        return doing.add(share)


def take_back_share(engine: Engine, *, by: int, journey: int, share: int, revision: int) -> MapShare:
    """Make a link open nothing from now on."""
    with act(engine, "map_share.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(MapShare, share), revision)
