"""Whatever comes in the shape of an export: conversations or a sentence, never a fault, and nothing that can't be stored."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.errors import UnreadableFile
from journey.sources.talks.mail_words import own_words
from journey.sources.talks.private import redacted
from journey.sources.talks.reading import read_conversations

WORD = {
    "word": "hi",
    "text": "hi",
    "start": 0.0,
    "end": 1.0,
    "speaker": 0,
    "alternatives": [{"content": "hi"}],
    "start_time": "0",
}
PERSON = {"type": "user", "name": "Ana", "id": 1, "role": "end-user"}
SHAPES: list[Any] = [
    {"Transcript": [{"Content": "hi", "ParticipantId": "1", "BeginOffsetMillis": 1}], "Participants": [{"ParticipantId": "1"}]},
    {"results": {"transcripts": [{"transcript": "hi"}], "items": [WORD], "speaker_labels": {"segments": [{"items": [WORD]}]}}},
    {"results": {"transcripts": [], "channel_labels": {"channels": [{"channel_label": "ch_0", "items": [WORD]}]}}},
    {"segments": [{"start": 0, "end": 1, "text": "hi", "speaker": "A", "words": [WORD]}], "language": "en"},
    {"transcription": [{"offsets": {"from": 0, "to": 1}, "timestamps": {"from": "00:00:00,000"}, "text": "hi"}]},
    {"results": {"channels": [{"alternatives": [{"transcript": "hi", "words": [WORD], "paragraphs": {"paragraphs": [WORD]}}]}]}},
    {"metadata": {"created": "2026-11-10"}, "results": {"utterances": [{"transcript": "hi", "speaker": 1, "channel": 0}]}},
    {"audio_url": "x", "utterances": [{"speaker": "A", "text": "hi", "start": 1}], "words": [WORD]},
    {"timeline": [{"ts": "00:00:01.000", "text": "hi", "users": [{"username": "Ana"}]}], "recording_start": "2026-11-10"},
    {"entries": [{"text": "hi", "speakerDisplayName": "Ana", "startOffset": "00:00:01"}], "events": [{"startDateTime": "x"}]},
    {"id": 1, "created_at": 1794300000, "source": {"type": "email", "body": "<p>hi</p>", "author": PERSON},
     "conversation_parts": {"conversation_parts": [{"body": "hi", "part_type": "comment", "author": PERSON, "created_at": 1}]},
     "contacts": {"contacts": [PERSON]}},
    {"ticket": {"id": 1, "requester_id": 1, "requester": PERSON, "via": {"channel": "chat"}},
     "comments": [{"author_id": 1, "body": "hi", "author": PERSON, "created_at": "2026-11-10"}], "users": [PERSON]},
    {"visitor": PERSON, "agent_names": ["Tom"], "history": [{"msg": "hi", "nick": "agent:1", "name": "Tom", "timestamp": 1}]},
    {"turns": [{"speaker": {"name": "Ana"}, "text": "hi", "start": "0:01", "at": "2026-11-10T09:00:00"}], "customer_name": "Ana"},
    [{"conversation_id": 1, "speaker": "a", "text": "hi"}, {"conversation_id": 2, "speaker": "b", "text": "hi"}],
]  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**400), st.floats(), st.text(max_size=8), st.just("\ud800\x00hi"),
    st.just("9999-12-31T23:59:59+00:00"), st.lists(st.text(max_size=3), max_size=2), st.just({}), st.just([[]]), st.just([{}]),
)  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, child in inner for place in places(child, (*path, key)))]


@st.composite
def broken_shapes(draw: st.DrawFn) -> Any:
    shape = copy.deepcopy(draw(st.sampled_from(SHAPES)))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([place for place in places(shape) if place] or [()]))
        if path:
            parent = shape
            for key in path[:-1]:
                parent = parent[key]
            parent[path[-1]] = copy.deepcopy(draw(LEAVES))
    return shape


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("talks") / "any.json"


def test_each_shape_is_one_that_is_read(file: Path) -> None:
    for shape in SHAPES:
        file.write_text(json.dumps(shape))
        assert read_conversations(file).conversations, shape


@settings(deadline=None, max_examples=200)
@given(broken_shapes())
def test_an_export_with_anything_in_it_is_read_or_refused(file: Path, shape: Any) -> None:
    file.write_text(json.dumps(shape))
    with contextlib.suppress(UnreadableFile):
        for conversation in read_conversations(file).conversations:
            clean, _ = redacted(conversation)
            assert clean.turns
            for turn in clean.turns:
                assert turn.text.strip()
                turn.text.encode()
                assert "\x00" not in turn.text + turn.speaker
                assert turn.start_s is None or 0 <= turn.start_s < 1e12


MAIL = [
    "From: Ana <a@x.example>",
    "To: b@y.example",
    "Date: Tue, 10 Nov 2026 10:00:00 +0100",
    "",
    "Hi",
    "> quoted",
    "-- ",
    "From me",
]
HEADS = [
    "Content-Type: multipart/mixed; boundary=b",
    "--b",
    "--b--",
    "Content-Transfer-Encoding: base64",
    "Subject: =?utf-8?Q?=C3?=",
]


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(MAIL + HEADS), st.text(max_size=20)), max_size=14), st.booleans())
def test_any_mail_is_read_or_refused(file: Path, lines: list[str], many: bool) -> None:
    start = ["From a Tue Nov 10 09:00:00 2026"] if many else []
    file.write_bytes("\n".join([*start, *MAIL[:3], *lines]).encode("utf-8", "surrogatepass"))
    with contextlib.suppress(UnreadableFile):
        assert all(turn.text.strip() for one in read_conversations(file).conversations for turn in one.turns)


@given(st.text(alphabet=st.sampled_from("a>\n -:On wrote"), max_size=200))
def test_own_words_are_the_mails_own(text: str) -> None:
    kept = own_words(text)
    assert own_words(kept) == kept or len(own_words(kept)) < len(kept)
    assert all(word in text for word in kept.split())
