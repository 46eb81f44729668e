"""What is planted in the demo's data on purpose: the effects that the simulation applies and the facts a user can find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from journey.domain.weeks import Week


@dataclass(frozen=True)
class Effect:
    """A difference to one stage for companies that enter it from day `start` until before day `end`.

    Days count from this week's Monday (yesterday, a Sunday, is -1); None has no bound. drop, fail: points added to the
    share; hours, contact, resolution: factors; mood: added on -5..+5; theme: what people then talk about.
    """

    stage: str
    start: int | None
    end: int | None = None
    where: tuple[str, str] | None = None
    drop: float = 0.0
    fail: float = 0.0
    hours: float = 1.0
    contact: float = 1.0
    resolution: float = 1.0
    mood: float = 0.0
    theme: str = ""


EFFECTS: tuple[Effect, ...] = (
    Effect("Sign up", -97, drop=-0.07, fail=-0.02, hours=0.6, mood=0.5),
    Effect("Verify company", -97, drop=0.03, fail=0.07, contact=1.25, mood=-0.3),
    Effect("Connect books", None, where=("region", "Nordics"), drop=0.11, fail=0.08, mood=-0.5, theme="ledger_missing"),
    Effect("Connect books", -62, drop=-0.11, fail=-0.14, hours=0.58, contact=0.62, mood=1.5),
    Effect("First payment run", -54, -48, drop=0.20, fail=0.45, hours=1.3, contact=4.0, resolution=1.8, mood=-4.5,
           theme="payment_stuck"),
    Effect("Verify company", -6, where=("platform", "mobile"), drop=0.70, fail=0.45, contact=4.0, resolution=1.3, mood=-3.0,
           theme="photo_capture"),
)  # fmt: skip


@dataclass(frozen=True)
class PlantedFact:
    """Something true of the data that a journey owner should be able to see; days as in Effect, `end` not included.

    metric: the key of its KPI file, or what else shows it ("topic", "emotion", "freshness"); direction: "up", "down",
    "flat" against `before`, the days to compare with; where: the segment in which it is strongest.
    """

    id: str
    sentence: str
    stage: str
    metric: str
    direction: str
    start: int
    end: int
    before: tuple[int, int]
    where: tuple[str, str] | None = None
    theme: str = ""

    def span(self, today: date) -> tuple[date, date]:
        """First and last day of the fact, both included."""
        return day_of(today, self.start), day_of(today, self.end - 1)


def day_of(today: date, offset: int) -> date:
    """The date that lies `offset` days from the Monday of today's week."""
    return Week.of(today).monday + timedelta(days=offset)


PLANTED: tuple[PlantedFact, ...] = (
    PlantedFact(
        "verify-drop-off", "Since Tuesday of last week far more companies give up at Verify company.",
        "Verify company", "drop_off", "up", -6, -2, (-48, -7),
    ),
    PlantedFact(
        "verify-mobile", "The loss at Verify company sits on mobile; on the web nothing moved.",
        "Verify company", "drop_off", "up", -6, -2, (-48, -7), where=("platform", "mobile"),
    ),
    PlantedFact(
        "verify-tickets", "Tickets about taking a photo of the document rise in the same days.",
        "Verify company", "ticket_volume", "up", -6, 0, (-48, -7), theme="photo_capture",
    ),
    PlantedFact(
        "verify-effort", "Customers on mobile say that verifying became hard.",
        "Verify company", "ces", "down", -6, 0, (-90, -7), where=("platform", "mobile"), theme="photo_capture",
    ),
    PlantedFact(
        "payment-outage", "Eight weeks ago first payments failed for six days, then recovered.",
        "First payment run", "task_success", "down", -54, -48, (-110, -54), theme="payment_stuck",
    ),
    PlantedFact(
        "payment-tickets", "Tickets about stuck payments rose during the outage and fell back.",
        "First payment run", "ticket_volume", "up", -54, -47, (-110, -54), theme="payment_stuck",
    ),
    PlantedFact(
        "payment-recovered", "After the outage the first payment run is as it was.",
        "First payment run", "task_success", "flat", -46, 0, (-110, -54),
    ),
    PlantedFact(
        "guided-connection", "The guided connection lowered drop-off at Connect books by about ten points.",
        "Connect books", "drop_off", "down", -62, -7, (-146, -62),
    ),
    PlantedFact(
        "guided-connection-time", "The guided connection made connecting clearly faster.",
        "Connect books", "step_duration", "down", -62, -7, (-146, -62),
    ),
    PlantedFact(
        "reminders", "Reminder mails for open invitations moved nothing at Invite team.",
        "Invite team", "drop_off", "flat", -48, -7, (-132, -48),
    ),
    PlantedFact(
        "short-sign-up", "The short sign-up form keeps more companies at Sign up.",
        "Sign up", "drop_off", "down", -97, -2, (-265, -97),
    ),
    PlantedFact(
        "short-sign-up-cost", "Since the short form more documents are rejected at Verify company.",
        "Verify company", "task_success", "down", -97, -7, (-265, -97),
    ),
    PlantedFact(
        "invite-too-rosy", "The team assumes delight at Invite team; customers say it is a chore.",
        "Invite team", "emotion", "down", -365, 0, (-365, 0), theme="roles",
    ),
    PlantedFact(
        "nordics-connect", "Companies in the Nordics fail more often at Connect books.",
        "Connect books", "drop_off", "up", -365, -7, (-365, -7), where=("region", "Nordics"), theme="ledger_missing",
    ),
    PlantedFact(
        "usability-stale", "No usability results have come in for three weeks.",
        "Connect books", "freshness", "down", -22, 0, (-365, -22),
    ),
)  # fmt: skip
