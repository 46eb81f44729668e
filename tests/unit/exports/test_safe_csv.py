"""Files that leave never start a spreadsheet formula."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.exports.safe_csv import STARTS, safe, safe_csv


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "\n=1", "＝1", '=HYPERLINK("http://x")', "-inf(x)"]
)
def test_a_cell_that_could_run_does_not(cell: str) -> None:
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Anna", "2-3", "-5", "+4.5", "-1e3", "a=b", "user@example.org"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


@given(st.lists(st.text(alphabet="=+-@\t\r ab1\",;\n'", max_size=8), min_size=1, max_size=5))
def test_no_cell_of_a_file_starts_a_formula(cells: list[str]) -> None:
    written = safe_csv(pl.DataFrame({"=name": cells, "n": range(len(cells))})).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    for cell in [value for row in rows for value in row]:
        if cell.lstrip(" \n").startswith(STARTS):
            float(cell)
    assert len(rows) == len(cells) + 1
