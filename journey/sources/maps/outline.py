"""Reads Markdown into an outline: headings, items of lists with their depth, paragraphs and tables, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•]|(\d{1,3})[.)])\s+(?:\[[ xX]\]\s+)?(.*)$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$&+\-=.)(!:;])")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARK = re.compile(r"(?<!\\)(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)(?<!\\)\1")


@dataclass(frozen=True)
class Part:
    """A piece of an outline: `what` is heading, item, text, table or fence; `depth` a heading's level, an item's indentation."""

    what: str
    line: int
    text: str
    depth: int = 0
    ordered: bool = False


def outline(text: str) -> list[Part]:
    """The pieces of a Markdown text in order; a paragraph is one piece, so is a table with its lines."""
    parts: list[Part] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence = found[1]
            parts.append(Part("fence", number, line.strip()))
        else:
            _add(parts, number, line)
    return [part for part in parts if part.what != "blank"]


def _add(parts: list[Part], number: int, line: str) -> None:
    last = parts[-1] if parts else Part("blank", 0, "")
    if not line.strip() or _RULE.match(line):
        parts.append(Part("blank", number, ""))
    elif heading := _HEADING.match(line):
        parts.append(Part("heading", number, heading[2], len(heading[1])))
    elif item := _ITEM.match(line):
        depth = len(item[1].expandtabs(4))
        parts.append(Part("item", number, item[3], depth, ordered=item[2] is not None))
    elif line.lstrip().startswith("|") or (last.what == "table" and "|" in line):
        _join(parts, last, "table", number, line)
    elif last.what == "item" or (last.what == "text" and line.strip()):
        parts[-1] = Part(last.what, last.line, f"{last.text}\n{line.strip()}", last.depth, last.ordered)
    else:
        parts.append(Part("text", number, line.strip(), len(line) - len(line.lstrip())))


def _join(parts: list[Part], last: Part, what: str, number: int, line: str) -> None:
    if last.what == what:
        parts[-1] = Part(what, last.line, f"{last.text}\n{line}")
    else:
        parts.append(Part(what, number, line))


def table(text: str) -> list[list[str]]:
    """The cells of a table, the line of dashes left out."""
    rows = [re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")) for line in text.split("\n")]
    cells = [[plain(re.sub(r"<br\s*/?>", "\n", cell)) for cell in row] for row in rows]
    return [row for row in cells if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]


def plain(text: str) -> str:
    """Markdown as people read it: emphasis, links and escapes gone."""
    said = _LINK.sub(r"\1", text)
    for _ in range(3):  # emphasis within emphasis
        said = _MARK.sub(r"\2", said)
    return _ESCAPED.sub(r"\1", said).strip()
