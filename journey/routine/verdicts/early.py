"""A change looked at before its Friday: what may be said already without fooling oneself by looking every week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from journey.analysis.experiments import looks
from journey.analysis.impact import Impact, Ruling
from journey.domain.words import Verdict
from journey.routine.verdicts.planning import on_day

SPENT = 0.01
"""The false-positive error that all early looks may spend together, beside the .05 of the Friday itself."""
CLAIMS = (Verdict.VALIDATED, Verdict.HARMFUL)


def early_bound(change: Mapping[str, Any], due_on: date, friday: date) -> float:
    """The p value below which something may be claimed on `friday`, before the change is due."""
    planned = max((due_on - change["shipped_on"]).days // 7, 1)
    look = min(max((friday - change["shipped_on"]).days // 7, 1), planned)
    return looks([week / planned for week in range(1, look + 1)], alpha=SPENT).p_needed(look - 1)


def looked_early(change: Mapping[str, Any], impact: Impact, ruling: Ruling, due_on: date, friday: date) -> Ruling:
    """The ruling on a change whose verdict is due later than `friday`.

    Rules: an effect is claimed early only past O'Brien & Fleming's bound for this look of the weekly ones until `due_on`,
    set to spend SPENT at most (see `journey.analysis.experiments.sequential`). Everything else is too early until then.
    """
    sure = impact.p is not None and impact.p < early_bound(change, due_on, friday)
    if ruling.verdict in CLAIMS and sure:
        said = f"{ruling.sentence} It was to be read on {on_day(due_on)}; so much is beyond doubt already."
        return replace(ruling, sentence=said)
    if impact.effect is None:
        return ruling
    said = f"{ruling.measured} It is read on {on_day(due_on)}: whoever looks sooner takes chance for an effect too often."
    return replace(ruling, verdict=Verdict.TOO_EARLY, sentence=said, would_change=f"The days until {on_day(due_on)}.")
