"""The work of the week as its closing looks at it: verdicts that wait, actions that were done, actions that are late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import ActionStatus, Weekday
from journey.routine.verdicts import Listed, Stand
from journey.store.readers.work import actions, changes
from journey.ui.frame import PAGES, Screen, at_page
from journey.ui.friday.trials import listed
from journey.ui.runtime import engine, literal

MOST = 6
"""What a closing gets through of each kind; the rest is a number with the way there."""


@dataclass(frozen=True)
class Told:
    """What the first three steps say, as Markdown, and whether verdicts wait and actions are late."""

    verdicts: str
    due: bool
    waits: int
    actions: str
    late: bool
    learned: tuple[str, ...]


@st.cache_data(show_spinner=False, max_entries=64)
def told(stands_for: str, _here: Screen) -> Told:
    """The work of the week in words, put together once as long as nobody does anything."""
    found = listed(_here)
    due = [one for one in found if one.state in (Stand.OVERDUE, Stand.DUE)]
    lines = [_due(one) for one in due[:MOST]]
    lines += [f"- and {len(due) - MOST} more"] if len(due) > MOST else []
    lines += [_decided(one) for one in found if one.state is Stand.DECIDED]
    waits = sum(one.state is Stand.WAITING for one in found)
    said, late = _done_and_late(_here)
    return Told("\n".join(lines) or "No verdict is due.", bool(due), waits, said, late, _taught(_here))


def open_verdicts(here: Screen, work: Told) -> None:
    """This Friday's list: what waits for its verdict with what the data say of it, what was decided, and what is not due yet."""
    more = f"\n\n:gray[{work.waits} more {'is' if work.waits == 1 else 'are'} not due yet.]" if work.waits else ""
    st.markdown(work.verdicts + more)
    if work.due:
        _way("Give the verdicts", Weekday.FRIDAY, here)


def done_and_late(here: Screen, work: Told) -> None:
    """What was resolved between Monday and Sunday, and what is past its day."""
    st.markdown(work.actions)
    if work.late:
        _way("Update them on Tuesday's page", Weekday.TUESDAY, here)


def _taught(here: Screen) -> tuple[str, ...]:
    """What the verdicts that were given this week taught."""
    given = pl.col("decided_on").is_between(here.week.monday, here.week.sunday) & (pl.col("learning") != "")
    decided = here.only(changes(engine(), here.id).filter(given))
    return tuple(f"- {literal(text)} *({literal(title)})*" for title, text in decided.select("title", "learning").iter_rows())


def _due(one: Listed) -> str:
    late = " · **overdue**" if one.state is Stand.OVERDUE else ""
    say = f": the data say {one.trial.ruling.verdict.value}" if one.trial else ""
    return f"- **{literal(one.change['title'])}**{say}{late}"


def _decided(one: Listed) -> str:
    return f"- {literal(one.change['title'])}: **{one.change['verdict']}**, decided"


def _done_and_late(here: Screen) -> tuple[str, bool]:
    day = min(here.today, here.week.sunday)
    work = here.only(actions(engine(), here.id))
    resolved = pl.col("status") == ActionStatus.RESOLVED.value
    done = work.filter(resolved, pl.col("resolved_on").is_between(here.week.monday, here.week.sunday))
    late = work.filter(~resolved, pl.col("due") < day).sort("due")
    if done.is_empty() and late.is_empty():
        return "Nothing was due: no action was done this week, and none is late.", False
    finished, waiting = _lines(done, "resolved_on"), _lines(late, "due")
    lines = [f"**Done this week: {done.height}**", *finished, "", f"**Late: {late.height}**", *waiting]
    return "\n".join(lines), not late.is_empty()


def _lines(work: pl.DataFrame, day: str) -> list[str]:
    shown = [f"- {_line(row, day)}" for row in work.head(MOST).iter_rows(named=True)]
    return [*shown, f"- and {work.height - MOST} more"] if work.height > MOST else shown


def _line(row: dict[str, Any], day: str) -> str:
    who = literal(row["owner"] or row["team"] or "nobody yet")
    when = f"since {row[day].day} {row[day]:%b}" if day == "due" else f"on {row[day].day} {row[day]:%b}"
    return f"{literal(row['title'])} · {who} · {when}"


def _way(label: str, day: Weekday, here: Screen) -> None:
    st.page_link(at_page(PAGES[day]), label=label, icon=":material/arrow_forward:", query_params=here.address)
