"""Who entered a stage when, and what became of them: the one table that drop-off, conversion, churn and time in stage share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.localtime import DAY
from journey.analysis.metrics.eventlog import EventLog, has_outcome, meaning, stage_of
from journey.domain.model import StageSpec
from journey.domain.words import Outcome

ENDS = {"goal": Outcome.GOAL, "lost": Outcome.LOST}


class Cohorts:
    """The passages of all cases through a journey, computed once for every metric that asks.

    A case enters a stage with its first event there, whatever that event's outcome. From then on we look for the first
    event of any later stage or of the goal (it went on), the first goal and the first loss, each at the moment of
    entering or after it; what happened before a case came to the stage does not count for the stage. Windows are elapsed
    time, days of 24 hours, so that a clock change gives nobody more or less of it.
    """

    def __init__(self, log: EventLog, data: JourneyData) -> None:
        self.log, self.data, self.stages = log, data, data.in_order
        outcomes = {rule.outcome for rule in data.rules}
        self.has_goal, self.has_loss = Outcome.GOAL in outcomes, Outcome.LOST in outcomes
        self._events = log.events.select(case=pl.col(data.case), packed=log.packed(), code=meaning(data)).drop_nulls()
        self._tallies: dict[int | None, pl.DataFrame] = {}

    def place(self, stage: StageSpec | None) -> int | None:
        """The position of a stage among the journey's; None for the whole journey."""
        return None if stage is None else self.stages.index(stage)

    def window(self, stage: StageSpec | None) -> int:
        """Days that a case has to go on from a stage; for the whole journey, to the goal."""
        return self.goal_window(None) if stage is None else stage.window_days

    def goal_window(self, stage: StageSpec | None) -> int:
        """Days that a case has to reach the goal: the windows of this and all later stages together."""
        return sum(each.window_days for each in self.stages[self.place(stage) or 0 :])

    def tally(self, stage: StageSpec | None) -> pl.DataFrame:
        """Entrants by local `day` of entering and segment values: n, and how many dropped, converted and churned."""
        place = self.place(stage)
        if place not in self._tallies:
            self._tallies[place] = self._tally(stage)
        return self._tallies[place]

    def _tally(self, stage: StageSpec | None) -> pl.DataFrame:
        counts = self.passages(stage).group_by(day=self.log.day_after(pl.col("entered")), code=pl.col("code")).agg(
            n=pl.len().cast(pl.Int64), **{fate: it_was.sum().cast(pl.Int64) for fate, it_was in self.fates(stage).items()}
        )  # fmt: skip
        return self.log.unpack_code(counts)

    def fates(self, stage: StageSpec | None) -> dict[str, pl.Expr]:
        """For a row of `passages`, whether the case `dropped` out, `converted` or `churned`, each within its window."""
        entered, window = pl.col("entered"), self.window(stage) * DAY
        churned = (pl.col("lost") - entered <= window) & ~(pl.col("gone_on") <= pl.col("lost")).fill_null(False)
        return {
            "dropped": ~(pl.col("gone_on") - entered <= window).fill_null(False),
            "converted": pl.col("goal") - entered <= self.goal_window(stage) * DAY,
            "churned": churned,
        }

    def passages(self, stage: StageSpec | None, *, named: bool = False) -> pl.DataFrame:
        """One row a case that entered: `entered`, `gone_on`, `goal`, `lost` in microseconds since the log's start; `code`.

        With `named` also its `case`.
        """
        place, size, case = self.place(stage), self.log.size, ["case"] if named else []
        simple = self._ordered.select(
            *case,
            packed=self._entered(place),
            gone_on=pl.min_horizontal(self._later(place)) // size,
            **{end: pl.col(end) // size for end in ENDS},
        )
        exact = self._disordered.select(
            *case, packed=self._entered(place), **{what: pl.col(f"{what}:{place}") for what in ("gone_on", *ENDS)}
        )
        both = pl.concat([simple, exact]).filter(pl.col("packed").is_not_null())
        moments = both.select(*case, pl.col("packed") // size, "gone_on", *ENDS, code=pl.col("packed") % size)
        return moments.rename({"packed": "entered"})

    @cached_property
    def _firsts(self) -> pl.DataFrame:
        """One row a case: its packed first event in each stage (`s0`, `s1` ...), of the goal and of a loss; `odd` or not."""
        code = pl.col("code")
        wanted = {f"s{place}": stage_of(code) == place for place in range(len(self.stages))}
        wanted |= {end: has_outcome(code, outcome) for end, outcome in ENDS.items()}
        firsts = self._events.group_by("case").agg(
            pl.when(is_it).then("packed").min().alias(name) for name, is_it in wanted.items()
        )  # fmt: skip
        return firsts.with_columns(odd=pl.any_horizontal(self._out_of_order())).collect(engine="streaming")

    @cached_property
    def _ordered(self) -> pl.DataFrame:
        """Cases whose first times tell all."""
        return self._firsts.filter(~pl.col("odd").fill_null(False))

    @cached_property
    def _disordered(self) -> pl.DataFrame:
        """Cases that came to some stage after a later one, the goal or a loss.

        They need a second look at their events: what they did after entering a stage is not the first time they did it.
        """
        odd = self._firsts.filter(pl.col("odd").fill_null(False)).drop("odd")
        events = self._events.join(odd.lazy(), on="case", how="inner")
        after = events.group_by("case").agg(self._after_entering()).collect(engine="streaming")
        return odd.join(after, on="case", how="left")

    def _places(self) -> list[int | None]:
        return [*range(len(self.stages)), None]

    def _entered(self, place: int | None) -> pl.Expr:
        """The packed moment of entering a stage, or any stage at all."""
        return pl.min_horizontal(f"s{each}" for each in range(len(self.stages))) if place is None else pl.col(f"s{place}")

    def _later(self, place: int | None) -> list[str]:
        """The columns that say that a case went on from a stage; only the goal ends the whole journey."""
        return ["goal"] if place is None else [*(f"s{each}" for each in range(place + 1, len(self.stages))), "goal"]

    def _out_of_order(self) -> Iterator[pl.Expr]:
        """For each place: whether something that counts after entering was first done before it."""
        for place in self._places():
            first_after = pl.min_horizontal(*self._later(place), "lost") // self.log.size
            yield first_after < self._entered(place) // self.log.size

    def _after_entering(self) -> Iterator[pl.Expr]:
        """For each place: the first moments of going on, of the goal and of a loss that are not before entering."""
        code, moment = pl.col("code"), pl.col("packed") // self.log.size
        stage, goal = stage_of(code), has_outcome(code, Outcome.GOAL)
        for place in self._places():
            since = moment >= self._entered(place) // self.log.size
            later = goal if place is None else goal | ((stage > place) & (stage < len(self.stages)))
            for what, is_it in (("gone_on", later), ("goal", goal), ("lost", has_outcome(code, Outcome.LOST))):
                yield pl.when(since & is_it).then(moment).min().alias(f"{what}:{place}")
