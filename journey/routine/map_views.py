"""The acts of saving a way to look at the map under a name, and of putting it in the bin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import act
from journey.routine.journeys import slug
from journey.store.tables import MapView

LONGEST, LARGEST = 80, 20_000


def save_view(engine: Engine, *, by: int, journey: int, name: str, settings: Mapping[str, Any], token: str = "") -> MapView:
    """Save parts of a look under a name; one of that name is replaced, also in the bin, from where it comes back."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused(f"A view needs a name of at most {LONGEST} characters. Nothing was saved yet.")
    if len(json.dumps(dict(settings))) > LARGEST:
        raise Refused("This view filters by more than a view can keep. Choose fewer tags or lanes. Nothing was saved yet.")
    with act(engine, "map_view.save", by=by, journey=journey, token=token) as doing:
        known = doing.session.exec(select(MapView).where(MapView.journey_id == journey).with_for_update()).all()
        found = next((view for view in known if view.name.casefold() == name.casefold()), None)
        if found is not None:
            return doing.change(found, found.revision, name=name, settings=dict(settings), deleted_at=None)
        row = MapView(journey_id=journey, slug=_free(slug(name), {view.slug for view in known}), name=name)
        row.settings, row.person_id = dict(settings), doing.person.key
        return doing.add(row)


def bin_view(engine: Engine, *, by: int, journey: int, slug: str, token: str = "") -> MapView:
    """Put a saved view in the bin; Refused where nobody saved one of that name."""
    with act(engine, "map_view.bin", by=by, journey=journey, token=token) as doing:
        found = doing.session.exec(select(MapView).where(MapView.journey_id == journey, MapView.slug == slug)).first()
        if found is None or found.deleted_at is not None:
            raise Refused("Nobody saved this view, or it is in the bin already. Nothing was changed.")
        return doing.bin(found, found.revision)


def _free(wanted: str, taken: set[str]) -> str:
    """The address wanted, or that with a number where another name has it: names in other scripts all ask for the same."""
    return wanted if wanted not in taken else next(f"{wanted}-{n}" for n in count(2) if f"{wanted}-{n}" not in taken)
