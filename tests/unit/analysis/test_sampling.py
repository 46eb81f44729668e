"""Wednesday's queue: each rule has a test of its name."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from journey.analysis.sampling import SIZE, lot, lowest_stretch, queue, shares

STAGES = {1: "Sign up", 2: "Verify identity", 3: "First use", 4: "Renew"}
ALERTS = {2: "Monday's alert: drop-off at Verify identity rose"}


def verbatims(n: int, *, stage: int | None = None, emotion: float | None = None, first: int = 1) -> pl.DataFrame:
    chance = random.Random(n + first)
    rows = [
        (
            i,
            datetime(2026, 11, 10, tzinfo=UTC),
            stage or chance.randint(1, 4),
            emotion if emotion is not None else chance.choice([None, -5.0, -2.5, 0.0, 2.5, 5.0]),
            f"text {i}",
            "survey",
            False,
        )
        for i in range(first, first + n)
    ]
    schema = {
        "verbatim_id": pl.Int64,
        "at": pl.Datetime("us", "UTC"),
        "stage_id": pl.Int64,
        "score_emotion": pl.Float64,
        "text": pl.String,
        "kind": pl.String,
        "told": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def draw(
    frame: pl.DataFrame,
    *,
    heard: tuple[int, ...] = (1, 3),
    size: int = SIZE,
    seed: str = "1 2026-W46",
    alerts: dict[int, str] = ALERTS,
) -> pl.DataFrame:
    return queue(frame, alerted_stages=alerts, heard=heard, stages=STAGES, size=size, seed=seed)


def test_a_queue_has_each_reason_in_its_share() -> None:
    assert draw(verbatims(400))["why"].to_list() == (
        ["Monday's alert: drop-off at Verify identity rose"] * 4
        + ["Among the lowest scores this week"] * 3
        + ["Nobody heard Renew for 4 weeks"] * 2
        + ["Drawn at random"] * 3
    )


def test_alert_stages_take_turns() -> None:
    frame = pl.concat([verbatims(300, stage=2), verbatims(2, stage=3, first=301)])
    drawn = draw(frame, alerts={2: "Monday's alert", 3: "Monday's alert"})
    assert drawn["stage_id"].head(4).to_list().count(3) == 2


def test_low_are_the_lowest_and_never_above_the_middle() -> None:
    frame = pl.concat([verbatims(50, stage=1, emotion=4.0), verbatims(2, stage=1, emotion=-4.0, first=51)])
    low = draw(frame, alerts={}).filter(pl.col("why").str.contains("lowest"))
    assert sorted(low["verbatim_id"]) == [51, 52]


def test_unheard_stages_are_drawn_and_heard_ones_are_not_for_that_reason() -> None:
    drawn = draw(verbatims(400), heard=(1, 2, 3, 4), alerts={})
    assert not drawn["why"].str.contains("Nobody").any()


def test_random_fills_what_the_rules_leave_empty() -> None:
    drawn = draw(verbatims(40, stage=1, emotion=3.0), heard=(1, 2, 3, 4), alerts={})
    assert drawn["why"].to_list() == ["Drawn at random"] * SIZE


def test_random_reaches_happy_customers_of_quiet_stages() -> None:
    """The rule reads the negative, and not only the negative."""
    frame = verbatims(2000)
    random_share = [draw(frame, seed=f"1 2026-W{week}").filter(pl.col("why") == "Drawn at random") for week in range(10, 50)]
    emotions = pl.concat(random_share)["score_emotion"].drop_nulls()
    assert -1 < emotions.mean() < 1  # type: ignore[operator]


def test_the_same_week_draws_the_same_whatever_the_order_of_the_rows() -> None:
    frame = verbatims(200)
    assert_frame_equal(draw(frame), draw(frame.sample(fraction=1, shuffle=True, seed=3)))


def test_another_week_draws_others() -> None:
    frame = verbatims(400)
    assert set(draw(frame)["verbatim_id"]) != set(draw(frame, seed="1 2026-W47")["verbatim_id"])


def test_a_few_late_arrivals_keep_most_of_the_queue() -> None:
    before, after = draw(verbatims(400)), draw(pl.concat([verbatims(400), verbatims(20, first=401)]))
    assert len(set(before["verbatim_id"]) & set(after["verbatim_id"])) >= SIZE - 3


def test_a_verbatim_leaves_the_queue_only_for_a_newcomer() -> None:
    old = verbatims(300, stage=1, emotion=1.0)
    before = set(draw(old, alerts={}, heard=(1, 2, 3, 4))["verbatim_id"])
    after = set(
        draw(pl.concat([old, verbatims(5, stage=1, emotion=1.0, first=301)]), alerts={}, heard=(1, 2, 3, 4))["verbatim_id"]
    )
    assert len(before - after) == len([i for i in after if i > 300])


def test_empty_texts_are_never_drawn() -> None:
    frame = verbatims(30).with_columns(text=pl.when(pl.col("verbatim_id") > 5).then(pl.lit("  ")).otherwise(pl.col("text")))
    assert set(draw(frame)["verbatim_id"]) <= {1, 2, 3, 4, 5}


def test_a_verbatim_without_a_stage_can_be_drawn_at_random() -> None:
    frame = verbatims(1).with_columns(stage_id=pl.lit(None, dtype=pl.Int64), score_emotion=pl.lit(None, dtype=pl.Float64))
    assert draw(frame)["why"].to_list() == ["Drawn at random"]


def test_lots_are_the_same_on_every_machine() -> None:
    assert lot("1 2026-W46", 1) == 792235721900726976


@given(st.integers(0, 60), st.integers(1, 40), st.sets(st.sampled_from([1, 2, 3, 4])))
def test_no_verbatim_twice_and_never_more_than_asked(n: int, size: int, heard: set[int]) -> None:
    drawn = draw(verbatims(n), size=size, heard=tuple(heard))
    assert len(drawn) == min(n, size)
    assert drawn["verbatim_id"].is_unique().all()
    assert drawn["why"].is_not_null().all()


@pytest.mark.parametrize("size", range(1, 30))
def test_a_quarter_is_always_left_to_chance(size: int) -> None:
    assert size - sum(shares(size).values()) >= size / 4


def test_kinds_of_source_take_turns_so_that_calls_are_not_drowned_by_surveys() -> None:
    calls = verbatims(12, stage=2, emotion=-4.0, first=901).with_columns(kind=pl.lit("call"))
    chats = verbatims(5, stage=4, emotion=-4.0, first=951).with_columns(kind=pl.lit("chat"))
    drawn = draw(pl.concat([verbatims(800), calls, chats]))
    assert sorted(drawn["kind"]) == ["call"] * 4 + ["chat"] * 4 + ["survey"] * 4
    alerts = drawn.filter(pl.col("why").str.starts_with("Monday"))
    assert sorted(alerts["kind"]) == ["call", "call", "survey", "survey"], "no chat is from the stage of the alert"


def test_what_was_told_from_the_words_is_not_called_a_score() -> None:
    told = verbatims(3, stage=1, emotion=-4.0).with_columns(told=pl.lit(True))
    assert set(draw(told, alerts={}, heard=(1, 2, 3, 4))["why"]) == {"Sounds unhappy, among the lowest this week"}


@pytest.mark.parametrize(
    ("felt", "lowest"),
    [([], None), ([None], None), ([-3.0], -3.0), ([2.0, -1.0], 0.5), ([4.0, -4.0, None, -5.0, -3.0, 5.0], -4.0)],
)
def test_a_conversation_is_as_low_as_its_worst_stretch(felt: list[float | None], lowest: float | None) -> None:
    assert lowest_stretch(felt) == lowest
