"""Questions put together by what they are about, counted by customer, language by language."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from journey.analysis.gaps.asking import Reply
from journey.analysis.gaps.recurring import Asked, asked_in, is_known, recurring

MIDDLE = datetime(2026, 11, 1, tzinfo=UTC)


def asked(
    key: str, text: str, *, days: int = 1, stage: int | None = 1, language: str = "en", got: Reply = Reply.NOBODY_THERE
) -> Asked:
    talk = int(key[1:]) if key.startswith("c") else None
    return Asked(key, None if talk else int(key[1:]), talk, MIDDLE + timedelta(days=days), stage, language, text, got)


PASSWORD = [
    asked("v1", "How do I reset my password?", days=-3),
    asked("v2", "How do I reset my password?"),
    asked("v3", "Where can I reset the password", stage=2),
    asked("v4", "Is there a way to reset passwords?"),
]


def test_the_same_question_in_other_words_is_one() -> None:
    [one] = recurring(PASSWORD, MIDDLE)
    assert (one.question, one.n, one.before, one.lately, one.stage_id) == ("How do I reset my password?", 4, 1, 3, 1)


def test_a_customer_who_asks_twice_counts_once() -> None:
    assert recurring([asked("v1", "Where is my invoice?") for _ in range(5)], MIDDLE) == []


def test_other_questions_stay_apart_and_so_do_languages() -> None:
    invoices = [asked(f"v{i}", "Where is my invoice?") for i in range(10, 13)]
    german = [asked(f"v{i}", "Wo finde ich meine Rechnung?", language="de") for i in range(20, 23)]
    found = recurring([*PASSWORD, *invoices, *german], MIDDLE)
    assert [(one.question, one.n) for one in found] == [
        ("How do I reset my password?", 4), ("Where is my invoice?", 3), ("Wo finde ich meine Rechnung?", 3)
    ]  # fmt: skip


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [
        *PASSWORD,
        *(asked(f"v{i}", f"Where is the {word} of my order?") for i, word in enumerate(["box", "bill", "label"], 30)),
    ]
    shuffled = rows.copy()
    random.Random(2).shuffle(shuffled)
    assert recurring(rows, MIDDLE) == recurring(shuffled, MIDDLE)


def test_of_conversations_it_says_how_many_got_no_answer_and_shows_these_first() -> None:
    talks = [
        asked("c1", "How do I reset my password?", got=Reply.ANSWERED, days=9),
        asked("c2", "How do I reset my password?", got=Reply.PASSED_ON),
        asked("c3", "How do I reset my password?", got=Reply.UNANSWERED),
    ]
    [one] = recurring([*talks, PASSWORD[0]], MIDDLE)
    assert (one.n, one.heard, one.open) == (4, 3, 2)
    assert {example.key for example in one.examples[:2]} == {"c2", "c3"}


@pytest.mark.parametrize(("listed", "known"), [("How can I reset a password?", True), ("Where is my invoice?", False)])
def test_what_is_on_the_list_is_known_again(listed: str, known: bool) -> None:
    assert is_known(recurring(PASSWORD, MIDDLE)[0], listed) is known


def test_a_conversation_is_read_turn_by_turn() -> None:
    schema = {
        "key": pl.String, "verbatim_id": pl.Int64, "turn_id": pl.Int64, "position": pl.Int64, "customer": pl.Boolean,
        "at": pl.Datetime("us", "UTC"), "stage_id": pl.Int64, "language": pl.String, "text": pl.String,
    }  # fmt: skip
    rows = [
        ("c1", None, 11, 1, True, MIDDLE, 3, "de", "Wo finde ich meine Rechnung?"),
        ("v2", 2, None, None, True, MIDDLE, None, "", "Where is my invoice?"),
        ("c1", None, 12, 2, False, MIDDLE, 3, "", "Das weiß ich nicht."),
        ("c1", None, 13, 3, True, MIDDLE, 3, "", "Kann ich die Rechnung ändern"),
    ]
    found = asked_in(pl.DataFrame(rows, schema=schema, orient="row"))
    assert [(one.key, one.turn_id, one.language, one.reply) for one in found] == [
        ("c1", 11, "de", Reply.PASSED_ON), ("c1", 13, "de", Reply.UNANSWERED), ("v2", None, "", Reply.NOBODY_THERE)
    ]  # fmt: skip
