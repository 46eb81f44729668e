"""What the machine makes of a text, as the listener sees it: before it is read, when it is, and once a person said otherwise."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Engine
from sqlmodel import col, update
from streamlit.testing.v1 import AppTest

from journey.routine.listening.hearing import hear
from journey.routine.listening.understanding import understand
from journey.store.engine import writing
from journey.store.tables import Stage, Verbatim
from tests.app.builders import TODAY, stage, unfold, words_of
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]
Lessons = list[Callable[[], None]]
ANGRY = "My card was refused at the payment, this is awful"


def described(engine: Engine) -> None:
    with writing(engine) as session:
        for name, text in (
            ("Browse", "Search, filters, photos"),
            ("Basket", "Voucher, delivery"),
            ("Pay", "Card, payment, invoice"),
        ):
            session.connection().execute(update(Stage).where(col(Stage.name) == name).values(description=text))


def test_a_text_is_read_and_placed_beside_the_page(open_page: Open, home_engine: Engine, shop: int, lessons: Lessons) -> None:
    described(home_engine)
    words_of(home_engine, shop, ANGRY, at=None)
    app = open_page("wednesday_listening")
    assert "Not scored yet: it is being read." in words(app)
    assert len(lessons) == 2
    for lesson in lessons:
        lesson()
    app.run()
    said = words(app).replace("\\", "")
    assert "Sounds like −" in said
    assert "unhappy; " in said
    assert "% sure, from a list of words only." in said
    assert "From the descriptions of 3 stages alone" in said
    options = next(radio for radio in app.radio if radio.label == "Which stage is this about?").options
    assert options[0] == "Pay"
    assert options[-1] == "None of these"
    assert "English: 1 of 1 texts scored. From a list of English words only" in words(unfold(app, "about_scores")).replace(
        "\\", ""
    )


def test_what_a_person_said_counts_at_once(open_page: Open, home_engine: Engine, shop: int) -> None:
    (id,) = words_of(home_engine, shop, ANGRY)
    understand(home_engine, journey=shop)
    hear(
        home_engine,
        by=YOU,
        journey=shop,
        week="2026-W46",
        item=(Verbatim, id),
        on=TODAY,
        emotion=2,
        stage=stage(home_engine, shop, "Pay"),
    )
    assert "Set to +2 by a person who listened." in words(open_page("wednesday_listening")).replace("\\", "")


def test_an_unsupported_language_says_not_scored_and_why(open_page: Open, home_engine: Engine, shop: int) -> None:
    words_of(home_engine, shop, "Ich warte seit Wochen und niemand antwortet mir auf meine Fragen")
    understand(home_engine, journey=shop)
    said = words(open_page("wednesday_listening")).replace("\\", "")
    assert "Not scored: it takes 30 scored answers of all kinds, and there are 0." in said
    assert "Sounds like" not in said
