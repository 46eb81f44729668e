"""Everything that a map says is in every picture of it, in full, whatever people typed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from zipfile import ZipFile

import fastexcel
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pypdf import PdfReader

from journey.domain.document import CardPart, Document, Figures, KpiMark, StagePart
from journey.errors import Refused
from journey.exports.drawing.undrawn import spoken
from journey.exports.maps.pdf import to_pdf
from journey.exports.maps.png import to_png
from journey.exports.maps.pptx import to_pptx
from journey.exports.maps.svg import to_svg
from journey.exports.maps.xlsx import to_xlsx
from tests.unit.exports.map_builders import large, small, small_figures

Writer = Callable[[Document, Figures], bytes]
SVG = "{http://www.w3.org/2000/svg}"


small_png = partial(to_png, scale=0.3)


@cache
def large_deck() -> bytes:
    """The slides of the large map, made once."""
    return to_pptx(*large())


def svg_text(document: Document, figures: Figures) -> str:
    root = ET.fromstring(to_svg(document, figures))
    return "\n".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def pdf_text(document: Document, figures: Figures) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(to_pdf(document, figures))).pages)


def slide_texts(document: Document, figures: Figures) -> list[str]:
    made = large_deck() if document.name == large()[0].name else to_pptx(document, figures)
    deck = Presentation(BytesIO(made))
    return ["\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides]


def pptx_text(document: Document, figures: Figures) -> str:
    return "\n".join(slide_texts(document, figures))


def sheet_cells(document: Document, figures: Figures) -> dict[str, list[list[object]]]:
    book = fastexcel.read_excel(to_xlsx(document, figures))
    read = {name: book.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in book.sheet_names}
    return {name: [list(row) for row in frame.rows()] for name, frame in read.items()}


def xlsx_text(document: Document, figures: Figures) -> str:
    return "\n".join(str(cell) for rows in sheet_cells(document, figures).values() for row in rows for cell in row if cell)


def said_by(document: Document, figures: Figures) -> Iterator[str]:
    """Every text that people typed or data brought, hidden lanes aside."""
    yield from (document.name, document.goal, document.starts_with, document.ends_with, document.time_frame, document.scale)
    shown = {lane.key: lane for lane in document.lanes if lane.shown}
    yield from (lane.name for lane in shown.values())
    for stage in document.stages:
        yield from (stage.name, stage.description, stage.team, *(step.name for step in stage.steps))
        for touchpoint in (each for step in stage.steps for each in step.touchpoints):
            yield from (touchpoint.name, touchpoint.channel)
    for card in (each for each in document.cards if each.lane in shown):
        yield from (card.text, card.details, card.standing.value, card.team, *card.tags)
    for persona in document.personas:
        yield from (persona.name, persona.profile, persona.goals, persona.says, persona.feels, persona.segment, *persona.quotes)
    for kpi in figures.kpis:
        yield from (kpi.name, kpi.value, kpi.target)
    yield from (text for texts in figures.alerts.values() for text in texts)
    yield figures.as_of


def flat(text: str) -> str:
    """The text without spaces and line ends: where lines break is the picture's business."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("read", [svg_text, pdf_text, pptx_text, xlsx_text])
def test_every_text_of_a_map_is_in_the_file_in_full(read: Callable[[Document, Figures], str]) -> None:
    for document, figures in ((small(), small_figures()), large()):
        found = flat(read(document, figures))
        missing = [text for text in said_by(document, figures) if flat(text) not in found]
        assert not missing


@pytest.mark.parametrize("read", [svg_text, pdf_text, pptx_text])
def test_pictures_say_scores_emotions_links_and_what_is_hidden(read: Callable[[Document, Figures], str]) -> None:
    found = flat(read(small(), small_figures()))
    for said in (
        "severity 5, frequency 4, impact 5, effort 2",
        "Measured −2.4 (−2.9 to −1.9, n 530)",
        "Gap: 1.4 lower than assumed",
        "evidenced, 12 pieces of evidence",
        "hands off to no. 4",
        "answers no. 2",
        "moment of truth",
        "line of visibility",
        "Not shown: the lane Politics, with 1 card.",
    ):
        assert flat(said) in found, said
    assert "Nobodyownsthis" not in found


NASTY = (
    '<script>alert("1")</script> & ]]> \x00\x0b\x1f </text></svg>',
    '=HYPERLINK("http://evil","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "日本語の地図と中文和한국어",
    "مرحبا بالعالم، كيف الحال؟",
    "שלום עולם 12",
    "Emoji 🙂👍🏽👨‍👩‍👧 and a flag 🇩🇪",
    "हिन्दी ไทย",
    "W" * 900,
    "   ",
    "line one\r\nline two\u2028line three",
    "\ud800 lone surrogate \uffff",
)


def nasty() -> Document:
    """What people type, in every place where they can."""
    cards = tuple(
        CardPart(f"card:{at}", "stage:1", "lane:1", text, details=text, tags=(text[:20],)) for at, text in enumerate(NASTY)
    )
    stages = tuple(StagePart(f"stage:{at}", text[:200], text, text[:60]) for at, text in enumerate(NASTY))
    return replace(small(), name="".join(NASTY), goal=NASTY[0], stages=stages, cards=cards, links=(), feelings=())


@pytest.mark.parametrize("write", [to_svg, small_png, to_pdf, to_pptx, to_xlsx])
def test_whatever_people_type_is_exported(write: Writer) -> None:
    figures = Figures(
        "today", kpis=tuple(KpiMark("stage:1", text[:50], text[:50], text[:50]) for text in NASTY), alerts={"stage:2": NASTY}
    )
    made = write(nasty(), figures)
    assert made == write(nasty(), figures), "the same map gives the same bytes"


def test_scripts_and_signs_are_in_the_svg_and_the_slides_as_typed() -> None:
    for found in (svg_text(nasty(), Figures()), pptx_text(nasty(), Figures())):
        for text in NASTY[3:8]:
            assert flat(text) in flat(found)
        assert flat('<script>alert("1")</script> & ]]>') in flat(found)


def test_a_pdf_joins_arabic_says_emoji_and_tells_of_scripts_it_cannot_draw() -> None:
    found = flat(pdf_text(nasty(), Figures()))
    assert flat("日本語の地図と中文和한국어") in found
    assert "[slightlysmilingface]" in found
    assert "Devanagari(" in found
    assert "Thai(" in found
    made = to_pdf(replace(small(), name="مرحبا"), Figures())
    content = PdfReader(BytesIO(made)).pages[0].get_contents()
    assert content is not None
    assert "مرحبا".encode("utf-16-be").hex().upper().encode() in content.get_data(), "who searches finds the letters as typed"


def test_a_sign_that_cannot_be_drawn_is_said_by_its_name() -> None:
    missing = frozenset("🙂👍")
    assert spoken("Fine 🙂, 👍🏽!", missing) == "Fine [slightly smiling face], [thumbs up sign]!"
    assert spoken("Fine 😀", missing) == "Fine 😀"
    assert spoken("To 🇩🇪", frozenset("🇩🇪")) == "To [flag DE]"


def test_no_cell_and_no_chart_of_a_workbook_starts_a_formula() -> None:
    figures = Figures(kpis=tuple(KpiMark("stage:1", text[:50], "3 %", "2 %") for text in NASTY))
    books = [to_xlsx(nasty(), figures)]
    with ZipFile(BytesIO(to_pptx(nasty(), figures))) as deck:
        books += [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    assert len(books) > 1
    for packed in books:
        with ZipFile(BytesIO(packed)) as book:
            for name in book.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    assert b"<f>" not in book.read(name)
                    assert b"hyperlink" not in book.read(name)


def test_the_workbook_ranks_pain_points_and_freezes_headings() -> None:
    document, figures = large()
    sheets = sheet_cells(document, figures)
    assert list(sheets) == ["Map", "Cards", "Stages", "Touchpoints", "KPIs", "Pain points", "Actions", "Personas", "Sources"]
    weights = [float(str(row[3])) for row in sheets["Pain points"][1:]]
    assert weights == sorted(weights, reverse=True)
    assert len(sheets["Cards"]) == 401
    with ZipFile(BytesIO(to_xlsx(document, figures))) as book:
        cards = book.read("xl/worksheets/sheet2.xml")
    assert b'state="frozen"' in cards
    assert b"<autoFilter" in cards


def test_an_svg_says_what_it_shows_to_who_cannot_see_it() -> None:
    root = ET.fromstring(to_svg(small(), small_figures()))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Open an account & use it"
    assert "Stages: Compare, Verify identity, First payment, Move the salary." in (root.findtext(f"{SVG}desc") or "")
    cards = {each.get("data-key") for each in root.iter(f"{SVG}g") if each.get("class") == "card"}
    assert cards == {card.key for card in small().cards} - {"card:7"}


def test_a_png_is_as_large_as_asked_and_drawn() -> None:
    once = Image.open(BytesIO(to_png(small(), small_figures(), scale=0.5)))
    twice = Image.open(BytesIO(to_png(small(), small_figures(), scale=1.0)))
    assert abs(twice.width - 2 * once.width) <= 2
    assert len(once.convert("RGB").getcolors(1 << 24) or []) > 200


def test_a_tiled_pdf_covers_the_whole_map_on_named_sheets() -> None:
    document, figures = small(), small_figures()
    one = PdfReader(BytesIO(to_pdf(document, figures)))
    assert [entry.title for entry in one.outline[1]][:4] == [stage.name for stage in document.stages]  # type: ignore[union-attr]
    for paper, size in (("A4", {595, 842}), ("A3", {842, 1191})):
        tiled = PdfReader(BytesIO(to_pdf(document, figures, paper=paper)))
        assert {round(tiled.pages[0].mediabox.width), round(tiled.pages[0].mediabox.height)} == size
        sheets = [str(entry.title) for entry in tiled.outline[1]]  # type: ignore[union-attr]
        assert len(sheets) == len(tiled.pages) - 1
        assert sheets[0] == "Sheet A1"
        last = tiled.pages[-1].extract_text()
        assert sheets[-1] in last
        assert document.cards[0].text.split()[0] in tiled.pages[0].extract_text()
    with pytest.raises(Refused, match="no paper called A5"):
        to_pdf(document, figures, paper="A5")


def test_a_deck_has_the_map_each_stage_and_actions_with_real_charts_and_sources() -> None:
    deck = Presentation(BytesIO(to_pptx(small(), small_figures())))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    stages = ["Compare", "Verify identity", "First payment", "Move the salary"]
    assert titles == ["Open an account & use it", "Emotion curve", *stages, "Personas", "Actions"]
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13], "no pictures"
    emotion = next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart)
    measured = {series.name: list(series.values) for series in emotion.plots[0].series}["Measured"]
    assert measured == [1.8, -2.4, 3.0, None]
    kpis = next(shape.chart for shape in deck.slides[3].shapes if shape.has_chart)
    assert list(kpis.plots[0].series[0].values) == pytest.approx([52 / 24 * 100, 5.6 / 5.5 * 100], abs=0.1)
    assert "12 pieces of evidence: The camera refuses" in deck.slides[3].notes_slide.notes_text_frame.text


def test_what_is_read_from_the_right_is_set_from_the_right() -> None:
    deck = Presentation(BytesIO(to_pptx(replace(small(), stages=(StagePart("stage:1", "Start", "مرحبا بالعالم"),)), Figures())))
    texts = [shape.text_frame.paragraphs for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    found = [paragraph for paragraphs in texts for paragraph in paragraphs if paragraph.text == "مرحبا بالعالم"]
    assert found
    assert all(paragraph.alignment == PP_ALIGN.RIGHT for paragraph in found)


def test_what_is_on_a_slide_stays_on_it() -> None:
    for made in (to_pptx(small(), small_figures()), large_deck(), to_pptx(nasty(), Figures())):
        deck = Presentation(BytesIO(made))
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= deck.slide_width + 1, shape.name
                assert shape.top + shape.height <= deck.slide_height + 1, (slide.shapes.title.text_frame.text[:40], shape.name)


@pytest.mark.parametrize("write", [to_svg, small_png, to_pdf, to_pptx, to_xlsx])
def test_an_empty_map_is_exported_too(write: Writer) -> None:
    assert write(Document("Nothing yet"), Figures())
