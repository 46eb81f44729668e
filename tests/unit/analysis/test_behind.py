"""Which words stand behind a stage's lows and highs."""

from __future__ import annotations

import polars as pl

from journey.analysis.behind import behind, said
from journey.analysis.triangulation import VOICES

KEPT = {"item": pl.String, "stage_id": pl.Int64, "text": pl.String, "emotion": pl.Int64}
ENDS = {"item": pl.String, "stage_id": pl.Int64, "text": pl.String, "emotion": pl.Float64}


def test_kept_quotes_come_first_then_the_farthest_from_zero() -> None:
    kept = pl.DataFrame(
        [("v1", 1, "Kept", None), ("c9", None, "From a call", None), ("v7", 1, "Lost", None)], schema=KEPT, orient="row"
    )
    ends = pl.DataFrame(
        [("v2", 1, "Worst", -5.0), ("v3", 1, "Bad", -2.0), ("v4", 1, "Bad", -2.0),
         ("v5", 1, "Flat", 0.4), ("v6", 2, "Else", -5.0)],
        schema=ENDS, orient="row",
    )  # fmt: skip
    voices = pl.DataFrame([("v1", 1, "", "", -1.0, None, None), ("c9", 1, "", "", None, 3.0, 0.9)], schema=VOICES, orient="row")
    low, high = behind(said(kept, ends, voices), 1)
    assert [(one.item, one.emotion, one.kept) for one in low] == [("v1", -1.0, True), ("v2", -5.0, False), ("v3", -2.0, False)]
    assert [(one.item, one.emotion) for one in high] == [("c9", 3.0)]
    assert behind(said(kept, ends, voices), 3) == ([], [])
