"""The act of giving a verdict: on the change, with what was learned, and onto the map, all of it one gesture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, Verdict
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.verdicts.consequences import Consequence, following, frequency
from journey.store.tables import Action, Change, Evidence, now

AGAIN = timedelta(days=14)
"""What was too early on a Friday is on the list again two weeks later, unless its own day is later still."""
ACTS = {
    "pain_point": "pain.change", "card": "card.change", "opportunity": "opportunity.change", "action": "action.change",
    "evidence": "evidence.bin",
}  # fmt: skip
"""What the change of a row is called in the history."""


def decide(
    engine: Engine, *, by: int, journey: int, change: int, revision: int, verdict: Verdict, why: str, learning: str, today: date,
    found: Mapping[str, Any] | None = None, apply: Sequence[str] = (), week: Week | None = None,
) -> Change:  # fmt: skip
    """Record Friday's verdict on a change, what was learned, and what follows on the map: one act, undone as one.

    found: what the data said (`Trial.found`), which stays on record. apply: the keys of those `consequences` that shall come
    about, told for the routine's `week`. Rules: who overrules the data says why, who agrees need not; without the data's word a
    reason is always needed; a consequence that no longer holds refuses the whole; a verdict may be given again later.
    """
    verdict, said = Verdict(verdict), dict(found or {})
    why = _reason(verdict, why.strip(), said)
    known = frequency(engine, journey, change, week=week or Week.of(today)) if apply else None
    with act(engine, "change.decide", by=by, journey=journey, why=why) as doing:
        row = doing.get(Change, change)
        told = {"verdict": verdict, "verdict_why": why, "learning": learning.strip(), "decided_on": today, "found": said}
        follows = following(doing.session, row, verdict, known)
        doing.change(row, revision, **told, decided_by=doing.person.key, **_again(row, verdict, today))
        _follow(doing, row, follows, set(apply), today)
        return row


def _reason(verdict: Verdict, why: str, said: Mapping[str, Any]) -> str:
    """The reason as it is recorded."""
    agrees = said.get("verdict") == verdict.value
    if not why and agrees:
        return str(said.get("sentence", ""))
    if not why and said:
        raise Refused(f"The data say {said.get('verdict')}. Say why you overrule that. Nothing was recorded.")
    if not why:
        raise Refused("Say why you believe that verdict. Nothing was recorded.")
    return why


def _again(row: Change, verdict: Verdict, today: date) -> dict[str, Any]:
    """What is too early comes back on a later Friday."""
    if verdict is not Verdict.TOO_EARLY:
        return {}
    later = today - timedelta(days=today.weekday() - 4) + AGAIN
    return {"due_on": max(later, row.due_on or later)}


def _follow(doing: Act, change: Change, follows: Sequence[Consequence], wanted: Collection[str], today: date) -> None:
    """Bring about the wanted consequences; what hangs on one row is one change of it."""
    if gone := set(wanted) - {one.key for one in follows}:
        raise _meanwhile(len(gone))
    changed: dict[str, tuple[Any, dict[str, Any]]] = {}
    for one in follows:
        if one.key not in wanted:
            continue
        table = str(one.row.__tablename__)
        if isinstance(one.row, Evidence) and one.row.id is None:
            _to(doing, "pain.add_evidence").add(_evidence(one.row, change))
        else:
            values = changed.setdefault(f"{table}:{one.row.key}", (one.row, {}))[1]
            values.update({name: now() if name == "deleted_at" else value for name, value in one.values.items()})
    for row, values in changed.values():
        if isinstance(row, Action):
            values["resolved_on"] = today if values["status"] is ActionStatus.RESOLVED else None
        seen = row.revision
        if doing.hold(row).revision != seen:
            raise _meanwhile(len(values))
        _to(doing, ACTS[str(row.__tablename__)]).change(row, seen, **values)


def _meanwhile(gone: int) -> Refused:
    return Refused(
        f"The map has changed meanwhile, so that {gone} of the things that were to follow no longer "
        f"{'does' if gone == 1 else 'do'}. Nothing was recorded: look at the list again."
    )


def _evidence(new: Evidence, change: Change) -> Evidence:
    """The verdict as evidence, in the words that it was given with."""
    new.text = f"{change.title}: {change.verdict_why}"
    return new


def _to(doing: Act, name: str) -> Act:
    """The act under the name of what it does now, so that the history tells it; allowed or not by that name."""
    doing.name = name
    doing.allow()
    return doing
