"""The links that show the map to others: made, listed, taken back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.routine.map_shares import LONGEST, share_map, take_back_share
from journey.store.readers.shares import shares
from journey.store.tables import MapShare
from journey.ui.board.outside import SAYS
from journey.ui.board.views import offered
from journey.ui.frame import Screen
from journey.ui.runtime import app_address, attempt, engine, finish, literal

TODAY = 0
"""Stands for the map as it is when somebody opens the link."""


def sharing(here: Screen, known: pl.DataFrame) -> None:
    """Who has a link, and the way to make another."""
    made = shares(engine(), here.id)
    if st.button("Make a link", icon=":material/link:"):
        make(here, {row["number"]: f"Version {row['number']} · {row['name']}" for row in known.iter_rows(named=True)})
    if not made:
        st.caption("Nobody outside has a link to this map. A link shows it for reading, and you can take it back at any time.")
    for share in made:
        _row(here, share)


def _row(here: Screen, share: MapShare) -> None:
    day = share.created_at.astimezone(ZoneInfo(here.journey.timezone))
    what = f"version {share.version}" if share.version is not None else "the map as it is when opened"
    figures = ", with figures" if share.settings.get("figures") else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"share_{share.key}"):
        st.markdown(f"**{literal(share.name)}** · {what}{figures} · since {day.day} {day:%b %Y}", width="stretch")
        st.code(address_of(share.token), language=None, wrap_lines=True, width=420)
        st.button("Take it back", key=f"take_back_{share.key}", type="tertiary", on_click=_take_back, args=(here, share))


def address_of(token: str) -> str:
    """The address that a link is given away as: on the host that the reader's own browser uses."""
    return f"{app_address()}/?share={token}"


def _take_back(here: Screen, share: MapShare) -> None:
    done = "The link opens nothing any more."
    attempt(take_back_share, done=done, journey=here.id, share=share.key, revision=share.revision)


@st.dialog("Make a link", width="medium")
def make(here: Screen, versions: dict[int, str]) -> None:
    """Ask whom it is for, what it shows and how."""
    what = {TODAY: "The map as it is when somebody opens it"} | versions
    looks = {view["slug"]: view for view in offered(here.id)}
    with st.form("make_link", border=False):
        name = st.text_input("Whom is it for?", max_chars=LONGEST, placeholder="The board meeting in December")
        version = st.selectbox("What does it show?", list(what), format_func=what.__getitem__)
        view = st.selectbox("How?", ["", *looks], format_func=lambda slug: looks[slug]["name"] if slug else "The whole map")
        figures = st.checkbox("With figures: KPIs, alerts, measured emotion", help="A version shows none: they are of today.")
        st.caption(
            f"{SAYS} Whoever has the link can open it, without signing in, until you take it back. It opens this one map; it "
            "does not protect the rest of the installation, which whoever reaches this server can open."
        )
        if st.form_submit_button("Make the link", type="primary"):
            chosen = {"look": looks[view]["settings"] if view else {}, "figures": figures}
            number = version if version != TODAY else None
            made = attempt(share_map, done="The link is made.", journey=here.id, name=name, settings=chosen, version=number)
            finish(made)
