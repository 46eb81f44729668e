"""What narrows a search: the journey, the team view, the bin, and the fields of the question; as conditions on search_text t."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from journey.analysis.search.query import Asked
from journey.domain.finding import TextKind
from journey.errors import Refused

ON_THE_MAP = (TextKind.PAIN, TextKind.EVIDENCE, TextKind.OPPORTUNITY, TextKind.CARD, TextKind.STEP, TextKind.TOUCHPOINT)
"""Kinds that go into the bin with their stage."""


@dataclass(frozen=True)
class Scope:
    """What a team view shows: `stages` (None: all) and whose work; see Screen.shows."""

    stages: tuple[int, ...] | None = None
    team: int | None = None


def narrowed(
    connection: Connection, journey_id: int, asked: Asked, timezone: str, scope: Scope | None
) -> tuple[str, dict[str, Any]]:
    """The conditions, joined by AND, and their values; lists go by names that begin with any_."""
    rows = connection.execute(_STAGES, {"journey": journey_id}).all()
    stages = {name: id for id, name, gone in rows if not gone}
    binned = [id for id, _, gone in rows if gone]
    conditions = ["t.journey_id = :journey", "NOT t.gone"]
    values: dict[str, Any] = {"journey": journey_id}
    if binned:
        kinds = ", ".join(f"'{kind}'" for kind in ON_THE_MAP)
        conditions.append(f"(t.stage_id IS NULL OR t.stage_id NOT IN :any_binned OR t.kind NOT IN ({kinds}))")
        values["any_binned"] = binned
    for condition, more in (_viewed(scope), _dated(asked, timezone), _staged(asked, stages), _felt(asked)):
        if condition:
            conditions.append(condition)
            values |= more
    if asked.kinds:
        conditions.append("t.kind IN :any_kind")
        values["any_kind"] = [kind.value for kind in asked.kinds]
    for number, tag in enumerate(asked.tags):
        conditions.append(_TAGGED.format(number=number))
        values[f"tag{number}"] = _known_tag(connection, journey_id, tag)
    for number, speaker in enumerate(asked.speakers):
        conditions.append(_spoken(speaker, number))
        values[f"speaker{number}"] = f"%{_escaped(speaker.lower())}%"
    return " AND ".join(conditions), values


_STAGES = text("SELECT id, name, deleted_at IS NOT NULL FROM stage WHERE journey_id = :journey ORDER BY position, id")
_TAGGED = (
    "EXISTS (SELECT 1 FROM tagging g WHERE g.tag_id = :tag{number} AND (g.subject = t.subject AND g.subject_id = t.subject_id"
    " OR g.subject = 'conversation' AND t.subject = 'turn'"
    " AND g.subject_id = (SELECT u.conversation_id FROM turn u WHERE u.id = t.subject_id)))"
)


def _viewed(scope: Scope | None) -> tuple[str, dict[str, Any]]:
    if scope is None or (scope.stages is None and scope.team is None):
        return "", {}
    own = "t.team_id = :team" if scope.team is not None else ""
    others = "" if scope.team is None or scope.stages is not None else "t.team_id IS NULL"
    staged = "(t.stage_id IS NULL OR t.stage_id IN :any_viewed)" if scope.stages is not None else ""
    shown = " AND ".join(part for part in (others, staged) if part) or "true"
    values = {"team": scope.team, "any_viewed": list(scope.stages) if scope.stages is not None else []}
    return f"({' OR '.join(part for part in (own, f'({shown})') if part)})", values


def _dated(asked: Asked, timezone: str) -> tuple[str, dict[str, Any]]:
    if asked.since is None and asked.until is None:
        return "", {}
    zone = ZoneInfo(timezone)
    told, shipped, values = ["t.kind <> 'change'"], [], dict[str, Any]()
    for name, sign, day in (("since", ">=", asked.since), ("until", "<", asked.until)):
        if day is not None:
            told.append(f"t.at {sign} :{name}")
            shipped.append(f"c.shipped_on {sign} :{name}_day")
            values |= {name: _begins(day, zone), f"{name}_day": day.isoformat()}
    # a change is dated by the day it was shipped, which is no instant
    days = " AND ".join(shipped).replace("c.shipped_on", "CAST(c.shipped_on AS VARCHAR(10))")
    return (
        f"({' AND '.join(told)} OR t.kind = 'change' AND EXISTS (SELECT 1 FROM change c WHERE c.id = t.subject_id AND {days}))"
    ), values


def _begins(day: date, zone: ZoneInfo) -> datetime:
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), UTC)


def _staged(asked: Asked, stages: dict[str, int]) -> tuple[str, dict[str, Any]]:
    if not asked.stages:
        return "", {}
    ids = {name.lower(): id for name, id in stages.items()}
    for name in asked.stages:
        if name.lower() not in ids:
            raise Refused(f'There is no stage "{name}". There are: {", ".join(stages) or "none yet"}.')
    return "t.stage_id IN :any_stage", {"any_stage": [ids[name.lower()] for name in asked.stages]}


def _known_tag(connection: Connection, journey_id: int, name: str) -> int:
    query = text("SELECT name, id FROM tag WHERE journey_id = :journey ORDER BY name")
    known: dict[str, int] = {row[0]: row[1] for row in connection.execute(query, {"journey": journey_id})}
    if name.lower() not in known:
        some = ", ".join(list(known)[:12]) or "none yet"
        raise Refused(f'There is no tag "{name}". There are: {some}{", and more" if len(known) > 12 else ""}.')
    return known[name.lower()]


def _spoken(speaker: str, number: int) -> str:
    """Customers' own words, the others' words, or those of a speaker by name."""
    if speaker.lower() in ("customer", "customers"):
        return f"(t.kind IN ('verbatim', 'quote') OR {_TURN} AND u.customer))"
    if speaker.lower() in ("agent", "agents"):
        return f"{_TURN} AND NOT u.customer)"
    return f"{_TURN} AND lower(u.speaker) LIKE :speaker{number} ESCAPE '!')"


_TURN = "t.kind = 'turn' AND EXISTS (SELECT 1 FROM turn u WHERE u.id = t.subject_id"


def _escaped(said: str) -> str:
    return said.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _felt(asked: Asked) -> tuple[str, dict[str, Any]]:
    """By the emotion that the customer's score or a listener gave, else the one told from the words."""
    if asked.emotion is None:
        return "", {}
    low, high, inclusive = asked.emotion
    fits = "BETWEEN :low AND :high" if inclusive else None
    parts = []
    for kind, table, value in (
        ("verbatim", "verbatim", "coalesce(u.emotion, u.felt)"), ("turn", "turn", "u.felt"),
        ("quote", "quote", "u.emotion"), ("heard", "reading", "u.emotion"),
    ):  # fmt: skip
        holds = f"{value} {fits}" if fits else f"{value} > :low AND {value} < :high"
        parts.append(f"t.kind = '{kind}' AND EXISTS (SELECT 1 FROM {table} u WHERE u.id = t.subject_id AND {holds})")
    return f"({' OR '.join(parts)})", {"low": low, "high": high}
