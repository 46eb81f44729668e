"""Makes of a conversation what may be stored: its people's names and whatever points to them are taken out first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from journey.analysis.redact import redact, redact_conversation
from journey.sources.talks.talk import Conversation


def redacted(conversation: Conversation, *, language: str | None = None) -> tuple[Conversation, dict[str, int]]:
    """The conversation as it may be stored, and what was removed: texts, labels, title, key and stem are without names."""
    turns = conversation.turns
    labels = list(dict.fromkeys(turn.speaker for turn in turns))
    apart = [*labels, conversation.title, conversation.key, conversation.stem.replace("_", " ")]
    clean, removed = redact_conversation(
        [*(turn.text for turn in turns), *apart], known_names=conversation.known_names, language=language
    )
    *called, title, key, stem = clean[len(turns) :]
    names = dict(zip(labels, called, strict=True))
    told = tuple(replace(turn, speaker=names[turn.speaker], text=text) for turn, text in zip(turns, clean, strict=False))
    return replace(conversation, turns=told, title=title, key=key, known_names=(), stem=stem), removed


def redacted_name(name: str, known_names: Iterable[str]) -> str:
    """A file's name without the people and addresses in it: "call_ana.silva@example.com.vtt" is nobody's business either."""
    spaced = name.replace("_", " ")
    found = redact(spaced, known_names=known_names)
    return found.text if found.removed else name
