"""What brings a newcomer up to date: the map's story, what was tried, what we believe and why, who is who, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.domain.words import Standing, Weekday
from journey.store.readers import journeys as read
from journey.store.readers.beliefs import Belief, beliefs
from journey.store.readers.maps import versions
from journey.store.readers.weeks import entries
from journey.store.readers.work import changes
from journey.ui.board.parts import PARTS
from journey.ui.frame import PAGES, Screen, at_page
from journey.ui.runtime import engine, literal

VERSIONS, VERDICTS, BELIEFS, PIECES, QUESTIONS = 8, 10, 6, 2, 5
"""How many of each a newcomer reads at first: pieces of evidence behind a belief, questions of each sort."""
LEFT = ("parked", "carried over")


@dataclass(frozen=True)
class Told:
    """The parts of the story in Markdown; `shown` are the beliefs that hold, one a line, `struck` those that do not."""

    versions: str
    verdicts: str
    shown: tuple[str, ...]
    struck: str
    people: str
    questions: str


@st.cache_data(show_spinner=False, max_entries=64)
def told(stands_for: str, _here: Screen) -> Told:
    """The story, put together once as long as nobody does anything."""
    claims = [one for one in beliefs(engine(), _here.id) if _here.shows(one.stage_id)]
    tried = _here.only(changes(engine(), _here.id))
    held = sorted((one for one in claims if one.standing is Standing.EVIDENCED), key=lambda one: -len(one.behind))
    gone = sorted((one for one in claims if one.standing is Standing.STRUCK), key=lambda one: one.struck is None)
    struck = "\n".join(_was(one) for one in gone[:BELIEFS])
    people, questions = _who_is_who(_here), _open_questions(_here, tried, claims)
    return Told(_versions(_here), _verdicts(tried), tuple(_is(one) for one in held), struck, people, questions)


def map_story(here: Screen, story: Told) -> None:
    """How the map came to be, with the way to its versions."""
    st.markdown(story.versions)
    way = {**here.address, "part": PARTS["versions"]}
    st.page_link(at_page(PAGES[Weekday.THURSDAY]), label="Look at any of them", icon=":material/arrow_forward:", query_params=way)


def what_we_believe(story: Told) -> None:
    """What is shown, with what stands behind it; and what we once believed and struck."""
    if not story.shown and not story.struck:
        st.markdown(
            "Nothing on the map is shown yet: it is all believed. Wednesday's listening and Friday's verdicts change that."
        )
    every = st.session_state.get("every_belief")
    st.markdown("\n".join(story.shown if every else story.shown[:BELIEFS]))
    if len(story.shown) > BELIEFS:
        st.toggle(f"Show all {len(story.shown)}", key="every_belief")
    if story.struck:
        st.markdown(f"**We no longer believe**\n\n{story.struck}")


def _versions(here: Screen) -> str:
    """The named versions with why each was made, from the first on."""
    found = versions(engine(), here.id).reverse()
    if found.is_empty():
        return "No version of the map has a name yet. Thursday's page saves one, with why."
    zone, lines = ZoneInfo(here.journey.timezone), []
    for row in found.tail(VERSIONS).iter_rows(named=True):
        at = row["created_at"].astimezone(zone)
        why = f": {literal(row['why'])}" if row["why"] else ""
        by = f" · {literal(row['person'])}" if row["person"] else ""
        lines.append(f"- **{literal(row['name'])}**{why} :gray[{at.day} {at:%b %Y}{by}]")
    before = f"\n\n{found.height - VERSIONS} came before these." if found.height > VERSIONS else ""
    return "\n".join(lines) + before


def _verdicts(tried: pl.DataFrame) -> str:
    """What was decided of the last changes, newest first, and what it taught."""
    known = tried.filter(pl.col("decided_on").is_not_null()).sort("decided_on", descending=True)
    lines = []
    for row in known.head(VERDICTS).iter_rows(named=True):
        on = f"{row['decided_on'].day} {row['decided_on']:%b %Y}"
        learned = f" {literal(row['learning'])}" if row["learning"] else ""
        lines.append(f"- **{literal(row['title'])}**: {row['verdict']}. {literal(row['verdict_why'])}{learned} :gray[{on}]")
    return "\n".join(lines) or "No change has its verdict yet. Friday's page gives them."


def _is(one: Belief) -> str:
    told = "; ".join(f"“{literal(_short(text))}” ({literal(source)})" for source, text in one.behind[:PIECES])
    more = f" and {len(one.behind) - PIECES} more" if len(one.behind) > PIECES else ""
    why = f": {told}{more}" if told else ""
    return f"- **{literal(one.text)}** :gray[{literal(one.stage)}]{why}"


def _was(one: Belief) -> str:
    when = ""
    if one.struck is not None:
        at, by, why = one.struck
        when = f": {literal(why)}" if why else ""
        when += f" :gray[struck by {literal(by)} on {at.day} {at:%b %Y}]"
    return f"- ~~{literal(one.text)}~~ :gray[{literal(one.stage)}]{when}"


def _who_is_who(here: Screen) -> str:
    """The owner, everybody with a role here by team, and which team answers for which stage."""
    members = {row["person_id"]: row["role"] for row in read.members(engine(), here.id).iter_rows(named=True)}
    people = [one for one in read.people(engine()) if one.key in members]
    stages: dict[int | None, list[str]] = {}
    for stage in read.stages(engine(), here.id):
        stages.setdefault(stage.team_id, []).append(stage.name)
    lines = [f"Owner: **{literal(one.name)}**" for one in people if one.key == here.journey.owner_id]
    for team in [*read.teams(engine()), None]:
        key = team.key if team else None
        own = [f"{literal(one.name)}{' (leads)' if one.lead else ''}" for one in people if one.team_id == key]
        where = f", answers for {literal(', '.join(stages[key]))}" if team and key in stages else ""
        if own or where:
            lines.append(f"- **{literal(team.name) if team else 'In no team'}**{where}: {', '.join(own) or 'nobody yet'}")
    return "\n".join([lines[0], "", *lines[1:]] if lines else ["Nobody has a role on this journey yet."])


def _open_questions(here: Screen, tried: pl.DataFrame, claims: list[Belief]) -> str:
    """What is parked, what is too early to judge, and what is believed without evidence."""
    left = here.only(entries(engine(), here.id, week=str(here.week))).filter(pl.col("kind").is_in(LEFT) & ~pl.col("settled"))
    shipped = tried.filter(pl.col("shipped_on").is_not_null(), pl.col("metric_id").is_not_null())
    undecided = shipped.filter(pl.col("verdict").is_null() | pl.col("verdict").is_in(["too early", "can't tell"]))
    guesses = [one for one in claims if one.standing is Standing.HYPOTHESIS]
    lines = [
        *_first([f"- {literal(text)} :gray[carried over]" for text in left["text"]], "carried over"),
        *_first([f"- Does “{literal(title)}” work? :gray[waits for its verdict]" for title in undecided["title"]], "verdicts"),
        *_first(
            [f"- Is it so? “{literal(one.text)}” :gray[{literal(one.stage)}, nothing shows it yet]" for one in guesses], "claims"
        ),
    ]
    return "\n".join(lines) or "Nothing is open that anybody wrote down."


def _first(lines: list[str], what: str) -> list[str]:
    return lines if len(lines) <= QUESTIONS else [*lines[:QUESTIONS], f"- and {len(lines) - QUESTIONS} more {what}"]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 140 else f"{line[:139]}…"
