"""What a guard does to a verdict: worse beyond chance, perhaps worse, held, unknown; among many guards, too."""

from __future__ import annotations

import pytest

from journey.analysis.impact import Impact, Ruling
from journey.analysis.impact.words import Expected
from journey.domain.words import Direction, MetricKind, Verdict
from journey.routine.verdicts.guarding import guard_all, with_guards
from journey.routine.verdicts.trial import Guard
from journey.store.tables import Metric

CSAT = Metric(id=7, journey_id=1, formula="csat", name="CSAT", kind=MetricKind.MEAN, unit="of 5", direction=Direction.UP)
VALIDATED = Ruling(Verdict.VALIDATED, "It fell by 5 points. That is more than chance.", "Later weeks.", "It fell by 5 points.")


def moved(effect: float | None, p: float | None) -> Impact:
    low, high = (None, None) if effect is None else (effect - 0.3, effect + 0.3)
    short = p is None
    return Impact(effect, None, None, low, high, None, 9, 9, 60, 20, "", (), too_short=short, expected=Expected(), p=p)


def guards(*found: tuple[float | None, float | None]) -> list[Guard]:
    return guard_all([[("CSAT at Pay", CSAT, moved(*one)) for one in found]])[0]


def test_a_guard_that_is_worse_beyond_chance_makes_it_harmful() -> None:
    ruling, [note] = with_guards(VALIDATED, guards((-0.4, 0.001)))
    assert ruling.verdict is Verdict.HARMFUL
    assert ruling.sentence == (
        "It fell by 5 points. But CSAT at Pay, a guard, got worse by more than chance: −0.40 points "
        "(95 % interval −0.70 to −0.10 points)."
    )
    assert "CSAT" in ruling.would_change
    assert note.weighty


def test_a_guard_that_may_be_worse_is_said_beside_a_validated_verdict() -> None:
    ruling, [note] = with_guards(VALIDATED, guards((-0.25, 0.08)))
    assert ruling.verdict is Verdict.VALIDATED
    assert ruling.sentence.startswith(f"{VALIDATED.sentence} But CSAT at Pay, a guard, may have got worse: −0.25")
    assert note.weighty


@pytest.mark.parametrize("one", [(-0.1, 0.6), (0.5, 0.0001)], ids=["hardly", "better"])
def test_a_guard_that_held_is_only_noted(one: tuple[float, float]) -> None:
    ruling, [note] = with_guards(VALIDATED, guards(one))
    assert ruling is VALIDATED
    assert "held" in note.sentence
    assert not note.weighty


def test_a_guard_without_days_is_not_said_to_have_held() -> None:
    ruling, [note] = with_guards(VALIDATED, guards((None, None)))
    assert ruling is VALIDATED
    assert "too few days to say" in note.sentence


def test_a_guard_looked_at_early_is_only_said_to_be_worse_beyond_doubt() -> None:
    found = [[("CSAT at Pay", CSAT, moved(-0.4, 0.001))]]
    [[early]], [[clear]] = guard_all(found, [0.0001]), guard_all(found, [0.01])
    assert (early.worse, early.doubtful) == (False, True)
    assert clear.worse


def test_among_many_guards_one_that_is_just_worse_is_doubted() -> None:
    told = guards((-0.4, 0.03), *[(0.1, 0.7)] * 9)
    assert [(guard.worse, guard.doubtful) for guard in told[:2]] == [(False, True), (False, False)]
