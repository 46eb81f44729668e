"""Journeys whose rates are known are played on: what comes out is what must, and a lever moves what it should."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from journey.analysis.scenarios.counting import Runs
from journey.analysis.scenarios.levers import Arrivals, Capacity, Contacts, Outage, Pace, Rate, Share
from journey.analysis.scenarios.model import LEAST, Model, fit
from journey.analysis.scenarios.sensitivity import worth_most
from journey.analysis.scenarios.simulate import simulate
from tests.unit.analysis.scenarios.chain import FIRST, IDS, drawn, record

LOOK, FILL, PAY = IDS
JOURNEYS = 40_000


@cache
def known() -> Model:
    """100 a week; 80 % go on from Look, 60 % from Fill (10 % go back), half of those at Pay complete."""
    found = fit(drawn(), FIRST.shift(29))
    assert found is not None
    return found


@cache
def usual() -> Runs:
    return simulate(known(), journeys=JOURNEYS)


def played(*levers: object, model: Model | None = None) -> Runs:
    return simulate(model or known(), levers, journeys=JOURNEYS)  # type: ignore[arg-type]


def mean(counts: np.ndarray) -> float:
    return float(counts.mean())


def reach(on: float = 0.8, fill: float = 0.6, pay: float = 0.5, back: float = 0.1) -> float:
    """The chance to complete from Look: each loop starts over."""
    return on * fill * pay / (1 - on * back)


def test_completions_are_what_the_chain_must_give() -> None:
    runs = usual()
    assert mean(runs.arrivals) == pytest.approx(100, rel=0.08)
    assert mean(runs.completions[:, 2:]) == pytest.approx(100 * reach(), rel=0.1)
    assert mean(runs.stages[:, 2:, 0]) == pytest.approx(100 / (1 - 0.08), rel=0.1)  # those who come back visit Look again


def test_the_range_holds_what_the_same_journey_does_next() -> None:
    """Forty futures of the same journey, of which nine in ten weeks should lie in the range."""
    low, high = np.quantile(usual().completions, [0.05, 0.95], axis=0, method="weibull")
    inside = []
    for seed in range(8):
        came = drawn(weeks=20, seed=100 + seed)
        weeks = came.weekly(came.goal)[6:18]
        inside += [bool(a <= n <= b) for a, n, b in zip(low, weeks, high, strict=True)]
    assert 0.8 <= np.mean(inside) <= 0.99


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    again = simulate(known(), journeys=JOURNEYS)
    assert (again.completions == usual().completions).all()
    assert (simulate(known(), journeys=JOURNEYS, seed=2).completions != usual().completions).any()


def test_a_rate_moves_completions_by_what_the_chain_says_and_leaves_who_sets_out_alone() -> None:
    runs = played(Rate(FILL, 0.1))
    assert (runs.arrivals == usual().arrivals).all()
    more = mean(runs.completions[:, 3:]) - mean(usual().completions[:, 3:])
    # a visit that goes on instead: from those who stop and those who go back alike
    expected = 100 * (reach(fill=0.7, back=0.1 * 0.3 / 0.4) - reach())
    assert more == pytest.approx(expected, rel=0.2)
    fewer = mean(played(Rate(FILL, -0.1)).completions[:, 3:]) - mean(usual().completions[:, 3:])
    assert fewer == pytest.approx(100 * (reach(fill=0.5, back=0.1 * 0.5 / 0.4) - reach()), rel=0.2)


def test_one_way_can_be_moved_alone() -> None:
    runs = played(Rate(FILL, 0.05, to=LOOK))
    assert mean(runs.stages[:, 3:, 0]) - mean(usual().stages[:, 3:, 0]) == pytest.approx(100 * 0.87 * 0.05 * 1.1, rel=0.35)
    assert mean(runs.stages[:, 3:, 2]) < mean(usual().stages[:, 3:, 2])


def test_a_lever_that_nobody_can_follow_changes_nothing() -> None:
    assert (played(Rate(LOOK, 0.1, to=0)).completions == usual().completions).all()  # nobody ever went from Look to the goal
    assert (played(Rate(999, 0.1)).completions == usual().completions).all()


def test_pace_changes_when_and_not_how_many() -> None:
    slow = played(Pace(FILL, 4.0))
    assert np.nanmedian(slow.days) > np.nanmedian(usual().days) + 2
    assert mean(slow.completions[:, :2]) < mean(usual().completions[:, :2])
    assert mean(slow.completions[:, 8:]) == pytest.approx(mean(usual().completions[:, 8:]), rel=0.08)


def test_more_set_out_and_so_many_more_complete() -> None:
    runs = played(Arrivals(1.5))
    assert mean(runs.arrivals) / mean(usual().arrivals) == pytest.approx(1.5, rel=0.02)
    assert (runs.arrivals >= usual().arrivals).all()
    assert mean(runs.completions[:, 4:]) / mean(usual().completions[:, 4:]) == pytest.approx(1.5, rel=0.05)
    assert (played(Arrivals(0.5)).arrivals <= usual().arrivals).all()


def test_nobody_goes_on_while_a_stage_stands_still_and_they_do_afterwards() -> None:
    runs = played(Outage(PAY, week=3, days=7))
    assert runs.completions[:, 2].sum() == 0
    assert mean(runs.completions[:, 3]) > 1.6 * mean(usual().completions[:, 3])
    assert runs.completions.sum() == pytest.approx(usual().completions.sum(), rel=0.01)
    assert runs.waits.mean() > 0
    assert (usual().waits == 0).all()
    gone = played(Outage(PAY, week=3, days=7, leave=1.0))
    assert (gone.completions[:, 3] == usual().completions[:, 3]).all()
    assert gone.completions.sum() < usual().completions.sum() * 0.95


def test_a_queue_beyond_its_capacity_lets_only_so_many_through_and_the_wait_grows() -> None:
    runs = played(Capacity(FILL, now=400, then=50))
    assert mean(runs.stages[:, 4:, 2]) == pytest.approx(50 * 0.6, rel=0.15)
    held = [visits_in(runs, week) for week in (1, 3, 6)]
    assert 0 < held[0] < held[1] < held[2]
    assert runs.waits.mean() > 7  # 87 come and 50 are served: after a week in line there are five days more of it
    roomy = played(Capacity(FILL, now=400, then=380))
    assert mean(roomy.completions) == pytest.approx(mean(usual().completions), rel=0.01)
    relief = played(Capacity(FILL, now=95, then=400))
    assert np.nanmedian(relief.days) < np.nanmedian(usual().days)


def visits_in(runs: Runs, week: int) -> float:
    """The mean days that those who come to Fill in that week wait longer."""
    visits = runs.visits
    mine = (visits.row % 3 == 1) & (visits.at >= week * 7) & (visits.at < (week + 1) * 7)
    return float(visits.held[mine].mean())


def test_other_customers_set_out() -> None:
    rng = np.random.default_rng(5)
    passages, values = [], []
    for begun in np.sort(rng.uniform(0, 20 * 7, 2000)):
        good = bool(rng.random() < 0.5)
        values.append(int(good))
        done = [(3, begun + 0.5)] if rng.random() < (0.9 if good else 0.1) and begun < 139 else []
        passages.append([(2, begun), *done])
    own = record(passages, weeks=20, values=values, names=("bad", "good"), attribute="kind")
    model = fit(own, FIRST.shift(19))
    now, then = played(model=model), played(Share("good", 1.0), model=model)
    assert mean(now.completions) / mean(now.arrivals) == pytest.approx(0.5, abs=0.05)
    assert mean(then.completions[:, 1:]) / mean(then.arrivals[:, 1:]) == pytest.approx(0.9, abs=0.04)
    better = played(Rate(PAY, 0.4, only="bad"), model=model)
    assert mean(better.completions[:, 1:]) / mean(better.arrivals[:, 1:]) == pytest.approx(0.7, abs=0.05)


def test_who_has_waited_long_is_like_those_who_waited_as_long() -> None:
    """Of two who come each hour one goes on after half a day, one after five: whoever is there since three days waits for two."""
    passages = [[(0, day), (1, day + wait)] for day in np.arange(0, 10 * 7, 0.05) for wait in (0.5, 5.0)]
    passages = [[step for step in one if step[1] < 70] for one in passages]
    model = fit(record(passages, weeks=10), FIRST.shift(9))
    assert model is not None
    visits = simulate(model, journeys=JOURNEYS, weeks=2).visits
    long_ago = (visits.step == 0) & (visits.at < -1) & (visits.row == 0)
    waited = visits.out[long_ago] - visits.at[long_ago]
    assert np.allclose(waited[np.isfinite(waited)], 5.0)
    assert np.isfinite(waited).mean() > 0.95


def test_contacts_follow_the_visits_and_their_lever() -> None:
    own = drawn()
    visits = np.column_stack([own.weekly(place) for place in range(3)])
    counts = np.column_stack([visits * [0.5, 0.1, 0.0], np.zeros(30)]).round()
    model = fit(replace(own, contacts=counts), FIRST.shift(29))
    now, then = played(model=model), played(Contacts(LOOK, 0.5), model=model)
    assert now.contacts is not None
    assert then.contacts is not None
    assert now.contacts[:, :, 0].sum() / now.stages[:, :, 0].sum() == pytest.approx(0.5, rel=0.05)
    assert now.contacts[:, :, 2].sum() == 0
    assert then.contacts[:, :, 0].sum() / now.contacts[:, :, 0].sum() == pytest.approx(0.5, rel=0.05)
    assert (then.contacts[:, :, 1] == now.contacts[:, :, 1]).all()
    assert usual().contacts is None


def test_what_a_point_is_worth_is_what_pulling_it_brings() -> None:
    points = {point.stage: point for point in worth_most(usual())}
    assert worth_most(usual())[0].stage == PAY  # every point there completes at once
    for stage in IDS:
        pulled = played(Rate(stage, 0.1)).completions.sum(1) - usual().completions.sum(1)
        assert points[stage].completions.amount == pytest.approx(pulled.mean() / 10, rel=0.25)
        assert points[stage].completions.low <= pulled.mean() / 10 <= points[stage].completions.high * 1.2


def test_a_change_of_the_journey_is_learned_soon() -> None:
    changed = fit(drawn(since=24, then=(0.8, 0.6, 0.2)), FIRST.shift(29))
    assert changed is not None
    runs = simulate(changed, journeys=JOURNEYS)
    before, after = 100 * reach(), 100 * reach(pay=0.2)
    assert mean(runs.completions[:, 2:]) - after < (before - after) / 3  # six weeks on, most of the way


def test_too_few_weeks_foretell_nothing() -> None:
    own = drawn(weeks=12)
    assert fit(own, FIRST.shift(LEAST - 2)) is None
    assert fit(own, FIRST.shift(LEAST - 1)) is not None


def test_what_happened_later_is_not_known() -> None:
    own = drawn()
    early = fit(own, FIRST.shift(14))
    short = drawn(weeks=30)
    keep = short.at < 15 * 7
    only = replace(short, **{name: getattr(short, name)[keep] for name in ("passage", "place", "at", "value")})
    past = fit(only, FIRST.shift(14))
    assert early is not None
    assert past is not None
    a, b = simulate(early, journeys=20_000), simulate(past, journeys=20_000)
    assert (a.completions == b.completions).all()
