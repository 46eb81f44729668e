"""A source set up before its first file, figures that wait for the last of several acts, an alert raised by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import SourceKind
from journey.errors import Refused, StaleEdit
from journey.routine.alerts.acts import add_alert
from journey.routine.data.imports import import_file
from journey.routine.data.observations import once_at_the_end
from journey.routine.data.source import add_source, change_source
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.store.readers import data
from journey.store.readers.alerts import alerts
from journey.store.readers.metrics import observations

YOU = 1


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def tickets(folder: Path, days: range) -> Path:
    path = folder / f"tickets_{days.start}.csv"
    rows = [f"T{day},2024-03-{day:02d}T10:00:00Z,web" for day in days]
    path.write_text("\n".join(["ticket,opened_at,platform", *rows]) + "\n", encoding="utf-8")
    return path


def test_files_come_into_the_source_that_was_set_up(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> None:
    add_source(engine, by=YOU, journey=shop, kind=SourceKind.TICKETS, name="Help desk", stale_after_days=3, segments=["platform"])
    import_file(
        engine, home, by=YOU, journey=shop, kind=SourceKind.TICKETS, path=tickets(tmp_path, range(1, 9)), source="Help desk"
    )
    found = data.sources(engine, shop, today=date(2024, 3, 12), timezone="UTC")
    assert found.select("name", "rows", "freshness").rows() == [("Help desk", 8, "stale")]
    source = data.source(engine, shop, SourceKind.TICKETS, "Help desk")
    assert source is not None
    assert source.segments == ["platform"]
    change_source(engine, by=YOU, journey=shop, source=source.key, revision=source.revision, stale_after_days=8)
    assert data.sources(engine, shop, today=date(2024, 3, 12), timezone="UTC")["freshness"].to_list() == ["fresh"]
    with pytest.raises(StaleEdit):
        change_source(engine, by=YOU, journey=shop, source=source.key, revision=source.revision, stale_after_days=9)


@pytest.mark.parametrize(("name", "days"), [("", 8), ("Help desk", 0), ("Help desk", 401)])
def test_a_source_without_a_name_or_with_an_odd_wait_is_refused(engine: Engine, shop: int, name: str, days: int) -> None:
    with pytest.raises(Refused):
        add_source(engine, by=YOU, journey=shop, kind=SourceKind.TICKETS, name=name, stale_after_days=days)


def test_a_source_of_the_same_kind_and_name_is_refused(engine: Engine, shop: int) -> None:
    add_source(engine, by=YOU, journey=shop, kind=SourceKind.TICKETS, name="Help desk")
    with pytest.raises(Refused, match="already"):
        add_source(engine, by=YOU, journey=shop, kind=SourceKind.TICKETS, name=" Help desk ")
    add_source(engine, by=YOU, journey=shop, kind=SourceKind.SURVEYS, name="Help desk")


def test_figures_wait_for_the_last_of_several_files(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> None:
    told = {"engine": engine, "settings": home, "by": YOU, "journey": shop, "kind": SourceKind.TICKETS, "source": "Help desk"}
    with once_at_the_end(engine, home, journey=shop):
        for days in (range(1, 9), range(9, 17)):
            import_file(path=tickets(tmp_path, days), **told)  # type: ignore[arg-type]
        assert observations(engine, shop).is_empty()
    assert observations(engine, shop)["total"].sum() > 0


def test_somebody_raises_what_no_rule_noticed_once(engine: Engine, shop: int) -> None:
    metric = add_metric(engine, by=YOU, journey=shop, formula="ticket_volume").key
    noticed = {"metric": metric, "week": Week.parse("2024-W10"), "since": date(2024, 2, 28), "worse": True}
    with pytest.raises(Refused, match="Say what you noticed"):
        add_alert(engine, by=YOU, journey=shop, why=" ", **noticed)  # type: ignore[arg-type]
    add_alert(engine, by=YOU, journey=shop, why="Everybody asks about the same form", **noticed)  # type: ignore[arg-type]
    (row,) = alerts(engine, shop).to_dicts()
    assert (row["week"], row["rule"], row["state"], row["value"]) == ("2024-W10", "by hand", "open", None)
    with pytest.raises(Refused, match="already"):
        add_alert(engine, by=YOU, journey=shop, why="Again", **noticed)  # type: ignore[arg-type]
