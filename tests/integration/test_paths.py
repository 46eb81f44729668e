"""Drawing the ways customers take, and reading a journey's paths from its imported events, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.words import Future, SourceKind
from journey.errors import NotFound, Refused
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.journeys import add_journey, change_stage
from journey.routine.paths import draw_path, erase_path
from journey.routine.portfolio import health
from journey.routine.real_paths import Asked, real_paths
from journey.store.readers.journeys import stages
from journey.store.readers.paths import drawn_paths

YOU, TODAY = 1, date(2026, 11, 18)


def test_a_way_is_drawn_once_taken_off_and_drawn_again(engine: Engine) -> None:
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    browse, pay = (stage.key for stage in stages(engine, journey))
    at: dict[str, Any] = {"by": YOU, "journey": journey}
    draw_path(engine, start=pay, end=browse, why="1 in 5 goes back", **at)
    draw_path(engine, start=None, end=pay, **at)
    assert drawn_paths(engine, journey) == [(pay, browse), (None, pay)]
    with pytest.raises(Refused, match="draws this way already"):
        draw_path(engine, start=pay, end=browse, **at)
    erase_path(engine, start=pay, end=browse, **at)
    with pytest.raises(Refused, match="does not draw this way"):
        erase_path(engine, start=pay, end=browse, **at)
    draw_path(engine, start=pay, end=browse, **at)
    assert drawn_paths(engine, journey) == [(pay, browse), (None, pay)]
    with pytest.raises(Refused, match="no way of its own"):
        draw_path(engine, start=pay, end=pay, **at)
    other = add_journey(engine, by=YOU, name="Other", stages=("A",)).key
    with pytest.raises(NotFound):
        draw_path(engine, start=stages(engine, other)[0].key, end=pay, **at)


def test_paths_follow_the_import_and_the_map(engine: Engine, home: Settings, tmp_path: Path) -> None:
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Basket", "Pay")).key
    lines = [f"{who},2026-11-09T0{hour}:00:00Z,{event}" for who, path in (("a", "look fill pay"), ("b", "look fill look"))
             for hour, event in enumerate(path.split())]  # fmt: skip
    file = tmp_path / "log.csv"
    file.write_text("\n".join(["customer,time,event", *lines]))
    import_file(engine, home, by=YOU, journey=journey, kind=SourceKind.EVENTS, path=file)
    browse, basket, pay = stages(engine, journey)
    meanings = {"look": Meaning(browse.key), "fill": Meaning(basket.key), "pay": Meaning(pay.key)}
    map_events(engine, home, by=YOU, journey=journey, meanings=meanings)
    found = real_paths(engine, home.events, journey=journey, asked=Asked(), as_of=TODAY)
    assert found.fit is not None
    assert (found.fit.explained, found.count, found.mapped) == (1, 2, 6)
    draw_path(engine, by=YOU, journey=journey, start=basket.key, end=browse.key)
    change_stage(engine, by=YOU, journey=journey, stage=pay.key, revision=pay.revision, future=Future.COMES)
    found = real_paths(engine, home.events, journey=journey, asked=Asked(), as_of=TODAY)
    assert found.fit is not None
    assert found.names == ("Browse", "Basket")  # what only comes is no part of today's map
    assert found.fit.explained == 2
    [one] = health(engine, today=TODAY)
    assert (one.stages, one.cards, one.alerts, one.closed) == (3, 0, 0, None)
