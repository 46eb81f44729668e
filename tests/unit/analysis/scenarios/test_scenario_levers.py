"""Levers are read back as they were written, and refused where they can be none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.scenarios.levers import (
    GOAL,
    Arrivals,
    Capacity,
    Contacts,
    Lever,
    Outage,
    Pace,
    Rate,
    Share,
    read,
    told,
    written,
)
from journey.errors import Refused

NAMES = {11: "Look", 12: "Fill"}
some = st.floats(0.1, 1.0)
levers = st.one_of(
    st.builds(
        Rate, st.sampled_from([11, 12]), st.floats(-1, 1), st.sampled_from([None, GOAL, 12]), st.sampled_from(["", "team"])
    ),
    st.builds(Pace, st.just(11), some, st.sampled_from(["", "team"])),
    st.builds(Share, st.just("team"), some),
    st.builds(Capacity, st.just(12), some, some),
    st.builds(Outage, st.just(12), st.integers(1, 12), some, some),
    st.builds(Arrivals, some),
    st.builds(Contacts, st.just(11), some),
)


@given(st.lists(levers, min_size=1, max_size=4))
def test_levers_are_read_back_as_written(some: list[Lever]) -> None:
    rows = written(some, attribute="plan")
    back, attribute = read(rows)
    assert list(back) == some
    assert attribute == ("plan" if any(row.get("only") for row in rows) else "")


def test_a_lever_says_what_it_does() -> None:
    said = [told(lever, NAMES) for lever in (
        Rate(11, 0.03), Rate(11, -0.01, to=GOAL, only="team"), Pace(12, 0.5), Share("team", 0.4), Capacity(12, 90, 60),
        Outage(12, 2, 7, 0.2), Outage(12, 2, 1), Arrivals(1.1), Contacts(11, 0.7), Rate(99, 0.025),
    )]  # fmt: skip
    assert said == [
        "3 points more go on from Look",
        "1 point fewer of team go to the goal from Look",
        "Going on from Fill takes 50 % less time",
        "40 % of those who set out are team",
        "Fill can take 60 a week instead of 90",
        "Fill stands still for 7 days from week 2 on, 20 % give up",
        "Fill stands still for 1 day from week 2 on",
        "10 % more set out",
        "30 % fewer contacts a visit at Look",
        "2.5 points more go on from a stage that is no longer here",
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"kind": "wish"}, "'wish' is not a lever"),
        ({"kind": "rate", "stage": 1}, "missing some of: by"),
        ({"kind": "rate", "stage": 1, "by": 1.5}, "needs by between −1.00 and 1, not 1.5"),
        ({"kind": "capacity", "stage": 1, "now": 10, "then": 0}, "needs then between"),
        ({"kind": "pace", "stage": 1, "factor": float("nan")}, "needs factor between"),
    ],
)
def test_what_is_no_lever_is_refused_with_the_reason(row: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        read([row])


def test_two_attributes_in_one_scenario_are_refused() -> None:
    rows = [
        {"kind": "pace", "stage": 1, "factor": 0.5, "only": "a", "attribute": "plan"},
        {"kind": "pace", "stage": 1, "factor": 0.5, "only": "b", "attribute": "channel"},
    ]
    with pytest.raises(Refused, match="by channel and plan"):
        read(rows)
