"""Customers' words understood: language and feeling of every text, learned from scores and corrections, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.routine.data.undoing import undo_batch
from journey.routine.listening import understanding
from journey.routine.listening.hearing import hear
from journey.routine.listening.understanding import is_due, understand
from journey.store.engine import columns, frame, reading, writing
from journey.store.readers.understanding import feeling, understood
from journey.store.tables import Conversation, Journey, Quote, Turn, Understanding, Verbatim
from tests.integration.import_builders import YOU, a_shop, bring, survey_csv
from tests.unit.analysis.answers_de_pt import GERMAN, PORTUGUESE

SLANG = "Das war ja mal wieder der Hammer"


def said(engine: Engine, journey: int, *answers: tuple[float | None, str]) -> list[int]:
    """Answers of an NPS survey as they are stored; those without a score are comments. Their ids."""
    with writing(engine) as session:
        rows = [
            Verbatim(journey_id=journey, text=text, score=score, scale="nps" if score is not None else "")
            for score, text in answers
        ]
        session.add_all(rows)
        session.flush()
        session.connection().execute(
            update(Journey).where(col(Journey.id) == journey).values(data_version=Journey.data_version + 1)
        )
        return [row.key for row in rows]


def talk(engine: Engine, journey: int, *turns: tuple[str, str]) -> tuple[int, list[int]]:
    """A chat of (speaker, words), the customer being "C": its id, and its turns'."""
    with writing(engine) as session:
        chat = Conversation(journey_id=journey, title="A chat")
        session.add(chat)
        session.flush()
        rows = [
            Turn(conversation_id=chat.key, position=at, speaker=who, customer=who == "C", text=text)
            for at, (who, text) in enumerate(turns)
        ]
        session.add_all(rows)
        session.flush()
        return chat.key, [row.key for row in rows]


def told(engine: Engine, table: type[Verbatim | Turn] = Verbatim) -> pl.DataFrame:
    return frame(engine, columns(table.id, table.text, table.language, table.felt, table.sure).order_by(table.id))


def one(engine: Engine, id: int, table: type[Verbatim | Turn] = Verbatim) -> dict[str, object]:
    return told(engine, table).row(by_predicate=pl.col("id") == id, named=True)


@pytest.fixture
def shop(engine: Engine) -> int:
    return a_shop(engine, "Order", "Use")


def test_each_language_learns_from_its_own_answers_and_what_is_not_supported_is_not_scored(engine: Engine, shop: int) -> None:
    said(engine, shop, *GERMAN, *PORTUGUESE)
    bad_de, good_pt, czech, short = said(
        engine, shop, (None, "Ich warte seit Wochen und niemand antwortet mir"),
        (None, "Atendimento excelente, gostei muito e recomendo"),
        (None, "Čekal jsem tři týdny a nikdo mi neodpověděl"), (None, "4711"),
    )  # fmt: skip
    found = understand(engine, journey=shop)
    assert found is not None
    assert found.changed
    assert found.texts == len(GERMAN) + len(PORTUGUESE) + 4
    assert one(engine, bad_de)["language"] == "de"
    assert one(engine, bad_de)["felt"] < -1
    assert one(engine, good_pt)["language"] == "pt"
    assert one(engine, good_pt)["felt"] > 1
    for id in (czech, short):
        assert (one(engine, id)["language"], one(engine, id)["felt"], one(engine, id)["sure"]) == ("", None, None)
    row = understood(engine, shop)
    assert row is not None
    assert row.basis["de"]["labels"] == len(GERMAN)
    assert row.basis["de"]["sentence"].startswith(f"Learned from {len(GERMAN)} scored answers")
    assert row.basis[""] == {
        "labels": 0,
        "corrections": 0,
        "told_right": None,
        "sentence": understanding.UNKNOWN,
        "texts": 2,
        "scored": 0,
    }


def test_too_few_answers_in_a_language_are_not_scored_and_it_is_said_how_many_there_are(engine: Engine, shop: int) -> None:
    said(engine, shop, *GERMAN[:12])
    found = understand(engine, journey=shop)
    assert found is not None
    assert told(engine)["felt"].null_count() == 12
    assert "there are 12" in found.basis["de"]["sentence"]


def test_only_a_customers_turns_are_felt(engine: Engine, shop: int) -> None:
    chat, (agent, bad, good) = talk(
        engine,
        shop,
        ("A", "I am terribly sorry"),
        ("C", "This is awful, nobody helps me"),
        ("C", "Thank you, that was great help"),
    )
    understand(engine, journey=shop)
    assert one(engine, agent, Turn)["felt"] is None
    assert one(engine, bad, Turn)["felt"] < -1
    assert one(engine, good, Turn)["felt"] > 1
    along = feeling(engine, f"c{chat}")
    assert along is not None
    assert (along.turns, along.scored, along.language) == (2, 2, "en")
    assert along.lowest == one(engine, bad, Turn)["felt"]


def test_nothing_is_done_where_nothing_is_new(engine: Engine, shop: int) -> None:
    said(engine, shop, *GERMAN)
    understand(engine, journey=shop)
    before, at = told(engine), understood(engine, shop)
    with writing(engine) as session:  # as a new day or another metric does
        session.connection().execute(update(Journey).values(data_version=Journey.data_version + 1))
    assert not is_due(engine, shop)
    again = understand(engine, journey=shop)
    now = understood(engine, shop)
    assert again is not None
    assert at is not None
    assert now is not None
    assert (again.changed, again.texts, again.basis) == (False, len(GERMAN), at.basis)
    assert (now.at, now.data_version) == (at.at, at.data_version + 1)
    anew = understand(engine, journey=shop, anew=True)
    assert anew is not None
    assert (anew.changed, anew.told) == (True, 0)  # the same texts always tell the same
    assert told(engine).equals(before)


def test_a_correction_counts_at_once_for_its_text_and_then_for_others_like_it(engine: Engine, shop: int) -> None:
    ids = said(
        engine, shop, *GERMAN, *((None, f"{SLANG}, {more}") for more in ("wirklich", "Leute", "danke", "ach ja", "na dann"))
    )
    alike = said(engine, shop, (None, f"{SLANG}!"))[0]
    understand(engine, journey=shop)
    before = one(engine, alike)
    slang = ids[len(GERMAN) :]
    for number, id in enumerate(slang):
        assert is_due(engine, shop) is (number >= understanding.NEW_CORRECTIONS)
        hear(engine, by=YOU, journey=shop, week="2026-W47", item=(Verbatim, id), on=datetime(2026, 11, 18).date(), emotion=-5)
        assert (one(engine, id)["felt"], one(engine, id)["sure"]) == (-5, 1.0)
        heard = feeling(engine, f"v{id}")
        assert heard is not None
        assert heard.corrected
    assert is_due(engine, shop)
    found = understand(engine, journey=shop)
    assert found is not None
    assert found.basis["de"]["corrections"] == 5
    after = one(engine, alike)
    assert after["felt"] < before["felt"] - 1  # type: ignore[operator]
    assert after["felt"] < -2
    assert after["sure"] < 1
    assert one(engine, slang[0])["felt"] == -5


def test_a_quotes_emotion_corrects_its_turn_and_the_last_word_counts(engine: Engine, shop: int) -> None:
    _, (turn,) = talk(engine, shop, ("C", "Oh great, thank you, the third engineer who is lovely and does nothing"))
    understand(engine, journey=shop)
    assert one(engine, turn, Turn)["felt"] > 0
    with writing(engine) as session:
        for day, emotion in ((2, -2), (3, -4), (1, 5)):
            at = datetime(2026, 11, day, tzinfo=UTC)
            session.add(Quote(journey_id=shop, text="Oh great", turn_id=turn, emotion=emotion, person_id=YOU, at=at))
    understand(engine, journey=shop)
    assert (one(engine, turn, Turn)["felt"], one(engine, turn, Turn)["sure"]) == (-4, 1.0)


def test_what_comes_in_between_is_not_lost(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said(engine, shop, *GERMAN)
    late: list[int] = []
    basis = understanding._basis

    def while_somebody_imports(*values: object) -> object:
        """All texts were told, nothing is written yet."""
        if not late:
            late.extend(said(engine, shop, (None, "Ich warte seit Wochen und niemand antwortet mir")))
        return basis(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(understanding, "_basis", while_somebody_imports)
    found = understand(engine, journey=shop)
    assert found is not None
    assert found.texts == len(GERMAN) + 1
    assert one(engine, late[0])["language"] == "de"
    assert one(engine, late[0])["felt"] < 0  # type: ignore[operator]
    assert not is_due(engine, shop)


def test_two_at_once_do_it_once_and_who_died_is_followed(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said(engine, shop, *GERMAN)
    learn, second = understanding.Lesson.learn, []

    def meanwhile(lesson: understanding.Lesson) -> object:
        second.append(understand(engine, journey=shop))
        return learn(lesson)

    monkeypatch.setattr(understanding.Lesson, "learn", meanwhile)
    assert understand(engine, journey=shop) is not None
    assert second == [None]
    with writing(engine) as session:
        session.connection().execute(update(Understanding).values(claimed_at=datetime.now(UTC), texts=""))
    assert understand(engine, journey=shop) is None
    with writing(engine) as session:
        session.connection().execute(update(Understanding).values(claimed_at=datetime.now(UTC) - understanding.ABANDONED * 2))
    monkeypatch.undo()
    assert understand(engine, journey=shop) is not None


def test_who_was_overtaken_writes_nothing(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said(engine, shop, *GERMAN)
    learn = understanding.Lesson.learn

    def stolen(lesson: understanding.Lesson) -> object:
        with writing(engine) as session:
            session.connection().execute(update(Understanding).values(claimed_at=datetime(2030, 1, 1, tzinfo=UTC)))
        return learn(lesson)

    monkeypatch.setattr(understanding.Lesson, "learn", stolen)
    understand(engine, journey=shop)
    assert told(engine)["felt"].null_count() == len(GERMAN)
    assert understood(engine, shop) is None


def test_all_of_it_is_written_or_nothing(engine: Engine, shop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said(engine, shop, *GERMAN)
    talk(engine, shop, ("C", "Niemand hilft mir, sehr schlecht"))
    update_frame = understanding.update_frame

    def broken(session: object, table: type, rows: pl.DataFrame) -> None:
        if table is Turn:
            raise RuntimeError("the disk is full")
        update_frame(session, table, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(understanding, "update_frame", broken)
    with pytest.raises(RuntimeError):
        understand(engine, journey=shop)
    assert told(engine)["language"].to_list() == [""] * len(GERMAN)
    assert understood(engine, shop) is None
    monkeypatch.undo()
    assert understand(engine, journey=shop) is not None  # the claim was let go


def test_no_revision_and_no_audit_event(engine: Engine, shop: int) -> None:
    said(engine, shop, *GERMAN)
    from journey.store.tables import AuditEvent

    with reading(engine) as session:
        before = len(session.exec(select(AuditEvent)).all())
    understand(engine, journey=shop)
    with reading(engine) as session:
        assert len(session.exec(select(AuditEvent)).all()) == before
        assert set(session.exec(select(Verbatim.revision))) == {1}


def answers_csv(path: Path) -> Path:
    return survey_csv(path, *(f'{at},2026-11-0{1 + at % 9},Use,{score},"{text}"' for at, (score, text) in enumerate(GERMAN)))


def test_an_import_is_understood_and_its_undoing_is_noticed(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> None:
    said: list[str] = []
    report = bring(
        engine, home, shop, SourceKind.SURVEYS, answers_csv(tmp_path / "nps.csv"), answers={"scale": "nps"},
        progress=lambda _share, words: said.append(words),
    )  # fmt: skip
    assert "Reading what customers said" in said
    assert told(engine)["language"].unique().to_list() == ["de"]
    assert told(engine)["felt"].null_count() == 0
    assert not is_due(engine, shop)
    assert report.batch_id is not None
    undo_batch(engine, home, by=YOU, batch_id=report.batch_id)
    assert is_due(engine, shop)
    understand(engine, journey=shop)
    row = understood(engine, shop)
    assert row is not None
    assert row.basis == {}


def test_an_import_is_kept_whatever_happens_to_the_understanding(
    engine: Engine, home: Settings, shop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_values: object, **_more: object) -> None:
        raise MemoryError

    monkeypatch.setattr(understanding.Lesson, "learn", broken)
    report = bring(engine, home, shop, SourceKind.SURVEYS, answers_csv(tmp_path / "nps.csv"), answers={"scale": "nps"})
    assert understanding.FAILED in report.notes
    assert report.rows_new == told(engine).height == len(GERMAN)
    monkeypatch.undo()
    assert understand(engine, journey=shop) is not None
    assert told(engine)["felt"].null_count() == 0


def test_the_command_line_says_what_scores_stand_on(
    engine: Engine, home: Settings, shop: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from journey.cli.edge import guarded
    from journey.cli.here import here
    from journey.config import settings

    monkeypatch.setenv("JOURNEY_HOME", str(home.home))
    monkeypatch.setenv("JOURNEY_DATABASE_URL", home.database_url)
    settings.cache_clear()
    here.cache_clear()
    assert guarded(["understand", "--journey", "shop"]) == 0
    assert "No customer's words have come in." in capsys.readouterr().out
    said(engine, shop, *GERMAN, (None, "Muito bom, obrigado pela ajuda de vocês"))
    assert guarded(["understand", "--journey", "shop"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"German: {len(GERMAN)} of {len(GERMAN)} texts scored. Learned from {len(GERMAN)} scored answers")
    assert lines[1].startswith("Portuguese: 0 of 1 texts scored. Not scored: it takes 30 scored answers")
    here().engine.dispose()
    here.cache_clear()
    settings.cache_clear()
