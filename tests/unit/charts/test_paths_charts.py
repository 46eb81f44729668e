from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import plotly.graph_objects as go
import polars as pl
import pytest

from journey.charts import future, paths, paths_flow, paths_told

Seen = Callable[[go.Figure], str]
NAMES = ["Sign up", "<b>Verify", "Pay", "Use"]
ENDS = ("Reached the goal", "Lost", "Went to another stage", "May still go on", "Went no further")
STEPS = pl.DataFrame(
    [
        (-1, 0, 0.9, None), (-1, 1, 0.1, None), (0, 1, 0.8, 7200.0), (1, 0, 0.2, 60.0), (0, 2, 0.12, 93.0), (2, 0, 0.01, 5.0),
        (1, 1004, 0.5, 0.0),
    ],
    schema=["source", "target", "share", "seconds"], orient="row",
)  # fmt: skip
SEEN = pl.DataFrame({
    "place": [0, 1, 2, 3], "name": NAMES, "share": [0.9, 0.8, 0.3, 0.0], "visits": [110, 100, 30, 0], "passages": [90, 80, 30, 0],
    "over": [5, 50, 2, 0], "dropped": [5, 45, 2, 0], "dropped_share": [0.05, 0.5, 0.07, None], "again": [11, 200, 0, 0],
    "seconds": [0.0, 3600.0, 60.0, None],
})  # fmt: skip


def test_the_graph_shows_every_stage_its_ways_with_share_and_time_and_counts_what_it_leaves_out() -> None:
    drawn = {(-1, 0), (0, 1), (1, 2), (2, 3), (1, 0)}
    html = paths.graph(STEPS, SEEN, drawn=drawn, label="x")
    for expected in (
        "Sign up", "&lt;b&gt;Verify", "80 % of passages", "10 % begin here", "50 % go no further", "nobody passes",
        "<b>20 %</b> 1 min", "<b>12 %</b> 1 min 33 s", "<i>2.0 h</i>", "One rarer way is left out",
    ):  # fmt: skip
        assert expected in html
    assert "<b>Verify" not in html
    pictures = unquote(re.findall(r'src="data:image/svg\+xml,([^"]+)"', html)[0])
    assert pictures.count("<polygon") == 3
    assert pictures.count("<path") == 4  # the way past Verify is not drawn: it is hollow, of two lines


def test_a_way_past_lies_above_the_stages_and_a_way_back_below() -> None:
    html = paths.graph(STEPS, SEEN, drawn=(), label="x")
    top = {kind: float(place) for kind, place in re.findall(r'<span class="(\w+)" style="left:[\d.]+px;top:([\d.]+)px', html)}
    assert top["skip"] < top["on"] < top["back"]


def test_the_graph_s_alternative_text_says_the_finding_and_what_leaves_the_order() -> None:
    words = paths.alt_text(STEPS, SEEN, title="The map explains 62 %")
    assert words.startswith("The map explains 62 %. Passages: Sign up 90 %")
    assert "20 % back from <b>Verify to Sign up; 12 % straight from Sign up to Pay" in words


def test_no_place_is_no_graph() -> None:
    assert paths.graph(STEPS.clear(), SEEN.clear(), drawn=(), label="x") == ""


FLOW = pl.DataFrame(
    [(0, 0, 1, 90), (0, 1, 1004, 10), (1, 1, 0, 20), (1, 1, 2, 60), (1, 1, 3, 1), (1, 1, 1004, 9)],
    schema=["step", "source", "target", "n"], orient="row",
)  # fmt: skip


def test_the_flow_names_its_nodes_and_keeps_every_passage(seen: Seen) -> None:
    figure = paths_flow.flow(FLOW, NAMES, ENDS, title="Most are lost at Verify", subtitle="of 100")
    words = seen(figure)
    for expected in ("Most are lost at Verify", "Sign up 90 %", "Pay 60 %", "Went no further 10 %", "&lt;b&gt;Verify 90 %"):
        assert expected in words
    link = figure.data[0].link
    assert sum(value for value, source in zip(link.value, link.source, strict=True) if source < 2) == 100
    assert "Others" in list(figure.data[0].node.customdata)  # one passage of a hundred has no place of its own
    assert "Most are lost" in paths_flow.alt_text(FLOW, NAMES, ENDS, title="Most are lost")


def test_a_flow_of_nobody_is_said_calmly(seen: Seen) -> None:
    assert "No passage went through these places." in seen(paths_flow.flow(FLOW.clear(), NAMES, ENDS))


def test_variants_read_as_paths_with_what_goes_back_or_past_marked_for_ears_too() -> None:
    frame = pl.DataFrame({
        "path": [[0, 1, 0, 2], list(range(4)) * 4], "n": [40, 2], "share": [0.4, 0.02], "seconds": [7200.0, 0.0],
        "reached": [10, 0], "under_way": [0, 2],
    })  # fmt: skip
    html = paths_told.variants_table(frame, NAMES, caption="The commonest")
    assert "back to </span>Sign up" in html
    assert "straight to </span>Pay" in html
    assert "40 % <small>40</small>" in html
    assert "25 %" in html
    assert "0 % so far" in html
    assert "and 4 more" in html
    assert paths_told.variants_table(frame.clear(), NAMES, caption="x") == ""


def test_a_stage_that_nobody_passes_says_so_in_the_table() -> None:
    html = paths_told.places_table(SEEN, caption="What each stage saw")
    assert "nobody passes" in html
    assert "<td>1.2</td><td>3.0</td><td>1 h</td>" in html  # visits a passage, events a visit, time there


CURVES = pl.DataFrame({
    "stage": ["Sign up", "Pay"], "now": [-1.0, 2.0], "future": [3.0, None], "measured": [True, False],
})  # fmt: skip


def test_two_curves_stand_beside_each_other_with_their_values(seen: Seen) -> None:
    words = seen(future.curves(CURVES, title="The widest step is at Sign up"))
    for expected in ("−1", "+3", "+2", "Sign up", "now, measured", "future"):
        assert expected in words
    assert "No stage says yet" in seen(future.curves(CURVES.with_columns(future=pl.lit(None, dtype=pl.Float64))))
    assert future.alt_text(CURVES, title="T") == "T. Sign up: now −1, future +3; Pay: now +2, future not said."


@pytest.mark.parametrize(("state", "expected"), [("comes", "not there yet"), ("goes", "no longer there")])
def test_a_stage_that_comes_or_goes_is_there_on_one_side_only(state: str, expected: str) -> None:
    row = {"name": "<i>Fax", "future": state, "goes": [], "comes": [], "stays": []}
    html = future.side_by_side([row], label="x")
    assert expected in html
    assert "&lt;i&gt;Fax" in html


def test_what_comes_says_how_far_it_has_got_with_its_work() -> None:
    part = {"lane": "Do", "text": "Chat & call", "reached": "shipped", "work": [{"said": "Chat", "href": "x?a=1&b='2'"}]}
    kept = [{"lane": "Do", "text": f"Stays {number}", "reached": "an idea", "work": []} for number in range(9)]
    html = future.side_by_side([{"name": "Pay", "future": "stays", "goes": [], "comes": [part], "stays": kept}], label="x")
    for expected in ("Chat &amp; call", "shipped: <a href='x?a=1&amp;b=&#x27;2&#x27;'", "and 3 more", "9 stay"):
        assert expected in html
