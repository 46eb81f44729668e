"""Who may do what: one function, one rule a line."""

from __future__ import annotations

from dataclasses import dataclass

from journey.domain.words import Role

LOOK = "journey.look"
OWNER_ONLY = frozenset(
    {
        "journey.bin",
        "journey.restore",
        "journey.hand_over",
        "member.set",
        "person.add",
        "person.change",
        "team.add",
        "team.change",
    }
)
TEAM_WORK = frozenset({"action.change", "entry.add", "day.take_part", "reading.add"})
HEARING = {"claim.take", "reading.change", "quote.keep", "quote.change", "quote.bin", "quote.restore"}
TALKING = {"comment.add", "comment.change", "comment.bin", "comment.resolve", "comment.reopen"}
WORKSHOP = {"workshop.join", "workshop.note"}
TAKING_PART = frozenset({"entry.add", "day.take_part", "reading.add", "gap.add", "interview.add"} | WORKSHOP | HEARING | TALKING)


@dataclass(frozen=True)
class Who:
    """A person as the policy sees them: the role on the journey in question, None for no member."""

    role: Role | None
    local: bool = False
    leadership: bool = False
    team_id: int | None = None


def may(person: Who, act: str, *, team_id: int | None = None) -> bool:
    """Whether `person` may do `act` ("topic.verb") to something that belongs to the team `team_id`, if any.

    1. The single local user, while there is no sign-in, may do everything.
    2. An owner may do everything on their journey.
    3. An editor may do everything on their journey but bin or hand it over, or change people, teams and roles.
    4. A viewer may look, take part in the days, write notes and comments, and put down what customers said and asked.
    5. A viewer may also update an action of their own team.
    6. Leadership may look at every journey; it adds nothing else.
    7. Somebody without a role on the journey may not do anything there.
    """
    if person.local or person.role is Role.OWNER:
        return True
    if person.role is Role.EDITOR:
        return act not in OWNER_ONLY
    if person.role is Role.VIEWER:
        own_team = team_id is not None and team_id == person.team_id
        return act == LOOK or act in TAKING_PART or (own_team and act in TEAM_WORK)
    return person.leadership and act == LOOK
