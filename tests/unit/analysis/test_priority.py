"""Pain points in order, and where they stand between pain and effort."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.priority import MOST, Quadrant, Rung, first_fix, rank, rungs

PAINS = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5],
        "title": ["codes late", "slow form", "typo", "rebuild", "two mails"],
        "severity": [5, 3, 1, 2, 4],
        "frequency": [4, 3, 2, 2, 5],
        "impact": [5, 3, 2, 2, 5],
        "effort": [2, 5, 1, 5, 3],
    }
)
EVIDENCE = pl.DataFrame({"pain_id": [1, 5, 5, 5, 5], "source": ["survey", "survey", "analytics", "ticket", "ticket"]})


def test_worst_first_and_ties_by_evidence() -> None:
    ranked = rank(PAINS, EVIDENCE)
    assert ranked["id"].to_list() == [5, 1, 2, 4, 3]
    assert ranked["score"].to_list() == [100, 100, 27, 8, 4]
    assert ranked["rank"].to_list() == [1, 1, 3, 4, 5]


def test_evidence_stands_beside_the_score_and_three_kinds_make_it_sure() -> None:
    first, second = rank(PAINS, EVIDENCE).head(2).rows(named=True)
    assert (first["evidence"], first["kinds"], first["sure"]) == (4, 3, True)
    assert (second["evidence"], second["kinds"], second["sure"]) == (1, 1, False)


def test_quadrants() -> None:
    by_id = dict(rank(PAINS).select("id", "quadrant").rows())
    assert by_id == {1: Quadrant.FIRST, 2: Quadrant.PLAN, 3: Quadrant.QUICK, 4: Quadrant.LATER, 5: Quadrant.FIRST}


def test_without_evidence_or_pains() -> None:
    assert rank(PAINS)["evidence"].to_list() == [0] * 5
    assert rank(PAINS.clear()).is_empty()


def test_a_missing_estimate_has_no_quadrant_and_comes_last() -> None:
    ranked = rank(PAINS.with_columns(severity=pl.when(pl.col("id") == 5).then(None).otherwise(pl.col("severity"))))
    assert ranked["id"].to_list()[-1] == 5
    assert ranked["quadrant"].to_list()[-1] is None


def test_a_small_pain_with_much_evidence_stays_small() -> None:
    evidence = pl.DataFrame({"pain_id": [3] * 50, "source": ["survey"] * 50})
    assert rank(PAINS, evidence)["id"].to_list()[-1] == 3


@given(
    st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=1, max_size=20),
    st.integers(0, 19),
    st.sampled_from(["severity", "frequency", "impact"]),
)
def test_a_worse_estimate_never_lowers_the_rank(rows: list[tuple[int, int, int, int]], which: int, column: str) -> None:
    frame = (
        pl.DataFrame(rows, schema=["severity", "frequency", "impact", "effort"], orient="row").with_row_index("id").cast(pl.Int64)
    )
    which %= len(rows)
    worse = frame.with_columns(
        pl.when((pl.col("id") == which) & (pl.col(column) < 5)).then(pl.col(column) + 1).otherwise(pl.col(column)).alias(column)
    )
    before, after = (rank(f).row(by_predicate=pl.col("id") == which, named=True) for f in (frame, worse))
    assert after["rank"] <= before["rank"]
    assert 1 <= after["score"] <= MOST


@pytest.mark.parametrize("effort", [1, 2, 3, 4, 5])
def test_effort_never_moves_the_rank(effort: int) -> None:
    assert rank(PAINS.with_columns(effort=pl.lit(effort)))["id"].to_list() == rank(PAINS)["id"].to_list()


def test_the_first_fix_is_the_worst_of_little_effort() -> None:
    ranked = rank(PAINS, EVIDENCE)
    assert first_fix(ranked)["title"] == "two mails"  # type: ignore[index]
    rest = ranked.filter(pl.col("quadrant") != Quadrant.FIRST)
    assert first_fix(rest)["title"] == "typo", "without one, what is quickly done"  # type: ignore[index]
    assert first_fix(rest.filter(pl.col("quadrant") != Quadrant.QUICK))["title"] == "slow form"  # type: ignore[index]
    assert first_fix(ranked.clear()) is None


def test_a_step_up_raises_the_lowest_score_a_step_down_lowers_the_highest() -> None:
    heights = [(one.severity, one.frequency, one.impact) for one in rungs(3, 4, 2)]
    at = heights.index((3, 4, 2))
    assert heights[at - 1 : at + 3] == [(3, 3, 2), (3, 4, 2), (3, 4, 3), (4, 4, 3)]


def test_a_measured_frequency_is_not_moved() -> None:
    assert {one.frequency for one in rungs(3, 4, 2, measured=True)} == {4}


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_the_heights_rise_one_score_by_one_from_end_to_end(severity: int, frequency: int, impact: int, measured: bool) -> None:
    found = rungs(severity, frequency, impact, measured=measured)
    assert Rung(severity, frequency, impact) in found
    totals = [one.severity + one.frequency + one.impact for one in found]
    assert totals == list(range(totals[0], totals[0] + len(totals)))
    assert [one.pain for one in found] == sorted({one.pain for one in found})
    fixed = frequency if measured else 1
    assert (found[0].severity, found[0].impact, found[0].frequency) == (1, 1, fixed)
    assert (found[-1].severity, found[-1].impact) == (5, 5)
