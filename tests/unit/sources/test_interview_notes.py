"""Notes of an interview: who said what, in the words that people label lines with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.sources.interview_notes import read_notes


def said(notes: str, *ours: str) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role, turn.text) for turn in read_notes(notes, ours=ours).turns]


@pytest.mark.parametrize(
    ("notes", "turns"),
    [
        ("Kundin: Das geht nicht\nIch: Warum?", [("Customer", "customer", "Das geht nicht"), ("Interviewer", "agent", "Warum?")]),
        ("Cliente: Não vejo nada\nEu: Onde?", [("Customer", "customer", "Não vejo nada"), ("Interviewer", "agent", "Onde?")]),
        ("Customer: One line is enough", [("Customer", "customer", "One line is enough")]),
        ("She gave up.\n\nThen left.", [("Note", "other", "She gave up."), ("Note", "other", "Then left.")]),
        ("It was loud.\nCustomer: What?", [("Note", "other", "It was loud."), ("Customer", "customer", "What?")]),
    ],
)
def test_labels_tell_who_spoke(notes: str, turns: list[tuple[str, str, str]]) -> None:
    assert said(notes) == turns


def test_a_colleague_by_name_is_one_of_us_and_the_other_is_the_customer() -> None:
    assert said("Maria Silva: Hello\nAna: Hi", "Ana Lopez") == [("Customer", "customer", "Hello"), ("Interviewer", "agent", "Hi")]
    assert read_notes("Maria Silva: Hello\nAna: Hi", ours=("Ana Lopez",)).known_names == ("Maria Silva", "Ana Lopez")


def test_what_we_call_ourselves_is_nobodys_name() -> None:
    assert read_notes("Customer: It hurts me\nMe: Where?").known_names == ()


@given(st.text())
def test_no_word_is_lost_but_labels(notes: str) -> None:
    kept = "".join(turn.text for turn in read_notes(notes).turns)
    assert all(word in kept or ":" in notes for word in notes.split())
