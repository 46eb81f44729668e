"""What the matrix shows of the ranked pain points, as the plain data that its component draws."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from journey.analysis.priority import MUCH_EFFORT, MUCH_PAIN, Rung, first_fix, rungs
from journey.domain.words import PainStatus


def shown(ranked: pl.DataFrame) -> str:
    """The pain points as JSON, the worst first: where each stands, the heights it can be moved to, and what is said of it."""
    fix = first_fix(ranked)
    spots = [_spot(row, is_fix=fix is not None and row["id"] == fix["id"]) for row in ranked.iter_rows(named=True)]
    return json.dumps({"much": {"pain": MUCH_PAIN, "effort": MUCH_EFFORT}, "spots": spots})


def _spot(row: dict[str, Any], *, is_fix: bool) -> dict[str, Any]:
    measured = bool(row["from_data"])
    heights = rungs(row["severity"], row["frequency"], row["impact"], measured=measured)
    now = Rung(row["severity"], row["frequency"], row["impact"])
    return {
        "id": row["id"], "rev": row["revision"], "rank": row["rank"], "title": row["title"], "stage": row["stage"],
        "effort": row["effort"], "rung": heights.index(now), "measured": measured, "rated": row["rated"],
        "rungs": [[one.severity, one.frequency, one.impact, one.pain] for one in heights],
        "blocker": row["status"] == PainStatus.BLOCKER.value, "fix": is_fix, "evidence": pieces(row["evidence"]),
    }  # fmt: skip


def pieces(count: int) -> str:
    """How much stands behind a pain point: 1 piece of evidence."""
    return f"{count or 'no'} {'piece' if count in (0, 1) else 'pieces'} of evidence"
