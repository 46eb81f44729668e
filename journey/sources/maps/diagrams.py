"""Finds Mermaid diagrams in a file, alone or in fences of Markdown, as lines with their numbers."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from journey.sources.maps.file import MapFile, Notes

_FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})[ \t]*([\w-]*)", re.MULTILINE)
_FIRST = re.compile(r"^(journey|flowchart|graph)\b")
_ENTITY = re.compile(r"#(\w+);")
_LAST = re.compile(r"#\w+;$")
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")


@dataclass(frozen=True)
class Line:
    """A line of a diagram that says something, and its number in the file."""

    number: int
    text: str


@dataclass(frozen=True)
class Diagram:
    """One diagram: journey or flowchart, without its first line and what is before it."""

    kind: str
    lines: tuple[Line, ...]
    title: str = ""


def diagrams(file: MapFile) -> list[Diagram]:
    """The journeys and flowcharts of a file; none of a workbook, of JSON, or of text that is neither."""
    if file.workbook or file.text.lstrip().startswith(("{", "[")):
        return []
    lines = file.text.split("\n")
    blocks = _fenced(lines) or [[Line(number, text) for number, text in enumerate(lines, 1)]]
    return [found for block in blocks if (found := _diagram(block))]


def one_of(file: MapFile, kind: str, notes: Notes) -> Diagram:
    """The first diagram of that kind; the others, and the text around, are said to be left out."""
    found = diagrams(file)
    first = next(diagram for diagram in found if diagram.kind == kind)
    if len(found) > 1:
        others = len(found) - 1
        which = "another was left out" if others == 1 else f"{others} others were left out"
        notes.say(f"The first {kind} was read and {which}. To import one of them, put it into a file of its own.")
    inside = sum(len(diagram.lines) for diagram in found)
    if _FENCE.search(file.text) and sum(bool(line.strip()) for line in file.text.split("\n")) > inside + 3 * len(found):
        notes.say("The text around the diagram was left out.")
    return first


def said(text: str) -> str:
    """A label as people read it: entities are characters, line breaks blanks, HTML and pictures gone."""
    bare = _TAG.sub(" ", re.sub(r"\\n|<br\s*/?>", " ", _IMAGE.sub(" ", text))).strip().strip('"`')
    plain = _ENTITY.sub(lambda found: html.unescape(f"&#{found[1]};" if found[1].isdigit() else f"&{found[1]};"), bare)
    return " ".join(html.unescape(plain).replace("\u200b", "").split())


def pictures(text: str) -> int:
    """How many pictures the labels show."""
    return len(_IMAGE.findall(text))


def _fenced(lines: list[str]) -> list[list[Line]]:
    """What stands in fences that say mermaid, or say nothing."""
    blocks: list[list[Line]] = []
    fence, keep = "", False
    for number, text in enumerate(lines, 1):
        found = _FENCE.match(text)
        if fence and found and found[2].startswith(fence) and not found[3]:
            fence = ""
        elif not fence and found:
            fence, keep = found[2], found[3].lower() in ("", "mermaid")
            blocks += [[]] if keep else []
        elif fence and keep:
            blocks[-1].append(Line(number, text))
    return blocks


def _diagram(block: list[Line]) -> Diagram | None:
    """The diagram of a block: past a front matter, directives and comments comes the word that says its kind."""
    front, title = bool(block) and block[0].text.strip() == "---", ""
    for at, line in enumerate(block):
        text = line.text.strip()
        if front:
            front = at == 0 or text != "---"
            title = said(text.removeprefix("title:")) if text.startswith("title:") else title
            continue
        if found := _FIRST.match(text):
            rest = [Line(one.number, _whole(one.text.strip())) for one in block[at + 1 :]]
            kind = "journey" if found[1] == "journey" else "flowchart"
            alone = text == "journey" if kind == "journey" else True
            lines = tuple(one for one in rest if one.text and not one.text.startswith("%%"))
            return Diagram(kind, lines, title) if alone else None
        if text and not text.startswith("%%"):
            return None
    return None


def _whole(text: str) -> str:
    """A line without the semicolon that may end it, unless that ends an entity."""
    return text if _LAST.search(text) else text.rstrip(";")
