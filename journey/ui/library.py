"""The library: maps to begin with, modules kept for several journeys and their updates, lanes and scales to choose from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from journey.domain import library as shelf
from journey.domain.format import signed
from journey.domain.library import Template
from journey.routine import modules
from journey.routine.iteration import add_lane
from journey.routine.journeys import change_journey
from journey.routine.map_document import bring_in
from journey.routine.modules import Offer
from journey.store.readers import maps
from journey.store.tables import Journey, Module
from journey.ui.frame import Screen
from journey.ui.map.fields import ask_why
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import show, style


def library(here: Screen) -> None:
    """What can be put on this map, and what of this map others can use."""
    style()
    offered = modules.offers(engine(), here.id)
    for offer in offered:
        if offer.update is not None:
            _update(here, offer)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header("Modules", anchor=False)
        _modules(here, offered)
        st.header("Maps to begin with", anchor=False)
        _templates(here)
    with right:
        st.header("Emotion scale", anchor=False)
        _scales(here)
        st.header("Lanes", anchor=False)
        _lanes(here)
        st.header("Touchpoints", anchor=False)
        _touchpoints()


def _update(here: Screen, offer: Offer) -> None:
    """An update that waits: what it would change, what stays, and the one button."""
    assert offer.update is not None
    with st.container(border=True):
        st.markdown(f"**{literal(offer.module.name)} has an update for {literal(', '.join(offer.stages))}**")
        st.markdown("\n".join(f"- {literal(said)}" for said in (*offer.update.sentences, *offer.update.stays)))
        if st.button("Take the update", key=f"take_{offer.use.key}", type="primary"):
            attempt(
                modules.take_update, done="Taken.", journey=here.id, use=offer.use.key, revision=offer.use.revision,
                why=f"The module {offer.module.name} was bettered",
            )  # fmt: skip
            st.rerun()


def _modules(here: Screen, offered: list[Offer]) -> None:
    used = {offer.module.key: offer for offer in offered if offer.stages}
    known = modules.modules(engine())
    for module in known:
        _module(here, module, used.get(module.key))
    if not known:
        st.markdown(
            "None yet. Keep stages that several journeys share, such as paying or getting help: bettered in one, offered to all."
        )
    if here.stages and st.button("Keep stages as a module", icon=":material/library_add:"):
        _keep(here)


def _module(here: Screen, module: Module, offer: Offer | None) -> None:
    stages = [str(stage.get("name", "")) for stage in module.content.get("stages", ())]
    about = f"  \n{literal(module.description)}" if module.description else ""
    with st.container(key=f"row_module_{module.key}", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{literal(module.name)}** · version {module.number}  \n{literal(' → '.join(stages))}{about}", width="stretch"
        )
        if offer is None:
            if st.button("Use it here", key=f"use_{module.key}"):
                _use(here, module)
        elif st.button("On this map", key=f"of_{offer.use.key}", help="Better the module from here, or part from it"):
            _used(here, offer)


@st.dialog("Keep stages as a module", width="medium")
def _keep(here: Screen) -> None:
    names = {stage.key: stage.name for stage in here.stages}
    with st.form("keep_module", border=False):
        name = st.text_input("What is it called?", max_chars=modules.LONGEST, placeholder="Paying")
        chosen = st.multiselect("Which stages?", list(names), format_func=names.__getitem__)
        about = st.text_input("When is it used?", max_chars=400)
        why = ask_why("Several journeys share these stages")
        if st.form_submit_button("Keep it", type="primary"):
            kept = {"stages": chosen, "name": name, "description": about}
            finish(attempt(modules.keep_module, done="In the library.", journey=here.id, why=why, **kept))


@st.dialog("Use a module", width="medium")
def _use(here: Screen, module: Module) -> None:
    places = ["At the beginning", *(f"After {stage.name}" for stage in here.stages)]
    with st.form("use_module", border=False):
        at = st.selectbox("Where do its stages go?", range(len(places)), index=len(places) - 1, format_func=places.__getitem__)
        why = ask_why(f"This journey shares {module.name}")
        if st.form_submit_button("Put them on the map", type="primary"):
            finish(attempt(modules.use_module, done="On the map.", journey=here.id, module=module.key, at=at, why=why))


@st.dialog("A module of this map", width="medium")
def _used(here: Screen, offer: Offer) -> None:
    st.markdown(f"**{literal(offer.module.name)}** is {literal(', '.join(offer.stages))} here.")
    with st.form("better_module", border=False):
        why = ask_why()
        better = st.form_submit_button("Make the module what these stages are now", type="primary")
    target = {"journey": here.id, "use": offer.use.key}
    if better:
        done = "Bettered: the other journeys are offered it."
        finish(attempt(modules.better_module, done=done, revision=offer.module.revision, why=why, **target))
    if st.button("Part from the module", type="tertiary", help="The stages stay here; updates are offered no more"):
        finish(attempt(modules.part_module, done="These stages go their own way now.", revision=offer.use.revision, **target))
    if st.button("Put the module in the bin", type="tertiary", icon=":material/delete:"):
        module = {"module": offer.module.key, "revision": offer.module.revision}
        finish(attempt(modules.bin_module, done="In the bin.", journey=here.id, **module))


def _templates(here: Screen) -> None:
    for template in shelf.templates().values():
        with st.container(key=f"row_template_{template.key}", horizontal=True, vertical_alignment="center"):
            stages = " → ".join(stage.name for stage in template.document.stages)
            st.markdown(f"**{literal(template.name)}** · {template.minutes} minutes  \n{literal(stages)}", width="stretch")
            if st.button("Begin a journey", key=f"begin_{template.key}", help=template.about):
                _begin(template, here.journey.timezone)


@st.dialog("Begin a journey", width="small")
def _begin(template: Template, timezone: str) -> None:
    st.markdown(literal(template.about))
    with st.form("begin_from", border=False):
        name = st.text_input("What is the journey called?", template.name, max_chars=120)
        if st.form_submit_button("Begin", type="primary"):
            made = begin(template, name, timezone)
            if made is None:
                st.rerun(scope="fragment")
            st.session_state["at_journey"] = made.slug
            st.switch_page("pages/thursday_map.py")


def begin(template: Template, name: str, timezone: str) -> Journey | None:
    """A journey of that name whose map is the template; None, and said why, where that is refused."""
    document = replace(template.document, timezone=timezone)
    return attempt(bring_in, done="", document=document, name=name, why=f"Begun from the template “{template.name}”")


def _scales(here: Screen) -> None:
    known = shelf.scales()
    now = shelf.scale(here.journey.scale)
    st.markdown("How people on this map read the height of the curve.")
    words = [", ".join(f"{signed(at)} {word}" for at, word in one.words) for one in known.values()]
    st.radio(
        "Scale", list(known), index=list(known).index(now.key), key=f"scale_{here.journey.revision}", captions=words,
        format_func=lambda key: known[key].name, label_visibility="collapsed", on_change=partial(_set_scale, here),
    )  # fmt: skip


def _set_scale(here: Screen) -> None:
    key = st.session_state[f"scale_{here.journey.revision}"]
    attempt(change_journey, done="The curve is read so from now on.", journey=here.id, revision=here.journey.revision, scale=key)


def _lanes(here: Screen) -> None:
    there = {lane.kind for lane in maps.lanes(engine(), here.id)}
    for idea in shelf.lanes():
        with st.container(key=f"row_lane_{idea.kind.name}", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{idea.name}**  \n{idea.about}", width="stretch")
            if idea.kind in there:
                st.markdown(":gray[on the map]", width="content")
            elif st.button("Add", key=f"lane_{idea.kind.name}", help=f"Add the lane {idea.name}"):
                why = f"The map needs to say: {idea.about}"
                attempt(add_lane, done="Added below the others.", journey=here.id, name=idea.name, kind=idea.kind, why=why)
                st.rerun()


def _touchpoints() -> None:
    by_channel: dict[str, list[str]] = {}
    for one in shelf.touchpoints():
        by_channel.setdefault(one.channel, []).append(one.name if one.own else f"{one.name} (not yours)")
    lines = "".join(f"<dt>{escape(channel)}</dt><dd>{escape(', '.join(names))}</dd>" for channel, names in by_channel.items())
    show(f"<dl>{lines}</dl>")
    st.caption("On the board they are offered while you name a touchpoint.")
