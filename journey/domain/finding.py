"""What can be searched: the kinds of text that a journey holds, and how they are called."""

from __future__ import annotations

from enum import StrEnum


class TextKind(StrEnum):
    """A kind of text, by the word that people type after `kind:`."""

    VERBATIM = "verbatim"
    TURN = "turn"
    CONVERSATION = "conversation"
    QUOTE = "quote"
    HEARD = "heard"
    """What somebody noted while listening."""
    THEME = "theme"
    GAP = "gap"
    PAIN = "pain"
    EVIDENCE = "evidence"
    OPPORTUNITY = "opportunity"
    CARD = "card"
    COMMENT = "comment"
    """What somebody said about a thing on the map."""
    ACTION = "action"
    DECISION = "decision"
    NOTE = "note"
    PARKED = "parked"
    CARRIED = "carried"
    LEARNING = "learning"
    FOCUS = "focus"
    CHANGE = "change"
    TEST = "test"
    INCIDENT = "incident"
    SCENARIO = "scenario"
    OBJECTIVE = "objective"
    HANDOVER = "handover"
    STAGE = "stage"
    STEP = "step"
    TOUCHPOINT = "touchpoint"
    PERSONA = "persona"
    TAG = "tag"


TITLES: dict[TextKind, tuple[str, str]] = {
    TextKind.VERBATIM: ("Verbatim", "Verbatims"),
    TextKind.TURN: ("Said in a conversation", "Said in conversations"),
    TextKind.CONVERSATION: ("Conversation", "Conversations"),
    TextKind.QUOTE: ("Quote", "Quotes"),
    TextKind.HEARD: ("Listening note", "Listening notes"),
    TextKind.THEME: ("Theme", "Themes"),
    TextKind.GAP: ("Knowledge gap", "Knowledge gaps"),
    TextKind.PAIN: ("Pain point", "Pain points"),
    TextKind.EVIDENCE: ("Evidence", "Evidence"),
    TextKind.OPPORTUNITY: ("Opportunity", "Opportunities"),
    TextKind.CARD: ("Card", "Cards"),
    TextKind.COMMENT: ("Comment", "Comments"),
    TextKind.ACTION: ("Action", "Actions"),
    TextKind.DECISION: ("Decision", "Decisions"),
    TextKind.NOTE: ("Note", "Notes"),
    TextKind.PARKED: ("Parked", "Parked"),
    TextKind.CARRIED: ("Carried over", "Carried over"),
    TextKind.LEARNING: ("Learning", "Learnings"),
    TextKind.FOCUS: ("Focus", "Focuses"),
    TextKind.CHANGE: ("Change", "Changes"),
    TextKind.TEST: ("Test", "Tests"),
    TextKind.INCIDENT: ("Incident", "Incidents"),
    TextKind.SCENARIO: ("Scenario", "Scenarios"),
    TextKind.OBJECTIVE: ("Objective", "Objectives"),
    TextKind.HANDOVER: ("Hand-over", "Hand-overs"),
    TextKind.STAGE: ("Stage", "Stages"),
    TextKind.STEP: ("Step", "Steps"),
    TextKind.TOUCHPOINT: ("Touchpoint", "Touchpoints"),
    TextKind.PERSONA: ("Persona", "Personas"),
    TextKind.TAG: ("Tag", "Tags"),
}
"""What one of them and several are called on the screen."""
