"""Every KPI that ships can be read, computed and told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.domain.kpis import FOLDER, kpi, load_kpis
from journey.domain.words import MetricKind, SourceKind
from journey.errors import JourneyError

WANTED = {
    "drop_off", "conversion", "churn", "task_success", "ces", "csat", "nps", "score", "ticket_volume", "contact_rate",
    "time_to_resolution", "time_to_resolution_p90", "step_duration", "event_count", "series",
}  # fmt: skip


def test_every_kpi_file_loads_with_its_reason() -> None:
    kpis = load_kpis()
    assert set(kpis) == WANTED
    for one in kpis.values():
        assert one.name
        assert one.stage
        assert one.owner
        assert one.needs
        assert one.why.endswith(".")
        assert one.how.endswith(".")
        assert "\n" not in one.why + one.how
    assert kpis["contact_rate"].kind is MetricKind.RATIO
    assert kpis["contact_rate"].needs == (SourceKind.TICKETS, SourceKind.EVENTS)
    assert sum(one.critical for one in kpis.values()) == 3


def test_every_kpi_can_be_computed() -> None:
    from journey.analysis.metrics import formulas

    assert formulas() == set(load_kpis())


def test_an_unknown_kpi_names_those_there_are() -> None:
    with pytest.raises(JourneyError, match=r"no KPI 'mood'\. Choose one of: ces, churn"):
        kpi("mood")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind = ", "kind = 'guess' #"), r"drop_off\.toml, kind: 'guess' is not a valid MetricKind"),
        (("leading = ", "leading = 'often' #"), "leading: 'often' is neither true nor false"),
        (("owner = ", "possessor = "), "missing or not known: owner, possessor"),
        (("name = ", "name "), r"drop_off\.toml is not a KPI file"),
    ],
)
def test_a_broken_kpi_file_is_named_with_the_field(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    good = (FOLDER / "drop_off.toml").read_text(encoding="utf-8")
    (tmp_path / "drop_off.toml").write_text(good.replace(*change), encoding="utf-8")
    with pytest.raises(JourneyError, match=said):
        load_kpis(tmp_path)
