"""Two groups of customers read from the journey's own rows: who counts, by customer, at which looks, and when to refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from journey.analysis.data import JourneyData
from journey.analysis.experiments import compare_rates, looks
from journey.analysis.groups.measured import CAME, VALUES, Measured, Way, measure, told_apart
from journey.analysis.groups.planning import plan
from journey.analysis.groups.reading import Design, Reading, Standing, read
from journey.analysis.groups.sides import Side, Sides, from_counts, members, sides
from journey.domain.schemas import SURVEYS, TICKETS
from journey.domain.words import Direction
from tests.unit.analysis.metric_builders import SIGN_UP, events, frame, journey, spec

START, END = date(2024, 3, 4), date(2024, 3, 31)


def told(data: JourneyData, formula: str, *, on: date, stage: object = SIGN_UP, **more: str) -> Sides:
    whole = told_apart(data)
    measured = measure(spec(formula, stage, **more), whole, since=START, until=END)  # type: ignore[arg-type]
    assert measured is not None
    return sides(measured, members(whole, "variant", since=START, until=END), "old", "new", on=on)


LOG = events(
    ("early", "2024-03-01 09:00", "visit", "old"),
    ("early", "2024-03-05 09:00", "visit", "old"),  # came before the test: knows the old way already
    ("a", "2024-03-04 09:00", "visit", "old"),
    ("b", "2024-03-04 10:00", "visit", "new"),
    ("b", "2024-03-05 10:00", "configure", "new"),
    ("c", "2024-03-05 10:00", "visit", "new"),
    ("c", "2024-03-09 10:00", "configure", "new"),  # after the stage's two days: dropped out
    ("torn", "2024-03-04 10:00", "visit", "old"),
    ("torn", "2024-03-04 11:00", "visit", "new"),
    ("other", "2024-03-04 10:00", "visit", "third"),
    ("late", "2024-03-20 10:00", "visit", "new"),
    ("none", "2024-03-05 10:00", "visit", None),  # type: ignore[arg-type]
    attributes=["variant"],
)


def test_a_customer_counts_once_in_one_group_and_when_their_time_to_go_on_is_over() -> None:
    found = told(journey(LOG), "drop_off", on=date(2024, 3, 7))
    assert (found.first, found.second) == (Side(1, 1, 1.0, 1, 1), Side(2, 2, 0.5, 1, 2))
    assert found.both == 1
    too_soon = told(journey(LOG), "drop_off", on=date(2024, 3, 6))
    assert (too_soon.second.came, too_soon.second.counted) == (2, 1)
    assert told(journey(LOG), "drop_off", on=date(2024, 3, 20)).second.came == 3


def test_contacts_are_counted_a_customer_and_nobody_is_left_out_for_having_had_none() -> None:
    tickets = frame(
        TICKETS | {"variant": pl.String()},
        {"ticket": "1", "opened_at": "2024-03-04 12:00", "customer": "b", "stage": "Sign up"},
        {"ticket": "2", "opened_at": "2024-03-06 12:00", "customer": "b", "stage": "Sign up"},
        {"ticket": "3", "opened_at": "2024-03-20 12:00", "customer": "late", "stage": "Set up"},
    )  # fmt: skip
    found = told(journey(LOG, tickets=tickets), "contact_rate", on=date(2024, 3, 7))
    assert (found.first.value, found.second.value) == (0.0, 1.0)  # b wrote twice, c never
    assert (found.first.counted, found.second.counted) == (1, 2)


def test_an_answer_that_names_nobody_is_in_the_group_it_says_itself() -> None:
    surveys = frame(
        SURVEYS | {"variant": pl.String()},
        {"at": "2024-03-05 12:00", "score": 10.0, "customer": "b"},
        {"at": "2024-03-05 12:00", "score": 2.0, "variant": "old"},
        {"at": "2024-03-06 12:00", "score": 9.0, "variant": "old"},
        {"at": "2024-03-01 12:00", "score": 9.0, "variant": "old"},
    )
    found = told(journey(LOG, surveys=surveys), "nps", on=date(2024, 3, 7), stage=None)
    assert (found.first.counted, found.first.value) == (2, 0.0)
    assert (found.second.counted, found.second.value) == (1, 100.0)


def test_a_slow_group_does_not_look_fast_because_its_tickets_are_open_still() -> None:
    rows = [
        {"ticket": f"old {day}", "opened_at": f"2024-02-{day:02} 09:00", "closed_at": f"2024-02-{day:02} 15:00"}
        for day in range(1, 11)
    ]
    for number in range(12):
        quick = {"opened_at": "2024-03-05 09:00", "closed_at": f"2024-03-05 {10 + number // 6}:00", "variant": "old"}
        slow = {"opened_at": "2024-03-05 09:00", "variant": "new"} | ({"closed_at": "2024-03-05 10:00"} if number == 0 else {})
        rows += [{"ticket": f"q{number}", **quick}, {"ticket": f"s{number}", **slow}]
    found = told(
        journey(tickets=frame(TICKETS | {"variant": pl.String()}, *rows)), "time_to_resolution", on=date(2024, 3, 7), stage=None
    )
    assert found.first.value == 5_400.0  # half an hour more than one, six and six
    assert found.second.value == 86_400.0  # open for the whole day that is waited, not the hour of the one that closed


def test_two_sessions_of_a_customer_are_not_two_witnesses() -> None:
    who = [f"c{number % 40}" for number in range(400)]
    came = pl.DataFrame({"customer": sorted(set(who)), "day": [START] * 40}, schema=CAME)
    value = [float(int(name[1:]) % 3 == 0) for name in who]
    values = pl.DataFrame({"customer": who, "day": [START] * 400, "value": value}, schema=VALUES)
    group = pl.DataFrame({"customer": came["customer"], "day": [START] * 40, "group": ["old", "new"] * 20})
    found = sides(Measured(came, values, Way.SHARE, END, ""), group, "old", "new", on=END)
    assert (found.first.tries, found.first.counted) == (200, 20)
    by_session = compare_rates(found.first.done, 200, found.second.done, 200)
    assert found.found is not None
    assert found.found.hi95 - found.found.lo95 > 2.5 * (by_session.hi95 - by_session.lo95)


def test_a_ready_made_series_can_not_be_told_of_customers() -> None:
    assert measure(spec("series"), told_apart(journey(LOG)), since=START, until=END) is None


DESIGN = Design("old", "new", 0.5, 0.05, 4, 1000, START, END)


def counted(x1: int, n1: int, x2: int, n2: int, on: date) -> Sides:
    return from_counts(x1, n1, x2, n2, on=on)


def growing(rate1: float, rate2: float, *, a_day: int = 36, extra: int = 0) -> Callable[[date], Sides]:
    def at(on: date) -> Sides:
        n = a_day * ((on - START).days + 1)
        return counted(round(rate1 * n), n, round(rate2 * (n + extra)), n + extra, on)

    return at


def reading(
    at: Callable[[date], Sides], known_to: date, *, design: Design = DESIGN, direction: Direction = Direction.UP
) -> Reading:
    return read(design, at, direction=direction, known_to=known_to, today=known_to)


def test_nothing_is_said_between_the_looks_however_large_the_difference() -> None:
    assert DESIGN.days == (date(2024, 3, 10), date(2024, 3, 17), date(2024, 3, 24), date(2024, 3, 31))
    before = read(DESIGN, growing(0.2, 0.6), direction=Direction.UP, known_to=date(2024, 3, 3), today=date(2024, 3, 3))
    assert before.standing is Standing.PLANNED
    early = reading(growing(0.2, 0.6), date(2024, 3, 9))
    assert (early.standing, early.looks, early.next_look) == (Standing.NOT_YET, (), date(2024, 3, 10))
    assert reading(growing(0.2, 0.6), date(2024, 3, 10)).standing is Standing.BETTER


def test_a_difference_that_a_single_look_would_believe_is_not_believed_at_the_first_of_four() -> None:
    found = reading(growing(0.30, 0.42), date(2024, 3, 10))
    assert found.last is not None
    assert found.last.p < 0.05
    assert (found.standing, found.last.crossed) == (Standing.NOT_YET, False)
    assert found.last.lo < 0 < found.last.hi


def test_the_look_that_crosses_decides_and_what_comes_after_changes_nothing() -> None:
    def fading(on: date) -> Sides:
        return growing(0.30, 0.45)(on) if on <= date(2024, 3, 17) else growing(0.30, 0.30)(on)

    found = reading(fading, END, direction=Direction.DOWN)
    assert found.last is not None
    assert (found.standing, found.over, found.last.sides.on) == (Standing.WORSE, True, date(2024, 3, 17))


def test_at_the_end_no_difference_is_said_and_what_it_rules_out() -> None:
    found = reading(growing(0.30, 0.301), END)
    assert found.last is not None
    assert (found.standing, found.over, found.next_look) == (Standing.NO_DIFFERENCE, True, None)
    assert found.last.hi < 0.05


def test_groups_of_the_wrong_size_are_not_read_at_all() -> None:
    found = reading(growing(0.30, 0.60, extra=200), date(2024, 3, 24))
    assert (found.standing, found.looks) == (Standing.NOT_TO_BE_READ, ())
    assert found.ratio is not None
    assert not found.ratio.holds


def test_a_test_that_was_stopped_is_looked_at_then_with_the_error_due_then() -> None:
    stopped = Design("old", "new", 0.5, 0.05, 4, 2000, START, END, stopped_on=date(2024, 3, 14))
    found = reading(growing(0.30, 0.36), END, design=stopped)
    assert found.over
    assert [look.sides.on for look in found.looks] == [date(2024, 3, 10), date(2024, 3, 14)]
    assert found.last is not None
    assert found.last.needs_p < 0.01


def test_weekly_looks_at_a_test_without_effect_and_with_fewer_customers_than_planned_cross_one_in_twenty() -> None:
    """Four looks, ended at 70 % of the plan: the error is .05 all the same, and looking with p < .05 each time .12."""
    draw = np.random.default_rng(20240304)
    shares = [0.175, 0.35, 0.525, 0.7]
    plans = [looks(shares[: at + 1], closing=at == 3) for at in range(4)]
    bounds = np.array([one.bound[-1] for one in plans])
    steps = draw.standard_normal((40_000, 4)) * np.sqrt(np.diff([0.0, *shares]))
    z = np.abs(np.cumsum(steps, axis=1) / np.sqrt(shares))
    assert (z > bounds).any(axis=1).mean() == pytest.approx(0.05, abs=0.004)
    assert (z > 1.96).any(axis=1).mean() > 0.11


def test_a_plan_says_when_its_customers_will_have_come() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number // 50) for number in range(84 * 50)]
    who = [f"c{number}" for number in range(len(days))]
    came = pl.DataFrame({"customer": who, "day": days}, schema=CAME)
    known = [day + timedelta(days=7) for day in days]
    value = [float(number % 5 == 0) for number in range(len(days))]
    history = Measured(
        came, pl.DataFrame({"customer": who, "day": known, "value": value}, schema=VALUES), Way.SHARE, END, "", wait=7
    )
    asked = {"since": days[0], "until": days[-1], "smallest": 0.05, "starts_on": date(2024, 4, 1)}
    found = plan(history, looks=1, **asked)  # type: ignore[arg-type]
    assert found is not None
    assert (found.value, found.needed, found.a_day) == (0.2, 1094, 50.0)  # Fleiss' formula by hand, for .20 and .25
    assert (found.weeks, found.ends_on) == (8, date(2024, 5, 26))  # 44 days to come and 7 to be known
    uneven = plan(history, looks=1, share=0.2, **asked)  # type: ignore[arg-type]
    assert uneven is not None
    assert uneven.total == pytest.approx(2 * 1094 / 0.64, abs=1)
    assert plan(history, looks=1, **{**asked, "smallest": 0.002}).weeks is None  # type: ignore[arg-type, union-attr]
