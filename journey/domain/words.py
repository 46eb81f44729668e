"""The words of a journey and its week, as closed lists; one word for one thing in code, screen and database."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whose journey it is."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"


class Role(StrEnum):
    """What a person may do on a journey, from most to least."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Weekday(StrEnum):
    """The five days of the routine, each with its question."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class DayState(StrEnum):
    """Where a day of the routine stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    CARRIED = "carried"


class LaneKind(StrEnum):
    """What a lane of the map holds; a card in it is of that kind."""

    ACTION = "customer action"
    TOUCHPOINT = "touchpoint"
    THOUGHT = "thought"
    EMOTION = "emotion"
    PAIN = "pain point"
    OPPORTUNITY = "opportunity"
    EVIDENCE = "evidence"
    FRONTSTAGE = "frontstage"
    BACKSTAGE = "backstage"
    SYSTEM = "system"
    MOMENT = "moment of truth"
    KPI = "kpi"
    OWN = "own"


class Standing(StrEnum):
    """Whether a claim on the map is believed or shown."""

    HYPOTHESIS = "hypothesis"
    EVIDENCED = "evidenced"
    STRUCK = "struck"


class Future(StrEnum):
    """What becomes of a part of the map: the current state shows what stays or goes, the future state what stays or comes."""

    STAYS = "stays"
    COMES = "comes"
    GOES = "goes"


class WorkshopState(StrEnum):
    """How far a workshop is."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


class PainStatus(StrEnum):
    """Where a pain point stands with the teams."""

    OPEN = "open"
    BLOCKER = "blocker"
    RESOLVED = "resolved"


class ActionStatus(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    RESOLVED = "resolved"


class AlertState(StrEnum):
    """What people have said of an alert."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    """Somebody has seen it and looks into it."""
    WATCH = "watch"
    BLOCKER = "blocker"
    SNOOZED = "snoozed"
    """Out of sight until a day, unless it gets worse."""
    NOISE = "noise"
    RESOLVED = "resolved"
    """It is over: somebody said so, or it calmed by itself (nobody's flip)."""


class RuleKind(StrEnum):
    """What a rule looks for beside what leaves its usual range."""

    THRESHOLD = "threshold"
    TARGET_MISSED = "target missed"
    """Its target was missed so many weeks running."""
    PERIOD = "period over period"
    """It changed by more than a share against the week so many weeks before."""
    TOPIC = "topic spike"
    """Far more tickets on one topic than usual."""
    STALE = "stale source"
    VOLUME = "volume collapsed"
    COLUMN = "column vanished"
    UNREADABLE = "unreadable rows rose"


class NoticeKind(StrEnum):
    """What a channel is told of."""

    ALERT = "alert"
    ESCALATION = "escalation"
    DIGEST = "digest"


class NoticeState(StrEnum):
    """How far a notice has come; from sending on, the other side may know of it."""

    WAITING = "waiting"
    """For its time, for the end of the quiet hours, or to be tried again."""
    CLAIMED = "claimed"
    """A process puts it in a message; nothing has left yet."""
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    """It left and no answer came: it may have arrived, so nobody but a person sends it again."""
    SETTLED = "settled"
    """It was no longer needed before it went out."""


class Direction(StrEnum):
    """Which way is better for a metric, or is hoped for a change."""

    UP = "up"
    DOWN = "down"


class MetricKind(StrEnum):
    """How observations of a metric add up: a value is always computed from n, total and total_sq.

    rate: total successes of n. mean: total over n. nps: promoters minus detractors over n, times 100.
    count: total. duration: median or p90 of the raw durations, never of other medians. ratio: total per n of something
    else (tickets per customer), so it may pass 1.
    """

    COUNT = "count"
    RATE = "rate"
    MEAN = "mean"
    DURATION = "duration"
    NPS = "nps"
    RATIO = "ratio"


class SourceKind(StrEnum):
    """What a data source brings."""

    EVENTS = "events"
    TICKETS = "tickets"
    SURVEYS = "surveys"
    USABILITY = "usability"
    SERIES = "series"
    CONVERSATIONS = "conversations"


class Outcome(StrEnum):
    """What an event says of the customer's journey beside being in a stage."""

    STEP = "step"
    SUCCESS = "success"
    """A task in this stage was completed."""
    FAILURE = "failure"
    """A task in this stage was tried and failed."""
    GOAL = "goal"
    """The journey's goal was reached."""
    LOST = "lost"
    """The customer came to an end here: cancelled, declined, left for good."""


class Verdict(StrEnum):
    """What Friday says of a change."""

    VALIDATED = "validated"
    REJECTED = "rejected"
    HARMFUL = "harmful"
    TOO_EARLY = "too early"
    CANT_TELL = "can't tell"


class ChangeKind(StrEnum):
    """What sort of thing a change is: forecasts are scored by it."""

    PRODUCT = "product"
    CONTENT = "content"
    PROCESS = "process"
    PEOPLE = "people and training"
    POLICY = "policy and price"
    OTHER = "other"


class WorthKind(StrEnum):
    """What one unit of a metric is worth, in money: what stands behind the amount."""

    COMPLETION = "value of a completion"
    CONTACT = "cost of a contact"
    MARGIN = "margin"
    RETENTION = "value of a customer kept"
    TIME = "cost of an hour"
    POINT = "value of a point"


class Reach(StrEnum):
    """How sure a sum of money is: three sums that are never added."""

    VALIDATED = "validated"
    """A verdict says that the metric moved, and by how much."""
    ESTIMATED = "estimated"
    """Measured, but no verdict claims it: the interval still holds zero, or the verdict is open."""
    CLAIMED = "claimed"
    """Somebody's forecast, or a verdict that a person gave against the data."""


class EntryKind(StrEnum):
    """What was written down in a week."""

    NOTE = "note"
    DECISION = "decision"
    PARKED = "parked"
    LEARNING = "learning"
    CARRIED = "carried over"
    FOCUS = "focus"
    """What a week is to be about, said when the week before was closed."""


class InterviewKind(StrEnum):
    """How we met a customer, other than by what they wrote or said to support."""

    INTERVIEW = "interview"
    SHADOWING = "shadowing"
    """Somebody of us watched a customer, or the colleague who serves them, at work."""
    STORE_VISIT = "store visit"


class GapKind(StrEnum):
    """What is missing in what customers can read."""

    QUESTION = "question"
    """Customers ask it and find no answer."""
    ARTICLE = "article"
    """It is written down, and they ask nevertheless."""


class GapStatus(StrEnum):
    """Where a knowledge gap stands."""

    OPEN = "open"
    ANSWERED = "answered"
    NO_GAP = "no gap"
