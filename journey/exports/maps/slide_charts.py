"""Charts of a deck that PowerPoint draws itself and people can edit: the emotion curve, and KPIs against their targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from journey.domain.document import Document, Figures, KpiMark
from journey.exports.drawing.marks import Box
from journey.exports.drawing.slide_chart import chart_on, fill, rows_of, size_of
from journey.exports.drawing.slide_xml import EMU, rgb
from journey.exports.drawing.style import AXIS, MUTED, STATES
from journey.exports.maps import curve
from journey.exports.safe_csv import safe

_NUMBER = re.compile(r"(?P<figure>[+−-]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|d|h|min|s)?")
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "min": 60.0, "s": 1.0}


def amount(text: str) -> float | None:
    """The figure that a KPI's value or target begins with, a duration in seconds; None where it begins with no figure."""
    first = _NUMBER.match(text.strip())
    if not first:
        return None
    if first["unit"] in _SECONDS:
        return sum(
            _figure(each["figure"]) * _SECONDS[each["unit"]] for each in _NUMBER.finditer(text) if each["unit"] in _SECONDS
        )
    return _figure(first["figure"])


def _figure(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("+", ""))


def against_target(kpi: KpiMark) -> float | None:
    """A KPI's value as a share of its target in percent; None where there is none or it cannot be told."""
    value, target = amount(kpi.value), amount(kpi.target)
    return round(value / target * 100, 1) if value is not None and target and value >= 0 and target > 0 else None


def kpi_chart(slide: Any, kpis: Sequence[KpiMark], box: Box, points: float) -> None:
    """Bars of each KPI's value in percent of its target, whose line is 100, coloured by state."""
    from pptx.enum.chart import XL_CHART_TYPE

    shares = [(kpi, share) for kpi in reversed(kpis) if (share := against_target(kpi)) is not None]
    data = rows_of('0"%"')
    data.categories = [safe(f"{kpi.name}: {kpi.value}, target {kpi.target}") for kpi, _ in shares]
    data.add_series("Value, % of target", [share for _, share in shares])
    data.add_series("Target", [100.0] * len(shares))
    chart = chart_on(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, box, points)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = size_of(9.5, points)
    values, targets = plot.series
    for at, (kpi, _) in enumerate(shares):
        fill(values.points[at].format, STATES.get(kpi.state, MUTED))
    fill(targets.format, AXIS)
    chart.value_axis.minimum_scale, chart.value_axis.visible, chart.value_axis.has_major_gridlines = 0, False, False


def emotion_chart(slide: Any, document: Document, figures: Figures, box: Box, points: float) -> None:
    """The curves of the map as lines over the stages, the measured one with the ends of its interval."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_LINE

    curves = list(reversed(curve.series(document, figures)))
    marks = {mark.stage: mark for mark in figures.felt}
    found = [marks.get(stage.key) for stage in document.stages]
    ends = {"Measured, low": [mark and mark.low for mark in found], "Measured, high": [mark and mark.high for mark in found]}
    if all(mark.low is None for mark in figures.felt):
        ends = {}
    data = rows_of("+0.0;−0.0;0")
    data.categories = [safe(stage.name) for stage in document.stages]
    for each in curves:
        data.add_series(safe(each.name), each.values)
    for name, values in ends.items():
        data.add_series(name, values)
    chart = chart_on(slide, XL_CHART_TYPE.LINE_MARKERS, data, box, points)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = -5, 5, 5
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    looks = [(each.colour, each.width, bool(each.dash)) for each in curves] + [(curve.MEASURED, 0.75, False)] * len(ends)
    for series, (colour, width, dashed) in zip(chart.plots[0].series, looks, strict=True):
        series.smooth = False
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = round(width * points * EMU)
        if dashed:
            series.format.line.dash_style = MSO_LINE.DASH
        fill(series.marker.format, colour)
