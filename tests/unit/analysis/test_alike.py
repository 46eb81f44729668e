"""Notes that say the same are put side by side, whatever the word for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alike import alike

NOTES = [
    "They wait for access", "Waiting for somebody to give access", "The form is too long", "Form asks for too much",
    "Price only at the end", "They explain the same thing three times", "Explaining again and again", "Nobody knows whom to ask",
]  # fmt: skip


def test_notes_of_one_thought_are_found_and_others_left_alone() -> None:
    assert alike(NOTES) == [[0, 1], [2, 3], [5, 6]]


def test_the_same_words_are_the_same_whatever_their_case() -> None:
    assert alike(["Too dear", "too  DEAR"]) == [[0, 1]]
    assert alike([]) == alike(["Too dear"]) == alike(["", ""]) == []


@given(st.lists(st.sampled_from([*NOTES, "", "!", "  "]), max_size=12))
def test_every_note_is_in_one_group_at_most_and_the_same_words_never_part(texts: list[str]) -> None:
    groups = alike(texts)
    placed = [number for group in groups for number in group]
    assert len(placed) == len(set(placed))
    assert all(len(group) > 1 for group in groups)
    for text in set(texts) & set(NOTES):
        same = {number for number, other in enumerate(texts) if other == text}
        assert len(same) == 1 or any(same <= set(group) for group in groups)
