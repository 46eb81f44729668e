"""What people typed stands in Markdown as they typed it."""

from __future__ import annotations

import pytest

from journey.ui.runtime import literal


@pytest.mark.parametrize(
    "markup",
    [
        "*bold*",
        "[a](https://x.example)",
        "<img src=x onerror=1>",
        ":red[x]",
        ":material/bolt:",
        "$x$",
        "`x`",
        "# x",
        "~~x~~",
        "a|b",
    ],
)
def test_markup_is_taken_apart(markup: str) -> None:
    assert literal(markup) != markup
    assert literal(markup).replace("\\", "") == markup


@pytest.mark.parametrize("start", ["- item", "+ item", "1. item", "1) item", "=== "])
def test_a_sentence_does_not_begin_a_list(start: str) -> None:
    assert literal(start).replace("\\", "") == start
    assert literal(start) != start


@pytest.mark.parametrize("address", ["www.x.example", "https://x.example", "someone@x.example"])
def test_an_address_does_not_become_a_link(address: str) -> None:
    assert "\\." in literal(address)


def test_a_plain_sentence_stays_as_it_is_for_who_hears_it_read() -> None:
    sentence = "Sign-ups rose; camera at Verify company: look at drop-off (by platform) first!"
    assert literal(sentence) == sentence


def test_lines_become_one() -> None:
    assert literal("one\n# two") == "one \\# two"
