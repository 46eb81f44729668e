"""Takes what points to a person out of rows that are about to be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from journey.domain.words import SourceKind

_TELLING = re.compile(
    r"e-?mail.*|.*e-?mail|(?:tele)?phone.*|.*(?:tele)?phone|mobile(?: number)?|fax|.*address|street.*|ip|"
    r"(?:first|last|full|middle|given|family|customer|client|user|contact|caller|patient|guest|member|respondent|agent) ?name|"
    r"surname|username|iban|card number|passport.*|ssn|date of birth|birth ?date|dob"
)
"""Headers, with their signs as spaces, of columns that hold nothing but what points to a person."""
_IDS = ("customer", "ticket", "response", "participant")
_WORDS = (SourceKind.TICKETS, SourceKind.SURVEYS, SourceKind.USABILITY)
_LONG = 20
WORDS = {
    "PERSON": "name", "EMAIL": "e-mail address", "PHONE": "phone number", "CARD": "card number", "IBAN": "IBAN",
    "ID": "identity number", "ACCOUNT": "account number", "IP": "IP address", "URL": "web address",
}  # fmt: skip
"""What redaction takes out, by its placeholder, as a reader calls it."""


def without_private(
    frame: pl.DataFrame | pl.LazyFrame, kind: SourceKind, schema: dict[str, pl.DataType]
) -> tuple[pl.DataFrame | pl.LazyFrame, list[str]]:
    """The rows without what points to a person, and sentences about what was taken out.

    Columns whose header says that they hold names, addresses or numbers of people are left out. An id that is an e-mail
    address becomes a number that stays the same over all files. Customers' words and long attributes are redacted.
    """
    gone = [name for name in frame.collect_schema() if name not in schema and _TELLING.fullmatch(_plain(name))]
    notes = [f"Left out because they point to a person: {', '.join(repr(name) for name in gone)}."] if gone else []
    frame = frame.drop(gone)
    frame, numbered = _numbered(frame)
    notes += [f"E-mail addresses in '{name}' became numbers that stay the same in every file." for name in numbered]
    if kind in _WORDS and isinstance(frame, pl.DataFrame):
        frame, removed = _redacted(frame, schema)
        notes += what_was_removed(removed)
    return frame, notes


def private_values(values: pl.Series) -> pl.Series:
    """Values of problem rows, redacted where they could hold something private."""
    return _redact_where(values, _risky(pl.col(values.name)) | (pl.col(values.name).str.len_chars() >= _LONG))[0]


def in_words(removed: Mapping[str, int]) -> str:
    """What redaction took out as a reader says it: 1 card number, 2 e-mail addresses, 3 names."""
    called = [(WORDS.get(kind.upper(), kind.lower()), count) for kind, count in sorted(removed.items())]
    return ", ".join(f"{count:,} {what if count == 1 else _several(what)}" for what, count in called)


def _several(what: str) -> str:
    return f"{what}es" if what.endswith("s") else f"{what}s"


def what_was_removed(removed: Mapping[str, int]) -> list[str]:
    """A sentence about what redaction took out; none if it took nothing."""
    said = f"Taken out of the texts: {in_words(removed)}. People's names can't all be found: look before you share a quote."
    return [said] if removed else []


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)).strip().lower()


def _numbered(frame: pl.DataFrame | pl.LazyFrame) -> tuple[pl.DataFrame | pl.LazyFrame, list[str]]:
    from journey.sources.identity import stable_hash

    ids = [name for name in _IDS if name in frame.collect_schema()]
    sample = frame.lazy().select(pl.col(ids)).head(10_000).collect() if isinstance(frame, pl.LazyFrame) else frame.select(ids)
    found = [name for name in ids if sample[name].str.contains("@", literal=True).any()]

    def number(values: pl.Series) -> pl.Series:
        return stable_hash(values.str.strip_chars().str.to_lowercase(), 0)

    def numbered(name: str) -> pl.Expr:
        digits = pl.col(name).map_batches(number, return_dtype=pl.UInt64(), is_elementwise=True).cast(pl.String)
        return pl.when(pl.col(name).str.contains("@", literal=True)).then("c" + digits).otherwise(pl.col(name)).alias(name)

    return frame.with_columns(numbered(name) for name in found), found


def _redacted(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> tuple[pl.DataFrame, dict[str, int]]:
    removed: dict[str, int] = {}
    columns: dict[str, pl.Series] = {}
    for name, dtype in frame.schema.items():
        if dtype != pl.String or name in _IDS or name in ("stage", "status", "task"):
            continue
        text = pl.col(name)
        where = text.is_not_null() if name == "text" else _risky(text) | (text.str.len_chars() >= _LONG) & text.str.contains(" ")
        columns[name], counts = _redact_where(frame[name], where)
        for kind, count in counts.items():
            removed[kind] = removed.get(kind, 0) + count
    return frame.with_columns(**columns), removed


def _risky(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"@|://|www\.|^\s*(?:\+|00|\()\d")


def _redact_where(values: pl.Series, where: pl.Expr) -> tuple[pl.Series, dict[str, int]]:
    """The values with those that `where` names redacted, each different one once; and how much of what was removed."""
    from journey.analysis.redact import redact_many

    different = values.to_frame().filter(where).to_series().drop_nulls().unique(maintain_order=True)
    if different.is_empty():
        return values, {}
    texts, removed = redact_many(different)
    clean: Any = pl.DataFrame({"raw": different, "clean": texts})
    joined = pl.DataFrame({"raw": values}).join(clean, on="raw", how="left", maintain_order="left")
    return joined.select(pl.coalesce("clean", "raw").alias(values.name)).to_series(), removed
