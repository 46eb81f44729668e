"""Blocks, strokes and dots on a page of a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journey.exports.drawing import pdf_text
from journey.exports.drawing.fonts import ASCENT, LEADING, right_to_left
from journey.exports.drawing.marks import Block, Dot, Stroke, Words


def draw_marks(canvas: Any, marks: Iterable[Block | Stroke | Dot], height: float) -> None:
    """Draws the marks, from back to front, on a canvas whose upper edge is at `height`."""
    for mark in marks:
        match mark:
            case Block():
                _block(canvas, mark, height)
            case Stroke():
                _stroke(canvas, mark, height)
            case Dot(x=x, y=y, radius=radius, fill=fill, edge=edge):
                _ink(canvas, fill, edge or fill, 1.6)
                canvas.circle(x, height - y, radius, stroke=1, fill=1)


def _ink(canvas: Any, fill: str, edge: str, width: float = 1.0, dash: str = "") -> None:
    if fill:
        canvas.setFillColor(fill)
    if edge:
        canvas.setStrokeColor(edge)
        canvas.setLineWidth(width)
    canvas.setDash([float(each) for each in dash.split()] if dash not in {"", "none"} else [])


def _stroke(canvas: Any, stroke: Stroke, height: float) -> None:
    _ink(canvas, stroke.fill, stroke.colour, stroke.width, stroke.dash)
    path = canvas.beginPath()
    for at, (x, y) in enumerate(stroke.points):
        (path.lineTo if at else path.moveTo)(x, height - y)
    if stroke.fill:
        path.close()
    canvas.drawPath(path, stroke=0 if stroke.fill else 1, fill=1 if stroke.fill else 0)


def _block(canvas: Any, block: Block, height: float) -> None:
    box = block.box
    if block.fill or block.edge:
        _ink(canvas, block.fill, block.edge, 1, "4 3" if block.dashed else "")
        place = (box.x, height - box.bottom, box.width, box.height)
        canvas.roundRect(*place, block.radius, stroke=1 if block.edge else 0, fill=1 if block.fill else 0)
    if block.bar:
        canvas.setFillColor(block.bar)
        canvas.rect(box.x, height - box.bottom, 3.5, box.height, stroke=0, fill=1)
    y = box.y + block.pad
    for words in block.words:
        y += words.above
        _words(canvas, words, block, height - y)
        y += words.height(block.room) - words.above


def _words(canvas: Any, words: Words, block: Block, top: float) -> None:
    """A paragraph below `top`, its key before it."""
    left, right = block.box.x + block.pad, block.box.right - block.pad
    middle = top - words.size * 0.68
    if words.dash:
        _ink(canvas, "", words.dot, 2, words.dash)
        canvas.line(left, middle, left + 17, middle)
    elif words.dot:
        canvas.setFillColor(words.dot)
        canvas.circle(left + 3.5, middle, 3, stroke=0, fill=1)
    canvas.setFillColor(words.colour)
    ends = block.at == "end" or right_to_left(words.text)
    for at, line in enumerate(words.lines(block.room)):
        y = top - words.size * (ASCENT + at * LEADING)
        x = right - pdf_text.wide(line, words.size, bold=words.bold) if ends else left + words.indent
        wide = pdf_text.draw(canvas, line, (x, y), words.size, bold=words.bold) if line else 0.0
        if words.struck:
            _ink(canvas, "", words.colour, 0.8)
            canvas.line(x, y + words.size * 0.3, x + wide, y + words.size * 0.3)
