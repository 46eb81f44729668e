"""What a reader came for: the pain point, card, action, decision or change that an address names, at the top of its page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.finding import TITLES, TextKind
from journey.errors import NotFound
from journey.store.readers.journeys import row
from journey.store.tables import Action, Card, Change, Edited, Entry, Opportunity, PainPoint
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

NAMED: dict[str, tuple[type[Edited], tuple[str, ...], str]] = {
    "pain": (PainPoint, ("title", "description"), TITLES[TextKind.PAIN][0]),
    "action": (Action, ("title",), TITLES[TextKind.ACTION][0]),
    "entry": (Entry, ("text", "trade_off"), "Written down"),
    "card": (Card, ("text",), TITLES[TextKind.CARD][0]),
    "opportunity": (Opportunity, ("title", "description"), TITLES[TextKind.OPPORTUNITY][0]),
    "change": (Change, ("title", "description", "learning"), TITLES[TextKind.CHANGE][0]),
}
"""What an address may name: its table, the fields that are read, what it is called."""


def came_for(here: Screen) -> None:
    """Show what the address names, if it names anything of this journey; a sentence if that is no longer here."""
    name = next((name for name in NAMED if name in st.query_params), "")
    if not name:
        return
    with st.container(border=True, key="came_for"):
        table, fields, title = NAMED[name]
        found = _found(table, st.query_params[name], here)
        if found is None:
            st.markdown(f"The {title.lower()} that this address names is not on this journey, or in the bin: see History.")
        else:
            _show(here, found, fields, title)
        st.button("Put aside", key="came_for_aside", type="tertiary", on_click=_aside, args=(name,))


def _found(table: type[Edited], id: str, here: Screen) -> Any:
    try:
        found: Any = row(engine(), table, int(id) if id.isascii() and id.isdigit() and len(id) < 10 else 0)
    except NotFound:
        return None
    return found if found.journey_id == here.id else None


def _show(here: Screen, found: Any, fields: tuple[str, ...], title: str) -> None:
    stage = next((stage.name for stage in here.stages if stage.id == found.stage_id), "")
    said = [str(getattr(found, field)) for field in fields if getattr(found, field)]
    about = " · ".join(part for part in (title, literal(stage)) if part)
    st.markdown("  \n".join([about, f"**{literal(said[0])}**", *(literal(more) for more in said[1:])]))


def _aside(name: str) -> None:
    st.query_params.pop(name, None)
