"""Drop-off, conversion, churn and time in stage on journeys worked by hand, and against a plain reading of their definitions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.metrics import observe
from journey.domain.schemas import OBSERVATIONS, UTC_TIME
from journey.domain.words import Outcome
from tests.unit.analysis.metric_builders import (
    FIRST_USE,
    RULES,
    SET_UP,
    SIGN_UP,
    STAGES,
    days,
    events,
    journey,
    rows,
    spec,
)

LOG = events(
    ("ann", "2024-03-04 09:00", "visit", "web"),  # goes on within two days, reaches the goal in time
    ("ann", "2024-03-04 09:30", "register", "web"),
    ("ann", "2024-03-06 09:00", "configure", "app"),  # to the second two days later: still within the window
    ("ann", "2024-03-07 10:00", "use", "app"),
    ("ann", "2024-03-07 11:00", "paid", "app"),
    ("ben", "2024-03-04 12:00", "visit", "web"),  # goes on a minute too late
    ("ben", "2024-03-06 12:01", "configure", "web"),
    ("ben", "2024-03-07 08:00", "cancel", "web"),  # lost while in set up
    ("cat", "2024-03-04 23:00", "visit", "app"),  # never goes on
    ("dan", "2024-03-05 10:00", "visit", "app"),  # lost while in sign up, comes back and goes on
    ("dan", "2024-03-05 11:00", "cancel", "app"),
    ("dan", "2024-03-05 12:00", "configure", "app"),
    ("eve", "2024-03-20 10:00", "visit", "app"),  # only here so that the events cover the days before
    attributes=["platform"],
)


def test_drop_off_counts_entrants_of_the_day_who_did_not_go_on_in_time() -> None:
    assert days(journey(LOG), spec("drop_off", SIGN_UP)) == {
        "2024-03-04": (3, 2.0),  # ben came too late, cat never; ann went on
        "2024-03-05": (1, 0.0),
        "2024-03-20": (1, 1.0),
    }


def test_drop_off_of_the_last_stage_is_not_reaching_the_goal() -> None:
    assert days(journey(LOG), spec("drop_off", FIRST_USE)) == {"2024-03-07": (1, 0.0)}


def test_conversion_allows_the_windows_of_all_stages_still_to_come() -> None:
    late = events(
        ("ann", "2024-03-04 09:00", "visit"),
        ("ann", "2024-03-10 09:00", "paid"),  # six days: 2 + 3 + 1
        ("ben", "2024-03-04 09:00", "visit"),
        ("ben", "2024-03-10 09:01", "paid"),
    )
    assert days(journey(late), spec("conversion")) == {"2024-03-04": (2, 1.0)}
    assert days(journey(late), spec("conversion", FIRST_USE)) == {"2024-03-10": (2, 2.0)}
    assert days(journey(late), spec("drop_off")) == {"2024-03-04": (2, 1.0)}


def test_churn_belongs_to_the_stage_the_customer_was_in() -> None:
    assert days(journey(LOG), spec("churn", SIGN_UP)) == {
        "2024-03-04": (3, 0.0),  # ben had gone on to set up before he left
        "2024-03-05": (1, 1.0),
        "2024-03-20": (1, 0.0),
    }
    assert days(journey(LOG), spec("churn", SET_UP)) == {"2024-03-05": (1, 0.0), "2024-03-06": (2, 1.0)}


def test_who_goes_on_at_the_moment_of_leaving_is_not_lost_there() -> None:
    log = events(("ann", "2024-03-04", "visit"), ("ann", "2024-03-05", "configure"), ("ann", "2024-03-05", "cancel"))
    assert days(journey(log), spec("churn", SIGN_UP)) == {"2024-03-04": (1, 0.0)}
    assert days(journey(log), spec("churn", SET_UP)) == {"2024-03-05": (1, 1.0)}


def test_time_in_stage_lies_on_the_day_of_going_on_and_has_its_week() -> None:
    by_day = {str(row["day"]): (row["n"], row["median"]) for row in rows(journey(LOG), spec("step_duration", SIGN_UP))}
    assert by_day == {"2024-03-05": (1, 2 * 3600.0), "2024-03-06": (2, (48 * 3600 + (48 * 3600 + 60)) / 2)}
    (week,) = rows(journey(LOG), spec("step_duration", SIGN_UP), grain="week")
    assert (str(week["day"]), week["n"], week["median"]) == ("2024-03-04", 3, 48 * 3600.0)
    assert week["p90"] == 48 * 3600 + 0.8 * 60  # four fifths of the way from the second to the third of three


def test_segment_is_that_of_the_event_that_entered_the_stage() -> None:
    assert days(journey(LOG), spec("drop_off", SET_UP), segment="platform=app") == {
        "2024-03-05": (1, 1.0),
        "2024-03-06": (1, 0.0),
    }
    assert days(journey(LOG), spec("drop_off", SET_UP), segment="platform=web") == {"2024-03-06": (1, 1.0)}


def test_a_cohort_is_mature_once_the_events_cover_its_window() -> None:
    def mature(as_of: str) -> dict[str, bool]:
        return {str(row["day"]): row["mature"] for row in rows(journey(LOG), spec("drop_off", SIGN_UP), as_of=as_of)}

    assert mature("2024-03-31") == {"2024-03-04": True, "2024-03-05": True, "2024-03-20": False}
    assert mature("2024-03-06") == {"2024-03-04": True, "2024-03-05": False}
    assert mature("2024-03-05") == {"2024-03-04": False, "2024-03-05": False}


def test_without_a_goal_or_a_loss_nothing_is_claimed_about_them() -> None:
    data = journey(LOG)
    bare = type(data)(STAGES, tuple(rule for rule in RULES if rule.outcome is Outcome.STEP), "UTC", events=LOG)
    for metric in (spec("conversion"), spec("churn", SET_UP), spec("drop_off", FIRST_USE), spec("drop_off")):
        assert rows(bare, metric) == []
    assert len(rows(bare, spec("drop_off", SIGN_UP))) == 3


def test_sessions_can_be_the_cases_where_customers_set_out_many_times() -> None:
    log = events(
        ("ann", "2024-03-04 09:00", "visit", "s1"),
        ("ann", "2024-03-04 10:00", "visit", "s2"),
        ("ann", "2024-03-04 10:05", "configure", "s2"),
        attributes=["session"],
    )
    data = journey(log)
    by_session = type(data)(STAGES, RULES, "UTC", events=log, case="session")
    assert days(data, spec("drop_off", SIGN_UP)) == {"2024-03-04": (1, 0.0)}
    assert days(by_session, spec("drop_off", SIGN_UP)) == {"2024-03-04": (2, 1.0)}


def test_an_empty_log_has_no_observations_but_their_columns() -> None:
    metrics = [spec("drop_off", SIGN_UP), spec("event_count", event="visit")]
    found = observe(metrics, journey(LOG.clear()), segments=["platform"], as_of=date(2024, 3, 31))
    assert found.is_empty()
    assert dict(found.schema) == OBSERVATIONS


# A plain reading of the definitions, one customer at a time, to hold the fast computation against.

_START = datetime(2024, 3, 4, tzinfo=UTC)
_visits = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]),
        st.integers(0, 40).map(lambda step: _START + timedelta(hours=6 * step)),
        st.sampled_from([rule.event for rule in RULES] + ["unknown"]),
        st.sampled_from(["web", "app", None]),
    ),
    max_size=40,
)


def _plainly(log: list[tuple[str, datetime, str, str | None]], place: int | None) -> dict[str, list[int]]:
    """Day → [entrants, dropped, converted, churned], by the definitions."""
    stage_of = {rule.event: next((s.position for s in STAGES if s.id == rule.stage_id), None) for rule in RULES}
    goals = {rule.event for rule in RULES if rule.outcome is Outcome.GOAL}
    found: dict[str, list[int]] = {}
    for customer in {row[0] for row in log}:
        mine = [(at, event) for who, at, event, _ in log if who == customer and event in stage_of]
        entries = [at for at, event in mine if stage_of[event] is not None and place in (None, stage_of[event])]
        if not entries:
            continue
        entered = min(entries)
        after = [(at, event) for at, event in mine if at >= entered]
        goal = min((at for at, event in after if event in goals), default=None)
        later = [at for at, e in after if e in goals or (place is not None and (stage_of[e] or 0) > place)]
        gone_on = min(later, default=None)
        lost = min((at for at, event in after if event == "cancel"), default=None)
        to_goal = timedelta(days=sum(s.window_days for s in STAGES[place or 0 :]))
        window = to_goal if place is None else timedelta(days=STAGES[place].window_days)
        day = found.setdefault(str(entered.date()), [0, 0, 0, 0])
        day[0] += 1
        day[1] += gone_on is None or gone_on - entered > window
        day[2] += goal is not None and goal - entered <= to_goal
        day[3] += lost is not None and lost - entered <= window and not (gone_on is not None and gone_on <= lost)
    return found


@settings(max_examples=150, deadline=None)
@given(log=_visits, place=st.sampled_from([None, 0, 1, 2]))
def test_cohorts_agree_with_a_plain_reading_whatever_the_order_of_events(log, place) -> None:  # type: ignore[no-untyped-def]
    schema = {"customer": pl.String, "at": UTC_TIME, "event": pl.String, "platform": pl.String}
    data = journey(pl.DataFrame(log, schema=schema, orient="row").lazy())
    stage = None if place is None else STAGES[place]
    metrics = [spec(formula, stage, id=id) for id, formula in enumerate(("drop_off", "conversion", "churn"))]
    found = observe(metrics, data, segments=["platform"], as_of=date(2024, 12, 31))
    everyone = found.filter(segment="")
    totals = {(row["metric_id"], str(row["day"])): (row["n"], row["total"]) for row in everyone.iter_rows(named=True)}
    expected = _plainly(log, place)
    assert totals == {(id, day): (row[0], row[id + 1]) for day, row in expected.items() for id in range(3)}
    apart = found.filter(pl.col("segment") != "")["n"].sum()
    assert apart <= everyone["n"].sum()


@settings(max_examples=50, deadline=None)
@given(log=_visits, days_known=st.integers(0, 10))
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(log, days_known) -> None:  # type: ignore[no-untyped-def]
    schema = {"customer": pl.String, "at": UTC_TIME, "event": pl.String, "platform": pl.String}
    whole = pl.DataFrame(log, schema=schema, orient="row")
    as_of = (_START + timedelta(days=days_known)).date()
    past = whole.filter(pl.col("at").dt.date() <= as_of)
    metrics = [spec("drop_off", SIGN_UP), spec("step_duration", SET_UP, id=2), spec("event_count", event="use", id=3)]
    then, now = (observe(metrics, journey(part.lazy()), as_of=as_of) for part in (past, whole))
    assert then.equals(now)
