"""What an owner's rule would have found on the journey's history, before it goes live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import exists
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.analysis.alerts.rules import JUDGED, episodes
from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.alerts.acts import ONE_EPISODE
from journey.routine.alerts.rules import look
from journey.store.engine import columns, frame
from journey.store.tables import Alert, AlertRule, Flip

WEEKS = 26
MONTH = 365.25 / 12 / 7
"""Weeks of a month."""
NOISE, REAL = "noise", "real"


@dataclass(frozen=True)
class Preview:
    """What a rule says of each week (schema JUDGED), and what would have been an alert.

    episodes: as `analysis.alerts.rules.episodes`, with `said`: "noise" or "real" as people called an alert on the same metric,
    or of the same topic, about that time; null where nobody said or there was none. weeks: how many of the weeks could be
    judged.
    """

    judged: pl.DataFrame
    episodes: pl.DataFrame
    weeks: int

    @property
    def a_month(self) -> float:
        """How often a month, of the weeks that could be judged; 0 without any."""
        return self.episodes.height / self.weeks * MONTH if self.weeks else 0.0

    def called(self, word: str) -> int:
        """How many of the episodes people called so."""
        return self.episodes.filter(pl.col("said") == word).height

    def in_words(self) -> str:
        """How often it would have fired: "Would have fired 4 times in 26 weeks, 0.7 a month; 1 of these was called noise."."""
        if not self.weeks:
            return "No week can be judged by this rule yet, so nothing tells how often it would fire."
        span = "1 week" if self.weeks == 1 else f"{self.weeks} weeks"
        if self.episodes.is_empty():
            return f"Would not have fired in {span}."
        many = self.episodes.height
        times = {1: "once", 2: "twice"}.get(many, f"{many} times")
        fired = self.judged.filter("fired")["week"].n_unique()
        usual = (
            f" It holds in {fired} of these weeks: it tells what is usual rather than what is new."
            if 2 * fired > self.weeks
            else ""
        )
        return f"Would have fired {times} in {span}, {self.a_month:.1f} a month; {self._said()}.{usual}"

    def _said(self) -> str:
        noise, real = self.called(NOISE), self.called(REAL)
        if not noise and not real:
            return "nobody has said yet whether any of these was real or noise"
        parts = [f"{many} of these {_was(many)} {word}" for many, word in ((noise, "called noise"), (real, "real")) if many]
        return " and ".join(parts)


def preview(
    engine: Engine, journey_id: int, rule: AlertRule, *, until: Week, weeks: int = WEEKS, events: Path | None = None
) -> Preview:
    """What `rule`, saved or not, would have found in the `weeks` weeks up to `until`, by the figures as they are known today."""
    looked = look(engine, journey_id, [rule], until, weeks=weeks, events=events)
    judged = looked[0].judged if looked else pl.DataFrame(schema=JUDGED)
    told = episodes(judged)
    answered = _answered(engine, journey_id)
    said = [_said(answered, rule, *row) for row in told.select("segment", "since", "last").iter_rows()]
    known = judged.filter("judged")["week"].n_unique()
    return Preview(judged, told.with_columns(said=pl.Series(said, dtype=pl.String)), known)


def _was(many: int) -> str:
    return "was" if many == 1 else "were"


def _answered(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The alerts that people called noise or real: metric_id, segment, since, said.

    Real is what was made a blocker at any time, or what somebody, not the figures alone, said is resolved.
    """
    flip = exists().where(col(Flip.alert_id) == Alert.id)
    blocker = flip.where(col(Flip.new) == AlertState.BLOCKER)
    resolved = flip.where(col(Flip.new) == AlertState.RESOLVED, col(Flip.person_id).is_not(None))
    query = columns(
        col(Alert.metric_id), col(Alert.segment), col(Alert.since), col(Alert.state), (blocker | resolved).label("real")
    ).where(Alert.journey_id == journey_id, col(Alert.deleted_at).is_(None))
    rows = frame(engine, query)
    noise = pl.col("state") == AlertState.NOISE
    word = pl.when(noise).then(pl.lit(NOISE)).when(pl.col("real")).then(pl.lit(REAL)).alias("said")
    return rows.with_columns(word).filter(pl.col("said").is_not_null())


def _said(answered: pl.DataFrame, rule: AlertRule, segment: str, since: date, last: date) -> str | None:
    """What people called the alert nearest to the episode's beginning, if one was raised about that time."""
    if rule.metric_id is None:
        same = pl.col("metric_id").is_null() & (pl.col("segment") == segment)
    else:  # an anomaly of everyone's is the same story as one of a segment's
        same = (pl.col("metric_id") == rule.metric_id) & pl.col("segment").is_in(["", rule.segment])
    about = answered.filter(same, pl.col("since").is_between(since - ONE_EPISODE, last + ONE_EPISODE))
    nearest = about.sort((pl.col("since") - since).abs()).head(1)["said"]
    return nearest[0] if len(nearest) else None
