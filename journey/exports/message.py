"""A message to people who are not at the screen, as plain text that any mail, chat or webhook shows."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 10
"""Lines of a part: a message that nobody reads to its end tells nothing."""


@dataclass(frozen=True)
class Line:
    """One matter in a sentence, with the page it is on."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Part:
    """Matters of one kind under a heading; `link` is the page that has all of them."""

    heading: str
    lines: tuple[Line, ...]
    link: str = ""


@dataclass(frozen=True)
class Message:
    """What one channel is told at once."""

    title: str
    parts: tuple[Part, ...]
    link: str
    """Where to answer it."""

    @property
    def text(self) -> str:
        """The message without its title: part by part, each matter with its link below it."""
        told = [_part(part) for part in self.parts if part.lines]
        return "\n\n".join([*told, f"Answer here: {self.link}"])

    @property
    def subject(self) -> str:
        """The title in one line, whatever people typed into names."""
        return one_line(self.title)


def one_line(text: str) -> str:
    """Text that people typed, without line breaks and other characters that could begin something of their own."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _part(part: Part) -> str:
    told = [f"- {one_line(line.text)}{f'{chr(10)}  {line.link}' if line.link else ''}" for line in part.lines[:MOST]]
    if left := len(part.lines) - MOST:
        told += [f"- and {left} more{f': {part.link}' if part.link else '.'}"] if left > 0 else []
    return "\n".join([f"{part.heading} ({len(part.lines)})", *told])
