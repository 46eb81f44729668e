"""Which of the customers' words a past reading of the diary is about."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import polars as pl

from journey.demo.diary import Reading
from journey.demo.quotes import quotes
from journey.demo.simulation import DemoData


def heard(data: DemoData, reading: Reading, on: date) -> str | None:
    """The id of the ticket, answer or conversation that was read on day `on`; None where a small simulation lacks it."""
    if reading.quote:
        return _said(data, reading.quote)
    zone = ZoneInfo(data.timezone)
    held = [
        talk.id
        for talk in data.conversations
        if (talk.stage, talk.theme) == (reading.stage, reading.theme) and talk.at.astimezone(zone).date() <= on
    ]
    return held[-1] if held else None


def _said(data: DemoData, key: str) -> str | None:
    quote = quotes()[key]
    frame: pl.DataFrame = getattr(data, quote.origin)
    found = frame.filter(pl.col("text") == quote.text)[frame.columns[0]].to_list()
    return str(found[0]) if found else None
