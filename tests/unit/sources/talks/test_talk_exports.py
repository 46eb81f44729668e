"""What help desks and people export: Intercom, Zendesk, tables and loose turns, as the customer saw them."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from journey.errors import UnreadableFile
from journey.sources.talks.private import redacted
from journey.sources.talks.reading import Found, read_conversations
from journey.sources.talks.talk import Conversation

NINE = datetime(2026, 11, 10, 9, tzinfo=UTC)
EPOCH = int(NINE.timestamp())


def read(folder: Path, content: Any, name: str = "export.json") -> Found:
    file = folder / name
    file.write_bytes(
        content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    return read_conversations(file)


def told(conversation: Conversation) -> list[tuple[str, float | None, str]]:
    return [(turn.role, turn.start_s, turn.text) for turn in conversation.turns]


def intercom(number: int) -> dict[str, Any]:
    def part(kind: str, author: dict[str, Any], after: int, body: str | None) -> dict[str, Any]:
        return {"type": "conversation_part", "part_type": kind, "body": body, "created_at": EPOCH + after, "author": author}

    ana = {"type": "user", "id": "u1", "name": "Ana Silva", "email": "ana.silva@example.com"}
    tom = {"type": "admin", "id": "a1", "name": "Tom from Acme", "email": "tom@acme.example"}
    parts = [
        part("assignment", tom, 5, None),
        part("note", tom, 10, "<p>Ana is always late with payments.</p>"),
        part("comment", tom, 60, "<p>Hello Ana,<br>which <b>invoice</b>?</p><script>steal()</script>"),
        part("close", tom, 90, None),
    ]
    return {
        "type": "conversation", "id": str(number), "created_at": EPOCH, "title": f"Invoice of Ana {number}",
        "source": {"type": "conversation", "subject": "", "body": "<p>My invoice is wrong &amp; late.</p>", "author": ana},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts, "total_count": 4},
    }  # fmt: skip


def test_intercom_as_the_customer_saw_it(tmp_path: Path) -> None:
    found = read(tmp_path, {"type": "conversation.list", "conversations": [intercom(1), intercom(2)]})
    first, second = found.conversations
    assert told(first) == [("customer", 0.0, "My invoice is wrong & late."), ("agent", 60.0, "Hello Ana,\nwhich invoice?")]
    assert (first.key, first.channel, first.at, second.key) == ("1", "chat", NINE, "2")
    assert first.known_names == ("Ana Silva", "Tom")
    assert found.problems.frame().is_empty()


def test_nobody_of_an_intercom_conversation_is_in_what_is_kept(tmp_path: Path) -> None:
    clean, _ = redacted(read(tmp_path, intercom(7)).conversations[0])
    kept = repr(clean).lower()
    assert "acme" in kept  # a firm is no person
    for private in ("ana", "silva", "tom", "ana.silva@example.com"):
        assert private not in kept.replace("datetime", "").replace("customer", ""), private
    assert clean.turns[1].text.startswith("Hello [PERSON 1],")


def test_zendesk_tickets_as_json_lines(tmp_path: Path) -> None:
    ticket = {
        "id": 4711, "subject": "No parcel for Ana", "created_at": "2026-11-10T09:00:00Z",
        "requester_id": 1, "via": {"channel": "email"},
        "requester": {"id": 1, "name": "Ana Silva", "email": "ana@example.com"},
        "comments": [
            {"author_id": 1, "body": "Where is it?\n\nRegards,\nAna Silva", "public": True, "created_at": "2026-11-10T09:00:00Z"},
            {"author_id": 9, "body": "She is a risk.", "public": False, "created_at": "2026-11-10T09:05:00Z"},
            {"author_id": 9, "html_body": "<p>On its way.</p>", "public": True, "created_at": "2026-11-10T10:00:00Z"},
        ],
    }  # fmt: skip
    other = {**ticket, "id": 4712}
    found = read(tmp_path, f"{json.dumps(ticket)}\n{json.dumps(other)}\n", "tickets.jsonl")
    first, _ = found.conversations
    assert told(first) == [("customer", 0.0, "Where is it?"), ("agent", 3600.0, "On its way.")]
    assert (first.key, first.channel, first.title, first.known_names) == ("4711", "email", "No parcel for Ana", ("Ana Silva",))


def test_zendesk_comments_with_users_beside_them(tmp_path: Path) -> None:
    export = {
        "comments": [
            {"author_id": 2, "plain_body": "Not working", "public": True, "created_at": "2026-11-10T09:00:00Z"},
            {"author_id": 3, "plain_body": "Sorry", "public": True, "created_at": "2026-11-10T09:01:00Z"},
        ],
        "users": [{"id": 2, "name": "Ana Silva", "role": "end-user"}, {"id": 3, "name": "Tom Berg", "role": "agent"}],
    }
    (conversation,) = read(tmp_path, export).conversations
    assert told(conversation) == [("customer", 0.0, "Not working"), ("agent", 60.0, "Sorry")]


def test_zendesk_chats(tmp_path: Path) -> None:
    chat = {
        "id": "2211.x", "type": "chat", "timestamp": "2026-11-10T09:00:00Z", "agent_names": ["Tom Berg"],
        "visitor": {"name": "Ana Silva", "email": "ana@example.com", "phone": "+351 912 345 678"},
        "history": [
            {"type": "chat.memberjoin", "name": "Ana Silva", "nick": "visitor:1", "timestamp": "2026-11-10T09:00:00Z"},
            {"type": "chat.msg", "name": "Ana Silva", "nick": "visitor:1", "msg": "Hi Tom", "timestamp": "2026-11-10T09:00:05Z"},
            {"type": "chat.msg", "name": "Tom", "nick": "agent:7", "msg": "Hello", "timestamp": "2026-11-10T09:00:20Z"},
        ],
    }  # fmt: skip
    offline = {
        "id": "2212.x",
        "type": "offline_msg",
        "timestamp": "2026-11-10T11:00:00Z",
        "visitor": {"name": "Jo"},
        "message": "Call me",
    }
    first, second = read(tmp_path, {"chats": [chat, offline]}).conversations
    assert told(first) == [("customer", 5.0, "Hi Tom"), ("agent", 20.0, "Hello")]
    assert {"Ana Silva", "Tom Berg"} <= set(first.known_names)
    assert told(second) == [("customer", 0.0, "Call me")]


CSV = (
    "conversation_id;timestamp;sender_type;sender_name;message\n"
    "c1;2026-11-10T09:00:00;customer;Ana Silva;\"It is broken;\nreally\"\n"
    "c2;2026-11-10T09:30:00;customer;Jo Li;Hello\n"
    "c1;2026-11-10T09:01:00;agent;Tom Berg;Sorry\n"
)  # fmt: skip


def test_a_table_with_a_row_a_turn(tmp_path: Path) -> None:
    first, second = read(tmp_path, CSV, "chats.csv").conversations
    assert told(first) == [("customer", 0.0, "It is broken;\nreally"), ("agent", 60.0, "Sorry")]
    assert (first.key, first.at, first.known_names, second.key) == ("c1", NINE, ("Ana Silva", "Tom Berg"), "c2")


def test_a_workbook_with_a_row_a_turn(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"Call ID": ["7", "7"], "Speaker": ["Agent", "Customer"], "Text": ["Hi", "Gone"], "Start": ["0:01", "0:05"]}
    )
    frame.write_excel(tmp_path / "calls.xlsx")
    (conversation,) = read_conversations(tmp_path / "calls.xlsx").conversations
    assert told(conversation) == [("agent", 1.0, "Hi"), ("customer", 5.0, "Gone")]


def test_loose_turns_are_put_together_by_the_conversation_they_name(tmp_path: Path) -> None:
    rows = [
        {"conversation_id": "a", "speaker": "customer", "text": "One"},
        {"conversation_id": "b", "speaker": "customer", "text": "Two"},
        {"conversation_id": "a", "speaker": "agent", "text": "Three"},
    ]  # fmt: skip
    for content in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        found = read(tmp_path, content)
        assert [(c.key, [t.text for t in c.turns]) for c in found.conversations] == [("a", ["One", "Three"]), ("b", ["Two"])]


def test_turns_with_instants_begin_at_the_first(tmp_path: Path) -> None:
    rows = [
        {"role": "user", "content": "Hi", "created_at": EPOCH},
        {"role": "assistant", "content": "Yes?", "created_at": EPOCH + 9},
    ]
    (conversation,) = read(tmp_path, {"messages": rows}).conversations
    assert (conversation.at, told(conversation)) == (NINE, [("customer", 0.0, "Hi"), ("agent", 9.0, "Yes?")])


def test_an_exported_chat_with_day_and_time_before_each_line(tmp_path: Path) -> None:
    text = (
        "[2026-11-10, 09:00:00] Ana Silva: Hi\n[2026-11-10, 09:02:00] Support: Hello Ana\n[2026-11-10, 09:03:00] Ana Silva: Bye\n"
    )
    (conversation,) = read(tmp_path, text, "chat.txt").conversations
    assert (conversation.at, told(conversation)) == (
        NINE, [("customer", 0.0, "Hi"), ("agent", 120.0, "Hello Ana"), ("customer", 180.0, "Bye")]
    )  # fmt: skip


def test_a_folder_and_an_archive_come_in_as_one_and_name_what_does_not_fit(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    (folder / "calls").mkdir(parents=True)
    (folder / "calls" / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nAgent: Hello.\n")
    (folder / "b.txt").write_text("Agent: Hi\nCustomer: Gone\n")
    (folder / "letter.txt").write_text("Dear all,\nnothing to see here.\n")
    (folder / "a.wav").write_bytes(b"RIFF")
    (folder / ".DS_Store").write_bytes(b"\x00\x01")
    with zipfile.ZipFile(tmp_path / "week.zip", "w") as archive:
        for file in sorted(folder.rglob("*.*")):
            archive.write(file, file.relative_to(folder))
    for path in (folder, tmp_path / "week.zip"):
        found = read_conversations(path)
        assert sorted(c.stem for c in found.conversations) == ["a", "b"]
        assert found.problems.frame().select("file", "row", "column").rows() == [("letter.txt", None, "file")]


def test_a_folder_without_a_talk_is_refused(tmp_path: Path) -> None:
    (tmp_path / "week").mkdir()
    with pytest.raises(UnreadableFile, match="holds no file"):
        read_conversations(tmp_path / "week")


def test_a_folder_of_other_things_says_what_the_first_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dear all,\nnothing.\n")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<x/>")
        document.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableFile, match=r"holds 2 files and no conversation.*a\.txt does not read as a conversation"):
        read_conversations(tmp_path)
    with pytest.raises(UnreadableFile, match="is a Word document"):
        read_conversations(tmp_path / "b.docx")


def test_headings_of_a_text_are_no_speakers(tmp_path: Path) -> None:
    text = "Terms of use\n\nScope: what this is about.\nWarranty: none at all.\nLiability: see above.\n"
    with pytest.raises(UnreadableFile, match="does not read as a conversation"):
        read(tmp_path, text, "terms.txt")


def test_an_archive_made_to_fill_a_disk_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journey.sources.talks.opening.BOMB_FROM", 1000)
    monkeypatch.setattr("journey.sources.talks.opening.MAX_RATIO", 2)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Agent: Hi\nCustomer: Gone\n" * 5000)
        archive.writestr("b.txt", "Agent: Hi\nCustomer: Gone\n")
    with pytest.raises(UnreadableFile, match="fill a disk"):
        read_conversations(tmp_path / "bomb.zip")
