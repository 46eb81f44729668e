"""What a reader of transcripts returns: conversations turn by turn, and how their speakers are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from journey.domain.problems import PROBLEMS

AGENT, CUSTOMER, OTHER = "agent", "customer", "other"

_AGENT = re.compile(
    r"agent|represent|\brep\b|advis|support|operator|\bcsr\b|assistant|\bbot\b|system|staff|service|specialist|consultant|"
    r"berater|mitarbeiter|conseill|asesor|operador|operatore|consulente|atendente|medewerker|admin",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"customer|client|\buser\b|end.?user|caller|visitor|guest|member|patient|buyer|shopper|contact|\blead\b|kund|anrufer|appelant|"
    r"cliente|usuario|usuário|utente|klant|beller|klient",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:speaker|spk|channel|ch|person|participant|sprecher|locuteur)?[ _-]*\d*|action|note|unknown", re.IGNORECASE
)


@dataclass(frozen=True)
class Turn:
    """One utterance: who said it as the file names them, their role, seconds from the beginning where known."""

    speaker: str
    role: str
    start_s: float | None
    text: str


@dataclass(frozen=True)
class Conversation:
    """A call or chat as the file has it, not yet redacted: neither `turns` nor their speakers may be stored like this.

    `key` tells it from others of the file; `at` is aware or None; `channel` is "voice", "chat" or ""; `known_names` are the
    people that the file names, for redaction.
    """

    key: str
    at: datetime | None
    channel: str
    turns: tuple[Turn, ...]
    known_names: tuple[str, ...] = ()


@dataclass
class Problems:
    """Collects what could not be read of one file; `frame()` follows PROBLEMS."""

    file: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: int | None, column: str, value: object, reason: str, advice: str) -> None:
        said = {"column": column, "value": str(value)[:200], "reason": reason, "advice": advice}
        self.rows.append({"file": self.file, "row": row, **said})

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=PROBLEMS)


def role_of(speaker: str) -> str:
    """ "agent", "customer" or "other", from what a file calls a speaker."""
    if _CUSTOMER.search(speaker):
        return CUSTOMER if not re.search(r"customer (?:service|support|care)", speaker, re.IGNORECASE) else AGENT
    return AGENT if _AGENT.search(speaker) else OTHER


def is_name(speaker: str) -> bool:
    """Whether a speaker's label may be a person's name: no role and no number."""
    return role_of(speaker) == OTHER and not _NOBODY.fullmatch(speaker.strip())


def with_roles(turns: list[Turn]) -> tuple[Turn, ...]:
    """Between two speakers of whom one has a role, the other has the other."""
    speakers = {turn.speaker: turn.role for turn in turns}
    known = {role for role in speakers.values() if role != OTHER}
    unknown = [
        speaker
        for speaker, role in speakers.items()
        if role == OTHER and speaker and (is_name(speaker) or re.search(r"\d", speaker))
    ]
    if len(known) != 1 or len(unknown) != 1:
        return tuple(turns)
    missing = AGENT if known == {CUSTOMER} else CUSTOMER
    return tuple(replace(turn, role=missing) if turn.speaker == unknown[0] else turn for turn in turns)


def names_among(turns: list[Turn]) -> tuple[str, ...]:
    """Speakers' labels that may be people's names, in order of appearance."""
    return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker and is_name(turn.speaker)))
