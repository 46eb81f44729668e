"""How fast a map of 12 stages, 12 lanes and 400 cards becomes a file, beside as many rectangles and lines drawn bare.

The floor is what the same library takes for the same number of rectangles and lines of the same text, without a layout.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest

from journey.exports.drawing.fonts import FAMILY, FOLDER, REGULAR
from journey.exports.drawing.marks import Picture
from journey.exports.maps.layout import layout
from journey.exports.maps.pdf import to_pdf
from journey.exports.maps.png import to_png
from journey.exports.maps.pptx import to_pptx
from journey.exports.maps.svg import to_svg
from journey.exports.maps.xlsx import to_xlsx
from tests.unit.exports.map_builders import large

SECONDS = 5.0
"""What an export of the large map may take."""


def lines(picture: Picture) -> list[str]:
    return [line for block in picture.blocks for words in block.words for line in words.lines(block.room)]


def bare_svg(picture: Picture) -> bytes:
    rects = "".join(f'<rect x="{at}" y="{at}" width="178" height="50" fill="#eee"/>' for at in range(len(picture.blocks)))
    texts = "".join(
        f'<text x="{at % 5000}" y="{at}">{line.replace("<", "").replace("&", "")}</text>'
        for at, line in enumerate(lines(picture))
    )
    size = f'width="{picture.width}" height="{picture.height}" font-size="11"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{rects}{texts}</svg>'.encode()


def bare_png(picture: Picture) -> bytes:
    from resvg_py import svg_to_bytes

    svg = bare_svg(picture).decode()
    return bytes(svg_to_bytes(svg_string=svg, font_dirs=[str(FOLDER)], font_family=FAMILY, skip_system_fonts=True))


def bare_pdf(picture: Picture) -> bytes:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(TTFont("Bare", str(REGULAR)))
    out = BytesIO()
    canvas = Canvas(out, (picture.width, picture.height))
    for at in range(len(picture.blocks)):
        canvas.rect(at, at, 178, 50, fill=1)
    canvas.setFont("Bare", 11)
    for at, line in enumerate(lines(picture)):
        canvas.drawString(at % 5000, at, line)
    canvas.save()
    return out.getvalue()


def bare_pptx(picture: Picture) -> bytes:
    """A shape a block with its text, in python-pptx's own way."""
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for at, block in enumerate(picture.blocks):
        shape = slide.shapes.add_shape(1, at * 1000, at * 1000, 1_000_000, 300_000)
        shape.text_frame.text = "\n".join(words.text for words in block.words)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def bare_xlsx(picture: Picture) -> bytes:
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, line in enumerate(lines(picture)):
        sheet.write_string(at // 10, at % 10, line)
    book.close()
    return out.getvalue()


EXPORTS: dict[str, tuple[Callable[..., bytes], Callable[[Picture], bytes]]] = {
    "svg": (to_svg, bare_svg),
    "png": (to_png, bare_png),
    "pdf": (to_pdf, bare_pdf),
    "pdf over A4": (partial(to_pdf, paper="A4"), bare_pdf),
    "pptx": (to_pptx, bare_pptx),
    "xlsx": (to_xlsx, bare_xlsx),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_large_map_is_exported_within_seconds(benchmark, kind: str) -> None:  # type: ignore[no-untyped-def]
    export, bare = EXPORTS[kind]
    document, figures = large()
    picture = layout(document, figures)
    start = time.perf_counter()
    bare(picture)
    floor = time.perf_counter() - start
    made = benchmark.pedantic(export, (document, figures), rounds=3, warmup_rounds=1)
    benchmark.extra_info.update(floor_s=round(floor, 2), bytes=len(made), texts=len(lines(picture)))
    print(f"{kind}: {benchmark.stats['median']:.2f} s, floor {floor:.2f} s, {len(made):,} bytes")
    assert benchmark.stats["median"] < SECONDS
