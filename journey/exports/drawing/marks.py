"""What a picture of a map is made of: blocks of text, strokes and dots with their places, for every writer to draw."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from journey.exports.drawing.fonts import LEADING, wrap

PAD = 7.0
"""Room between a block's edge and its text, in pixels."""


@dataclass(frozen=True)
class Box:
    """A place in pixels, from the picture's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        near = 0.01
        return (
            self.x + near < other.right
            and other.x + near < self.right
            and self.y + near < other.bottom
            and other.y + near < self.bottom
        )


@dataclass(frozen=True)
class Words:
    """A paragraph and how it is written; `dot` is the colour of a key before it, `dash` that key as a piece of line."""

    text: str
    size: float = 11.0
    bold: bool = False
    colour: str = "#1F2328"
    struck: bool = False
    dot: str = ""
    dash: str = ""
    above: float = 0.0
    """Room before it, in pixels."""

    @property
    def indent(self) -> float:
        """Room that the key before it takes."""
        return 22.0 if self.dash else 11.0 if self.dot else 0.0

    def lines(self, room: float) -> tuple[str, ...]:
        """Its lines in so much room."""
        return wrap(self.text, room - self.indent, self.size, self.bold)

    def height(self, room: float) -> float:
        """What its lines take, the room above it included."""
        return len(self.lines(room)) * self.size * LEADING + self.above


@dataclass(frozen=True)
class Block:
    """A rectangle with paragraphs, or a bare one; `role` says what it stands for, `key` which part of the document."""

    role: str
    box: Box
    words: tuple[Words, ...] = ()
    key: str = ""
    fill: str = ""
    edge: str = ""
    bar: str = ""
    """Colour of the strip at its left, "" for none."""
    dashed: bool = False
    radius: float = 0.0
    pad: float = PAD
    at: str = "start"
    """Where its lines are set: start or end."""

    @property
    def room(self) -> float:
        """How wide its lines may be."""
        return self.box.width - 2 * self.pad


@dataclass(frozen=True)
class Stroke:
    """A line through points, or a filled shape where `fill` says so."""

    role: str
    points: tuple[tuple[float, float], ...]
    colour: str = ""
    width: float = 1.0
    dash: str = ""
    """Lengths of dash and gap, "" for a whole line."""
    fill: str = ""


@dataclass(frozen=True)
class Dot:
    """A round mark."""

    role: str
    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""


@dataclass(frozen=True)
class Picture:
    """A map ready to be drawn, from back to front, in pixels."""

    title: str
    described: str
    width: float
    height: float
    marks: tuple[Block | Stroke | Dot, ...] = field(default=())

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that hold text."""
        return tuple(mark for mark in self.marks if isinstance(mark, Block) and mark.words)


def tall(words: tuple[Words, ...], width: float, pad: float = PAD) -> float:
    """How tall a block of these paragraphs is, so wide."""
    return sum(each.height(width - 2 * pad) for each in words) + 2 * pad


def placed(block: Block, x: float, y: float) -> Block:
    """The block moved there."""
    return replace(block, box=Box(x, y, block.box.width, block.box.height))
