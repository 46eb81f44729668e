"""What asks and what does not, in several languages; what is an answer and what is passed on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.gaps.asking import Reply, questions, reply, terms


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("en", "It failed again. Hello, how do I reset my password", ["how do I reset my password"]),
        ("en", "Can you help me? Where is my invoice?", ["Where is my invoice?"]),
        ("en", "How annoying this upload was. I gave up.", []),
        ("de", "Guten Tag! Wo finde ich meine Rechnung", ["Wo finde ich meine Rechnung"]),
        ("de", "Warum wird mein Ausweis abgelehnt?", ["Warum wird mein Ausweis abgelehnt?"]),
        ("pt", "Olá, como faço para mudar a senha", ["como faço para mudar a senha"]),
        ("pt", "Quando tentei pagar, deu erro. Posso entrar sem problemas.", []),
        ("es", "¿Dónde está mi factura?", ["¿Dónde está mi factura?"]),
        ("ja", "パスワードを変更できますか？", ["パスワードを変更できますか？"]),
        ("", "Unde este factura mea de luna trecuta?", ["Unde este factura mea de luna trecuta?"]),
        ("en", "What? Why? Is that right?", []),
    ],
)
def test_what_asks(language: str, text: str, asked: list[str]) -> None:
    assert questions(text, language) == asked


def test_what_was_redacted_and_numbers_are_not_what_a_question_is_about() -> None:
    assert terms("Where is my invoice 4711 for [PERSON 1]?", "en") == {"invoic"}


@pytest.mark.parametrize(
    ("after", "got"),
    [
        ([], Reply.UNANSWERED),
        ([(True, "Hello?"), (True, "Anybody?"), (False, "Use the menu.")], Reply.UNANSWERED),
        ([(False, "Use the menu at the top right.")], Reply.ANSWERED),
        ([(True, "Hello?"), (False, "Use the menu.")], Reply.ANSWERED),
        ([(False, "Let me see. I don’t know that, I'm afraid.")], Reply.PASSED_ON),
        ([(False, "Das weiß ich leider nicht.")], Reply.PASSED_ON),
        ([(False, "Vou verificar e volto já.")], Reply.PASSED_ON),
        ([(False, "I will have to ask the team.")], Reply.PASSED_ON),
        ([(False, "Now you know where it is.")], Reply.ANSWERED),
    ],
)
def test_what_a_question_got(after: list[tuple[bool, str]], got: Reply) -> None:
    assert reply(after) is got


@given(st.text(), st.sampled_from(["", "en", "de", "xx"]))
def test_a_question_is_words_of_the_text(text: str, language: str) -> None:
    assert all(question in text for question in questions(text, language))
