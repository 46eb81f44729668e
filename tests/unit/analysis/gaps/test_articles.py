"""Help articles held against each other by what their readers did next; every rule of `failing` by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from journey.analysis.gaps.articles import Article, ArticleVerdict, failing

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
UNTIL = START + timedelta(days=30)
KINDS = {"customer": pl.String, "at": pl.Datetime("us", "UTC"), "article": pl.String, "stage_id": pl.Int64}
Read = tuple[str, datetime, str, int | None]


def judged(reads: list[Read], contacts: list[tuple[str, datetime]], **values: dict[str, int]) -> dict[str, Article]:
    frame = pl.DataFrame(reads, schema=KINDS, orient="row")
    met = pl.DataFrame(contacts, schema={"customer": pl.String, "at": pl.Datetime("us", "UTC")}, orient="row")
    return {one.name: one for one in failing(frame, met, until=UNTIL, **values)}  # type: ignore[arg-type]


def readers(article: str, n: int, followed: int) -> tuple[list[Read], list[tuple[str, datetime]]]:
    reads: list[Read] = [(f"{article}{i}", START, article, 1) for i in range(n)]
    return reads, [(f"{article}{i}", START + timedelta(days=2)) for i in range(followed)]


def both(*articles: tuple[str, int, int]) -> dict[str, Article]:
    parts = [readers(*one) for one in articles]
    return judged([row for reads, _ in parts for row in reads], [row for _, contacts in parts for row in contacts])


def test_an_article_whose_readers_write_more_often_fails() -> None:
    found = both(("Documents", 40, 20), ("Invoices", 60, 6))
    bad, good = found["Documents"], found["Invoices"]
    assert (bad.n, bad.followed, bad.share, bad.others, bad.stage_id) == (40, 20, 0.5, 0.1, 1)
    # Wilson 1927 for 20 of 40
    assert (bad.low, bad.high) == (pytest.approx(0.352, abs=1e-3), pytest.approx(0.648, abs=1e-3))
    assert bad.verdict is ArticleVerdict.FAILS
    assert good.verdict is ArticleVerdict.LIKE_OTHERS
    assert list(found) == ["Documents", "Invoices"]


def test_reading_it_again_soon_is_the_same_reading() -> None:
    hours = [0, 1, 70, 240]
    found = judged([("a", START + timedelta(hours=h), "Documents", 1) for h in hours], [])
    assert found["Documents"].n == 2


def test_a_reading_of_which_nobody_knows_yet_what_follows_is_not_counted() -> None:
    late = UNTIL - timedelta(days=2)
    assert judged([("a", late, "Documents", 1)], []) == {}
    assert judged([("a", UNTIL - timedelta(days=3), "Documents", 1)], [])["Documents"].n == 1


@pytest.mark.parametrize(("who", "after", "followed"), [("a", 72, 1), ("a", 73, 0), ("a", -1, 0), ("b", 5, 0)])
def test_only_a_contact_of_the_same_customer_within_the_window_counts(who: str, after: int, followed: int) -> None:
    found = judged([("a", START, "Documents", 1)], [(who, START + timedelta(hours=after))])
    assert found["Documents"].followed == followed


def test_below_twenty_readings_or_alone_nothing_is_said() -> None:
    found = both(("Documents", 19, 19), ("Invoices", 60, 6))
    assert found["Documents"].verdict is ArticleVerdict.TOO_FEW
    assert both(("Documents", 40, 40))["Documents"].verdict is ArticleVerdict.TOO_FEW


def test_a_difference_that_chance_would_make_is_none() -> None:
    found = both(("Documents", 40, 8), ("Invoices", 60, 9))
    assert {one.verdict for one in found.values()} == {ArticleVerdict.LIKE_OTHERS}


def test_among_many_articles_one_that_stands_out_by_chance_is_not_called_failing() -> None:
    """6 of 20 against 2 of 20 elsewhere has p 0.02 alone; among ten such looks it is easily chance."""
    found = both(("Documents", 20, 6), *((f"Other {i}", 20, 2) for i in range(9)))
    assert found["Documents"].verdict is ArticleVerdict.LIKE_OTHERS


def test_contacts_that_name_an_article_are_counted_beside() -> None:
    reads, contacts = readers("Documents", 3, 1)
    assert judged(reads, contacts, named={"Documents": 7})["Documents"].named == 7
