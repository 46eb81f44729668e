"""Search finds words, phrases, fields and meaning in everything a journey holds, on both databases alike; nothing of another."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from journey.analysis.search.meaning import Meaning
from journey.analysis.search.query import asked
from journey.analysis.search.words import indexed, spellings
from journey.config import Settings
from journey.domain.finding import TextKind
from journey.domain.words import EntryKind, LaneKind, SourceKind, Verdict, Weekday
from journey.errors import Refused
from journey.routine import iteration
from journey.routine.bin import restore
from journey.routine.board import perform
from journey.routine.changes import add_change, change_change
from journey.routine.closing import set_focus
from journey.routine.data.imports import import_file
from journey.routine.data.undoing import redo_batch, undo_batch
from journey.routine.experiments.acts import count_by_hand
from journey.routine.goals import add_objective
from journey.routine.handing_over import hand_over
from journey.routine.incidents import add_incident
from journey.routine.journeys import add_journey, add_persona, add_stage, bin_stage
from journey.routine.listening.hearing import hear
from journey.routine.listening.quotes import keep_quote
from journey.routine.pains import add_opportunity, add_pain, bin_pain, change_pain
from journey.routine.people import add_person, add_team
from journey.routine.scenarios import save_scenario
from journey.routine.start import start
from journey.routine.tags import set_tags
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry
from journey.routine.work import add_action
from journey.store import indexing, migrate
from journey.store.engine import as_one, open_engine, writing
from journey.store.readers import maps
from journey.store.readers import search as reader
from journey.store.readers.found_in import Scope
from journey.store.readers.journeys import stages
from journey.store.readers.search import MOST, Found, search, stems_since
from journey.store.searched import tables
from journey.store.tables import Conversation, SearchPending, SearchText, Turn, Verbatim

YOU = 1
TODAY = date(2026, 11, 18)
WORD = "Quixotic ÄRGER"
LEVER = {"kind": "arrivals", "factor": 1.2}


NUMBERS = count(1)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation on each database that the tests share: each test has a journey of its own in it."""
    folder = tmp_path_factory.mktemp("search")
    address = request.getfixturevalue("postgres_server").new_database() if request.param == "postgres" else ""
    return Settings(home=folder, database_url=address)


@pytest.fixture(scope="module")
def engine(place: Settings) -> Iterator[Engine]:
    engine = start(place)
    yield engine
    engine.dispose()


def new_shop(engine: Engine) -> int:
    name = f"Shop {next(NUMBERS)}"
    return add_journey(engine, by=YOU, name=name, timezone="Pacific/Auckland", stages=("Browse", "Pay")).key


@pytest.fixture
def shop(engine: Engine) -> int:
    return new_shop(engine)


def find(engine: Engine, journey: int, words: str, **more: Any) -> Found:
    return search(engine, journey, asked(words), timezone="Pacific/Auckland", **more)


def found(engine: Engine, journey: int, words: str, **more: Any) -> list[str]:
    return [hit.text for hit in find(engine, journey, words, **{"limit": 100, **more}).hits]


def say(engine: Engine, journey: int, *texts: str, **more: Any) -> list[int]:
    """Verbatims with these texts."""
    with writing(engine) as session:
        rows = [Verbatim(journey_id=journey, text=text, **more) for text in texts]
        session.add_all(rows)
        session.flush()
        return [row.key for row in rows]


def talk(engine: Engine, journey: int, *turns: tuple[str, bool, str], **more: Any) -> int:
    """A conversation of turns (speaker, customer, text)."""
    with writing(engine) as session:
        call = Conversation(journey_id=journey, title="A call", **more)
        session.add(call)
        session.flush()
        for position, (speaker, customer, said) in enumerate(turns):
            session.add(Turn(conversation_id=call.key, position=position, speaker=speaker, customer=customer, text=said))
        return call.key


def on_board(engine: Engine, journey: int, kind: str, **fields: Any) -> list[str]:
    return perform(engine, by=YOU, journey=journey, token=uuid4().hex, kind=kind, **fields)


def fill(engine: Engine, journey: int) -> None:
    """One row of nearly every kind that holds the words."""
    here: dict[str, Any] = {"by": YOU, "journey": journey}
    pay = stages(engine, journey)[1].key
    lane = maps.lanes(engine, journey)[0].key
    add_stage(engine, **here, name=WORD)
    add_persona(engine, **here, name=WORD)
    add_pain(engine, **here, stage=pay, title=WORD)
    add_pain(engine, **here, stage=pay, title="Plain", description=WORD)
    add_opportunity(engine, **here, stage=pay, title="Plain", description=WORD)
    add_action(engine, **here, title=WORD)
    change = add_change(engine, **here, title="Plain").key
    decide(engine, **here, change=change, revision=1, verdict=Verdict.VALIDATED, why="It fell", learning=WORD, today=TODAY)
    iteration.add_card(engine, **here, stage=pay, lane=lane, text=WORD, why="Workshop")
    on_board(engine, journey, "comment", ref=f"stage:{pay}", text=WORD)
    add_entry(engine, **here, week="2026-W47", weekday=Weekday.MONDAY, kind=EntryKind.NOTE, text=WORD)
    add_entry(engine, **here, week="2026-W47", weekday=Weekday.MONDAY, kind=EntryKind.DECISION, text="Plain", trade_off=WORD)
    set_focus(engine, **here, week="2026-W48", text=WORD)
    add_incident(engine, **here, title="Plain", details=WORD, starts_on=TODAY, ends_on=TODAY)
    save_scenario(engine, **here, name="Plain", note=WORD, levers=[LEVER], base_week="2026-W46")
    counts = {"x1": 1, "n1": 9, "x2": 2, "n2": 9}
    count_by_hand(engine, **here, name=WORD, counts=counts, smallest=0.1, today=TODAY)
    ada = add_person(engine, by=YOU, name="Ada").key
    hand_over(engine, **here, revision=1, person=ada, today=TODAY, note=WORD)
    add_objective(engine, **here, title="Plain", why=WORD, starts_on=TODAY, ends_on=TODAY + timedelta(days=60))
    [id] = say(engine, journey, WORD, at=datetime(2026, 11, 17, 20, tzinfo=UTC))
    talk(engine, journey, ("Ada", True, WORD))
    set_tags(engine, **here, subject=(Verbatim, id), tags=[WORD])
    hear(engine, **here, week="2026-W47", item=(Verbatim, id), on=TODAY, note=WORD)


KINDS = {
    "stage": 1, "persona": 1, "pain": 2, "opportunity": 1, "action": 1, "change": 1, "card": 1, "comment": 1, "note": 1,
    "decision": 1, "focus": 1, "incident": 1, "scenario": 1, "objective": 1, "test": 1, "handover": 1, "verbatim": 1, "heard": 1,
    "turn": 1, "tag": 1,
}  # fmt: skip
ASKED = (
    "quixotic ärger", "ÄRGER QUIXOTIC", "  arger ", '"Quixotic ärger"', "quix*", f"kind:{','.join(KINDS)} quixotic",
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(engine: Engine) -> int:
    shop = new_shop(engine)
    fill(engine, shop)
    return shop


@pytest.mark.parametrize("words", ASKED)
def test_words_are_found_in_every_kind_whatever_their_case_order_and_accents(engine: Engine, filled: int, words: str) -> None:
    hits = find(engine, filled, words)
    assert hits.counts == {TextKind(kind): number for kind, number in KINDS.items()}
    said = next(hit for hit in hits.hits if hit.kind is TextKind.VERBATIM)
    assert said.at == TODAY, "the day it was where the journey is"
    assert [part for part, marked in said.pieces if marked]


def test_texts_with_every_word_come_first_and_others_after_them(engine: Engine, shop: int) -> None:
    say(
        engine,
        shop,
        "The refund",
        "A refund came late, as the bank said it would, after many words",
        "Refund refund refund",
        "Tea",
    )
    assert found(engine, shop, "late refunds")[0].startswith("A refund came late")
    assert set(found(engine, shop, "late refunds")[1:]) == {"The refund", "Refund refund refund"}
    assert find(engine, shop, "late refunds", limit=1).total == 3


FIELDED = {
    "refund": ["Refund asked", "Refund at Pay", "a refund, said Ada", "said the agent of refunds", "Mend the refund"],
    "refund kind:action": ["Mend the refund"],
    "refund stage:pay": ["Refund at Pay"],
    "refund tag:money": ["Refund asked"],
    "refund from:2026-11": ["Refund asked", "Mend the refund"],
    "refund from:2026-10 to:2026-10-31": ["Refund at Pay"],
    "refund speaker:customer": ["Refund asked", "Refund at Pay", "a refund, said Ada"],
    "refund speaker:agent": ["said the agent of refunds"],
    "refund speaker:ada": ["a refund, said Ada"],
    "refund emotion:<0": ["Refund asked"],
    "refund emotion:>=2": ["Refund at Pay"],
    "refund -agent -ada": ["Refund asked", "Refund at Pay", "Mend the refund"],
    '"the agent"': ["said the agent of refunds"],
    '"agent the"': [],
    "emotion:<0": ["Refund asked"],
}


@pytest.fixture(scope="module")
def refunds(engine: Engine) -> int:
    shop = new_shop(engine)
    pay = stages(engine, shop)[1].key
    [first] = say(engine, shop, "Refund asked", at=datetime(2026, 11, 3, tzinfo=UTC), emotion=-3.0)
    say(engine, shop, "Refund at Pay", stage_id=pay, at=datetime(2026, 10, 31, 10, 59, tzinfo=UTC), felt=2.5)
    talk(engine, shop, ("Ada", True, "a refund, said Ada"), ("Agent", False, "said the agent of refunds"))
    set_tags(engine, by=YOU, journey=shop, subject=(Verbatim, first), tags=["money"])
    add_action(engine, by=YOU, journey=shop, title="Mend the refund")
    return shop


@pytest.mark.parametrize(("words", "texts"), FIELDED.items())
def test_fields_narrow_what_is_found(engine: Engine, refunds: int, words: str, texts: list[str]) -> None:
    assert sorted(found(engine, refunds, words)) == sorted(texts)


WRONG = {"stage:Nowhere": "Browse, Pay", "tag:none": "There are: none yet"}


@pytest.mark.parametrize(("words", "told"), WRONG.items())
def test_a_stage_or_tag_that_is_not_there_is_told_with_those_that_are(engine: Engine, shop: int, words: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        find(engine, shop, words)


def test_a_binned_text_is_gone_and_comes_back(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay, title="Cards refused").key
    bin_pain(engine, by=YOU, journey=shop, pain=pain, revision=1)
    assert found(engine, shop, "refused") == []
    restore(engine, by=YOU, journey=shop, subject="pain_point", id=pain)
    assert found(engine, shop, "refused") == ["Cards refused"]
    bin_stage(engine, by=YOU, journey=shop, stage=pay, revision=1)
    assert found(engine, shop, "refused") == [], "a pain point is in the bin with its stage"
    restore(engine, by=YOU, journey=shop, subject="stage", id=pay)
    change_pain(engine, by=YOU, journey=shop, pain=pain, revision=3, title="Money is late")
    assert found(engine, shop, "refused") == []
    assert found(engine, shop, "money") == ["Money is late"]


def test_a_comment_is_where_its_card_is_and_gone_with_it(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    pains = next(lane.key for lane in maps.lanes(engine, shop) if lane.kind is LaneKind.PAIN)
    thinks = next(lane.key for lane in maps.lanes(engine, shop) if lane.kind is LaneKind.THOUGHT)
    [card] = on_board(engine, shop, "add", stage=browse, lane=thinks, text="A card", fields={"details": "Told by couriers"})
    assert found(engine, shop, "couriers") == ["A card\nTold by couriers"]
    on_board(engine, shop, "change", ref=card, rev=None, fields={"details": "Told by drivers"})
    assert (found(engine, shop, "couriers"), found(engine, shop, "drivers")) == ([], ["A card\nTold by drivers"])
    on_board(engine, shop, "comment", ref=card, text="Nobody believes it")
    [hit] = find(engine, shop, "believes").hits
    assert (hit.kind, hit.stage, hit.who, hit.about) == (TextKind.COMMENT, "Browse", "You", card)
    [pain] = on_board(engine, shop, "move", items=[{"ref": card, "rev": None}], stage=pay, lane=pains)
    [hit] = find(engine, shop, "believes").hits
    assert (hit.stage, hit.about) == ("Pay", pain.replace("pain_point", "pain")), "what the card became"
    on_board(engine, shop, "move", items=[{"ref": pain, "rev": None}], stage=browse, lane=pains)
    assert find(engine, shop, "believes").hits[0].stage == "Browse"
    on_board(engine, shop, "bin", items=[{"ref": pain, "rev": None}])
    assert found(engine, shop, "believes") == []
    on_board(engine, shop, "restore", items=[{"ref": pain}])
    assert found(engine, shop, "believes") == ["Nobody believes it"]


def test_an_opportunity_follows_its_team(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    team = add_team(engine, by=YOU, name=f"Team {shop}").key
    chance = add_opportunity(engine, by=YOU, journey=shop, stage=pay, title="Answer sooner").key
    on_board(engine, shop, "change", ref=f"opportunity:{chance}", rev=None, fields={"team": f"team:{team}"})
    with engine.connect() as connection:
        query = select(SearchText.team_id).where(col(SearchText.kind) == "opportunity", col(SearchText.subject_id) == chance)
        assert connection.scalars(query).all() == [team]


def test_a_change_follows_its_team(engine: Engine, shop: int) -> None:
    team = add_team(engine, by=YOU, name=f"Team {shop}").key
    change = add_change(engine, by=YOU, journey=shop, title="Answer sooner").key
    change_change(engine, by=YOU, journey=shop, change=change, revision=1, team_id=team)
    with engine.connect() as connection:
        query = select(SearchText.team_id).where(col(SearchText.kind) == "change", col(SearchText.subject_id) == change)
        assert connection.scalars(query).all() == [team]


def test_what_is_written_any_way_at_all_is_found_in_the_same_transaction(engine: Engine, shop: int) -> None:
    ids = say(engine, shop, "first", "second", "third")
    call = talk(engine, shop, ("Ada", True, "spoken"))
    with writing(engine) as session:
        session.connection().execute(update(Verbatim).where(col(Verbatim.id) == ids[0]).values(text="changed"))
        session.connection().execute(delete(Verbatim).where(col(Verbatim.id) == ids[1]))
        session.connection().execute(
            update(Conversation).where(col(Conversation.id) == call).values(deleted_at=datetime.now(UTC))
        )
    assert [found(engine, shop, word) for word in ("first", "changed", "second", "third", "spoken")] == [
        [], ["changed"], [], ["third"], []]  # fmt: skip
    with pytest.raises(IntegrityError):
        say(engine, shop, "never kept", stage_id=4711)
    with as_one(engine):
        say(engine, shop, "told as one")
    assert found(engine, shop, "kept") == []
    assert found(engine, shop, "told") == ["told as one"]


def test_another_journeys_texts_are_not_found_and_the_team_view_holds(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    bank = new_shop(engine)
    say(engine, bank, "refund of the bank")
    say(engine, shop, "refund at browse", stage_id=browse)
    say(engine, shop, "refund at pay", stage_id=pay)
    say(engine, shop, "refund anywhere")
    assert set(found(engine, shop, "refund")) == {"refund at browse", "refund at pay", "refund anywhere"}
    assert set(found(engine, shop, "refund", scope=Scope(stages=(pay,)))) == {"refund at pay", "refund anywhere"}


SPOKEN = {
    "de": (
        "Meine Rechnungen kamen zweimal und niemand hat mir das erklärt",
        ["Rechnung", "ERKLART", "rechnungen zweimal", "erklaert"],
    ),
    "pt": (
        "As reclamações que fiz não tiveram resposta nenhuma até agora",
        ["reclamação", "respostas", "reclamações", "reclamacoes"],
    ),
    "en": ("Nobody answered my complaints about the delayed deliveries", ["complaint", "delay delivery"]),
}


@pytest.mark.parametrize("language", SPOKEN)
def test_words_are_found_by_their_stem_in_their_own_language(engine: Engine, shop: int, language: str) -> None:
    said, words = SPOKEN[language]
    say(engine, shop, *(text for text, _ in SPOKEN.values()))
    assert [found(engine, shop, word) for word in words] == [[said]] * len(words)


def test_who_writes_without_accents_finds_and_is_found(engine: Engine, shop: int) -> None:
    accented, bare = "As minhas reclamações não tiveram resposta", "Enviei duas reclamacoes e nao tive resposta"
    say(engine, shop, accented, bare, language="pt")
    for word in ("reclamacoes", "reclamações"):
        hits = find(engine, shop, word).hits
        assert {hit.text for hit in hits} == {accented, bare}
        assert {part for hit in hits for part, marked in hit.pieces if marked} == {"reclamações", "reclamacoes"}


def test_a_text_of_long_words_in_a_rare_script_is_kept_and_found(engine: Engine, shop: int) -> None:
    strange = [f"{chr(0x20000 + n)}{chr(0x20000 + n // 2)}" + "\U00020000" * 38 for n in range(8_000)]
    say(engine, shop, " ".join(strange))
    assert find(engine, shop, strange[0]).total == 1


def test_scripts_without_spaces_are_searched_too(engine: Engine, shop: int) -> None:
    say(engine, shop, "支払いが二回請求されました", "配送が遅い")
    assert found(engine, shop, "支払い") == ["支払いが二回請求されました"]


CORPUS = [
    "late refund", "the refund came late late late and the agent was kind to me all day long", "refund", "kind agent",
    "late", "tea and cake", "a refund of the refund for a late refund", "the agent was late", "cake", "kind kind kind refund",
] * 2 + ["nothing to say", "all is well", "card", "card late card", "queue at the desk", "queue", "desk"]  # fmt: skip


def bm25(texts: dict[int, str], words: str) -> list[int]:
    """Okapi's formula as in the textbook, all texts with every word first, then the newest."""
    cut = {id: indexed(text, "en")[0] for id, text in texts.items()}
    mean = sum(map(len, cut.values())) / len(cut)
    asked_for = [spellings(word, {"en"})[0] for word in words.split()]
    spread = {stem: sum(stem in said for said in cut.values()) for stem in asked_for}
    scores = {}
    for id, said in cut.items():
        times = Counter(said)
        if any(times[stem] for stem in asked_for):
            score = sum(
                max(math.log((len(cut) - spread[stem] + 0.5) / (spread[stem] + 0.5)), 1e-6)
                * times[stem] * 2.2 / (times[stem] + 1.2 * (0.25 + 0.75 * len(said) / mean))
                for stem in asked_for
            )  # fmt: skip
            scores[id] = (all(times[stem] for stem in asked_for), round(score, 4), id)
    return sorted(scores, key=lambda id: scores[id], reverse=True)


def test_both_databases_rank_as_an_independent_bm25(home: Settings) -> None:
    engine = start(home)
    bank = add_journey(engine, by=YOU, name="!", stages=()).key
    with writing(engine) as session:
        rows = [Verbatim(journey_id=bank, text=text, language="en") for text in CORPUS]
        session.add_all(rows)
        session.flush()
        session.connection().execute(text("DELETE FROM search_text"))  # the lanes of the new journey are no part of the sum
        texts = {row.key: row.text for row in rows}
    for words in ("refund", "late refund", "kind late agent", "card queue", "refund cake tea"):
        hits = search(engine, bank, asked(words), limit=100).hits
        assert [hit.id for hit in hits] == bm25(texts, words), words
    engine.dispose()


MARKS = (
    '"', "*", "-", ":", "(", "NEAR", "AND", "kind:", "a b", "'", "\\", "|", "&", "<->", "!", "^", "refund", "emotion:<",
    "stage:pay", "\x00", "ß", "e-mail", "don't",
)  # fmt: skip
ANY = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(MARKS), max_size=8).map(" ".join))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=ANY)
def test_whatever_is_typed_is_searched_or_refused_in_words(engine: Engine, words: str) -> None:
    with suppress(Refused):
        search(engine, 1, asked(words))


WORDS = st.sampled_from(["refund", "late", "agent", "Karte", "cafe\u0301", "don't", "x", "支払", "e-mail", "late late"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6), word=WORDS)
def test_a_phrase_finds_what_a_scan_of_all_texts_would(engine: Engine, texts: list[str], word: str) -> None:
    journey = add_journey(engine, by=YOU, name=f"Scan {next(NUMBERS)}").key
    say(engine, journey, *texts)
    wanted = f" {' '.join(indexed(word, '')[1])} "
    scan = [said for said in texts if wanted in f" {' '.join(indexed(said, '')[1])} "]
    assert sorted(found(engine, journey, f'"{word}" kind:verbatim')) == sorted(scan)


def test_no_more_than_enough_are_put_in_order_but_all_are_counted(engine: Engine, shop: int) -> None:
    say(engine, shop, *(f"refund {number}" for number in range(MOST + 20)))
    hits = find(engine, shop, "refund", limit=MOST + 20)
    assert (len(hits.hits), hits.total) == (MOST, MOST + 20)
    assert find(engine, shop, "refund", kind=TextKind.CARD).counts == {TextKind.VERBATIM: MOST + 20}


def test_meaning_adds_what_shares_no_word_and_says_so(engine: Engine, shop: int) -> None:
    say(engine, shop, "My card was declined", "The payment was refused", "The parcel came late", "Refused by the bank")
    stems = dict(stems_since(engine, shop))
    likeness = {"payment": 0.9, "bank": 0.8, "parcel": 0.2}
    alike = [(id, like) for word, like in likeness.items() for id, said in stems.items() if word in said]

    def near(asked_for: str, most: int) -> list[tuple[int, float]]:
        assert asked_for == "declin"
        return alike[:most]

    hits = find(engine, shop, "declined -bank", near=near)
    assert [(hit.text, hit.similar) for hit in hits.hits] == [("My card was declined", False), ("The payment was refused", True)]
    assert (hits.total, hits.similar) == (1, 1)
    assert not any(hit.similar for hit in find(engine, shop, '"declined"', near=near).hits), "a phrase is exact"
    assert not any(hit.similar for hit in find(engine, shop, "declined kind:card", near=near).hits), "fields narrow it too"


def test_of_very_many_the_likeliest_are_scored_and_all_are_counted(
    engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "ENOUGH", 20)
    say(engine, shop, "Refund of the oldest and the parcel", "The parcel came", *(f"Refund {number}" for number in range(60)))
    hits = find(engine, shop, "refund parcel", limit=100)
    assert hits.counts == {TextKind.VERBATIM: 62}
    assert [hit.text for hit in hits.hits[:2]] == ["Refund of the oldest and the parcel", "The parcel came"]
    assert {hit.text for hit in hits.hits[2:]} == {f"Refund {number}" for number in range(40, 60)}, "the newest"
    assert len(found(engine, shop, "refund")) == 20
    assert find(engine, shop, "refund parcel -came", limit=1).hits[0].text == "Refund of the oldest and the parcel"
    assert find(engine, shop, "refund", kind=TextKind.CARD).hits == ()


TOPICS = (
    "parcel courier neighbour doorstep delivery driver", "password login email reset account locked",
    "agent phone queue waiting music hour", "invoice billing charged twice statement amount",
    "app update crash screen phone button", "shop staff friendly counter opening parking",
    "return label refund shipment warehouse box", "contract cancel notice renewal month letter",
    "website menu page slow loading basket", "technician appointment morning installed router cable",
    "discount voucher code newsletter price offer",
)  # fmt: skip
AT_THE_TILL = "card checkout terminal pin machine contactless"


def of_topics() -> list[str]:
    """Texts of a dozen topics, as many as the dimensions of so few texts; of the last some are declined and others refused."""
    chosen = random.Random(5)
    some = [" ".join(chosen.sample(topic.split(), 4)) for topic in TOPICS for _ in range(12)]
    return some + [" ".join([*chosen.sample(AT_THE_TILL.split(), 3), how]) for _ in range(8) for how in ("declined", "refused")]


def test_meaning_finds_what_shares_no_word_with_the_question(engine: Engine, shop: int) -> None:
    texts = of_topics()
    say(engine, shop, *texts, language="en")
    near = Meaning(*zip(*stems_since(engine, shop), strict=True)).near
    hits = find(engine, shop, "declined", near=near, limit=100)
    assert sorted(hit.text for hit in hits.hits if not hit.similar) == sorted(said for said in texts if "declined" in said)
    similar = [hit.text for hit in hits.hits if hit.similar]
    assert {said for said in texts if "refused" in said} <= set(similar), "said of the same things, though never together"
    assert not any("courier" in said or "invoice" in said for said in similar)
    assert (hits.total, hits.similar) == (8, len(similar))
    assert not find(engine, shop, "zzz", near=near).hits


def test_a_database_from_before_search_is_indexed_when_it_is_upgraded(home: Settings) -> None:
    engine = open_engine(home.url)
    migrate.upgrade(engine, to="0003")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO journey (id, revision, slug, name, audience, goal, starts_with, ends_with, time_frame, review_rhythm,"
            " timezone, demo, data_version, observed_version) VALUES"
            " (1, 1, 'shop', 'Shop', 'customer', '', '', '', '', 'weekly', 'UTC', false, 1, 0)",
            "INSERT INTO verbatim (id, revision, journey_id, origin, text, scale, attributes) VALUES"
            " (9, 1, 1, 'surveys', 'My card was refused', '', '{}')",
            "INSERT INTO verbatim (id, revision, journey_id, origin, text, scale, attributes, deleted_at) VALUES"
            " (10, 1, 1, 'surveys', 'My card was binned', '', '{}', '2026-01-01 00:00:00+00:00')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    engine = start(home)
    start(home).dispose()
    assert found(engine, 1, "cards") == ["My card was refused"]
    with writing(engine) as session:
        assert session.connection().execute(select(SearchPending.id)).all() == []
    engine.dispose()


def test_every_searched_table_says_what_was_written(engine: Engine) -> None:
    """A later migration that makes a table anew loses its triggers: this tells."""
    names = "SELECT event_object_table FROM information_schema.triggers"
    if engine.dialect.name == "sqlite":
        names = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with engine.connect() as connection:
        watched = set(connection.scalars(text(names)))
    assert set(tables()) <= watched


def test_a_batch_that_is_undone_is_not_found_until_it_is_back(engine: Engine, place: Settings, shop: int, tmp_path: Path) -> None:
    journey, home = shop, place
    file = tmp_path / "answers.csv"
    file.write_text("date,score,comment\n2026-11-02,3,The courier lost my parcel\n2026-11-03,9,Splendid\n")
    report = import_file(engine, home, by=YOU, journey=journey, path=file, kind=SourceKind.SURVEYS, answers={"scale": "nps"})
    hits = find(engine, journey, "couriers").hits
    assert [hit.text for hit in hits] == ["The courier lost my parcel"]
    assert report.batch_id is not None
    keep_quote(engine, by=YOU, journey=journey, item=(Verbatim, hits[0].id), text="lost my parcel")
    undo_batch(engine, home, by=YOU, batch_id=report.batch_id)
    assert found(engine, journey, "couriers parcel") == []
    redo_batch(engine, home, by=YOU, batch_id=report.batch_id)
    assert found(engine, journey, "couriers parcel") == ["The courier lost my parcel", "lost my parcel"]


def test_a_quote_of_a_call_is_gone_with_the_call(engine: Engine, shop: int) -> None:
    call = talk(engine, shop, ("Ada", True, "The courier lost my parcel"))
    keep_quote(engine, by=YOU, journey=shop, item=(Conversation, call), text="lost my parcel")
    assert find(engine, shop, "parcel").counts == {TextKind.TURN: 1, TextKind.QUOTE: 1}
    with writing(engine) as session:
        session.get_one(Conversation, call).deleted_at = datetime.now(UTC)
    assert found(engine, shop, "parcel") == []


def test_a_text_is_cut_anew_only_where_its_language_was_mistaken(
    engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = say(engine, shop, "The courier lost my parcels yesterday evening", "Rechnungen")
    cut: list[list[int]] = []
    real = indexing._write
    monkeypatch.setattr(indexing, "_write", lambda session, subject, ids: (cut.append(list(ids)), real(session, subject, ids)))
    with writing(engine) as session:
        for id, language in zip(ids, ("en", "sv"), strict=True):
            session.get_one(Verbatim, id).language = language
    assert [some for some in cut if some] == [[ids[1]]]
    assert found(engine, shop, "parcel") == ["The courier lost my parcels yesterday evening"]
    assert find(engine, shop, "Rechnungen").languages == {"en", "sv"}
