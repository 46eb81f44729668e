"""Builds the demo: the story's past played through the acts of the routine, on data that is imported as a user would."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from journey.config import Settings
from journey.demo.alerts_past import alert_moments
from journey.demo.board_past import board_moments
from journey.demo.deliveries import deliver, write_files
from journey.demo.friday_past import friday_moments
from journey.demo.map_past import map_moments
from journey.demo.scene import Scene, play
from journey.demo.setting import set_scene
from journey.demo.simulation import DemoData, simulate
from journey.demo.story import Story, story
from journey.demo.weeks_past import week_moments
from journey.demo.work_past import work_moments
from journey.domain.weeks import Week
from journey.errors import Refused
from journey.routine.act import act
from journey.routine.alerts.acts import check
from journey.routine.data.observations import catch_up
from journey.routine.listening.themes import find
from journey.routine.listening.understanding import understand
from journey.routine.start import local_user
from journey.store.engine import Engine, as_one
from journey.store.readers import journeys as read
from journey.store.tables import Journey

TOLD = (
    "The demo: the journey, its people, its data and its past are invented. What happened before this moment was written by the "
    "demo in one go and dated back; nobody lived it."
)


def build(engine: Engine, settings: Settings, *, today: date, by: int | None = None) -> Journey:
    """Build the demo journey as it stands on `today`, its data ending with last week; wholly, or not at all.

    `by` is who builds it, the local user unless named. Refused while there is one.
    """
    by = local_user(engine) if by is None else by
    here = settings.model_copy(update={"today": today})
    _refuse_twice(engine, by)
    told, data = story(today), simulate(today)
    with tempfile.TemporaryDirectory(prefix="journey-demo-") as folder:
        write_files(data, Path(folder))
        with as_one(engine):
            scene = set_scene(engine, here, told, by=by)
            deliver(scene, told.cast, Path(folder))
            _live_through(scene, told, data, Week.of(today))
            _say_so(scene, by)
            catch_up(engine, here, journey=scene.journey)
            understand(engine, journey=scene.journey)
            find(engine, journey=scene.journey)
            check(engine, by=by, journey=scene.journey, week=Week.of(today).shift(-1), today=today, events=here.events)
    return read.row(engine, Journey, scene.journey)


def _refuse_twice(engine: Engine, by: int) -> None:
    """Refused if the installation has a demo; it is opened instead."""
    there = next((row for row in read.journeys(engine) if row.demo), None)
    if there is not None:
        raise Refused(f"The demo is here already: '{there.name}'. Nothing was built. Open it, or put it in the bin first.")


def _live_through(scene: Scene, told: Story, data: DemoData, this_week: Week) -> None:
    """Everything that happened until last Friday, in the order of time."""
    weeks = week_moments(scene, told, data)
    mapped = [*map_moments(scene, told), *board_moments(scene, told)]
    beside = [*alert_moments(scene, told, this_week), *friday_moments(scene, told, this_week)]
    play([*mapped, *work_moments(scene, told), *beside, *weeks])


def _say_so(scene: Scene, by: int) -> None:
    """Write into the audit that this past was told, not lived."""
    with act(scene.engine, "journey.build_demo", by=by, journey=scene.journey, why=TOLD) as doing:
        doing.log(doing.get(Journey, scene.journey), before=None, after={"invented": True})
