"""The act that turns an alert into a blocker with what stands behind it: figure, cause, quotes, topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import AlertState
from journey.errors import NotFound
from journey.routine.act import Act, act
from journey.routine.alerts.acts import triage
from journey.routine.pains import put_evidence
from journey.store.engine import as_one, reading
from journey.store.tables import Alert, Evidence, PainPoint


@dataclass(frozen=True)
class Proof:
    """A piece of evidence: `source` names its kind (analytics, support, survey), `verbatim_id` the words that it quotes."""

    source: str
    text: str
    verbatim_id: int | None = None


def block_with_evidence(
    engine: Engine, *, by: int, journey: int, alert: int, revision: int, proofs: Sequence[Proof], pain: int | None = None
) -> PainPoint:
    """Make an alert a blocker, as `triage` does, and put every proof behind its pain point; all of it or nothing.

    What stands behind the pain point already is not put there twice. An alert that is a blocker only gains the evidence.
    """
    with as_one(engine):
        with reading(engine) as session:
            known = session.get(Alert, alert)
        if known is None or known.state is not AlertState.BLOCKER or pain is not None:
            triage(engine, by=by, journey=journey, alert=alert, revision=revision, state=AlertState.BLOCKER, pain=pain)
        with act(engine, "pain.add_evidence", by=by, journey=journey) as doing:
            doing.get(Alert, alert)
            row = _blocker_of(doing, alert, pain)
            for proof in _new(doing, row, proofs):
                put_evidence(doing, row, source=proof.source, text=proof.text, alert_id=alert, verbatim_id=proof.verbatim_id)
    return row


def _blocker_of(doing: Act, alert: int, pain: int | None) -> PainPoint:
    if pain is not None:
        return doing.get(PainPoint, pain)
    query = select(PainPoint).where(PainPoint.alert_id == alert, col(PainPoint.deleted_at).is_(None))
    row = doing.session.exec(query.order_by(col(PainPoint.id))).first()
    if row is None:
        raise NotFound("The pain point of this blocker is no longer here. Nothing was changed.")
    return row


def _new(doing: Act, pain: PainPoint, proofs: Sequence[Proof]) -> list[Proof]:
    """The proofs that nothing behind the pain point says already."""
    query = select(Evidence.text, Evidence.verbatim_id).where(Evidence.pain_id == pain.key, col(Evidence.deleted_at).is_(None))
    there = doing.session.exec(query).all()
    texts, quoted = {text for text, _ in there}, {verbatim for _, verbatim in there if verbatim is not None}
    return [
        proof for proof in proofs if proof.text.strip() and proof.text.strip() not in texts and proof.verbatim_id not in quoted
    ]
