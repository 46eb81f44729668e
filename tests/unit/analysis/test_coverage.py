"""Who listened: by team, stage and month, and who did not."""

from __future__ import annotations

from datetime import date

import polars as pl

from journey.analysis.coverage import COVERAGE, coverage, heard_lately, silent

READINGS = pl.DataFrame(
    [
        ("Support", "Ana", 1, date(2026, 10, 7), False),
        ("Support", "Ben", 1, date(2026, 10, 21), False),
        ("Support", "Ben", 1, date(2026, 10, 28), True),
        ("Product", "Cem", 2, date(2026, 11, 4), False),
        ("Product", "Cem", None, date(2026, 11, 4), False),
    ],
    schema={"team": pl.String, "person": pl.String, "stage_id": pl.Int64, "on": pl.Date, "skipped": pl.Boolean},
    orient="row",
)


def test_heard_counts_items_and_different_listeners_and_no_skips() -> None:
    row = coverage(READINGS).row(by_predicate=(pl.col("team") == "Support"), named=True)
    assert row == {"team": "Support", "stage_id": 1, "month": date(2026, 10, 1), "heard": 2, "listeners": 2}


def test_named_teams_and_stages_show_their_zeros() -> None:
    grid = coverage(READINGS, teams=["Support", "Product", "Sales"], stages=[1, 2])
    november = grid.filter((pl.col("month") == date(2026, 11, 1)) & pl.col("stage_id").is_not_null())
    assert november.select("team", "stage_id", "heard").rows() == [
        ("Product", 1, 0), ("Product", 2, 1), ("Sales", 1, 0), ("Sales", 2, 0), ("Support", 1, 0), ("Support", 2, 0)
    ]  # fmt: skip


def test_nobody_listened_yet() -> None:
    assert coverage(READINGS.clear(), teams=["Support"], stages=[1]).schema == pl.Schema(COVERAGE)


def test_stages_heard_lately_end_on_the_day_and_ignore_skips() -> None:
    assert heard_lately(READINGS, today=date(2026, 11, 20), weeks=4) == {2}
    assert heard_lately(READINGS, today=date(2026, 11, 17), weeks=4) == {1, 2}
    assert heard_lately(READINGS, today=date(2026, 10, 10), weeks=4) == {1}


def test_silent_names_those_who_never_heard_first() -> None:
    quiet = silent(
        READINGS, {"Ana": "Support", "Ben": "Support", "Cem": "Product", "Dee": "Sales"}, today=date(2026, 11, 20), weeks=4
    )
    assert quiet.rows() == [("Dee", "Sales", None), ("Ana", "Support", date(2026, 10, 7)), ("Ben", "Support", date(2026, 10, 21))]
