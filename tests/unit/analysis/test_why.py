"""What moved a figure: parts that add up exactly, worked by hand, held against plain loops and DuckDB."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.rollup import known_so_far
from journey.analysis.why import PARTS, Shift, shift
from journey.analysis.why.words import share, told
from journey.domain.model import MetricSpec
from journey.domain.schemas import OBSERVATIONS
from journey.domain.words import MetricKind
from tests.unit.analysis.metric_builders import spec

BEFORE, NOW = date(2026, 11, 2), date(2026, 11, 9)
RATE = spec("drop_off")
Figures = dict[str, tuple[int, float]]


def observed(*weeks: tuple[date, Figures], mature: bool = True, day: int = 2, grain: str = "day") -> pl.DataFrame:
    """A day's observations a week: by segment its n and total; everyone's are said like any other."""
    rows = [
        {"metric_id": 1, "grain": grain, "day": monday + timedelta(days=day if grain == "day" else 0), "segment": segment,
         "n": n, "total": total, "total_sq": abs(total), "mature": mature}
        for monday, figures in weeks
        for segment, (n, total) in figures.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=OBSERVATIONS)


def moved(before: Figures, now: Figures, metric: MetricSpec = RATE) -> Shift:
    found = shift(observed((BEFORE, before), (NOW, now)), metric, NOW, [BEFORE])
    assert found is not None
    return found


def part(found: Shift, name: str) -> dict[str, Any]:
    return found.parts.row(by_predicate=pl.col("part") == name, named=True)


def test_a_part_that_got_worse_carries_the_whole_move() -> None:
    found = moved(
        {"": (200, 40), "on=web": (100, 20), "on=app": (100, 20)}, {"": (200, 60), "on=web": (100, 20), "on=app": (100, 40)}
    )
    assert (found.before, found.now) == (0.2, 0.3)
    app, web = part(found, "app"), part(found, "web")
    assert (app["before"], app["now"], app["n"], app["share"]) == (0.2, 0.4, 100, 0.5)
    assert (app["moved"], app["rate"], app["mix"]) == pytest.approx((0.1, 0.1, 0.0))
    assert (web["moved"], web["rate"], web["mix"]) == pytest.approx((0.0, 0.0, 0.0))
    assert app["low"] > 0 > web["low"]
    assert found.parts["part"].to_list() == ["app", "web"], "the largest addition first"
    assert found.parts.schema == PARTS


def test_simpsons_paradox_every_part_better_the_whole_worse() -> None:
    """Worked by hand. Web 10 % of 900 to 8 % of 300, app 50 % of 100 to 45 % of 700: together 14 % to 33.9 %.

    Shares .9 to .3 and .1 to .7. Rate: -.02 x .6 = -.012 and -.05 x .4 = -.02. Mix, against the mean of the two wholes
    (.2395): web -.6 x (.09 - .2395) = .0897, app .6 x (.475 - .2395) = .1413. Sum .199.
    """
    found = moved(
        {"": (1000, 140), "on=web": (900, 90), "on=app": (100, 50)}, {"": (1000, 339), "on=web": (300, 24), "on=app": (700, 315)}
    )
    assert found.change == pytest.approx(0.199)
    assert part(found, "web")["rate"] == pytest.approx(-0.012)
    assert part(found, "web")["mix"] == pytest.approx(0.0897)
    assert part(found, "app")["rate"] == pytest.approx(-0.02)
    assert part(found, "app")["mix"] == pytest.approx(0.1413)


def test_rows_without_the_attribute_are_the_rest_so_that_it_adds_up() -> None:
    found = moved({"": (100, 20), "on=app": (50, 10)}, {"": (100, 50), "on=app": (50, 10)})
    rest = part(found, "")
    assert (rest["n"], rest["before"], rest["now"]) == (50, 0.2, 0.8)
    assert rest["moved"] == pytest.approx(0.3)
    assert found.parts["moved"].sum() == pytest.approx(found.change)


def test_a_part_that_is_new_is_all_mix() -> None:
    found = moved({"": (100, 20), "on=web": (100, 20)}, {"": (200, 60), "on=web": (100, 20), "on=app": (100, 40)})
    app = part(found, "app")
    assert (app["before"], app["now"], app["rate"]) == (None, 0.4, 0.0)
    assert app["mix"] == pytest.approx(0.5 * (0.4 - 0.25))
    assert found.parts["moved"].sum() == pytest.approx(0.1)


def test_counts_are_plain_differences_from_a_weeks_mean() -> None:
    weeks = [(BEFORE - timedelta(weeks=1), {"": (4, 4.0), "on=app": (4, 4.0)}), (BEFORE, {"": (8, 8.0), "on=app": (2, 2.0)}),
             (NOW, {"": (20, 20.0), "on=app": (15, 15.0)})]  # fmt: skip
    found = shift(observed(*weeks), spec("ticket_volume"), NOW, [weeks[0][0], BEFORE])
    assert found is not None
    assert (found.before, found.now) == (6.0, 20.0)
    app = part(found, "app")
    assert (app["before"], app["now"], app["moved"], app["rate"]) == (3.0, 15.0, 12.0, None)
    assert part(found, "")["moved"] == 2.0


def test_tickets_of_nobody_count_as_more_tickets_each() -> None:
    ratio = spec("contact_rate")
    found = moved({"": (100, 10.0), "on=web": (100, 10.0)}, {"": (100, 30.0), "on=web": (100, 10.0), "on=mail": (0, 20.0)}, ratio)
    assert part(found, "mail")["rate"] == pytest.approx(0.2)
    assert part(found, "mail")["mix"] == pytest.approx(0.0)
    assert found.parts["moved"].sum() == pytest.approx(found.change)


def test_medians_do_not_add_up_and_stand_with_their_n() -> None:
    days = observed((BEFORE, {"": (9, 90.0), "on=app": (4, 60.0)}), (NOW, {"": (9, 99.0), "on=app": (6, 80.0)}))
    weeks = observed((BEFORE, {"": (9, 90.0), "on=app": (4, 60.0)}), (NOW, {"": (9, 99.0), "on=app": (6, 80.0)}), grain="week")
    own = pl.Series([10.0, 15.0, 12.0, 16.0])
    found = shift(pl.concat([days, weeks.with_columns(median=own)]), spec("time_to_resolution"), NOW, [BEFORE])
    assert found is not None
    assert (found.before, found.now) == (10.0, 12.0)
    (app,) = found.parts.to_dicts()
    assert (app["before"], app["now"], app["n"], app["moved"]) == (15.0, 16.0, 6, None)


def test_young_days_are_left_out_as_they_are_where_the_week_is_told() -> None:
    old = observed(*((BEFORE, {"": (50, 10), "on=app": (50, 10)}), (NOW, {"": (50, 30), "on=app": (40, 30)})))
    more = [observed((NOW, {"": (10, 5), "on=app": (10, 5)}), day=day) for day in (0, 1, 3)]
    young = observed((NOW, {"": (90, 90), "on=app": (90, 90)}), mature=False, day=6)
    rows = pl.concat([old, *more, young])
    told = known_so_far(rows.filter(segment=""), [RATE], as_of=date(2026, 11, 15))
    found = shift(rows, RATE, NOW, [BEFORE])
    assert found is not None
    assert found.now == told["value"][-1]
    assert part(found, "app")["n"] == 70


def test_a_week_without_anybody_has_no_why() -> None:
    assert shift(observed((NOW, {"": (10, 2)})), RATE, NOW, [BEFORE]) is None
    assert shift(observed((BEFORE, {"": (10, 2)}), (NOW, {"": (0, 0)})), RATE, NOW, [BEFORE]) is None


def test_without_segments_there_is_a_move_and_no_parts() -> None:
    found = moved({"": (10, 2)}, {"": (10, 4)})
    assert found.parts.is_empty()
    assert found.dimensions == ()


KINDS = ("drop_off", "nps", "ces", "contact_rate", "ticket_volume")
NAMES = ("on=web", "on=app", "plan=a", "plan=b", "plan=c")


@st.composite
def two_weeks(draw: st.DrawFn, formula: str) -> tuple[Figures, Figures]:
    """Any figures of parts, and of everyone at least as many as the parts of each dimension together."""
    sides = []
    for _ in range(2):
        side: Figures = {}
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
            n = draw(st.integers(0, 5000))
            least, most = {"nps": (-n, n), "ces": (n, 7 * n), "contact_rate": (0, 3000), "ticket_volume": (n, n)}.get(
                formula, (0, n)
            )
            side[name] = (n, float(draw(st.integers(least, max(least, most)))))
        n = sum(n for n, _ in side.values()) + draw(st.integers(1, 5000))
        side[""] = (n, float(draw(st.integers(0, n))) if formula != "ticket_volume" else float(n))
        sides.append(side)
    return sides[0], sides[1]


@pytest.mark.parametrize("formula", KINDS)
@given(data=st.data())
def test_the_parts_of_every_dimension_sum_to_the_move(formula: str, data: st.DataObject) -> None:
    before, now = data.draw(two_weeks(formula))
    found = moved(before, now, spec(formula))
    for dimension in found.dimensions:
        own = found.parts.filter(pl.col("dimension") == dimension)
        assert own["moved"].sum() == pytest.approx(found.change, abs=1e-9, rel=1e-9)
        if formula != "ticket_volume":
            assert (own["rate"] + own["mix"] - own["moved"]).abs().max() == pytest.approx(0, abs=1e-9)


@given(data=st.data())
def test_it_agrees_with_kitagawas_formula_in_plain_loops(data: st.DataObject) -> None:
    before, now = data.draw(two_weeks("drop_off"))
    found = moved(before, now)
    for row in found.parts.filter(pl.col("part") != "").to_dicts():
        name = f"{row['dimension']}={row['part']}"
        (n0, t0), (n1, t1) = before.get(name, (0, 0.0)), now.get(name, (0, 0.0))
        w0, w1 = n0 / before[""][0], n1 / now[""][0]
        middle = (before[""][1] / before[""][0] + now[""][1] / now[""][0]) / 2
        if n0 and n1:
            assert row["rate"] == pytest.approx((t1 / n1 - t0 / n0) * (w0 + w1) / 2, abs=1e-12)
            assert row["mix"] == pytest.approx((w1 - w0) * ((t0 / n0 + t1 / n1) / 2 - middle), abs=1e-9)


def test_duckdb_says_the_same_of_single_customers() -> None:
    """The same log, counted customer by customer in SQL rather than from sums."""
    import duckdb
    import numpy as np

    draw = np.random.default_rng(11)
    people = pl.DataFrame({"now": draw.integers(0, 2, 4000), "on": draw.choice(["web", "app", "kiosk"], 4000, p=[0.5, 0.3, 0.2])})
    chance = 0.2 + 0.25 * ((people["now"] == 1) & (people["on"] == "app")).to_numpy()
    people = people.with_columns(gone=(draw.random(4000) < chance).astype(int))
    figures: list[Figures] = []
    for now in (0, 1):
        side = people.filter(pl.col("now") == now)
        by = {f"on={on}": (own.height, float(own["gone"].sum())) for (on,), own in side.group_by("on")}
        figures.append({"": (side.height, float(side["gone"].sum())), **by})
    told = {row["part"]: row for row in moved(*figures).parts.to_dicts()}
    with duckdb.connect() as sql:
        sql.register("people", people.to_arrow())
        rows = sql.execute("""
            with c as (select "now", "on", avg(gone) r, count(*) n from people group by "now", "on"),
                 w as (select *, n / sum(n) over (partition by "now") w from c),
                 e as (select avg(r) middle from (select avg(gone) r from people group by "now"))
            select a."on", (b.r - a.r) * (a.w + b.w) / 2, (b.w - a.w) * ((a.r + b.r) / 2 - e.middle)
            from w a join w b on a."on" = b."on" and a."now" = 0 and b."now" = 1, e
        """).fetchall()
    assert len(rows) == 3
    for on, rate, mix in rows:
        assert told[on]["rate"] == pytest.approx(rate, abs=1e-12)
        assert told[on]["mix"] == pytest.approx(mix, abs=1e-12)


def test_the_biggest_contribution_is_told_with_its_figures_and_the_mix() -> None:
    before: Figures = {"": (2000, 400), "on=web": (1000, 200), "on=app": (900, 180), "on=tv": (100, 20)}
    now: Figures = {"": (2000, 640), "on=web": (1000, 210), "on=app": (900, 405), "on=tv": (100, 25)}
    said = told(moved(before, now))
    assert said == "Nine tenths of the rise come from on app: 20 % → 45 % (n 900)."


def test_a_mix_that_makes_the_move_is_told_as_the_paradox_it_is() -> None:
    found = moved(
        {"": (1000, 140), "on=web": (900, 90), "on=app": (100, 50)}, {"": (1000, 339), "on=web": (300, 24), "on=app": (700, 315)}
    )
    assert told(found) == (
        "Each of them by itself went the other way. "
        "The mix of customers explains 23.1 points of it: on app went from 10 % → 70 % of all."
    )


def test_what_moved_everybody_alike_is_laid_at_nobodys_door() -> None:
    before: Figures = {"": (2000, 400), "on=web": (1000, 200), "on=app": (1000, 200)}
    now: Figures = {"": (2000, 800), "on=web": (1000, 400), "on=app": (1000, 400)}
    assert told(moved(before, now)).startswith("No on stands out: the rise is spread over all of them")


def test_a_difference_that_chance_makes_is_laid_at_nobodys_door() -> None:
    before: Figures = {"": (40, 8), "on=web": (20, 4), "on=app": (20, 4)}
    now: Figures = {"": (40, 11), "on=web": (20, 4), "on=app": (20, 7)}
    assert told(moved(before, now)).startswith("No on stands out")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (1.6, "More than all"),
        (1.0, "All"),
        (0.97, "Nearly all"),
        (0.8, "Four fifths"),
        (0.67, "Two thirds"),
        (0.5, "Half"),
        (0.33, "A third"),
        (0.21, "A fifth"),
    ],
)
def test_shares_are_said_as_people_say_them(part: float, words: str) -> None:
    assert share(part) == words


def test_what_did_not_move_is_said_so() -> None:
    side: Figures = {"": (100, 20), "on=web": (100, 20)}
    assert told(moved(side, side)) == "It did not move at all."


def test_a_mix_against_the_move_is_said_to_work_against_it() -> None:
    before: Figures = {"": (1000, 200), "on=web": (500, 50), "on=app": (500, 150)}
    now: Figures = {"": (1000, 300), "on=web": (600, 60), "on=app": (400, 240)}
    assert told(moved(before, now)) == (
        "More than all of the rise comes from on app: 30 % → 60 % (n 400). The mix of customers works against it by 3.5 points."
    )


def test_a_durations_parts_are_told_without_a_share_of_the_move() -> None:
    parts = pl.DataFrame(
        [
            {"dimension": "on", "part": "app", "n": 12.0, "before": 3600.0, "now": 7200.0},
            {"dimension": "on", "part": "web", "n": 4.0},
        ],
        schema=PARTS,
    )
    said = told(Shift(MetricKind.DURATION, 3600.0, 5400.0, 12, parts))
    assert said == (
        "Medians do not add up, so no part can be said to explain so much of the move. "
        "It moved most for on app: 1 h → 2 h (n 12)."
    )


def test_counts_name_their_part_without_a_mix() -> None:
    found = moved(
        {"": (40, 40), "on=web": (20, 20), "on=app": (20, 20)},
        {"": (90, 90), "on=web": (22, 22), "on=app": (68, 68)},
        spec("ticket_volume"),
    )
    assert told(found) == "Nearly all of the rise comes from on app: 20 → 68 (n 68)."
