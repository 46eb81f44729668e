"""A real-looking file with a broken row comes in through the Data page, and goes out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.tab import Tab
from tests.serving import Serving

ROWS, BROKEN = 40, 17
"""Answers in the file; the broken one is the 17th, in line 18."""


def survey(path: Path) -> Path:
    """An export of a survey tool: quoted text, one score that is none."""
    lines = ["response_id,submitted,stage,nps_score,comment"]
    for number in range(1, ROWS + 1):
        score = "n/a?" if number == BROKEN else str(number % 11)
        at = f"2026-11-{1 + number % 14:02d} 10:{number % 60:02d}:00"
        lines.append(f'r-{number},{at},Sign up,{score},"It took long, again ({number})"')
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("width", [1440, 390])
def test_a_file_with_a_broken_row(fresh_demo: Serving, open_tab: Callable[..., Tab], tmp_path: Path, width: int) -> None:
    tab = open_tab(fresh_demo, "data", width=width)
    tab.choose("What is in it?", "Survey answers")
    tab.page.locator("input[type=file]").set_input_files(survey(tmp_path / "onboarding_nps.csv"))
    tab.sees("1 problem. Good rows go in, these stay out.")
    problem = the_problem(tab)
    assert problem["row"].item() == BROKEN + 1
    assert problem["column"].item() == "nps_score"
    assert problem["value"].item() == "n/a?"
    assert "onboarding_nps.csv" in problem["file"].item()
    tab.click(f"Import {ROWS - 1} rows")
    tab.sees(re.compile(rf"{ROWS - 1} new of {ROWS - 1} rows are in"))
    expect(batch(tab)).to_contain_text(f"{ROWS - 1} new rows")
    assert tab.overflow() <= 0
    tab.click("Undo", within=batch(tab))
    expect(batch(tab)).to_contain_text("taken out")
    tab.click("Put back", within=batch(tab))
    expect(batch(tab)).not_to_contain_text("taken out")


def the_problem(tab: Tab) -> pl.DataFrame:
    """The rows that stayed out, as they are downloaded."""
    text = tab.download(tab.page.get_by_role("button", name="Download the problem rows").first.click)
    return pl.read_csv(text.encode())


def batch(tab: Tab) -> Locator:
    """The newest file among those that came in."""
    return tab.page.locator("[class*=st-key-batch_]").first


def test_an_image_called_csv_is_refused_in_words(demo: Serving, open_tab: Callable[..., Tab], tmp_path: Path) -> None:
    picture = tmp_path / "figures.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    tab = open_tab(demo, "data")
    tab.page.locator("input[type=file]").set_input_files(picture)
    tab.sees(re.compile("figures.csv.*(picture|image|PNG)", re.S))
    expect(tab.page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)
