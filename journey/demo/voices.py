"""Visits make customers write: support tickets, and answers to NPS, CSAT and CES with what people add to a score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journey.demo.eventlog import customer_id, instants
from journey.demo.quotes import say
from journey.demo.texts import MIXED, NEGATIVE, POSITIVE, draw, grammar, ticket_text, verbatim
from journey.demo.visits import Floats, Rng, Span, at_work
from journey.demo.world import World
from journey.domain.schemas import SURVEYS, TICKETS


@dataclass(frozen=True)
class Scale:
    """A survey's kind and scale, its bounds, and which stages it asks about.

    A mood of -5..+5 becomes offset + slope × mood; from `glad` on people praise, until `sad` they complain; `share` answers.
    """

    kind: str
    name: str
    low: int
    high: int
    offset: float
    slope: float
    glad: int
    sad: int
    stages: tuple[str, ...]
    share: float

    def scores(self, mood: Floats, rng: Rng) -> Floats:
        """Scores around `mood`, with the noise of a person in a hurry."""
        felt = self.offset + self.slope * (mood + rng.normal(0, 1.9, len(mood)))
        return np.asarray(np.clip(np.round(felt), self.low, self.high), dtype=np.float64)

    def sentiments(self, scores: Floats) -> np.ndarray:
        return np.select([scores >= self.glad, scores <= self.sad], [POSITIVE, NEGATIVE], MIXED)


NPS = Scale("nps", "nps", 0, 10, 6.4, 0.95, 9, 6, ("First payment run", "Go live", "Renew"), 0.32)
FIRST_STEPS = ("Sign up", "Verify company", "Connect books", "Invite team", "First payment run")
CES = Scale("ces", "ces7", 1, 7, 4.0, 0.6, 6, 3, FIRST_STEPS, 0.14)
CSAT = Scale("csat", "csat5", 1, 5, 3.0, 0.4, 4, 2, (), 0.34)


def tickets(world: World, span: Span, visits: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Contacts with support: TICKETS columns, the attributes, and `moment`, `closing`, `mood`, `theme` for the surveys."""
    names = np.array(world.stage_names)
    contact = np.array([stage.contact for stage in world.stages])[visits["stage"].to_numpy()]
    trouble = 0.75 + 0.6 * visits["fails"].to_numpy() + 0.3 * (visits["outcome"] != "on").to_numpy()
    written = visits[np.repeat(np.arange(len(visits)), rng.poisson(contact * trouble * visits["contact"].to_numpy()))]
    n = len(written)
    stay = np.minimum((written["left"] - written["entered"]).fill_null(1.0).to_numpy(), 2.5)
    opened = at_work(written["entered"].to_numpy() + stay * rng.random(n) + 0.01, 0.25, span, rng)
    theme = themes(world, written, np.full(n, NEGATIVE), rng)
    hours = np.array([grammar().themes[key].resolve_hours for key in theme]) * rng.lognormal(0, 0.9, n)
    closing = at_work(opened + hours * written["resolution"].to_numpy() / 24, 0.85, span, rng)
    frame = written.with_columns(
        moment=opened,
        closing=np.maximum(closing, opened + 0.004),
        theme=theme,
        stage_name=names[written["stage"].to_numpy()],
    ).filter(pl.col("moment").is_between(0, span.days, closed="left"))
    return _filed(world, span, frame.sort("moment", "company"), rng)


def _filed(world: World, span: Span, frame: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    topics = {key: theme.topic for key, theme in grammar().themes.items()}
    rows = zip(frame["theme"], draw(len(frame), rng), strict=True)
    closed = pl.col("closing") < span.days
    full = frame.with_columns(
        instants(span, world.timezone).alias("opened_at"),
        pl.when(closed).then(instants(span, world.timezone, "closing")).alias("closed_at"),
        customer_id("company"),
        pl.format("T-{}", pl.int_range(pl.len()) + 40_000).alias("ticket"),
        pl.col("theme").replace_strict(topics).alias("topic"),
        pl.Series("text", [ticket_text(theme, row) for theme, row in rows], dtype=pl.String),
        pl.col("stage_name").alias("stage"),
        pl.when(closed).then(pl.lit("closed")).otherwise(pl.lit("open")).alias("status"),
    )
    columns = [*TICKETS, *world.attributes, "moment", "closing", "mood", "theme", "company"]
    return say(full, "tickets", span).select(columns)


def themes(world: World, rows: pl.DataFrame, sentiment: np.ndarray, rng: Rng) -> np.ndarray:
    """What each row talks about: the planted theme unless all is well, else one of its stage by weight."""
    chosen = np.full(len(rows), "", dtype="U24")
    for position, stage in enumerate(world.stages):
        here = np.flatnonzero(rows["stage"].to_numpy() == position)
        options = grammar().of_stage(stage.name)
        weights = np.array([theme.weight for theme in options])
        chosen[here] = np.array([t.key for t in options])[rng.choice(len(options), len(here), p=weights / weights.sum())]
    planted = rows["theme"].to_numpy().astype("U24")
    return np.where((planted != "") & (sentiment != POSITIVE), planted, chosen)


def after_stage(world: World, span: Span, scale: Scale, visits: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Answers to a survey that is sent when a stage is left, or two days after somebody went silent."""
    asked = [world.stage_names.index(stage) for stage in scale.stages]
    reached = visits.filter(pl.col("stage").is_in(asked))
    # Who is angry answers more often, as in life.
    eager = 1 + 1.2 * (reached["mood"].to_numpy() < -2.5)
    answers = reached.filter(rng.random(len(reached)) < scale.share * eager)
    left = answers["left"].fill_null(answers["entered"] + 1.2).to_numpy()
    # Go live ends with the first term; its survey goes out when the company has settled in.
    done = answers["done"].fill_null(answers["entered"] + 1.2).to_numpy()
    when = np.minimum(left, done + 3.0) + rng.exponential(0.25, len(answers))
    frame = answers.with_columns(moment=at_work(when, 0.3, span, rng))
    return _answers(world, span, scale, frame, rng)


def after_ticket(world: World, span: Span, filed: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """CSAT answers after a ticket was closed: waiting long costs stars, a quick answer earns them."""
    answered = filed.filter((filed["closing"].to_numpy() < span.days) & (rng.random(len(filed)) < CSAT.share))
    waited = (answered["closing"] - answered["moment"]).to_numpy() * 24
    mood = np.clip(answered["mood"].to_numpy() * 0.45 + 2.6 - 0.9 * np.log1p(waited / 6), -5, 5)
    positions = {name: position for position, name in enumerate(world.stage_names)}
    frame = answered.with_columns(
        pl.col("stage").replace_strict(positions, return_dtype=pl.Int64),
        mood=mood,
        moment=at_work(answered["closing"].to_numpy() + rng.exponential(0.15, len(answered)), 0.3, span, rng),
    )
    return _answers(world, span, CSAT, frame, rng)


def _answers(world: World, span: Span, scale: Scale, frame: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """SURVEYS columns, the attributes, and `theme` (what the text is about, null without one)."""
    frame = frame.filter(pl.col("moment").is_between(0, span.days, closed="left")).sort("moment", "company")
    score = scale.scores(frame["mood"].to_numpy(), rng)
    sentiment = scale.sentiments(score)
    theme = themes(world, frame, sentiment, rng)
    writes = rng.random(len(frame)) < np.select([sentiment == MIXED, sentiment == NEGATIVE], [0.42, 0.78], 0.56)
    rows = zip(theme, sentiment, writes, draw(len(frame), rng), strict=True)
    text = [verbatim(key, mood, row) if some else None for key, mood, some, row in rows]
    full = frame.with_columns(
        pl.format(f"{scale.kind}-{{}}", pl.int_range(pl.len()) + 1).alias("response"),
        instants(span, world.timezone).alias("at"),
        pl.Series("score", score),
        pl.Series("text", text, dtype=pl.String),
        pl.Series("theme", theme),
        pl.Series("stage", np.array(world.stage_names)[frame["stage"].to_numpy()]),
        customer_id("company"),
    )
    about = pl.when(pl.col("text").is_not_null()).then(pl.col("theme")).alias("theme")
    return say(full, scale.kind, span).select(*SURVEYS, *world.attributes, about)
