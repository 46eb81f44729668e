"""What an alert came to, and when it is over."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from journey.analysis.alerts.calm import calm_since
from journey.analysis.alerts.record import Outcome, outcome, outcomes, record
from journey.analysis.rollup import WEEKLY
from journey.analysis.signals import EXPLANATION
from journey.domain.words import AlertState

OPEN, ACK, WATCH, BLOCKER, SNOOZED, NOISE, RESOLVED = (
    AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER, AlertState.SNOOZED, AlertState.NOISE,
    AlertState.RESOLVED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "said", "came_to"),
    [
        (NOISE, [NOISE], Outcome.NOISE),
        (NOISE, [BLOCKER, NOISE], Outcome.NOISE),
        (BLOCKER, [BLOCKER], Outcome.REAL),
        (RESOLVED, [RESOLVED], Outcome.REAL),
        (RESOLVED, [WATCH, RESOLVED], Outcome.REAL),
        (OPEN, [NOISE, OPEN], Outcome.UNANSWERED),
        (OPEN, [], Outcome.UNANSWERED),
        (RESOLVED, [], Outcome.UNANSWERED),  # it calmed by itself before anybody said a word
        (RESOLVED, [WATCH], Outcome.LOOKED_AT),
        (SNOOZED, [SNOOZED], Outcome.LOOKED_AT),
        (WATCH, [ACK, WATCH], Outcome.LOOKED_AT),
    ],
)
def test_what_people_said_decides_what_an_alert_was(state: AlertState, said: list[AlertState], came_to: Outcome) -> None:
    assert outcome(state, said) is came_to


def test_what_the_clock_did_is_nobodys_word() -> None:
    alerts = pl.DataFrame({"id": [1, 2], "state": ["resolved", "resolved"]})
    flips = pl.DataFrame({"alert_id": [1, 2], "person": [None, "Ines"], "new": ["resolved", "resolved"]})
    assert outcomes(alerts, flips) == {1: Outcome.UNANSWERED, 2: Outcome.REAL}


def test_the_share_of_real_ones_says_how_sure_it_is() -> None:
    found = record([Outcome.REAL] * 8 + [Outcome.NOISE] * 2 + [Outcome.UNANSWERED] * 5)
    assert (found.decided, found.real_share) == (10, 0.8)
    assert found.real_low == pytest.approx(0.490, abs=0.001)  # Wilson, by hand
    assert found.real_high == pytest.approx(0.943, abs=0.001)
    assert found.counts[Outcome.LOOKED_AT] == 0
    assert record([]).real_share is None


# When it is over

MONDAY = date(2026, 10, 5)


def weeks(count: int, **changed: list[object]) -> pl.DataFrame:
    rows = {
        "metric_id": [1] * count, "segment": [""] * count, "week": [MONDAY + timedelta(weeks=i) for i in range(count)],
        "value": [0.2] * count, "mature": [True] * count, "partial": [False] * count, **changed,
    }  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=WEEKLY)


def days(count: int, flagged: set[int], notes: dict[int, str] | None = None, *, gone_after: int = 1_000) -> pl.DataFrame:
    rows = {
        "date": [MONDAY + timedelta(days=i) for i in range(count)], "flagged": [i in flagged for i in range(count)],
        "score": [0.1 if i <= gone_after else None for i in range(count)],
        "note": [(notes or {}).get(i) for i in range(count)],
    }  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={name: EXPLANATION[name] for name in ("score", "note")})


def over(account: pl.DataFrame, weekly: pl.DataFrame, until: date = MONDAY + timedelta(days=20)) -> str:
    return calm_since(account, weekly, MONDAY, until)


def test_two_settled_weeks_without_a_flag_are_calm() -> None:
    assert "two settled weeks, to 25 October" in over(days(21, {0, 1}), weeks(3))


def test_one_calm_week_is_not_enough() -> None:
    assert over(days(14, {0}), weeks(2), MONDAY + timedelta(days=13)) == ""


def test_a_flag_in_either_week_is_not_calm() -> None:
    assert over(days(21, {0, 8}), weeks(3)) == ""
    assert over(days(21, {0, 20}), weeks(3)) == ""


def test_weeks_that_may_still_move_or_were_not_judged_prove_nothing() -> None:
    assert over(days(21, {0}), weeks(3, mature=[True, True, False])) == ""
    assert over(days(21, {0}, gone_after=6), weeks(3)) == ""
    assert over(days(7, {0}), weeks(1)) == ""


def test_weeks_far_apart_are_not_two_in_a_row() -> None:
    far = weeks(3, week=[MONDAY, MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=5)])
    assert over(days(42, {0}), far, MONDAY + timedelta(days=41)) == ""


def test_an_accepted_level_is_over_at_once() -> None:
    said = over(days(21, set(range(21)), {20: "accepted as the usual level from here on"}), weeks(3))
    assert said == "It has stayed so long that it is the usual level since 25 October. It calmed by itself."
    assert over(days(21, set(range(21)), {20: "accepted as the usual level from here on"}), weeks(3), MONDAY) == ""
