"""Paths on logs that nobody here wrote: a shop's clickstream and real loan applications, against a plain loop."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.paths.conformance import conformance, drawn_ways
from journey.analysis.paths.places import stage_places
from journey.analysis.paths.steps import BEGIN, OVER, places_seen, steps
from journey.analysis.paths.walks import End, walks
from journey.domain.model import EventRule, StageSpec
from journey.domain.words import Outcome

SHOP = {
    "Arrive": ("home", "promo_page"), "Find": ("search", "catalog", "filter_results"),
    "Choose": ("product_view", "compare", "wishlist_add"), "Basket": ("add_to_cart", "cart"),
    "Pay": ("shipping_details", "payment_details", "payment_error", "checkout_bug", "purchase"),
}  # fmt: skip
LOANS = {
    "Apply": ("A_SUBMITTED", "A_PARTLYSUBMITTED"), "Check": ("A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED"),
    "Offer": ("O_SELECTED", "O_CREATED", "O_SENT", "O_SENT_BACK", "O_ACCEPTED"),
    "Decide": ("A_APPROVED", "A_REGISTERED", "A_ACTIVATED", "A_DECLINED", "A_CANCELLED"),
}  # fmt: skip


def journey(stages: dict[str, tuple[str, ...]], events: pl.DataFrame, *, goal: str, lost: tuple[str, ...] = ()) -> JourneyData:
    specs = tuple(StageSpec(place + 1, name, place) for place, name in enumerate(stages))
    outcome = {goal: Outcome.GOAL} | dict.fromkeys(lost, Outcome.LOST)
    rules = tuple(
        EventRule(event, place + 1, outcome.get(event, Outcome.STEP))
        for place, names in enumerate(stages.values())
        for event in names
    )
    return JourneyData(specs, rules, "UTC", events=events.lazy())


def followed(stages: dict[str, tuple[str, ...]], events: pl.DataFrame) -> Counter[tuple[int, int]]:
    """How often a stage followed another, by a loop over each case's events in order; at one instant in the drawn order."""
    place = {event: number for number, names in enumerate(stages.values()) for event in names}
    found: Counter[tuple[int, int]] = Counter()
    for (_,), own in events.group_by("customer"):
        order = [
            at for _, at in sorted((when, place[name]) for when, name in own.select("at", "event").iter_rows() if name in place)
        ]
        found.update((one, other) for one, other in pairwise(order) if one != other)
    return found


def test_a_shop_s_sessions_step_by_step(real_data: Path) -> None:
    raw = pl.read_csv(real_data / "events/ecommerce_clickstream.csv.gz").unique(maintain_order=True)
    at = pl.col("timestamp").str.to_datetime(time_zone="UTC", time_unit="us")
    events = raw.select(customer="session_id", at=at, event="event")
    data = journey(SHOP, events, goal="purchase")
    found = walks(data, stage_places(data), as_of=date(2024, 7, 31))
    taken = steps(found).filter(pl.col("source") != BEGIN, pl.col("target") < OVER)
    assert {(source, target): n for source, target, n in taken.select("source", "target", "n").iter_rows()} == followed(
        SHOP, events
    )
    assert (found.passages["end"] == End.GOAL).sum() == events.filter(event="purchase")["customer"].n_unique()
    plain = conformance(found, drawn_ways(5))
    more = conformance(found, drawn_ways(5, [(2, 1), (BEGIN, 1)]))
    assert plain.share is not None
    assert more.share is not None
    assert plain.share < 0.15 < 0.3 < more.share  # shoppers browse to and fro: a straight line explains few of them


def test_loan_applications_all_begin_where_the_map_begins(real_data: Path) -> None:
    raw = pl.read_csv(real_data / "events/loan_applications.csv.gz", infer_schema_length=0)
    at = pl.col("time:timestamp").str.to_datetime(time_zone="UTC", time_unit="us")
    events = raw.select(customer="case_id", at=at, event="concept:name")
    data = journey(LOANS, events, goal="A_ACTIVATED", lost=("A_DECLINED", "A_CANCELLED"))
    found = walks(data, stage_places(data), as_of=date(2012, 4, 30))
    assert found.count == raw["case_id"].n_unique() == 13_087
    taken = steps(found)
    assert taken.filter(pl.col("source") == BEGIN).select("target", "n").rows() == [(0, 13_087)]
    ended = dict(found.passages.group_by("end").len().iter_rows())
    outcomes = {name: set(events.filter(pl.col("event").is_in(names))["customer"]) for name, names in
                {"goal": ["A_ACTIVATED"], "lost": ["A_DECLINED", "A_CANCELLED"]}.items()}  # fmt: skip
    assert ended[End.GOAL] == len(outcomes["goal"]) == 2_246
    assert ended[End.LOST] == len(outcomes["lost"] - outcomes["goal"])
    assert places_seen(found)["over"].sum() == found.count - ended.get(End.UNDER_WAY, 0)
