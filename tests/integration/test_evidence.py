"""An alert becomes a blocker with what stands behind it: all of it, once, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import AlertState, PainStatus, Standing
from journey.errors import NotFound, StaleEdit
from journey.routine.alerts.acts import add_alert
from journey.routine.alerts.evidence import Proof, block_with_evidence
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.pains import add_pain
from journey.store.engine import writing
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.journeys import stages
from journey.store.readers.work import evidence, pains
from journey.store.tables import Alert, Verbatim

YOU = 1


@pytest.fixture
def raised(engine: Engine) -> tuple[int, Alert, tuple[Proof, ...]]:
    """A journey with an alert on drop-off at Pay, and what stands behind it."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Basket", "Pay")).key
    pay = stages(engine, journey)[1].key
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=pay).key
    week = Week.parse("2026-W47")
    alert = add_alert(
        engine, by=YOU, journey=journey, metric=metric, week=week, since=date(2026, 11, 9), why="Drop-off jumped", worse=True
    )
    with writing(engine) as session:
        said = [
            Verbatim(journey_id=journey, text=text, at=datetime(2026, 11, 10, tzinfo=UTC), stage_id=pay) for text in ("No", "Why")
        ]
        session.add_all(said)
        session.flush()
        ids = [row.key for row in said]
    proofs = (
        Proof("analytics", "All of the rise comes from platform mobile."), Proof("support", "No", ids[0]),
        Proof("support", "Why", ids[1]), Proof("support", "Tickets on Photo: 46, usually 2.5."),
    )  # fmt: skip
    return journey, alert, proofs


def test_the_blocker_has_the_alert_and_every_proof_behind_it(
    engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]]
) -> None:
    journey, alert, proofs = raised
    block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=1, proofs=proofs)
    assert pains(engine, journey).select("status", "standing", "evidence").rows() == [(PainStatus.BLOCKER, Standing.EVIDENCED, 5)]
    found = evidence(engine, journey)
    assert found["text"].to_list() == ["Drop-off: Drop-off jumped", *(proof.text for proof in proofs)]
    assert found["verbatim_id"].to_list()[1:] == [proof.verbatim_id for proof in proofs]
    assert set(found["alert_id"]) == {alert.key}
    assert flips(engine, journey).select("old", "new").rows() == [("open", "blocker")]


def test_the_same_evidence_is_not_put_there_twice(engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]]) -> None:
    journey, alert, proofs = raised
    for revision in (1, 2):
        block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=revision, proofs=proofs)
    assert evidence(engine, journey).height == 5
    more = (
        *proofs,
        Proof("support", "Why, said otherwise", proofs[2].verbatim_id),
        Proof("support", "New words"),
        Proof("support", " "),
    )
    block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=2, proofs=more)
    assert evidence(engine, journey)["text"].to_list()[5:] == ["New words"]
    assert flips(engine, journey).height == 1, "it was a blocker already"


def test_a_known_pain_point_gets_the_evidence(engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]]) -> None:
    journey, alert, proofs = raised
    pay = stages(engine, journey)[1].key
    known = add_pain(engine, by=YOU, journey=journey, stage=pay, title="Cards are refused").key
    block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=1, proofs=proofs, pain=known)
    assert pains(engine, journey).select("id", "status", "evidence").rows() == [(known, PainStatus.BLOCKER, 5)]


def test_who_was_slower_changes_nothing(engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]]) -> None:
    journey, alert, proofs = raised
    with pytest.raises(StaleEdit):
        block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=7, proofs=proofs)
    assert alerts(engine, journey)["state"].to_list() == ["open"]
    assert pains(engine, journey).is_empty()


def test_if_the_evidence_cannot_be_kept_the_alert_is_no_blocker_either(
    engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.routine.alerts import evidence as acts

    def broken(*args: object, **values: object) -> None:
        raise RuntimeError("the disk is full")

    journey, alert, proofs = raised
    monkeypatch.setattr(acts, "put_evidence", broken)
    with pytest.raises(RuntimeError):
        block_with_evidence(engine, by=YOU, journey=journey, alert=alert.key, revision=1, proofs=proofs)
    assert alerts(engine, journey)["state"].to_list() == [AlertState.OPEN]
    assert pains(engine, journey).is_empty()
    assert flips(engine, journey).is_empty()


def test_an_alert_of_another_journey_is_not_found(engine: Engine, raised: tuple[int, Alert, tuple[Proof, ...]]) -> None:
    _, alert, proofs = raised
    other = add_journey(engine, by=YOU, name="Bank", stages=("Pay",)).key
    with pytest.raises(NotFound):
        block_with_evidence(engine, by=YOU, journey=other, alert=alert.key, revision=1, proofs=proofs)
