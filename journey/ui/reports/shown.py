"""A report as the screen shows it: its words as Markdown, its table and charts as the pages draw them, and its files."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from journey.charts import svg
from journey.charts.heat import heat_table
from journey.exports.drawing.marks import Box
from journey.exports.drawing.svg_marks import FONTS, svg_marks
from journey.exports.reports.files import FORMATS, write
from journey.exports.reports.html import either_scheme
from journey.exports.reports.markdown import Writer
from journey.exports.reports.model import Chart, Report, Section
from journey.exports.reports.pictures import height, marks
from journey.ui.runtime import literal

WIDE = 300.0
CHARTS = (
    ".report-charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1rem 1.5rem}"
    ".report-charts img{max-width:100%;height:auto}"
)


def files(report: Report, name: str, *, key: str) -> None:
    """A button a format; a file is written when somebody asks for it."""
    with st.container(horizontal=True):
        for form in FORMATS.values():
            st.download_button(
                f"Download as {form.label}", partial(write, report, form.name), f"{name}.{form.suffix}", form.mime,
                key=f"{key}_{form.name}", on_click="ignore",
            )  # fmt: skip


def shown(report: Report, *, level: int) -> None:
    """The report in a frame, under headings of that level; figures are links to their screens."""
    say = Writer(plain=literal, inline=literal, level=level, way="Open the page")
    with st.container(border=True):
        held = [say.head(report)]
        for section in report.sections:
            held.append(say.heading(section))
            if section.cells or section.charts:
                st.markdown("\n\n".join(held))
                _drawn(section)
                held = []
            held.append(say.words(section))
        st.markdown("\n\n".join([*held, literal(report.foot)]))


def _drawn(section: Section) -> None:
    if section.cells:
        rows = [{**cell.row, "link": cell.link} for cell in section.cells]
        st.html(heat_table(pl.DataFrame(rows, infer_schema_length=None), caption="Latest settled week, change, target, n"))
    if section.charts:
        st.html(f'<style>{CHARTS}</style><div class="report-charts">{"".join(map(_chart, section.charts))}</div>')


def _chart(chart: Chart) -> str:
    tall = height(chart, WIDE)
    body = either_scheme(svg_marks(marks(chart, Box(0, 0, WIDE, tall))))
    picture = svg.image(f'<g font-family="{FONTS}">{body}</g>', width=WIDE, height=tall, alt=chart.alt)
    return f'<a href="{chart.link}">{picture}</a>' if chart.link else picture
