"""What a week brings to the map: proposals from its alerts, decisions, listening, feelings and evidence, each to be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.emotion import Fit, Gap
from journey.domain.weeks import Week
from journey.domain.words import AlertState, EntryKind, LaneKind, Standing, Weekday
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.iteration import because, claim
from journey.routine.pains import put_evidence
from journey.store.readers import maps as read
from journey.store.readers.alerts import alerts
from journey.store.readers.gestures import undone
from journey.store.readers.weeks import entries
from journey.store.readers.work import evidence, pains
from journey.store.tables import Alert, Edited, Entry, PainPoint, Reading, Stage

KINDS = 3
"""Kinds of evidence that make a hypothesis more than one, as three kinds of source make a feeling (see triangulation)."""
ANSWERS = ("proposal.accept", "proposal.decline")
SOURCES: dict[str, type[Edited]] = {"alert": Alert, "entry": Entry, "reading": Reading, "stage": Stage, "pain_point": PainPoint}


@dataclass(frozen=True)
class Proposal:
    """One proposed change of the map, from the row `subject_id` of the table `subject`.

    `said` is what the week brought, `text` the claim proposed for a lane of kind `kind`; or `emotion` is what a stage's
    assumed emotion should become, or `standing` what a pain point should. `why` starts the reason. `stage_id` is None where
    nobody named a stage.
    """

    subject: str
    subject_id: int
    day: Weekday
    stage_id: int | None
    said: str
    why: str
    text: str = ""
    kind: LaneKind = LaneKind.OWN
    emotion: float | None = None
    standing: Standing | None = None


def proposals(engine: Engine, journey_id: int, week: Week, gaps: Mapping[int, tuple[Gap, float | None]]) -> list[Proposal]:
    """What `week` brings that nobody answered, in the order of the days.

    - Monday: an alert of this week that is worse, and neither noise nor behind a pain point yet.
    - Tuesday: each decision of this week, as an opportunity.
    - Wednesday: each note from listening this week, as what customers think.
    - A stage whose assumed emotion does not fit the measured one; `gaps` gives the gap and the assumption by stage.
    - A pain point still held for a hypothesis, though KINDS kinds of evidence stand behind it: as evidenced.

    An answer holds for good, to a stage's emotion for that week.
    """
    answered = _answered(engine, journey_id, week)
    found = [
        *_from_alerts(engine, journey_id, week),
        *_from_decisions(engine, journey_id, week),
        *_from_listening(engine, journey_id, week),
        *_from_emotions(gaps),
        *_from_evidence(engine, journey_id),
    ]
    return [one for one in found if (one.subject, one.subject_id) not in answered]


def accept(
    engine: Engine, *, by: int, journey: int, week: Week, proposal: Proposal, stage: int, why: str,
    lane: int | None = None, text: str = "", revision: int = 0,
) -> Edited:  # fmt: skip
    """Bring a proposal to the map, as it is or adapted: a claim in `stage` and `lane`, or the stage's new emotion.

    A pain point gets the alert or the words behind it as evidence; what customers said is evidenced from the start.
    `revision` is the stage's where its emotion changes: StaleEdit if somebody saved first. Refused where somebody has answered
    the proposal meanwhile.
    """
    with act(engine, "proposal.accept", by=by, journey=journey, why=because(why)) as doing:
        _is_open(engine, doing, proposal, week)
        if proposal.standing is not None:
            pain = doing.hold(doing.get(PainPoint, proposal.subject_id))
            row: Edited = doing.change(pain, pain.revision, standing=proposal.standing)
        elif proposal.emotion is not None:
            row = doing.change(doing.get(Stage, stage), revision, assumed_emotion=proposal.emotion)
        else:
            assert lane is not None
            heard = proposal.subject == "reading"
            row = claim(doing, stage, lane, text, standing=Standing.EVIDENCED if heard else Standing.HYPOTHESIS)
            if isinstance(row, PainPoint):
                _give_evidence(doing, row, proposal)
        _answer(doing, proposal, week, str(row.__tablename__), row.key)
    return row


def decline(engine: Engine, *, by: int, journey: int, week: Week, proposal: Proposal, why: str) -> Proposal:
    """Leave the map as it is, on record with the reason; the proposal does not come again."""
    if why.strip() in ("", proposal.why):
        raise Refused("Say in your own words why the map stays as it is. Nothing was saved yet.")
    with act(engine, "proposal.decline", by=by, journey=journey, why=why.strip()) as doing:
        _is_open(engine, doing, proposal, week)
        _answer(doing, proposal, week, "", None)
    return proposal


def _is_open(engine: Engine, doing: Act, proposal: Proposal, week: Week) -> None:
    """Refused if somebody answered meanwhile; whoever answers the same at this moment waits until this is stored."""
    assert doing.journey_id is not None
    doing.hold(doing.get(SOURCES[proposal.subject], proposal.subject_id))
    if (proposal.subject, proposal.subject_id) in _answered(engine, doing.journey_id, week):
        raise Refused("Somebody has answered this meanwhile: the history says how. Nothing was changed: look again.")


def _answer(doing: Act, proposal: Proposal, week: Week, became: str, id: int | None) -> None:
    """The audit is the record of answers: an event on the row that the proposal came from."""
    source = doing.get(SOURCES[proposal.subject], proposal.subject_id)
    doing.log(source, before=None, after={"week": str(week), "became": became, "became_id": id})


def _give_evidence(doing: Act, pain: PainPoint, proposal: Proposal) -> None:
    source = doing.get(SOURCES[proposal.subject], proposal.subject_id)
    if isinstance(source, Alert):
        put_evidence(doing, pain, source="analytics", text=proposal.said, alert_id=source.key)
    elif isinstance(source, Reading):
        put_evidence(doing, pain, source="listening", text=proposal.said, verbatim_id=source.verbatim_id)


def _answered(engine: Engine, journey_id: int, week: Week) -> set[tuple[str, int]]:
    found = read.done(engine, journey_id, ANSWERS)
    back = undone(engine, journey_id, set(found["token"]) - {""})  # an answer that was taken back is to be given again
    return {
        (row["subject"], row["subject_id"])
        for row in found.iter_rows(named=True)
        if row["after"] and row["token"] not in back and (row["subject"] != "stage" or row["after"].get("week") == str(week))
    }


def _from_alerts(engine: Engine, journey_id: int, week: Week) -> list[Proposal]:
    known = {*pains(engine, journey_id)["alert_id"], *evidence(engine, journey_id)["alert_id"]}
    open_states = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER)
    return [
        Proposal(
            "alert", row["id"], Weekday.MONDAY, row["stage_id"], f"{row['metric']}: {row['why']}",
            f"{row['metric']} stands out since {row['since'].day} {row['since']:%b}.",
            text=f"{row['metric']} got worse", kind=LaneKind.PAIN,
        )
        for row in alerts(engine, journey_id).iter_rows(named=True)
        if row["week"] == str(week) and row["worse"] and row["metric"] and row["state"] in open_states and row["id"] not in known
    ]  # fmt: skip


def _from_decisions(engine: Engine, journey_id: int, week: Week) -> list[Proposal]:
    decided = entries(engine, journey_id, week=str(week), kinds=(EntryKind.DECISION,))
    return [
        Proposal(
            "entry", row["id"], Weekday.TUESDAY, row["stage_id"], row["text"],
            f"Decided on Tuesday of week {week.number}.", text=row["text"], kind=LaneKind.OPPORTUNITY,
        )
        for row in decided.iter_rows(named=True)
    ]  # fmt: skip


def _from_listening(engine: Engine, journey_id: int, week: Week) -> list[Proposal]:
    return [
        Proposal(
            "reading", row["id"], Weekday.WEDNESDAY, row["stage_id"], row["text"] or row["note"],
            f"Heard from a customer in week {week.number}.", text=row["note"], kind=LaneKind.THOUGHT,
        )
        for row in read.notes(engine, journey_id, str(week)).iter_rows(named=True)
        if row["note"].strip()
    ]  # fmt: skip


def _from_emotions(gaps: Mapping[int, tuple[Gap, float | None]]) -> Sequence[Proposal]:
    """A proposal for each assumption that the measured interval leaves out, on the half steps that people draw on."""
    return [
        Proposal("stage", stage, Weekday.THURSDAY, stage, gap.sentence, gap.sentence, emotion=_half(assumed, gap.difference))
        for stage, (gap, assumed) in gaps.items()
        if gap.fit in (Fit.TOO_ROSY, Fit.TOO_BLEAK) and gap.difference is not None
    ]


def _from_evidence(engine: Engine, journey_id: int) -> Sequence[Proposal]:
    """Pain points that somebody made a hypothesis again, with the kinds of evidence that say otherwise."""
    kinds = evidence(engine, journey_id).group_by("pain_id").agg(pl.col("source").unique().sort())
    told = {id: sources for id, sources in kinds.iter_rows() if len(sources) >= KINDS}
    return [
        Proposal(
            "pain_point", row["id"], Weekday.THURSDAY, row["stage_id"],
            f"{row['title']}: {len(told[row['id']])} kinds of evidence stand behind it, {', '.join(told[row['id']])}.",
            f"{len(told[row['id']])} kinds of evidence say so.", standing=Standing.EVIDENCED,
        )
        for row in pains(engine, journey_id).iter_rows(named=True)
        if row["id"] in told and row["standing"] == Standing.HYPOTHESIS
    ]  # fmt: skip


def _half(assumed: float | None, difference: float) -> float:
    return round(2 * ((assumed or 0.0) + difference)) / 2
