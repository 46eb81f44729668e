"""A scope brief against the rules it is held to, one test a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.scope import Kind, Rule, Scope, lasts, warnings

GOOD = Scope(
    goal="Pay on time", starts_with="Signs up", ends_with="Renews", time_frame="About 90 days", personas=2, stages=6, steps=12,
    touchpoints=14, success=2,
)  # fmt: skip


def found(**values: object) -> list[tuple[Rule, Kind]]:
    return [(warning.rule, warning.kind) for warning in warnings(replace(GOOD, **values))]  # type: ignore[arg-type]


def test_a_scope_that_is_explicit_and_neither_broad_nor_narrow_leaves_nothing_to_say() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (Rule.PERSONA, {"personas": 0}), (Rule.GOAL, {"goal": "  "}), (Rule.START, {"starts_with": ""}),
        (Rule.END, {"ends_with": " \n"}), (Rule.TIME, {"time_frame": ""}), (Rule.SUCCESS, {"success": 0}),
        (Rule.BASELINE, {"without_baseline": ("NPS",)}),
    ],
)  # fmt: skip
def test_what_a_brief_does_not_say_is_still_to_agree(rule: Rule, values: dict[str, object]) -> None:
    assert found(**values) == [(rule, Kind.MISSING)]


def test_a_missing_baseline_names_its_metrics() -> None:
    (said,) = warnings(replace(GOOD, without_baseline=("NPS", "Drop-off at Pay")))
    assert said.said.endswith("no baseline for NPS, Drop-off at Pay")


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (Rule.MANY_STAGES, {"stages": 11}), (Rule.MANY_PERSONAS, {"personas": 6}), (Rule.MANY_METRICS, {"success": 6}),
        (Rule.LONG, {"time_frame": "From 6 months to 2 years"}),
    ],
)  # fmt: skip
def test_too_broad(rule: Rule, values: dict[str, object]) -> None:
    assert found(**values) == [(rule, Kind.BROAD)]


def test_at_the_limit_nothing_is_too_broad() -> None:
    assert found(stages=10, personas=5, success=5, time_frame="a year") == []


def test_a_journey_that_others_are_part_of_may_be_broad() -> None:
    assert found(stages=14, time_frame="5 years", parts=3) == []


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (Rule.FEW_STAGES, {"stages": 2}), (Rule.ONE_TOUCHPOINT, {"touchpoints": 1}), (Rule.SHORT, {"time_frame": "20 minutes"}),
        (Rule.SAME_ENDS, {"starts_with": "Opens  the app", "ends_with": "opens the App "}),
    ],
)  # fmt: skip
def test_too_narrow(rule: Rule, values: dict[str, object]) -> None:
    assert found(**values) == [(rule, Kind.NARROW)]


def test_a_journey_nobody_has_drawn_yet_is_not_too_narrow() -> None:
    assert found(stages=0, steps=0, touchpoints=0) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("About 90 days", 90), ("90-day trial", 90), ("two weeks to the first payment, four to the end", 14),
        ("6-12 months", 366), ("1,5 hours", 0.0625), ("an hour", 1 / 24), ("a day or two weeks", 14),
        ("as long as it takes", None), ("", None), ("one quarter", 91.5),
    ],
)  # fmt: skip
def test_how_long_a_phrase_says(text: str, days: float | None) -> None:
    assert lasts(text) == (None if days is None else pytest.approx(days))


@given(st.text())
def test_any_phrase_is_read(text: str) -> None:
    assert lasts(text) is None or lasts(text) >= 0  # type: ignore[operator]
