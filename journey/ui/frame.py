"""The frame of every page: which journey, which week, whose view, where the week's days stand, and what the page is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from journey.config import settings
from journey.domain.weeks import Week
from journey.domain.words import DayState, Weekday
from journey.routine.data.observations import catch_up
from journey.routine.lens import Lens
from journey.routine.notify.due import due_week
from journey.store.readers import journeys as read
from journey.store.readers.weeks import days
from journey.store.tables import Day, Journey, Metric, Stage, TeamView
from journey.ui.runtime import engine, literal, said, today

PAGES = {
    Weekday.MONDAY: "pages/monday_review.py",
    Weekday.TUESDAY: "pages/tuesday_blockers.py",
    Weekday.WEDNESDAY: "pages/wednesday_listening.py",
    Weekday.THURSDAY: "pages/thursday_map.py",
    Weekday.FRIDAY: "pages/friday_retrospective.py",
}
FIRST, LAST = Week(1970, 1), Week(2199, 1)
"""The weeks an address may name: beyond them there is no calendar to step through."""
MARKS = {DayState.OPEN: "○", DayState.DONE: "●", DayState.SKIPPED: "–", DayState.CARRIED: "→"}


@dataclass(frozen=True)
class Screen:
    """What every page needs to know of where the reader stands.

    `week` is the week of the routine; its Monday reviews the data of the week before, `reviewed`.
    `stages` are those of the team view, in order, all of them without one; `days` are the five of the week.
    """

    journey: Journey
    week: Week
    view: TeamView | None
    stages: tuple[Stage, ...]
    today: date
    days: dict[Weekday, Day]

    @property
    def id(self) -> int:
        return self.journey.key

    @property
    def reviewed(self) -> Week:
        return self.week.shift(-1)

    @property
    def version(self) -> str:
        """What computed figures are cached under: it changes with the data, and with the day."""
        return f"{settings().url} {self.id} {self.journey.observed_version} {self.journey.observed_on}"

    @property
    def address(self) -> dict[str, str]:
        """The query parameters that open this very screen."""
        view = {"view": self.view.slug} if self.view else {}
        return {"journey": self.journey.slug, "week": str(self.week), **view}

    @property
    def scope(self) -> dict[str, Any]:
        """What of the journey's work the team view counts: nothing left out without one."""
        return {"stages": [stage.key for stage in self.stages], "team_id": self.view.team_id} if self.view else {}

    @property
    def lens(self) -> Lens:
        """The team view over the stages that it shows."""
        return Lens(self.view, self.stages)

    def shows(self, stage_id: int | None, team_id: int | None = None) -> bool:
        """Whether the team view shows something of that stage or team; without a view everything is shown."""
        return self.lens.shows(stage_id, team_id)

    def only(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of the rows, with a stage_id and perhaps a team_id, that the team view shows."""
        return self.lens.only(rows)


def screen(title: str, purpose: str) -> Screen:
    """Draw the frame and say where the reader stands; without a journey, point to the start and stop.

    `purpose` is the one sentence under the title; {reviewed} and {week} in it become date ranges.
    """
    known = read.journeys(engine())
    if not known:
        st.switch_page("pages/start.py")
    for name in ("journey", "week", "view"):
        if name in st.query_params:
            st.session_state[f"at_{name}"] = st.query_params[name]
    asked = st.session_state.get("at_journey")
    here = _choose(title, known)
    _write_address(here.address)
    st.title(title, anchor=False)
    if asked and all(journey.slug != asked for journey in known):
        st.warning(
            f"No journey is called {literal(asked)} here: it may be in the bin, or the address mistyped. Another one is open."
        )
    st.markdown(purpose.format(reviewed=span(here.reviewed), week=span(here.week)))
    said()
    return here


def open_part(parts: Mapping[str, str]) -> str:
    """Which part of the page is open, the first unless the reader or the address says another; `parts` are labels by name."""
    return st.segmented_control(
        "Part", list(parts), default=next(iter(parts)), format_func=parts.__getitem__, required=True,
        label_visibility="collapsed", key="part", bind="query-params",
    )  # fmt: skip


def at_stage(metric: Metric, here: Screen) -> str:
    """A metric with the stage it is measured at: Drop-off at Pay."""
    stage = next((stage.name for stage in here.stages if stage.id == metric.stage_id), "")
    return f"{metric.name} at {stage}" if stage else metric.name


def at_page(path: str) -> Any:
    """The page of that file as app.py made it: a link to a path makes Streamlit look for the file each time."""
    return st.session_state.get("pages", {}).get(path, path)


def span(week: Week) -> str:
    """A week as dates: 16-22 Nov 2026."""
    start, end = week.monday, week.sunday
    first = f"{start.day}" if start.month == end.month else f"{start.day} {start:%b}"
    return f"{first}–{end.day} {end:%b %Y}"


def _write_address(address: dict[str, str]) -> None:
    """Keep journey, week and view in the address; what pages put there beside them is theirs."""
    for name in ("journey", "week", "view"):
        if name not in address:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != address[name]:
            st.query_params[name] = address[name]


def _choose(title: str, known: list[Journey]) -> Screen:
    with st.container(key="frame", horizontal=True, vertical_alignment="center", gap="small"):
        journey = _pick_journey(known)
        stages = tuple(read.stages(engine(), journey.key))
        view = _pick_view(journey)
        week = _pick_week(journey)
        states = days(engine(), journey.key, str(week))
        _day_marks(journey, week, view, states, title)
    shown = tuple(s for s in stages if not (view and view.stage_ids) or s.id in view.stage_ids)
    return Screen(journey, week, view, shown, today(journey.timezone), states)


def _pick_journey(known: list[Journey]) -> Journey:
    slugs = [journey.slug for journey in known]
    chosen = st.session_state.get("at_journey")
    names = {journey.slug: journey.name for journey in known}
    slug = st.selectbox(
        "Journey", slugs, index=slugs.index(chosen) if chosen in slugs else 0, key=f"pick_journey_{chosen}",
        format_func=names.__getitem__, label_visibility="collapsed", width=280,
        on_change=_move, args=("journey", f"pick_journey_{chosen}"),
    )  # fmt: skip
    st.session_state["at_journey"] = slug
    return _observed(next(journey for journey in known if journey.slug == slug))


def _observed(journey: Journey) -> Journey:
    """The journey with its figures computed for the data and the day as they are now."""
    if journey.observed_version == journey.data_version and journey.observed_on == today(journey.timezone):
        return journey
    with st.spinner("Computing the figures", show_time=True):
        moved = catch_up(engine(), settings(), journey=journey.key)
    return read.row(engine(), Journey, journey.key) if moved else journey


def _pick_view(journey: Journey) -> TeamView | None:
    views = {view.slug: view for view in read.views(engine(), journey.key)}
    if not views:
        return None
    chosen = st.session_state.get("at_view", "")
    slugs = ["", *views]
    key = f"pick_view_{journey.key}_{chosen}"
    slug = st.selectbox(
        "Team view", slugs, index=slugs.index(chosen) if chosen in slugs else 0, key=key, label_visibility="collapsed", width=180,
        format_func=lambda s: views[s].name if s else "All teams", on_change=_move, args=("view", key),
    )  # fmt: skip
    return views.get(slug)


def _pick_week(journey: Journey) -> Week:
    try:
        week = Week.parse(st.session_state.get("at_week", ""))
    except ValueError:
        week = default_week(journey)
    if not FIRST <= week <= LAST:
        week = default_week(journey)
    with st.container(key="weekstep", horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
        _step(":material/chevron_left:", "The week before", week.shift(-1))
        st.markdown(f"**Week {week.number}** · {span(week)}", width="content")
        _step(":material/chevron_right:", "The week after", week.shift(1))
    return week


def _step(icon: str, help: str, to: Week) -> None:
    # the style hides the label from sight only
    st.button(help, icon=icon, help=help, key=f"to_{help}", on_click=_to_week, args=(to,), type="tertiary")


def default_week(journey: Journey) -> Week:
    """This week, or for a journey whose data ended long ago the week after its last data."""
    return due_week(engine(), journey, today=today(journey.timezone))


def _day_marks(journey: Journey, week: Week, view: TeamView | None, states: dict[Weekday, Day], title: str) -> None:
    address = {"journey": journey.slug, "week": str(week), **({"view": view.slug} if view else {})}
    with st.container(key="daymarks", horizontal=True, gap="xxsmall", width="content"):
        for day, page in PAGES.items():
            state = states[day].state
            here = title.casefold().startswith(day.value)
            label = f"{day.value[:3].title()} {MARKS[state]}"
            st.page_link(
                at_page(page),
                label=f"**{label}**" if here else label,
                help=f"{day.value.title()}: {state.value}",
                query_params=address,
            )


def _move(name: str, key: str) -> None:
    st.session_state[f"at_{name}"] = st.session_state[key]
    if name == "journey":
        st.session_state.pop("at_view", None)
        st.session_state.pop("at_week", None)
        for gone in ("view", "week", "metric", "alert", "theme"):
            st.query_params.pop(gone, None)
    st.query_params[name] = st.session_state[key]


def _to_week(week: Week) -> None:
    st.session_state["at_week"] = str(week)
    st.query_params["week"] = str(week)


def empty(sentence: str, *, page: str, button: str) -> None:
    """An empty state: what would be here, and the one way to fill it."""
    with st.container(border=True, horizontal_alignment="left"):
        st.markdown(literal(sentence))
        st.page_link(at_page(page), label=button, icon=":material/arrow_forward:")
