"""Refusals name the act as people do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journey.domain.act_words import ACTS, in_words

CODE = Path(__file__).parents[3] / "journey"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("week.close", "close the week"),
        ("stage.add", "add stages"),
        ("pain.bin", "put pain points in the bin"),
        ("action.restore", "bring actions back"),
        ("lane.order", "reorder lanes"),
        ("odd_thing.turn_round", "turn round odd things"),
    ],
)
def test_an_act_is_said_in_words(act: str, said: str) -> None:
    assert in_words(act) == said


def test_every_act_that_is_no_plain_verb_has_its_own_words() -> None:
    """And no words are kept for an act that is gone."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py") if path.name != "act_words.py")
    acts = set(re.findall(r'"([a-z_]+\.[a-z_]+)", by=', text))
    odd = {act for act in acts if act.partition(".")[2] not in ("add", "change", "bin", "restore", "order")}
    assert odd <= set(ACTS)
    assert all(f'"{act}"' in text for act in ACTS)
