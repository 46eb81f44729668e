"""User stories as a team gets them: drafted from the map, as Markdown, and as CSV that Jira's importer takes."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from journey.exports.stories import SUMMARY, Measure, Story, as_jira_csv, as_markdown, draft, missing

STORY = Story(
    "Say why a card was refused", "As Petra, I want to know why.", ("At “Pay” the reason is shown.", "Drop-off falls to 20 %."),
    stage="Pay", metric="Drop-off at Pay", opportunity="Plain words", pain="Cards are refused", owner="Ana",
    mail="ana@shop.example", team="Product", due=date(2026, 11, 20), link="https://shop.example/4", journey="Shop",
)  # fmt: skip


def rows(*stories: Story) -> list[list[str]]:
    return list(csv.reader(StringIO(as_jira_csv(stories).decode())))


def test_a_draft_says_who_wants_what_where_and_why_and_its_criteria_name_stage_and_metric() -> None:
    made = draft(
        wish="Say why a card was refused.", stage="Pay", persona="Owner of a small company", pain="Cards are refused",
        goal="Pay suppliers on time", measure=Measure("Drop-off at Pay", "31 %", "20 %"),
    )  # fmt: skip
    assert made.text == (
        "As an owner of a small company at the stage “Pay”, I want this: say why a card was refused. Today: cards are refused. "
        "My goal: pay suppliers on time."
    )
    assert made.criteria[-1].startswith("Drop-off at Pay moves from 31 % to 20 %")
    assert missing(made) == ()


def test_a_named_persona_keeps_its_name_and_nothing_known_is_nothing_said() -> None:
    assert draft(wish="Help", stage="Pay", persona="Petra, finance lead").text.startswith("As Petra, finance lead at the stage")
    assert draft(wish="NPS after each call", stage="").text == "As a customer, I want this: NPS after each call."
    assert draft(wish="Help", stage="").criteria == ()


def test_criteria_that_name_neither_stage_nor_metric_say_so() -> None:
    told = Story("Help", "As a customer, I want help.", ("It helps.",), stage="Pay", metric="Drop-off at Pay")
    assert missing(told) == ("the stage", "the metric")
    assert missing(Story("Help", "", (), stage="Pay")) == ("anything",)


def test_markdown_has_the_criteria_to_tick_and_where_the_story_comes_from() -> None:
    text = as_markdown([STORY])
    assert (
        "## Say why a card was refused\n\nAs Petra, I want to know why.\n\nDone when:\n\n- [ ] At “Pay” the reason is shown."
        in text
    )
    assert "- Metric: Drop-off at Pay" in text
    assert "- Due: 2026-11-20" in text
    assert "- Ticket: https://shop.example/4" in text


def test_markdown_shows_what_was_typed_as_it_was_typed() -> None:
    text = as_markdown([Story("# <b>bold</b> [x](http://x)", "- one\n- two", ("1. first",))])
    assert "<b>" not in text
    assert "[x](" not in text
    assert "\n\\- one - two\n" in text
    assert "- [ ] 1\\. first" in text


def test_jira_reads_a_story_a_row_with_summary_description_days_and_labels() -> None:
    heading, row = rows(STORY)
    assert heading == ["Summary", "Issue Type", "Description", "Assignee", "Due Date", "Labels", "Labels", "Labels"]
    assert row[0] == "Say why a card was refused"
    assert row[1] == "Story"
    assert row[3:] == ["ana@shop.example", "2026-11-20", "journey-shop", "stage-pay", "team-product"]
    assert "*Done when*\n* At “Pay” the reason is shown." in row[2]
    assert "*Stage:* Pay" in row[2]


def test_the_first_heading_is_read_without_a_mark_before_it() -> None:
    assert as_jira_csv([STORY]).startswith(b'"Summary","Issue Type"')


def test_a_cell_never_starts_a_formula() -> None:
    _, row = rows(Story("=HYPERLINK(1)", "+1", ("@x",), stage="=1", journey="=2", mail="=3"))
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert row[0] == "'=HYPERLINK(1)"


def test_wiki_marks_that_people_typed_stand_for_themselves() -> None:
    _, row = rows(Story("Fine", "{code} *bold* [link|http://x] h1. big -gone-", ()))
    assert row[2].startswith(r"\{code\} \*bold\* \[link\|http://x\] h1. big \-gone")


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_words_make_one_well_formed_row_of_eight_cells(title: str, text: str, criteria: list[str]) -> None:
    heading, row = rows(Story(title, text, tuple(criteria), stage=title, journey=text))
    assert len(heading) == len(row) == 8
    assert len(row[0]) <= SUMMARY + 1
    assert all(" " not in label for label in row[5:])
