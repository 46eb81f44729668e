"""`journey redact < text > text`: takes what points to a person out of any text; nothing is stored, no journey is needed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, BinaryIO

import typer

from journey.cli.show import warn
from journey.errors import JourneyError

Lines = Annotated[bool, typer.Option("--lines", help="Each line is a text of its own, and is written as soon as it is read.")]
Names = Annotated[list[str] | None, typer.Option("--name", help="A person known to be in the text; as often as needed.")]
Language = Annotated[str | None, typer.Option(help="Language of the text, such as de, for numbers without a country code.")]
Region = Annotated[str | None, typer.Option(help="Country of the text, such as AT, for numbers without a country code.")]


def redact(lines: Lines = False, name: Names = None, language: Language = None, region: Region = None) -> None:
    """Take e-mails, numbers, names and the like out of a text: standard input to standard output, both UTF-8."""
    from journey.analysis.redact import PROMISE
    from journey.analysis.redact import redact as redacted

    if sys.stdin.isatty():
        warn("Type or paste the text; Ctrl-D ends it.")
    removed: Counter[str] = Counter()
    for text, end in _lines(sys.stdin.buffer) if lines else _whole(sys.stdin.buffer):
        clean = redacted(text, known_names=name or (), language=language, region=region)
        removed.update(clean.removed)
        sys.stdout.buffer.write((clean.text + end).encode("utf-8"))
        sys.stdout.buffer.flush()
    with suppress(BrokenPipeError):
        warn(_said(removed), PROMISE)


def _whole(source: BinaryIO) -> Iterator[tuple[str, str]]:
    text = _read(source.read(), 1)
    if text:
        yield text, ""


def _lines(source: BinaryIO) -> Iterator[tuple[str, str]]:
    """Each line and how it ends, so that as many lines go out as come in."""
    for number, line in enumerate(source, start=1):
        text = _read(line, number)
        body = text.rstrip("\r\n")
        yield body, text[len(body) :]


def _read(raw: bytes, first_line: int) -> str:
    try:
        return raw.decode("utf-8-sig" if first_line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        line = first_line + raw[: error.start].count(b"\n")
        raise JourneyError(
            f"Line {line} is not UTF-8, and what can't be read can't be redacted. Nothing from there on was written. "
            "Convert it first, for example with: iconv -f cp1252 -t utf-8"
        ) from None


def _said(removed: Counter[str]) -> str:
    parts = ", ".join(f"{count:,} {kind.lower()}" for kind, count in sorted(removed.items()))
    return f"Taken out: {parts}." if parts else "Nothing was found to take out."
