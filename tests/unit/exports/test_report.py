"""The week's report: the same lines as Markdown and as HTML, with what people typed as text in both."""

from __future__ import annotations

import html
import re

import pytest

from journey.domain.weeks import Week
from journey.exports.report import Line, Report, as_html, as_markdown

NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>x</b>',
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "[x](javascript:1)",
)


def a_report(text: str = "Cards are refused") -> Report:
    lines = [Line(text, "Pay, Product", "Ask the bank")]
    week = Week.parse("2026-W47")
    return Report(
        f"Shop {text}", week, week.shift(-1), f"One thing: {text}.", {"Blockers": lines, "Actions": []}, {"Actions": "None."}
    )


def test_the_markdown_reads_from_headline_to_lines() -> None:
    assert as_markdown(a_report()) == (
        "# Shop Cards are refused: week 47, 2026\n\nOne thing: Cards are refused.\n\n"
        "## Blockers\n\n- **Cards are refused** Pay, Product (Ask the bank)\n\n## Actions\n\nNone.\n"
    )


def test_under_a_page_the_headings_go_down() -> None:
    made = as_markdown(a_report(), level=3)
    assert re.findall(r"^#+", made, re.M) == ["###", "####", "####"]


@pytest.mark.parametrize("text", NASTY)
def test_html_shows_what_was_typed_and_runs_nothing(text: str) -> None:
    page = as_html(a_report(text))
    assert page.count(html.escape(text).replace("&#x27;", "'").replace("&quot;", "&#34;")) == 4, "title, heading, headline, line"
    assert set(re.findall(r"<(script|img|a)\b", page)) == set()
    assert "49" not in page.replace(text, "")
    assert page.startswith("<!doctype html>")


def test_html_says_what_is_empty() -> None:
    assert '<p class="more">None.</p>' in as_html(a_report())
