"""How often each topic of a journey's tickets came up, week by week, for rules that watch for a spike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.alerts.rules import JUDGED
from journey.analysis.alerts.topics import spikes, topic_counts
from journey.config import settings
from journey.domain.weeks import Week
from journey.routine.alerts.rule_words import TOPIC
from journey.routine.data.datasets import load
from journey.store.engine import reading
from journey.store.readers import journeys as read
from journey.store.readers.data import batch_paths
from journey.store.tables import AlertRule, Journey


@dataclass(frozen=True)
class Topics:
    """A journey's tickets by topic, week and stage: schema COUNTS."""

    counts: pl.DataFrame

    def measured(self, week: Week) -> bool:
        """Whether tickets came in from that week or a later one; else nothing was delivered, which is not the same as calm."""
        last = self.counts["week"].max()
        return isinstance(last, date) and last >= week.monday

    def judged(self, rule: AlertRule, week: Week, weeks: int) -> pl.DataFrame:
        """What the rule says of the `weeks` weeks up to `week`, as far as tickets came in: schema JUDGED."""
        counts, last = self.counts, self.counts["week"].max()
        if not isinstance(last, date):
            return pl.DataFrame(schema=JUDGED)
        if rule.segment:  # one topic is counted from where tickets begin, not from where it does
            first = counts.sort("week").head(1).with_columns(topic=pl.lit(""), n=pl.lit(0, dtype=pl.Int64))
            counts = pl.concat([first, counts.filter(pl.col("topic") == rule.segment.removeprefix(TOPIC))])
        return spikes(counts, until=min(last, week.monday), weeks=weeks, at_least=rule.at_least, times=rule.limit)

    def at_stages(self, week: Week) -> dict[str, str]:
        """The stage that most of a topic's tickets of the week name, in lower case, by the topic's segment."""
        rows = self.counts.filter(pl.col("week") == week.monday).with_columns(all=pl.col("n").sum().over("topic"))
        most = rows.filter(2 * pl.col("n") > pl.col("all")).drop_nulls("stage")
        return {f"{TOPIC}{row['topic']}": row["stage"].strip().lower() for row in most.iter_rows(named=True)}


def topics(engine: Engine, journey_id: int, events: Path | None = None) -> Topics:
    """The journey's topics, counted once for each state of its data."""
    with reading(engine) as session:
        version = session.get_one(Journey, journey_id).data_version
    # a backup put back may repeat a version, but never the names of its files
    return _counted(engine, events or settings().events, journey_id, version, tuple(batch_paths(engine, journey_id)))


@lru_cache(maxsize=16)
def _counted(engine: Engine, events: Path, journey_id: int, _version: int, _files: tuple[str, ...]) -> Topics:
    with reading(engine) as session:
        data = load(session, events, journey_id).data
    return Topics(topic_counts(data.tickets if data.tickets is not None else pl.LazyFrame(), timezone=data.timezone))


def topic_stages(engine: Engine, journey_id: int, known: Topics, week: Week) -> dict[str, int]:
    """The id of the stage that most of a topic's tickets of the week name, by the topic's segment."""
    ids = {stage.name.strip().lower(): stage.key for stage in read.stages(engine, journey_id)}
    return {segment: ids[stage] for segment, stage in known.at_stages(week).items() if stage in ids}
