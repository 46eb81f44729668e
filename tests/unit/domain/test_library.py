"""The library that ships: every template is a map that can be brought in, every agenda a workshop."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.analysis.documents import faults
from journey.domain import library
from journey.domain.words import Audience, LaneKind
from journey.errors import JourneyError


@pytest.mark.parametrize("template", library.templates().values(), ids=lambda one: one.key)
def test_a_template_is_a_map_that_can_be_brought_in(template: library.Template) -> None:
    assert faults(template.document) == ()
    assert template.about
    assert 4 <= len(template.document.stages) <= 7
    assert all(stage.steps and stage.description for stage in template.document.stages)


def test_there_is_one_for_every_kind_of_journey_that_teams_begin_with() -> None:
    found = library.templates()
    assert next(iter(found)) == "lean"
    assert {"lean", "onboarding", "purchase", "support", "renewal", "employee_onboarding"} <= found.keys()
    assert found["employee_onboarding"].document.audience is Audience.EMPLOYEE


def test_an_opportunity_names_the_pain_point_it_answers() -> None:
    cards = {card.key: card for card in library.templates()["purchase"].document.cards}
    whole = next(card for card in cards.values() if card.text.startswith("Show the whole price"))
    assert cards[whole.about].text == "What it costs in the end is told on the last page"
    assert cards[whole.about].pain is not None
    assert cards[whole.about].pain.severity == 4


def test_lanes_scales_and_agendas_are_whole() -> None:
    assert {idea.kind for idea in library.lanes()} >= set(LaneKind) - {LaneKind.OWN}
    assert sum(idea.lean for idea in library.lanes()) == 5
    assert all({-5, 0, 5} <= dict(scale.words).keys() for scale in library.scales().values())
    assert library.scale("no longer there") == next(iter(library.scales().values()))
    assert [agenda.minutes for agenda in library.workshops().agendas] == [120, 225, 60]
    assert len(library.touchpoints()) >= 30


@pytest.mark.parametrize(
    ("text", "said"), [("[[touchpoint]]\nname = 'Shop'", "channel"), ("touchpoint = ", "Invalid value"), ("", "'touchpoint'")]
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "touchpoints.toml").write_text(text)
    with pytest.raises(JourneyError, match=r"touchpoints\.toml") as refused:
        library.touchpoints(tmp_path)
    assert said in str(refused.value)
