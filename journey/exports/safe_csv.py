"""CSV that never starts a formula in a spreadsheet."""

from __future__ import annotations

import re

import polars as pl

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What Excel, LibreOffice and Sheets may take for the start of a formula (OWASP, CSV Injection), full-width signs too."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?")


def safe(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could run it; a plain number stays a number."""
    return f"'{text}" if text.lstrip(" \n").startswith(STARTS) and not _is_number(text) else text


def safe_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text cell and column name made safe."""
    texts = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical) or isinstance(kind, pl.Enum)]
    made = frame.with_columns(pl.col(name).cast(pl.String).map_elements(safe, return_dtype=pl.String) for name in texts)
    return made.rename({name: safe(name) for name in frame.columns})


def safe_csv(frame: pl.DataFrame) -> bytes:
    """The frame as CSV in UTF-8 with a byte-order mark, which Excel needs to read it as UTF-8."""
    return "﻿".encode() + safe_frame(frame).write_csv().encode()


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
