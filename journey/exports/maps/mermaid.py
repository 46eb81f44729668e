"""Writes a map as a Mermaid journey diagram: stages as sections, steps as tasks, assumed emotion as their score."""

from __future__ import annotations

import re

from journey.domain.document import Document, StagePart
from journey.exports.maps.written import Written, missing

SPECIAL = re.compile(r"[#:;,%<>{}\"`\\]")
"""What Mermaid would read as its own; it writes such a character as #58;"""
FIRST = re.compile(r"^(?=(?:section|title|journey|accTitle|accDescr|end)\b)", re.IGNORECASE)


def to_mermaid(document: Document) -> Written:
    """The diagram; each task scores its stage's emotion, on Mermaid's scale from 1 to 5."""
    lines = ["journey", f"    title {label(document.name)}"]
    who = ", ".join(label(persona.name) for persona in document.personas)
    for stage in document.stages:
        lines.append(f"    section {label(stage.name)}")
        lines += [f"      {task(name)}: {score(stage)}" + (f": {who}" if who else "") for name in _tasks(stage)]
    return Written("\n".join(lines) + "\n", _left_out(document))


def label(text: str) -> str:
    """A text as a label: one line, its special characters as numbers."""
    return SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def task(name: str) -> str:
    """A label that begins a line, where a word of Mermaid's own would begin something else."""
    return FIRST.sub("#8203;", label(name))


def score(stage: StagePart) -> int:
    """An emotion from -5 to +5 as Mermaid's 1 to 5; 3 where nobody said."""
    return min(5, max(1, round((stage.assumed_emotion or 0) / 2.5 + 3)))


def _tasks(stage: StagePart) -> list[str]:
    """The steps; of a stage without any, its own name, as a section needs a task."""
    return [step.name for step in stage.steps] or [stage.name]


def _left_out(document: Document) -> tuple[str, ...]:
    said = list(missing(document, {"personas", "steps", "emotions"}))
    if any(stage.assumed_emotion is None for stage in document.stages):
        said.append("that some stages have no assumed emotion: they are drawn in the middle, at 3")
    if any(stage.assumed_emotion not in (None, -5, -2.5, 0, 2.5, 5) for stage in document.stages):
        said.append("exact emotions: Mermaid has five steps")
    return tuple(said)
