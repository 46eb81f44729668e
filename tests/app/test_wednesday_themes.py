"""Wednesday's themes: the list, one theme opened, and what people decide of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.listening.theme_acts import called
from journey.routine.listening.themes import find
from journey.store.engine import writing
from journey.store.readers.themes import themes
from journey.store.tables import Theme, Verbatim
from tests.app.conftest import APP, words

SAID = {
    "The delivery came <b>two weeks</b> late": 4,
    "My invoice shows an amount charged twice": 3,
    "The hotline kept me waiting an hour on hold": 3,
}


def said(engine: Engine, journey: int) -> None:
    with writing(engine) as session:
        for back in range(1, 11):
            at = datetime(2026, 11, 18, 9, tzinfo=UTC) - timedelta(weeks=back)
            for text, many in SAID.items():
                session.add_all([Verbatim(journey_id=journey, text=text, at=at, language="en", felt=-3.0) for _ in range(many)])
    find(engine, journey=journey)


def page(**address: str) -> AppTest:
    """The part, chosen as a reader does, at that address."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run().switch_page("pages/wednesday_listening.py")
    app.session_state["part"] = "themes"
    return app.run()


def about(engine: Engine, journey: int, word: str) -> Theme:
    return next(theme for theme in themes(engine, journey) if word in " ".join(theme.words))


def test_before_anything_came_in_it_says_what_would_be_here(home_engine: Engine, shop: int) -> None:
    assert "What customers speak of again and again shows here" in words(page())


def test_the_list_tells_size_course_feeling_and_words_with_their_day_escaped(home_engine: Engine, shop: int) -> None:
    said(home_engine, shop)
    told = words(page())
    assert "3 themes in 100 texts" in told
    assert "40 texts · 16 in the last 4 weeks, 24 in the 6 before · feels <b class='worse'>−3</b> of ±5 (n = 40)" in told
    assert "&lt;b&gt;two weeks&lt;/b&gt; late<footer>11 Nov 2026</footer>" in told
    assert "two weeks</b> late" not in told
    assert "texts by week, steady" in told


def test_a_theme_is_opened_by_its_address_and_renamed_there(home_engine: Engine, shop: int) -> None:
    said(home_engine, shop)
    bill = about(home_engine, shop, "invoice")
    app = page(theme=str(bill.key))
    assert "Week 46 · 9–15 Nov 2026: 3" in words(app)
    app.text_input(key=f"name_{bill.key}_{bill.revision}").set_value("Wrong bills").run()
    app.button(key=f"rename_{bill.key}").click().run()
    assert [title.value for title in app.subheader][:1] == ["Wrong bills"]
    assert called(about(home_engine, shop, "invoice")) == "Wrong bills"


def test_themes_are_merged_and_taken_out_again(home_engine: Engine, shop: int) -> None:
    said(home_engine, shop)
    bill, late = about(home_engine, shop, "invoice"), about(home_engine, shop, "delivery")
    app = page(theme=str(bill.key))
    app.selectbox(key=f"into_{bill.key}").set_value(late.key).run()
    app.button(key=f"merge_{bill.key}").click().run()
    assert "70 texts" in words(app), "the whole is shown in the place of its part"
    app.button(key=f"unmerge_{bill.key}").click().run()
    assert "30 texts" in words(app)


def test_an_address_of_no_theme_says_so(home_engine: Engine, shop: int) -> None:
    said(home_engine, shop)
    assert "This theme is not here" in words(page(theme="999"))
