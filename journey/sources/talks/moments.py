"""Reads the instants and offsets that exports write, each in its own way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?\s*")
_NAMED = re.compile(
    r"(?<!\d)(GMT)?(20\d\d)([-_.]?)([01]\d)\3([0-3]\d)(?:[-_ Tt.]{1,3}([0-2]\d)[-_:.h]?([0-5]\d)(?:[-_:.m]?([0-5]\d))?)?(?!\d)"
)
_FIRST, _LAST = 631_152_000, 4_102_444_800
"""1990 and 2100 in seconds of the epoch: a number outside is no instant."""
MOST_SECONDS = 1e9


def instant(value: Any, timezone: str) -> datetime | None:
    """An instant in UTC from ISO text or from seconds, milliseconds or microseconds of the epoch; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_epoch(float(value)) if abs(value) < 1e18 else None
    if not isinstance(value, str) or len(value) > 64:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix(" UTC"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _of_epoch(number: float) -> datetime | None:
    for unit in (1, 1_000, 1_000_000):
        if _FIRST <= number / unit <= _LAST:
            return datetime.fromtimestamp(number / unit, UTC)
    return None


def instant_in(record: dict[str, Any], keys: tuple[str, ...], timezone: str) -> datetime | None:
    """The first of the record's `keys` that holds an instant."""
    return next((moment for key in keys if (moment := instant(record.get(key), timezone)) is not None), None)


def in_name(stem: str, timezone: str) -> datetime | None:
    """The day, with its time if there is one, that a file's name carries ("2026-11-10 call", "GMT20261110-090000_Recording")."""
    found = _NAMED.search(stem)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(found[group] or 0) for group in (2, 4, 5, 6, 7, 8))
    zone = ZoneInfo("UTC" if found[1] else timezone)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def seconds(value: Any, unit: float = 1.0) -> float | None:
    """An offset in seconds from a number (of `unit` seconds), also as text, or a clock ("0:01:02.5"); None if it is none."""
    if isinstance(value, str):
        return _of_clock(value) if ":" in value else _number(value, unit)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(float(value * unit), 6) if 0 <= value < MOST_SECONDS else None


def _of_clock(value: str) -> float | None:
    found = _CLOCK.fullmatch(value) if len(value) < 40 else None
    if not found:
        return None
    hours, minutes, whole, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + (float(f"0.{part}") if part else 0.0)


def _number(value: str, unit: float) -> float | None:
    try:
        return seconds(float(value), unit) if len(value) < 40 else None
    except ValueError:
        return None
