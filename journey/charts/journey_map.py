"""The journey map as a picture: stages by lanes with their cards, under KPI chips, alert marks and the emotion curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from journey.charts import svg, theme
from journey.charts.emotion import signed
from journey.domain.words import LaneKind, Standing

ALERTS = 3
"""Signals of a stage that its column names; the rest are counted."""
STOOD = {Standing.EVIDENCED: "assumption evidenced", Standing.HYPOTHESIS: "assumption a hypothesis"}
STOOD_KEY = ("◆ evidenced", "◇ hypothesis")
"""What an assumed emotion stands on, in words and as the marks beside the curve say it."""
NEAR = 26
"""Pixels of height below which a value and the mark of the assumption stand in each other's way."""


@dataclass(frozen=True)
class Chip:
    """A KPI on a stage, ready to read: "Drop-off", "31 %" and its state ("better", "worse", "watch", "calm")."""

    name: str
    value: str
    state: str = "calm"


@dataclass(frozen=True)
class MapAlert:
    """A signal on the map: what moved, at which touchpoint ("" if nobody knows), for how long, and what was said of it."""

    name: str
    touchpoint: str = ""
    age: str = ""
    state: str = "new"
    worse: bool = True


@dataclass(frozen=True)
class MapStage:
    """A column of the map; emotions run from -5 to +5, `n` is what the measured one rests on, `marks` are short notes.

    `standing` is that of the assumed emotion: evidenced by what customers said, or a hypothesis.
    """

    id: int
    name: str
    team: str = ""
    assumed: float | None = None
    measured: float | None = None
    n: int | None = None
    chips: tuple[Chip, ...] = ()
    alerts: tuple[MapAlert, ...] = ()
    marks: tuple[str, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True)
class MapLane:
    """A row of the map."""

    id: int
    name: str
    kind: LaneKind = LaneKind.OWN


@dataclass(frozen=True)
class MapCard:
    """A claim in one stage and lane; severity 1 to 5 for pain points, `evidence` counts what supports it, `alerts` happened
    at this very touchpoint."""

    stage_id: int
    lane_id: int
    text: str
    standing: Standing = Standing.HYPOTHESIS
    severity: int | None = None
    evidence: int = 0
    moment_of_truth: bool = False
    is_new: bool = False
    alerts: tuple[MapAlert, ...] = ()


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
    return _table(stages, _emotion_row(stages, height=132) + rows, label=label, small=False)


def map_strip(stages: Sequence[MapStage], *, label: str) -> str:
    """The map in small for the week's page: stages, emotion curves and what the week marked; "" without stages."""
    if not stages:
        return ""
    marks = "".join(f"<td>{_notes(stage)}</td>" for stage in stages)
    body = _emotion_row(stages, height=76) + f'<tr><th scope="row">This week</th>{marks}</tr>'
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
        f"<style>{_CSS}</style>"
        f'<div class="jmap{" small" if small else ""}" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table style="min-width:{width}px"><caption>{escape(label)}</caption>'
        f'<thead><tr><td class="corner"></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _stage_head(place: int, stage: MapStage, *, small: bool) -> str:
    team = f'<span class="team">{escape(stage.team)}</span>' if stage.team and not small else ""
    alert = _alert_list(stage.alerts) if stage.alerts else ""
    chips = "" if small else "".join(_chip(chip) for chip in stage.chips)
    listed = f"<ul>{chips}</ul>" if chips else ""
    return f'<th scope="col"><span class="name"><i>{place}</i> {escape(stage.name)}</span>{team}{alert}{listed}</th>'


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
    return f'<li class="{card.standing.value} {kind}{" new" if card.is_new else ""}">{shown}{notes}</li>'


def _emotion_row(stages: Sequence[MapStage], *, height: int) -> str:
    """Both curves across all columns; values stand as text at their points, so that they stretch with no column."""
    assumed, measured = [stage.assumed for stage in stages], [stage.measured for stage in stages]
    if all(value is None for value in (*assumed, *measured)):
        return ""
    wide, places = 100 * len(stages), range(len(stages))

    def points(values: Sequence[float | None]) -> list[svg.Point | None]:
        return [None if v is None else (100 * i + 50, _height(v, height)) for i, v in zip(places, values, strict=True)]

    middle = svg.number(height / 2)
    picture = svg.image(
        f'<path d="M0 {middle}H{wide}" style="{_pen(theme.BORDER, "1")}"/>'
        f'<path d="{svg.path(points(assumed))}" style="{_pen(theme.GREY, "1.5")};stroke-dasharray:5 4"/>'
        f'<path d="{svg.path(points(measured))}" style="{_pen(theme.TEXT, "2")}"/>',
        width=wide,
        height=height,
        alt="",
        fill=True,
    )
    dots = "".join(
        _claim_mark(place, stage, len(stages), height) + _emotion_dot(place, stage, len(stages), height)
        for place, stage in enumerate(stages)
    )
    marks = "".join(f'<span class="key">{mark}</span>' for mark in STOOD_KEY) if any(s.standing for s in stages) else ""
    return (
        '<tr class="emotion"><th scope="row">Emotion<span class="key">— measured</span><span class="key">┄ assumed</span>'
        f"{marks}</th>"
        f'<td colspan="{len(stages)}"><div style="height:{height}px">{picture}{dots}</div></td></tr>'
    )


def _height(value: float, height: int) -> float:
    return svg.scale(max(-5.0, min(5.0, value)), -5, 5, height - 16, 16)


def _pen(colour: str, width: str) -> str:
    return f"fill:none;stroke:{theme.both(colour)};stroke-width:{width};vector-effect:non-scaling-stroke"


def _claim_mark(place: int, stage: MapStage, stages: int, height: int) -> str:
    """What the assumed emotion stands on, at its point: filled where customers bear it out, hollow while it is believed."""
    if stage.assumed is None or stage.standing not in STOOD:
        return ""
    left, top = svg.number(100 * (place + 0.5) / stages), svg.number(_height(stage.assumed, height))
    said = f"{escape(stage.name)}: assumed {signed(stage.assumed)}, {STOOD[stage.standing]}"
    return f'<span class="claim {stage.standing.value}" style="left:{left}%;top:{top}px" title="{said}"></span>'


def _emotion_dot(place: int, stage: MapStage, stages: int, height: int) -> str:
    """The measured point with its value; a stage with only an assumption shows that, hollow."""
    value = stage.measured if stage.measured is not None else stage.assumed
    if value is None:
        return ""
    measured = stage.measured is not None
    left, top = svg.number(100 * (place + 0.5) / stages), svg.number(_height(value, height))
    colour = theme.both(theme.emotion_colour(value)) if measured else theme.both(theme.GROUND)
    known = f"measured {signed(value)}" if measured else f"assumed {signed(value)}"
    both = f"{known}, assumed {signed(stage.assumed)}" if measured and stage.assumed is not None else known
    words = f"{both}, n {stage.n:,}" if measured and stage.n is not None else both
    words += f", {STOOD[stage.standing]}" if stage.standing in STOOD else ""
    low = " low" if _below(stage, value, height) else ""
    return (
        f'<span class="dot{low}" style="left:{left}%;top:{top}px;--at:{colour}" title="{escape(stage.name)}: {words}">'
        f'<b>{signed(value)}</b><span class="sr">{escape(stage.name)}: {words}.</span></span>'
    )


def _below(stage: MapStage, value: float, height: int) -> bool:
    """Whether a value stands under its point: away from the assumption where that is near, else away from zero."""
    if stage.measured is None or stage.assumed is None or value == stage.assumed:
        return value < 0
    near = abs(_height(stage.assumed, height) - _height(value, height)) < NEAR
    return value < stage.assumed if near else value < 0


_CSS = (
    f".jmap{{{theme.VARIABLES};overflow:auto;max-height:88vh;color:var(--ink);font-size:.875rem;line-height:1.35}}"
    ".jmap:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".jmap table{border-collapse:separate;border-spacing:0;table-layout:fixed;width:100%;margin:0}"
    ".jmap caption,.jmap .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);padding:0}"
    ".jmap th,.jmap td{border:0;padding:.5rem .4rem;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}"
    ".jmap tbody tr>*{border-top:1px solid var(--border)}"
    ".jmap thead>tr>*{position:sticky;top:0;z-index:2;background:var(--ground);vertical-align:bottom}"
    ".jmap th[scope=row],.jmap .corner{position:sticky;left:0;z-index:1;background:var(--ground);width:128px;color:var(--muted);"
    "font-weight:600;padding-left:0}"
    ".jmap thead .corner{z-index:3}"
    ".jmap .name{display:block;font-family:var(--serif);font-weight:600;font-size:1.0625rem;line-height:1.2}"
    ".jmap .name i{font-style:normal;color:var(--muted);font-weight:400}"
    ".jmap .team,.jmap .key{display:block;color:var(--muted);font-size:.75rem;font-weight:400}"
    ".jmap .alert{display:block;font-weight:600;font-size:.8125rem}.jmap .alert.worse{color:var(--worse)}"
    ".jmap th .alerts{margin-top:0}.jmap .alerts li{margin-bottom:.1rem}.jmap th .alerts li b.worse{color:var(--worse)}"
    ".jmap th .alerts li b.better{color:var(--better)}.jmap .cards .signal b{font-weight:600}"
    ".jmap ul{list-style:none;margin:0;padding:0}.jmap li{margin:0}"
    ".jmap th ul{margin-top:.3rem;font-size:.75rem;color:var(--muted);font-variant-numeric:tabular-nums}"
    ".jmap th li b{color:var(--ink);font-weight:600}"
    ".jmap em{font-style:normal;font-weight:600;white-space:nowrap}"
    ".jmap .worse{color:var(--worse)}.jmap .better{color:var(--better)}.jmap .watch{color:var(--watch)}"
    ".jmap .emotion td{padding:0}.jmap .emotion div{position:relative}"
    ".jmap .dot{position:absolute;width:11px;height:11px;margin:-6px 0 0 -6px;border-radius:50%;background:var(--at);"
    "border:1.5px solid var(--ink);box-sizing:border-box}"
    ".jmap .dot b{position:absolute;left:50%;bottom:100%;transform:translateX(-50%);font-size:.75rem;font-weight:600;"
    "font-variant-numeric:tabular-nums;white-space:nowrap;line-height:1.25}"
    ".jmap .claim{position:absolute;width:9px;height:9px;margin:-5px 0 0 -5px;transform:rotate(45deg);box-sizing:border-box;"
    "border:1.5px solid var(--muted);background:var(--ground)}.jmap .claim.evidenced{background:var(--muted)}"
    ".jmap .dot.low b{bottom:auto;top:100%}"
    ".jmap .cards li{background:var(--surface);border:1px solid var(--axis);border-radius:4px;"
    "padding:.3rem .45rem;margin-bottom:.3rem;font-size:.875rem}"
    ".jmap .cards .hypothesis{border-style:dashed;background:none}"
    ".jmap .cards .pain{border-left:4px solid var(--worse)}.jmap .cards .pain.hypothesis{border-left-style:dashed}"
    ".jmap .cards .opportunity{border-left:4px solid var(--better)}.jmap .cards .opportunity.hypothesis{border-left-style:dashed}"
    ".jmap .cards .struck{color:var(--muted);background:none}"
    ".jmap .cards .new{box-shadow:0 0 0 2px var(--primary)}"
    ".jmap small{display:block;color:var(--muted);font-size:.75rem;margin-top:.15rem}"
    ".jmap .notes li{font-size:.8125rem;margin-bottom:.15rem}"
    ".jmap.small .name{font-size:.9375rem}.jmap.small th[scope=row],.jmap.small .corner{width:84px}"
    "@media(max-width:640px){.jmap th[scope=row],.jmap .corner,.jmap.small th[scope=row],.jmap.small .corner"
    "{width:76px;font-size:.75rem}}"
)
