"""What was found, on the screen: how much of each kind, the hits with their words marked, and more of them."""

from __future__ import annotations

from html import escape

import streamlit as st

from journey.analysis.search.query import Asked
from journey.domain.finding import TITLES, TextKind
from journey.domain.words import SourceKind
from journey.store.readers.found_in import Scope
from journey.store.readers.hits import Hit
from journey.store.readers.search import MOST, Found, search
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import engine, literal
from journey.ui.search.meaning import learner, wait_for_meaning
from journey.ui.search.places import place_of

PAGE = 20
"""Hits that are shown at a time."""
_STYLE = """<style>
.hit { margin: -.6rem 0 .2rem; max-width: 46rem; overflow-wrap: anywhere; }
.hit mark { background: color-mix(in srgb, var(--watch) 28%, transparent); color: inherit; border-radius: 3px; padding: 0 .1em; }
.hit .alike { color: var(--muted); font-style: italic; }
</style>"""
_SAID_AS = {SourceKind.SURVEYS.value: "survey", SourceKind.TICKETS.value: "ticket", SourceKind.USABILITY.value: "usability test"}


def results(here: Screen, typed: str, asked: Asked) -> None:
    """Show what fits the question."""
    near = learner(here.id).near() if asked.words else None
    kind = _kind()
    shown = PAGE * (1 + _pages(typed, kind))
    found = search(
        engine(), here.id, asked, timezone=here.journey.timezone, scope=scope_of(here), kind=kind, limit=shown, near=near
    )
    if not found.total and not found.hits:
        _nothing(here, typed, asked)
        return
    _summary(found)
    _choose_kind(found)
    st.html(_STYLE)
    for at, hit in enumerate(found.hits):
        _hit(here, hit, at)
    _more(typed, kind, found, shown)
    if near is None and learner(here.id).is_learning:
        wait_for_meaning(here.id)


def scope_of(here: Screen) -> Scope | None:
    """What the team view shows, as the search is told it."""
    if here.view is None:
        return None
    return Scope(tuple(stage.key for stage in here.stages) if here.view.stage_ids else None, here.view.team_id)


def _kind() -> TextKind | None:
    asked = st.session_state.get("kind") or st.query_params.get("kind")
    return TextKind(asked) if asked in set(TextKind) else None


def _summary(found: Found) -> None:
    texts = "1 text holds" if found.total == 1 else f"{found.total:,} texts hold"
    alike = f", {found.similar} more are similar in meaning" if found.similar else ""
    st.markdown(f"**{texts} what you asked for**{alike}.")


def _choose_kind(found: Found) -> None:
    counts = sorted(found.counts.items(), key=lambda pair: -pair[1])
    if len(counts) < 2 and _kind() is None:
        return
    titles = {kind.value: f"{TITLES[kind][1]} {count:,}" for kind, count in counts}
    if (chosen := _kind()) is not None:
        titles.setdefault(chosen.value, f"{TITLES[chosen][1]} 0")
    st.pills("Only", list(titles), format_func=titles.__getitem__, key="kind", bind="query-params")


def _hit(here: Screen, hit: Hit, at: int) -> None:
    page, address = place_of(hit, here)
    when = f"{hit.at.day} {hit.at:%b %Y}" if hit.at else ""
    about = [TITLES[hit.kind][0], when, hit.stage if hit.stage != hit.text else "", _SAID_AS.get(hit.who, hit.who)]
    st.page_link(at_page(page), label=" · ".join(literal(part) for part in about if part), query_params=address)
    words = "".join(f"<mark>{escape(part)}</mark>" if marked else escape(part) for part, marked in hit.pieces)
    alike = ' <span class="alike">similar in meaning</span>' if hit.similar else ""
    st.html(f'<div class="hit">{words}{alike}</div>')


def _pages(typed: str, kind: TextKind | None) -> int:
    """How many times more was asked for, for this very question."""
    question, pages = st.session_state.get("search_more", (None, 0))
    return pages if question == (typed, kind) else 0


def _more(typed: str, kind: TextKind | None, found: Found, shown: int) -> None:
    wanted = found.counts.get(kind, 0) if kind else found.total
    if len(found.hits) < shown:
        if wanted > MOST:
            st.caption(f"These are the best {MOST}. Another word, or a field such as from: or stage:, tells the others apart.")
        return
    pages = _pages(typed, kind)
    st.button("Show more", key="more", on_click=_show_more, args=((typed, kind), pages + 1))


def _show_more(question: tuple[str, TextKind | None], pages: int) -> None:
    st.session_state["search_more"] = (question, pages)


def _nothing(here: Screen, typed: str, asked: Asked) -> None:
    advice = ["fewer or other words"]
    if asked.phrases:
        advice.append("the words without quotation marks, which ask for exactly this order")
    if asked.fields:
        advice.append(f"leaving out {asked.fields[0]}:")
    if here.view is not None:
        advice.append("all teams, as the team view hides what is not of its stages")
    st.markdown(f"Nothing here fits {literal(typed)}. Try {', or '.join(advice)}. A star finds beginnings: {literal('refun*')}.")
