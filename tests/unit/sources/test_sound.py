"""Recordings are told by how they begin, and a place that holds none is never named."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from journey.errors import UnreadableFile
from journey.sources import sound as sounds
from journey.sources.sound import read_sound, sound


def recorded(path: Path, seconds: float = 1.0) -> Path:
    """A second of silence as a telephone system records it."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(int(16_000 * seconds)))
    return path


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64\x00\x0f\xf0\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80\x00\x1f\xfc\x00\x00\x00\x00\x00", "audio/aac"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"OggS\x00\x02\x00\x00\x00\x00\x00\x00", "audio/ogg"),
        (b"fLaC\x00\x00\x00\x22\x10\x00\x10\x00", "audio/flac"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81", "audio/webm"),
    ],
)
def test_each_kind_is_known_by_its_beginning(beginning: bytes, kind: str) -> None:
    assert sound(beginning).kind == kind


@pytest.mark.parametrize(
    "beginning", [b"", b"\xff", b"root:x:0:0:root", b"RIFF\x24\x00\x00\x00AVI LIST", b"\x89PNG\r\n\x1a\n", b"{}"]
)
def test_what_is_no_recording_is_refused(beginning: bytes) -> None:
    with pytest.raises(UnreadableFile, match="no recording"):
        sound(beginning)


def test_a_recording_is_read_again_when_it_changed(tmp_path: Path) -> None:
    path = recorded(tmp_path / "call.wav")
    first = read_sound(str(path))
    assert read_sound(str(path)) is first
    recorded(path, seconds=2)
    assert len(read_sound(str(path)).data) > len(first.data)


@pytest.mark.parametrize("place", ["gone.wav", "."])
def test_a_place_without_a_recording_is_not_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sound(str(tmp_path / place))
    assert "not where it lay" in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_file_that_is_no_recording_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "call.wav"
    secret.write_text("passwords")
    with pytest.raises(UnreadableFile, match="no recording") as refused:
        read_sound(str(secret))
    assert "passwords" not in str(refused.value)


def test_a_recording_of_days_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MOST", 1000)
    with pytest.raises(UnreadableFile, match="too large"):
        read_sound(str(recorded(tmp_path / "call.wav")))
