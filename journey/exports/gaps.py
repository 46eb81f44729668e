"""The knowledge-base gap list, by stage: as rows for a spreadsheet, as Markdown for whoever writes the help pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from journey.analysis.gaps.articles import Article, ArticleVerdict
from journey.analysis.gaps.recurring import Recurring
from journey.domain import format
from journey.domain.words import GapStatus, MetricKind
from journey.exports.agenda import inline, plain

ROWS: dict[str, pl.DataType] = {
    "what": pl.String(),  # on the list, asked, article
    "stage": pl.String(),
    "question": pl.String(),
    "article": pl.String(),
    "team": pl.String(),
    "status": pl.String(),
    "answer": pl.String(),
    "asked": pl.Int64(),  # answers, tickets and conversations that ask it
    "before": pl.Int64(),  # of these in the first half of the time looked at
    "lately": pl.Int64(),
    "in_conversations": pl.Int64(),
    "not_answered": pl.Int64(),  # of those in conversations
    "readings": pl.Int64(),
    "followed": pl.Int64(),  # by a contact of the same customer
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "others": pl.Float64(),  # the share among readers of the other articles
    "verdict": pl.String(),
}
NO_STAGE = "No stage"


def gap_rows(
    listed: pl.DataFrame, questions: Sequence[Recurring], articles: Sequence[Article], stages: Mapping[int, str]
) -> pl.DataFrame:
    """Everything known to be missing, one row each; follows ROWS, in the order of the stages. `listed` as in readers.gaps."""
    order = {name: place for place, name in enumerate(stages.values())}
    rows = [
        *({"what": "on the list", **{name: row[name] for name in ("stage", "question", "article", "team", "status", "answer")}}
          for row in listed.iter_rows(named=True)),
        *(_asked(one, stages) for one in questions),
        *(_read(one, stages) for one in articles),
    ]  # fmt: skip
    frame = pl.DataFrame(sorted(rows, key=lambda row: order.get(str(row["stage"]), len(order))), schema=ROWS)
    return frame.with_columns(pl.col("stage").fill_null(""))


def as_markdown(rows: pl.DataFrame, *, journey: str, window: str) -> str:
    """The list as Markdown, stage by stage: open gaps first, then what customers ask, then the articles that fail."""
    lines = [f"# Knowledge gaps: {plain(journey)}", "", f"Questions and readings of {window}.", ""]
    shown = rows.filter(
        (pl.col("status").is_null() | (pl.col("status") == GapStatus.OPEN))
        & (pl.col("verdict").is_null() | (pl.col("verdict") == ArticleVerdict.FAILS))
    )
    for (stage,), own in shown.group_by("stage", maintain_order=True):
        lines += [f"## {plain(str(stage) or NO_STAGE)}", "", *(_line(row) for row in own.iter_rows(named=True)), ""]
    if shown.is_empty():
        lines += ["Nothing is missing that anybody knows of.", ""]
    return "\n".join(lines)


def _asked(one: Recurring, stages: Mapping[int, str]) -> dict[str, Any]:
    return {
        "what": "asked", "stage": stages.get(one.stage_id or 0, ""), "question": one.question, "asked": one.n,
        "before": one.before, "lately": one.lately, "in_conversations": one.heard, "not_answered": one.open,
    }  # fmt: skip


def _read(one: Article, stages: Mapping[int, str]) -> dict[str, Any]:
    return {
        "what": "article", "stage": stages.get(one.stage_id or 0, ""), "article": one.name, "readings": one.n,
        "followed": one.followed, "share": one.share, "low": one.low, "high": one.high, "others": one.others,
        "verdict": one.verdict.value,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    if row["what"] == "article":
        beside = f"; of readers of the others {format.value(MetricKind.RATE, row['others'])}" if row["others"] is not None else ""
        said = f"{format.value(MetricKind.RATE, row['share'])} of {row['readings']:,} readings were followed by a contact{beside}"
        return f"- **{plain(row['article'])}** fails: {said}"
    if row["what"] == "asked":
        left = row["not_answered"]
        silent = f", {left} of {row['in_conversations']} in conversations without an answer" if left else ""
        return f"- {plain(row['question'])} Asked {row['asked']:,} times, {row['lately']:,} of them lately{silent}"
    about = f" ({inline(row['article'])})" if row["article"] else ""
    team = f": {inline(row['team'])}" if row["team"] else ""
    return f"- [ ] **{plain(row['question'])}**{about}{team}"
