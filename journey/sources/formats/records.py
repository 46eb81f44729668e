"""Reads JSON: an array of records, an object that holds one, or one record a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from journey.errors import UnreadableFile
from journey.sources.encoding import encoding_of
from journey.sources.table import ROW, Answers, FileShape, Table, problem, problem_frame, unique_names

RANK = 30


def claims(path: Path, head: bytes) -> bool:
    """Text that starts with a bracket or brace."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return start[:1] == b"{" or (start[:1] == b"[" and start[1:].lstrip()[:1] in {b"{", b"]", b"["})


def describe(path: Path, shape: FileShape, answers: Answers) -> FileShape:
    """The encoding, and whether it is one document or one record a line."""
    encoding, notes = (answers.encoding, ()) if answers.encoding else encoding_of(path, shape.file)
    return FileShape(shape.file, "json", shape.size, shape.packed, encoding, notes=notes)


def load(path: Path, shape: FileShape) -> Table:
    """The records, nested ones flattened one level ("user.id"); deeper values stay as JSON text."""
    try:
        text = path.read_text(encoding=shape.encoding)
    except (UnicodeError, LookupError) as error:
        raise UnreadableFile(
            f"{shape.file} can't be read as {shape.encoding}. Nothing was imported. Export it again as UTF-8."
        ) from error
    problems: list[dict[str, object]] = []
    records = [(row, _flat(item)) for row, item in _records(text, shape.file, problems) if _is_record(row, item, shape, problems)]
    keys = list(dict.fromkeys(key for _, record in records for key in record))
    names, repeated = unique_names(keys)
    columns = [pl.Series(ROW, [row for row, _ in records], dtype=pl.Int64)]
    columns += [
        pl.Series(name, [record.get(key) for _, record in records], dtype=pl.String)
        for name, key in zip(names, keys, strict=True)
    ]
    notes = (*shape.notes, f"Rows of {shape.file} are counted from 1 at the first record.") if records else shape.notes
    return Table(shape.file, pl.DataFrame(columns).lazy(), tuple(names), problem_frame(problems), notes, repeated=repeated)


def _records(text: str, file: str, problems: list[dict[str, object]]) -> Iterator[tuple[int, Any]]:
    try:
        document = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        lines = [(row, line) for row, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].strip().endswith("}"):
            raise _broken(file, text, error) from error
        yield from _by_line(lines, file, problems)
        return
    yield from enumerate(_list_in(document, file), start=1)


def _broken(file: str, text: str, error: Exception) -> UnreadableFile:
    at_end = isinstance(error, json.JSONDecodeError) and error.pos >= len(text.rstrip()) - 1
    what = "is cut off: it stops in the middle of a record" if at_end or "Unterminated" in str(error) else "is not valid JSON"
    return UnreadableFile(f"{file} {what}. Nothing was imported. Download or export it again.")


def _by_line(lines: list[tuple[int, str]], file: str, problems: list[dict[str, object]]) -> Iterator[tuple[int, Any]]:
    for row, line in lines:
        try:
            yield row, json.loads(line, parse_float=str, parse_int=str)
        except (ValueError, RecursionError) as error:
            if row == lines[-1][0] and not line.strip().endswith("}"):
                raise UnreadableFile(
                    f"{file} is cut off: its last line, line {row}, stops in the middle of a record. Nothing was imported. "
                    "Download or export it again."
                ) from error
            problems.append(
                problem((file, row, ""), line, reason="The line is not valid JSON.", advice="Write one whole record a line.")
            )


def _list_in(document: Any, file: str) -> list[Any]:
    if isinstance(document, list):
        return document
    lists = [value for value in document.values() if isinstance(value, list)] if isinstance(document, dict) else []
    lists = [value for value in lists if value and all(isinstance(item, dict) for item in value)]
    if len(lists) == 1:
        return lists[0]
    if isinstance(document, dict) and not lists:
        return [document]
    raise UnreadableFile(
        f"{file} holds no single list of records. Nothing was imported. Export it as a JSON array or one record a line."
    )


def _is_record(row: int, item: Any, shape: FileShape, problems: list[dict[str, object]]) -> bool:
    if isinstance(item, dict):
        return True
    advice = 'Write each record as an object, such as {"customer": "7"}.'
    problems.append(problem((shape.file, row, ""), _text(item) or "", reason="The record has no named fields.", advice=advice))
    return False


def _flat(record: dict[str, Any]) -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            flat |= {f"{key}.{inner}": _text(deep) for inner, deep in value.items()}
        else:
            flat[key] = _text(value)
    return flat


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return json.dumps(value, ensure_ascii=True)
