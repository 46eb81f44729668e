"""The heat table of coverage: every count as text, darker in steps, nothing typed becoming markup."""

from __future__ import annotations

from datetime import date

import polars as pl

from journey.charts.coverage import coverage_heat

OCT, NOV = date(2026, 10, 1), date(2026, 11, 1)
HEARD = pl.DataFrame(
    {"team": ["Payments", "Payments", "Growth"], "stage_id": [1, 1, 2], "month": [OCT, NOV, NOV], "heard": [2, 6, 3]}
)


def test_each_square_says_its_count_and_is_darker_by_steps() -> None:
    drawn = coverage_heat(HEARD, ["Growth", "Payments"], {1: "Browse", 2: "Pay"}, [OCT, NOV], caption="Heard")
    growth, payments = drawn.split("<tbody>")[1].split("</tr>")[:2]
    assert "<td class='l0'>0</td><td class='l0 last'>0</td><td class='l0'>0</td><td class='l2 last'>3</td>" in growth
    assert "<td class='l1'>2</td><td class='l3 last'>6</td>" in payments
    assert drawn.count("scope='colgroup' colspan='2'") == 2
    assert drawn.index("Oct") < drawn.index("Nov")
    assert "6 or more" in drawn


def test_names_are_only_text_and_nothing_is_nothing() -> None:
    drawn = coverage_heat(HEARD, ["<b>Payments"], {1: "<script>"}, [NOV], caption="Heard")
    assert "<script>" not in drawn
    assert "&lt;b&gt;Payments" in drawn
    assert coverage_heat(HEARD, [], {1: "Browse"}, [NOV], caption="Heard") == ""
    assert coverage_heat(HEARD, ["Growth"], {}, [NOV], caption="Heard") == ""
