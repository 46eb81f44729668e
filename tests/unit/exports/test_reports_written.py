"""Reports as files: the same words in each format, typed text as text, one page for leaders whatever there is to tell."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader

from journey.domain.words import MetricKind
from journey.exports.reports.files import FORMATS, write
from journey.exports.reports.markdown import as_markdown
from journey.exports.reports.model import Cell, Chart, Line, Report, Section

NASTY = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>x</b>', "{{ 7 * 7 }}", "&lt;b&gt;", "[x](javascript:1)",
    "=1+1", "a | b",
)  # fmt: skip
PAGE = "https://app.example.org/monday_review?journey=shop&week=2026-W47&metric=3"


def cells(stages: int = 3, name: str = "Drop-off") -> tuple[Cell, ...]:
    columns = ("First KPI", "Second KPI", "Third KPI")
    told = {"change": "+7.6 points", "state": "worse", "link": PAGE}
    return tuple(
        Cell(f"Stage {at}", column, name, MetricKind.RATE, "", 0.31, 1329.0, 0.2, **told)  # type: ignore[arg-type]
        for at in range(stages)
        for column in columns
    )


TREND = Chart(
    "Drop-off, Pay", "26 % (412 of 1,329); +7.6 points on the month before, ▼ worse", ("2 Nov", "9 Nov", "16 Nov"),
    (0.2, None, 0.31), ("20 %", "no data", "31 %"), target=0.2, target_said="20 %", state="worse", number_format="0.0%",
    link=PAGE,
)  # fmt: skip
BARS = Chart(
    "Pay costs most", "a week", ("Pay", "Browse"), (3200.0, 80.0), ("€3,200", "€80"), "bar", (1100.0, 0.0), (7900.0, 200.0)
)


def a_report(text: str = "Cards are refused", *, lines: int = 1, one_page: bool = False, stages: int = 3) -> Report:
    rows = tuple(Line(text, "31 % (412 of 1,329)", "Ask the bank", PAGE, "worse") for _ in range(lines))
    sections = (
        Section("Stages at a glance", cells=cells(stages, text), link=PAGE, note="Where it is more than chance."),
        Section("What stood out", rows, "Nothing.", link=PAGE),
        Section("Actions", (), "No action is open."),
        Section("Money", rows[:1], charts=(BARS,)),
        Section("KPIs over the period", charts=(TREND,) * 4),
    )
    return Report(f"Shop {text}", "week 47, 2026", "leaders", f"One thing: {text}.", sections, PAGE, "Known by 15 Nov.", one_page)


def pdf_text(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def slides(data: bytes) -> list[str]:
    """What each slide says: its boxes, tables and the words at its charts."""
    return [" ".join(text for shape in slide.shapes for text in _texts(shape)) for slide in Presentation(BytesIO(data)).slides]


def _texts(shape: Any) -> list[str]:
    if shape.has_text_frame:
        return [shape.text_frame.text]
    if getattr(shape, "has_table", False):
        return [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    if getattr(shape, "has_chart", False):
        return re.findall(r"<(?:a:t|c:v)>([^<]*)</", shape.chart._chartSpace.xml)
    return []


def said_in(report: Report) -> dict[str, str]:
    """Every format as somebody reads it, with one space between words."""
    made = {name: write(report, name) for name in FORMATS}
    page = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", made["html"].decode(), flags=re.S))
    text = made["md"].decode().replace("\\", "")
    read = {"html": page, "md": text, "pdf": pdf_text(made["pdf"]), "pptx": " ".join(slides(made["pptx"]))}
    return {name: " ".join(said.split()) for name, said in read.items()}


def test_every_format_says_the_same_figures_in_the_same_words() -> None:
    for name, said in said_in(a_report()).items():
        for words in (
            "week 47, 2026, for leaders", "31 % (412 of 1,329)", "Ask the bank", "No action is open.", "▼ worse · +7.6 points",
            "target 20 % · n 1,329", "€3,200", "26 % (412 of 1,329); +7.6 points on the month before, ▼ worse",
        ):  # fmt: skip
            assert words in said, (name, words)


def test_each_figure_leads_to_its_screen_in_every_format() -> None:
    report = replace(a_report(), link="")
    assert f'<a href="{html.escape(PAGE)}">31 % (412 of 1,329)</a>' in write(report, "html").decode()
    assert f"[31 % (412 of 1,329)]({PAGE})" in write(report, "md").decode()
    notes = [note.get_object() for page in PdfReader(BytesIO(write(report, "pdf"))).pages for note in page["/Annots"]]
    assert {note["/A"]["/URI"] for note in notes} == {PAGE}
    assert len(notes) >= len(cells()) + 2
    links = [
        run.hyperlink.address
        for slide in Presentation(BytesIO(write(report, "pptx"))).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.text == "31 % (412 of 1,329)"
    ]
    assert links == [PAGE, PAGE]


def test_a_sentence_is_no_link_but_its_matter_is() -> None:
    line = Line("Fewer fields", "Validated: drop-off fell by about ten points and stayed there for six weeks.", link=PAGE)
    report = Report("Shop", "week 47, 2026", "", "One thing.", (Section("Verdicts", (line,)),))
    assert f"**[Fewer fields]({PAGE})** Validated:" in as_markdown(report)
    assert f'<b><a href="{html.escape(PAGE)}">Fewer fields</a></b>' in write(report, "html").decode()


@pytest.mark.parametrize("text", NASTY)
def test_what_was_typed_shows_and_nothing_of_it_runs(text: str) -> None:
    report = a_report(text)
    page = write(report, "html").decode()
    assert set(re.findall(r"<(script|img|iframe)\b", page)) == set()
    assert "javascript:" not in re.sub(r">[^<]*<", "", page), "in no attribute"
    for name, said in said_in(report).items():
        assert " ".join(text.split()) in said, name


def test_the_markdown_is_what_it_was_typed_as() -> None:
    report = Report(
        "Shop", "week 47, 2026", "", "One thing.", (Section("Blockers", (Line("# Cards", "Pay"),)), Section("Actions"))
    )
    assert as_markdown(report) == (
        "# Shop: week 47, 2026\n\nOne thing.\n\n## Blockers\n\n- **\\# Cards** Pay\n\n## Actions\n\nNothing.\n"
    )


@pytest.mark.parametrize(("lines", "stages"), [(0, 0), (1, 3), (8, 8), (300, 40)])
def test_leaders_get_one_page_and_a_slide_a_part_whatever_there_is(lines: int, stages: int) -> None:
    report = a_report("Cards are refused by the bank that the customer has trusted for years " * 2, lines=lines, one_page=True,
                      stages=stages)  # fmt: skip
    pdf = PdfReader(BytesIO(write(report, "pdf")))
    assert len(pdf.pages) == 1
    heights: list[float] = []
    pdf.pages[0].extract_text(visitor_text=lambda text, _, matrix, *more: heights.append(matrix[5]) if text.strip() else None)
    assert min(heights) > 20, "nothing runs off the foot of the sheet"
    assert [float(each) for each in pdf.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)
    assert len(Presentation(BytesIO(write(report, "pptx"))).slides) == 1 + len(report.sections)


def test_what_one_page_leaves_out_is_counted() -> None:
    report = a_report(lines=300, one_page=True, stages=40)
    text = pdf_text(write(report, "pdf"))
    [rows] = [int(count) for count in re.findall(r"and (\d+) more", text) if int(count) > 200]
    assert text.count("Cards are refused 31 % (412 of 1,329)") == 300 - rows + 1, "one in Money"
    assert re.search(r"and \d+ stages more", text)
    assert "and 294 more" in " ".join(slides(write(report, "pptx")))


def test_a_report_for_others_tells_everything_over_as_many_pages_as_it_takes() -> None:
    report = a_report("Cards", lines=120)
    pdf = write(report, "pdf")
    assert len(PdfReader(BytesIO(pdf)).pages) > 3
    assert pdf_text(pdf).count("Ask the bank") == 121
    assert sum(slide.count("Ask the bank") for slide in slides(write(report, "pptx"))) == 121


def test_the_charts_are_powerpoint_s_own_with_the_figures_behind_them() -> None:
    found = [
        shape.chart
        for slide in Presentation(BytesIO(write(a_report(), "pptx"))).slides
        for shape in slide.shapes
        if getattr(shape, "has_chart", False)
    ]
    assert [list(chart.plots[0].series[0].values) for chart in found] == [[80.0, 3200.0]] + [[0.2, None, 0.31]] * 4
    [ends] = re.findall(r"<c:errBars.*?</c:errBars>", found[0]._chartSpace.xml, re.DOTALL)
    assert re.findall(r"<c:v>([^<]*)", ends) == ["120.0", "4700.0", "80.0", "2100.0"], "how far each end lies from its bar's"


def test_the_same_report_is_the_same_file() -> None:
    for name in FORMATS:
        assert write(a_report(), name) == write(a_report(), name), name


@settings(max_examples=8)
@given(text=st.text(max_size=200), one_page=st.booleans())
def test_no_text_breaks_a_format(text: str, one_page: bool) -> None:
    report = replace(a_report(text, one_page=one_page), sections=a_report(text).sections[:3])
    for name in FORMATS:
        assert write(report, name)
    if one_page:
        assert len(PdfReader(BytesIO(write(report, "pdf"))).pages) == 1
