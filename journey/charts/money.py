"""Money drawn: what is at stake at each stage with its interval, and how a change's return adds up over a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from journey.charts import plot, theme
from journey.charts import timeline as tl
from journey.domain import format as written

QUARTERS = ["shipped", "week 13", "week 26", "week 39", "week 52"]
Curve = Sequence[tuple[int, float, float, float]]


@dataclass(frozen=True)
class Row:
    """A stage's money as it is drawn: sum and interval, in words, the metrics behind it, and where its name leads."""

    name: str
    amount: float
    low: float
    high: float
    said: str
    details: tuple[tuple[str, str], ...] = ()
    link: str = ""
    more: tuple[str, str] = ("", "")
    """An address beside the words, and what it is called."""


def stakes(rows: Sequence[Row], *, caption: str) -> str:
    """A row a stage: its sum as a dot with its interval on one scale from zero, the words, and the formulas behind it.

    Made for `st.html`; every word is escaped, and the words say all that the drawing shows. "" without rows.
    """
    if not rows:
        return ""
    most = max((row.high for row in rows), default=0.0) or 1.0
    items = "".join(_row(row, most) for row in rows)
    return f"<style>{_CSS}</style><div class='stakes'><p class='cap'>{escape(caption)}</p><ul>{items}</ul></div>"


def _row(row: Row, most: float) -> str:
    name = f"<a href='{escape(row.link)}'>{escape(row.name)}</a>" if row.link else escape(row.name)
    low, dot, high = (max(0.0, min(1.0, figure / most)) * 100 for figure in (row.low, row.amount, row.high))
    track = (
        "<span class='track' aria-hidden='true'>"
        f"<i style='left:{low:.1f}%;width:{max(high - low, 0.6):.1f}%'></i><b style='left:{dot:.1f}%'></b></span>"
    )
    lines = "".join(f"<p><b>{escape(metric)}</b> {escape(how)}</p>" for metric, how in row.details)
    address, called = row.more
    more = f" <a href='{escape(address)}'>{escape(called)}</a>" if address else ""
    return f"<li><span class='name'>{name}</span>{track}<span class='said'>{escape(row.said)}{more}</span>{lines}</li>"


@dataclass(frozen=True)
class SumOf:
    """One of sums that stand side by side and are never added: its name, the sum in words, and what it means."""

    name: str
    figure: str
    means: str
    beside: str = ""


def side_by_side(sums: Sequence[SumOf]) -> str:
    """The sums in columns, each with what it means, for `st.html`."""
    columns = "".join(
        f"<div><h2>{escape(one.name)}</h2><p class='fig'>{escape(one.figure)}</p><p>{escape(one.beside)}</p>"
        f"<p class='means'>{escape(one.means)}</p></div>"
        for one in sums
    )
    return f"<style>{_CSS}</style><div class='sums'>{columns}</div>"


def cumulated(
    curve: Curve, *, currency: str, cost: float | None = None, age: float = 0.0, title: str = "", subtitle: str = ""
) -> go.Figure:
    """What a change has brought in by the end of each week of its first year, with its band, its cost and today."""
    weeks = [0, *(week for week, *_ in curve)]
    amounts, lows, highs = ([0.0, *(point[at] for point in curve)] for at in (1, 2, 3))
    low, high = plot.span([*lows, *highs, cost or 0.0, 0.0])
    scale = plot.ticks(low, high)
    scale["ticktext"] = [written.money(place, currency) for place in scale["tickvals"]]
    pen = {"color": theme.MUTED, "width": 1, "dash": "dot"}
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": pen} for at in ([cost] if cost else [])
    ]
    if low < 0:
        lines.append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"color": theme.AXIS, "width": 1}}
        )
    return plot.figure(
        [*tl.ribbon(weeks, lows, highs, theme.BAND), *_measured_and_assumed(weeks, amounts, age)],
        title=title,
        subtitle=subtitle,
        left=plot.room(scale["ticktext"]),
        right=96,
        xaxis=plot.axis(range=[0, weeks[-1]], tickvals=list(range(0, 53, 13)), ticktext=QUARTERS),
        yaxis=plot.axis(range=[low, high], **scale),
        shapes=lines,
        annotations=_notes(amounts, cost, currency),
    )  # fmt: skip


def cumulated_alt(curve: Curve, *, currency: str, cost: float | None, title: str) -> str:
    """The finding, what has come in after a quarter, a half and a whole year, and the cost."""
    told = [
        f"After {week} weeks {written.money_range(amount, low, high, currency)}."
        for week, amount, low, high in curve
        if week in (13, 26, 52)
    ]
    spent = [f"Its cost is {written.money(cost, currency, exact=True)}."] if cost else []
    return " ".join([plot.sentence(title), *told, *spent])


def _measured_and_assumed(weeks: Sequence[int], amounts: Sequence[float], age: float) -> list[dict[str, Any]]:
    """The part that lies behind as a line, the part that is assumed dashed."""
    now = min(round(age), len(weeks) - 1)
    return [
        tl.line(weeks[: now + 1], amounts[: now + 1], theme.TEXT, width=2),
        tl.line(weeks[now:], amounts[now:], theme.GREY, width=1.5, dash="dash"),
    ]


def _notes(amounts: Sequence[float], cost: float | None, currency: str) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "align": "left"}
    notes = [plot.note(f"<b>{written.money(amounts[-1], currency)}</b><br>in a year", colour=theme.TEXT, y=amounts[-1], **place)]
    if cost:
        said = f"cost {written.money(cost, currency, exact=True)}"
        notes.append(plot.note(said, x=0, xref="paper", xanchor="left", y=cost, yanchor="bottom", xshift=2))
    return notes


_CSS = (
    f".stakes,.sums{{{theme.VARIABLES};color:var(--ink);font-variant-numeric:tabular-nums lining-nums}}"
    ".stakes .cap{color:var(--muted);font-size:.875rem;margin:0 0 .25rem}"
    ".stakes ul{list-style:none;margin:0;padding:0}"
    ".stakes li{display:grid;grid-template-columns:minmax(8rem,12rem) minmax(6rem,1fr) minmax(16rem,1.6fr);gap:.15rem 1rem;"
    "align-items:center;border-top:1px solid var(--border);padding:.5rem 0;margin:0}"
    ".stakes .name{font-family:var(--serif);font-weight:600}.stakes .name a{color:inherit}.stakes .said a{color:var(--primary)}"
    ".stakes .track{position:relative;height:1rem;border-left:1px solid var(--axis)}"
    ".stakes .track i{position:absolute;top:.42rem;height:.16rem;background:var(--worse)}"
    ".stakes .track b{position:absolute;top:.2rem;width:.6rem;height:.6rem;margin-left:-.3rem;border-radius:50%}"
    ".stakes .track b{background:var(--worse)}"
    ".stakes p{grid-column:2/4;margin:0;font-size:.875rem;color:var(--muted);max-width:64rem}"
    ".stakes p b{font-weight:600;color:var(--ink);margin-right:.25rem}"
    ".sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem 2rem}"
    ".sums div{border-top:3px solid var(--border);padding-top:.5rem}"
    ".sums div:first-child{border-color:var(--better)}"
    ".sums h2{font-size:.9rem;font-weight:600;color:var(--muted);margin:0;padding:0}"
    ".sums p{margin:.15rem 0 0;font-size:.875rem}.sums .means{color:var(--muted)}"
    ".sums .fig{font-family:var(--serif);font-size:1.25rem;font-weight:600}"
    "@media(max-width:640px){.stakes li{grid-template-columns:1fr}.stakes p{grid-column:1}}"
)  # fmt: skip
