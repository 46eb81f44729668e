"""What a reader of conversations returns: who said what when, not yet redacted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

AGENT, CUSTOMER, OTHER = "agent", "customer", "other"
VOICE, CHAT, EMAIL = "voice", "chat", "email"


@dataclass(frozen=True)
class Turn:
    """One utterance: who said it as the file names them, their role, its text, seconds from the beginning where known."""

    speaker: str
    role: str
    start_s: float | None
    text: str
    end_s: float | None = None


@dataclass(frozen=True)
class Conversation:
    """A call, chat or e-mail thread as the file has it, not yet redacted: nothing of it may be stored like this.

    `key` is the name that its system gave it, "" if none, `title` what people call it; `at` is aware or None, `dated` says
    where that comes from if not from the conversation itself ("file name", "transcription"); `channel` is "voice", "chat",
    "email" or ""; `known_names` are the people that the file names, for redaction; `stem` is its file's name without
    endings, to find a recording by; `guessed` says that roles were told by what was said.
    """

    key: str
    at: datetime | None
    channel: str
    turns: tuple[Turn, ...]
    known_names: tuple[str, ...] = ()
    title: str = ""
    dated: str = ""
    stem: str = ""
    guessed: bool = False
