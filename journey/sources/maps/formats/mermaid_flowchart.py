"""Reads Mermaid flowcharts: boxes as stages in the order of the flow, what is written on an arrow as the step taken there.

With subgraphs, these are the stages and their boxes the steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journey.domain.document import Document
from journey.errors import UnreadableFile
from journey.sources.maps.building import Builder
from journey.sources.maps.diagrams import Line, diagrams, one_of, pictures, said
from journey.sources.maps.file import MapFile, Notes
from journey.sources.maps.flow import Flow

RANK = 31
NAME = "Mermaid flowchart"
KIND = "flowchart"
_OPEN, _CLOSE = r"\[\(|\(\[|\(\(\(|\(\(|\[\[|\[/|\[\\|\{\{|\[|\(|\{|>", r"\)\]|\]\)|\)\)\)|\)\)|\]\]|/\]|\\\]|\}\}|\]|\)|\}"
_NODE = re.compile(
    rf"\s*(?P<id>[\w](?:[\w.]|-(?![-.]))*)\s*(?:@\{{[^}}]*\}})?(?:(?:{_OPEN})(?P<label>\"[^\"]*\"|.*?)(?:{_CLOSE}))?(?::::\w+|:::\w+)?"
)
_ARROW = re.compile(
    r"\s*(?:<|[ox](?=[-=]))?(?:"
    r"(?:--|==|-\.)\s*(?P<words>[^-=.|>\s][^|>]*?)\s*(?:-{2,}>?|={2,}>?|\.-+>?)"
    r"|(?:-{2,}|={2,}|-\.+-|~{3,})(?:>|[ox](?=\s|\|))?)"
    r"\s*(?:\|(?P<label>[^|]*)\|)?"
)
_OTHER = re.compile(r"^(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr|end$)\b|^end$")


def claims(file: MapFile) -> bool:
    """A diagram that begins with the word flowchart or graph."""
    return any(diagram.kind == KIND for diagram in diagrams(file))


def read(file: MapFile, notes: Notes) -> Document:
    """The first flowchart; where ways part, the map follows the longest, and the other arrows become links."""
    diagram = one_of(file, KIND, notes)
    flow = Flow()
    shown = 0
    for line in diagram.lines:
        shown += pictures(line.text)
        _line(line, flow, notes)
    if not flow.labels:
        raise UnreadableFile(f"{file.name} holds a flowchart without boxes. Nothing was imported. Draw at least one.")
    if shown:
        notes.say(f"The pictures in {shown} boxes were left out: a map has none.")
    builder = Builder(diagram.title or file.title)
    if flow.groups:
        _grouped(flow, builder, notes)
    else:
        _in_a_row(flow, builder, notes)
    return builder.made()


def _line(line: Line, flow: Flow, notes: Notes) -> None:
    if found := re.match(r"subgraph\s+(?:([\w-]+)\s*)?(?:\[(.*)\]|(.*))$", line.text):
        flow.begin(said(found[2] or found[3] or found[1] or ""))
    elif line.text == "end":
        flow.end()
    elif not _OTHER.match(line.text) and not _chain(line.text, flow):
        notes.add(f"line {line.number}", line.text, "is neither a box nor an arrow; it was left out.")


def _chain(text: str, flow: Flow) -> bool:
    """Read `a --> |words| b & c --> d`; False where it is something else."""
    before: list[str] = []
    at, words = 0, ""
    while True:
        found = _NODE.match(text, at)
        if not found or not found["id"]:
            return False
        here = [_box(found, flow)]
        at = found.end()
        while (more := re.match(r"\s*&", text[at:])) and (found := _NODE.match(text, at + more.end())):
            here.append(_box(found, flow))
            at = found.end()
        for one in before:
            for other in here:
                flow.arrow(one, other, words)
        if not text[at:].strip():
            return True
        arrow = _ARROW.match(text, at)
        if not arrow or arrow.end() == at:
            return False
        before, words, at = here, said(arrow["label"] or arrow["words"] or ""), arrow.end()


def _box(found: re.Match[str], flow: Flow) -> str:
    return flow.box(found["id"], said(found["label"]) if found["label"] is not None else "")


def _in_a_row(flow: Flow, builder: Builder, notes: Notes) -> None:
    """Each box a stage; arrows that leave it are steps, and lead somewhere by a link where that is not the next stage."""
    order = flow.row()
    stage = {id: builder.stage(flow.labels[id] or id).key for id in order}
    after = dict(zip(order, [*order[1:], ""], strict=True))
    for one, other, words in flow.arrows:
        step = builder.step(stage[one], words) if words else None
        if after[one] != other and one != other:
            builder.link(step.key if step else stage[one], stage[other])
    for id in order:
        if len(ways := list(flow.ways(id))) > 1:
            names = ", ".join(f"'{flow.labels[one] or one}'" for one in ways)
            notes.say(
                f"From '{flow.labels[id] or id}' {len(ways)} ways lead on, to {names}. A map is one row of stages: the others "
                "are kept as links. Drag the stages into the order that you mean."
            )
    for one, other in _back(flow, order):
        notes.say(f"The way back from '{flow.labels[one] or one}' to '{flow.labels[other] or other}' is kept as a link.")


def _back(flow: Flow, order: list[str]) -> Iterator[tuple[str, str]]:
    at = {id: number for number, id in enumerate(order)}
    return ((one, other) for one, other, _ in flow.arrows if at[other] <= at[one])


def _grouped(flow: Flow, builder: Builder, notes: Notes) -> None:
    """Each subgraph a stage, its boxes the steps; boxes outside make a stage each."""
    order = flow.row()
    step: dict[str, str] = {}
    for id in order:
        group = flow.group.get(id, "")
        stage = builder.known_stage(group or flow.labels[id] or id)
        step[id] = builder.step(stage.key, flow.labels[id] or id).key
    for (one, other, _), after in ((arrow, flow.next_in(order, arrow[0])) for arrow in flow.arrows):
        if other != after:
            builder.link(step[one], step[other])
    if left := [words for _, _, words in flow.arrows if words]:
        notes.say(
            f"The words on {len(left)} arrows were left out, as '{left[0][:40]}': the boxes of a subgraph are steps themselves."
        )
