from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.charts import theme
from journey.charts.journey_map import alt_text, journey_map, map_strip
from journey.charts.map_parts import Chip, MapAlert, MapCard, MapLane, MapStage
from journey.domain.words import LaneKind, Standing

ALERTS = (
    MapAlert("Task success", "Passport scan", "6 days", "being watched"),
    MapAlert("Contact rate", age="2 weeks", worse=False),
)
STAGES = (
    MapStage(1, "Sign up", team="Product", assumed=1.0, measured=0.6, n=180, chips=(Chip("Drop-off", "12 %", "better"),)),
    MapStage(2, "Verify identity", assumed=0.0, measured=-3.2, n=1096, alerts=ALERTS, marks=("Drop-off up 7.6 points",)),
    MapStage(3, "Renew", assumed=2.0),
)
LANES = (MapLane(7, "Pain points", LaneKind.PAIN), MapLane(8, "Touchpoints", LaneKind.TOUCHPOINT))
CARDS = (
    MapCard(2, 7, "Scan fails", Standing.EVIDENCED, severity=4, evidence=7),
    MapCard(1, 7, "Form is long", severity=2),
    MapCard(2, 8, "Passport scan", Standing.EVIDENCED, moment_of_truth=True, is_new=True),
    MapCard(3, 8, "Paper letter", Standing.STRUCK),
)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


class Balance(HTMLParser):
    """Complains when a tag is closed that was not open, and counts the cells of each row."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(0)
        if tag in {"td", "th"}:
            self.rows[-1] += int(dict(attrs).get("colspan") or 1)
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(markup: str) -> Balance:
    balance = Balance()
    balance.feed(markup)
    assert balance.open == []
    return balance


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "|", re.sub(r"<style>.*?</style>", "", markup)))


def curves(markup: str) -> list[ElementTree.Element]:
    source = re.search(r'src="data:image/svg\+xml,([^"]+)"', markup)
    assert source
    return ElementTree.fromstring(unquote(source[1])).findall("{http://www.w3.org/2000/svg}path")


def test_the_map_says_everything_a_stage_has() -> None:
    seen = words(journey_map(STAGES, LANES, CARDS, label="Onboarding"))
    for expected in ("Sign up", "Product", "Drop-off |12 %", "▲ better", "▼ 2 alerts", "Pain points", "Touchpoints"):
        assert expected in seen
    assert "Verify identity: measured −3.2, assumed 0, n 1,096." in seen
    assert "Renew: assumed +2." in seen


def test_a_card_says_how_sure_and_how_bad_it_is_in_words() -> None:
    markup = journey_map(STAGES, LANES, CARDS, label="Onboarding")
    seen = words(markup)
    assert "●●●●○ severity 4 of 5 · evidence 7" in seen
    assert "severity 2 of 5 · hypothesis" in seen
    assert "◆ moment of truth · new this week" in seen
    assert "<s>Paper letter</s>" in markup
    assert 'class="hypothesis pain"' in markup
    assert 'class="evidenced pain"' in markup
    assert ".jmap .cards .hypothesis{border-style:dashed" in markup


def test_a_card_stands_in_its_own_stage_and_lane() -> None:
    markup = journey_map(STAGES, LANES, CARDS, label="Onboarding")
    pains = markup.split('<th scope="row">Pain points</th>')[1].split("</tr>")[0].split("</td>")
    assert "Form is long" in pains[0]
    assert "Scan fails" in pains[1]
    assert "<li" not in pains[2]


def test_every_row_has_a_cell_for_each_stage() -> None:
    assert checked(journey_map(STAGES, LANES, CARDS, label="x")).rows == [4, 4, 4, 4]
    assert checked(map_strip(STAGES, label="x")).rows == [4, 4, 4]


def test_both_curves_are_drawn_and_the_measured_one_ends_where_measuring_does() -> None:
    zero, assumed, measured = curves(journey_map(STAGES, LANES, CARDS, label="x"))
    assert "H300" in zero.get("d", "")
    assert assumed.get("d", "").count("L") == 2
    assert measured.get("d", "").count("L") == 1
    assert "stroke-dasharray" in assumed.get("style", "")
    assert theme.both(theme.TEXT) in measured.get("style", "")


def test_without_any_emotion_there_is_no_curve() -> None:
    assert "Emotion" not in words(journey_map([MapStage(1, "Sign up")], LANES, [], label="x"))


def test_the_strip_shows_this_weeks_marks_and_no_cards() -> None:
    seen = words(map_strip(STAGES, label="The journey in small"))
    for expected in ("This week", "Drop-off up 7.6 points", "▼ 2 alerts", "Verify identity"):
        assert expected in seen
    assert "12 %" not in seen


def test_the_picture_can_be_reached_and_named() -> None:
    for markup in (journey_map(STAGES, LANES, CARDS, label="Onboarding"), map_strip(STAGES, label="Onboarding")):
        assert 'role="region" tabindex="0" aria-label="Onboarding"' in markup
        assert "<caption>Onboarding</caption>" in markup
        assert markup.count('scope="col"') == 3


def test_nothing_typed_becomes_markup() -> None:
    stage = MapStage(1, HOSTILE, team=HOSTILE, measured=1.0, chips=(Chip(HOSTILE, HOSTILE, "worse"),), marks=(HOSTILE,))
    signal = (MapAlert(HOSTILE, HOSTILE, HOSTILE, HOSTILE),)
    stage, card = replace(stage, alerts=signal), MapCard(1, 1, HOSTILE, alerts=signal)
    lane = MapLane(1, HOSTILE)
    for markup in (journey_map([stage], [lane], [card], label=HOSTILE), map_strip([stage], label=HOSTILE)):
        assert "<script" not in markup
        assert "<img src=x" not in markup
        checked(markup)


def test_no_stages_is_nothing() -> None:
    assert journey_map([], LANES, CARDS, label="x") == ""
    assert map_strip([], label="x") == ""
    assert alt_text([]) == "The map has no stages yet."


def test_alternative_text_says_size_alerts_and_the_low_point() -> None:
    assert alt_text(STAGES, CARDS) == (
        "3 stages: Sign up, Verify identity, Renew. 4 cards, 1 of them hypotheses. Verify identity: 2 alerts "
        "(Task success at Passport scan worse, 6 days, being watched; Contact rate better, 2 weeks, new). "
        "Customers feel worst at Verify identity (−3.2)."
    )


emotions = st.one_of(st.none(), st.floats(-9, 9))


@given(st.lists(st.tuples(emotions, emotions), min_size=1, max_size=12))
def test_the_curves_stay_on_their_ground(values: list[tuple[float | None, float | None]]) -> None:
    stages = [MapStage(i, f"Stage {i}", assumed=a, measured=m) for i, (a, m) in enumerate(values)]
    markup = journey_map(stages, [], [], label="x")
    checked(markup)
    assert "nan" not in words(markup)
    for line in curves(markup) if "Emotion" in markup else []:
        heights = [float(y) for y in re.findall(r"[ML][-\d.]+ ([-\d.]+)", line.get("d", ""))]
        assert all(0 <= y <= 132 for y in heights)


@pytest.mark.parametrize(("alerts", "said"), [(1, "1 alert"), (2, "2 alerts")])
def test_alerts_are_counted_in_words(alerts: int, said: str) -> None:
    assert f"▼ {said}|" in words(map_strip([MapStage(1, "A", alerts=(MapAlert("Drop-off"),) * alerts)], label="x"))


@pytest.mark.parametrize("drawn", [map_strip, lambda stages, label: journey_map(stages, LANES, [], label=label)])
def test_a_signal_stands_on_its_stage_with_place_age_and_state(drawn: Callable[..., str]) -> None:
    head = words(drawn(STAGES, label="x"))
    assert "▼ Task success| at Passport scan · 6 days · being watched" in head
    assert "▲ Contact rate| · 2 weeks · new" in head


def test_a_signal_stands_on_its_touchpoint_too() -> None:
    scan = MapCard(2, 8, "Passport scan", Standing.EVIDENCED, alerts=ALERTS[:1])
    lane = words(journey_map(STAGES, LANES, [scan], label="x")).split("Touchpoints")[1]
    assert "▼ Task success| · 6 days · being watched" in lane
    assert "at Passport scan" not in lane, "the card says where it is"


def test_only_improvements_are_no_bad_news() -> None:
    seen = words(map_strip([MapStage(1, "A", alerts=ALERTS[1:])], label="x"))
    assert "▲ 1 alert" in seen
    assert "▼" not in seen


def test_a_stage_names_three_signals_and_counts_the_rest() -> None:
    many = tuple(MapAlert(f"KPI {number}") for number in range(5))
    seen = words(map_strip([MapStage(1, "A", alerts=many)], label="x"))
    assert "KPI 2" in seen
    assert "KPI 3" not in seen
    assert "and 2 more" in seen
    assert "KPI 4" in alt_text([MapStage(1, "A", alerts=many)])


def test_an_assumption_says_what_it_stands_on() -> None:
    stood = (replace(STAGES[0], standing=Standing.EVIDENCED), replace(STAGES[2], standing=Standing.HYPOTHESIS))
    drawn = journey_map(stood, LANES, (), label="Map")
    assert 'class="claim evidenced"' in drawn
    assert 'class="claim hypothesis"' in drawn
    assert "Sign up: measured +0.6, assumed +1, n 180, assumption evidenced." in drawn
    assert "Renew: assumed +2, assumption a hypothesis." in drawn
    assert "◆ evidenced" in drawn
    assert 'class="claim' not in journey_map(STAGES, LANES, (), label="Map"), "what nobody judged has no mark"


@pytest.mark.parametrize(
    ("measured", "assumed", "below"), [(1.6, 2.0, True), (2.0, 1.6, False), (-1.0, 3.0, True), (3.0, 3.0, False)]
)
def test_a_value_stands_clear_of_the_assumption_beside_it(measured: float, assumed: float, below: bool) -> None:
    drawn = journey_map((MapStage(1, "Pay", assumed=assumed, measured=measured, n=9),), LANES, (), label="Map")
    assert ('class="dot low"' in drawn) is below
