"""Themes as they are kept: found in what came in, the same next week, named, merged and split by people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, delete, select

from journey.analysis.text.themes import find_themes
from journey.domain.words import Role
from journey.errors import NotAllowed, Refused, StaleEdit
from journey.routine.journeys import add_journey
from journey.routine.listening import themes as finding
from journey.routine.listening.theme_acts import called, merge, rename, split, unmerge
from journey.routine.listening.themes import find
from journey.routine.people import add_person, set_member
from journey.store.engine import reading, writing
from journey.store.readers import themes as read
from journey.store.tables import AuditEvent, Conversation, Journey, Theme, Turn, Verbatim

YOU = 1
SAID = {
    "late": "The delivery came two weeks late",
    "bill": "My invoice shows an amount charged twice",
    "phone": "The hotline kept me waiting an hour on hold",
}


@pytest.fixture
def shop(engine: Engine) -> int:
    made = add_journey(engine, by=YOU, name="Shop", timezone="Europe/Berlin", stages=("Browse", "Pay")).key
    say(engine, made, late=30, bill=30, phone=30)
    find(engine, journey=made)
    return made


def say(engine: Engine, journey: int, *, at: datetime = datetime(2026, 11, 2, 9, tzinfo=UTC), **topics: int) -> None:
    """So many survey answers on each topic."""
    texts = [SAID[topic] for topic, many in topics.items() for _ in range(many)]
    rows = [Verbatim(journey_id=journey, text=text, at=at, language="en", felt=-2.0) for text in texts]
    with writing(engine) as session:
        session.add_all(rows)


def about(engine: Engine, journey: int, word: str) -> Theme:
    """The theme whose texts speak of that."""
    texts = {theme.key: read.said_in(engine, journey, [theme.key])["text"].to_list() for theme in read.themes(engine, journey)}
    (found,) = [id for id, said in texts.items() if sum(word in text.lower() for text in said) > len(said) / 2]
    return next(theme for theme in read.themes(engine, journey) if theme.key == found)


def theme_of(engine: Engine) -> dict[int, int | None]:
    with reading(engine) as session:
        return {row.key: row.theme_id for row in session.exec(select(Verbatim))}


def test_every_text_is_of_the_theme_it_speaks_of(engine: Engine, shop: int) -> None:
    late = about(engine, shop, "delivery")
    assert late.size == 30 == read.said_in(engine, shop, [late.key]).height
    assert (late.emotion, late.scored) == (-2.0, 30)
    assert "two weeks" in called(late).lower()
    quotes = read.quoted(engine, shop, late.quotes)
    assert quotes["text"].to_list() == [SAID["late"]]


def test_nothing_is_done_where_nothing_came_in(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_themes", None)
    assert not find(engine, journey=shop)


def test_themes_keep_their_identity_and_name_as_data_grow(engine: Engine, shop: int) -> None:
    before = {word: about(engine, shop, word) for word in ("delivery", "invoice", "hotline")}
    texts = theme_of(engine)
    say(engine, shop, late=50, bill=20, phone=35, at=datetime(2026, 11, 9, 9, tzinfo=UTC))
    assert find(engine, journey=shop)
    for word, theme in before.items():
        now = about(engine, shop, word)
        assert (now.key, now.name) == (theme.key, theme.name)
    after = theme_of(engine)
    assert sum(after[id] == theme for id, theme in texts.items()) == len(texts)


def test_what_customers_say_in_calls_counts_too_but_not_their_courtesies(engine: Engine, shop: int) -> None:
    with writing(engine) as session:
        for _ in range(6):
            talk = Conversation(journey_id=shop, title="A call", at=datetime(2026, 11, 3, tzinfo=UTC))
            session.add(talk)
            session.flush()
            said = ("My invoice shows an amount charged twice", "Ok thanks, you too and have a good one", "The invoice is right")
            for place, text in enumerate(said):
                session.add(Turn(conversation_id=talk.key, position=place, customer=place < 2, text=text, language="en"))
    assert find(engine, journey=shop)
    bill = about(engine, shop, "invoice")
    assert bill.size == 36
    with reading(engine) as session:
        of = [session.exec(select(Turn.theme_id).where(Turn.position == place)).all() for place in range(3)]
    assert of == [[bill.key] * 6, [None] * 6, [None] * 6]


def test_texts_that_are_gone_leave_their_themes(engine: Engine, shop: int) -> None:
    bill = about(engine, shop, "invoice")
    with writing(engine) as session:
        session.exec(delete(Verbatim).where(col(Verbatim.theme_id) == bill.key))
    assert find(engine, journey=shop)
    silent = next(theme for theme in read.themes(engine, shop) if theme.key == bill.key)
    assert (silent.size, silent.name, silent.quotes) == (0, bill.name, [])


def test_a_given_name_survives_new_data_and_an_empty_one_brings_the_found_back(engine: Engine, shop: int) -> None:
    bill = about(engine, shop, "invoice")
    rename(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, given="  Wrong   bills ")
    say(engine, shop, bill=15)
    assert find(engine, journey=shop)
    named = about(engine, shop, "invoice")
    assert (named.key, called(named), named.size) == (bill.key, "Wrong bills", 45)
    rename(engine, by=YOU, journey=shop, theme=bill.key, revision=named.revision, given="")
    assert called(about(engine, shop, "invoice")) == bill.name


def test_a_stale_name_is_refused_with_both(engine: Engine, shop: int) -> None:
    bill = about(engine, shop, "invoice")
    rename(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, given="Bills")
    with pytest.raises(StaleEdit) as stale:
        rename(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, given="Invoices")
    assert (stale.value.mine, stale.value.theirs) == ({"given": "Invoices"}, {"given": "Bills"})


def test_two_themes_do_not_get_one_name(engine: Engine, shop: int) -> None:
    bill, late = about(engine, shop, "invoice"), about(engine, shop, "delivery")
    with pytest.raises(Refused, match="Merge"):
        rename(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, given=called(late).upper())


def test_a_merge_is_undone_without_loss_and_holds_for_what_comes(engine: Engine, shop: int) -> None:
    bill, phone = about(engine, shop, "invoice"), about(engine, shop, "hotline")
    merged = merge(engine, by=YOU, journey=shop, theme=phone.key, revision=phone.revision, into=bill.key)
    assert merged.merged_into == bill.key
    with pytest.raises(Refused, match="one theme already"):
        merge(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, into=phone.key)
    say(engine, shop, phone=10)
    assert find(engine, journey=shop)
    still = about(engine, shop, "hotline")
    assert (still.key, still.merged_into, still.size) == (phone.key, bill.key, 40)
    unmerge(engine, by=YOU, journey=shop, theme=phone.key, revision=still.revision)
    assert about(engine, shop, "hotline").merged_into is None


def test_a_split_parts_the_texts_and_both_parts_live_on(engine: Engine, shop: int) -> None:
    with writing(engine) as session:
        session.exec(delete(Theme))
        session.get_one(Journey, shop).themed = ""
    whole = a_theme_of_all(engine, shop)
    with pytest.raises(StaleEdit):
        split(engine, by=YOU, journey=shop, theme=whole.key, revision=whole.revision + 1)
    parts = split(engine, by=YOU, journey=shop, theme=whole.key, revision=whole.revision)
    assert sorted(part.size for part in parts) == [30, 60]
    assert set(theme_of(engine).values()) == {part.key for part in parts}
    say(engine, shop, late=20, bill=20, phone=20)
    assert find(engine, journey=shop)
    after = {theme.key: theme.size for theme in read.themes(engine, shop)}
    assert after[whole.key] == 0
    assert all(after[part.key] for part in parts)


def a_theme_of_all(engine: Engine, journey: int) -> Theme:
    with writing(engine) as session:
        theme = Theme(journey_id=journey, number=1, name="All of it", says={"deliveri": 0.5, "invoic": 0.5}, size=90)
        session.add(theme)
        session.flush()
        for row in session.exec(select(Verbatim)):
            row.theme_id = theme.key
        session.get_one(Journey, journey).themed = read.mark(session, journey)
    return theme


def test_a_theme_that_others_were_merged_into_is_not_split(engine: Engine, shop: int) -> None:
    bill, phone = about(engine, shop, "invoice"), about(engine, shop, "hotline")
    merge(engine, by=YOU, journey=shop, theme=phone.key, revision=phone.revision, into=bill.key)
    with pytest.raises(Refused, match="Take them out first"):
        split(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision)


def test_who_may_not_change_the_journey_may_not_change_its_themes_and_the_audit_says_who_did(engine: Engine, shop: int) -> None:
    viewer = add_person(engine, by=YOU, name="Vera", email="vera@example.com")
    set_member(engine, by=YOU, journey=shop, person=viewer.key, role=Role.VIEWER)
    bill = about(engine, shop, "invoice")
    with pytest.raises(NotAllowed, match="rename themes"):
        rename(engine, by=viewer.key, journey=shop, theme=bill.key, revision=bill.revision, given="Mine")
    rename(engine, by=YOU, journey=shop, theme=bill.key, revision=bill.revision, given="Bills")
    with reading(engine) as session:
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.act == "theme.rename")).all()
    assert (event.before, event.after, event.subject_id) == ({"given": ""}, {"given": "Bills"}, bill.key)


def test_of_two_who_find_at_once_one_writes(engine: Engine, shop: int) -> None:
    say(engine, shop, late=20)
    with ThreadPoolExecutor(2) as pool:
        wrote = list(pool.map(lambda _: find(engine, journey=shop), range(2)))
    assert True in wrote
    assert len({theme.number for theme in read.themes(engine, shop)}) == len(read.themes(engine, shop)) == 3
    assert about(engine, shop, "delivery").size == 50


def test_texts_that_land_while_themes_are_found_are_found_too(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    say(engine, shop, late=20)
    real, times = find_themes, [0]

    def slow(*arguments: object, **named: object) -> object:
        times[0] += 1
        if times[0] == 1:
            say(engine, shop, bill=20, at=datetime(2026, 11, 9, tzinfo=UTC) + timedelta(hours=1))
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(finding, "find_themes", slow)
    assert find(engine, journey=shop)
    assert times == [2]
    assert None not in theme_of(engine).values()
    assert about(engine, shop, "invoice").size == 50


def test_where_texts_land_all_the_time_themes_are_kept_and_nobody_waits_for_the_finding(
    engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(engine, shop, late=20)
    real, times = find_themes, [0]

    def busy(*arguments: object, **named: object) -> object:
        times[0] += 1
        say(engine, shop, bill=1)  # waits half a minute and fails if the finding holds the database
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(finding, "find_themes", busy)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(find, engine, journey=shop).result(timeout=25)
    assert times == [finding.TRIES]
    assert about(engine, shop, "delivery").size == 50
    monkeypatch.setattr(finding, "find_themes", real)
    assert find(engine, journey=shop), "what came last is seen the next time"
    assert about(engine, shop, "invoice").size == 30 + finding.TRIES
