"""The act of taking something out of the bin."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from journey.routine.act import Act, act
from journey.routine.alerts.rule_acts import check_rule
from journey.routine.goals import acts as goals
from journey.routine.listening import quotes
from journey.routine.metrics import make_room
from journey.routine.modules.content import module_of
from journey.routine.money.worths import one_worth
from journey.routine.scenarios import acts as scenarios
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
        tables.AlertRule,
        tables.Channel,
        *(tables.KnowledgeGap, tables.Conversation, tables.Quote),
        *(tables.Link, tables.PersonaFeeling, tables.Comment, tables.MapView, tables.MapShare),
        *(tables.Workshop, tables.Module, tables.ModuleUse),
        *(tables.Objective, tables.KeyResult),
        *(tables.Experiment, tables.Incident),
        *(tables.Worth, tables.Scenario),
    )
}
"""What people can put in the bin, by table name."""
MEASURED = ("journey", "stage", "metric", "conversation")
"""What figures are computed from: with any of these back they are computed anew."""


def restore(engine: Engine, *, by: int, journey: int, subject: str, id: int) -> Edited:
    """Take a row out of the bin, as it was; Refused if it has no place any more, NotFound if it is not the journey's."""
    with act(engine, f"{subject}.restore", by=by, journey=journey) as doing:
        row: Edited = module_of(doing, id, binned=True) if subject == "module" else doing.get(BINNED[subject], id, binned=True)
        put_back(doing, row)
    return row


def put_back(doing: Act, row: Edited) -> None:
    """The same within an act that is under way."""
    _its_place(doing, row)
    if isinstance(row, tables.Quote):
        quotes.put_back(doing, row)
    else:
        doing.restore(row)
    if row.__tablename__ in MEASURED:
        doing.data_changed()


def _its_place(doing: Act, row: Edited) -> None:
    """A step goes back into its stage, a touchpoint into its step, an answer into its thread; a critical metric only where
    there is room for one; a rule only where its metric is and none that asks the same; a use of a module while there is the
    module."""
    if isinstance(row, tables.Touchpoint):
        row = doing.get(tables.Step, row.step_id)
    if isinstance(row, tables.Step):
        doing.get(tables.Stage, row.stage_id)
    if isinstance(row, tables.ModuleUse):
        module_of(doing, row.module_id)
    if isinstance(row, tables.Comment) and row.answers is not None:
        doing.get(tables.Comment, row.answers)
    if isinstance(row, tables.Metric):
        make_room(doing, row.stage_id, critical=row.critical)
    if isinstance(row, tables.AlertRule):
        check_rule(doing, row)
    if isinstance(row, tables.KeyResult):
        goals.put_back(doing, row)
    if isinstance(row, tables.Worth):
        one_worth(doing, row.metric_id)
    if isinstance(row, tables.Scenario):
        scenarios.put_back(doing, row)
