"""Transcripts: each format read, and whatever comes, no traceback."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journey.analysis.redact import redact_conversation
from journey.errors import UnreadableFile
from journey.sources.talks.private import redacted
from journey.sources.talks.reading import read_conversations
from journey.sources.talks.talk import Conversation
from journey.sources.unpack import spool

REAL = Path(os.environ.get("JOURNEY_REAL_DATA", Path(__file__).parents[3].parent / "shared" / "data")) / "transcripts"

VTT = """WEBVTT

NOTE made by hand

1
00:00:00.500 --> 00:00:02.000 align:start
<v Agent>Good morning, <i>how</i> can I help?

00:01:02.250 --> 00:01:04.000
<v Petra Hoffmann>My code never came &amp; I waited.

00:01:04.000 --> 00:01:06.000
<v Petra Hoffmann>Twice.
"""
SRT = "1\n00:00:01,000 --> 00:00:04,000\nAgent: Hello.\n\n2\n01:00:05,500 --> 01:00:06,000\nCustomer: Hi, it is\nbroken.\n"


def the_one(file: Path, timezone: str = "UTC") -> tuple[Conversation, pl.DataFrame]:
    found = read_conversations(file, timezone=timezone)
    (conversation,) = found.conversations
    return conversation, found.problems.frame()


def one(path: Path, content: str | bytes, name: str) -> Conversation:
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    conversation, problems = the_one(file)
    assert problems.is_empty()
    return conversation


def told(conversation: Conversation) -> list[tuple[str, float | None, str]]:
    return [(turn.role, turn.start_s, turn.text) for turn in conversation.turns]


def test_webvtt_with_voices(tmp_path: Path) -> None:
    conversation = one(tmp_path, VTT, "call.vtt")
    assert told(conversation) == [
        ("agent", 0.5, "Good morning, how can I help?"),
        ("customer", 62.25, "My code never came & I waited. Twice."),
    ]
    assert conversation.known_names == ("Petra Hoffmann",)
    assert conversation.channel == "voice"


def test_redacted_leaves_no_name_in_text_label_or_known_names(tmp_path: Path) -> None:
    safe, removed = redacted(one(tmp_path, VTT.replace("Good morning,", "Good morning Petra,"), "call.vtt"))
    assert [(turn.speaker, turn.role) for turn in safe.turns] == [("Agent", "agent"), ("[PERSON 1]", "customer")]
    assert safe.turns[0].text == "Good morning [PERSON 1], how can I help?"
    assert safe.known_names == ()
    assert removed == {"person": 2}


def test_subrip_and_its_commas(tmp_path: Path) -> None:
    assert told(one(tmp_path, SRT, "call.srt")) == [("agent", 1.0, "Hello."), ("customer", 3605.5, "Hi, it is broken.")]


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    conversation = one(tmp_path, b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(), "call.srt")
    assert told(conversation)[1][2] == "Hi, it is broken."


def test_plain_lines_with_times_and_lines_that_go_on(tmp_path: Path) -> None:
    text = (
        "[10:00:05] Agent: Hello.\n[10:01:00] Kundin: Hallo,\nes geht nicht: gar nichts.\n\n"
        "Agent: See https://example.com: now.\n"
    )
    assert told(one(tmp_path, text, "chat.txt")) == [
        ("agent", 0.0, "Hello."),
        ("customer", 55.0, "Hallo, es geht nicht: gar nichts."),
        ("agent", None, "See https://example.com: now."),
    ]


def test_call_analytics_counts_in_milliseconds(tmp_path: Path) -> None:
    call = {
        "JobName": "call-7", "Channel": "VOICE",
        "Transcript": [
            {"ParticipantRole": "AGENT", "Content": "Hello", "BeginOffsetMillis": 40},
            {"ParticipantRole": "CUSTOMER", "Content": "My card is gone", "BeginOffsetMillis": 6310},
        ],
    }  # fmt: skip
    conversation = one(tmp_path, json.dumps(call), "call.json")
    assert (conversation.key, conversation.channel) == ("call-7", "voice")
    assert told(conversation) == [("agent", 0.04, "Hello"), ("customer", 6.31, "My card is gone")]


def test_generic_json_with_times_names_and_pairs(tmp_path: Path) -> None:
    chat = {
        "id": 12, "created_at": "2026-11-10T09:00:00", "personal": {"customer_name": "crystal minh", "username": "cminh730"},
        "turns": [["agent", "Name please?"], ["customer", "Crystal Minh, cminh730"], ["action", "Account pulled up."]],
    }  # fmt: skip
    file = tmp_path / "chat.json"
    file.write_text(json.dumps([chat]))
    conversation, _ = the_one(file, "Europe/Berlin")
    assert conversation.at == datetime(2026, 11, 10, 8, tzinfo=UTC)
    assert [turn.role for turn in conversation.turns] == ["agent", "customer", "other"]
    redacted, _ = redact_conversation([turn.text for turn in conversation.turns], known_names=conversation.known_names)
    assert "minh" not in " ".join(redacted).lower()


def test_json_lines_keep_the_good_and_name_the_bad(tmp_path: Path) -> None:
    file = tmp_path / "chats.jsonl"
    good = json.dumps({"id": "a", "turns": [{"speaker": "user", "text": "hi"}, {"speaker": "user"}]})
    file.write_text(f"{good}\n{{'broken\n")
    conversation, problems = the_one(file)
    assert [turn.text for turn in conversation.turns] == ["hi"]
    assert problems["row"].to_list() == [2, 1]
    assert problems["reason"].to_list() == ["This line is not JSON.", "This turn has no speaker or no text."]


def test_a_time_line_that_cannot_be_read_is_a_problem_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "call.vtt"
    file.write_text(VTT + "\n00:0x --> 00:09\nlost\n")
    _, problems = the_one(file)
    assert problems.select("row", "value").rows() == [(15, "00:0x --> 00:09")]


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    assert one(tmp_path, gzip.compress(SRT.encode()), "call.srt.gz").turns[0].text == "Hello."


def test_nothing_that_was_unpacked_stays_on_the_machine(tmp_path: Path) -> None:
    before = set(_room_of_unpacked().iterdir())
    one(tmp_path, gzip.compress(SRT.encode()), "call.srt.gz")
    with zipfile.ZipFile(tmp_path / "calls.zip", "w") as archive:
        for name in ("a.srt", "b.srt"):
            archive.writestr(name, SRT)
    assert len(read_conversations(tmp_path / "calls.zip").conversations) == 2
    assert set(_room_of_unpacked().iterdir()) == before


def _room_of_unpacked() -> Path:
    file = spool()
    file.unlink()
    return file.parent


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Dear team,\nnothing here is a talk.\n", "does not read as a conversation"),
        (b'{"turns": [{"speaker": "a", "te', "not complete JSON"),
        (b'{"rows": [1, 2]}', "holds no conversation"),
        (b"[]", "holds no conversation"),
        (b"[" * 100_000, "not complete JSON"),
        (b"WEBVTT\n\n", "no spoken words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not a text"),
        (b"\x1f\x8b\x08\x00broken", "packed data"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "is a recording"),
        (b"%PDF-1.7 ...", "is a PDF document"),
    ],
)
def test_other_files_say_what_is_wrong(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=says):
        read_conversations(file)


def never_breaks(folder: Path, content: bytes) -> None:
    file = folder / "fuzz"
    file.write_bytes(content)
    with contextlib.suppress(UnreadableFile):
        found = read_conversations(file)
        assert found.conversations
        assert all(turn.text and turn.role in {"agent", "customer", "other"} for c in found.conversations for turn in c.turns)
        assert all(c.turns for c in found.conversations)
        assert found.problems.frame()["reason"].is_not_null().all()


SCRAPS = [*VTT.splitlines(), *SRT.splitlines(), "00:1 --> x", "<v >", "Agent:", "[1:00] A: b"]
LINES = st.lists(st.one_of(st.text(max_size=30), st.sampled_from(SCRAPS)), max_size=20)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
KEYS = st.sampled_from(
    ["turns", "original", "speaker", "text", "Content", "id", "created_at", "start", "role", "data", "customer_name"]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)), max_leaves=25
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_no_text_breaks_it(tmp_path: Path, lines: list[str]) -> None:
    never_breaks(tmp_path, "\n".join(lines).encode("utf-8", "surrogatepass"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES)
def test_no_json_breaks_it(tmp_path: Path, value: object) -> None:
    never_breaks(tmp_path, json.dumps(value).encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path: Path, content: bytes) -> None:
    never_breaks(tmp_path, content)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "conversations", "turns"),
    [("retail_chats.json", 3, 72), ("bank_call.json", 1, 37), ("assistant_dialogues.json", 128, None)],
)
def test_real_transcripts(name: str, conversations: int, turns: int | None) -> None:
    if not (REAL / name).exists():
        pytest.skip(f"real data: {REAL / name} is not here")
    read = read_conversations(REAL / name)
    found = read.conversations
    assert read.problems.frame().is_empty()
    assert len(found) == conversations
    assert turns is None or sum(len(c.turns) for c in found) == turns
    assert all({turn.role for turn in c.turns} >= {"agent", "customer"} for c in found)


@pytest.mark.realdata
def test_real_chats_lose_their_people_and_keep_their_orders() -> None:
    if not REAL.exists():
        pytest.skip(f"real data: {REAL} is not here")
    found = read_conversations(REAL / "retail_chats.json").conversations
    text = ""
    for chat in found:
        redacted, _ = redact_conversation([turn.text for turn in chat.turns], known_names=chat.known_names)
        text += "\n".join(redacted).lower()
    for private in ("crystal", "minh", "cminh730", "alessandro", "phoenix", "aphoenix939", "625-2661", "@email.com"):
        assert private not in text
    assert "3348917502" in text
