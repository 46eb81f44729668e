"""Who heard whom: teams by stages, a square a month, darker the more customers were heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import polars as pl

from journey.charts import say, theme

STEPS = ((1, "1 or 2"), (3, "3 to 5"), (6, "6 or more"))
"""From how many heard customers a square gets darker, and how the legend says it."""


def coverage_heat(
    frame: pl.DataFrame, teams: Sequence[str], stages: Mapping[int, str], months: Sequence[date], *, caption: str
) -> str:
    """A table with a row a team and a column a stage, in it a square a month with its count; "" without stages or teams.

    frame: team, stage_id, month (its first day), heard. Every count is text, so no colour has to be told from another.
    """
    if not teams or not stages:
        return ""
    heard = {(row["team"], row["stage_id"], row["month"]): row["heard"] for row in frame.iter_rows(named=True)}
    head = "".join(f"<th scope='colgroup' colspan='{len(months)}'>{escape(name)}</th>" for name in stages.values())
    below = "".join(f"<th scope='col' class='month'>{say.month(month)}</th>" for _ in stages for month in months)
    rows = "".join(
        f"<tr><th scope='row'>{escape(team or 'No team')}</th>"
        + "".join(_cell(heard.get((team, id, month), 0), last=month == months[-1]) for id in stages for month in months)
        + "</tr>"
        for team in teams
    )
    legend = "".join(f"<span><i class='l{level}'></i>{words}</span>" for level, (_, words) in enumerate(STEPS, start=1))
    return (
        f"<style>{_CSS}</style><div class='cover' role='region' tabindex='0' aria-label='{escape(caption)}'>"
        f"<table><caption>{escape(caption)}</caption><thead><tr><td rowspan='2'></td>{head}</tr><tr>{below}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
        f"<div class='coverkey'><span><i class='l0'></i>nobody heard</span>{legend}</div>"
    )


def _cell(count: int, *, last: bool) -> str:
    level = sum(count >= least for least, _ in STEPS)
    return f"<td class='l{level}{' last' if last else ''}'>{count}</td>"


_CSS = (
    f".cover,.coverkey{{{theme.VARIABLES};color:var(--ink)}}"
    ".cover{overflow-x:auto}.cover:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".cover table{border-collapse:separate;border-spacing:2px;font-variant-numeric:tabular-nums;font-size:.8125rem;margin:0}"
    ".cover caption{text-align:left;color:var(--muted);padding-bottom:.4rem;font-size:.875rem}"
    ".cover th,.cover td{border:0;padding:.3rem .35rem;text-align:center;font-weight:400}"
    ".cover thead th{font-weight:600;vertical-align:bottom;line-height:1.2}"
    ".cover thead .month{color:var(--muted);font-weight:400}"
    ".cover tbody th{text-align:left;font-weight:600;position:sticky;left:0;background:var(--ground);"
    "white-space:nowrap;padding-right:.6rem}"
    ".cover tbody td{min-width:2.1rem}.cover .last{border-right:6px solid transparent;background-clip:padding-box}"
    ".cover .l0{color:var(--muted);box-shadow:inset 0 0 0 1px var(--border)}"
    ".coverkey .l0{box-shadow:inset 0 0 0 1px var(--border)}"
    + "".join(
        f".cover .l{level},.coverkey .l{level}{{background-color:color-mix(in srgb,var(--better) {share}%,var(--ground))}}"
        for level, share in ((1, 16), (2, 34), (3, 55))
    )
    + ".coverkey{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.8125rem;color:var(--muted);margin-top:.35rem}"
    ".coverkey i{display:inline-block;width:.9rem;height:.9rem;margin-right:.35rem;vertical-align:-.1rem}"
)
