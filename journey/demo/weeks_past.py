"""The past weeks of the routine: who took part, what was written down and heard, the days done or skipped, each week closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import polars as pl

from journey.demo.diary import Day, Decision, Interview, Missing, PastWeek, Reading, Written
from journey.demo.heard import heard
from journey.demo.scene import Moment, Scene
from journey.demo.simulation import DemoData
from journey.demo.story import Story
from journey.domain.words import EntryKind, GapKind, Weekday
from journey.routine.closing import set_focus
from journey.routine.listening.gaps import add_gap, answer_gap
from journey.routine.listening.hearing import Item, hear
from journey.routine.listening.interviews import log_interview
from journey.routine.listening.quotes import keep_quote
from journey.routine.weeks import add_entry, change_entry, close_week, set_day, take_part
from journey.store.engine import columns, frame
from journey.store.readers.weeks import entries
from journey.store.tables import Conversation, Verbatim

BEGINS = {Weekday.MONDAY: 10, Weekday.TUESDAY: 10, Weekday.WEDNESDAY: 13, Weekday.THURSDAY: 14, Weekday.FRIDAY: 14.5}
"""When each day's hour begins."""
MINUTE = 1 / 60


def week_moments(scene: Scene, story: Story, data: DemoData) -> Iterator[Moment]:
    """Everything of the diary in its weeks; who is named first of a day writes for all."""
    words = _words(scene)
    for week in story.diary.weeks:
        friday_before = week.date_of(Weekday.MONDAY) - timedelta(days=3)
        yield scene.at(friday_before, 16.7), partial(scene.act, set_focus, week=week.week, text=week.focus)
        for day in week.days:
            yield from _day(scene, data, week, day, words)
        friday = week.date_of(Weekday.FRIDAY)
        yield scene.at(friday, 16.5), partial(_settle_what_came, scene, week, story)
        yield scene.at(friday, 16.75), partial(scene.act, close_week, week=week.week)


def _day(scene: Scene, data: DemoData, week: PastWeek, day: Day, words: dict[str, Item]) -> Iterator[Moment]:
    on, begins = week.date_of(day.weekday), BEGINS[day.weekday]
    if day.people:
        people = [scene.people[key] for key in day.people]
        yield scene.at(on, begins), partial(scene.act, take_part, week=week.week, weekday=day.weekday, people=people)
    for number, (kind, written) in enumerate(_entries(day), start=1):
        yield scene.at(on, begins + number * 2 * MINUTE), partial(_write, scene, week, day, kind, written)
    for number, reading in enumerate(day.readings):
        item = words[heard(data, reading, on) or ""]
        yield scene.at(on, begins + (number + 1) * 8 * MINUTE), partial(_hear, scene, week, day, reading, item)
    for number, met in enumerate(day.interviews):
        yield scene.at(on, begins + 0.75 + number * MINUTE), partial(_meet, scene, on, met)
    for number, gap in enumerate(day.missing):
        yield scene.at(on, begins + 0.9 + number * MINUTE), partial(_miss, scene, gap)
    state = {"state": day.state, "reason": day.reason, "revision": 0}
    yield scene.at(on, begins + 1), partial(scene.act, set_day, week=week.week, weekday=day.weekday, **state)


def _entries(day: Day) -> Iterator[tuple[EntryKind, Written | Decision]]:
    yield from ((EntryKind.NOTE, note) for note in day.notes)
    yield from ((EntryKind.DECISION, decision) for decision in day.decisions)
    yield from ((EntryKind.PARKED, parked) for parked in day.parked)
    yield from ((EntryKind.LEARNING, learning) for learning in day.learnings)
    yield from ((EntryKind.CARRIED, carried) for carried in day.carried)


def _write(scene: Scene, week: PastWeek, day: Day, kind: EntryKind, written: Written | Decision) -> None:
    change = written.change if isinstance(written, Written) else None
    trade_off = written.trade_off if isinstance(written, Decision) else ""
    by = {"by": day.people[0]} if day.people else {}
    scene.act(
        add_entry, week=week.week, weekday=day.weekday, kind=kind, text=written.text, trade_off=trade_off,
        stage_id=scene.stage(written.stage), team_id=scene.team(written.team),
        change_id=scene.made["change", change] if change else None, **by,
    )  # fmt: skip


def _hear(scene: Scene, week: PastWeek, day: Day, reading: Reading, item: Item) -> None:
    """Somebody heard it, and kept words of it: its stage is the one that its source, or the story, names."""
    row = scene.row(*item)
    stage = row.stage_id or scene.stage(reading.stage)
    said = {"stage": stage, "emotion": reading.emotion, "note": reading.note, "on": week.date_of(day.weekday)}
    scene.act(hear, by=reading.by, week=week.week, item=item, **said)
    if reading.kept:
        shown = scene.made.get(("pain", reading.shows)) if reading.shows else None
        felt = {"emotion": reading.emotion, "stage": stage, "pain": shown}
        scene.act(keep_quote, by=reading.by, item=item, text=reading.kept, **felt)


def _meet(scene: Scene, on: date, met: Interview) -> None:
    there = {"held_by": scene.people[met.by], "others": tuple(scene.people[key] for key in met.others)}
    said = {"channel": met.channel, "title": met.title, "notes": met.text, "emotion": met.emotion}
    scene.act(log_interview, by=met.by, on=on, stage=scene.stage(met.stage), **there, **said)


def _miss(scene: Scene, gap: Missing) -> None:
    kind = GapKind.ARTICLE if gap.article else GapKind.QUESTION
    asked = {"question": gap.question, "stage": scene.stage(gap.stage), "kind": kind, "article": gap.article}
    row = scene.act(add_gap, by=gap.by, **asked)
    if gap.answer:
        scene.act(answer_gap, gap=row.key, revision=row.revision, answer=gap.answer)


def _settle_what_came(scene: Scene, week: PastWeek, story: Story) -> None:
    """What was carried into the week is settled by its end, but for what nobody can settle yet."""
    open_still = {parked.text for past in story.diary.weeks for day in past.days for parked in day.parked if not parked.settled}
    last_friday = {carried.text for day in week.days for carried in day.carried}
    for row in entries(scene.engine, scene.journey, week=week.week).iter_rows(named=True):
        came = row["kind"] in (EntryKind.CARRIED, EntryKind.PARKED) and row["text"] not in open_still | last_friday
        if came and not row["settled"]:
            scene.act(change_entry, entry=row["id"], revision=row["revision"], settled=True)


def _words(scene: Scene) -> dict[str, Item]:
    """What can be heard, by the id that its source gave it."""
    said = frame(
        scene.engine,
        columns(Verbatim.id, Verbatim.attributes).where(Verbatim.journey_id == scene.journey),
        {"attributes": pl.Object},
    )
    talks = frame(scene.engine, columns(Conversation.id, Conversation.title).where(Conversation.journey_id == scene.journey))
    found: dict[str, Item] = {title: (Conversation, id) for id, title in talks.iter_rows()}
    for id, attributes in zip(said["id"], said["attributes"], strict=True):
        found[attributes.get("ticket") or attributes.get("response")] = (Verbatim, id)
    return found
