from __future__ import annotations

import html
import re

import polars as pl

from journey.charts.heat import alt_text, heat_table

FRAME = pl.DataFrame(
    [
        {"stage": "Sign up", "kpi": "Drop-off", "value": 0.15, "kind": "rate", "n": 1150, "target": 0.2, "state": "better"},
        {"stage": "Verify", "kpi": "Drop-off", "value": 0.31, "kind": "rate", "n": 1329, "target": 0.2, "state": "worse"},
        {"stage": "Verify", "kpi": "Time to <b>resolution</b>", "value": 187200.0, "kind": "duration", "n": 40},
    ],
    schema_overrides={"n": pl.Int64, "target": pl.Float64, "state": pl.String},
).with_columns(change=pl.Series([None, "+7.6 points", None]))


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "|", re.sub(r"<style>.*?</style>", "", markup)))


def test_each_cell_says_value_state_change_target_and_n() -> None:
    seen = words(heat_table(FRAME, caption="Week 46"))
    for expected in ("31 %", "▼ worse · +7.6 points", "target 20 % · n 1,329", "▲ better", "2 d 4 h", "n 40"):
        assert expected in seen


def test_the_table_names_itself_its_rows_and_its_columns() -> None:
    markup = heat_table(FRAME, caption="Week 46 <all>")
    assert "<caption>Week 46 &lt;all&gt;</caption>" in markup
    assert 'aria-label="Week 46 &lt;all&gt;"' in markup
    assert markup.count('scope="col"') == 3
    assert markup.count('scope="row"') == 2
    assert 'tabindex="0"' in markup


def test_a_kpi_that_a_stage_does_not_have_is_said_to_a_screen_reader() -> None:
    assert words(heat_table(FRAME, caption="x")).count("not measured here") == 1


def test_a_value_without_kind_or_figure_still_reads() -> None:
    frame = pl.DataFrame({"stage": ["A", "B"], "kpi": ["K", "K"], "value": [12.0, None]})
    seen = words(heat_table(frame, caption="x"))
    assert "|12|" in seen
    assert "no data" in seen


def test_typed_names_stay_text() -> None:
    markup = heat_table(FRAME.with_columns(stage=pl.lit("<script>alert(1)</script>")), caption='"><img src=x onerror=alert(1)>')
    assert "<script>" not in markup
    assert "<img" not in markup
    assert "<b>resolution</b>" not in markup


def test_a_state_that_nobody_knows_cannot_leave_its_attribute() -> None:
    assert '"><i>' not in heat_table(FRAME.with_columns(state=pl.lit('"><i>')), caption="x")


def test_nothing_to_show_is_nothing() -> None:
    assert heat_table(FRAME.head(0), caption="x") == ""
    assert alt_text(FRAME.head(0)) == "No KPI has a value yet."


def test_alternative_text_names_what_is_worse() -> None:
    assert alt_text(FRAME) == "1 of 3 worse: Drop-off at Verify. 1 better."
