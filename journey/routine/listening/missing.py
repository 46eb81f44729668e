"""Looks in a journey's data for what customers can't find out: questions that come again, articles that fail their readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.data import JourneyData
from journey.analysis.gaps.articles import Article, failing
from journey.analysis.gaps.recurring import Recurring, asked_in, recurring
from journey.domain.weeks import Week
from journey.routine.data.datasets import journey_data
from journey.store.readers import gaps as read

QUESTION_WEEKS = 8
"""Weeks of questions, half of them to hold the later half against."""
ARTICLE_WEEKS = 13
"""Weeks of readings: a quarter, since few read any one article in a week."""
ARTICLE = ("article", "help_article", "article_title", "article_name", "article_id", "kb_article", "help_page")
"""Columns of events and tickets that name a help article, the first that is there."""
ADDRESS = ("url", "page_url", "page", "path")
"""Columns that hold the address of a page."""
_HELP = r"^(?:https?://)?[^?#]*?((?:^|/)(?:help|support|faqs?|kb|knowledge|hc|articles?|hilfe|ajuda|aide|ayuda|aiuto)/[^?#]+?)/?(?:[?#]|$)"
"""The part of an address that names a page of a help centre."""


@dataclass(frozen=True)
class Missing:
    """What was found: questions, articles, and in words why no articles could be judged ("" where they could)."""

    questions: tuple[Recurring, ...]
    articles: tuple[Article, ...]
    why_no_articles: str = ""


def missing(engine: Engine, events: Path, *, journey: int, week: Week) -> Missing:
    """What customers could not find out up to the end of `week`; `events` is the folder of the datasets."""
    data = journey_data(engine, events, journey=journey).data
    end = week.bounds(data.timezone)[1].astimezone(UTC)
    since, middle, quarter = (
        week.shift(1 - weeks).bounds(data.timezone)[0].astimezone(UTC)
        for weeks in (QUESTION_WEEKS, QUESTION_WEEKS // 2, ARTICLE_WEEKS)
    )
    found = recurring(asked_in(read.asked(engine, journey, since=since, until=end)), middle)
    articles, why = _articles(data, quarter, end)
    return Missing(tuple(found), tuple(articles), why)


def _articles(data: JourneyData, since: datetime, end: datetime) -> tuple[list[Article], str]:
    name = _names_article(data.events)
    if data.events is None or name is None:
        return [], "No event names a help article. Bring in events with a column such as article, or the address of the page."
    if data.tickets is None or not {"customer", "opened_at"} <= set(data.tickets.collect_schema()):
        return [], "No tickets say whose they are, so nobody knows who wrote after reading."
    contacts = data.tickets.select("customer", at="opened_at").drop_nulls().collect()
    last = contacts["at"].max()
    if not isinstance(last, datetime):
        return [], "No tickets say when they came, so nobody knows who wrote after reading."
    until = min(end, last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
    reads = data.events.select("customer", "at", article=name).filter(
        pl.col("article").is_not_null() & pl.col("at").is_between(since, until, closed="left")
    )
    return failing(_placed(data, reads.collect()), contacts, until=until, named=_named(data.tickets, since)), ""


def _names_article(frame: pl.LazyFrame | None) -> pl.Expr | None:
    """What names an article in these rows: a column of its own, or the address of a page of a help centre."""
    columns = {name.lower(): name for name in frame.collect_schema()} if frame is not None else {}
    if (own := next((columns[name] for name in ARTICLE if name in columns), None)) is not None:
        text = pl.col(own).cast(pl.String).str.strip_chars()
        return pl.when(text != "").then(text)
    if (address := next((columns[name] for name in ADDRESS if name in columns), None)) is not None:
        return pl.col(address).cast(pl.String).str.extract(_HELP, 1).str.strip_chars("/")
    return None


def _placed(data: JourneyData, reads: pl.DataFrame) -> pl.DataFrame:
    """The readings with the stage that the customer had last entered."""
    stages = {rule.event: rule.stage_id for rule in data.rules if rule.stage_id is not None}
    assert data.events is not None
    met = data.events.filter(pl.col("event").is_in(list(stages)) & pl.col("customer").is_in(reads["customer"].unique().implode()))
    known = met.select("customer", "at", stage_id=pl.col("event").replace_strict(stages, return_dtype=pl.Int64)).sort("at")
    return reads.sort("at").join_asof(known.collect(), on="at", by="customer", strategy="backward", check_sortedness=False)


def _named(tickets: pl.LazyFrame, since: datetime) -> dict[str, int]:
    """How many contacts name each article themselves."""
    name = _names_article(tickets)
    if name is None:
        return {}
    counted = tickets.filter(pl.col("opened_at") >= since).group_by(article=name).len().drop_nulls("article").collect()
    return dict(counted.iter_rows())
