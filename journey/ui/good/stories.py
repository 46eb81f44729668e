"""From opportunity to action to user story: what is done about pain points, in words that a team can take over."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import ActionStatus, Standing
from journey.exports.stories import as_jira_csv, as_markdown, missing
from journey.routine.pains import add_opportunity
from journey.routine.stories import begins_with, drafted, lines, stories
from journey.routine.work import add_action, change_action
from journey.store.readers import journeys as read
from journey.store.readers.work import actions, opportunities
from journey.ui.actions import in_words
from journey.ui.frame import Screen, at_stage
from journey.ui.good.ranked import in_order
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import people, pick, teams

ARROW = ":material/subdirectory_arrow_right:"
HELP = "A sentence that says who wants what, where and why. It is drafted from the map: put it in your own words."
CRITERIA = "What must be true before it is done, one a line: name the stage and the metric."


def from_opportunity_to_story(here: Screen) -> None:
    """Each opportunity with its actions, each action with its story, and the stories to take away."""
    chances = here.only(opportunities(engine(), here.id)).filter(pl.col("standing") != Standing.STRUCK.value)
    work = actions(engine(), here.id)
    st.header("From opportunity to story", anchor=False)
    if chances.is_empty():
        st.markdown("No opportunity is on the map yet. Say what could be done about a pain point, then who does it by when.")
    with st.container(key="storylist"):
        for row in chances.iter_rows(named=True):
            _opportunity(here, row, work.filter(_of(row)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Note an opportunity", icon=":material/lightbulb:"):
            new_opportunity(here)
        _take_away(here)


def _of(opportunity: dict[str, Any]) -> pl.Expr:
    """The actions that make an opportunity real: its own, and those on its pain point that name no opportunity."""
    own: pl.Expr = pl.col("opportunity_id") == opportunity["id"]
    about = pl.col("opportunity_id").is_null() & pl.col("pain_id").is_in([opportunity["pain_id"] or 0])
    return own | about


def _opportunity(here: Screen, row: dict[str, Any], own: pl.DataFrame) -> None:
    about = " · ".join(filter(None, [literal(row["stage"]), f"about: {literal(row['pain'])}" if row["pain"] else ""]))
    done = [action for action in own.iter_rows(named=True) if action["status"] == ActionStatus.RESOLVED.value]
    told = "".join(f"  \n{ARROW} {in_words(action, here.today)}" for action in done)
    st.markdown(f"**{literal(row['title'])}**  \n{about}{told}")
    if st.button("Take it up", key=f"take_{row['id']}", icon=":material/add_task:", help=f"Take up: {literal(row['title'])}"):
        take_up(here, row)
    for action in own.filter(pl.col("status") != ActionStatus.RESOLVED.value).iter_rows(named=True):
        state = "story written" if action["story"].strip() else "no story yet"
        st.markdown(f"{ARROW} {in_words(action, here.today)} · {state}")
        label = "Edit the story" if action["story"].strip() else "Write the story"
        if st.button(label, key=f"story_{action['id']}", type="tertiary", help=f"{label}: {literal(action['title'])}"):
            write_story(here, row, action)


@st.dialog("Take up the opportunity", width="large")
def take_up(here: Screen, opportunity: dict[str, Any]) -> None:
    """Agree the action that makes it real, with a story to begin with."""
    st.markdown(f"About: **{literal(opportunity['title'])}**")
    metric, persona = _about(here, opportunity, *begins_with(engine(), here.id, opportunity))
    made = drafted(engine(), here.id, opportunity, metric=metric, persona=persona)
    with st.form("take_up", border=False):
        title = st.text_input("What will be done?", opportunity["title"], max_chars=200)
        left, right = st.columns(2)
        values = {
            "owner_id": pick(left, "Who?", people(), None),
            "due": right.date_input("By when?", None, format="YYYY-MM-DD"),
            "team_id": pick(left, "Team", teams(), opportunity["team_id"]),
            "metric_id": metric,
        }
        values |= _story_fields(made.text, "\n".join(made.criteria), key=f"{opportunity['id']}_{metric}_{persona}")
        save = st.form_submit_button("Agree", type="primary")
    if save:
        finish(attempt(add_action, done="Agreed.", journey=here.id, title=title, opportunity_id=opportunity["id"], **values))


def _about(here: Screen, opportunity: dict[str, Any], metric: int | None, persona: int | None) -> tuple[int | None, int | None]:
    """For whom, and which metric should move: what is chosen here is drafted anew."""
    known = {None: "Every customer"} | {one.key: one.name for one in read.personas(engine(), here.id)}
    names = {None: "None"} | {one.key: at_stage(one, here) for one in read.metrics(engine(), here.id)}
    left, right = st.columns(2)
    own = f"about_{opportunity['id']}"
    return (
        pick(right, "Which metric should move?", names, metric, key=f"{own}_metric"),
        pick(left, "For whom?", known, persona, key=f"{own}_persona"),
    )


@st.dialog("The user story", width="large")
def write_story(here: Screen, opportunity: dict[str, Any], action: dict[str, Any]) -> None:
    """Write or edit the story of an action; an empty one starts from a draft."""
    made = drafted(engine(), here.id, opportunity, metric=action["metric_id"], persona=opportunity["persona_id"])
    st.markdown(f"**{literal(action['title'])}**")
    with st.form("write_story", border=False):
        written = bool(action["story"].strip())
        own = (action["story"], action["criteria"]) if written else (made.text, "\n".join(made.criteria))
        values = _story_fields(*own, key=f"of_{action['id']}_{action['revision']}")
        save = st.form_submit_button("Save", type="primary")
    if save:
        arguments = {"action": action["id"], "revision": action["revision"], "today": here.today}
        finish(attempt(change_action, journey=here.id, **arguments, **values))


def _story_fields(story: str, criteria: str, *, key: str) -> dict[str, Any]:
    text = st.text_area("The story", story, height=104, max_chars=2000, help=HELP, key=f"story_text_{key}")
    done_when = st.text_area("Done when", criteria, height=136, max_chars=4000, help=CRITERIA, key=f"story_done_{key}")
    return {"story": text.strip(), "criteria": "\n".join(lines(done_when))}


@st.dialog("Note an opportunity")
def new_opportunity(here: Screen) -> None:
    """What could be done, at which stage, about which pain point."""
    hurts = {None: "None in particular"} | {
        row["id"]: f"{row['stage']}: {row['title']}" for row in in_order(here).iter_rows(named=True)
    }
    at = {row["id"]: row["stage_id"] for row in in_order(here).iter_rows(named=True)}
    with st.form("new_opportunity", border=False):
        title = st.text_input("What could be done?", max_chars=200)
        pain = pick(st, "About which pain point?", hurts, None)
        stage = pick(st, "At which stage, if about none?", {stage.key: stage.name for stage in here.stages}, None)
        save = st.form_submit_button("Note it", type="primary")
    if save and stage is not None:
        finish(attempt(add_opportunity, done="Noted.", journey=here.id, stage=at.get(pain or 0, stage), pain=pain, title=title))


def _take_away(here: Screen) -> None:
    """The written stories as Markdown to copy and as CSV for Jira; nothing while there are none."""
    popover = st.popover("Take the stories away", icon=":material/ios_share:", key="take_stories", on_change="rerun")
    if not popover.open:  # what nobody has asked for costs nothing
        return
    with popover:
        written = stories(engine(), here.id, stages=tuple(stage.key for stage in here.stages) if here.view else None)
        if not written:
            st.markdown("No open action has a story yet. Take up an opportunity, or write the story of an action.")
            return
        for one in written:
            if lacking := missing(one):
                st.caption(f"{literal(one.title)}: its criteria do not name {' and '.join(lacking)}.")
        st.code(as_markdown(written), language="markdown", wrap_lines=True, height=280)
        st.download_button(
            "Download for Jira (.csv)", lambda: as_jira_csv(written), f"stories-{here.journey.slug}.csv", "text/csv",
            key="jira_csv", on_click="ignore",
        )  # fmt: skip
        st.caption("In Jira's importer choose UTF-8, and yyyy-MM-dd as the format of dates.")
