from __future__ import annotations

import json
import random
from dataclasses import asdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.text.themes import ASSIGNED, TEXTS, Known, Overrides, Theme, Themes, find_themes, split_theme, whole
from journey.analysis.text.themes.naming import name_of, phrases

TOPICS = {
    "late": (
        ["The delivery came", "My delivery arrived", "Deliveries are always", "The parcel delivery was"],
        ["two weeks late", "three days late", "much too late", "late once more"],
    ),
    "bill": (
        ["The invoice shows", "My invoice has", "On the invoice I found", "Every invoice carries"],
        ["a wrong amount", "an amount charged twice", "the wrong amount charged", "an amount nobody explained"],
    ),
    "phone": (
        ["The hotline kept me", "Your hotline put me", "Calling the hotline left me", "The support hotline has me"],
        ["waiting an hour on hold", "on hold waiting for ages", "on hold with music", "waiting on hold again"],
    ),
    "staff": (
        ["The technician was", "Your technician seemed", "A technician came who was", "Our technician was"],
        ["friendly and helpful", "helpful, friendly, tidy", "very friendly", "helpful and patient"],
    ),
}


def said(topics: dict[str, int], *, seed: int = 1, first_id: int = 1, language: str = "en") -> pl.DataFrame:
    """So many texts on each topic, in a mixed order."""
    draw = random.Random(seed)
    texts = [f"{draw.choice(TOPICS[topic][0])} {draw.choice(TOPICS[topic][1])}" for topic, n in topics.items() for _ in range(n)]
    draw.shuffle(texts)
    rows = [
        (first_id + at, text, language, 4.0 if "technician" in text else -3.0, 7 if "invoice" in text else 8)
        for at, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=TEXTS, orient="row")


EVEN = dict.fromkeys(TOPICS, 40)


def about(found: Themes, word: str) -> Theme:
    (theme,) = [theme for theme in found.themes if word in " ".join(theme.words[:4])]
    return theme


def topics_of(found: Themes, frame: pl.DataFrame) -> dict[int, set[str]]:
    """The topics that the texts of each theme were written on."""
    signs = {"deliver": "late", "invoice": "bill", "hotline": "phone", "technician": "staff"}
    joined = frame.join(found.assigned, on="id").drop_nulls("theme_id")
    of: dict[int, set[str]] = {}
    for text, theme in joined.select("text", "theme_id").iter_rows():
        of.setdefault(theme, set()).update(topic for sign, topic in signs.items() if sign in text.lower())
    return of


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return said(EVEN)


@pytest.fixture(scope="module")
def found(frame: pl.DataFrame) -> Themes:
    return find_themes(frame, groups=4)


def test_a_theme_is_one_topic_named_in_the_words_of_its_texts(frame: pl.DataFrame, found: Themes) -> None:
    assert sorted(map(sorted, topics_of(found, frame).values())) == [["bill"], ["late"], ["phone"], ["staff"]]
    assert "late" in about(found, "late").name.lower()
    assert "amount" in about(found, "invoice").name.lower()
    assert all(" " in theme.name for theme in found.themes)
    spoken = " ".join(frame["text"]).lower()
    assert all(word in spoken for theme in found.themes for word in theme.words)


def test_size_feeling_and_stage_are_those_of_its_texts(found: Themes) -> None:
    assert sum(theme.size for theme in found.themes) == found.assigned["theme_id"].count() == 160
    bill, staff = about(found, "invoice"), about(found, "technician")
    assert (bill.size, bill.emotion, bill.scored, bill.stage_id, bill.stage_share) == (40, -3.0, 40, 7, 1.0)
    assert (staff.emotion, staff.stage_id) == (4.0, 8)


def test_quotes_are_three_different_texts_of_the_theme(frame: pl.DataFrame, found: Themes) -> None:
    texts = dict(frame.select("id", "text").iter_rows())
    theme_of = dict(found.assigned.select("id", "theme_id").iter_rows())
    for theme in found.themes:
        assert len({texts[quote] for quote in theme.quotes}) == 3
        assert {theme_of[quote] for quote in theme.quotes} == {theme.id}


def test_a_ramble_or_a_grunt_is_no_quote() -> None:
    ramble = "The invoice shows a wrong amount. " * 30
    rows = said({"bill": 30, "late": 30}).vstack(
        pl.DataFrame([(900, ramble, "en", -3.0, 7), (901, "Invoice", "en", -3.0, 7)], schema=TEXTS, orient="row")
    )
    assert not {900, 901} & {quote for theme in find_themes(rows, groups=2).themes for quote in theme.quotes}


def test_the_order_of_rows_does_not_matter(frame: pl.DataFrame, found: Themes) -> None:
    again = find_themes(frame.sample(fraction=1.0, shuffle=True, seed=3), groups=4)
    assert again.themes == found.themes
    assert again.known == found.known
    assert again.assigned.sort("id").equals(found.assigned.sort("id"))


def test_a_theme_keeps_its_id_and_name_as_data_grow_and_a_new_one_gets_a_new_id(frame: pl.DataFrame) -> None:
    some = find_themes(said({"late": 30, "bill": 30, "phone": 30}), groups=3)
    rest = said({"late": 60, "bill": 20, "phone": 35, "staff": 50}, seed=2, first_id=1000)
    grown = find_themes(pl.concat([said({"late": 30, "bill": 30, "phone": 30}), rest]), known=some.known, groups=4)
    for word in ("late", "invoice", "hotline"):
        assert about(grown, word).id == about(some, word).id
        assert about(grown, word).name == about(some, word).name
    assert about(grown, "technician").id == 4


def test_a_theme_nobody_speaks_of_is_remembered_until_it_comes_back() -> None:
    first = find_themes(said({"late": 30, "bill": 30}), groups=2)
    calm = find_themes(said({"late": 30, "phone": 30}, seed=2), known=first.known, groups=3)
    bill = about(first, "invoice")
    assert bill.id not in {theme.id for theme in calm.themes}
    assert {one.id: one.size for one in calm.known}[bill.id] == 0
    back = find_themes(said({"late": 30, "bill": 30}, seed=3), known=calm.known, groups=3)
    assert (about(back, "invoice").id, about(back, "invoice").name) == (bill.id, bill.name)


def test_what_is_known_survives_being_kept_as_json(frame: pl.DataFrame, found: Themes) -> None:
    kept = [Known(**one) for one in json.loads(json.dumps([asdict(one) for one in found.known]))]
    assert find_themes(frame, known=kept, groups=4).themes == find_themes(frame, known=found.known, groups=4).themes


def test_a_name_that_people_gave_stays_until_they_take_it_back(frame: pl.DataFrame, found: Themes) -> None:
    bill = about(found, "invoice").id
    named = find_themes(frame, known=found.known, overrides=Overrides(names={bill: "Billing"}), groups=4)
    assert about(named, "invoice").name == "Billing"
    assert about(find_themes(frame, known=named.known, groups=4), "invoice").name == about(found, "invoice").name


@pytest.mark.parametrize(("merged", "ends"), [({}, 3), ({3: 2}, 2), ({3: 2, 2: 1}, 1), ({3: 2, 2: 3}, 2), ({3: 3}, 3)])
def test_merges_end_somewhere(merged: dict[int, int], ends: int) -> None:
    assert whole(3, merged) == ends


def test_a_split_theme_is_two_in_every_later_run() -> None:
    both = said({"late": 40, "bill": 40, "staff": 40})
    coarse = find_themes(both, groups=2)
    (mixed,) = [id for id, topics in topics_of(coarse, both).items() if len(topics) == 2]
    decided = Overrides(split=frozenset({mixed}))
    once = find_themes(both, known=coarse.known, overrides=decided, groups=2)
    assert mixed not in {theme.id for theme in once.themes}
    assert sorted(map(len, topics_of(once, both).values())) == [1, 1, 1]
    assert {one.parent for one in once.known} == {None, mixed}
    more = said({"late": 50, "bill": 50, "staff": 50}, seed=9)
    twice = find_themes(more, known=once.known, overrides=decided, groups=3)
    assert {theme.id for theme in twice.themes} == {theme.id for theme in once.themes}
    assert {theme.id: theme.name for theme in twice.themes} == {theme.id: theme.name for theme in once.themes}


def test_one_theme_is_split_by_what_sets_its_texts_apart() -> None:
    both = said({"late": 40, "bill": 40})
    (mixed,) = find_themes(both, groups=1).known
    parts = split_theme(both, mixed, numbers=(5, 6))
    assert sorted(map(sorted, topics_of(parts, both).values())) == [["bill"], ["late"]]
    assert {theme.id for theme in parts.themes} == {5, 6}
    assert {one.id: one.parent for one in parts.known} == {mixed.id: None, 5: mixed.id, 6: mixed.id}
    assert mixed.name not in {theme.name for theme in parts.themes}


def test_a_theme_that_says_one_thing_is_not_split() -> None:
    same = pl.DataFrame([(at, "The delivery came late", "en", None, None) for at in range(20)], schema=TEXTS, orient="row")
    parts = split_theme(same, Known(1, "Late", {"deliveri": 1.0}, 20), numbers=(2, 3))
    assert parts.themes == ()


def test_too_few_or_empty_texts_make_no_theme() -> None:
    assert find_themes(pl.DataFrame(schema=TEXTS)).themes == ()
    few = find_themes(said({"late": 3}))
    assert few.themes == ()
    assert few.assigned.height == 3
    blank = said({"late": 20}).with_columns(text=pl.lit("  "))
    assert find_themes(blank).assigned["theme_id"].null_count() == 20


def test_what_was_redacted_is_nobody_s_theme() -> None:
    rows = said({"late": 20, "bill": 20}).with_columns(text=pl.lit("[PERSON 1] [EMAIL 1] [IBAN] ") + pl.col("text"))
    words = " ".join(word for theme in find_themes(rows, groups=2).themes for word in theme.words)
    assert "delivery" in words
    assert not {"person", "email", "iban"} & set(words.split())


def test_a_name_is_a_phrase_that_customers_say_as_they_say_it() -> None:
    said = ["Nothing was too much trouble.", "For them nothing was too much trouble, really", "nothing was too much trouble"]
    other = ["The food was cold", "Cold food at noon", "I got cold food and no NHS form"]
    kind, food = phrases([[(text, "en") for text in texts * 4] for texts in (said, other)])
    assert name_of(kind, 12) == "Nothing was too much trouble"
    assert name_of(food, 12).lower().startswith("cold food")


def test_a_german_name_keeps_its_capitals_and_what_turns_it_round() -> None:
    said = ["Es gab keine Antwort auf meine Mail", "Bekam keine Antwort auf meine Mail", "Leider keine Antwort"]
    other = ["Das Paket war kaputt", "Paket war schon wieder kaputt"]
    silent, broken = phrases([[(text, "de") for text in texts * 5] for texts in (said, other)])
    assert name_of(silent, 15) == "Keine Antwort"
    assert name_of(broken, 10) == "Paket war kaputt"


def test_a_word_that_all_have_stands_before_a_phrase_that_lacks_it() -> None:
    said = [
        "My invoice shows the wrong amount",
        "Wrong amount on the invoice",
        "Invoice missing",
        "No invoice came",
    ]
    (bill, _) = phrases([[(text, "en") for text in said * 3], [("The parcel came late", "en")] * 9])
    assert name_of(bill, 12) == "Invoice: wrong amount"


GERMAN = {
    "late": ("Die Lieferung kam", ["viel zu spät", "zwei Wochen zu spät", "wieder zu spät", "schon wieder verspätet"]),
    "bill": ("Auf der Rechnung steht", ["ein falscher Betrag", "der falsche Betrag", "ein Betrag zu viel", "ein Betrag doppelt"]),
}


def test_other_languages_have_themes_without_their_function_words() -> None:
    rows = [
        (at, f"{start} {ends[at % 4]}", "de", None, None)
        for at, (start, ends) in enumerate([*[GERMAN["late"]] * 30, *[GERMAN["bill"]] * 30], start=1)
    ]
    themes = find_themes(pl.DataFrame(rows, schema=TEXTS, orient="row"), groups=2).themes
    spoken = {word for theme in themes for words in theme.words for word in words.split()}
    assert {"lieferung", "rechnung", "betrag"} <= spoken
    assert not spoken & {"die", "der", "auf", "zu", "ein", "wieder"}
    assert [theme.emotion for theme in themes] == [None, None]


@settings(max_examples=40)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["late parcel", "late again", "wrong bill"])), max_size=40))
def test_any_texts_give_every_row_a_theme_that_exists_or_none(texts: list[str]) -> None:
    rows = [(at, text, "en", None, None) for at, text in enumerate(texts)]
    frame = pl.DataFrame(rows, schema=TEXTS, orient="row")
    found = find_themes(frame)
    assert found.assigned.schema == ASSIGNED
    assert found.assigned["id"].to_list() == frame["id"].to_list()
    sizes = dict(found.assigned.drop_nulls("theme_id").group_by("theme_id").len().iter_rows())
    assert sizes == {theme.id: theme.size for theme in found.themes}
    assert all(size >= 5 for size in sizes.values())
    assert len({theme.name for theme in found.themes}) == len(found.themes)
