"""Conversations come in once, whatever file they are in; they grow, go out and find their recordings; nobody's name is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.errors import JourneyError, Refused, UnreadableFile
from journey.routine.data.conversations import import_conversations
from journey.routine.data.imports import ImportReport
from journey.routine.data.undoing import redo_batch, undo_batch
from journey.routine.listening.quotes import bin_quote, keep_quote
from journey.store.engine import reading
from journey.store.readers import data
from journey.store.readers.quotes import quotes
from journey.store.tables import AuditEvent, Conversation, ImportBatch, Source, Turn
from tests.integration.import_builders import YOU, a_shop

HELLO, GONE = "How can I help you?", "My order 4711 is gone."
SRT = "1\n00:00:01,000 --> 00:00:04,500\nAgent: Hello.\n\n2\n00:00:05,500 --> 00:00:06,000\nAna Silva: It is Ana, order 4711.\n"


def bring(engine: Engine, home: Settings, journey: int, path: Path, **more: Any) -> ImportReport:
    return import_conversations(engine, home, by=YOU, journey=journey, path=path, **more)


def talks(path: Path, *conversations: tuple[object, list[tuple[str, str]]]) -> Path:
    """A file of conversations: what each is called, and its turns."""
    told = [{"id": key, "turns": [{"speaker": who, "text": text} for who, text in turns]} for key, turns in conversations]
    path.write_text(json.dumps(told))
    return path


def there(engine: Engine, journey: int) -> list[list[str]]:
    """The texts of each conversation that is in, in order."""
    with reading(engine) as session:
        rows = session.exec(
            select(Conversation)
            .where(Conversation.journey_id == journey, col(Conversation.deleted_at).is_(None))
            .order_by(col(Conversation.id))
        ).all()
        query = select(Turn.text).order_by(col(Turn.position))
        return [list(session.exec(query.where(Turn.conversation_id == row.key))) for row in rows]


def rows_of(engine: Engine, table: type[Any]) -> list[Any]:
    with reading(engine) as session:
        return list(session.exec(select(table).order_by(table.id)))


def test_a_conversation_comes_in_once_whatever_file_it_is_in(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    both = [("a", [("agent", HELLO), ("customer", GONE)]), ("b", [("agent", HELLO), ("customer", "Thanks")])]
    first = bring(engine, home, shop, talks(tmp_path / "monday.json", both[0]))
    again = bring(engine, home, shop, talks(tmp_path / "week.json", *both))
    assert (first.rows_new, again.rows_new, again.rows_known) == (1, 1, 1)
    assert bring(engine, home, shop, tmp_path / "monday.json").batch_id is None
    assert there(engine, shop) == [[HELLO, GONE], [HELLO, "Thanks"]]


def test_conversations_that_share_a_number_are_not_taken_for_one(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    folder = tmp_path / "calls"
    folder.mkdir()
    talks(folder / "x.json", (1, [("agent", HELLO), ("customer", GONE)]))
    talks(folder / "y.json", (1, [("agent", "Hello"), ("customer", "Thanks")]))
    assert bring(engine, home, shop, folder).rows_new == 2
    later = talks(tmp_path / "z.json", (1, [("agent", "Good day"), ("customer", "Cancel please")]))
    assert bring(engine, home, shop, later).rows_new == 1
    assert len(there(engine, shop)) == 3
    assert data.batches(engine, shop)["file_name"].to_list() == ["z.json", "calls"]


def test_a_conversation_that_has_grown_goes_on_where_it_ended(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    short = [("agent", HELLO), ("customer", GONE)]
    bring(engine, home, shop, talks(tmp_path / "a.json", ("c-1", short)))
    ids = [row.id for row in rows_of(engine, Turn)]
    grown = bring(engine, home, shop, talks(tmp_path / "b.json", ("c-1", [*short, ("agent", "It is found.")])))
    assert (grown.rows_new, grown.rows_changed) == (0, 1)
    assert there(engine, shop) == [[HELLO, GONE, "It is found."]]
    assert [row.id for row in rows_of(engine, Turn)][:2] == ids
    assert grown.batch_id is not None
    undo_batch(engine, home, by=YOU, batch_id=grown.batch_id)
    assert there(engine, shop) == [[HELLO, GONE]]
    bring(engine, home, shop, tmp_path / "b.json")
    assert there(engine, shop) == [[HELLO, GONE, "It is found."]]


def test_a_batch_whose_words_were_kept_as_quotes_is_not_cut_out_from_under_them(
    engine: Engine, home: Settings, tmp_path: Path
) -> None:
    shop = a_shop(engine)
    short = [("agent", HELLO), ("customer", GONE)]
    bring(engine, home, shop, talks(tmp_path / "a.json", ("c-1", short)))
    grown = bring(engine, home, shop, talks(tmp_path / "b.json", ("c-1", [*short, ("customer", "It is still gone.")])))
    assert grown.batch_id is not None
    [call] = rows_of(engine, Conversation)
    kept = keep_quote(engine, by=YOU, journey=shop, item=(Conversation, call.key), text="still gone")
    with pytest.raises(Refused, match="Take those quotes back"):
        undo_batch(engine, home, by=YOU, batch_id=grown.batch_id)
    assert there(engine, shop) == [[HELLO, GONE, "It is still gone."]]
    assert quotes(engine, shop)["text"].to_list() == ["still gone"]
    bin_quote(engine, by=YOU, journey=shop, quote=kept.key, revision=1)
    undo_batch(engine, home, by=YOU, batch_id=grown.batch_id)
    assert there(engine, shop) == [[HELLO, GONE]]


def test_a_conversation_stays_while_any_batch_has_it(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    short = [("agent", HELLO), ("customer", GONE)]
    first = bring(engine, home, shop, talks(tmp_path / "a.json", ("c-1", short), ("c-2", short)))
    later = bring(engine, home, shop, talks(tmp_path / "b.json", ("c-1", [*short, ("agent", "It is found.")])))
    assert first.batch_id is not None
    assert later.batch_id is not None
    undo_batch(engine, home, by=YOU, batch_id=first.batch_id)
    assert there(engine, shop) == [[HELLO, GONE, "It is found."]]
    undo_batch(engine, home, by=YOU, batch_id=later.batch_id)
    assert there(engine, shop) == []
    redo_batch(engine, home, by=YOU, batch_id=later.batch_id)
    assert there(engine, shop) == [[HELLO, GONE, "It is found."]]


def test_times_channel_and_day_are_kept(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, timezone="Europe/Berlin")
    path = tmp_path / "2026-11-10 09.30 call.srt"
    path.write_text(SRT)
    report = bring(engine, home, shop, path)
    (row,) = rows_of(engine, Conversation)
    assert (row.channel, row.at.isoformat()) == ("voice", "2026-11-10T08:30:00+00:00")
    assert [(turn.start, turn.end, turn.customer) for turn in rows_of(engine, Turn)] == [(1.0, 4.5, False), (5.5, 6.0, True)]
    assert "In 1 conversation the day was taken from the file's name." in report.notes


def test_nobody_is_named_in_anything_that_is_stored(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    folder = tmp_path / "Ana Silva's calls"
    folder.mkdir()
    (folder / "ana.silva@example.com_2026-11-10.srt").write_text(SRT)
    (folder / "silva.txt").write_text("Dear Ana,\nthis is Silva's letter.\n")
    (folder / "broken.srt").write_text(SRT + "\n3\n00:0x --> Ana Silva\nlost\n")
    report = bring(engine, home, shop, folder)
    assert report.rows_new >= 1
    kept = [pl.read_parquet(file).write_json() for file in home.events.rglob("*.parquet")]
    kept += [file.read_text() for file in home.events.rglob("*.csv")]
    with reading(engine) as session:
        kept += [
            repr(row) for table in (Conversation, Turn, ImportBatch, Source, AuditEvent) for row in session.exec(select(table))
        ]
    stored = "".join(kept).lower()
    assert "order 4711" in stored
    assert "silva" not in stored
    assert "example.com" not in stored
    assert "silva" not in repr(report).lower()


def test_recordings_are_found_by_name_and_only_their_place_is_kept(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    calls, sounds = tmp_path / "calls", tmp_path / "sounds"
    calls.mkdir()
    sounds.mkdir()
    (calls / "call-1.srt").write_text(SRT)
    (calls / "silva.srt").write_text(SRT.replace("4711", "4712"))
    for name in ("Call-1.WAV", "silva.wav", "other.mp3"):
        (sounds / name).write_bytes(b"RIFF")
    bring(engine, home, shop, calls)
    assert {row.audio for row in rows_of(engine, Conversation)} == {""}
    hers = tmp_path / "by customer"
    (hers / "Ana Silva").mkdir(parents=True)
    (hers / "Ana Silva" / "call-1.wav").write_bytes(b"RIFF")
    left = bring(engine, home, shop, calls, audio=hers).notes
    assert {row.audio for row in rows_of(engine, Conversation)} == {""}, "a folder may be a customer's name too"
    assert "1 recording was left out because its name or folder points to a person. Rename it." in left
    report = bring(engine, home, shop, calls, audio=sounds)
    assert (report.rows_new, report.batch_id) == (0, None)
    assert sorted(row.audio for row in rows_of(engine, Conversation)) == ["", str(sounds / "Call-1.WAV")]
    assert "1 recording was found; only its place on this machine is kept." in report.notes
    assert "1 recording was left out because its name or folder points to a person. Rename it." in report.notes
    with pytest.raises(Refused, match="There is no folder"):
        bring(engine, home, shop, calls, audio=tmp_path / "nowhere")


def test_mails_that_are_given_one_by_one_belong_together(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    head = "From: Ana <ana@x.example>\nTo: support@shop.example\nDate: Tue, 10 Nov 2026 1{}:00:00 +0000\nMessage-ID: <{}@x>\n"
    (tmp_path / "a.eml").write_text(head.format(0, 1) + "\nWhere is it?\n")
    (tmp_path / "b.eml").write_text(head.format(1, 2) + "In-Reply-To: <1@x>\n\nStill nothing.\n")
    report = bring(engine, home, shop, tmp_path / "a.eml", also=[tmp_path / "b.eml"])
    assert (report.file, report.rows_new) == ("a.eml and 1 more", 1)
    assert there(engine, shop) == [["Where is it?", "Still nothing."]]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", '{"turns": [{"spea', "not complete JSON"),
        ("a.mp3", "ID3...", "a recording"),
        ("a.eml", "From: a\nDate: b\n", "mail"),
    ],
)
def test_a_file_that_is_no_talk_leaves_nothing_behind(
    engine: Engine, home: Settings, tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableFile, match=says):
        import_conversations(engine, home, by=YOU, journey="New", path=tmp_path / name)
    assert rows_of(engine, Conversation) == []
    assert not list(home.events.glob("journey-*/*/*"))
    with pytest.raises(JourneyError, match="time zone"):
        import_conversations(engine, home, by=YOU, journey="New", path=tmp_path / name, timezone="Mars/Base")


def test_a_source_of_conversations_is_named_after_the_file(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    report = bring(engine, home, shop, talks(tmp_path / "calls_2026-11-09.json", ("a", [("agent", HELLO), ("customer", GONE)])))
    assert (report.kind, report.source) == (SourceKind.CONVERSATIONS, "calls")
    (tmp_path / "Ana Silva 2026-11-10.srt").write_text(SRT)
    assert bring(engine, home, shop, tmp_path / "Ana Silva 2026-11-10.srt").source == "conversations"
