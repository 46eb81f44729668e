"""A report made once while nothing changes, with links to the host that its reader came by."""

from __future__ import annotations

import streamlit as st

from journey.exports.reports.model import Report
from journey.routine.reports import EVERYONE, LEADERS, NEWSLETTER, Asked, Span, build
from journey.store.readers import journeys as read
from journey.store.readers.maps import lately
from journey.ui.frame import Screen
from journey.ui.friday.trials import judged
from journey.ui.reviewed import week_review
from journey.ui.runtime import app_address, engine

GENERAL = {EVERYONE: "Everybody who was there", LEADERS: "Leaders, one page", NEWSLETTER: "The newsletter"}


def made(here: Screen, audience: str = EVERYONE, span: Span = Span.WEEK) -> Report:
    """The report of this screen's week; made anew only after something was done or came in."""
    stands_for = f"{here.version} {lately(engine(), here.id)} {here.today} {here.week} {app_address()}"
    return _made(stands_for, audience, span, here)


@st.cache_resource(show_spinner="Putting the report together", max_entries=64)
def _made(stands_for: str, audience: str, span: Span, _here: Screen) -> Report:
    asked = Asked(_here.week, _here.today, span, audience)
    return build(engine(), _here.journey, asked, base=app_address(), seen=week_review(_here), tried=judged(_here))


def audiences(here: Screen) -> dict[str, str]:
    """Whom there is a report for: what the address says of each, and what the screen says."""
    views = {view.slug: f"Team view: {view.name}" for view in read.views(engine(), here.id)}
    known = {view.team_id for view in read.views(engine(), here.id)} | {None}
    owners = {stage.team_id for stage in here.stages} - known
    teams = {team.name: f"Team: {team.name}" for team in read.teams(engine()) if team.id in owners}
    return GENERAL | views | teams
