"""How frequent pain points are by metrics and by what customers write of."""

from __future__ import annotations

import polars as pl
import pytest

from journey.analysis.pain_frequency import BEHIND, RATES, TOLD, frequencies, level

NO_RATES, NO_TEXTS, NOTHING_TOLD = (pl.DataFrame(schema=schema) for schema in (RATES, BEHIND, TOLD))


def rates(*rows: tuple[int, str, float, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RATES, orient="row")


def behind(*rows: tuple[int, int, int | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=BEHIND, orient="row")


TEXTS = pl.DataFrame([(1, 7, 15), (1, 8, 30), (1, None, 55), (2, 7, 4)], schema=TOLD, orient="row")


@pytest.mark.parametrize(("share", "said"), [(0, 1), (0.019, 1), (0.02, 2), (0.05, 3), (0.1, 4), (0.199, 4), (0.2, 5), (1, 5)])
def test_shares_become_levels(share: float, said: int) -> None:
    assert level(share) == said


def test_a_rate_counts_customers_and_goes_before_texts() -> None:
    found = frequencies(rates((1, "Drop-off", 412, 1329)), behind((1, 1, 7), (1, 1, 7)), TEXTS)
    assert (found[1].level, found[1].said) == (5, "Drop-off: 31 % are hit (412 of 1,329)")


def test_of_several_rates_the_highest_counts() -> None:
    found = frequencies(rates((1, "Drop-off", 30, 100), (1, "Failed tasks", 4, 100)), NO_TEXTS, NOTHING_TOLD)
    assert found[1].hit == 30


def test_a_theme_speaks_for_a_pain_point_that_two_pieces_of_evidence_put_there() -> None:
    found = frequencies(NO_RATES, behind((1, 1, 7), (1, 1, 7), (1, 1, 8), (2, 1, 8)), TEXTS)
    assert (found[1].level, found[1].said) == (4, "15 % of the answers and tickets at this stage (15 of 100)")
    assert 2 not in found, "one piece may belong to the theme by chance"


def test_few_customers_or_texts_say_nothing() -> None:
    assert frequencies(rates((1, "Drop-off", 20, 29)), behind((2, 2, 7), (2, 2, 7)), TEXTS) == {}


def test_evidence_without_a_theme_says_nothing() -> None:
    assert frequencies(NO_RATES, behind((1, 1, None), (1, 1, None)), TEXTS) == {}
