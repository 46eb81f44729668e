"""Many verdicts at once, spikes and overlapping changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.impact import Impact, assess, verdict
from journey.analysis.impact.many import adjusted, decide_together
from journey.analysis.impact.pitfalls import Shipped, overlaps, spike_before
from journey.domain.words import Direction, Verdict

FIRST = date(2026, 1, 5)
TURN = FIRST + timedelta(days=84)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=day) for day in range(count)]


def quiet(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 20 + 3 * (np.arange(count) % 7 >= 5) + rng.normal(size=count)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.booleans())
def test_adjusted_p_values_are_those_of_statsmodels(p: list[float], dependent: bool) -> None:
    from statsmodels.stats.multitest import multipletests

    peer = multipletests(p, method="fdr_by" if dependent else "fdr_bh")[1]
    assert adjusted(p, dependent=dependent) == pytest.approx(peer)


def test_impossible_p_values_are_refused() -> None:
    assert adjusted([]) == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted([0.2, 1.2])


def found(p: float, days_after: int = 28) -> Impact:
    """An impact just so sure, five up; its interval is made to match."""
    low = 1.0 if p < 0.05 else -1.0
    impact = assess(days(112), quiet(112), None, TURN)
    return replace(impact, effect=5.0, lo95=low, hi95=10 - low, p=p, days_after=days_after)


def test_one_lucky_metric_among_many_is_doubted() -> None:
    impacts = [found(p) for p in (0.03, 0.4, 0.6, 0.2, 0.0001)]
    judged = [(impact, verdict(impact, Direction.UP, 0.5)) for impact in impacts]
    assert [ruling.verdict for _, ruling in judged][::4] == [Verdict.VALIDATED, Verdict.VALIDATED]
    after = decide_together(judged)
    assert after[0].verdict is Verdict.CANT_TELL
    assert after[0].sentence.endswith("5 metrics were looked at together, and among so many one like this is easily chance.")
    assert after[1:] == [ruling for _, ruling in judged[1:]]
    young = [(replace(impact, days_after=14), ruling) for impact, ruling in judged]
    assert decide_together(young)[0].verdict is Verdict.TOO_EARLY
    assert decide_together(judged[:1]) == [judged[0][1]]


def test_what_is_too_short_does_not_count_as_looked_at() -> None:
    short = assess(days(90), quiet(90), None, TURN)
    sure = found(0.04)
    judged = [(sure, verdict(sure, Direction.UP, 0.5)), *[(short, verdict(short, Direction.UP))] * 5]
    assert [ruling.verdict for ruling in decide_together(judged)] == [Verdict.VALIDATED, *[Verdict.TOO_EARLY] * 5]


def test_false_discoveries_stay_rare_over_a_friday() -> None:
    """Eight metrics that nothing moved: a Friday claims something in a twentieth, not a third of the cases."""
    rng = np.random.default_rng(2)
    plain = corrected = 0
    base = found(0.5)
    for _ in range(400):
        judged = []
        for p in rng.random(8):
            low = 1.0 if p < 0.05 else -1.0
            impact = replace(base, p=float(p), lo95=low, hi95=10 - low)
            judged.append((impact, verdict(impact, Direction.UP, 0.5)))
        plain += any(ruling.verdict is Verdict.VALIDATED for _, ruling in judged)
        corrected += any(ruling.verdict is Verdict.VALIDATED for ruling in decide_together(judged))
    assert plain / 400 > 0.25
    assert corrected / 400 < 0.085


def test_a_change_made_because_of_a_spike_is_named_with_its_fall_back() -> None:
    values = quiet(112)
    values[72:84] += 4.0  # tickets rose, so something was shipped, and they fell back by themselves
    spike = spike_before(days(112), values, None, TURN)
    assert spike.found
    assert spike.fall_back == pytest.approx(-4.0, abs=1.2)
    assert (spike.first, spike.last) == (TURN - timedelta(days=14), TURN - timedelta(days=1))
    assert "fall back by about" in spike.sentence
    assert [at for at, value in enumerate(spike.baseline) if value is None] == list(range(70, 84))
    fooled, sober = (assess(days(112), side, None, TURN) for side in (values, spike.baseline))
    assert fooled.effect is not None
    assert sober.effect is not None
    assert fooled.effect < -0.3
    assert abs(sober.effect) < 0.6
    assert not sober.moved


def test_quiet_days_before_a_change_are_no_spike() -> None:
    assert sum(spike_before(days(112), quiet(112, seed), None, TURN).found for seed in range(40)) <= 4
    short = spike_before(days(50), quiet(50), None, FIRST + timedelta(days=30))
    assert not short.found
    assert "too few" in short.sentence


def test_changes_too_close_on_one_metric_are_inseparable() -> None:
    at = date(2026, 5, 4)
    new_form, mail = Shipped("New form", "Drop-off", at), Shipped("Mail", "Drop-off", at + timedelta(days=3))
    other, later = Shipped("Chat", "CSAT", at), Shipped("Short form", "Drop-off", at + timedelta(days=21))
    pairs = overlaps([later, mail, other, new_form])
    assert [(pair.first, pair.second, pair.inseparable) for pair in pairs] == [
        ("New form", "Mail", True), ("New form", "Short form", False), ("Mail", "Short form", False),
    ]  # fmt: skip
    assert pairs[0].sentence == "'New form' and 'Mail' shipped 3 days apart on Drop-off: their effects can't be told apart."
    assert pairs[1].until == later.on
    assert overlaps([new_form, replace(mail, segment="Mobile")])[0].inseparable
    assert overlaps([replace(new_form, segment="Desktop"), replace(mail, segment="Mobile")]) == []
    assert overlaps([new_form, replace(mail, on=at + timedelta(days=60))]) == []
