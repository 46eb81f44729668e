"""Every table of the database, one file a topic."""

from journey.store.tables._base import HIDDEN, Edited, Row, UtcTime, Word, now, plain, told_at
from journey.store.tables.alerts import Alert, AlertPlan, AlertRule, Channel, Flip, Lesson, Notice
from journey.store.tables.audit import AuditEvent
from journey.store.tables.data import EventName, ImportBatch, Metric, Observation, Source
from journey.store.tables.goals import KeyResult, Objective
from journey.store.tables.journeys import Journey, Persona, Stage, Step, Touchpoint
from journey.store.tables.listening import Claim, Conversation, Quote, Reading, Turn, Verbatim
from journey.store.tables.maps import (
    Card,
    Evidence,
    Lane,
    Link,
    MapShare,
    MapSnapshot,
    MapView,
    Module,
    ModuleUse,
    Opportunity,
    PainPoint,
    PersonaFeeling,
    Tag,
    Tagging,
)
from journey.store.tables.money import Scenario, Worth
from journey.store.tables.people import Handover, Membership, Person, Team, TeamView
from journey.store.tables.routine import Day, Entry, Participation, WeekRow
from journey.store.tables.search import SearchPending, SearchText
from journey.store.tables.together import Comment, Presence, Workshop, WorkshopNote, WorkshopPerson
from journey.store.tables.understanding import KnowledgeGap, Theme, Understanding
from journey.store.tables.work import Action, Change, Experiment, Incident

__all__ = [
    "HIDDEN", "Action", "Alert", "AlertPlan", "AlertRule", "AuditEvent", "Card", "Change", "Channel", "Claim", "Comment",
    "Conversation", "Day", "Edited", "Entry", "EventName", "Evidence", "Experiment", "Flip", "Handover", "ImportBatch",
    "Incident", "Journey", "KeyResult", "KnowledgeGap", "Lane", "Lesson", "Link", "MapShare", "MapSnapshot", "MapView",
    "Membership", "Metric", "Module", "ModuleUse", "Notice", "Objective", "Observation", "Opportunity", "PainPoint",
    "Participation", "Person", "Persona", "PersonaFeeling", "Presence", "Quote", "Reading", "Row", "Scenario",
    "SearchPending", "SearchText", "Source", "Stage", "Step", "Tag", "Tagging", "Team", "TeamView", "Theme", "Touchpoint",
    "Turn", "Understanding", "UtcTime", "Verbatim", "WeekRow", "Word", "Workshop", "WorkshopNote", "WorkshopPerson", "Worth",
    "now", "plain", "told_at",
]  # fmt: skip
