"""The acts on quotes: a customer's words kept with their source, tied to a stage, a touchpoint and what they show."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.policy import may
from journey.domain.words import Role, SourceKind
from journey.errors import NotAllowed, Refused
from journey.routine.act import Act, act
from journey.routine.listening.corrections import check_emotion, corrected_now
from journey.routine.listening.items import Item
from journey.routine.listening.places import checked_place
from journey.routine.pains import put_evidence
from journey.store.readers.interviews import KINDS
from journey.store.tables import Conversation, Evidence, PainPoint, Quote, Stage, Turn, Verbatim

LONGEST = 1000
"""Characters of a quote: what is longer nobody reads on a map."""


def keep_quote(
    engine: Engine, *, by: int, journey: int, item: Item, text: str, turn: int | None = None,
    stage: int | None = None, touchpoint: int | None = None, pain: int | None = None, new_pain: str = "",
    emotion: int | None = None,
) -> Quote:  # fmt: skip
    """Keep words of `item` (of its `turn`) as a quote; with a known or a new pain point they become its evidence too.

    - The words are the customer's, letter by letter but for white space; the agent's are refused.
    - The stage is the one given, else the pain point's, else the item's; a new pain point needs one.
    - The same words kept before are tied to the pain point now; refused if they are already.
    - A pain point, known or new, is for those who may change the map.
    """
    words = _checked(text, emotion)
    with act(engine, "quote.keep", by=by, journey=journey) as doing:
        if (pain is not None or new_pain.strip()) and not may(doing.who, "pain.add_evidence"):
            raise NotAllowed(doing.person.name, "change pain points")
        heard = doing.hold(doing.get(*item))  # so that of two who keep the same words at once the second sees the first's
        said = _said(doing, heard, words, turn)
        known = doing.get(PainPoint, pain) if pain is not None else None
        stage, touchpoint = checked_place(doing, stage or (known.stage_id if known else heard.stage_id), touchpoint)
        shown = known or (_new_pain(doing, stage, new_pain) if new_pain.strip() else None)
        row = _again(doing, said, words, shown)
        if row is None:
            place: dict[str, Any] = {"stage_id": stage, "touchpoint_id": touchpoint, "pain_id": shown.key if shown else None}
            row = doing.add(Quote(journey_id=journey, text=words, **said, **place, emotion=emotion, person_id=by))
        if "turn_id" in said:  # a survey's own emotion is that of its reading: a quote of it may be a part of the truth
            corrected_now(doing, Turn, said["turn_id"], emotion)
        if shown is not None:
            put_evidence(doing, shown, source=_source(heard), text=words, **said)
        return row


def change_quote(
    engine: Engine, *, by: int, journey: int, quote: int, revision: int, stage_id: int | None, touchpoint_id: int | None = None,
    emotion: int | None = None,
) -> Quote:  # fmt: skip
    """Say anew where a quote belongs and how it felt. A viewer changes, bins and restores their own."""
    check_emotion(emotion)
    with act(engine, "quote.change", by=by, journey=journey) as doing:
        row = _own(doing, doing.get(Quote, quote))
        stage, touchpoint = checked_place(doing, stage_id, touchpoint_id)
        doing.change(row, revision, stage_id=stage, touchpoint_id=touchpoint, emotion=emotion)
        if row.turn_id is not None:
            corrected_now(doing, Turn, row.turn_id, emotion)
        return row


def bin_quote(engine: Engine, *, by: int, journey: int, quote: int, revision: int) -> Quote:
    """Put a quote in the bin, and with it the evidence that it was."""
    with act(engine, "quote.bin", by=by, journey=journey) as doing:
        row = doing.bin(_own(doing, doing.get(Quote, quote)), revision)
        for proof in _proofs(doing, row, binned=False):
            doing.bin(proof, proof.revision)
        return row


def restore_quote(engine: Engine, *, by: int, journey: int, quote: int) -> Quote:
    """Take a quote out of the bin, and its evidence with it."""
    with act(engine, "quote.restore", by=by, journey=journey) as doing:
        return put_back(doing, doing.get(Quote, quote, binned=True))


def put_back(doing: Act, row: Quote) -> Quote:
    """The same within an act that is under way."""
    doing.restore(_own(doing, row))
    for proof in _proofs(doing, row, binned=True):
        doing.restore(proof)
    return row


def _own(doing: Act, row: Quote) -> Quote:
    """The quote, unless a viewer touches what somebody else kept."""
    if doing.who.role is Role.VIEWER and row.person_id != doing.person.key:
        raise NotAllowed(doing.person.name, "change what somebody else kept")
    return row


def _checked(text: str, emotion: int | None) -> str:
    words = text.strip()
    if not words:
        raise Refused("A quote needs words: select them, or type them as the customer said them. Nothing was saved.")
    if len(words) > LONGEST:
        raise Refused(f"A quote is at most {LONGEST:,} characters, these are {len(words):,}. Choose fewer. Nothing was saved.")
    check_emotion(emotion)
    return words


def _said(doing: Act, heard: Verbatim | Conversation, words: str, turn: int | None) -> dict[str, Any]:
    """Where the words were said: the verbatim's or the turn's id; Refused if they were not said there by a customer."""
    if isinstance(heard, Verbatim):
        if not _holds(heard.text, words):
            raise _not_said()
        return {"verbatim_id": heard.key}
    query = select(Turn).where(Turn.conversation_id == heard.key).order_by(col(Turn.position))
    turns = list(doing.session.exec(query))
    holding = [one for one in turns if turn in (None, one.id) and _holds(one.text, words)]
    if not holding:
        raise _not_said()
    known = any(one.customer for one in turns)
    customers = [one for one in holding if one.customer or not known]
    if not customers:
        raise Refused(f"{holding[0].speaker or 'Somebody of us'} said this, not the customer. Nothing was saved.")
    return {"turn_id": customers[0].key}


def _holds(said: str, words: str) -> bool:
    return " ".join(words.split()) in " ".join(said.split())


def _not_said() -> Refused:
    return Refused("These words were not said here as they stand. Select them in the text again. Nothing was saved.")


def _new_pain(doing: Act, stage: int | None, title: str) -> PainPoint:
    if stage is None:
        raise Refused("A new pain point belongs to a stage. Choose the stage first. Nothing was saved.")
    assert doing.journey_id is not None
    team = doing.get(Stage, stage).team_id
    return doing.add(PainPoint(journey_id=doing.journey_id, stage_id=stage, title=title.strip(), team_id=team))


def _again(doing: Act, said: dict[str, Any], words: str, shown: PainPoint | None) -> Quote | None:
    """The same words as they were kept before, tied to what they show now; None if they are new, or show something else too."""
    ((name, id),) = said.items()
    same = (
        Quote.journey_id == doing.journey_id,
        Quote.text == words,
        getattr(Quote, name) == id,
        col(Quote.deleted_at).is_(None),
    )
    kept = list(doing.session.exec(select(Quote).where(*same)))
    if any(shown is None or quote.pain_id == shown.id for quote in kept):
        raise Refused("These words are kept already. Nothing was saved.")
    untied = next((quote for quote in kept if quote.pain_id is None), None)
    return doing.change(untied, untied.revision, pain_id=shown.key) if untied and shown else None


def _source(heard: Verbatim | Conversation) -> str:
    """The kind of source that evidence of it names: whom we sought ourselves says another thing than who came to us."""
    if isinstance(heard, Verbatim):
        return "ticket" if heard.origin is SourceKind.TICKETS else "survey"
    return heard.channel if heard.channel in KINDS else "conversation"


def _proofs(doing: Act, row: Quote, *, binned: bool) -> list[Evidence]:
    """The evidence that the quote is."""
    if row.pain_id is None:
        return []
    gone = col(Evidence.deleted_at).is_not(None) if binned else col(Evidence.deleted_at).is_(None)
    said: Any = Evidence.turn_id == row.turn_id if row.turn_id is not None else Evidence.verbatim_id == row.verbatim_id
    return list(
        doing.session.exec(select(Evidence).where(Evidence.pain_id == row.pain_id, Evidence.text == row.text, said, gone))
    )
