"""What can have caused a version of the map: signals, customers' words, verdicts and decisions, in the words they are told in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.words import AlertState, EntryKind
from journey.errors import Refused
from journey.store.readers.alerts import alerts
from journey.store.readers.quotes import quotes
from journey.store.readers.weeks import entries
from journey.store.readers.work import changes

Named = tuple[str, int]
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
CAUSES: dict[str, pl.DataType] = {
    "subject": pl.String(),  # alert, quote, change or entry
    "subject_id": pl.Int64(),
    "kind": pl.String(),  # signal, quote, verdict or decision
    "said": pl.String(),
    "at": pl.Date(),
}


def causes(engine: Engine, journey_id: int, *, since: datetime) -> pl.DataFrame:
    """What happened on the journey since then that a map can change for; follows CAUSES, the newest first.

    Signals that nobody called noise, words that were kept, changes that got a verdict, decisions.
    """
    day = since.date()
    raised = alerts(engine, journey_id).filter(pl.col("since") >= day, pl.col("state") != AlertState.NOISE)
    kept = quotes(engine, journey_id).filter(pl.col("at") >= since)
    judged = changes(engine, journey_id).filter(pl.col("verdict").is_not_null(), pl.col("decided_on") >= day)
    decided = entries(engine, journey_id, kinds=(EntryKind.DECISION,)).filter(pl.col("at") >= since)
    what = pl.coalesce("metric", "source", pl.lit("Alert"))
    named = pl.col("why").str.starts_with(what)  # that of a source or a theme names it itself
    signal = pl.when(named).then("why").otherwise(pl.concat_str(what, pl.lit(": "), "why"))
    found = [
        _named(raised, "alert", "signal", signal, "since"),
        _named(kept, "quote", "quote", pl.concat_str(pl.lit("“"), "text", pl.lit("”")), "at"),
        _named(judged, "change", "verdict", pl.concat_str("title", pl.lit(": "), "verdict"), "decided_on"),
        _named(decided, "entry", "decision", pl.col("text"), "at"),
    ]
    return pl.concat(found).sort("at", "subject", "subject_id", descending=[True, False, True])


def told(engine: Engine, journey_id: int, wanted: Sequence[Named]) -> list[dict[str, Any]]:
    """The wanted ones as a version keeps them, with the words they are told in now; Refused if one of them is none."""
    if not wanted:
        return []
    known = causes(engine, journey_id, since=LONG_AGO)
    rows = {(row["subject"], row["subject_id"]): row for row in known.iter_rows(named=True)}
    if any(one not in rows for one in wanted):
        raise Refused("What should have caused this version is no longer here. Nothing was saved: choose again.")
    return [{name: rows[one][name] for name in ("subject", "subject_id", "kind", "said")} for one in dict.fromkeys(wanted)]


def _named(rows: pl.DataFrame, subject: str, kind: str, said: pl.Expr, at: str) -> pl.DataFrame:
    values = {
        "subject": pl.lit(subject), "subject_id": pl.col("id"), "kind": pl.lit(kind), "said": said.cast(pl.String),
        "at": pl.col(at).cast(pl.Date),
    }  # fmt: skip
    return rows.select(values[name].cast(dtype).alias(name) for name, dtype in CAUSES.items())
