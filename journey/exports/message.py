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
    """A heading with the count, each matter with its link, or the one link of all of them at the end."""
    links = {line.link for line in part.lines}
    shared = links.pop() if len(links) == 1 and len(part.lines) > 1 else ""
    told = [f"{part.heading} ({len(part.lines)})"]
    for line in part.lines[:MOST]:
        told += [f"- {one_line(line.text)}", f"  {line.link}"] if line.link and not shared else [f"- {one_line(line.text)}"]
    if (left := len(part.lines) - MOST) > 0:
        told.append(f"- and {left} more{f': {part.link}' if part.link != shared else ''}")
    return "\n".join([*told, f"  {shared}"] if shared else told)
