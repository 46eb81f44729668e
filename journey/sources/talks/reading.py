"""Reads conversations from a file, a folder or an archive, whatever their formats; nothing of it is redacted yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from journey.errors import UnreadableFile
from journey.sources.talks.files import mail
from journey.sources.talks.moments import in_name
from journey.sources.talks.opening import opened, stem_of
from journey.sources.talks.place import Place, Plain, Problems
from journey.sources.talks.registry import file_formats
from journey.sources.talks.talk import Conversation
from journey.sources.talks.threads import Mail, conversations

MOST_BYTES = 256 * 1024**2
"""The largest transcript file; a week of calls is a hundredth of it. A mailbox, read mail by mail, may be larger."""
_OTHER_THINGS = (
    (re.compile(rb"ID3|RIFF....WAVE|OggS|fLaC|....ftyp|\xff[\xf2\xf3\xfa\xfb]|\x1aE\xdf\xa3", re.DOTALL), "a recording"),
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\xd0\xcf\x11\xe0|\{\\rtf|PK\x03\x04.{26,2000}(?:word/|ppt/)", re.DOTALL), "a document of a word processor"),
)


@dataclass
class Found:
    """What was read: conversations, what could not be read, and how many files there were."""

    conversations: list[Conversation] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    files: int = 0


def read_conversations(
    *paths: Path, timezone: str = "UTC", ours: frozenset[str] = frozenset(), told: Callable[[int], None] = lambda _files: None
) -> Found:
    """The conversations of files, and of all files in folders and archives; each format is known by its content.

    Times without a zone are read in `timezone`; `ours` are the domains that agents mail from, where known; `told` hears how
    many files were read. Mails are put together into threads, wherever they lay. A file without a conversation is a problem
    beside others, and UnreadableFile if there is none at all.
    """
    found, mails, refused = Found(), _Mails(), []
    for name, plain in opened(*paths):
        found.files += 1
        place = Place(name, timezone, ours=ours, problems=found.problems)
        try:
            if isinstance(plain, UnreadableFile):
                raise plain
            found.conversations += [_settled(one, place) for one in _read(plain, place, mails)]
        except UnreadableFile as why:
            refused.append((name, why))
        told(found.files)
    threads = Place(paths[0].name, timezone)
    found.conversations += [_settled(one, threads, "") for one in conversations(mails.all, ours)]
    if not found.conversations:
        raise refused[0][1] if found.files == 1 and refused else _nothing(paths[0], found.files, refused)
    for name, refusal in refused:
        _leave_out(found.problems, name, refusal)
    return found


@dataclass
class _Mails:
    """The mails of all files, since a thread may lie in several."""

    all: list[Mail] = field(default_factory=list)


def _read(plain: Plain, place: Place, mails: _Mails) -> Iterable[Conversation]:
    _refuse_other_things(plain)
    if mail.claims(plain):
        before = len(mails.all)
        mails.all += mail.messages(plain, place)
        if len(mails.all) == before:
            raise UnreadableFile(f"{plain.name} holds no mail with words in it. Nothing was imported. Export the mails again.")
        return ()
    if plain.path.stat().st_size > MOST_BYTES:
        raise UnreadableFile(f"{plain.name} is larger than 256 MB. Nothing was imported. Split it and import the parts.")
    reader = next(one for one in file_formats() if one.claims(plain))
    return list(reader.read(plain, place))


def _refuse_other_things(plain: Plain) -> None:
    for magic, thing in _OTHER_THINGS:
        if magic.match(plain.head):
            advice = (
                "Give its transcript, and the folder of recordings with --audio."
                if thing == "a recording"
                else "Export it as text."
            )
            raise UnreadableFile(f"{plain.name} is {thing}, not a transcript. Nothing was imported. {advice}")


def _nothing(path: Path, files: int, refused: list[tuple[str, UnreadableFile]]) -> UnreadableFile:
    if not refused:
        return UnreadableFile(f"{path.name} holds no file. Nothing was imported. Name a folder with transcripts in it.")
    why = str(refused[0][1]).replace(" Nothing was imported.", "")
    return UnreadableFile(
        f"{path.name} holds {files:,} files and no conversation. Nothing was imported. The first of them: {why}"
    )


def _leave_out(problems: Problems, name: str, refusal: UnreadableFile) -> None:
    """A file that was refused among others, as a problem: its sentence, and what to do."""
    reason, _, advice = str(refusal).partition(" Nothing was imported. ")
    advice = f"This file was left out. {advice}".strip()
    problems.add(name, None, column="file", value=name, reason=reason, advice=advice)


def _settled(one: Conversation, place: Place, stem: str | None = None) -> Conversation:
    """The conversation with its file's stem, and a day from the file's name if it has none of its own."""
    stem = stem_of(place.file) if stem is None else stem
    called = in_name(stem, place.timezone) if one.at is None or one.dated else None
    return replace(one, stem=stem, at=called, dated="file name") if called else replace(one, stem=stem)
