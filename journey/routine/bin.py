"""The act of taking something out of the bin."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from journey.routine.act import act
from journey.store import tables
from journey.store.tables import Edited

BINNED: dict[str, type[Edited]] = {
    str(table.__tablename__): table
    for table in (
        *(
            tables.Journey,
            tables.Stage,
            tables.Step,
            tables.Touchpoint,
            tables.Persona,
            tables.Lane,
            tables.Card,
            tables.PainPoint,
        ),
        *(tables.Evidence, tables.Opportunity, tables.Action, tables.Change, tables.Metric, tables.TeamView, tables.Entry),
    )
}
"""What people can put in the bin, by table name."""


def restore(engine: Engine, *, by: int, journey: int, subject: str, id: int) -> Edited:
    """Take a row out of the bin, as it was."""
    with act(engine, f"{subject}.restore", by=by, journey=journey) as doing:
        row = doing.restore(doing.get(BINNED[subject], id, binned=True))
        doing.data_changed()
    return row
