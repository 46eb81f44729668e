"""Whom a persona's segment rule matches, and what is said of one that matches nobody."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.data import JourneyData
from journey.analysis.segment_rule import SegmentRule, check, in_words, parse

EVENTS = pl.LazyFrame(
    {"customer": ["a", "a", "b", "c"], "at": [0, 1, 2, 3], "event": list("xxyx"), "plan": ["Team", "Team", "Team", "solo"]}
)
SURVEYS = pl.LazyFrame({"response": ["1", "2"], "plan": ["Team", None], "seats": [5, 12]})
TICKETS = pl.LazyFrame({"ticket": ["1"], "topic": ["login"]})
DATA = JourneyData((), (), "UTC", events=EVENTS, surveys=SURVEYS, tickets=TICKETS)


def test_a_rule_counts_customers_once_and_every_answer() -> None:
    found = check("plan=Team", DATA)
    assert (found.ok, found.customers, found.answers, found.tickets) == (True, 2, 1, 0)
    assert found.said == "Matches 2 customers and 1 answer."


def test_a_rule_is_written_as_the_data_write_it() -> None:
    assert check(" Plan =  team ", DATA).rule == "plan=Team"


def test_numbers_are_values_too() -> None:
    assert check("seats=12", DATA).answers == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("plan", "“plan” is no rule. Write an attribute, = and its value, such as plan=team."),
        ("plan=", "“plan=” is no rule."),
        ("plam=Team", "No data carry “plam”. They carry plan, seats. Did you mean plan?"),
        ("topic=login", "No data carry “topic”. They carry plan, seats."),
        ("plan=taem", "Nobody has “taem” as plan. There is Team, solo. Did you mean Team?"),
        ("plan=gold", "Nobody has “gold” as plan. There is Team, solo."),
    ],
)
def test_what_matches_nobody_says_what_to_write_instead(typed: str, said: str) -> None:
    found = check(typed, DATA)
    assert not found.ok
    assert found.said.startswith(said)


def test_nothing_typed_is_no_rule_and_no_fault() -> None:
    assert check("  ", DATA) == check("", DATA)
    assert check("", DATA).ok


def test_without_data_a_rule_waits() -> None:
    found = check("plan=team", JourneyData((), (), "UTC"))
    assert (found.ok, found.rule) == (True, "plan=team")
    assert "nobody knows whom it matches" in found.said


def test_nobody_is_nobody() -> None:
    assert in_words(0, 0, 0) == "Matches nobody."
    assert in_words(1, 2, 3) == "Matches 1 customer, 2 answers and 3 tickets."


@given(st.text())
def test_any_text_is_checked(text: str) -> None:
    found = check(text, DATA)
    assert found.ok or found.said
    rule = parse(text)
    assert rule is None or parse(str(rule)) == rule or '"' in text or "'" in text
    assert rule != SegmentRule("", "")
