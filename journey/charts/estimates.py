"""Differences with their intervals, one a row: a dot and its reach around the line of no difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from journey.charts import svg, theme
from journey.domain import format as written
from journey.domain.words import Direction, MetricKind

WIDTH, HEIGHT = 220, 26


@dataclass(frozen=True)
class Estimate:
    """A row: what it is of, the difference with its bounds (None: not known yet), what it rests on, whether it decided."""

    label: str
    effect: float | None = None
    lo: float | None = None
    hi: float | None = None
    rests_on: str = ""
    decides: bool = False


@dataclass(frozen=True)
class _Scale:
    """What the rows share: how far they reach, where the smallest difference worth having lies, how figures are told."""

    reach: float
    aim: float
    kind: MetricKind
    direction: Direction
    unit: str

    def at(self, amount: float) -> str:
        return svg.number(svg.scale(amount, -self.reach, self.reach, 2, WIDTH - 2))

    def told(self, amount: float) -> str:
        return escape(written.change(self.kind, amount, unit=self.unit))

    def between(self, low: float, high: float) -> str:
        return escape(written.between(self.kind, low, high, unit=self.unit))


def estimates(
    rows: Sequence[Estimate], *, caption: str, kind: MetricKind, direction: Direction, unit: str = "", worth: float = 0.0
) -> str:
    """The rows as an HTML table on one scale; a dotted line stands at the smallest difference worth having, on its side.

    Only a row that `decides` is coloured: what could still be chance stays grey.
    """
    ends = [end for row in rows for end in (row.lo, row.hi) if end is not None]
    aim = worth if direction is Direction.UP else -worth
    scale = _Scale(max([*map(abs, ends), abs(aim)], default=1.0) * 1.08 or 1.0, aim, kind, direction, unit)
    body = "".join(_row(row, scale) for row in rows)
    heads = ("Look", "Difference", "", "Rests on")
    head = "".join(f"<th scope='col'>{word or '<span class=sr>Figures</span>'}</th>" for word in heads)
    return (
        f"<style>{_CSS}</style><div class='ests' role='region' tabindex='0' aria-label='{escape(caption, quote=True)}'><table>"
        f"<caption>{escape(caption)}</caption><thead class='sr'><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Estimate, scale: _Scale) -> str:
    if row.effect is None or row.lo is None or row.hi is None:
        return f"<tr class='later'><th scope='row'>{escape(row.label)}</th><td colspan='3'>{escape(row.rests_on)}</td></tr>"
    state = theme.standing(row.effect, scale.direction) if row.decides else "calm"
    figures = f"<b>{scale.told(row.effect)}</b> <span>{scale.between(row.lo, row.hi)}</span>"
    word = f" <em>{theme.word(state)}</em>" if theme.word(state) else ""
    picture = _picture((row.lo, row.effect, row.hi), scale, theme.both(theme.colour(state) if row.decides else theme.GREY))
    return (
        f"<tr><th scope='row'>{escape(row.label)}</th><td class='reach'>{picture}</td>"
        f"<td class='figure {state}'>{figures}{word}</td><td class='n'>{escape(row.rests_on)}</td></tr>"
    )


def _picture(estimate: tuple[float, float, float], scale: _Scale, colour: str) -> str:
    low, effect, high = map(scale.at, estimate)
    middle = HEIGHT // 2
    thin = f"stroke:{theme.both(theme.AXIS)};stroke-width:1"
    lines = f'<path d="M{scale.at(0.0)} 0v{HEIGHT}" style="{thin}"/>'
    if scale.aim:
        lines += f'<path d="M{scale.at(scale.aim)} 0v{HEIGHT}" style="{thin};stroke-dasharray:1 3;stroke-width:1.5"/>'
    span = f'<path d="M{low} {middle}H{high}" style="stroke:{colour};stroke-width:3;stroke-linecap:round"/>'
    dot = f'<circle cx="{effect}" cy="{middle}" r="5.5" style="fill:{colour}"/>'
    return svg.image(lines + span + dot, width=WIDTH, height=HEIGHT, alt="")


_CSS = (
    f".ests{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".ests:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".ests table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums lining-nums;margin:0}"
    ".ests caption{caption-side:top;text-align:left;color:var(--muted);padding:0 0 .3em}"
    ".ests th,.ests td{border:0;padding:.1em 1em .1em 0;text-align:left;vertical-align:middle}"
    ".ests tbody th{font-weight:500;white-space:nowrap}.ests .n,.ests .figure span,.ests .later{color:var(--muted)}"
    ".ests .later th{font-weight:400}.ests b{font-weight:600}.ests em{font-style:normal;font-weight:600}"
    ".ests .better em{color:var(--better)}.ests .worse em{color:var(--worse)}.ests img{display:block}"
    ".ests .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "@media(max-width:640px){.ests .reach img{width:136px;height:auto}.ests .n{display:none}"
    ".ests th,.ests td{padding-right:.6em}}"
)
