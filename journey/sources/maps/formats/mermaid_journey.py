"""Reads Mermaid journey diagrams: sections as stages, tasks as steps, their scores as emotion, their actors as personas."""

from __future__ import annotations

import re

from journey.domain.document import Document, FeelingPart
from journey.sources.maps.building import Builder, mean
from journey.sources.maps.diagrams import Line, diagrams, one_of, said
from journey.sources.maps.file import MapFile, Notes

RANK = 30
NAME = "Mermaid journey"
KIND = "journey"
_TASK = re.compile(r"^(?P<name>[^:]+?)\s*:\s*(?P<score>[^:]*?)\s*(?::\s*(?P<actors>.*))?$")
_OTHER = re.compile(r"^(?:accTitle|accDescr|theme|%%|classDef|style)\b|^%%")


def claims(file: MapFile) -> bool:
    """A diagram that begins with the word journey, alone or in a fence of Markdown."""
    return any(diagram.kind == KIND for diagram in diagrams(file))


def read(file: MapFile, notes: Notes) -> Document:
    """The first journey diagram of the file; tasks without a section stand in a stage called as the diagram is."""
    diagram = one_of(file, KIND, notes)
    reading = _Reading(Builder(diagram.title or file.title), notes)
    for line in diagram.lines:
        reading.line(line)
    return reading.made()


class _Reading:
    """A diagram on its way into a document."""

    def __init__(self, builder: Builder, notes: Notes) -> None:
        self.map, self.notes = builder, notes
        self.stage = ""
        self.scores: dict[str, list[float]] = {}
        self.felt: dict[tuple[str, str], list[float]] = {}

    def line(self, line: Line) -> None:
        word, _, rest = line.text.partition(" ")
        if word == "title" and rest.strip():
            self.map.name = said(rest)
        elif word == "section" and rest.strip():
            self.stage = self.map.stage(said(rest)).key
        elif task := _TASK.match(line.text):
            self.task(line, said(task["name"]), task["score"] or "", task["actors"] or "")
        elif not _OTHER.match(line.text):
            self.notes.add(
                f"line {line.number}", line.text, "is no section and no task; it was left out.", "Write a task as Name: 3: Who."
            )

    def task(self, line: Line, name: str, score: str, actors: str) -> None:
        """A step of its section; what it scores is felt by everybody who does it."""
        if not self.stage:
            self.stage = self.map.stage(self.map.name).key
        self.map.step(self.stage, name)
        who = [self.map.persona(said(one)).key for one in actors.split(",") if one.strip()]
        value = emotion(score)
        if value is None:
            self.notes.add(
                f"line {line.number}", score or name, "has no score from 1 to 5; its step has no emotion.", "Write Name: 3: Who."
            )
            return
        self.scores.setdefault(self.stage, []).append(value)
        for one in who:
            self.felt.setdefault((one, self.stage), []).append(value)

    def made(self) -> Document:
        """The document, with a mean for each stage and persona."""
        for stage, scores in self.scores.items():
            self.map.set(stage, assumed_emotion=mean(scores))
        if len(self.map.personas) > 1:
            self.map.feelings = [FeelingPart(who, at, mean(values)) for (who, at), values in self.felt.items()]
        if any(len(scores) > 1 for scores in self.scores.values()):
            self.notes.say(
                "A map has one assumed emotion a stage: it is the mean of its tasks' scores, single ones were left out."
            )
        return self.map.made()


def emotion(score: str) -> float | None:
    """A task's score from 1 to 5 as an emotion from -5 to +5; None for anything else."""
    try:
        value = float(score)
    except ValueError:
        return None
    return (value - 3) * 2.5 if 1 <= value <= 5 else None
