"""A deck of slides of one size, with titles, notes and the same bytes for the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from journey.exports.drawing.fonts import LEADING
from journey.exports.drawing.marks import Block, Box, Words, tall
from journey.exports.drawing.slide_xml import EMU, FONT, Sheet, rgb
from journey.exports.drawing.style import MUTED, PRIMARY, TEXT

WIDE, TALL, EDGE = 1280.0, 720.0, 40.0
"""A slide in pixels of the layout."""
POINTS = 0.75
"""Points to a pixel on a slide of the usual size, 13.33 by 7.5 inches."""
LARGEST = 4.2
"""How many times that size PowerPoint allows: 56 inches."""
_TITLE_ONLY = 5
_LINKS = re.compile(rb'(<a:(?:hlink|folHlink)><a:srgbClr val=")[0-9A-Fa-f]{6}')
_DATE = re.compile(rb'(<dcterms:(?:created|modified) xsi:type="dcterms:W3CDTF">)[^<]*')


class Deck:
    """Slides `times` the usual size, so that a large map's text stays readable; all that is on them grows with them."""

    def __init__(self, title: str, times: float = 1.0) -> None:
        from pptx import Presentation
        from pptx.util import Emu

        self.points = POINTS * times
        self.presentation: Any = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Emu(self._emu(WIDE)), Emu(self._emu(TALL))
        self.presentation.core_properties.title = title[:255]
        self.presentation.core_properties.author = ""
        _colour_links(self.presentation)

    def slide(self, title: str, below: str = "") -> Sheet:
        """A new slide with its title and a line below it."""
        name, line = _head(title, below)
        sheet = self.titled(name, self.points)
        if below:
            sheet.draw(line)
        return sheet

    def titled(self, title: Block, points: float, left: float = 0.0, top: float = 0.0) -> Sheet:
        """A new slide that is drawn on in so many points to a pixel, from there on; its own title stands where the block does."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_TITLE_ONLY])
        sheet = Sheet(slide, points, left, top)
        _entitle(slide.shapes.title, title, sheet)
        return sheet

    def top(self, title: str, below: str = "") -> float:
        """Where the room below a slide's title and its line begins, in pixels."""
        name, line = _head(title, below)
        return (line if below else name).box.bottom + 14

    def note(self, sheet: Sheet, lines: Iterable[str]) -> None:
        """What the speaker reads below the slide."""
        sheet.slide.notes_slide.notes_text_frame.text = "\n".join(lines)

    def saved(self) -> bytes:
        """The file, with no time of its making in it."""
        out = BytesIO()
        self.presentation.save(out)
        return _settled(out.getvalue())

    def _emu(self, pixels: float) -> int:
        return round(pixels * self.points * EMU)


def _colour_links(presentation: Any) -> None:
    """Gives links our colour, which PowerPoint takes from the theme whatever their text is set to."""
    for relation in presentation.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = relation.target_part
            theme._blob = _LINKS.sub(rb"\g<1>" + PRIMARY[1:].encode(), theme.blob)  # the library has no words for themes


def _entitle(shape: Any, block: Block, sheet: Sheet) -> None:
    """Fills the slide's own title, so that outlines and screen readers find it."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Emu

    box, words = block.box, block.words[0]
    shape.left, shape.top = sheet.emu(box.x, sheet.left), sheet.emu(box.y, sheet.top)
    shape.width, shape.height = sheet.emu(box.width), sheet.emu(box.height)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.text = words.text.replace("\n", " ")
    paragraph = frame.paragraphs[0]
    paragraph.alignment, paragraph.line_spacing = PP_ALIGN.LEFT, Emu(sheet.emu(words.size * LEADING))
    font = paragraph.font
    font.size, font.bold, font.name = sheet.emu(words.size), True, FONT
    font.color.rgb = rgb(TEXT)


def _head(title: str, below: str) -> tuple[Block, Block]:
    """A slide's title, as large as it stays within two lines, and the line below it."""
    room = WIDE - 2 * EDGE
    words = min((Words(title, size, bold=True) for size in (26.0, 20.0, 15.0)), key=lambda each: len(each.lines(room)) > 2)
    name = Box(EDGE, EDGE - 14, room, words.height(room))
    line = (Words(below, 13, colour=MUTED),)
    return Block("title", name, (words,), pad=0), Block(
        "subtitle", Box(EDGE, name.bottom + 2, room, tall(line, room, 0)), line, pad=0
    )


def _settled(packed: bytes) -> bytes:
    """A packed file with the dates of its making set to a fixed one, those of workbooks within it, too."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename.endswith(".xlsx"):
                content = _settled(content)
            elif each.filename == "docProps/core.xml":
                content = _DATE.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            fixed = ZipInfo(each.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type, fixed.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(fixed, content)
    return out.getvalue()
