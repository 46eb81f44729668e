"""Usability rounds: every second Thursday six people try the tasks of onboarding, until the rounds stopped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journey.demo.eventlog import instants
from journey.demo.visits import Rng, Span
from journey.demo.world import World
from journey.domain.schemas import USABILITY

LAST_ROUND = -25
"""The Thursday of the last round, in days from this week's Monday; after it the room was given up."""
GUIDED_SINCE = -62
PEOPLE = 6


@dataclass(frozen=True)
class Task:
    """What a participant is asked to do, how many manage it, and the median time."""

    name: str
    stage: str
    success: float
    seconds: float


TASKS = (
    Task("Create an account", "Sign up", 0.94, 150),
    Task("Hand in the company's documents", "Verify company", 0.78, 340),
    Task("Connect the ledger", "Connect books", 0.52, 620),
    Task("Invite an approver with the right role", "Invite team", 0.56, 260),
    Task("Pay the first invoice", "First payment run", 0.83, 300),
    Task("Find what is left before going live", "Go live", 0.80, 130),
)


def usability_rounds(world: World, span: Span, rng: Rng) -> pl.DataFrame:
    """Results of all rounds: USABILITY columns, then platform; the guided connection helps from the round after it shipped."""
    rounds = np.arange(LAST_ROUND, -span.days, -14)[::-1]
    day = np.repeat(rounds, PEOPLE * len(TASKS))
    person = np.repeat(np.arange(len(rounds) * PEOPLE), len(TASKS))
    task = np.tile(np.arange(len(TASKS)), len(rounds) * PEOPLE)
    guided = (day >= GUIDED_SINCE) & (np.array([t.stage for t in TASKS])[task] == "Connect books")
    success = rng.random(len(day)) < np.array([t.success for t in TASKS])[task] + 0.25 * guided
    seconds = np.array([t.seconds for t in TASKS])[task] * rng.lognormal(0, 0.35, len(day)) * np.where(success, 1, 1.7)
    start = 9 + 1.25 * (person % PEOPLE) + 0.19 * task
    frame = pl.DataFrame({
        "participant": [f"P{number + 1:03d}" for number in person],
        "task": np.array([t.name for t in TASKS])[task],
        "moment": span.days + day + start / 24,
        "success": success,
        "seconds": np.round(np.where(guided, seconds * 0.7, seconds)),
        "stage": np.array([t.stage for t in TASKS])[task],
        "platform": np.where(person % 3 == 0, "mobile", "web"),
    })  # fmt: skip
    return frame.with_columns(instants(span, world.timezone).alias("at")).select(*USABILITY, "platform")
