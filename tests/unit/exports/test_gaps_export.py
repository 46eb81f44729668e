"""The knowledge-base gap list as files: every row in its stage, nothing typed becoming markup or a formula."""

from __future__ import annotations

import polars as pl

from journey.analysis.gaps.articles import Article, ArticleVerdict
from journey.analysis.gaps.recurring import Recurring
from journey.exports.gaps import ROWS, as_markdown, gap_rows
from journey.exports.safe_csv import safe_csv

STAGES = {1: "Browse", 2: "Pay"}
LISTED = pl.DataFrame(
    {
        "stage": ["Pay", None, "Pay"], "question": ["=1+1 is what?", "**Why?**", "Done?"], "article": ["", "Sizes", ""],
        "team": ["Payments", None, None], "status": ["open", "open", "answered"], "answer": ["", "", "Yes"],
    }
)  # fmt: skip
ASKED = Recurring("Where is my invoice?", "en", 2, 12, 4, 8, 3, 2, (), frozenset())
FAILS = Article("Refunds", 40, 20, 0.5, 0.35, 0.65, 0.1, ArticleVerdict.FAILS, stage_id=1)
FINE = Article("Sizes", 60, 6, 0.1, 0.05, 0.2, 0.5, ArticleVerdict.LIKE_OTHERS, stage_id=1)


def test_every_row_is_there_in_the_order_of_the_stages() -> None:
    rows = gap_rows(LISTED, [ASKED], [FAILS, FINE], STAGES)
    assert dict(rows.schema) == ROWS
    assert rows["stage"].to_list() == ["Browse", "Browse", "Pay", "Pay", "Pay", ""]
    assert rows.filter(what="asked").select("question", "asked", "lately", "in_conversations", "not_answered").rows() == [
        ("Where is my invoice?", 12, 8, 3, 2)
    ]
    assert b"'=1+1 is what?" in safe_csv(rows)


def test_markdown_names_what_is_open_and_what_fails_stage_by_stage() -> None:
    said = as_markdown(gap_rows(LISTED, [ASKED], [FAILS, FINE], STAGES), journey="Shop", window="1 Sep to 15 Nov")
    assert said.index("## Browse") < said.index("## Pay") < said.index("## No stage")
    assert "- **Refunds** fails: 50 % of 40 readings were followed by a contact; of readers of the others 10 %" in said
    assert "- Where is my invoice? Asked 12 times, 8 of them lately, 2 of 3 in conversations without an answer" in said
    assert r"- [ ] **\=1+1 is what?**: Payments" in said
    assert r"\*\*Why?\*\*" in said
    assert "Sizes** fails" not in said
    assert "Done?" not in said
    assert "Nothing is missing" in as_markdown(gap_rows(LISTED.clear(), [], [], {}), journey="Shop", window="")
