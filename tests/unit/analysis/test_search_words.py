"""How questions are read and words compared: by stem in the text's language, whatever the case, accents and spelling."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.search.marks import shown
from journey.analysis.search.meaning import fused, topical
from journey.analysis.search.query import asked
from journey.analysis.search.words import indexed, nearest, spellings, words_of
from journey.domain.finding import TextKind
from journey.errors import Refused


def test_a_question_is_read_word_by_word() -> None:
    found = asked(
        'late "exactly this" -bank refun* kind:pains stage:"Check out" from:2026-W05 to:2026-02 emotion:-5..-2 re: 10:30'
    )
    assert (found.words, found.phrases) == (("late", "re:", "10:30"), ("exactly this",))
    assert (found.without, found.beginnings) == (("bank",), ("refun",))
    assert (found.kinds, found.stages) == ((TextKind.PAIN,), ("Check out",))
    assert (found.since, found.until) == (date(2026, 1, 26), date(2026, 3, 1))
    assert found.emotion == (-5.0, -2.0, True)


WRONG = {
    "colour:red": 'There is no field "colour:". There are kind:',
    "kind:thing": "There are verbatim, turn",
    "from:yesterday": "Write 2026-01-31, 2026-W05, 2026-01 or 2026",
    "to:2026-13": "Write 2026-01-31",
    "from:2026-03 to:2026-01": "from: is after to:",
    "emotion:sad": "Emotions run from -5 to 5",
    "-bank": "Say also which words to find",
}


@pytest.mark.parametrize(("typed", "told"), WRONG.items())
def test_what_cannot_be_asked_is_told_with_what_can(typed: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked(typed)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("Rechnung", "Rechnungen", "de"), ("aerger", "Ärger", "de"), ("Ärger", "Aerger", "de"), ("STRASSE", "Straße", "de"),
        ("reclamação", "reclamações", "pt"), ("reclamacoes", "reclamação", "pt"), ("reclamações", "reclamacoes", "pt"),
        ("responsavel", "responsáveis", "pt"), ("recibio", "recibió", "es"), ("facturee", "facturées", "fr"),
        ("qualita", "qualità", "it"), ("zamowic", "zamówić", "pl"),
        ("delivery", "deliveries", "en"), ("cafe", "café", ""), ("dont", "don’t", "en"),
    ],
)  # fmt: skip
def test_a_word_meets_its_other_forms(typed: str, written: str, language: str) -> None:
    assert set(indexed(written, language)[0]) & set(spellings(typed, {language}))


def test_placeholders_are_no_words_and_every_word_has_its_place() -> None:
    text = "[PERSON 1] can’t pay: 支払い"
    assert [(text[word.start : word.end], word.plain) for word in words_of(text, "en")] == [
        ("can’t", "cant"), ("pay", "pay"), ("支", "支"), ("払", "払"), ("い", "い"),
    ]  # fmt: skip


def test_a_short_text_is_in_the_language_of_its_small_words() -> None:
    assert nearest("Die Rechnung ist nicht da", {"en", "de"}, "en") == "de"
    assert nearest("Checkout", {"en", "de"}, "de") == "de"


def test_the_piece_of_a_long_text_is_where_the_words_are() -> None:
    text = "word " * 100 + "the refund was late " + "word " * 100
    pieces = shown(text, asked("late refunds"), frozenset({"en"}), "en")
    assert [part for part, marked in pieces if marked] == ["refund", "late"]
    assert (pieces[0], pieces[-1]) == (("…", False), ("…", False))


@given(st.text(max_size=400), st.text(max_size=30))
def test_nothing_of_a_text_is_lost_or_added_by_the_marks(text: str, typed: str) -> None:
    try:
        question = asked(typed)
    except Refused:
        return
    pieces = shown(text, question, frozenset({"en", "de"}), "en", width=1000)
    assert "".join(part for part, _ in pieces) == text


def test_what_words_and_meaning_both_find_comes_before_what_one_of_them_finds() -> None:
    assert fused({1: 1.0, 2: 0.6, 3: 0.55}, {3: 0.9, 4: 0.9}) == [1, 3, 2, 4], "1, .55 + .45, .6, .45"
    assert fused({}, {4: 0.6, 5: 0.7}) == [5, 4]


def test_small_words_say_how_people_ask_and_not_what_about() -> None:
    assert topical("whi is my card late", "en") == "card late"
    assert topical("warum ist mein kart spat", "de") == "kart spat"
