"""The journey map as a picture: stages by lanes with their cards, under KPI chips, alert marks and the emotion curves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from journey.charts import theme
from journey.charts.map_emotion import emotion_row
from journey.charts.map_parts import Chip, MapAlert, MapCard, MapLane, MapStage
from journey.charts.map_style import CSS
from journey.domain.format import signed
from journey.domain.words import Standing

HAPPENED = {"added": "+", "removed": "−", "moved": "→", "reworded": "✎", "changed": "✎"}
"""The mark beside what a comparison says of a part."""
ALERTS = 3
"""Signals of a stage that its column names; the rest are counted."""


def journey_map(stages: Sequence[MapStage], lanes: Sequence[MapLane], cards: Sequence[MapCard], *, label: str) -> str:
    """The whole map for `st.html`, scrolling sideways under sticky lane names; "" without stages."""
    if not stages:
        return ""
    held: dict[tuple[int, int], list[MapCard]] = {}
    for card in cards:
        held.setdefault((card.stage_id, card.lane_id), []).append(card)
    rows = "".join(
        f'<tr><th scope="row">{escape(lane.name)}</th>'
        f"{''.join(f'<td>{_cards(held.get((stage.id, lane.id), []), lane)}</td>' for stage in stages)}</tr>"
        for lane in lanes
    )
    return _table(stages, emotion_row(stages, height=132) + rows, label=label, small=False)


def map_strip(stages: Sequence[MapStage], *, label: str) -> str:
    """The map in small for the week's page: stages, emotion curves and what the week marked; "" without stages."""
    if not stages:
        return ""
    marks = "".join(f"<td>{_notes(stage)}</td>" for stage in stages)
    body = emotion_row(stages, height=76) + f'<tr><th scope="row">This week</th>{marks}</tr>'
    return _table(stages, body, label=label, small=True)


def alt_text(stages: Sequence[MapStage], cards: Sequence[MapCard] = ()) -> str:
    """How large the map is, where the alerts are, and where customers feel worst."""
    parts = [f"{len(stages)} stages: {', '.join(stage.name for stage in stages)}."] if stages else ["The map has no stages yet."]
    if cards:
        guessed = sum(card.standing is Standing.HYPOTHESIS for card in cards)
        parts.append(f"{len(cards)} cards, {guessed} of them hypotheses.")
    parts += [f"{stage.name}: {_alert_count(stage.alerts)} ({_alerts_said(stage.alerts)})." for stage in stages if stage.alerts]
    felt = [(stage.measured, stage.name) for stage in stages if stage.measured is not None]
    if felt:
        value, name = min(felt)
        parts.append(f"Customers feel worst at {name} ({signed(value)}).")
    return " ".join(parts)


def _table(stages: Sequence[MapStage], body: str, *, label: str, small: bool) -> str:
    width = len(stages) * (112 if small else 168) + (96 if small else 128)
    head = "".join(_stage_head(place, stage, small=small) for place, stage in enumerate(stages, 1))
    return (
        f"<style>{CSS}</style>"
        f'<div class="jmap{" small" if small else ""}" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table style="min-width:{width}px"><caption>{escape(label)}</caption>'
        f'<thead><tr><td class="corner"></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _stage_head(place: int, stage: MapStage, *, small: bool) -> str:
    team = f'<span class="team">{escape(stage.team)}</span>' if stage.team and not small else ""
    alert = _alert_list(stage.alerts) if stage.alerts else ""
    chips = "" if small else "".join(_chip(chip) for chip in stage.chips)
    listed = f"<ul>{chips}</ul>" if chips else ""
    happened = _happened(stage.happened)
    return f'<th scope="col"><span class="name"><i>{place}</i> {escape(stage.name)}</span>{happened}{team}{alert}{listed}</th>'


def _alert_list(alerts: Sequence[MapAlert]) -> str:
    """How many signals a stage has, then each; the rest counted."""
    listed = "".join(f"<li>{_alert_mark(alert, place=alert.touchpoint)}</li>" for alert in alerts[:ALERTS])
    more = f"<li>and {len(alerts) - ALERTS} more</li>" if len(alerts) > ALERTS else ""
    state = _way(any(alert.worse for alert in alerts))
    count = f'<span class="alert {state}">{theme.ARROWS[state]} {_alert_count(alerts)}</span>'
    return f'{count}<ul class="alerts">{listed}{more}</ul>'


def _alert_mark(alert: MapAlert, *, place: str = "") -> str:
    """▼ Drop-off at Document upload · 6 days · being watched"""
    state = _way(alert.worse)
    where = f" at {escape(place)}" if place else ""
    rest = "".join(f" · {escape(part)}" for part in (alert.age, alert.state) if part)
    return f'<b class="{state}">{theme.ARROWS[state]} {escape(alert.name)}</b>{where}{rest}'


def _alerts_said(alerts: Sequence[MapAlert]) -> str:
    """The same for who cannot see it: Drop-off worse for 6 days, being watched; ..."""
    said = []
    for alert in alerts:
        where = f" at {alert.touchpoint}" if alert.touchpoint else ""
        said.append(", ".join(filter(None, (f"{alert.name}{where} {_way(alert.worse)}", alert.age, alert.state))))
    return "; ".join(said)


def _alert_count(alerts: Sequence[MapAlert]) -> str:
    return "1 alert" if len(alerts) == 1 else f"{len(alerts)} alerts"


def _way(worse: bool) -> str:
    return "worse" if worse else "better"


def _chip(chip: Chip) -> str:
    state = f' <em class="{escape(chip.state)}">{theme.word(chip.state)}</em>' if theme.word(chip.state) else ""
    return f"<li>{escape(chip.name)} <b>{escape(chip.value)}</b>{state}</li>"


def _notes(stage: MapStage) -> str:
    notes = "".join(f"<li>{escape(mark)}</li>" for mark in stage.marks)
    return f'<ul class="notes">{notes}</ul>' if notes else ""


def _cards(cards: Sequence[MapCard], lane: MapLane) -> str:
    listed = "".join(_card(card, lane) for card in cards)
    return f'<ul class="cards">{listed}</ul>' if listed else ""


def _card(card: MapCard, lane: MapLane) -> str:
    kind = lane.kind.name.lower()
    text = escape(card.text)
    words = [
        "◆ moment of truth" if card.moment_of_truth else "",
        f"{'●' * card.severity}{'○' * (5 - card.severity)} severity {card.severity} of 5" if card.severity else "",
        {Standing.HYPOTHESIS: "hypothesis", Standing.STRUCK: "struck"}.get(card.standing, ""),
        f"evidence {card.evidence}" if card.evidence else "",
        "new this week" if card.is_new else "",
    ]
    notes = f"<small>{' · '.join(filter(None, words))}</small>" if any(words) else ""
    notes += "".join(f'<small class="signal">{_alert_mark(alert)}</small>' for alert in card.alerts)
    shown = f"<s>{text}</s>" if card.standing is Standing.STRUCK else f'<span dir="auto">{text}</span>'
    told = f" {card.happened}" if card.happened else " new" if card.is_new else ""
    return f'<li class="{card.standing.value} {kind}{told}">{_happened(card.happened)}{shown}{notes}</li>'


def _happened(word: str) -> str:
    """What a comparison says of a part, in a word and a mark."""
    return f'<small class="happened">{HAPPENED[word]} {word}</small>' if word else ""
