"""Charts on slides that PowerPoint draws itself and people can edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journey.exports.drawing.marks import Box
from journey.exports.drawing.slide_xml import EMU, FONT, rgb
from journey.exports.drawing.style import BORDER


def rows_of(number_format: str) -> Any:
    """The rows of a chart, yet empty."""
    from pptx.chart.data import CategoryChartData

    make: Callable[..., Any] = CategoryChartData
    return make(number_format=number_format)


def chart_on(slide: Any, kind: Any, data: Any, box: Box, points: float) -> Any:
    """A chart in the look of everything that leaves, with its legend below."""
    from pptx.enum.chart import XL_LEGEND_POSITION

    place = (round(value * points * EMU) for value in (box.x, box.y, box.width, box.height))
    chart = slide.shapes.add_chart(kind, *place, data).chart
    chart.font.size, chart.font.name = size_of(10.5, points), FONT
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(BORDER)
    chart.value_axis.format.line.fill.background()
    return chart


def fill(look: Any, colour: str) -> None:
    """Fills a bar or a marker with one colour."""
    look.fill.solid()
    look.fill.fore_color.rgb = rgb(colour)


def size_of(pixels: float, points: float) -> int:
    """Pixels of the layout in the format's units."""
    return round(pixels * points * EMU)
