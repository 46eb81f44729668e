"""Blocks, strokes and dots as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from journey.exports.drawing.fonts import ASCENT, FAMILY, LEADING, WIDE, WIDE_FAMILY, right_to_left, runs, width
from journey.exports.drawing.marks import Block, Dot, Stroke, Words

FONTS = f"'{FAMILY}','Noto Sans','Segoe UI',Arial,'Liberation Sans','{WIDE_FAMILY}',sans-serif"
"""Each is as wide as the first or narrower, but for the last two."""


def svg_marks(marks: Iterable[Block | Stroke | Dot], *, apart: bool = False) -> str:
    """The marks from back to front; `apart` writes each stretch of one font as a text of its own."""
    return "\n".join(_mark(mark, apart=apart) for mark in marks)


def _mark(mark: Block | Stroke | Dot, *, apart: bool) -> str:
    match mark:
        case Block():
            return "".join(_block(mark, apart=apart))
        case Stroke():
            return _stroke(mark)
        case Dot(x=x, y=y, radius=radius, fill=fill, edge=edge):
            return (
                f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{fill}" stroke="{edge or fill}" stroke-width="1.6"/>'
            )


def _stroke(stroke: Stroke) -> str:
    points = " ".join(f"{px(x)},{px(y)}" for x, y in stroke.points)
    if stroke.fill:
        return f'<polygon points="{points}" fill="{stroke.fill}"/>'
    dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
    return f'<polyline points="{points}" fill="none" stroke="{stroke.colour}" stroke-width="{px(stroke.width)}"{dash}/>'


def _block(block: Block, *, apart: bool) -> Iterator[str]:
    """A group with its frame and lines; a block that is only ground needs no group."""
    box = block.box
    frame = f'x="{px(box.x)}" y="{px(box.y)}" width="{px(box.width)}" height="{px(box.height)}" rx="{px(block.radius)}"'
    edge = f' stroke="{block.edge}"' + (' stroke-dasharray="4 3"' if block.dashed else "") if block.edge else ""
    rect = f'<rect {frame} fill="{block.fill or "none"}"{edge}/>' if block.fill or block.edge else ""
    if not block.words:
        yield rect
        return
    yield (
        f"<g class={quoteattr(block.role)} data-key={quoteattr(block.key)}>"
        if block.key
        else f"<g class={quoteattr(block.role)}>"
    )
    yield rect
    if block.bar:
        yield f'<rect x="{px(box.x)}" y="{px(box.y)}" width="3.5" height="{px(box.height)}" rx="1.5" fill="{block.bar}"/>'
    y = box.y + block.pad
    for words in block.words:
        y += words.above
        yield from _words(words, block, y, apart=apart)
        y += words.height(block.room) - words.above
    yield "</g>"


def _words(words: Words, block: Block, top: float, *, apart: bool) -> Iterator[str]:
    """A paragraph: each line a text of its own, read from the right where its script is."""
    left, right = block.box.x + block.pad, block.box.right - block.pad
    if words.dash:
        dash = "" if words.dash == "none" else f' stroke-dasharray="{words.dash}"'
        y = px(top + words.size * 0.68)
        yield f'<line x1="{px(left)}" x2="{px(left + 17)}" y1="{y}" y2="{y}" stroke="{words.dot}" stroke-width="2"{dash}/>'
    elif words.dot:
        yield f'<circle cx="{px(left + 3.5)}" cy="{px(top + words.size * 0.68)}" r="3" fill="{words.dot}"/>'
    style = f'font-size="{px(words.size)}" fill="{words.colour}"'
    style += ' font-weight="600"' if words.bold else ""
    style += ' text-decoration="line-through"' if words.struck else ""
    ends = block.at == "end" or right_to_left(words.text)
    for at, line in enumerate(words.lines(block.room)):
        if line:
            y = f'y="{px(top + words.size * (ASCENT + at * LEADING))}" {style}'
            yield _line(line, words, y, right if ends else left + words.indent, ends=ends, apart=apart)


def _line(line: str, words: Words, style: str, x: float, *, ends: bool, apart: bool) -> str:
    """A line as one text, or each stretch of one font as its own."""
    stretches = runs(line, bold=words.bold)
    if not apart or len(stretches) == 1 or right_to_left(line):
        anchor = ' text-anchor="end"' if ends else ""
        text = "".join(_named(text, path) for path, text in stretches)
        return f'<text x="{px(x)}"{anchor} {style}>{text}</text>'
    if ends:
        x -= width(line, words.size, bold=words.bold)
    made = ""
    for path, text in stretches:
        made += f'<text x="{px(x)}" xml:space="preserve" {style}>{_named(text, path)}</text>'
        x += width(text, words.size, bold=words.bold)
    return made


def _named(text: str, path: Path | None) -> str:
    """The text, with its font named where it is our second one."""
    escaped = escape(text)
    return f'<tspan font-family="{WIDE_FAMILY}" font-weight="400">{escaped}</tspan>' if path == WIDE else escaped


def px(value: float) -> str:
    """A number with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
