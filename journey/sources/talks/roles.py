"""Tells agent from customer by what a file calls its speakers, and their names from mere labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from journey.sources.talks.talk import AGENT, CUSTOMER, OTHER, Turn

_AGENT = re.compile(
    r"(?<![^\W\d_])(?:agent(?:e|in|s|es)?|represent\w*|rep|advis[eo]rs?|support\w*|operator(?:in)?|csr|assistant(?:e|in)?|(?:chat)?bot|"
    r"system|staff|service|specialist|consultant|\w*berater(?:in)?|\w*mitarbeiter(?:in)?|conseill[eè]re?|asesora?|operadora?|"
    r"operatore|consulente|atendente|medewerker|admin(?:istrator)?)(?![^\W\d_])",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"(?<![^\W\d_])(?:customers?|clients?|(?:end ?)?users?|callers?|visitors?|guests?|members?|patients?|buyer|shopper|contact|"
    r"lead|requester|kund(?:e|in|en)|anrufer(?:in)?|appelante?|client[ea]|usuari[oa]|usuári[oa]|utente|klant|beller|klient(?:ka)?)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:customer|client|contact|member|user|kunden)[ _.-]*(?:service|support|care|cent|success|betreu|dienst|berat)", re.I
)
_NOBODY = re.compile(
    r"(?:speaker|spk|channel|ch|person|participant|sprecher|locuteur)?[ _-]*(?:\d*|[a-z])|action|note|unknown", re.IGNORECASE
)
_BESIDE = re.compile(r"\s*(?:[|/(<\[·@]|\s[-–]\s|\s(?:from|via|at|von|de|di|da|bei|chez)\s).*", re.IGNORECASE | re.DOTALL)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=4096)
def role_of(speaker: str) -> str:
    """ "agent", "customer" or "other", from what a file calls a speaker ("Agent 2", "CallCenterAgent", "end-user")."""
    label = _CAMEL.sub(" ", speaker[:200])
    if _OURS.search(label):
        return AGENT
    return CUSTOMER if _CUSTOMER.search(label) else AGENT if _AGENT.search(label) else OTHER


def is_name(speaker: str) -> bool:
    """Whether a speaker's label may be a person's name: no role and no number."""
    return role_of(speaker) == OTHER and not _NOBODY.fullmatch(speaker.strip())


def people(labels: Iterable[object]) -> tuple[str, ...]:
    """The labels that may be people's names, each once, without what stands beside them ("Ana Silva (Acme)", "Ana from Acme")."""
    names = (_BESIDE.sub("", label.strip()) or label.strip() for label in labels if isinstance(label, str))
    return tuple(dict.fromkeys(name for name in names if _LETTER.search(name) and is_name(name)))


def with_roles(turns: Sequence[Turn]) -> tuple[Turn, ...]:
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
