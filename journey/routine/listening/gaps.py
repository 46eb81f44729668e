"""The acts on knowledge gaps: questions that nobody answers and help articles that fail, each with what was done about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import GapKind, GapStatus
from journey.errors import NotFound, Refused
from journey.routine.act import Act, act
from journey.store.tables import Conversation, KnowledgeGap, Stage, Team, Turn, Verbatim

LONGEST = {"question": 400, "article": 400, "answer": 500}


def add_gap(
    engine: Engine, *, by: int, journey: int, question: str, kind: GapKind | str = GapKind.QUESTION, stage: int | None = None,
    article: str = "", team: int | None = None, verbatim: int | None = None, turn: int | None = None,
) -> KnowledgeGap:  # fmt: skip
    """Put a question, or an article that fails its readers, on the list; the stage's team answers it unless one is named.

    `verbatim` or `turn` is where a customer asked. Refused if the same is open at the same stage already.
    """
    with act(engine, "gap.add", by=by, journey=journey) as doing:
        row = KnowledgeGap(
            journey_id=journey, kind=GapKind(kind), question=_question(question), article=_short("article", article),
            stage_id=stage, team_id=_team(doing, stage, team), verbatim_id=_asked_in(doing, verbatim, turn), turn_id=turn,
            person_id=by,
        )  # fmt: skip
        _refuse_twice(doing, row)
        return doing.add(row)


def change_gap(engine: Engine, *, by: int, journey: int, gap: int, revision: int, **values: Any) -> KnowledgeGap:
    """Change a gap's question, article, kind, stage_id or team_id."""
    if "question" in values:
        values["question"] = _question(values["question"])
    if "article" in values:
        values["article"] = _short("article", values["article"])
    if "kind" in values:
        values["kind"] = GapKind(values["kind"])
    with act(engine, "gap.change", by=by, journey=journey) as doing:
        if values.get("stage_id") is not None:
            doing.get(Stage, values["stage_id"])
        if values.get("team_id") is not None:
            doing.get(Team, values["team_id"])
        return doing.change(doing.get(KnowledgeGap, gap), revision, **values)


def answer_gap(engine: Engine, *, by: int, journey: int, gap: int, revision: int, answer: str) -> KnowledgeGap:
    """Say that customers can read the answer now, and where or what was done."""
    settled = {"status": GapStatus.ANSWERED, "answer": _words("answer", answer)}
    with act(engine, "gap.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(KnowledgeGap, gap), revision, **settled)


def no_gap(engine: Engine, *, by: int, journey: int, gap: int, revision: int, why: str) -> KnowledgeGap:
    """Say that nothing is missing here, and why; the list offers it no more."""
    settled = {"status": GapStatus.NO_GAP, "answer": _words("answer", why)}
    with act(engine, "gap.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(KnowledgeGap, gap), revision, **settled)


def reopen_gap(engine: Engine, *, by: int, journey: int, gap: int, revision: int) -> KnowledgeGap:
    """Put an answered or dismissed gap back among the open ones; what was said of it stays to be read."""
    with act(engine, "gap.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(KnowledgeGap, gap), revision, status=GapStatus.OPEN)


def bin_gap(engine: Engine, *, by: int, journey: int, gap: int, revision: int) -> KnowledgeGap:
    """Put a gap in the bin."""
    with act(engine, "gap.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(KnowledgeGap, gap), revision)


def _team(doing: Act, stage: int | None, team: int | None) -> int | None:
    """The team named, else the stage's."""
    owner = doing.get(Stage, stage).team_id if stage is not None else None
    return doing.get(Team, team).key if team is not None else owner


def _asked_in(doing: Act, verbatim: int | None, turn: int | None) -> int | None:
    """The verbatim's id, once it is known that it, and the turn, are of this journey."""
    if turn is not None:
        said = doing.session.get(Turn, turn)
        if said is None:
            raise NotFound("These words are no longer here. Nothing was saved.")
        doing.get(Conversation, said.conversation_id)
    return doing.get(Verbatim, verbatim).key if verbatim is not None else None


def _refuse_twice(doing: Act, row: KnowledgeGap) -> None:
    same_stage = col(KnowledgeGap.stage_id) == row.stage_id if row.stage_id else col(KnowledgeGap.stage_id).is_(None)
    query = select(KnowledgeGap.question).where(
        KnowledgeGap.journey_id == row.journey_id, KnowledgeGap.status == GapStatus.OPEN, col(KnowledgeGap.deleted_at).is_(None),
        same_stage, func.lower(col(KnowledgeGap.question)) == row.question.lower(), KnowledgeGap.article == row.article,
    )  # fmt: skip
    if doing.session.exec(query).first() is not None:
        raise Refused(f"“{row.question}” is on the list of this stage already, and open. Nothing was added.")


def _question(text: str) -> str:
    """The question as it may be kept: it is a customer's, and who writes the help pages reads it."""
    from journey.analysis.redact import redact

    return _words("question", redact(text).text)


def _words(what: str, text: str) -> str:
    if not text.strip():
        raise Refused(f"The {what} is empty. Write it in a sentence, then save. Nothing was saved yet.")
    return _short(what, text)


def _short(what: str, text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST[what]:
        raise Refused(f"This {what} has {len(text)} characters; {LONGEST[what]} fit. Shorten it. Nothing was saved yet.")
    return text
