"""What a report is told from: each of the journey's figures and rows, read when a part first asks for it."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.errors import NotFound
from journey.routine.lens import Lens
from journey.routine.ranking import ranked
from journey.routine.reports.asked import EVERYONE, LEADERS, NEWSLETTER, Asked, Period
from journey.routine.review import Review, review
from journey.routine.verdicts import Outcome, Trial, outcomes, trials
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.weeks import entries
from journey.store.readers.work import actions, pains
from journey.store.tables import Journey, Metric, Stage, TeamView


class Sight:
    """One report's view of a journey. `base` is where people open the app; `seen` and `tried` where they are computed already."""

    def __init__(
        self, engine: Engine, journey: Journey, asked: Asked, *, base: str = "",
        seen: Review | None = None, tried: list[Trial] | None = None,
    ) -> None:  # fmt: skip
        self.engine, self.journey, self.asked, self.base = engine, journey, asked, base
        self._seen, self._tried = seen, tried

    @property
    def id(self) -> int:
        """The journey's id."""
        return self.journey.key

    @property
    def week(self) -> Week:
        """The routine's week that the report ends with; the data it knows end with the week before."""
        return self.asked.week

    @property
    def reviewed(self) -> Week:
        """The week of data that this week's Monday looks back on."""
        return self.week.shift(-1)

    @cached_property
    def period(self) -> Period:
        """The weeks that it tells of."""
        return self.asked.period

    @cached_property
    def lens(self) -> Lens:
        """What the audience cares for: everything, or one team's stages and work."""
        stages = read.stages(self.engine, self.id)
        return Lens.over(team_view(self.engine, self.id, self.asked.audience, stages), stages)

    @cached_property
    def seen(self) -> Review:
        """Monday's review."""
        return self._seen or review(self.engine, self.id, self.reviewed)

    @cached_property
    def judged(self) -> list[Trial]:
        """Every shipped change, held against its metric."""
        if self._tried is not None:
            return self._tried
        return trials(self.engine, self.id, until=self.reviewed.sunday)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """How the changes stand that the audience cares for, also those that a test decided before they shipped."""
        found = outcomes(self.engine, self.id, self.judged, until=self.reviewed.sunday)
        return [one for one in found if self.lens.shows(one.change["stage_id"], one.change["team_id"])]

    @cached_property
    def metrics(self) -> list[Metric]:
        """Every metric of the journey."""
        return read.metrics(self.engine, self.id)

    @cached_property
    def stage_names(self) -> dict[int | None, str]:
        """Names by id; None is the whole journey."""
        return {None: "Whole journey", **{stage.key: stage.name for stage in self.lens.stages}}

    @cached_property
    def raised(self) -> pl.DataFrame:
        """What the Mondays of the period raised."""
        found = alerts(self.engine, self.id)
        return self.lens.only(found.filter(pl.col("week").is_between(pl.lit(str(self.period.first)), pl.lit(str(self.week)))))

    @cached_property
    def pains(self) -> pl.DataFrame:
        """Pain points with their evidence."""
        return self.lens.only(pains(self.engine, self.id))

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """The open pain points, worst first, ranked among those shown."""
        rows = self.lens.only(ranked(self.engine, self.id, week=self.week))
        return rows.with_columns(rank=pl.col("score").rank("min", descending=True).cast(pl.Int64))

    @cached_property
    def work(self) -> pl.DataFrame:
        """Actions."""
        return self.lens.only(actions(self.engine, self.id))

    @cached_property
    def written(self) -> pl.DataFrame:
        """What was written down in the period's weeks."""
        found = entries(self.engine, self.id)
        return self.lens.only(found.filter(pl.col("week").is_between(pl.lit(str(self.period.first)), pl.lit(str(self.week)))))

    def page(self, name: str, **more: object) -> str:
        """The address of a page as it stood in the report's week."""
        view = {"view": self.lens.view.slug} if self.lens.view and self.lens.view.slug else {}
        return f"{self.base}/{name}?{urlencode({'journey': self.journey.slug, 'week': self.week, **view, **more})}"


def team_view(engine: Engine, journey_id: int, audience: str, stages: list[Stage]) -> TeamView | None:
    """The view of that address or name, or one made of what the team of that name owns; None for everybody's reports."""
    if audience in (EVERYONE, LEADERS, NEWSLETTER):
        return None
    views = read.views(engine, journey_id)
    for view in views:
        if audience.casefold() in (view.slug.casefold(), view.name.casefold()):
            return view
    for team in read.teams(engine):
        if audience.casefold() == team.name.casefold():
            own = [stage.key for stage in stages if stage.team_id == team.id]
            return TeamView(journey_id=journey_id, slug="", name=team.name, team_id=team.key, stage_ids=own)
    there = ", ".join([LEADERS, NEWSLETTER, *(view.slug for view in views), *(team.name for team in read.teams(engine))])
    raise NotFound(f"There is no team and no view called '{audience}' on this journey. A report can be for: {there}.")
