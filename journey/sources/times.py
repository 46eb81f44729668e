"""Reads points in time: finds the formats of a column, its day-month order, and turns it into UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from journey.sources.numbers import is_blank

UTC_US = pl.Datetime("us", "UTC")
_FIRST, _LAST = datetime(1900, 1, 1), datetime(2201, 1, 1)  # noqa: DTZ001
_EPOCHS = {"epoch s": 1_000_000, "epoch ms": 1_000, "epoch us": 1}

_DATE = r"""
 (?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*(?P<weekday_gap>,?\s))?
 (?: (?P<y>\d{4})(?P<ys>[-/.])(?P<ym>\d{1,2})(?P=ys)\d{1,2}
   | (?P<compact>(?:19|20)\d{6})
   | (?P<a>\d{1,2})(?P<as>[-/.])(?P<b>\d{1,2})(?P=as)(?P<ay>\d{4}|\d{2})
   | \d{1,2}(?P<n1>[\s-])(?P<dm>[a-z]{3,9})(?P<n2>,?[\s-])(?P<ny>\d{4}|\d{2})
   | (?P<mm>[a-z]{3,9})\s\d{1,2}(?P<m2>,?\s)(?P<my>\d{4})
 )"""
_CLOCK = r"(?P<gap>T|,?\s)\d{1,2}:\d{2}(?P<sec>:\d{2}(?P<frac>\.\d{1,9})?)?(?:(?P<ampm_gap>\s?)(?P<ampm>[ap]m))?"
_ZONE = r"(?P<zone_gap>\s?)(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_TIME = re.compile(rf"{_DATE}(?:{_CLOCK}(?:{_ZONE})?)?", re.IGNORECASE | re.VERBOSE)
_TRIPLE = r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?:\D|$)"
DAY_MONTH = re.compile(r"\s*\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})(\D|$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDERS = {"dmy": ("%d", "%m"), "mdy": ("%m", "%d")}


@dataclass(frozen=True)
class TimeFormat:
    """A way to write times: a strptime pattern (or "epoch s", "epoch ms", "epoch us"), and whether it says its offset."""

    pattern: str
    zoned: bool


@dataclass(frozen=True)
class DayMonth:
    """What the values say of their day-month order: an example that must be day first, and one that must be month first."""

    numeric: bool
    day_first: str | None
    month_first: str | None

    @property
    def order(self) -> str | None:
        """ "dmy" or "mdy" where the values decide it, else None."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return "dmy" if self.day_first else "mdy"


def format_of(value: str, order: str | None) -> TimeFormat | None:
    """The format that `value` is written in, or None where it is no time; 3/4/2025 takes its order from `order`."""
    text = value.strip()
    if re.fullmatch(r"\d{9,10}(\.\d{1,9})?", text):
        return TimeFormat("epoch s", True)
    if re.fullmatch(r"\d{12,13}", text):
        return TimeFormat("epoch ms", True)
    if re.fullmatch(r"\d{15,16}", text):
        return TimeFormat("epoch us", True)
    match = _TIME.fullmatch(text)
    if not match:
        return None
    date = _date_pattern(match, order)
    if date is None:
        return None
    zone = match["zone"] or ""
    return TimeFormat(date + _clock_pattern(match, zone), bool(zone))


def _date_pattern(match: re.Match[str], order: str | None) -> str | None:
    day = ""
    if match["weekday"]:
        day = f"%A{match['weekday_gap']}"
    if match["dm"] or match["mm"]:
        named = _named_pattern(match)
        return named and day + named
    if match["compact"]:
        return f"{day}%Y%m%d"
    if match["y"]:
        return f"{day}%Y{match['ys']}%m{match['ys']}%d"
    year = "%Y" if len(match["ay"]) == 4 else "%y"
    first, second = ORDERS.get(order or "dmy", ORDERS["dmy"])
    parts = ("%y", "%m", "%d") if order == "ymd" and year == "%y" else (first, second, year)
    return day + match["as"].join(parts)


def _named_pattern(match: re.Match[str]) -> str | None:
    if (match["dm"] or match["mm"]).lower()[:3] not in _MONTHS:
        return None
    if match["dm"]:
        return f"%d{match['n1']}%B{match['n2']}{'%Y' if len(match['ny']) == 4 else '%y'}"
    return f"%B %d{match['m2']}%Y"


def _clock_pattern(match: re.Match[str], zone: str) -> str:
    if not match["gap"]:
        return ""
    hour = "%I" if match["ampm"] else "%H"
    seconds = "" if not match["sec"] else ":%S%.f" if match["frac"] else ":%S"
    ampm = f"{match['ampm_gap']}%p" if match["ampm"] else ""
    mark = zone if zone[:1].isalpha() else "%#z" if zone else ""
    gap = match["zone_gap"] or ""
    return f"{match['gap']}{hour}:%M{seconds}{ampm}{gap}{mark}"


def formats_of(values: Iterable[str], order: str | None) -> tuple[TimeFormat, ...]:
    """The distinct formats of the values; two-digit years come first, or a longer pattern takes them for the year 18."""
    found = {found for value in values if (found := format_of(value, order))}
    return in_order(found)


def in_order(formats: Iterable[TimeFormat]) -> tuple[TimeFormat, ...]:
    """The formats in the order to try them."""
    return tuple(sorted(formats, key=lambda one: ("%y" not in one.pattern, one.pattern)))


def shapes(frame: pl.LazyFrame, column: str, most: int = 3000) -> list[str]:
    """One value for every way that values of a text column are written (digits taken as alike)."""
    text = pl.col(column).str.strip_chars()
    shape = text.str.replace_all(r"[0-9]", "9")
    seen = frame.filter(~is_blank(text)).select(text.alias("value"), shape.alias("shape"))
    kept = seen.group_by("shape").agg(pl.col("value").min()).sort("shape").head(most)
    return kept.collect(engine="streaming")["value"].to_list()


def day_month(frame: pl.LazyFrame, column: str) -> DayMonth:
    """What all values of the column together say of their day-month order."""
    value = pl.col(column).str.strip_chars()
    part = [value.str.extract(_TRIPLE, group).cast(pl.Int32, strict=False) for group in (1, 2)]
    seen = frame.select(
        numeric=part[0].is_not_null().any(),
        day_first=value.filter((part[0] > 12) & (part[1] <= 12)).first(),
        month_first=value.filter((part[1] > 12) & (part[0] <= 12)).first(),
    ).collect(engine="streaming")
    return DayMonth(*seen.row(0))


def naive_time(text: pl.Expr, formats: tuple[TimeFormat, ...]) -> pl.Expr:
    """The local times of the values (without space around) whose formats say no offset; null for the others."""
    parsed = [
        text.str.to_datetime(one.pattern, time_unit="us", strict=False, ambiguous="null") for one in formats if not one.zoned
    ]
    return _sane(pl.coalesce(parsed)) if parsed else pl.lit(None, dtype=pl.Datetime("us"))


def zoned_time(text: pl.Expr, formats: tuple[TimeFormat, ...]) -> pl.Expr:
    """The instants of the values (without space around) whose formats say their offset; null for the others."""
    parsed = [_zoned(text, one.pattern) for one in formats if one.zoned]
    return _sane(pl.coalesce(parsed)) if parsed else pl.lit(None, dtype=UTC_US)


def _zoned(text: pl.Expr, pattern: str) -> pl.Expr:
    if pattern in _EPOCHS:
        digits = {"epoch s": r"^\d{9,10}(\.\d+)?$", "epoch ms": r"^\d{12,13}$", "epoch us": r"^\d{15,16}$"}[pattern]
        number = pl.when(text.str.contains(digits)).then(text).cast(pl.Float64, strict=False)
        return (number * _EPOCHS[pattern]).round(0).cast(pl.Int64).cast(UTC_US)
    if "%#z" in pattern:
        return text.str.to_datetime(pattern, time_unit="us", time_zone="UTC", strict=False)
    return text.str.to_datetime(pattern, time_unit="us", strict=False).dt.replace_time_zone("UTC")


def _sane(time: pl.Expr) -> pl.Expr:
    micros = time.to_physical()
    return pl.when(micros.is_between(_micros(_FIRST), _micros(_LAST), closed="left")).then(time)


def _micros(time: datetime) -> int:
    return (time - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001


def localise(naive: pl.Expr, timezone: str) -> pl.Expr:
    """Local times as UTC: an hour that the clock skips is shifted forward, one that it repeats is taken the first time."""
    if timezone == "UTC":
        return naive.dt.replace_time_zone("UTC")
    plain = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    before = (naive - pl.duration(hours=3)).dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return pl.coalesce(plain.dt.convert_time_zone("UTC"), before.dt.convert_time_zone("UTC") + pl.duration(hours=3))


def skipped(naive: pl.Expr, timezone: str) -> pl.Expr:
    """Whether the clock never showed this local time."""
    return naive.is_not_null() & naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null").is_null()


def repeated(naive: pl.Expr, timezone: str) -> pl.Expr:
    """Whether the clock showed this local time twice."""
    first = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return first != naive.dt.replace_time_zone(timezone, ambiguous="latest", non_existent="null")
