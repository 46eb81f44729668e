"""A picture over sheets of paper: what is where, marks to cut along, and a plan of how they are glued together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

from journey.exports.drawing.marks import Picture

MM = 72 / 25.4
PAPERS = {"A4": (297 * MM, 210 * MM), "A3": (420 * MM, 297 * MM)}
"""Landscape, in points."""
EDGE, OVERLAP = 10 * MM, 8 * MM
"""What printers leave white, and how much of the neighbour is printed at the right and below to glue on."""
SCALES = (0.75, 0.72, 0.69, 0.66, 0.63, 0.6)
"""Points to a pixel that are tried: at the smallest a card's text is 6.6 points tall."""
FONT, BOLD, INK, GREY = "OpenSans", "OpenSans-Semibold", "#1F2328", "#6B6F76"
LABEL = 5 * MM


@dataclass(frozen=True)
class Grid:
    """How a picture is cut: the size of a sheet, and how many stand side by side and one below the other."""

    page: tuple[float, float]
    across: int
    down: int
    scale: float

    @property
    def part(self) -> tuple[float, float]:
        """What one sheet adds to the whole, in points."""
        return self.page[0] - 2 * EDGE - OVERLAP, self.page[1] - 2 * EDGE - OVERLAP - LABEL

    def name(self, row: int, column: int) -> str:
        """A sheet's name: A1 at the upper left, B1 below it."""
        letters = ""
        row += 1
        while row:
            row, rest = divmod(row - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{column + 1}"


def cut(picture: Picture, paper: str) -> Grid:
    """The picture cut into sheets of that paper, laid so that few are needed and then as large as they allow."""
    wide, tall = PAPERS[paper]
    tries = []
    for page, scale in product(((wide, tall), (tall, wide)), SCALES):
        part = Grid(page, 1, 1, scale).part
        across, down = -(-picture.width * scale // part[0]), -(-picture.height * scale // part[1])
        tries.append(Grid(page, int(across), int(down), scale))
    return min(tries, key=lambda grid: (grid.across * grid.down, -grid.scale))


def sheets(canvas: Any, picture: Picture, draw: Callable[[Any], None], *, paper: str) -> None:
    """Draws the plan and each sheet on pages of their own, every page with a bookmark; the picture is in the file once."""
    grid = cut(picture, paper)
    canvas.setPageSize(grid.page)
    canvas.beginForm("map", 0, 0, picture.width, picture.height)
    draw(canvas)
    canvas.endForm()
    _plan(canvas, picture, grid, paper)
    for row in range(grid.down):
        for column in range(grid.across):
            _sheet(canvas, picture, grid, row, column)


def _page(canvas: Any, key: str, title: str, level: int) -> None:
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key, level)


def _plan(canvas: Any, picture: Picture, grid: Grid, paper: str) -> None:
    """The first page: the whole map in small under the net of its sheets, and what to do."""
    _page(canvas, "plan", picture.title or "Map", 0)
    wide, tall = grid.page
    canvas.setFillColor(INK)
    canvas.setFont(FONT, 9)
    sheets_of = (
        f"{grid.across * grid.down} {'sheet' if grid.across * grid.down == 1 else 'sheets'} of {paper}, to print at 100 %."
    )
    glue = "Cut off the white at the left and top of each, along its marks, and glue it onto the overlap of its neighbours."
    canvas.drawString(EDGE, tall - EDGE - 9, sheets_of)
    canvas.drawString(EDGE, tall - EDGE - 20, glue)
    part = grid.part
    whole = (part[0] * grid.across, part[1] * grid.down)
    room = (wide - 2 * EDGE, tall - 2 * EDGE - 30)
    small = min(room[0] / whole[0], room[1] / whole[1])
    top = tall - EDGE - 30
    canvas.saveState()
    canvas.translate(EDGE, top - picture.height * grid.scale * small)
    canvas.scale(grid.scale * small, grid.scale * small)
    canvas.doForm("map")
    canvas.restoreState()
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.6)
    for row in range(grid.down):
        for column in range(grid.across):
            x, y = EDGE + column * part[0] * small, top - (row + 1) * part[1] * small
            canvas.rect(x, y, part[0] * small, part[1] * small, stroke=1, fill=0)
            canvas.setFont(BOLD, 11)
            canvas.drawCentredString(x + part[0] * small / 2, y + part[1] * small / 2, grid.name(row, column))
    canvas.showPage()


def _sheet(canvas: Any, picture: Picture, grid: Grid, row: int, column: int) -> None:
    """A sheet: its part of the map with a strip of its neighbours, marks where it is cut, and its name."""
    name = grid.name(row, column)
    _page(canvas, f"sheet {name}", f"Sheet {name}", 1)
    part, tall = grid.part, grid.page[1]
    left, top = EDGE, tall - EDGE
    seen = (part[0] + OVERLAP, part[1] + OVERLAP)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, top - seen[1], *seen)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.translate(left - column * part[0], top + row * part[1] - picture.height * grid.scale)
    canvas.scale(grid.scale, grid.scale)
    canvas.doForm("map")
    canvas.restoreState()
    _marks(canvas, left, top, part)
    beside = f"{grid.name(row, column + 1)} goes on its right" if column + 1 < grid.across else ""
    below = f"{grid.name(row + 1, column)} below it" if row + 1 < grid.down else ""
    canvas.setFillColor(GREY)
    canvas.setFont(FONT, 7.5)
    canvas.drawString(left + 6, EDGE, " · ".join(each for each in (f"Sheet {name}", beside, below) if each))
    canvas.showPage()


def _marks(canvas: Any, left: float, top: float, part: tuple[float, float]) -> None:
    """Short lines in the white edge, in line with where the sheet's own part begins and ends."""
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.4)
    long = EDGE * 0.6
    for x in (left, left + part[0]):
        canvas.line(x, top + 2, x, top + long)
        canvas.line(x, top - part[1] - OVERLAP - 2, x, top - part[1] - OVERLAP - 2 - LABEL * 0.4)
    for y in (top, top - part[1]):
        canvas.line(left - 2, y, left - long, y)
        canvas.line(left + part[0] + OVERLAP + 2, y, left + part[0] + OVERLAP + long, y)
