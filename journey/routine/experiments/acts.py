"""The acts on tests: planned before they start, not changed while they run, stopped with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.groups.measured import measurable
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Change, Experiment, Metric, Stage

DESIGN = ("metric_id", "attribute", "first", "second", "share", "smallest", "looks", "needed", "wait", "starts_on", "ends_on")
"""What is settled before a test starts: changed while it runs, its intervals would hold no more."""
SHARES, MOST_LOOKS, LONGEST = (0.05, 0.95), 10, 366
COUNTS = ("x1", "n1", "x2", "n2")


def add_test(
    engine: Engine, *, by: int, journey: int, name: str, metric: int, attribute: str, first: str, second: str, smallest: float,
    starts_on: date, ends_on: date, share: float = 0.5, looks: int = 4, needed: int | None = None, wait: int | None = None,
    change: int | None = None, why: str = "",
) -> Experiment:  # fmt: skip
    """Plan a test: customers with `second` as their `attribute` have the change, those with `first` do not.

    smallest: the effect worth having, in the metric's unit; share: the planned share of `second`; needed: customers in
    each of two equal groups, and wait: days until it is known what became of one, as `plan_test` told; looks: how often it
    is looked at, its last day included.
    """
    row = Experiment(
        journey_id=journey, change_id=change, name=name.strip(), metric_id=metric, attribute=attribute.strip(),
        first=first.strip(), second=second.strip(), share=share, smallest=smallest, looks=looks, needed=needed,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _check(row)
    with act(engine, "test.add", by=by, journey=journey, why=why) as doing:
        row.wait = _wait(doing, _its_metric(doing, metric)) if wait is None else wait
        _long_enough(row)
        if change is not None:
            doing.get(Change, change)
        return doing.add(row)


def change_test(
    engine: Engine, *, by: int, journey: int, test: int, revision: int, today: date, why: str = "", **values: Any
) -> Experiment:
    """Edit a test: its name and change at any time, its design only before it starts, typed counts at any time."""
    with act(engine, "test.change", by=by, journey=journey, why=why) as doing:
        row = doing.get(Experiment, test)
        moved = [name for name in DESIGN if name in values and values[name] != getattr(row, name)]
        if moved and not row.counted and today >= row.starts_on:
            raise Refused(
                "A test that runs is not planned anew: what was seen so far would decide what counts. Nothing was changed. "
                "Stop it and plan another one."
            )
        wanted = Experiment(**(row.model_dump() | values))
        _check(wanted)
        if not row.counted:
            _long_enough(wanted)
        if values.get("metric_id") is not None:
            _its_metric(doing, values["metric_id"], counted=bool(row.counted))
        if values.get("change_id") is not None:
            doing.get(Change, values["change_id"])
        return doing.change(row, revision, **values)


def stop_test(engine: Engine, *, by: int, journey: int, test: int, revision: int, today: date, why: str) -> Experiment:
    """Stop a test before its end, with a reason; it is looked at one last time with the data of that day."""
    if not why.strip():
        raise Refused("Say why the test is stopped: whoever reads it later must know. Nothing was changed.")
    with act(engine, "test.stop", by=by, journey=journey, why=why.strip()) as doing:
        row = doing.get(Experiment, test)
        if today < row.starts_on:
            raise Refused("This test has not started. Put it in the bin instead. Nothing was changed.")
        if today > row.ends_on or row.stopped_on is not None:
            raise Refused("This test is over already. Nothing was changed.")
        return doing.change(row, revision, stopped_on=today, stopped_why=why.strip())


def bin_test(engine: Engine, *, by: int, journey: int, test: int, revision: int) -> Experiment:
    """Put a test in the bin."""
    with act(engine, "test.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Experiment, test), revision)


def count_by_hand(
    engine: Engine, *, by: int, journey: int, name: str, counts: dict[str, int], smallest: float, today: date,
    metric: int | None = None, change: int | None = None, share: float = 0.5, first: str = "without", second: str = "with",
    why: str = "",
) -> Experiment:  # fmt: skip
    """Keep what was counted elsewhere: `x1` of `n1` customers without the change did it, `x2` of `n2` with it."""
    row = Experiment(
        journey_id=journey, change_id=change, name=name.strip(), metric_id=metric, attribute="", first=first.strip(),
        second=second.strip(), share=share, smallest=smallest, looks=1, starts_on=today, ends_on=today,
        counted={which: int(counts[which]) for which in COUNTS},
    )  # fmt: skip
    _check(row)
    with act(engine, "test.count", by=by, journey=journey, why=why) as doing:
        if metric is not None:
            _its_metric(doing, metric, counted=True)
        if change is not None:
            doing.get(Change, change)
        return doing.add(row)


def check_counts(counts: dict[str, int]) -> None:
    """Refused unless both groups have customers, and none has more successes than those."""
    for number in ("1", "2"):
        x, n = counts[f"x{number}"], counts[f"n{number}"]
        if n < 1 or not 0 <= x <= n:
            raise Refused(f"{x} of {n} is no share: a group has one customer at least, and not more who did it than there are.")


def _wait(doing: Act, metric: Metric) -> int:
    """Days until it is known whether a customer went on: the window of the metric's stage, or of all that may still come."""
    if metric.formula not in ("drop_off", "conversion", "churn", "step_duration"):
        return 0
    query = (
        select(Stage).where(Stage.journey_id == doing.journey_id, col(Stage.deleted_at).is_(None)).order_by(col(Stage.position))
    )
    places = list(doing.session.exec(query))
    own = [stage for stage in places if stage.id == metric.stage_id] or places
    if metric.formula == "conversion" or metric.stage_id is None:
        own = [stage for stage in places if stage.position >= own[0].position] if own else []
    return sum(stage.window_days for stage in own)


def _long_enough(row: Experiment) -> None:
    if (row.ends_on - row.starts_on).days < row.wait:
        raise Refused(
            f"It takes {row.wait} days to know what became of a customer, and the test ends before. Nothing was saved. Let it "
            "run longer, or test by an earlier step."
        )


def _its_metric(doing: Act, metric: int, *, counted: bool = False) -> Metric:
    row = doing.get(Metric, metric)
    if not counted and not measurable(row.formula):
        raise Refused(
            f"“{row.name}” comes ready-made, without its customers: nobody can say whose it is. Nothing was saved. Test by a "
            "metric that is computed from events, tickets or answers, or count by hand."
        )
    return row


def _check(row: Experiment) -> None:
    if not row.name.strip():
        raise Refused("A test needs a name. Nothing was saved.")
    if not (row.smallest > 0):
        raise Refused("Say how large a difference is worth having; it is more than nothing. Nothing was saved.")
    if not SHARES[0] <= row.share <= SHARES[1]:
        raise Refused("Between 5 % and 95 % of the customers get the change: a smaller group says too little. Nothing was saved.")
    if row.counted:
        check_counts(row.counted)
        return
    if not (row.attribute.strip() and row.first.strip() and row.second.strip()) or row.first.strip() == row.second.strip():
        raise Refused("A test needs an attribute and two values of it that tell its groups apart. Nothing was saved.")
    if not 1 <= row.looks <= MOST_LOOKS:
        raise Refused(f"A test is looked at once to {MOST_LOOKS} times. Nothing was saved.")
    if not row.looks <= (row.ends_on - row.starts_on).days + 1 <= LONGEST:
        raise Refused("A test ends after it starts, within a year, with a day at least for each look. Nothing was saved.")
