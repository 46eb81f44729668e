"""Only attributes that can tell customers apart are offered as segments."""

from __future__ import annotations

import polars as pl

from journey.analysis.segments import SEGMENTS, segment_values


def log(customers: int = 200) -> pl.LazyFrame:
    who = range(customers)
    return pl.LazyFrame(
        {
            "customer": [f"c{i}" for i in who for _ in (0, 1)],
            "event": ["visit", "buy"] * customers,
            "row_id": [str(i) for i in range(2 * customers)],
            "session": [f"s{i}" for i in range(2 * customers)],
            "country": ["DE"] * (2 * customers),
            "plan": ["free" if i % 4 else "pro" for i in who for _ in (0, 1)],
            "beta": ["yes" if i < 5 else "no" for i in who for _ in (0, 1)],
            "empty": pl.Series([None] * (2 * customers), dtype=pl.String),
        }
    )


def test_an_attribute_needs_a_few_values_with_enough_customers_each() -> None:
    found = segment_values(log())
    assert found.rows() == [("plan", "free", 150), ("plan", "pro", 50)]  # customers, though each has two events


def test_a_log_without_attributes_has_no_segments() -> None:
    assert dict(segment_values(log().select("customer", "event")).schema) == SEGMENTS
