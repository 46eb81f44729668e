"""The history in words: who did what when and why, and what the bin holds."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.errors import Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.board import perform
from journey.routine.board.undo import HANDED
from journey.store.engine import Engine
from journey.store.readers import journeys as read
from journey.store.readers.audit import Binned, named
from journey.store.readers.gestures import undone
from journey.ui.board.told import is_on_map, names_on, versions
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, literal

QUIET = (
    *("revision", "deleted_at", "id", "journey_id", "position", "became", "placed", "content", "agenda", "step_began_at"),
    *("revealed", "merged_into", "clock_at"),
)
VERBS = {
    "add": "added", "change": "changed", "bin": "binned", "restore": "restored", "set": "set", "order": "reordered",
    "close": "closed", "check": "raised", "triage": "answered", "take_part": "noted who took part in",
    "add_evidence": "put evidence behind",
    "decide": "gave a verdict on", "undo": "took out", "redo": "put back", "hand_over": "handed over", "map": "mapped",
    "reopen": "opened again", "resolve": "settled",
    "stop": "stopped",
    "switch": "switched", "accept": "took", "decline": "left", "save": "saved", "build_demo": "built the demo of the",
}  # fmt: skip
WHOLE = {
    "map.bring_in": "brought in a map",
    "board.undo": "took back", "board.redo": "did again", "board.why": "gave a reason for changes of the map",
    "feeling.add": "said what a persona feels", "feeling.change": "said what a persona feels",
    "module.better": "bettered a module of the library", "module.keep": "kept stages as a module",
    "module.part": "parted stages from their module", "module.take": "took an update of a module",
    "module.use": "used a module", "workshop.join": "took part in a workshop", "workshop.lead": "led a workshop",
    "workshop.note": "worked on a note of a workshop", "workshop.plan": "planned a workshop",
    "workshop.put": "put notes of a workshop on the map",
    "week.clock": "started the clock of the closing", "week.reopen": "opened the week again",
    "test.count": "kept a test counted by hand", "experiment.restore": "restored test",
    "focus.set": "said what the week is about", "handover.read": "read up on the journey",
    "path.draw": "drew a way that customers take", "path.erase": "took a drawn way off the map",
}  # fmt: skip
"""Acts that are told otherwise than their verb and topic."""
TOPICS = {
    "pain": "pain point", "entry": "note", "reading": "listening", "import": "import", "event": "event name",
    "worth": "what a metric is worth", "experiment": "test",
}  # fmt: skip
FINAL = ("board.", HANDED)
"""Acts that are not taken back themselves."""
Names = dict[str, dict[int, str]]
"""What ids in the history stand for: field name to id to name."""


def names_here(here: Screen) -> Names:
    """The names of stages, teams, people and metrics, for fields that hold their ids."""
    people = {person.key: person.name for person in read.people(engine())}
    metrics = {metric.key: at_stage(metric, here) for metric in read.metrics(engine(), here.id)}
    return {
        **{field: dict(known) for field, known in names_on(here.id).items()},
        "stage_id": {stage.key: stage.name for stage in read.stages(engine(), here.id)},
        "team_id": {team.key: team.name for team in read.teams(engine())},
        "metric_id": metrics,
        "guards": metrics,
        "owner_id": people,
        "people": people,
    }


def event_words(event: dict[str, Any], zone: ZoneInfo, names: Names, of: str = "") -> str:
    """One event as a line of Markdown: when, who, what, from what to what, why; `of` is what was changed, by its name."""
    at = event["at"].astimezone(zone)
    topic, _, verb = event["act"].partition(".")
    what = WHOLE.get(event["act"]) or f"{VERBS.get(verb, verb.replace('_', ' '))} {TOPICS.get(topic, topic.replace('_', ' '))}"
    if topic == "board" and event["subject"]:
        what = f"{what} a change of the {event['subject'].replace('_', ' ')}"
    if of and event["before"]:
        what = f"{what} {_short(of, {})}"
    moved = literal(_moved(event["before"] or {}, event["after"] or {}, names))
    said = f"{at:%a} {at.day} {at:%b %H:%M} · **{literal(event['person'])}** {literal(what)}{': ' + moved if moved else ''}"
    return said + (f". *Why:* {literal(event['why'])}" if event["why"] else "")


def _moved(before: dict[str, Any], after: dict[str, Any], names: Names) -> str:
    """Fields from what to what; for a new row what it is called."""
    if not before:
        return next((str(after[name]) for name in ("name", "title", "text", "why", "kind") if after.get(name)), "")
    told = [name for name in after if name not in QUIET and before.get(name) != after[name]]
    return "; ".join(_change(name, before.get(name), after[name], names.get(name, {})) for name in told[:4])


def _change(field: str, old: Any, new: Any, names: dict[int, str]) -> str:
    word = field.removesuffix("_id").replace("_", " ")
    return f"{word} from {_short(old, names)} to {_short(new, names)}"


def _short(value: Any, names: dict[int, str]) -> str:
    if value in (None, "", []):
        return "nothing"
    told = [_one(one, names) for one in (value if isinstance(value, list) else [value])]
    text = ", ".join(told)
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"


def _one(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return names.get(value, str(value))


def event_rows(events: pl.DataFrame, here: Screen) -> None:
    """Events newest first; each gesture on the map that can be taken back has the way back at its last event."""
    zone, names, called = ZoneInfo(here.journey.timezone), names_here(here), named(engine(), events)
    rows = [event for event in events.iter_rows(named=True) if not _is_mark(event)]
    open_ones = {row["token"] for row in rows if row["token"] and is_on_map(row) and not row["act"].startswith(FINAL)}
    gone = undone(engine(), here.id, open_ones)
    told: list[str] = []
    for row in rows:
        of = called.get((row["subject"], row["subject_id"]), "")
        line = event_words(row, zone, names, of) + (" *(taken back)*" if row["token"] in gone else "")
        if row["token"] not in open_ones:
            told.append(line)
            continue
        open_ones.discard(row["token"])
        _lines(told)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"- {line}", width="stretch")
            label, kind = ("Do again", "redo") if row["token"] in gone else ("Undo", "undo")
            st.button(label, key=f"{kind}_{row['token']}", type="tertiary", on_click=_turn, args=(here, kind, row["token"]))
    _lines(told)


def _lines(told: list[str]) -> None:
    """Write down the lines that have gathered, and begin anew."""
    if told:
        st.markdown("\n".join(f"- {line}" for line in told))
    told.clear()


def _is_mark(event: dict[str, Any]) -> bool:
    """Whether the event only notes what became of a gesture, which that gesture's own line says."""
    return not event["subject"] and event["act"] in ("board.undo", "board.redo")


def _turn(here: Screen, kind: str, gesture: str) -> None:
    """Take a gesture back or do it again."""
    attempt(_turned, done={"undo": "Taken back.", "redo": "Done again."}[kind], journey=here.id, kind=kind, of=gesture)


def _turned(engine: Engine, *, by: int, journey: int, kind: str, of: str) -> list[str]:
    """The act; of a change that somebody has worked on since, both versions in one sentence."""
    try:
        return perform(engine, by=by, journey=journey, token=uuid4().hex, kind=kind, of=of)
    except StaleEdit as stale:
        both = versions(stale, names_on(journey))
        raise Refused(
            f"{stale.by} changed this since: its {both['field']} is “{both['theirs']}” now and would be “{both['mine']}”. "
            "Nothing was changed. Change it on the map if that shall stand."
        ) from stale


def bin_rows(here: Screen, rows: list[Binned]) -> None:
    """What lies in the bin, each with the way back."""
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center"):
            what = TOPICS.get(row.subject, row.subject.replace("_", " "))
            since = row.since.astimezone(ZoneInfo(here.journey.timezone))
            st.markdown(f"{what.capitalize()} **{literal(row.name)}**, since {since.day} {since:%b %H:%M}", width="stretch")
            st.button("Restore", key=f"restore_{row.subject}_{row.id}", on_click=_restore, args=(here, row), type="tertiary")
    if not rows:
        st.caption("The bin is empty. What you put in the bin waits here and can be restored.")


def _restore(here: Screen, row: Binned) -> None:
    journey = row.id if row.subject == "journey" else here.id
    attempt(restore, done="Restored.", journey=journey, subject=row.subject, id=row.id)
