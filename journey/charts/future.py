"""The future state beside the current one: two emotion curves, and stage by stage what goes and what comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, theme
from journey.charts import timeline as tl
from journey.domain.format import signed

MANY = 8
"""Stages above which their names stand aslant."""
KEPT = 6
"""What stays in a stage that is named; the rest is counted."""
Row = dict[str, Any]


def curves(frame: pl.DataFrame, *, title: str = "", subtitle: str = "") -> go.Figure:
    """Draw how customers feel now and shall feel, over the stages in the frame's order.

    frame: stage, now, future, from -5 to +5 or null, and measured (whether `now` is measured or only assumed).
    """
    rows = frame.to_dicts()
    if not any(row["future"] is not None for row in rows):
        return plot.empty("No stage says yet how customers shall feel there.", title=title, subtitle=subtitle)
    places = list(range(len(rows)))
    crowded = len(rows) > MANY
    now, future = ([row[name] for row in rows] for name in ("now", "future"))
    return plot.figure(
        [
            tl.line(places, now, theme.GREY, width=2),
            tl.line(places, future, theme.SERIES[0], width=2.5),
            _dots(rows, "now", theme.GREY),
            _dots(rows, "future", theme.SERIES[0]),
        ],
        title=title,
        subtitle=subtitle,
        height=280,
        left=34,
        right=12,
        bottom=110 if crowded else 76,
        xaxis=plot.axis(
            range=[-0.5, len(rows) - 0.5], tickvals=places, ticktext=[_tick(row["stage"], len(rows)) for row in rows],
            ticklabeloverflow="allow", tickangle=-60 if crowded else 0,
        ),
        yaxis=plot.axis(range=[-6, 6], tickvals=[-5, 0, 5], ticktext=["−5", "0", "+5"]),
        shapes=[{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "below",
                 "line": {"color": theme.BORDER, "width": 1}}],
        annotations=[*_values(rows), *_names(rows)],
    )  # fmt: skip


def alt_text(frame: pl.DataFrame, *, title: str = "") -> str:
    """The finding, then each stage's two values."""
    parts = [
        f"{row['stage']}: now {_said(row['now'])}, future {_said(row['future'])}"
        for row in frame.iter_rows(named=True)
        if row["now"] is not None or row["future"] is not None
    ]
    return " ".join(filter(None, [plot.sentence(title), plot.sentence("; ".join(parts) or "No stage has an emotion yet")]))


def side_by_side(stages: Sequence[Row], *, label: str) -> str:
    """Both states for `st.html`, a row a stage: at the left what it is today, at the right what it shall be.

    A stage is {"name", "future", "goes": [...], "comes": [...], "stays": [...]}, each part {"lane", "text", "reached",
    "work": [{"said", "href"}]}; parts stand under the names of their lanes, in the order given.
    """
    rows = "".join(_stage(stage) for stage in stages)
    head = "<tr><th scope='col'>Stage</th><th scope='col'>Today</th><th scope='col'>In future</th></tr>"
    said = escape(label, quote=True)
    return (
        f"<style>{_CSS}</style><div class='ahead' role='region' tabindex='0' aria-label='{said}'>"
        f"<table><caption class='sr'>{said}</caption><thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def _stage(stage: Row) -> str:
    mark = {"comes": "<em class='comes'>+ comes</em>", "goes": "<em class='goes'>− goes</em>"}.get(stage["future"], "")
    stays = _lanes(stage["stays"], _plain)
    now = _lanes(stage["goes"], _going) + stays if stage["future"] != "comes" else "<p class='none'>not there yet</p>"
    then = _lanes(stage["comes"], _coming) + _kept(stage) if stage["future"] != "goes" else "<p class='none'>no longer there</p>"
    return f"<tr><th scope='row'>{escape(stage['name'])}{mark}</th><td>{now or _none()}</td><td>{then or _none()}</td></tr>"


def _none() -> str:
    return "<p class='none'>nothing on the map</p>"


def _kept(stage: Row) -> str:
    count = len(stage["stays"])
    return f"<p class='none'>{count} {'stays' if count == 1 else 'stay'}</p>" if count else ""


def _lanes(parts: Sequence[Row], tell: Callable[[Row], str]) -> str:
    """The parts under the names of their lanes."""
    by_lane: dict[str, list[Row]] = {}
    for part in parts:
        by_lane.setdefault(part["lane"], []).append(part)
    return "".join(_lane(lane, own, tell) for lane, own in by_lane.items())


def _lane(lane: str, parts: Sequence[Row], tell: Callable[[Row], str]) -> str:
    shown = parts if tell is not _plain else parts[:KEPT]
    more = f"<li class='none'>and {len(parts) - len(shown)} more</li>" if len(parts) > len(shown) else ""
    return f"<h4>{escape(lane)}</h4><ul>{''.join(tell(part) for part in shown)}{more}</ul>"


def _plain(part: Row) -> str:
    return f"<li>{escape(part['text'])}</li>"


def _going(part: Row) -> str:
    return f"<li class='goes'><b aria-hidden='true'>−</b><s>{escape(part['text'])}</s> {_how_far(part, 'goes')}</li>"


def _coming(part: Row) -> str:
    return f"<li class='comes'><b aria-hidden='true'>+</b>{escape(part['text'])} {_how_far(part, 'comes')}</li>"


def _how_far(part: Row, which: str) -> str:
    links = ", ".join(
        f"<a href='{escape(work['href'], quote=True)}' target='_self'>{escape(work['said'])}</a>" for work in part["work"]
    )
    behind = f": {links}" if links else ""
    return f"<small><span class='sr'>{which}, </span>{escape(part['reached'])}{behind}</small>"


def _dots(rows: list[Row], name: str, colour: str) -> dict[str, Any]:
    """A filled dot for what was measured or is wanted, a hollow one for what is only assumed."""
    filled = [name == "future" or bool(row["measured"]) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(rows))),
        "y": [row[name] for row in rows],
        "marker": {
            "size": 9, "color": [colour if full else theme.GROUND for full in filled], "line": {"color": colour, "width": 1.5},
        },
        "hoverinfo": "skip",
    }  # fmt: skip


def _values(rows: list[Row]) -> list[dict[str, Any]]:
    """Each value at its point, away from the other curve."""
    notes = []
    for place, row in enumerate(rows):
        for name, other, colour in (("now", "future", theme.MUTED), ("future", "now", theme.SERIES[0])):
            if row[name] is None or (name == "now" and row[name] == row["future"]):
                continue
            up = row[name] >= row[other] if row[other] is not None else row[name] >= 0
            shift: dict[str, Any] = {"yanchor": "bottom" if up else "top", "yshift": 7 if up else -7}
            notes.append(plot.note(signed(row[name]), colour=colour, x=place, y=row[name], **shift))
    return notes


def _names(rows: list[Row]) -> list[dict[str, Any]]:
    """What the curves are, above them at the left."""
    at: dict[str, Any] = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "top", "xanchor": "left"}
    measured = any(row["measured"] for row in rows)
    now = "— now, measured (hollow: assumed)" if measured else "— now, assumed"
    return [
        plot.note(now, colour=theme.MUTED, x=0, **at),
        plot.note("— future", colour=theme.SERIES[0], x=0, yshift=-16, **at),
    ]


def _tick(name: str, stages: int) -> str:
    """A stage's name in lines short enough for a telephone; in one line where names stand aslant."""
    if stages > MANY:
        return plot.text(name, limit=18)
    return "<br>".join(plot.text(line) for line in wrap(name, max(7, 56 // stages), max_lines=4, placeholder="…"))


def _said(value: float | None) -> str:
    return "not said" if value is None else signed(value)


_CSS = (
    f".ahead{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".ahead:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".ahead table{border-collapse:collapse;width:100%;font-size:.875rem;margin:0;table-layout:fixed}"
    ".ahead th,.ahead td{border:0;border-bottom:1px solid var(--border);padding:.6em 1.2em .6em 0;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}"
    ".ahead th:first-child{width:18%}.ahead thead th{color:var(--muted);font-weight:500}.ahead tbody th{font-weight:600}"
    ".ahead h4{font:500 .75rem/1.4 inherit;font-size:.75rem;font-weight:500;color:var(--muted);margin:0;padding:0}"
    ".ahead ul{list-style:none;margin:0 0 .5em;padding:0}.ahead p{font-size:.875rem}"
    ".ahead li{font-size:.875rem;margin:.1em 0;padding-left:1.1em;position:relative}"
    ".ahead li>b{position:absolute;left:0}.ahead .none{color:var(--muted);margin:0}"
    ".ahead li.goes>b{color:var(--worse)}.ahead li.comes>b{color:var(--better)}.ahead li.comes{font-weight:500}"
    ".ahead small{color:var(--muted);font-size:.75rem;font-weight:400;white-space:normal}.ahead small a{color:var(--primary)}"
    ".ahead em{display:block;font-style:normal;font-weight:500;font-size:.8125rem}"
    ".ahead em.comes{color:var(--better)}.ahead em.goes{color:var(--worse)}"
    ".ahead .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "@media(max-width:640px){.ahead table,.ahead tbody,.ahead tr,.ahead td,.ahead tbody th{display:block}"
    ".ahead thead{display:none}.ahead tbody th{border:0;padding-bottom:0}.ahead th:first-child{width:auto}"
    ".ahead td:nth-child(2)::before{content:'Today';color:var(--muted)}"
    ".ahead td:nth-child(3)::before{content:'In future';color:var(--muted)}.ahead td:nth-child(2){border:0}}"
)
