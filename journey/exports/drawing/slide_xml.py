"""Shapes of a slide from the marks of a picture: real shapes with real text, which people can move and edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from journey.exports.drawing.fonts import LEADING, right_to_left
from journey.exports.drawing.marks import Block, Box, Dot, Stroke, Words

EMU = 12_700
"""Units of the format to a point."""
FONT = "Arial"
"""On every machine or replaced by one as wide, and narrower than the font that boxes are measured in."""
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_BREAK = "<a:br/>"


@dataclass
class Sheet:
    """A slide to draw on: `points` of the slide to a pixel, and where the picture's corner stands in points."""

    slide: Any
    points: float
    left: float = 0.0
    top: float = 0.0
    _ids: count[int] = field(default_factory=lambda: count(1000))

    def draw(self, mark: Block | Stroke | Dot) -> None:
        """Adds the mark's shapes above those that are there."""
        match mark:
            case Block():
                self._block(mark)
            case Stroke():
                self._stroke(mark)
            case Dot(x=x, y=y, radius=radius, fill=fill, edge=edge):
                box = Box(x - radius, y - radius, 2 * radius, 2 * radius)
                look = _solid(fill) + _line(edge or fill, 1.6 * self.points)
                self._add(mark.role, box, _preset("ellipse") + look)

    def _block(self, block: Block) -> None:
        look = _solid(block.fill) + _line(block.edge, self.points, "sysDash" if block.dashed else "")
        rounded = min(0.5, block.radius / max(1.0, min(block.box.width, block.box.height)))
        shape = _preset("roundRect", rounded) if block.radius else _preset("rect")
        self._add(f"{block.role} {block.key}".strip(), block.box, shape + look, self._text(block))
        if block.bar:
            bar = Box(block.box.x, block.box.y, 3.5, block.box.height)
            self._add(f"{block.role} mark", bar, _preset("rect") + _solid(block.bar) + _line(""))

    def _text(self, block: Block) -> str:
        pad = round(block.pad * self.points * EMU)
        insets = f'lIns="{pad}" rIns="{pad}" tIns="{pad}" bIns="0"'
        paragraphs = "".join(self._paragraph(words, block.at) for words in block.words) or "<a:p/>"
        return f'<p:txBody><a:bodyPr wrap="square" anchor="t" {insets}><a:noAutofit/></a:bodyPr>{paragraphs}</p:txBody>'

    def _paragraph(self, words: Words, at: str) -> str:
        size = max(1.0, words.size * self.points)
        backwards = right_to_left(words.text)
        align = "r" if at == "end" or backwards else "l"
        spacing = f'<a:lnSpc><a:spcPts val="{round(size * LEADING * 100)}"/></a:lnSpc>'
        spacing += f'<a:spcBef><a:spcPts val="{round(words.above * self.points * 100)}"/></a:spcBef>'
        look = f'sz="{round(size * 100)}" b="{int(words.bold)}"' + (' strike="sngStrike"' if words.struck else "")
        key = _run(f"{'—' if words.dash else '●'} ", look, words.dot) if words.dot else ""
        runs = _BREAK.join(_run(line, look, words.colour) if line else "" for line in words.text.splitlines())
        return f'<a:p><a:pPr algn="{align}" rtl="{int(backwards)}">{spacing}</a:pPr>{key}{runs}</a:p>'

    def _stroke(self, stroke: Stroke) -> None:
        """A line or an area through its points."""
        xs, ys = [x for x, _ in stroke.points], [y for _, y in stroke.points]
        box = Box(min(xs), min(ys), max(max(xs) - min(xs), 0.01), max(max(ys) - min(ys), 0.01))
        at = [f'<a:pt x="{self.emu(x - box.x)}" y="{self.emu(y - box.y)}"/>' for x, y in stroke.points]
        steps = f"<a:moveTo>{at[0]}</a:moveTo>" + "".join(f"<a:lnTo>{point}</a:lnTo>" for point in at[1:])
        close = "<a:close/>" if stroke.fill else ""
        size = f'w="{self.emu(box.width)}" h="{self.emu(box.height)}"'
        path = f"<a:path {size}{'' if stroke.fill else ' fill=' + quoteattr('none')}>{steps}{close}</a:path>"
        form = "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l='0' t='0' r='r' b='b'/>"
        look = _solid(stroke.fill) + _line(stroke.colour, stroke.width * self.points, _dash(stroke.dash))
        self._add(stroke.role, box, f"{form}<a:pathLst>{path}</a:pathLst></a:custGeom>{look}")

    def _add(self, name: str, box: Box, inside: str, text: str = "") -> None:
        from pptx.oxml import parse_xml

        place = f'<a:off x="{self.emu(box.x, self.left)}" y="{self.emu(box.y, self.top)}"/>'
        place += f'<a:ext cx="{self.emu(box.width)}" cy="{self.emu(box.height)}"/>'
        named = f'<p:cNvPr id="{next(self._ids)}" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr/>'
        xml = f"<p:sp {_SPACES}><p:nvSpPr>{named}</p:nvSpPr><p:spPr><a:xfrm>{place}</a:xfrm>{inside}</p:spPr>{text}</p:sp>"
        self.slide.shapes._spTree.append(parse_xml(xml))

    def emu(self, pixels: float, start: float = 0.0) -> int:
        """Pixels in the format's units, after `start` points."""
        return round((pixels * self.points + start) * EMU)


def rgb(colour: str) -> Any:
    """A colour as the library's own parts take it."""
    from pptx.dml.color import RGBColor

    make: Callable[..., Any] = RGBColor
    return make(*bytes.fromhex(colour[1:]))


def _preset(shape: str, rounded: float = 0.0) -> str:
    """One of the format's own shapes; `rounded` is the corners' radius as a share of the shorter side."""
    adjust = f'<a:gd name="adj" fmla="val {round(rounded * 100_000)}"/>' if rounded else ""
    return f'<a:prstGeom prst="{shape}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'


def _run(text: str, look: str, colour: str) -> str:
    return f'<a:r><a:rPr {look}>{_solid(colour)}<a:latin typeface="{FONT}"/></a:rPr><a:t>{escape(text)}</a:t></a:r>'


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>' if colour else "<a:noFill/>"


def _line(colour: str, points: float = 1.0, dash: str = "") -> str:
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * EMU)}">{_solid(colour)}{dashed}</a:ln>'


def _dash(lengths: str) -> str:
    """The format's name for a dash: short ones are dots."""
    if not lengths:
        return ""
    return "sysDot" if float(lengths.partition(" ")[0]) <= 2 else "dash"
