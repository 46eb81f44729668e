"""A theme in words and small pictures: how big it is, where it is going, what it feels like, where it is, and who said what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from journey.analysis.text.themes.course import LATELY, Course, Direction, Fact
from journey.charts.spark import sparkline
from journey.domain.format import signed

FEWEST = 5
"""Fewer scored texts than this say nothing of what a theme feels like."""
MARKS = {
    Direction.NEW: ("watch", "new this month"), Direction.RISING: ("watch", "▲ rising"), Direction.FADING: ("calm", "▼ fading"),
    Direction.QUIET: ("calm", "quiet"),
}  # fmt: skip
WORDS = {
    Direction.NEW: "new", Direction.RISING: "rising", Direction.FADING: "fading", Direction.QUIET: "quiet",
    Direction.STEADY: "steady", Direction.UNKNOWN: "too early to tell where it is going",
}  # fmt: skip


def mark(course: Course) -> str:
    """What to notice of where it is going; nothing where it goes on as before."""
    if course.direction not in MARKS:
        return ""
    kind, words = MARKS[course.direction]
    return f"<em class='{kind}'>{words}</em>"


def fact_line(course: Course, fact: Fact, stages: Mapping[int, str]) -> str:
    """Size, course, feeling and stage, as HTML."""
    parts = [f"{fact.n:,} text{'' if fact.n == 1 else 's'}"]
    if course.counts:
        before = f", {course.before:,} in the {course.weeks_before} before" if course.weeks_before else ""
        parts.append(f"{course.lately:,} in the last {min(LATELY, len(course.counts))} weeks{before}")
    else:
        parts.append("undated, so without a trend")
    if fact.mean is not None and fact.scored >= FEWEST:
        kind = "worse" if fact.mean <= -1 else "better" if fact.mean >= 1 else "calm"
        parts.append(f"feels <b class='{kind}'>{signed(fact.mean)}</b> of ±5 (n = {fact.scored:,})")
    if fact.stage_id is not None and fact.stage_id in stages and 2 * fact.at_stage > fact.staged:
        parts.append(f"mostly at {escape(stages[fact.stage_id])} ({fact.at_stage:,} of {fact.staged:,})")
    return " · ".join(parts)


def trend(course: Course, name: str, *, width: int = 132, height: int = 30) -> str:
    """Its texts by week as a small picture; nothing without dates."""
    if len(course.counts) < 2:
        return ""
    label = f"{name}, texts by week, {WORDS[course.direction]}"
    return sparkline([0 if count is None else count for count in course.counts], label=label, width=width, height=height)


def quotation(text: str, at: datetime | None) -> str:
    """Somebody's words with their day."""
    day = f"<footer>{at.day} {at:%b %Y}</footer>" if at else ""
    return f"<blockquote>{escape(text)}{day}</blockquote>"


THEMES_CSS = """<style>
.themes h3{font-size:1.125rem;margin:1.5rem 0 .25rem;padding:0}.themes .about{color:var(--muted);font-size:.875rem;margin:0}
.themes article{display:flex;gap:24px;justify-content:space-between;align-items:flex-start}
.themes article{border-top:1px solid var(--border);padding:.6rem 0}
.themes article>div{min-width:0;max-width:75ch;overflow-wrap:anywhere}.themes article img{flex:none;margin-top:.25rem}
.themes h4{font-size:1rem;font-weight:600;margin:0;padding:0}
.themes h4 a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:3px}
.themes p{margin:.15rem 0;font-size:.875rem;color:var(--muted);font-variant-numeric:tabular-nums}
.themes em{font-style:normal;font-size:.875rem;font-weight:600;white-space:nowrap}
.themes .watch{color:var(--watch)}.themes .calm{color:var(--muted)}
.themes .worse{color:var(--worse)}.themes .better{color:var(--better)}
.themes summary{cursor:pointer;color:var(--primary);font-size:.875rem;width:fit-content}
.themes blockquote{border-left:3px solid var(--border);margin:.35rem 0 .6rem;padding:0 0 0 .75rem;white-space:pre-line}
.themes footer{display:block;color:var(--muted);font-size:.8125rem}
@media (max-width:640px){.themes article{flex-wrap:wrap;gap:4px 24px}}
</style>"""
