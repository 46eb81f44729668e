"""Delivers the demo's data: written into files as other tools would, then imported as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from journey.demo.cast import Cast, Source
from journey.demo.conversations import Conversation
from journey.demo.scene import Scene
from journey.demo.simulation import DemoData
from journey.demo.world import event_meanings
from journey.domain.words import SourceKind
from journey.routine.data.conversations import import_conversations
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import NO_TOUCHPOINT, Meaning, map_events
from journey.routine.data.observations import once_at_the_end
from journey.routine.data.source import add_source
from journey.routine.metrics import bin_metric
from journey.store.readers import journeys as read
from journey.store.readers.steps import steps_by_stage

FILES = {
    "Help desk": ("tickets", "helpdesk_tickets.parquet"),
    "NPS survey": ("nps", "nps_answers.parquet"),
    "CSAT after tickets": ("csat", "csat_after_tickets.parquet"),
    "CES after steps": ("ces", "ces_after_steps.parquet"),
    "Usability rounds": ("usability", "usability_rounds.parquet"),
    "Calls and chats": ("conversations", "calls_and_chats.json"),
    "Product analytics": ("events", "product_events.parquet"),
}
"""Each source with its part of the simulation and the file it comes in."""


def write_files(data: DemoData, folder: Path) -> None:
    """Write what each source holds into a file of its own."""
    for part, name in FILES.values():
        rows = getattr(data, part)
        if isinstance(rows, pl.DataFrame):
            rows.write_parquet(folder / name)
        else:
            (folder / name).write_text(json.dumps([_as_json(talk) for talk in rows], ensure_ascii=False), encoding="utf-8")


def deliver(scene: Scene, cast: Cast, folder: Path) -> None:
    """Set up every source, import its file, say what the events mean, and leave the figures computed."""
    sources = {source.name: source for source in cast.sources}
    places = _places(scene)
    meanings = {
        one.event: Meaning(scene.stages[one.stage], one.outcome, touchpoint_id=places[one.stage, one.touchpoint])
        for one in event_meanings()
    }
    with once_at_the_end(scene.engine, scene.settings, journey=scene.journey):
        for name, (_, file) in FILES.items():
            _import(scene, sources[name], folder / file)
        scene.act(map_events, settings=scene.settings, meanings=meanings, why="What the product team calls its events")
        _keep_to_the_story(scene)


def _places(scene: Scene) -> dict[tuple[str, str], int]:
    """Every touchpoint by the names of its stage and itself; without a name it is none of them."""
    met = steps_by_stage(scene.engine, scene.journey)
    found = {(stage, ""): NO_TOUCHPOINT for stage in scene.stages}
    for name, id in scene.stages.items():
        found |= {(name, touchpoint.name): touchpoint.key for _, own in met.get(id, ()) for touchpoint in own}
    return found


def _import(scene: Scene, source: Source, path: Path) -> None:
    set_up = {"name": source.name, "stale_after_days": source.stale_after_days, "segments": source.segments}
    scene.act(add_source, kind=source.kind, **set_up)
    if source.kind is SourceKind.CONVERSATIONS:
        scene.act(import_conversations, settings=scene.settings, path=path, source=source.name)
        return
    answers = {"scale": source.scale} if source.scale else {}
    scene.act(import_file, settings=scene.settings, kind=source.kind, path=path, source=source.name, answers=answers)


def _keep_to_the_story(scene: Scene) -> None:
    """Put the metrics that an import begins with into the bin where the story does not review them."""
    told = set(scene.metrics.values())
    for metric in read.metrics(scene.engine, scene.journey):
        if metric.key not in told:
            scene.act(bin_metric, metric=metric.key, revision=metric.revision)


def _as_json(talk: Conversation) -> dict[str, object]:
    """A conversation as a telephone system exports it, with the people who took part."""
    roles = {speaker.name: speaker.role for speaker in talk.speakers}
    return {
        "id": talk.id,
        "channel": "voice" if talk.kind == "call" else "chat",
        "started_at": talk.at.isoformat(),
        "participants": [{"participant_name": speaker.name, "role": speaker.role} for speaker in talk.speakers],
        "turns": [{"speaker": roles[turn.speaker], "start": turn.seconds, "text": turn.text} for turn in talk.turns],
    }
