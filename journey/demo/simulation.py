"""Fourteen months of Tallyfern's onboarding out of one seed: every source of the demo, ending last week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from journey.demo.conversations import Conversation, conversations
from journey.demo.eventlog import event_log
from journey.demo.groups import with_groups
from journey.demo.help_centre import with_articles
from journey.demo.usability import usability_rounds
from journey.demo.visits import Span, arrivals, walk
from journey.demo.voices import CES, NPS, after_stage, after_ticket, tickets
from journey.demo.world import world
from journey.domain.schemas import TICKETS

SEED = 1847


@dataclass(frozen=True)
class DemoData:
    """What the demo's sources hold: frames with their kind's columns, then plan, channel, region and platform as strings, and
    of events the help article that was opened and what was seen while something was tested.

    `survey_themes` says what each verbatim is about (response, theme): no source would bring it, the story needs it to
    pick the right one. Times are UTC; `first_day` and `last_day` are days in `timezone`, a Monday and last week's Sunday.
    """

    timezone: str
    first_day: date
    last_day: date
    events: pl.DataFrame
    tickets: pl.DataFrame
    nps: pl.DataFrame
    csat: pl.DataFrame
    ces: pl.DataFrame
    usability: pl.DataFrame
    conversations: tuple[Conversation, ...]
    survey_themes: pl.DataFrame


def simulate(today: date, seed: int = SEED, scale: float = 1.0) -> DemoData:
    """Simulate the weeks before today's; the same arguments give equal data. `scale` multiplies how many companies come."""
    here = world()
    span = Span.before(today, here.weeks)
    # A generator for each source: more of one source never changes another.
    companies_rng, walk_rng, *rngs = np.random.default_rng(seed).spawn(11)
    companies = arrivals(here, span, scale, companies_rng)
    visits = walk(here, span, companies, walk_rng)
    filed = tickets(here, span, visits, rngs[0])
    answers = {
        "nps": after_stage(here, span, NPS, visits, rngs[1]),
        "ces": after_stage(here, span, CES, visits, rngs[2]),
        "csat": after_ticket(here, span, filed, rngs[3]),
    }
    talk = pl.concat([frame.select("response", "theme").drop_nulls() for frame in answers.values()])
    return DemoData(
        timezone=here.timezone,
        first_day=span.first,
        last_day=span.first + timedelta(days=span.days - 1),
        events=with_groups(with_articles(event_log(here, span, visits, rngs[4]), filed, rngs[7]), visits, span.days, rngs[8]),
        tickets=filed.select(*TICKETS, *here.attributes),
        usability=usability_rounds(here, span, rngs[5]),
        conversations=conversations(here, span, rngs[6]),
        survey_themes=talk,
        **{name: frame.drop("theme") for name, frame in answers.items()},
    )
