"""What a page stands on: the started engine, who is looking, what day it is, and the edge where errors become sentences."""

from __future__ import annotations

import gc
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from journey.config import settings
from journey.errors import JourneyError, NotFound, StaleEdit
from journey.routine import start
from journey.store.engine import Engine
from journey.store.readers.journeys import row
from journey.store.tables import Edited, Metric, PainPoint, Person, Stage, Team, Theme

T = TypeVar("T")
ESCAPED = re.compile(r"[\\`*_\[\]<>~|$&#^]|[:.](?=\S)|(?<!\w)[-+=]|(?<=\d)[.)](?=\s|$)")
"""What would be markup; where a mark stands between words only for itself, no backslash reaches a screen reader."""
log = logging.getLogger("journey")


@st.cache_resource(show_spinner=False)
def _started(url: str) -> Engine:
    """One engine a process; what the first table and chart import, while nobody waits for them yet."""
    import pandas
    import pyarrow

    import journey.charts.plot

    del pandas, pyarrow, journey
    return start.start(settings())


_OPEN: dict[str, Engine] = {}
"""What was started, by url: a page asks for its engine a dozen times, and Streamlit's cache thinks each time anew."""


def engine() -> Engine:
    """The engine of this installation, migrated at the first call."""
    url = settings().url
    return _OPEN.get(url) or _OPEN.setdefault(url, _started(url))


@st.cache_data(show_spinner=False, max_entries=512)
def _drawn(stands_for: str, _draw: Callable[[], object]) -> None:
    _draw()


def draw_once(*stands_for: Any, draw: Callable[[], object]) -> None:
    """Draw pictures without controls; while all that they stand for is the same, what was drawn is shown again unmade."""
    _drawn(repr(stands_for), draw)  # one string: Streamlit hashes a tuple part by part, which takes ten times as long


@st.cache_resource(show_spinner=False)
def _reader(url: str, person: str) -> int:
    return start.reader(_started(url), person)


def me() -> int:
    """The id of the person who is looking."""
    return _reader(settings().url, settings().person)


def today(timezone: str = "UTC") -> date:
    """Today in `timezone`, or the day that JOURNEY_TODAY pretends it is."""
    return settings().today or datetime.now(ZoneInfo(timezone)).date()


def app_address() -> str:
    """Where the reader has the app open: the host of their own browser, unless the installation names its public address."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc and not settings().public_url else settings().app_url


def attempt(act: Callable[..., T], *, done: str = "Saved.", **arguments: Any) -> T | None:
    """Run an act as the person who is looking; say what came of it on the next rerun.

    `act` is called with the engine, by=me() and `arguments`. A refused act returns None and leaves its message; a stale
    edit also leaves both versions, for `said` to show with the choice between them.
    """
    try:
        result = act(engine(), by=me(), **arguments)
    except StaleEdit as stale:
        if "revision" in arguments:
            st.session_state["_stale"] = (act, arguments, stale)
        else:  # nothing was edited that could be chosen between: somebody acted in the same moment
            st.session_state["_refused"] = (
                "Somebody else acted in the same moment. Nothing was changed: look again, then try again."
            )
        return None
    except JourneyError as refusal:
        st.session_state["_refused"] = str(refusal)
        return None
    except Exception:
        log.exception("An act failed")
        st.session_state["_refused"] = "Something went wrong on our side. Nothing was changed. The server's log has the details."
        return None
    if done:
        st.toast(done)
    return result


def said() -> None:
    """Show what the last act left: a refusal, or the two versions of a stale edit to choose between."""
    if refused := st.session_state.pop("_refused", None):
        st.error(literal(refused), icon=":material/block:")
    if "_stale" in st.session_state:
        _choose(*st.session_state["_stale"])


def refused_at(place: str) -> None:
    """Say what was just refused at that place of the page instead of its top, which may be out of sight: for callbacks."""
    if "_refused" in st.session_state:
        st.session_state[f"_refused_{place}"] = st.session_state.pop("_refused")


def said_at(place: str) -> None:
    """Show what was refused at that place."""
    if refused := st.session_state.pop(f"_refused_{place}", None):
        st.error(literal(refused), icon=":material/block:")


def finish(result: object) -> None:
    """End a dialog after its act: close it if that was done, else say in it why not, with what was typed still there."""
    if result is not None or "_stale" in st.session_state:
        st.rerun()
    said()


def fresh(form: str) -> str:
    """A key for a form that is emptied only by `renew`: what was typed outlives a refusal."""
    return f"{form}_{st.session_state.get(f'_{form}', 0)}"


def renew(form: str) -> None:
    """Give the form of that name empty fields on the next run."""
    st.session_state[f"_{form}"] = st.session_state.get(f"_{form}", 0) + 1


def _choose(act: Callable[..., Any], arguments: dict[str, Any], stale: StaleEdit) -> None:
    with st.container(border=True):
        st.error(literal(str(stale)), icon=":material/sync_problem:")
        both = [(name, mine, stale.theirs[name]) for name, mine in stale.mine.items() if mine != stale.theirs[name]]
        st.table(
            [
                {
                    "Field": FIELDS.get(name, name.replace("_", " ")),
                    "Yours": _as_said(name, mine),
                    "Theirs": _as_said(name, theirs),
                }
                for name, mine, theirs in both
                if name not in QUIET
            ]
        )
        keep, mine = st.columns(2)
        if keep.button("Keep theirs", width="stretch"):
            del st.session_state["_stale"]
            st.rerun()
        if mine.button("Save mine over it", width="stretch", type="primary"):
            del st.session_state["_stale"]
            attempt(act, **{**arguments, "revision": stale.revision})
            st.rerun()


FIELDS = {
    "deleted_at": "in the bin",
    "due": "by when",
    "given": "name",
    "merged_into": "part of",
    **{f"{name}_id": name for name in ("owner", "team", "stage", "metric", "pain")},
}
QUIET = ("done_at", "blocked_at", "resolved_on", "decided_on", "closed_at")
"""Dates that follow from another field."""
NAMES: dict[str, tuple[type[Edited], str]] = {
    "owner_id": (Person, "name"), "team_id": (Team, "name"), "stage_id": (Stage, "name"), "metric_id": (Metric, "name"),
    "pain_id": (PainPoint, "title"), "merged_into": (Theme, "name"),
}  # fmt: skip
"""Fields that hold an id, with the table and column that say what it means."""


def _as_said(name: str, value: Any) -> str:
    """A value of a version as a reader would say it, safe inside Markdown."""
    if name == "deleted_at":
        return "yes" if value else "no"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in NAMES and value is not None:
        table, column = NAMES[name]
        with suppress(NotFound):
            return literal(str(getattr(row(engine(), table, value), column)))
    return literal(str(value)) if value not in (None, "") else "nothing"


@contextmanager
def plainly() -> Iterator[None]:
    """The edge of a page: a JourneyError becomes its sentence, anything else an apology with its trace in the log."""
    try:
        yield
        settle()
    except JourneyError as refusal:
        st.error(literal(str(refusal)), icon=":material/block:")
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):  # rerun and stop travel as exceptions
            raise
        log.exception("A page failed")
        st.error("This page could not be shown. Nothing was changed. The server's log has the details.", icon=":material/error:")


_SETTLED = {"modules": 0}
"""How many modules there were when they were last taken out of the collector's sight."""


def settle() -> None:
    """Take what was imported out of the collector's sight: Streamlit collects after every rerun, and modules never go.

    Once a page's first run has imported what it needs there is nothing to do but count.
    """
    if len(sys.modules) != _SETTLED["modules"]:
        _SETTLED["modules"] = len(sys.modules)
        gc.unfreeze()  # what was in use the last time and is garbage by now, such as other readers' sessions
        gc.collect()
        gc.freeze()


def settle_anew() -> None:
    """Let the next run settle again: something large was made that stays, such as what was learned beside the pages."""
    _SETTLED["modules"] = 0


def literal(text: str) -> str:
    """Text that people typed, safe inside Markdown: every character stands for itself."""
    return ESCAPED.sub(r"\\\g<0>", text.replace("\n", " "))
