"""The acts on scenarios: save what was asked, change it, put it in the bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.scenarios.levers import read
from journey.domain.weeks import Week
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Journey, Scenario

WEEKS = range(1, 53)
"""How far a scenario may look."""


def save_scenario(
    engine: Engine, *, by: int, journey: int, name: str, levers: Sequence[Mapping[str, Any]], base_week: str,
    note: str = "", weeks: int = 12, seed: int = 1,
) -> Scenario:  # fmt: skip
    """Keep a question under a name of its own: the levers as analysis.scenarios.levers writes them, and the data's last week."""
    asked: dict[str, Any] = {"name": name.strip(), "levers": list(levers), "base_week": base_week, "weeks": weeks}
    _check(**asked)
    with act(engine, "scenario.add", by=by, journey=journey) as doing:
        _free(doing, asked["name"])
        return doing.add(Scenario(journey_id=journey, note=note.strip(), seed=seed, **asked))


def change_scenario(engine: Engine, *, by: int, journey: int, scenario: int, revision: int, **values: Any) -> Scenario:
    """Change a scenario's name, note, levers, weeks or base week."""
    values = {name: value.strip() if name in {"name", "note"} else value for name, value in values.items()}
    _check(**values)
    with act(engine, "scenario.change", by=by, journey=journey) as doing:
        row = doing.get(Scenario, scenario)
        if "name" in values:
            _free(doing, values["name"], but=scenario)
        return doing.change(row, revision, **values)


def bin_scenario(engine: Engine, *, by: int, journey: int, scenario: int, revision: int) -> Scenario:
    """Put a scenario in the bin."""
    with act(engine, "scenario.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Scenario, scenario), revision)


def put_back(doing: Act, row: Scenario) -> None:
    """Refused if another scenario has taken its name meanwhile."""
    _free(doing, row.name, but=row.key)


def _check(**values: Any) -> None:
    if "name" in values and not values["name"]:
        raise Refused("A scenario needs a name, to find it again. Nothing was saved.")
    if "levers" in values:
        if not values["levers"]:
            raise Refused("A scenario without a lever is the journey as it is. Pull one first. Nothing was saved.")
        read(values["levers"])
    if "weeks" in values and values["weeks"] not in WEEKS:
        raise Refused(f"A scenario looks 1 to {WEEKS[-1]} weeks ahead, not {values['weeks']}. Nothing was saved.")
    if "base_week" in values:
        Week.parse(values["base_week"])


def _free(doing: Act, name: str, but: int | None = None) -> None:
    """Names tell scenarios apart where they stand side by side; the journey is held, so that nobody takes it meanwhile."""
    doing.hold(doing.get(Journey, doing.journey_id or 0))
    query = select(Scenario.id, Scenario.name).where(Scenario.journey_id == doing.journey_id, col(Scenario.deleted_at).is_(None))
    if any(other.casefold() == name.casefold() and id != but for id, other in doing.session.exec(query)):
        raise Refused(f"There is a scenario called {name} already. Give this one another name. Nothing was saved.")
