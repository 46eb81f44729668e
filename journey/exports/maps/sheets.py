"""The tables of a map: as a grid, and its cards, stages, KPIs, pain points, actions, personas and sources as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journey.domain.document import CardPart, Document, Figures, LanePart
from journey.domain.format import signed
from journey.domain.words import LaneKind
from journey.exports.maps import said
from journey.exports.maps.items import by_cell

Value = str | float | int | None


@dataclass(frozen=True)
class Table:
    """A sheet: its name, its columns with their widths in characters, and its rows; `frozen` columns stay in sight."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 1


def tables(document: Document, figures: Figures) -> Iterator[Table]:
    """Every sheet of the workbook, in order."""
    yield _map(document, figures)
    yield _cards(document, figures)
    yield _stages(document, figures)
    yield _touchpoints(document)
    yield _kpis(document, figures)
    yield _pains(document, figures)
    yield _actions(document, figures)
    yield _personas(document)
    yield _sources(document, figures)


def _map(document: Document, figures: Figures) -> Table:
    """Lanes down, stages across, a card a cell: a lane has as many rows as it takes, each with its name to filter by."""
    cells = by_cell(document, figures, said.names(document))
    rows: list[tuple[Value, ...]] = []
    if any(stage.steps for stage in document.stages):
        rows += _stacked("Steps", "step", [[step.name for step in stage.steps] for stage in document.stages])
    met = {stage.key: [each.name for step in stage.steps for each in step.touchpoints] for stage in document.stages}
    lanes = list(document.lanes)
    if any(met.values()) and not any(lane.kind is LaneKind.TOUCHPOINT for lane in lanes):
        lanes.insert(0, LanePart("(touchpoints)", "Touchpoints", LaneKind.TOUCHPOINT))
    first = next((lane for lane in lanes if lane.kind is LaneKind.TOUCHPOINT), None)
    for lane in lanes:
        cards = [[item.words[0].text for item in cells.get((lane.key, stage.key), [])] for stage in document.stages]
        if lane is first:
            cards = [[*met[stage.key], *texts] for stage, texts in zip(document.stages, cards, strict=True)]
        rows += _stacked(lane.name, lane.kind.value if lane.shown else f"{lane.kind.value}, hidden", cards)
    columns = (("Lane", 22), ("Kind", 18), *((stage.name, 36) for stage in document.stages))
    return Table("Map", columns, tuple(rows), frozen=2)


def _stacked(name: str, kind: str, texts: list[list[str]]) -> Iterator[tuple[Value, ...]]:
    """A lane's rows: the first cards of its stages, the second ones, and so on; one row where it is empty."""
    for at in range(max(1, *(len(each) for each in texts)) if texts else 1):
        yield (name, kind, *(each[at] if at < len(each) else "" for each in texts))


def _touchpoints(document: Document) -> Table:
    """Where customer and company meet, step by step."""
    columns = (("Touchpoint", 30), ("Stage", 24), ("Step", 24), ("Channel", 18), ("Own channel", 12), ("Moment of truth", 14))
    rows = tuple(
        (each.name, stage.name, step.name, each.channel, "yes" if each.own else "no", "yes" if each.moment_of_truth else "no")
        for stage in document.stages
        for step in stage.steps
        for each in step.touchpoints
    )
    return Table("Touchpoints", columns, rows)


def _cards(document: Document, figures: Figures) -> Table:
    columns = (
        *(("No.", 6), ("Stage", 22), ("Step", 22), ("Lane", 20), ("Kind", 16), ("Text", 50), ("Details", 50), ("Standing", 12)),
        *(("Evidence", 10), ("Team", 16), ("Persona", 22), ("Tags", 22), ("Future", 10), ("Answers", 40), ("Links", 30)),
    )
    named = said.names(document)
    kinds = {lane.key: lane.kind.value for lane in document.lanes}
    texts = {each.key: each.text for each in document.cards}

    def row(card: CardPart) -> tuple[Value, ...]:
        return (
            *(named.numbers.get(card.key), named.stages.get(card.stage, card.stage), named.steps.get(card.step, card.step)),
            *(named.lanes.get(card.lane, card.lane), kinds.get(card.lane, ""), card.text, card.details, card.standing.value),
            *(figures.evidence.get(card.key, 0), card.team, named.personas.get(card.persona, card.persona)),
            *(
                ", ".join(card.tags),
                card.future.value,
                texts.get(card.about, card.about),
                "; ".join(named.links.get(card.key, ())),
            ),
        )

    return Table("Cards", columns, tuple(row(card) for card in document.cards))


def _stages(document: Document, figures: Figures) -> Table:
    felt = {mark.stage: mark for mark in figures.felt}
    columns = (
        *(("Stage", 24), ("Description", 44), ("Owner", 18), ("Window, days", 12), ("Future", 10), ("Steps", 34)),
        *(("Assumed emotion", 12), ("Measured emotion", 12), ("Low", 8), ("High", 8), ("n", 8), ("Future emotion", 12)),
        *(("Gap", 24), ("KPIs", 50), ("Alerts", 44)),
    )
    rows = []
    for stage in document.stages:
        mark = felt.get(stage.key)
        kpis = "\n".join(f"{kpi.name}: {said.chip(kpi)}" for kpi in figures.kpis if kpi.stage == stage.key)
        measured = (mark.mean, mark.low, mark.high, mark.n) if mark else (None, None, None, None)
        steps = "\n".join(step.name for step in stage.steps)
        rows.append(
            (
                *(stage.name, stage.description, stage.team, stage.window_days, stage.future.value, steps, stage.assumed_emotion),
                *(*measured, stage.future_emotion, said.gap(stage.assumed_emotion, mark), kpis),
                "\n".join(figures.alerts.get(stage.key, ())),
            )
        )
    return Table("Stages", columns, tuple(rows))


def _kpis(document: Document, figures: Figures) -> Table:
    names = said.names(document).stages
    columns = (("KPI", 28), ("Stage", 24), ("Value", 26), ("Target", 18), ("State", 12))
    rows = tuple((kpi.name, names.get(kpi.stage, kpi.stage), kpi.value, kpi.target, kpi.state) for kpi in figures.kpis)
    return Table("KPIs", columns, rows)


def _pains(document: Document, figures: Figures) -> Table:
    """Pain points, the gravest first: severity × frequency × impact, then the evidence behind them."""
    named, lanes = said.names(document), {lane.key: lane.kind for lane in document.lanes}
    pains = [card for card in document.cards if card.pain or lanes.get(card.lane) is LaneKind.PAIN]

    def weight(card: CardPart) -> int:
        return card.pain.severity * card.pain.frequency * card.pain.impact if card.pain else 0

    pains.sort(key=lambda card: (-weight(card), -figures.evidence.get(card.key, 0)))
    columns = (
        *(("Rank", 6), ("Pain point", 50), ("Stage", 24), ("Severity × frequency × impact", 16), ("Severity", 10)),
        *(("Frequency", 10), ("Impact", 10), ("Effort", 10), ("Status", 12), ("Evidence", 10), ("Team", 16), ("Answered by", 44)),
    )
    rows: list[tuple[Value, ...]] = []
    for rank, card in enumerate(pains, start=1):
        scores = (
            (card.pain.severity, card.pain.frequency, card.pain.impact, card.pain.effort, card.pain.status.value)
            if card.pain
            else ()
        )
        answers = "\n".join(each.text for each in document.cards if each.about == card.key)
        shown = (rank, card.text, named.stages.get(card.stage, card.stage), weight(card) or None, *(scores or (None,) * 5))
        rows.append((*shown, figures.evidence.get(card.key, 0), card.team, answers))
    return Table("Pain points", columns, tuple(rows), frozen=2)


def _actions(document: Document, figures: Figures) -> Table:
    names = said.names(document).stages
    columns = (
        *(("Action", 44), ("Stage", 24), ("Pain point", 40), ("Owner", 18), ("Team", 16), ("Due", 12)),
        *(("Status", 14), ("Metric", 24), ("Link", 34)),
    )
    rows = tuple(
        (
            each.title,
            names.get(each.stage, each.stage),
            each.pain,
            each.owner,
            each.team,
            each.due,
            each.status,
            each.metric,
            each.link,
        )
        for each in figures.actions
    )
    return Table("Actions", columns, rows)


def _personas(document: Document) -> Table:
    fields = ("Profile", "Goals", "Jobs", "Says", "Thinks", "Does", "Feels", "In their words", "Segment")
    stages = {stage.key: stage.name for stage in document.stages}
    rows = []
    for persona in document.personas:
        known = dict(said.profile(persona))
        felt = "\n".join(
            f"{stages.get(each.stage, each.stage)}: {_felt(each.assumed, each.future)}"
            for each in document.feelings
            if each.persona == persona.key
        )
        rows.append((persona.name, *(known.get(field, "") for field in fields), felt))
    return Table("Personas", (("Persona", 26), *((field, 34) for field in fields), ("Emotion", 34)), tuple(rows))


def _felt(assumed: float | None, future: float | None) -> str:
    parts = (("assumed", assumed), ("future", future))
    return ", ".join(f"{name} {signed(value)}" for name, value in parts if value is not None)


def _sources(document: Document, figures: Figures) -> Table:
    """What the map is of, and what its figures rest on."""
    stages = said.names(document).stages
    rows: list[tuple[Value, ...]] = [("Journey", document.name), *(("Scope", part) for part in said.scope(document))]
    if figures.as_of:
        rows.append(("As of", said.day(figures.as_of)))
    rows += [("Measured emotion", f"{stages.get(mark.stage, mark.stage)}: {said.felt(mark)}") for mark in figures.felt]
    proofs = sum(1 for card in document.cards if figures.evidence.get(card.key))
    rows.append(
        ("Evidence", f"{proofs} of {len(document.cards)} cards have evidence, {sum(figures.evidence.values())} pieces in all")
    )
    rows += [("Note", line) for line in said.hidden(document)]
    return Table("Sources", (("What", 22), ("Said", 100)), tuple(rows))
