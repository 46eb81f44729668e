"""The slides beside the map itself: one per stage, the emotion curve, personas and actions, each with its sources as notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from journey.domain.document import ActionMark, Document, Figures, StagePart
from journey.exports.drawing.deck import EDGE, TALL, WIDE, Deck
from journey.exports.drawing.marks import Box, Words
from journey.exports.drawing.style import BODY, MUTED, SMALL
from journey.exports.maps import curve, said
from journey.exports.maps.columns import columns
from journey.exports.maps.items import Item, alerts, kpis
from journey.exports.maps.rows import Row
from journey.exports.maps.slide_charts import against_target, emotion_chart, kpi_chart
from journey.exports.maps.slide_flow import Group, pages

CHART = 330.0
"""How wide the chart of a stage's KPIs is."""


def stage(deck: Deck, document: Document, figures: Figures, part: StagePart, grid: Sequence[Row]) -> None:
    """A stage's slide: its KPIs as a chart, and everything that the map says of it; further slides where that is much."""
    charted = [kpi for kpi in figures.kpis if kpi.stage == part.key and against_target(kpi) is not None]
    below = " · ".join(said.heading(part))
    left = EDGE + (CHART + 24 if charted else 0)
    top = deck.top(part.name, below)
    area = Box(left, top, WIDE - EDGE - left, TALL - EDGE / 2 - top)
    made = pages(tuple(_groups(document, figures, part, grid)), area, 2 if charted else 3) or [[]]
    for at, blocks in enumerate(made, start=1):
        sheet = deck.slide(part.name, below if len(made) == 1 else f"{below} · {at} of {len(made)}")
        for block in blocks:
            sheet.draw(block)
        if charted:
            kpi_chart(sheet.slide, charted, Box(EDGE, top, CHART, min(area.height, 110 + 70.0 * len(charted))), sheet.points)
        deck.note(sheet, _sources(document, figures, part))


def _groups(document: Document, figures: Figures, part: StagePart, grid: Sequence[Row]) -> Iterator[Group]:
    """What the map says of a stage, lane by lane."""
    if part.description.strip():
        yield Group("What happens", (_plain("about", part.description),))
    emotion = curve.figures_of(document, figures, columns((part,), {}, 1)[0])
    found = {"KPIs": tuple(kpis(part, figures)), "Alerts": tuple(alerts(part, figures))}
    yield from (Group(name, items) for name, items in found.items() if items)
    if emotion.words:
        yield Group("Emotion curve", (replace(emotion, fill=""),))
    if part.steps:
        named = "\n".join(f"{at}. {step.name}" for at, step in enumerate(part.steps, start=1))
        yield Group("Steps", (_plain("steps", named),))
    steps = {step.key: step.name for step in part.steps}
    for row in grid:
        items = [item for item in row.cells.get(part.key, ()) if item.role != "kpi"]
        if items:
            yield Group(row.lane.name, tuple(_with_step(item, steps.get(item.step, "")) for item in items))


def _plain(key: str, text: str) -> Item:
    return Item("text", key, (Words(text, BODY),), fill="", edge="")


def _with_step(item: Item, step: str) -> Item:
    """The item with the name of its step, which the map says by where it stands."""
    return replace(item, words=(*item.words, Words(f"Step: {step}", SMALL, colour=MUTED))) if step else item


def emotions(deck: Deck, document: Document, figures: Figures) -> None:
    """The emotion curve as a chart, where anybody said or measured anything."""
    if not curve.series(document, figures):
        return
    sheet = deck.slide("Emotion curve", f"From −5 to +5{f', {document.scale}' if document.scale else ''}")
    top = deck.top("Emotion curve", "−5")
    emotion_chart(sheet.slide, document, figures, Box(EDGE, top, WIDE - 2 * EDGE, TALL - EDGE - top), sheet.points)
    names = {part.key: part.name for part in document.stages}
    deck.note(sheet, [*_date(figures), *(f"{names.get(mark.stage, mark.stage)}: {said.felt(mark)}" for mark in figures.felt)])


def personas(deck: Deck, document: Document, figures: Figures) -> None:
    """Whom the journey is for."""
    groups = []
    for persona in document.personas:
        words = [Words(persona.name, BODY + 1, bold=True)]
        for name, text in said.profile(persona):
            words += [Words(name, SMALL, bold=True, colour=MUTED, above=4), Words(text, BODY)]
        groups.append(Group("Persona", (Item("persona", persona.key, tuple(words)),)))
    _flowing(deck, figures, "Personas", groups)


def actions(deck: Deck, document: Document, figures: Figures) -> None:
    """Who does what by when."""
    names = {part.key: part.name for part in document.stages}
    groups: dict[str, list[Item]] = {}
    for at, action in enumerate(figures.actions):
        key = names.get(action.stage, action.stage) or "The whole journey"
        groups.setdefault(key, []).append(Item("action", f"action {at}", tuple(_action(action))))
    shown = [Group(name, tuple(items)) for name, items in groups.items()]
    _flowing(deck, figures, "Actions", shown or [Group("None yet", (_plain("none", "No action has been agreed on."),))])


def _action(action: ActionMark) -> Iterator[Words]:
    yield Words(action.title, BODY, bold=True)
    owner = f"{action.owner or 'Nobody yet'}{f', {action.team}' if action.team else ''}"
    yield Words(f"{owner} · {f'due {action.due}' if action.due else 'no date'} · {action.status}", SMALL, colour=MUTED, above=2)
    more = (("Pain point", action.pain), ("Metric", action.metric), ("", action.link))
    yield from (Words(f"{name}: {text}" if name else text, SMALL, colour=MUTED) for name, text in more if text)


def _flowing(deck: Deck, figures: Figures, title: str, groups: Sequence[Group]) -> None:
    """Slides of items in three columns."""
    top = deck.top(title, "1")
    made = pages(groups, Box(EDGE, top, WIDE - 2 * EDGE, TALL - EDGE - top), 3)
    for at, blocks in enumerate(made, start=1):
        sheet = deck.slide(title, f"{at} of {len(made)}" if len(made) > 1 else " ".join(_date(figures)))
        for block in blocks:
            sheet.draw(block)
        deck.note(sheet, _date(figures))


def _date(figures: Figures) -> list[str]:
    return [f"As of {said.day(figures.as_of)}."] if figures.as_of else []


def _sources(document: Document, figures: Figures, part: StagePart) -> list[str]:
    """What a stage's slide rests on: the measured emotion, the KPIs, and the evidence behind each card."""
    felt = [said.felt(mark) for mark in figures.felt if mark.stage == part.key]
    measured = [f"{kpi.name}: {said.chip(kpi)}" for kpi in figures.kpis if kpi.stage == part.key]
    proofs = [
        f"{said.pieces(count)}: {card.text}"
        for card in document.cards
        if card.stage == part.key and (count := figures.evidence.get(card.key, 0))
    ]
    return [*_date(figures), *felt, *measured, *(proofs or ["No evidence is linked to this stage's cards yet."])]
