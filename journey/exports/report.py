"""The week's report that a leader reads in two minutes, as Markdown and as a page of HTML that stands alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from journey.domain.weeks import Week
from journey.exports.agenda import inline, plain


@dataclass(frozen=True)
class Line:
    """A figure or a matter: what it is, how it stands, and what there is to add."""

    what: str
    how: str = ""
    more: str = ""


@dataclass(frozen=True)
class Report:
    """A week in lines, each section in the order it is read; sentences are plain text, never markup."""

    journey: str
    week: Week
    reviewed: Week
    headline: str
    sections: dict[str, list[Line]] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    """What a section says when it has no lines."""


def as_markdown(report: Report, *, plain: Callable[[str], str] = plain, level: int = 1) -> str:
    """The report as Markdown under a heading of that level; what people typed stays text, as `plain` makes it."""
    mark = "#" * level
    lines = [f"{mark} {plain(report.journey)}: week {report.week.number}, {report.week.year}", "", plain(report.headline), ""]
    for title, rows in report.sections.items():
        lines += [f"{mark}# {title}", ""]
        lines += [
            f"- **{plain(row.what)}** {inline(row.how)}{f' ({inline(row.more)})' if row.more else ''}".rstrip() for row in rows
        ]
        lines += ["" if rows else report.empty.get(title, "Nothing."), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n")


def as_html(report: Report) -> str:
    """The report as one HTML page with its style inside; every text is escaped."""
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    return page.render(report=report)


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ report.journey }}: week {{ report.week.number }}, {{ report.week.year }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Source Sans 3", system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
  color: light-dark(#1F2328, #ECE9E2); background: light-dark(#FBFAF7, #15181B); }
h1, h2 { font-family: "Source Serif 4", Georgia, serif; line-height: 1.2; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.2rem; margin-top: 1.75rem; border-top: 1px solid #8B8D8F66; padding-top: .75rem; }
ul { padding-left: 1.1rem; } li { margin: .25rem 0; } .more { color: light-dark(#5A606A, #A9AFB8); }
.headline { font-size: 1.15rem; }
</style>
</head>
<body>
<h1>{{ report.journey }}: week {{ report.week.number }}, {{ report.week.year }}</h1>
<p class="headline">{{ report.headline }}</p>
{% for title, rows in report.sections.items() %}
<h2>{{ title }}</h2>
{% if rows %}
<ul>
{% for row in rows %}
<li><b>{{ row.what }}</b> {{ row.how }}{% if row.more %} <span class="more">({{ row.more }})</span>{% endif %}</li>
{% endfor %}
</ul>
{% else %}
<p class="more">{{ report.empty.get(title, "Nothing.") }}</p>
{% endif %}
{% endfor %}
</body>
</html>
"""
