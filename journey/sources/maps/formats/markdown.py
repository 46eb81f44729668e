"""Reads Markdown: a title, sections that are stages, lists that are their lanes; or one numbered list whose items are stages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journey.domain.document import Document
from journey.domain.words import LaneKind
from journey.sources.maps.building import Builder
from journey.sources.maps.file import MapFile, Notes
from journey.sources.maps.grid import is_map, lies, read_grid, turned
from journey.sources.maps.markdown_cards import Cards, lane_of
from journey.sources.maps.markdown_fields import PERSONA, SCOPE, STAGE, field_of, persona_of, set_field
from journey.sources.maps.outline import Part, outline, plain, table
from journey.sources.maps.words import lane_kind

RANK = 60
NAME = "Markdown"
FLOW = re.compile(r"(?:user |customer )?(?:flow|steps?|journey|stages?|path|map)\b.*", re.IGNORECASE)
AROUND = re.compile(
    r"(?:description|goal|scope|summary|overview|background|context|about|introduction|scenario)s?\b.*", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(?:(?:stage|phase|step)\s*)?\d{1,2}\s*[.):–—-]\s*(?=\S)|^(?:stage|phase)\s*:\s*", re.IGNORECASE)
_WHO = re.compile(r"^persona\s*[:–—-]\s*(.+)$|^(.+?)\s*\(persona\)$", re.IGNORECASE)


def claims(file: MapFile) -> bool:
    """Text with headings or lists, or a table of a map."""
    if file.workbook or file.text.lstrip().startswith(("{", "[", "<")):
        return False
    return any(part.what in ("heading", "item", "table") for part in outline(file.text))


def read(file: MapFile, notes: Notes) -> Document:
    """The map: from a table if there is one of a map, else from sections, else from one list of stages."""
    parts = outline(file.text)
    for part in parts:
        cells = table(part.text) if part.what == "table" else []
        if cells and is_map(cells[0], cells[1:]):
            return _from_table(file, parts, part, cells, notes)
    reading = _Reading(file, notes)
    sections = _sections(parts)
    flows = [section for section in sections if section.title and reading.a_flow(section)]
    stages = [section for section in sections if section.title and section not in flows and reading.a_stage(section)]
    for section in sections:
        reading.section(section, flow=section in flows and len(stages) == 0, stage=section in stages)
    return reading.map.made()


class Section:
    """A heading with what stands under it, down to the next of its level."""

    def __init__(self, title: str, depth: int, line: int) -> None:
        self.title, self.depth, self.line = title, depth, line
        self.parts: list[Part] = []


def _sections(parts: Sequence[Part]) -> list[Section]:
    """The sections of the level that divides the file: of the second, where the first is its title alone."""
    tops = [part for part in parts if part.what == "heading"]
    levels = sorted({part.depth for part in tops})
    titled = bool(levels) and sum(part.depth == levels[0] for part in tops) == 1 and len(levels) > 1
    level = levels[1] if titled else levels[0] if levels else 0
    found = [Section("", 0, 1)]
    for part in parts:
        if part.what == "heading" and part.depth <= level and not (titled and part.depth == levels[0]):
            found.append(Section(plain(part.text), part.depth, part.line))
        else:
            found[-1].parts.append(part)
    return found


class _Reading:
    """A Markdown text on its way into a document."""

    def __init__(self, file: MapFile, notes: Notes) -> None:
        self.notes, self.map = notes, Builder(file.title)

    def a_flow(self, section: Section) -> bool:
        """Whether the section is a list of stages with what is done in each below it."""
        items = [part for part in section.parts if part.what == "item"]
        top = min((item.depth for item in items), default=0)
        heads = [part for part in section.parts if part.what == "heading"]
        nested = any(item.depth > top for item in items)
        return not heads and bool(items) and (nested or items[0].ordered or bool(FLOW.fullmatch(section.title)))

    def a_stage(self, section: Section) -> bool:
        """Whether the section is neither the scope nor a persona."""
        return not (AROUND.fullmatch(section.title) or _WHO.match(section.title) or PERSONA.fullmatch(section.title))

    def section(self, section: Section, *, flow: bool, stage: bool) -> None:
        if not section.title:
            self._head(section)
        elif who := _WHO.match(section.title):
            persona_of(self.map, who[1] or who[2], section.parts, self.notes)
        elif flow:
            self._flow(section)
        elif stage or self.a_stage(section):
            self._stage(section)
        elif PERSONA.fullmatch(section.title):
            self._people(section)
        else:
            self._scope(section)

    def _head(self, section: Section) -> None:
        """What stands above the first section: the journey's name and its scope; or the whole, if there is no section."""
        if title := next((part for part in section.parts if part.what == "heading"), None):
            self.map.name = plain(title.text) or self.map.name
        rest = [part for part in section.parts if part is not title]
        whole = Section(self.map.name, 0, 1)
        whole.parts = rest
        fields = [part for part in rest if field_of(part.text, SCOPE)]
        if not fields and self.a_flow(whole):
            self._flow(whole)
            return
        self._scope(whole)

    def _scope(self, section: Section) -> None:
        """Fields by their labels; other text is the goal, which says what the journey is about."""
        for part in section.parts:
            if found := field_of(part.text, SCOPE):
                set_field(self.map, found, self.notes, part.line)
            elif part.what in ("text", "item"):
                self.map.scope["goal"] = "\n".join(filter(None, (self.map.scope.get("goal", ""), plain(part.text))))
            else:
                self._left(part)

    def _people(self, section: Section) -> None:
        for part in section.parts:
            if part.what in ("item", "heading"):
                name, _, profile = plain(part.text).partition(":")
                self.map.persona(name, profile=profile.strip())
            else:
                self._left(part)

    def _flow(self, section: Section) -> None:
        """Each item a stage, each item below it a step."""
        top = min(part.depth for part in section.parts if part.what == "item")
        stage = ""
        for part in section.parts:
            if part.what == "item" and (part.depth <= top or not stage):
                stage = self.map.stage(plain(part.text.split("\n")[0])).key
                self.map.set(stage, description=plain("\n".join(part.text.split("\n")[1:])))
            elif part.what == "item":
                self.map.step(stage, " ".join(plain(part.text).split()))
            elif part.what == "text" and stage:
                self.map.set(stage, description=plain(part.text))
            elif part.what == "text":
                self.map.scope.setdefault("goal", plain(part.text))
            else:
                self._left(part)

    def _stage(self, section: Section) -> None:
        """Text is the stage's description; each heading or label a lane, each item a card of it."""
        stage = self.map.stage(_NUMBERED.sub("", section.title) or section.title).key
        cards, name = Cards(self.map, stage, self.notes), ""
        lane: LaneKind | None = LaneKind.OWN
        for part in section.parts:
            label = _label(part)
            if part.what == "heading" or label:
                name, lane = lane_of(label or plain(part.text))
            elif not name and (found := field_of(part.text, STAGE)):
                set_field(self.map, found, self.notes, part.line, stage=stage)
            elif part.what == "text" and not name:
                had = next(one.description for one in self.map.stages if one.key == stage)
                self.map.set(stage, description="\n\n".join(filter(None, (had, plain(part.text)))))
            elif part.what in ("item", "text"):
                cards.add(name, lane, part)
            else:
                self._left(part)

    def _left(self, part: Part) -> None:
        what = {"fence": "block of code", "table": "table", "heading": "heading"}.get(part.what, "text")
        shown = "" if part.what == "fence" else part.text.split("\n")[0]
        self.notes.add(f"line {part.line}", shown, f"is a {what} that a map has no place for; it was left out.")


def _label(part: Part) -> str:
    """The name of a lane that stands alone on a line, as **Pain points** or Pain points:."""
    text = part.text.strip()
    bold = re.fullmatch(r"(?:\*\*|__)([^*_]+?):?(?:\*\*|__):?", text)
    said = bold[1] if bold else text[:-1] if text.endswith(":") and "\n" not in text else ""
    known = lane_kind(said) is not LaneKind.OWN
    return plain(said) if said and part.what in ("text", "item") and (known or (bold is not None and part.what == "text")) else ""


def _from_table(file: MapFile, parts: list[Part], at: Part, cells: list[list[str]], notes: Notes) -> Document:
    name = next((plain(part.text) for part in parts if part.what == "heading"), file.title)
    around = [part for part in parts if part is not at and part.what != "heading"]
    if around:
        notes.say(f"The table from line {at.line} was read; the text around it was left out.")
    if lies(cells[0], cells[1:]):
        return read_grid(name, *turned(cells[0], cells[1:]), notes)
    rows = [(f"line {at.line + number}", row) for number, row in enumerate(cells[1:], 2)]
    return read_grid(name, cells[0], rows, notes)
