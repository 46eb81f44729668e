"""The acts on actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.engine import Engine

from journey.domain.words import ActionStatus
from journey.errors import Refused
from journey.routine.act import act
from journey.store.engine import reading
from journey.store.tables import Action, Opportunity, PainPoint


def add_action(engine: Engine, *, by: int, journey: int, title: str, why: str = "", **values: Any) -> Action:
    """Agree an action: owner_id, team_id, due, pain_id, opportunity_id, stage_id, metric_id, link, story, criteria.

    Stage and team are the pain point's unless named, and pain point, stage and team the opportunity's.
    """
    _check_action(title=title, **values)
    with act(engine, "action.add", by=by, journey=journey, why=why, team_id=values.get("team_id")) as doing:
        if values.get("opportunity_id"):
            found = doing.get(Opportunity, values["opportunity_id"])
            own = {"pain_id": found.pain_id, "stage_id": found.stage_id, "team_id": found.team_id}
            values = {**own, **{k: v for k, v in values.items() if v is not None}}
        if values.get("pain_id"):
            pain = doing.get(PainPoint, values["pain_id"])
            values = {"stage_id": pain.stage_id, "team_id": pain.team_id, **{k: v for k, v in values.items() if v is not None}}
        return doing.add(Action(**values, journey_id=journey, title=title.strip()))


def change_action(
    engine: Engine, *, by: int, journey: int, action: int, revision: int, today: date, why: str = "", **values: Any
) -> Action:
    """Change an action; resolving it dates it `today`, reopening it takes the date away, any other edit leaves the date."""
    _check_action(**values)
    with act(engine, "action.change", by=by, journey=journey, why=why, team_id=_team(engine, action)) as doing:
        row = doing.get(Action, action)
        if "status" in values:
            values["status"] = ActionStatus(values["status"])
            if values["status"] is not row.status:
                values["resolved_on"] = today if values["status"] is ActionStatus.RESOLVED else None
        return doing.change(row, revision, **values)


def bin_action(engine: Engine, *, by: int, journey: int, action: int, revision: int) -> Action:
    """Put an action in the bin."""
    with act(engine, "action.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Action, action), revision)


def _team(engine: Engine, action: int) -> int | None:
    with reading(engine) as session:
        row = session.get(Action, action)
    return row.team_id if row else None


def _check_action(**values: Any) -> None:
    if "title" in values and not str(values["title"]).strip():
        raise Refused("An action needs a title: who does what? Nothing was saved.")
    link = str(values.get("link", "")).strip()
    if link and not link.startswith(("https://", "http://")):
        raise Refused(f"The link '{link}' must start with https:// or http://. Nothing was saved.")
