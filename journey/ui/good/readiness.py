"""Whether the map is ready to be worked by: the seven answers with their figures, each no with the way to mend it."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from journey.analysis.readiness import Line, Mend, Readiness
from journey.domain.weeks import Week
from journey.routine.readiness import readiness as computed
from journey.store.readers import maps
from journey.ui.board.parts import PARTS
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import engine
from journey.ui.setup.parts import style
from journey.ui.setup.scope import scope_warnings

THURSDAY, JOURNEY = "pages/thursday_map.py", "pages/journey.py"
PLACES: dict[Mend, tuple[str, dict[str, str]]] = {
    Mend.BRIEF: (JOURNEY, {"part": "Scope"}),
    Mend.DATA: ("pages/data.py", {}),
    Mend.CLAIMS: (THURSDAY, {"part": PARTS["board"]}),
    Mend.EMOTIONS: (THURSDAY, {"part": PARTS["board"]}),
    Mend.ASSUME: (THURSDAY, {"part": PARTS["board"]}),
    Mend.PAINS: (THURSDAY, {"part": PARTS["pains"]}),
    Mend.TEAMS: (JOURNEY, {"part": "Stages"}),
    Mend.ACTIONS: ("pages/tuesday_blockers.py", {}),
    Mend.METRICS: ("pages/metrics.py", {}),
    Mend.VERSIONS: (THURSDAY, {"part": PARTS["versions"]}),
}
"""The page where each is mended, and what its address says beside the journey."""
CSS = """<style>
ul.ready.ready{list-style:none;margin:.5rem 0 0;padding:0;max-width:54rem}
.ready.ready li{display:grid;grid-template-columns:3.5rem 1fr auto;gap:.1rem 1rem;padding:.7rem 0;margin:0}
.ready li{border-top:1px solid var(--border)}
.ready b{font-weight:600}.ready .yes{color:var(--better)}.ready .no{color:var(--worse)}
.ready p{grid-column:2/4;margin:0;color:var(--muted);overflow-wrap:anywhere}
.ready a{grid-column:3;grid-row:1;color:var(--primary);white-space:nowrap}
@media(max-width:640px){.ready.ready li{grid-template-columns:3.5rem 1fr}
.ready p{grid-column:2}.ready a{grid-column:2;grid-row:auto;padding:.3rem 0;order:1}}
</style>"""


def readiness(here: Screen) -> None:
    """The whole answer, the warnings of the scope first."""
    found = seven(here)
    st.header(_finding(found), anchor=False)
    st.caption("Computed from what is on the map, in the data and in the brief. It changes with them; nobody ticks it off.")
    style()
    scope_warnings(here)
    rows = "".join(_row(line, here) for line in found.lines)
    st.html(f"{CSS}<ul class='ready'>{rows}</ul>")


def ready_line(here: Screen) -> None:
    """The answer in one sentence with a link to all of it: for pages that are about something else."""
    found = seven(here)
    missing = [line.check.value for line in found.lines if not line.met]
    said = f"Ready in {found.met} of {found.of}"
    label = f"{said}: see what is missing" if missing else f"{said}: see why"
    address = {**here.address, "part": PARTS["check"]}
    st.page_link(at_page(THURSDAY), label=label, icon=":material/checklist:", query_params=address)


def seven(here: Screen) -> Readiness:
    """The seven answers for the week on the screen, computed anew after something was done or came in."""
    return _computed(f"{here.version} {maps.lately(engine(), here.id)}", here.id, str(here.week), here.today)


@st.cache_resource(show_spinner=False, max_entries=64)
def _computed(stands_for: str, journey_id: int, week: str, today: date) -> Readiness:
    return computed(engine(), journey_id, today=today, week=Week.parse(week))


def mended_at(line: Line, here: Screen) -> tuple[str, dict[str, str]]:
    """The page that mends a line, and the query parameters that open it there."""
    page, more = PLACES[line.mend]
    return page, {**here.address, **more, **({"at": line.ref} if line.ref else {})}


def _finding(found: Readiness) -> str:
    if found.ready:
        return "The map is ready: seven answers of seven are yes"
    return f"The map is ready in {found.met} of {found.of}"


def _row(line: Line, here: Screen) -> str:
    page, address = mended_at(line, here)
    name = page.removeprefix("pages/").removesuffix(".py")
    link = "" if line.met else f"<a href='{name}?{escape(urlencode(address))}' target='_self'>{escape(line.mend.value)}</a>"
    word, state = ("✓ yes", "yes") if line.met else ("✗ no", "no")
    return f"<li><span class='{state}'>{word}</span><b>{escape(line.check.value)}</b>{link}<p>{escape(line.said)}</p></li>"
