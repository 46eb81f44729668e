"""Only attributes that can tell customers apart are offered as segments."""

from __future__ import annotations

import polars as pl

from journey.analysis.segments import SEGMENTS, segment_values, too_many_values


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


def test_what_has_too_many_values_to_compare_by_is_left_out_the_widest_first() -> None:
    def column(values: int) -> list[str]:
        return [f"v{i % values}" for i in range(120)]

    events = pl.LazyFrame({"city": column(61), "shop": column(60), "plan": column(8)})
    assert too_many_values([events], ["plan", "city", "shop", "nowhere"]) == {"city": 61}
    tickets = pl.LazyFrame({"plan": column(120)})
    assert too_many_values([events, tickets], ["plan", "shop"]) == {"plan": 120}


def test_attributes_that_only_together_have_too_many_combinations_lose_the_widest() -> None:
    events = pl.LazyFrame({name: [f"v{i % size}" for i in range(60)] for name, size in (("a", 20), ("b", 59), ("c", 30))})
    assert too_many_values([events], ["a", "b", "c"]) == {"b": 59}
