"""A report as PDF on A4: text that can be selected, and every figure a link to the screen that shows it."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from journey.exports.drawing import pdf_text
from journey.exports.drawing.clean import cleaned, mapped
from journey.exports.drawing.pdf_marks import draw_marks
from journey.exports.drawing.undrawn import odd, spoken
from journey.exports.reports.model import Report
from journey.exports.reports.pages import EDGE, TALL, WIDE, Page, pages


def to_pdf(report: Report) -> bytes:
    """The report as PDF; the same bytes for the same report. What no font of a PDF can show is named in words."""
    from reportlab.pdfgen.canvas import Canvas

    pdf_text.fonts()
    report = cleaned(report)
    report = mapped(report, partial(spoken, missing=odd((report,), pdf_text.drawable)))
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(WIDE, TALL), invariant=1, pageCompression=1)
    canvas.setTitle(report.title)
    canvas.setSubject(report.headline)
    canvas.setCreator("Journey")
    made = pages(report)
    for number, page in enumerate(made, start=1):
        _draw(canvas, page, f"{number} of {len(made)}" if len(made) > 1 else "")
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, page: Page, number: str) -> None:
    draw_marks(canvas, page.marks, TALL)
    for box, link in page.links:
        canvas.linkURL(link, (box.x, TALL - box.bottom, box.right, TALL - box.y), relative=0, thickness=0)
    if number:
        canvas.setFillColor("#5A606A")
        pdf_text.draw(canvas, number, (WIDE - EDGE - 30, EDGE - 14), 8, bold=False)
    canvas.showPage()
