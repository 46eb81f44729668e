"""What transcription engines write, each in its own shape, becomes the same turns with the same times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from journey.errors import UnreadableFile
from journey.sources.talks.place import Problems
from journey.sources.talks.reading import read_conversations
from journey.sources.talks.talk import Conversation

Said = list[tuple[str, str, float | None, float | None, str]]


def one(folder: Path, content: Any, name: str = "call.json") -> Conversation:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    found = read_conversations(file)
    assert found.problems == Problems()
    (conversation,) = found.conversations
    return conversation


def said(conversation: Conversation) -> Said:
    return [(turn.speaker, turn.role, turn.start_s, turn.end_s, turn.text) for turn in conversation.turns]


def item(text: str, start: float, label: str | None = None, **more: str) -> dict[str, Any]:
    word = {"type": "pronunciation", "start_time": str(start), "end_time": str(start + 0.5), "alternatives": [{"content": text}]}
    return {**word, **({"speaker_label": label} if label else {}), **more}


def sign(text: str) -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"content": text}]}


HELP, GONE = "How can I help you?", "My card is gone."
WORDS = [
    ("spk_0", ["How", "can", "I", "help", "you", "?"], 0.0),
    ("spk_1", ["My", "card", "is", "gone", "."], 4.0),
]
TOLD: Said = [("spk_0", "agent", 0.0, 2.5, HELP), ("spk_1", "customer", 4.0, 6.0, GONE)]


def aws_items(labelled: bool) -> list[dict[str, Any]]:
    return [
        sign(word) if word in "?." else item(word, start + 0.5 * place, label if labelled else None)
        for label, words, start in WORDS
        for place, word in enumerate(words)
    ]


def test_aws_transcribe_tells_speakers_by_their_words(tmp_path: Path) -> None:
    call = {"jobName": "call-7", "results": {"transcripts": [{"transcript": f"{HELP} {GONE}"}], "items": aws_items(True)}}
    conversation = one(tmp_path, call)
    assert said(conversation) == TOLD
    assert (conversation.key, conversation.channel, conversation.guessed) == ("call-7", "voice", True)


def test_aws_transcribe_with_labels_in_segments_only(tmp_path: Path) -> None:
    segments = [
        {
            "speaker_label": label,
            "items": [{"start_time": str(start + 0.5 * n), "speaker_label": label} for n in range(len(words))],
        }
        for label, words, start in WORDS
    ]
    results = {"transcripts": [{}], "items": aws_items(False), "speaker_labels": {"segments": segments}}
    assert said(one(tmp_path, {"results": results})) == TOLD


def test_aws_transcribe_with_audio_segments(tmp_path: Path) -> None:
    segments = [
        {"transcript": HELP, "start_time": "0.0", "end_time": "2.5", "speaker_label": "spk_0"},
        {"transcript": GONE, "start_time": "4.0", "end_time": "6.0", "speaker_label": "spk_1"},
    ]
    assert said(one(tmp_path, {"results": {"transcripts": [{}], "audio_segments": segments}})) == TOLD


def test_aws_transcribe_with_a_channel_each_puts_them_in_order(tmp_path: Path) -> None:
    channels = [
        {"channel_label": "ch_1", "items": [item("Hello", 1.0), sign("."), item("Gone", 9.0), sign(".")]},
        {"channel_label": "ch_0", "items": [item("Yes", 4.0), sign("?")]},
    ]
    conversation = one(tmp_path, {"results": {"transcripts": [{}], "channel_labels": {"channels": channels}}})
    assert [(turn.speaker, turn.text) for turn in conversation.turns] == [("ch_1", "Hello."), ("ch_0", "Yes?"), ("ch_1", "Gone.")]


def test_aws_transcribe_without_speakers_is_one_turn(tmp_path: Path) -> None:
    assert said(one(tmp_path, {"results": {"transcripts": [{"transcript": GONE}]}})) == [("", "other", None, None, GONE)]


def test_call_analytics_and_contact_lens_by_participant(tmp_path: Path) -> None:
    call = {
        "Channel": "VOICE", "CustomerMetadata": {"ContactId": "c-9"},
        "Participants": [
            {"ParticipantId": "1", "ParticipantRole": "AGENT"},
            {"ParticipantId": "2", "ParticipantRole": "CUSTOMER"},
        ],
        "Transcript": [
            {"ParticipantId": "1", "Content": HELP, "BeginOffsetMillis": 0, "EndOffsetMillis": 2500},
            {"ParticipantId": "2", "Content": GONE, "BeginOffsetMillis": 4000, "EndOffsetMillis": 6000},
        ],
    }  # fmt: skip
    conversation = one(tmp_path, call)
    assert [(turn.role, turn.start_s, turn.end_s) for turn in conversation.turns] == [("agent", 0.0, 2.5), ("customer", 4.0, 6.0)]
    assert conversation.key == "c-9"


def test_contact_lens_chat_has_absolute_times(tmp_path: Path) -> None:
    chat = {
        "Channel": "CHAT",
        "Transcript": [
            {"ParticipantRole": "AGENT", "Content": "Hi", "AbsoluteTime": "2026-11-10T09:00:00Z", "DisplayName": "Rafael"},
            {"ParticipantRole": "CUSTOMER", "Content": "Hello Rafael", "AbsoluteTime": "2026-11-10T09:00:30Z"},
        ],
    }
    conversation = one(tmp_path, chat)
    assert (conversation.channel, conversation.at) == ("chat", datetime(2026, 11, 10, 9, tzinfo=UTC))
    assert [turn.start_s for turn in conversation.turns] == [0.0, 30.0]
    assert conversation.known_names == ("Rafael",)


def test_whisper_without_speakers_goes_sentence_by_sentence(tmp_path: Path) -> None:
    segments = [
        {"id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": " My card", "avg_logprob": -0.2},
        {"id": 1, "seek": 0, "start": 2.0, "end": 3.0, "text": " is gone.", "avg_logprob": -0.2},
        {"id": 2, "seek": 0, "start": 3.5, "end": 5.0, "text": " Since Monday.", "avg_logprob": -0.2},
    ]
    conversation = one(tmp_path, {"text": "...", "language": "en", "segments": segments})
    assert said(conversation) == [("", "other", 0.0, 3.0, GONE), ("", "other", 3.5, 5.0, "Since Monday.")]


def test_whisperx_splits_a_segment_in_which_both_speak(tmp_path: Path) -> None:
    words = [
        {"word": "help", "start": 0.0, "end": 0.4, "speaker": "SPEAKER_00"}, {"word": "you?", "start": 0.5, "end": 0.9},
        {"word": "Gone.", "start": 1.2, "end": 1.6, "speaker": "SPEAKER_01"},
    ]  # fmt: skip
    segments = [
        {"start": 0.0, "end": 1.6, "text": "help you? Gone.", "speaker": "SPEAKER_00", "words": words},
        {"start": 2.0, "end": 3.0, "text": "All gone.", "speaker": "SPEAKER_01"},
    ]
    conversation = one(tmp_path, {"segments": segments, "word_segments": words})
    assert [(turn.speaker, turn.start_s, turn.end_s, turn.text) for turn in conversation.turns] == [
        ("SPEAKER_00", 0.0, 0.9, "help you?"),
        ("SPEAKER_01", 1.2, 3.0, "Gone. All gone."),
    ]


def test_whisper_cpp_counts_in_milliseconds(tmp_path: Path) -> None:
    rows = [
        {"timestamps": {"from": "00:00:01,000", "to": "00:00:02,500"}, "offsets": {"from": 1000, "to": 2500}, "text": " Gone."}
    ]
    assert said(one(tmp_path, {"model": {"type": "base"}, "transcription": rows})) == [("", "other", 1.0, 2.5, "Gone.")]


DEEPGRAM = {"metadata": {"request_id": "r-1", "created": "2026-11-10T08:00:00.000Z", "channels": 1}}


@pytest.mark.parametrize(
    "results",
    [
        {
            "utterances": [
                {"start": 0.0, "end": 2.5, "transcript": HELP, "speaker": 0, "channel": 0},
                {"start": 4.0, "end": 6.0, "transcript": GONE, "speaker": 1, "channel": 0},
            ]
        },
        {
            "channels": [
                {"alternatives": [{"transcript": "", "paragraphs": {"paragraphs": [
                    {"sentences": [{"text": HELP}], "speaker": 0, "start": 0.0, "end": 2.5},
                    {"sentences": [{"text": "My card"}, {"text": "is gone."}], "speaker": 1, "start": 4.0, "end": 6.0},
                ]}}]}
            ]
        },
        {
            "channels": [
                {"alternatives": [{"transcript": "", "words": [
                    {"word": "how", "punctuated_word": HELP, "start": 0.0, "end": 2.5, "speaker": 0},
                    {"word": "my", "punctuated_word": GONE, "start": 4.0, "end": 6.0, "speaker": 1},
                ]}]}
            ]
        },
    ],
    ids=["utterances", "paragraphs", "words"],
)  # fmt: skip
def test_deepgram_in_each_of_its_shapes(tmp_path: Path, results: dict[str, Any]) -> None:
    conversation = one(tmp_path, {**DEEPGRAM, "results": results})
    assert said(conversation) == [("Speaker 0", "agent", 0.0, 2.5, HELP), ("Speaker 1", "customer", 4.0, 6.0, GONE)]
    assert (conversation.key, conversation.at, conversation.dated) == (
        "r-1",
        datetime(2026, 11, 10, 8, tzinfo=UTC),
        "transcription",
    )


def test_deepgram_with_a_channel_each(tmp_path: Path) -> None:
    def channel(text: str, start: float) -> dict[str, Any]:
        word = {"word": text, "start": start, "end": start + 1, "speaker": 0}
        return {"alternatives": [{"transcript": text, "words": [word]}]}

    conversation = one(tmp_path, {"results": {"channels": [channel("gone", 4.0), channel("help", 0.0)]}})
    assert [(turn.speaker, turn.text) for turn in conversation.turns] == [("Channel 1", "help"), ("Channel 0", "gone")]


def test_assemblyai_counts_in_milliseconds(tmp_path: Path) -> None:
    call = {
        "id": "t-1", "audio_url": "https://example.com/a.wav?token=secret", "status": "completed", "text": "...",
        "utterances": [
            {"speaker": "A", "text": HELP, "start": 0, "end": 2500}, {"speaker": "B", "text": GONE, "start": 4000, "end": 6000}
        ],
    }  # fmt: skip
    conversation = one(tmp_path, call)
    assert said(conversation) == [("Speaker A", "agent", 0.0, 2.5, HELP), ("Speaker B", "customer", 4.0, 6.0, GONE)]
    assert "secret" not in repr(conversation)


def test_zoom_timeline(tmp_path: Path) -> None:
    def row(at: str, name: str, text: str) -> dict[str, Any]:
        return {"ts": at, "end_ts": "00:00:30.000", "text": text, "users": [{"username": name, "user_id": "1"}]}

    timeline = [row("00:00:05.250", "Rafael Ortiz (Acme)", "Hi."), row("00:00:09.000", "Petra Hoffmann", "Hello Rafael.")]
    call = {"type": "zoom_transcript", "recording_id": "z-1", "recording_start": "2026-11-10T09:00:00Z", "timeline": timeline}
    conversation = one(tmp_path, call)
    assert conversation.at == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert [turn.start_s for turn in conversation.turns] == [5.25, 9.0]
    assert conversation.known_names == ("Rafael Ortiz", "Petra Hoffmann")


def test_zoom_timeline_without_words_says_what_to_bring(tmp_path: Path) -> None:
    file = tmp_path / "timeline.json"
    file.write_text(json.dumps({"timeline": [{"ts": "00:00:01.000", "users": [{"username": "Petra"}]}]}))
    with pytest.raises(UnreadableFile, match="holds no conversation"):
        read_conversations(file)


def test_zoom_captions_and_the_day_in_the_files_name(tmp_path: Path) -> None:
    vtt = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nPetra Hoffmann: Hello.\n\n2\n00:00:03.000 --> 00:00:04.000\nJo Li: Hi.\n"
    conversation = one(tmp_path, vtt, "GMT20261110-090000_Recording.transcript.vtt")
    assert (conversation.at, conversation.dated) == (datetime(2026, 11, 10, 9, tzinfo=UTC), "file name")
    assert conversation.known_names == ("Petra Hoffmann", "Jo Li")


def test_teams_captions_with_two_voices_in_a_cue(tmp_path: Path) -> None:
    vtt = "WEBVTT\n\na-1/0\n00:00:03.000 --> 00:00:06.500\n<v Petra Hoffmann>Hello.</v>\n<v Jo Li>Hi &amp; welcome.</v>\n"
    assert said(one(tmp_path, vtt, "meeting.vtt")) == [
        ("Petra Hoffmann", "other", 3.0, 6.5, "Hello."),
        ("Jo Li", "other", 3.0, 6.5, "Hi & welcome."),
    ]


def test_teams_metadata_has_the_time_of_day(tmp_path: Path) -> None:
    def cue(at: str, name: str, text: str) -> str:
        told = {"startDateTime": at, "speakerName": name, "spokenText": text, "spokenLanguage": "en-us"}
        return f"00:00:10.000 --> 00:00:12.000\n{json.dumps(told)}\n"

    vtt = "WEBVTT\n\n" + cue("2026-11-10T09:00:10Z", "Petra", "Hello.") + "\n" + cue("2026-11-10T09:00:12Z", "Jo Li", "Hi.")
    conversation = one(tmp_path, vtt, "meta.vtt")
    assert conversation.at == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert [(turn.speaker, turn.text) for turn in conversation.turns] == [("Petra", "Hello."), ("Jo Li", "Hi.")]


def test_teams_entries(tmp_path: Path) -> None:
    entries = [
        {"text": "Hello.", "speakerDisplayName": "Petra Hoffmann", "startOffset": "00:00:09.9127222", "endOffset": "00:00:10.6"},
        {"text": "Hi.", "speakerDisplayName": "Jo Li", "startOffset": "00:00:11", "endOffset": "00:00:12"},
    ]
    meeting = {"type": "Transcript", "entries": entries, "events": [{"startDateTime": "2026-11-10T09:00:00Z"}]}
    conversation = one(tmp_path, meeting)
    assert conversation.at == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert [(turn.start_s, turn.end_s) for turn in conversation.turns] == [(9.9127222, 10.6), (11.0, 12.0)]


@pytest.mark.parametrize(
    ("agent", "customer"),
    [
        ("Vielen Dank für Ihren Anruf, was kann ich für Sie tun?", "Mein Router geht nicht."),
        ("Obrigada por ligar, em que posso ajudar?", "Não consigo pagar a fatura."),
        ("Gracias por llamar, ¿en qué puedo ayudarle?", "No me llega el pedido."),
        ("Merci de votre appel, comment puis-je vous aider ?", "Ma carte est perdue."),
    ],
)
def test_the_agent_is_told_by_what_is_said_where_nothing_else_tells(tmp_path: Path, agent: str, customer: str) -> None:
    rows = [{"speaker": "SPEAKER_01", "text": customer}, {"speaker": "SPEAKER_00", "text": agent}]
    conversation = one(tmp_path, {"turns": rows})
    assert ([turn.role for turn in conversation.turns], conversation.guessed) == (["customer", "agent"], True)


def test_two_who_both_sound_like_an_agent_stay_open(tmp_path: Path) -> None:
    rows = [{"speaker": f"SPEAKER_0{n}", "text": "How can I help you?"} for n in (0, 1)]
    conversation = one(tmp_path, {"turns": rows})
    assert ([turn.role for turn in conversation.turns], conversation.guessed) == (["other", "other"], False)
