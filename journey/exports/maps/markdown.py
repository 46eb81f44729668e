"""Writes a map as Markdown that people read and that comes back: a section a stage, a heading a lane, an item a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journey.domain.document import CardPart, Document, PersonaPart, Scores, StagePart, StepPart
from journey.domain.words import Audience, Future, PainStatus, Standing
from journey.exports.agenda import inline, plain
from journey.exports.maps.written import Written, missing
from journey.sources.maps.markdown_cards import lane_of

HELD = {
    *("scope", "setting", "personas", "profiles", "descriptions", "windows", "teams", "emotions", "future emotions", "futures"),
    *("steps", "touchpoints", "channels", "moments", "foreign", "cards", "details", "standings", "tags", "places", "of personas"),
    "scores",
}


def to_markdown(document: Document) -> Written:
    """The whole map as a text; what has no place in it is named in `left_out`."""
    lines = [f"# {inline(document.name)}", "", *_scope(document)]
    for persona in document.personas:
        lines += ["", f"## Persona: {inline(persona.name)}", "", *_persona(persona)]
    for stage in document.stages:
        lines += ["", f"## {plain(stage.name)}", *_stage(stage), *_lanes(document, stage)]
    return Written("\n".join(lines).rstrip() + "\n", missing(document, HELD))


def _scope(document: Document) -> list[str]:
    fields = {
        "Goal": document.goal, "Starts with": document.starts_with, "Ends with": document.ends_with,
        "Time frame": document.time_frame, "Emotion scale": document.scale,
        "Audience": "" if document.audience is Audience.CUSTOMER else document.audience.value,
        "Time zone": "" if document.timezone == "UTC" else document.timezone,
    }  # fmt: skip
    return _fields(fields)


def _persona(who: PersonaPart) -> list[str]:
    fields = {"Profile": who.profile, "Goals": who.goals, "Jobs": who.jobs, "Says": who.says, "Thinks": who.thinks,
              "Does": who.does, "Feels": who.feels, "Segment": who.segment}  # fmt: skip
    return [*_fields(fields), *(f"- **Quote:** {_text(quote)}" for quote in who.quotes)]


def _stage(stage: StagePart) -> list[str]:
    fields = {
        "Emotion": _signed(stage.assumed_emotion),
        "Future emotion": _signed(stage.future_emotion),
        "Owner": stage.team, "Future": "" if stage.future is Future.STAYS else stage.future.value,
        "Drop-off window": "" if stage.window_days == 14 else f"{stage.window_days} days",
    }  # fmt: skip
    said = ["", *(plain(line) for line in stage.description.split("\n"))] if stage.description.strip() else []
    steps = ["", "### Steps", "", *(line for step in stage.steps for line in _step(step))] if stage.steps else []
    told = _fields(fields)
    return [*(["", *told] if told else []), *said, *steps]


def _step(step: StepPart) -> Iterator[str]:
    yield f"1. {plain(step.name)}"
    for point in step.touchpoints:
        marks = [point.channel, "" if point.own else "not ours", "moment of truth" if point.moment_of_truth else ""]
        yield f"   - {plain(point.name)}{_said(marks)}"


def _lanes(document: Document, stage: StagePart) -> Iterator[str]:
    names = {who.key: who.name for who in document.personas} | {step.key: step.name for step in stage.steps}
    for lane in document.lanes:
        cards = [card for card in document.cards if card.stage == stage.key and card.lane == lane.key]
        if cards:
            kind = "" if lane_of(lane.name) == (lane.name, lane.kind) else f" ({lane.kind.value})"
            yield from ("", f"### {plain(lane.name)}{kind}", "")
            yield from (line for card in cards for line in _card(card, names))


def _card(card: CardPart, names: dict[str, str]) -> Iterator[str]:
    marks = [
        "" if card.standing is Standing.HYPOTHESIS else card.standing.value, *(_scores(card.pain) if card.pain else ()),
        f"owner: {card.team}" if card.team else "", f"step: {names[card.step]}" if card.step else "",
        f"persona: {names[card.persona]}" if card.persona else "",
        "" if card.future is Future.STAYS else f"future: {card.future.value}", *(f"#{tag}" for tag in card.tags),
    ]  # fmt: skip
    yield f"- {plain(card.text)}{_said(marks)}"
    yield from (f"  {plain(line)}" for line in card.details.split("\n") if line.strip())


def _scores(pain: Scores) -> list[str]:
    said = f"severity {pain.severity}, frequency {pain.frequency}, impact {pain.impact}, effort {pain.effort}"
    return [said, "" if pain.status is PainStatus.OPEN else pain.status.value]


def _said(marks: Iterable[str]) -> str:
    said = "; ".join(inline(mark).replace(";", "\\;").replace("(", "\\(").replace(")", "\\)") for mark in marks if mark)
    return f" *({said})*" if said else ""


def _fields(fields: dict[str, str]) -> list[str]:
    return [f"- **{name}:** {_text(value)}" for name, value in fields.items() if value.strip()]


def _signed(emotion: float | None) -> str:
    return "" if emotion is None else f"{emotion:+g}" if emotion else "0"


def _text(value: str) -> str:
    """A text of several lines within an item."""
    first, *more = [line for line in value.split("\n") if line.strip()]
    return "\n  ".join([inline(first), *(plain(line) for line in more)])
