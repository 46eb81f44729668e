"""Knowledge gaps by stage: the list that people keep, the questions customers ask again, the articles that fail them."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.gaps.articles import WINDOW, Article, ArticleVerdict
from journey.analysis.gaps.recurring import RECURS, Recurring, is_known
from journey.charts import theme
from journey.config import settings
from journey.domain import format
from journey.domain.words import GapKind, GapStatus, MetricKind
from journey.exports.gaps import as_markdown, gap_rows
from journey.exports.safe_csv import safe_csv
from journey.routine.listening.gaps import add_gap, answer_gap, bin_gap, change_gap, no_gap, reopen_gap
from journey.routine.listening.missing import ARTICLE_WEEKS, QUESTION_WEEKS, Missing, missing
from journey.store.readers.gaps import gaps as listed_gaps
from journey.ui.frame import Screen, at_page
from journey.ui.map.fields import pick, pick_team
from journey.ui.runtime import attempt, engine, finish, fresh, literal, renew

Row = dict[str, Any]
SHOWN = 10
"""Questions on the page at once; the download has them all."""
KINDS = {GapKind.QUESTION.value: "A question without an answer", GapKind.ARTICLE.value: "A help article that fails"}


def knowledge_gaps(here: Screen) -> None:
    """What people put on the list at the left, what the data suggests at the right, and the whole as files."""
    listed = here.only(listed_gaps(engine(), here.id))
    found = _found((here.version, str(here.week)), here)
    _tools(here, listed, found)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("On the list", anchor=False)
        _list(here, listed)
    with right:
        st.subheader("Customers ask again", anchor=False)
        _questions(here, found, listed)
        st.subheader("Help articles", anchor=False)
        _articles(here, found, listed)


@st.cache_resource(show_spinner="Looking for questions that come again", max_entries=16)
def _found(key: tuple[str, str], _here: Screen) -> Missing:
    return missing(engine(), settings().events, journey=_here.id, week=_here.reviewed)


def _tools(here: Screen, listed: pl.DataFrame, found: Missing) -> None:
    names = {stage.key: stage.name for stage in here.stages}
    shown = (
        [one for one in found.questions if here.shows(one.stage_id)],
        [one for one in found.articles if here.shows(one.stage_id)],
    )
    first = here.reviewed.shift(1 - QUESTION_WEEKS).monday
    window = f"{first.day} {first:%b} to {here.reviewed.sunday.day} {here.reviewed.sunday:%b %Y}"
    name = f"knowledge-gaps-{here.journey.slug}-{here.reviewed}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Add a gap", icon=":material/add:", key="add_gap"):
            _add(here)
        st.download_button(
            "CSV", lambda: safe_csv(gap_rows(listed, *shown, names)), f"{name}.csv", "text/csv", icon=":material/download:",
            key="gaps_csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Markdown", lambda: as_markdown(gap_rows(listed, *shown, names), journey=here.journey.name, window=window),
            f"{name}.md", "text/markdown", icon=":material/download:", key="gaps_md", on_click="ignore",
        )  # fmt: skip


@st.dialog("A knowledge gap", width="medium")
def _add(here: Screen) -> None:
    with st.form(fresh("new_gap"), border=False):
        values = _fields(here, {"question": "", "article": "", "kind": GapKind.QUESTION.value, "stage_id": None, "team_id": None})
        if st.form_submit_button("Put on the list", type="primary"):
            values = {name.removesuffix("_id"): value for name, value in values.items()}
            saved = attempt(add_gap, done="On the list.", journey=here.id, **values)
            if saved is not None:
                renew("new_gap")
            finish(saved)


def _fields(here: Screen, gap: Row) -> Row:
    question = st.text_area("What do customers ask?", gap["question"], max_chars=400, height=80)
    left, right = st.columns(2)
    return {
        "question": question,
        "kind": left.selectbox("What is it?", list(KINDS), index=list(KINDS).index(gap["kind"]), format_func=KINDS.__getitem__),
        "article": right.text_input("Article", gap["article"], max_chars=400),
        "stage_id": pick(left, "Stage", {None: "No stage"} | {stage.key: stage.name for stage in here.stages}, gap["stage_id"]),
        "team_id": pick_team(right, gap["team_id"]),
    }


def _list(here: Screen, listed: pl.DataFrame) -> None:
    undone = listed.filter(status=GapStatus.OPEN.value)
    order = {stage.name: place for place, stage in enumerate(here.stages)}
    rows = sorted(undone.iter_rows(named=True), key=lambda row: order.get(row["stage"], len(order)))
    with st.container(key="gaplist", gap="small"):  # two columns by style: a container a row would cost the server more
        for row in rows:
            _listed(here, row)
    if not rows:
        st.caption("Nothing is on the list. Put a question that customers ask on it, or add one while you listen.")
    settled = listed.filter(pl.col("status") != GapStatus.OPEN.value)
    if not settled.is_empty():
        fold = st.expander(f"{settled.height} answered or no gap", key="settled_gaps", on_change="rerun")
        if fold.open:
            with fold:
                for row in settled.iter_rows(named=True):
                    _listed(here, row)


def _listed(here: Screen, row: Row) -> None:
    parts = [row["stage"] or "no stage", row["team"] or "no team", f"article “{row['article']}”" if row["article"] else ""]
    parts += [f"by {row['person']}", f"{row['status']}: {row['answer']}" if row["status"] != GapStatus.OPEN else ""]
    st.markdown(f"{literal(row['question'])}  \n:small[:gray[{literal(' · '.join(filter(None, parts)))}]]")
    if st.button("Open", key=f"gap_{row['id']}", type="tertiary", help=f"Open: {literal(row['question'])}"):
        _edit(here, row)


@st.dialog("A knowledge gap", width="medium")
def _edit(here: Screen, row: Row) -> None:
    """Reword it, say what was done, or put it in the bin."""
    target = {"journey": here.id, "gap": row["id"], "revision": row["revision"]}
    if row["item"]:
        address = {**here.address, "item": row["item"]}
        st.page_link(
            at_page("pages/wednesday_listening.py"), label="Hear who asked", icon=":material/hearing:", query_params=address
        )
    with st.form(f"gap_form_{row['id']}", border=False):
        values = _fields(here, row)
        label = "What was done about it, or why nothing is missing"
        answer = st.text_input(label, row["answer"], max_chars=500, placeholder="Article 12 says it since Tuesday")
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save", type="primary")
            answered, dismissed, again = False, False, False
            if row["status"] == GapStatus.OPEN:
                answered = st.form_submit_button("It is answered now")
                dismissed = st.form_submit_button("It is no gap")
            else:
                again = st.form_submit_button("Open it again")
            gone = st.form_submit_button("Put in the bin", type="tertiary", icon=":material/delete:")
    if saved:
        finish(attempt(change_gap, **target, **values))
    elif answered:
        finish(attempt(answer_gap, done="Answered.", **target, answer=answer))
    elif dismissed:
        finish(attempt(no_gap, done="No gap.", **target, why=answer))
    elif again:
        finish(attempt(reopen_gap, done="Open again.", **target))
    elif gone:
        finish(attempt(bin_gap, done="In the bin. History can restore it.", **target))


def _questions(here: Screen, found: Missing, listed: pl.DataFrame) -> None:
    known = listed["question"].to_list()
    left = [one for one in found.questions if here.shows(one.stage_id) and not any(is_known(one, text) for text in known)]
    names = {stage.key: stage.name for stage in here.stages}
    order = {id: place for place, id in enumerate(names)}
    with st.container(key="asklist", gap="small"):
        for place, one in enumerate(sorted(left[:SHOWN], key=lambda one: order.get(one.stage_id or 0, len(order)))):
            asked = f"{names.get(one.stage_id or 0, 'no stage')} · {_asked(one)}"
            st.markdown(f"{literal(one.question)}  \n:small[:gray[{literal(asked)}]]")
            st.button(
                "Put on list", key=f"ask_{place}", type="tertiary", help=f"Put on the list: {literal(one.question)}",
                on_click=_take, args=(here, one),
            )  # fmt: skip
    more = f" {len(left) - SHOWN} more are in the download." if len(left) > SHOWN else ""
    said = f"{RECURS} times or more in {QUESTION_WEEKS} weeks, in whatever words"
    st.caption(f"Asked {said}.{more}" if left else f"No question was asked {said}.")


def _asked(one: Recurring) -> str:
    silent = f" · {one.open} of {one.heard} in conversations without an answer" if one.heard else ""
    return f"{one.n} times, {one.lately} of them in the last four weeks{silent}"


def _take(here: Screen, one: Recurring) -> None:
    example = one.examples[0]
    asked = {"verbatim": example.verbatim_id, "turn": example.turn_id}
    attempt(add_gap, done="On the list.", journey=here.id, question=one.question[:400], stage=one.stage_id, **asked)


def _articles(here: Screen, found: Missing, listed: pl.DataFrame) -> None:
    own = [one for one in found.articles if here.shows(one.stage_id)]
    if not own:
        st.caption(found.why_no_articles or "Nobody read a help article in the last quarter.")
        return
    st.html(_article_table(own, {stage.key: stage.name for stage in here.stages}))
    known = set(listed["article"])
    for one in own:
        if one.verdict is ArticleVerdict.FAILS and one.name not in known:
            st.button(
                f"Put “{literal(one.name)}” on the list", key=f"article_{one.name}", type="tertiary", icon=":material/add:",
                on_click=_take_article, args=(here, one),
            )  # fmt: skip
    st.caption(
        f"Readings of the last {ARTICLE_WEEKS} weeks that the same customer followed with a ticket within {WINDOW.days} days. "
        "An article fails if that happens more often than to readers of the others, by more than chance."
    )


def _take_article(here: Screen, one: Article) -> None:
    question = f"What do readers of “{one.name}” still have to ask?"[:400]
    values = {"kind": GapKind.ARTICLE, "article": one.name[:400], "stage": one.stage_id}
    attempt(add_gap, done="On the list.", journey=here.id, question=question, **values)


def _article_table(articles: list[Article], names: dict[int, str]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(one.name)}<small>{escape(names.get(one.stage_id or 0, ''))}</small></th>"
        f"<td>{_share(one.share)} <small>{_share(one.low)} to {_share(one.high)} · {one.followed} of {one.n}</small></td>"
        f"<td>{'' if one.others is None else _share(one.others)}</td><td>{_verdict(one)}</td></tr>"
        for one in articles
    )
    head = "".join(f"<th scope='col'>{word}</th>" for word in ("Article", "Wrote after reading", "Others", "Verdict"))
    table = f"<table><tr>{head}</tr>{rows}</table>"
    return f"<div class='articles' role='region' tabindex='0' aria-label='Help articles'>{table}</div>{CSS}"


def _share(share: float) -> str:
    return format.value(MetricKind.RATE, share)


def _verdict(one: Article) -> str:
    return f"<b class='worse'>{theme.ARROWS['worse']} fails</b>" if one.verdict is ArticleVerdict.FAILS else one.verdict.value


CSS = """<style>
.articles{overflow-x:auto}.articles table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;width:100%}
.articles th,.articles td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--border)}
.articles tr:first-child th{color:var(--muted);font-weight:500}.articles th[scope=row]{font-weight:600}
.articles small{display:block;color:var(--muted);font-weight:400;font-size:.75rem}.articles .worse{color:var(--worse)}
</style>"""
