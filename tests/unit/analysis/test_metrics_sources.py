"""Every KPI that tickets, surveys, usability tests, event counts and ready-made series tell, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from journey.analysis.metrics import by_month, observe
from journey.domain.schemas import OBSERVATIONS, SERIES, SURVEYS, TICKETS, USABILITY
from journey.domain.words import Outcome
from journey.errors import JourneyError
from tests.unit.analysis.metric_builders import RULES, SET_UP, SIGN_UP, STAGES, days, events, frame, journey, rows, spec

TICKET_LIST = frame(
    TICKETS,
    {"opened_at": "2024-03-04 08:00", "closed_at": "2024-03-04 10:00", "stage": "set up "},
    {"opened_at": "2024-03-04 09:00", "closed_at": "2024-03-07 09:00", "stage": "SET UP"},
    {"opened_at": "2024-03-07 09:00", "closed_at": "2024-03-07 13:00", "stage": "Sign up"},
    {"opened_at": "2024-03-07 10:00", "stage": None},  # still open
    {"opened_at": "2024-03-06 10:00", "closed_at": "2024-03-06 09:00", "stage": "Set up"},  # closed before it opened
)


def answers(*scores: float, **fields: str):  # type: ignore[no-untyped-def]
    return frame(SURVEYS, *({"at": "2024-03-04 12:00", "score": score, **fields} for score in scores))


def test_nps_is_promoters_minus_detractors() -> None:
    data = journey(surveys=answers(10, 9, 9, 8, 7, 6, 0, 11))  # 11 is not an answer on this scale
    (row,) = rows(data, spec("nps"))
    assert (row["n"], row["total"], row["total_sq"]) == (7, 3 - 2, 3 + 2)


def test_csat_is_the_share_of_the_two_highest_boxes() -> None:
    assert days(journey(surveys=answers(5, 4, 4, 3, 1)), spec("csat")) == {"2024-03-04": (5, 3.0)}
    assert days(journey(surveys=answers(7, 6, 5, 4)), spec("csat", event="1-7")) == {"2024-03-04": (4, 2.0)}


def test_ces_is_the_mean_of_answers_from_1_to_7() -> None:
    (row,) = rows(journey(surveys=answers(7, 6, 2, 0)), spec("ces"))
    assert (row["n"], row["total"], row["total_sq"]) == (3, 15.0, 49 + 36 + 4)


def test_a_score_on_any_scale_is_a_mean_and_other_scales_stand_apart() -> None:
    import polars as pl

    both = pl.concat(
        [answers(3, 8).with_columns(scale=pl.lit("1-10:low-is-good")), answers(10, 9).with_columns(scale=pl.lit("NPS"))]
    )
    assert days(journey(surveys=both), spec("score", event="1-10")) == {"2024-03-04": (2, 11.0)}
    assert days(journey(surveys=both), spec("nps")) == {"2024-03-04": (2, 2.0)}


def test_a_scale_that_cannot_be_read_is_said() -> None:
    with pytest.raises(JourneyError, match=r"'ten' is not a scale\. Write nps"):
        rows(journey(surveys=answers(3)), spec("score", event="ten"))


def test_surveys_without_a_date_make_no_observations() -> None:
    assert rows(journey(surveys=frame(SURVEYS, {"score": 9.0})), spec("nps")) == []


def test_answers_of_a_stage_are_found_by_its_name() -> None:
    data = journey(surveys=answers(10, stage="SET UP"))
    assert days(data, spec("nps", SET_UP)) == {"2024-03-04": (1, 1.0)}
    assert days(data, spec("nps", SIGN_UP)) == {}
    assert days(data, spec("nps")) == {"2024-03-04": (1, 1.0)}


def test_ticket_volume_has_zeros_on_covered_days_only() -> None:
    assert days(journey(tickets=TICKET_LIST), spec("ticket_volume")) == {
        "2024-03-04": (2, 2.0),
        "2024-03-05": (0, 0.0),
        "2024-03-06": (1, 1.0),
        "2024-03-07": (2, 2.0),
    }
    of_set_up = days(journey(tickets=TICKET_LIST), spec("ticket_volume", SET_UP))
    assert of_set_up["2024-03-07"] == (0, 0.0)  # covered, since other stages have tickets on that day


def test_time_to_resolution_lies_on_the_day_of_closing() -> None:
    found = {
        str(r["day"]): (r["n"], r["median"], r["p90"]) for r in rows(journey(tickets=TICKET_LIST), spec("time_to_resolution"))
    }
    assert found["2024-03-04"] == (1, 7200.0, 7200.0)
    assert found["2024-03-07"] == (2, (72 + 4) / 2 * 3600, pytest.approx((4 + 0.9 * 68) * 3600))
    (week,) = rows(journey(tickets=TICKET_LIST), spec("time_to_resolution_p90"), grain="week")
    assert (week["n"], week["median"], week["total"]) == (3, 4 * 3600.0, 78 * 3600.0)


def test_a_months_median_is_of_its_single_durations() -> None:
    found = by_month(spec("time_to_resolution"), journey(tickets=TICKET_LIST), as_of=date(2024, 12, 31))
    assert found.schema == OBSERVATIONS
    (month,) = found.to_dicts()
    assert (month["grain"], str(month["day"]), month["n"], month["median"]) == ("month", "2024-03-01", 3, 4 * 3600.0)


def test_a_ticket_closed_later_is_still_open_on_that_day() -> None:
    found = rows(journey(tickets=TICKET_LIST), spec("time_to_resolution"), as_of="2024-03-06")
    assert [(str(row["day"]), row["n"]) for row in found] == [("2024-03-04", 1)]


def test_contact_rate_is_tickets_over_entrants_on_days_that_both_cover() -> None:
    log = events(
        ("ann", "2024-03-03 09:00", "configure"),
        ("ben", "2024-03-04 09:00", "configure"),
        ("cat", "2024-03-05 09:00", "configure"),
        ("dan", "2024-03-05 10:00", "configure"),
        ("dan", "2024-03-06 10:00", "configure"),  # not an entry: dan has been here
    )
    assert days(journey(log, tickets=TICKET_LIST), spec("contact_rate", SET_UP)) == {
        "2024-03-04": (1, 2.0),
        "2024-03-05": (2, 0.0),
        "2024-03-06": (0, 1.0),
    }


def test_task_success_joins_usability_results_and_events() -> None:
    log = events(
        ("ann", "2024-03-04 09:00", "failed"), ("ann", "2024-03-04 09:05", "connected"), ("ben", "2024-03-05 09:00", "failed")
    )
    tests = frame(
        USABILITY,
        {"task": "connect", "at": "2024-03-04 15:00", "success": True, "stage": "Set up"},
        {"task": "connect", "at": "2024-03-04 16:00", "success": False, "stage": "Set up"},
        {"task": "connect", "at": "2024-03-04 17:00", "success": None, "stage": "Set up"},  # not known
        {"task": "register", "at": "2024-03-04 15:00", "success": True, "stage": "Sign up"},
    )
    assert days(journey(log, usability=tests), spec("task_success", SET_UP)) == {"2024-03-04": (4, 2.0), "2024-03-05": (1, 0.0)}
    assert days(journey(log, usability=tests), spec("task_success")) == {"2024-03-04": (5, 3.0), "2024-03-05": (1, 0.0)}
    assert rows(journey(log), spec("task_success", SIGN_UP)) == []


def test_the_goal_is_the_success_of_a_stage_that_names_only_failures() -> None:
    log = events(("ann", "2024-03-04 09:00", "failed"), ("ann", "2024-03-04 10:00", "paid"))
    only_failures = tuple(rule for rule in RULES if rule.outcome is not Outcome.SUCCESS)
    data = type(journey())(STAGES, only_failures, "UTC", events=log)
    assert days(data, spec("task_success")) == {"2024-03-04": (2, 1.0)}


def test_event_count_fills_the_days_that_the_log_covers() -> None:
    log = events(
        ("ann", "2024-03-04 09:00", "failed", "web"),
        ("ann", "2024-03-04 09:01", "failed", "app"),
        ("ann", "2024-03-06 09:00", "visit", "web"),
        attributes=["platform"],
    )
    expected = {"2024-03-04": (2, 2.0), "2024-03-05": (0, 0.0), "2024-03-06": (0, 0.0)}
    assert days(journey(log), spec("event_count", event="failed")) == expected
    assert days(journey(log), spec("event_count", SET_UP)) == expected
    assert days(journey(log), spec("event_count"), segment="platform=web") == {
        "2024-03-04": (1, 1.0),
        "2024-03-05": (0, 0.0),
        "2024-03-06": (1, 1.0),
    }
    assert set(days(journey(log), spec("event_count", event="never seen")).values()) == {(0, 0.0)}


def test_an_attribute_may_be_called_like_a_column_of_ours() -> None:
    log = events(("ann", "2024-03-04 09:00", "visit", "3", "monday"), attributes=["n", "day"])
    assert days(journey(log), spec("drop_off", SIGN_UP), segment="n=3") == {"2024-03-04": (1, 1.0)}
    assert days(journey(log), spec("event_count"), segment="day=monday") == {"2024-03-04": (1, 1.0)}


def test_series_are_weighted_by_their_n_and_counts_add_up() -> None:
    readings = frame(
        SERIES,
        {"metric": "latency", "at": "2024-03-04 08:00", "value": 2.0, "n": 10.0},
        {"metric": "latency", "at": "2024-03-04 09:00", "value": 5.0, "n": 30.0},
        {"metric": "mentions", "at": "2024-03-04 08:00", "value": 4.0},
        {"metric": "mentions", "at": "2024-03-04 09:00", "value": 5.0},
    )
    data = journey(series=readings)
    assert days(data, spec("series", event="latency")) == {"2024-03-04": (40, 170.0)}
    assert days(data, spec("series", SET_UP, event="latency")) == {
        "2024-03-04": (40, 170.0)
    }  # named, though its rows name no stage
    assert days(data, spec("series", event="mentions", kind="count")) == {"2024-03-04": (2, 9.0)}
    (row,) = rows(data, spec("series", event="mentions", kind="duration"))
    assert (row["n"], row["median"]) == (2, 4.5)


def test_what_a_journey_lacks_has_no_rows_and_an_unknown_kpi_is_refused() -> None:
    for formula in (
        "nps",
        "csat",
        "ces",
        "ticket_volume",
        "contact_rate",
        "time_to_resolution",
        "task_success",
        "series",
        "drop_off",
    ):
        assert rows(journey(), spec(formula)) == []
    with pytest.raises(JourneyError, match=r"no KPI 'happiness'\. Choose one of: drop_off"):
        observe([spec("happiness")], journey(), as_of=date(2024, 3, 4))


def test_a_segment_with_a_value_for_every_event_is_refused_by_name() -> None:
    rows_of_ids = [(f"c{i}", f"20{i % 80:02d}-03-04 09:00", "visit", f"id{i}") for i in range(3000)]
    with pytest.raises(JourneyError, match="'ticket' has 3,000 different values"):
        days(
            journey(events(*rows_of_ids, attributes=["ticket"])),
            spec("drop_off", SIGN_UP),
            segment="ticket=id1",
            as_of="2199-01-01",
        )
