"""A report as one page of HTML that stands alone: it prints on A4, and shows light or dark as its reader likes."""

from __future__ import annotations

import re

import polars as pl

from journey.charts import theme
from journey.charts.heat import heat_table
from journey.exports.drawing.clean import cleaned
from journey.exports.drawing.marks import Box
from journey.exports.drawing.svg_marks import FONTS, px, svg_marks
from journey.exports.reports.model import Cell, Chart, Report
from journey.exports.reports.pictures import height, marks

WIDE = 340.0
"""Pixels of a chart; two or three stand side by side."""
_DARK = dict(zip((*theme.LIGHT.series, *theme.LIGHT.ink), (*theme.DARK.series, *theme.DARK.ink), strict=True))
_DARK |= {theme.LIGHT.primary: theme.DARK.primary}
_COLOUR = re.compile("|".join(_DARK))


def to_html(report: Report) -> bytes:
    """The report as an HTML file with its style and charts inside; every text is escaped."""
    return as_html(report).encode()


def as_html(report: Report) -> str:
    """The same as text."""
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    return page.render(report=cleaned(report), drawn=_drawn, table=_table, linked=_linked)


def _linked(text: str, link: str | None) -> str:
    """The text, as a link where there is one."""
    from markupsafe import escape

    return _marked(f'<a href="{escape(link)}">{escape(text)}</a>') if link else text


def _table(cells: tuple[Cell, ...]) -> str:
    """The heat table, each value a link to its screen."""
    rows = [{**cell.row, "link": cell.link} for cell in cells]
    return _marked(heat_table(pl.DataFrame(rows, infer_schema_length=None), caption="Latest settled week, change, target, n"))


def _drawn(chart: Chart) -> str:
    """The chart as SVG in the colours of either scheme, with its finding for who cannot see it."""
    from markupsafe import escape

    tall = height(chart, WIDE)
    body = either_scheme(svg_marks(marks(chart, Box(0, 0, WIDE, tall))))
    size = f'viewBox="0 0 {px(WIDE)} {px(tall)}" font-family="{FONTS}"'
    return _marked(f'<svg {size} role="img" aria-label="{escape(chart.alt)}">{body}</svg>')


def either_scheme(markup: str) -> str:
    """Markup in the light scheme's colours with those of the dark one beside them, whichever its reader sees."""
    return _COLOUR.sub(lambda found: f"light-dark({found[0]},{_DARK[found[0]]})", markup)


def _marked(markup: str) -> str:
    """Markup of our own, whose texts are escaped already."""
    from markupsafe import Markup

    return Markup(markup)  # type: ignore[no-any-return,unused-ignore]


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ report.title }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Source Sans 3", "Source Sans", system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; color: light-dark(#1F2328, #ECE9E2); background: light-dark(#FBFAF7, #15181B); overflow-wrap: anywhere; }
h1, h2 { font-family: "Source Serif 4", "Source Serif", Georgia, serif; line-height: 1.2; }
h1 { font-size: 1.75rem; margin-bottom: .5rem; }
h2 { font-size: 1.2rem; margin: 0; }
.head { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; margin-top: 1.75rem;
  border-top: 1px solid #8B8D8F66; padding-top: .75rem; margin-bottom: .5rem; }
.head a { font-size: .85rem; white-space: nowrap; }
a { color: light-dark(#1F5F8B, #7DB7E0); text-underline-offset: .15em; text-decoration-thickness: 1px; }
ul { padding-left: 1.1rem; margin: .25rem 0; } li { margin: .25rem 0; max-width: 46rem; }
.more { color: light-dark(#5A606A, #A9AFB8); }
.headline { font-size: 1.15rem; max-width: 46rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 1rem 1.5rem; }
.charts svg { width: 100%; height: auto; display: block; }
.charts a { color: inherit; text-decoration: none; }
@page { size: A4; margin: 14mm; }
@media print { :root { color-scheme: light; } body { font-size: 10pt; margin: 0; max-width: none; background: none; }
  section { break-inside: avoid; } .head a { display: none; } }
</style>
</head>
<body>
<main>
<h1>{{ report.title }}</h1>
<p class="headline">{{ report.headline }}</p>
{% for section in report.sections %}
<section>
<div class="head"><h2>{{ section.title }}</h2>
{% if section.link %}
<a href="{{ section.link }}" aria-label="{{ section.title }}: see it in the app">See it in the app</a>
{% endif %}
</div>
{% if section.bare %}<p class="more">{{ section.empty or "Nothing." }}</p>{% endif %}
{% if section.cells %}{{ table(section.cells) }}{% endif %}
{% if section.charts %}
<div class="charts">
{% for chart in section.charts %}
<div>{% if chart.link %}<a href="{{ chart.link }}">{{ drawn(chart) }}</a>{% else %}{{ drawn(chart) }}{% endif %}</div>
{% endfor %}
</div>
{% endif %}
{% if section.lines %}
<ul>
{% for row in section.lines %}
<li><b>{{ linked(row.what, row.link if row.leads == "what") }}</b>
{{ linked(row.how, row.link if row.leads == "how") }}
{% if row.more %}
{{ " " }}<span class="more">({{ row.more }})</span>
{% endif %}
</li>
{% endfor %}
</ul>
{% endif %}
{% if section.note %}<p class="more">{{ section.note }}</p>{% endif %}
</section>
{% endfor %}
{% if report.foot %}<p class="more">{{ report.foot }}</p>{% endif %}
</main>
</body>
</html>
"""
