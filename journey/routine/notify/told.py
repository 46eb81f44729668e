"""How an alert is told outside the app: in a sentence, with the address of the page it is on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from journey.config import Settings
from journey.exports.message import Line
from journey.routine.alerts.anomalies import segment_words
from journey.store.tables import Journey


class Links:
    """Addresses of pages that open a journey on them."""

    def __init__(self, settings: Settings, journey: Journey) -> None:
        self.base, self.journey = settings.app_url, journey.slug

    def page(self, name: str, **more: object) -> str:
        """The address of a page, with what stands in it beside the journey."""
        return f"{self.base}/{name}?{urlencode({'journey': self.journey, **more})}"

    def alert(self, row: dict[str, Any]) -> str:
        """Where to see what an alert is about: the metric on its Monday, the journey's sources, or the alert itself."""
        if row["source_id"] is not None:
            return self.page("data")
        if row["theme_id"] is not None:
            return self.page("wednesday_listening", part="Themes", theme=row["theme_id"])
        if row["metric_id"] is None:
            return self.page("alerts", alert=row["id"])
        return self.page("monday_review", week=row["week"], metric=row["metric_id"])


def alert_words(row: dict[str, Any]) -> str:
    """A row of readers.alerts in a sentence: where, of whom, what happened, what speaks against it."""
    where = ", ".join(name for name in (row["stage"], row["metric"] or row["source"]) if name)
    who = segment_words(row["segment"])
    whose = f" ({who})" if who and who.casefold() not in row["why"].casefold() else ""
    before = "" if row["source"] and row["why"].startswith(row["source"]) else f"{where}{whose}: "
    soft = f" {row['softened']}" if row["softened"] else ""
    return f"{before}{row['why']}{soft}"


def alert_line(row: dict[str, Any], links: Links, more: str = "") -> Line:
    """The same as a line of a message; `more` is added to the sentence."""
    return Line(f"{alert_words(row)}{more}", links.alert(row))
