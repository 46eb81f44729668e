"""What customers feel at each stage beside what the map assumes: verdicts, kinds of source, and the words behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from html import escape
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from journey.analysis.behind import Words, behind, said
from journey.analysis.emotion import ENOUGH, Fit
from journey.analysis.triangulation import CLOSE, KINDS, LABELS, LEAST, Kind, KindMean, StageFeeling, stage_feelings
from journey.charts import emotion as chart
from journey.charts import theme
from journey.domain.format import signed
from journey.domain.words import Standing
from journey.routine.map_document import WEEKS_FELT
from journey.store.readers import feelings as read
from journey.store.readers import maps
from journey.store.readers.journeys import personas
from journey.store.readers.quotes import quotes
from journey.ui.drill.trend import NO_BAR
from journey.ui.frame import Screen, empty
from journey.ui.map.marks import understood_at, window
from journey.ui.runtime import draw_once, engine, literal

VERDICT = {
    Fit.TOO_ROSY: ("worse", "too rosy"), Fit.TOO_BLEAK: ("better", "too bleak"), Fit.HOLDS: ("calm", "holds"),
    Fit.TOO_FEW: ("calm", "too few to tell"), Fit.UNASSUMED: ("calm", "nothing assumed yet"),
}  # fmt: skip
ORDER = [Fit.TOO_ROSY, Fit.TOO_BLEAK, Fit.HOLDS, Fit.TOO_FEW, Fit.UNASSUMED]
ABOUT = (
    f"Measured are scored answers and what people of yours heard, over {WEEKS_FELT} weeks; an answer that somebody heard counts "
    f"as they heard it. Below {ENOUGH} voices nothing is said of the assumption. A text without a score never counts in the "
    f"measured mean: what texts sound like is a kind of source of its own, put right by how your scored texts sound "
    f"beside their scores (at least {LABELS}), with an interval that is never narrower than as many scores would give. It is "
    f"triangulated where {KINDS} kinds of source agree: within {CLOSE:g} steps of each other and on the same side of zero, each "
    f"with enough voices ({', '.join(f'{kind.value} {least}' for kind, least in LEAST.items())}). Who writes to support is "
    f"seldom happy, so texts may stand lower than scores for that reason alone."
)


@dataclass(frozen=True)
class Felt:
    """What the part shows: each stage's feelings by id, and the words to choose from."""

    stages: dict[int, StageFeeling]
    words: pl.DataFrame


def feelings(here: Screen) -> None:
    """The picture, then each stage in words, the worst gap first."""
    segment = _whose(here)
    view = f"{here.view.slug} {here.view.revision}" if here.view else ""
    stands_for = (here.version, *maps.lately(engine(), here.id), understood_at(here), str(here.week), view)
    felt = _felt(stands_for, here, segment)
    if not any(one.measured or one.kinds for one in felt.stages.values()):
        empty(
            "No stage has a scored answer or a heard customer yet: what customers feel shows here beside what you assumed.",
            page="pages/data.py",
            button="Bring in data",
        )
        return
    draw_once("feelings", *stands_for, segment, draw=lambda: _drawn(here, felt))


def _whose(here: Screen) -> str:
    """The persona to look at, as the segment of its customers; "" for everyone."""
    known = {one.segment: one.name for one in personas(engine(), here.id) if "=" in one.segment}
    if not known:
        return ""
    told = {"": "Everyone", **known}
    return str(st.selectbox("Whose feelings", list(told), format_func=told.__getitem__, key="whose", width=280))


@st.cache_resource(show_spinner=False, max_entries=64)
def _felt(key: tuple[str | int, ...], _here: Screen, segment: str) -> Felt:
    zone = _here.journey.timezone
    since = _here.reviewed.shift(1 - WEEKS_FELT).bounds(zone)[0].astimezone(UTC)
    until = _here.reviewed.bounds(zone)[1].astimezone(UTC)
    voices = read.voices(engine(), _here.id, since=since, until=until, segment=segment)
    found = stage_feelings(voices, {stage.key: stage.assumed_emotion for stage in _here.stages})
    ends = read.extremes(engine(), _here.id, since=since, until=until, segment=segment)
    kept = quotes(engine(), _here.id).filter((pl.col("said_at") >= since) & (pl.col("said_at") < until))
    kept = kept.with_columns(item=pl.coalesce(pl.format("v{}", "verbatim_id"), pl.format("c{}", "conversation_id")))
    if segment:  # a conversation does not say whose it is
        kept = kept.join(voices.select(item="key"), on="item", how="semi", maintain_order="left")
    return Felt(found, said(kept, ends, voices))


def _drawn(here: Screen, felt: Felt) -> None:
    data = _frame(here, felt)
    title = _finding(here, felt)
    st.subheader(literal(title), anchor=False)
    st.caption(f"Emotion from −5 to +5, assumed and measured with its 95 % interval, {window(here)}")
    figure = chart.emotion_curve(data, height=280)
    st.plotly_chart(figure, key="feelings", config=NO_BAR, alt=chart.alt_text(data, title=title))
    order = sorted(here.stages, key=lambda stage: _worst_first(felt.stages[stage.key]))
    articles = "".join(_article(here, stage.key, stage.name, felt) for stage in order)
    st.html(f"<div class='feelings'>{articles}</div><details class='about'><summary>How this is told</summary>"
            f"<p>{escape(ABOUT)}</p></details>{CSS}")  # fmt: skip


def _frame(here: Screen, felt: Felt) -> pl.DataFrame:
    rows = []
    for stage in here.stages:
        one = felt.stages[stage.key].measured
        told = (one.mean, one.low, one.high, one.n) if one else (None, None, None, None)
        rows.append((stage.name, stage.assumed_emotion, *told))
    kinds = {"assumed": pl.Float64, "measured": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    return pl.DataFrame(rows, schema={"stage": pl.String, **kinds}, orient="row")


def _finding(here: Screen, felt: Felt) -> str:
    names = {stage.key: stage.name for stage in here.stages}
    off = sorted(
        (id for id, one in felt.stages.items() if one.gap.fit in (Fit.TOO_ROSY, Fit.TOO_BLEAK)),
        key=lambda id: _worst_first(felt.stages[id]),
    )
    if all(one.gap.fit is Fit.UNASSUMED for one in felt.stages.values()):
        return "How customers feel; what you assume is drawn on Thursday's map"
    if not off:
        held = [id for id, one in felt.stages.items() if one.gap.fit is Fit.HOLDS]
        return "What you assumed holds wherever enough customers spoke" if held else "Too few spoke to test what you assumed"
    worse = felt.stages[off[0]].gap.fit is Fit.TOO_ROSY
    more = f", and {len(off) - 1} more stage{'s' if len(off) > 2 else ''} differ{'s' if len(off) == 2 else ''}"
    return f"Customers feel {'worse' if worse else 'better'} than assumed at {names[off[0]]}{more if len(off) > 1 else ''}"


def _worst_first(one: StageFeeling) -> tuple[int, float]:
    return ORDER.index(one.gap.fit), -abs(one.gap.difference or 0.0)


def _article(here: Screen, id: int, name: str, felt: Felt) -> str:
    one = felt.stages[id]
    state, verdict = VERDICT[one.gap.fit]
    mark = f"{theme.ARROWS[state]} " if theme.ARROWS[state] else ""
    stood = f" The assumption is {'evidenced' if one.standing is Standing.EVIDENCED else 'a hypothesis'}."
    stood = "" if one.gap.fit is Fit.UNASSUMED else stood
    kinds = "".join(f"<li>{_kind(kind)}</li>" for kind in one.kinds)
    return (
        f"<article><h3>{escape(name)} <em class='{state}'>{mark}{verdict}</em></h3>"
        f"<p>{escape(one.gap.sentence)}{stood}</p>"
        f"{f'<ul class=kinds>{kinds}</ul>' if kinds else ''}{_agreed(one)}{_quotes(here, felt, id)}</article>"
    )


def _kind(kind: KindMean) -> str:
    wide = f" ({signed(kind.low)} to {signed(kind.high)})" if kind.low is not None and kind.high is not None else ""
    few = "" if kind.enough else ", too few to compare"
    return f"<b>{signed(kind.mean)}</b>{wide} {escape(kind.kind.value)}, n {kind.n:,}{few}"


def _agreed(one: StageFeeling) -> str:
    if not one.agreement.triangulated:
        return ""
    apart = f" {_named(one.agreement.apart).capitalize()} say otherwise." if one.agreement.apart else ""
    return f"<p class='agreed'><b>Triangulated:</b> {escape(_named(one.agreement.agree))} agree.{escape(apart)}</p>"


def _named(kinds: tuple[KindMean, ...]) -> str:
    order = list(Kind)
    *first, last = sorted((kind.kind for kind in kinds), key=order.index)
    return f"{', '.join(kind.value for kind in first)} and {last.value}" if first else last.value


def _quotes(here: Screen, felt: Felt, id: int) -> str:
    low, high = behind(felt.words, id)
    if not low and not high:
        return ""
    ends = "".join(
        f"<h4>{word}</h4>{''.join(_quote(here, one) for one in end)}" for word, end in (("Low", low), ("High", high)) if end
    )
    count = len(low) + len(high)
    return f"<details><summary>{count} quote{'' if count == 1 else 's'} behind it</summary>{ends}</details>"


def _quote(here: Screen, words: Words) -> str:
    address = escape(urlencode({**here.address, "item": words.item}))
    kept = ", kept as a quote" if words.kept else ""
    text = words.text if len(words.text) <= 280 else f"{words.text[:279].rstrip()}…"
    return (
        f"<blockquote dir='auto'>{escape(text)}<footer>{signed(words.emotion)}{kept} · "
        f"<a href='?{address}' target='_self'>hear it<span class='sr'>: {escape(text[:60])}</span></a></footer></blockquote>"
    )


CSS = """<style>
.feelings{display:grid;gap:1.25rem 2.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr))}
.feelings article{border-top:1px solid var(--border);padding-top:.6rem;max-width:65ch}
.feelings h3{font-size:1.0625rem;margin:0;padding:0}
.feelings h3 em{font-style:normal;font-size:.875rem}
.feelings em.worse{color:var(--worse)}.feelings em.better{color:var(--better)}.feelings em.calm{color:var(--muted)}
.feelings p{margin:.25rem 0}.feelings h4{font-size:.875rem;color:var(--muted);margin:.5rem 0 .15rem;padding:0}
.feelings .kinds{list-style:none;margin:.35rem 0;padding:0;font-size:.875rem;font-variant-numeric:tabular-nums}
.feelings .kinds li{margin:0}.feelings summary,.about summary{cursor:pointer;color:var(--primary);font-size:.875rem}
.feelings blockquote{border-left:3px solid var(--border);margin:.25rem 0 .6rem;padding:0 0 0 .75rem;overflow-wrap:anywhere}
.feelings a{color:var(--primary)}.feelings footer{display:block;color:var(--muted);font-size:.8125rem}
.feelings .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.about{margin-top:1.5rem}.about p{max-width:75ch;color:var(--muted);font-size:.875rem}
</style>"""
