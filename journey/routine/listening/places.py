"""Where on the map something was said: a stage, and a touchpoint that is met in it."""

from __future__ import annotations

from journey.errors import Refused
from journey.routine.act import Act
from journey.store.tables import Stage, Step, Touchpoint


def checked_place(doing: Act, stage: int | None, touchpoint: int | None) -> tuple[int | None, int | None]:
    """The stage and touchpoint, both there and together; a touchpoint alone names its stage."""
    if touchpoint is not None:
        own = doing.get(Step, doing.get(Touchpoint, touchpoint).step_id).stage_id
        if stage not in (None, own):
            raise Refused("This touchpoint belongs to another stage. Choose the two anew. Nothing was saved.")
        stage = own
    if stage is not None:
        doing.get(Stage, stage)
    return stage, touchpoint
