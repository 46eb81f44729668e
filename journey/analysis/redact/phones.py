"""Tells whether a number is a telephone: by its plus sign, the word before it, its form, or a country's plan."""

from __future__ import annotations

import re
from functools import lru_cache

from journey.analysis.redact.context import DATE, digits_of, is_amount, is_inside_code, is_part_of_code, nearest_cue

REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "BR", "NL", "PT", "IN", "PL", "SE", "JP")
"""Where a number without a country code is looked up, unless the caller knows better."""

_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension|durchwahl|dw|poste|ramal|int\.) ?\d{1,6}\b")
_NORTH_AMERICAN = re.compile(r"(?:1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_HOUR = r"(?:[01]\d|2[0-4])[0-5]\d"
_RANGE_OR_VERSION = re.compile(rf"\d{{1,5}}\.\d+|.* - .*|\d{{1,3}}(?:\.\d{{1,5}}){{3}}|{_HOUR} ?- ?{_HOUR}")
_AREA_AND_PAIRS = re.compile(r"0\d{1,4}[-/ ]\d{2,3}(?: \d{2,3}){2,3}")


def phone_end(text: str, lower: str, start: int, end: int, regions: tuple[str, ...]) -> int | None:
    """Where the telephone number written from `start` to `end` ends with its extension; None if it is none."""
    if not 7 <= len(digits_of(text[start:end])) <= 16 or not _is_phone(text, lower, start, end, regions):
        return None
    extension = _EXTENSION.match(lower, end)
    return extension.end() if extension else end


def _is_phone(text: str, lower: str, start: int, end: int, regions: tuple[str, ...]) -> bool:
    written, digits = text[start:end], digits_of(text[start:end])
    if "+" in written:
        return len(digits) >= 8
    if text[end : end + 1].isalnum() and not _EXTENSION.match(lower, end):
        return False
    cue = nearest_cue(lower, start)
    if is_amount(lower, start, end) or not _could_be_phone(text, start, end, called=cue == "phone"):
        return False
    if cue == "phone":
        return True
    if (
        cue == "order"
        or is_inside_code(text, start, end)
        or (is_part_of_code(text, start, end) and not _EXTENSION.match(lower, end))
    ):
        return False
    return _has_phone_form(written, digits) or _is_planned(written, digits, regions)


def _is_planned(written: str, digits: str, regions: tuple[str, ...]) -> bool:
    """Digits in one piece are a number more often than a telephone: short ones need a hint of the country, long ones its code."""
    if written.isdigit() and len(digits) > 11:
        return _in_a_plan(f"+{digits}", regions)
    return len(digits) >= (9 if written.isdigit() and regions is REGIONS else 8) and _in_a_plan(digits, regions)


def _could_be_phone(text: str, start: int, end: int, *, called: bool) -> bool:
    """No date, decimal, range or version, nor a part of one; what is `called` a phone may look like a short date or a decimal."""
    written = text[start:end]
    if DATE.fullmatch(written) and not (called and not re.search(r"(?:19|20)\d\d", written)):
        return False
    if re.match(r"[,:.]\d", text[end : end + 2]) or re.search(r"\d[,:.]$", text[max(0, start - 2) : start]):
        return False
    return called or not _RANGE_OR_VERSION.fullmatch(written)


def _has_phone_form(written: str, digits: str) -> bool:
    """Forms that little else has: (030) 123 456, 555-123-4567, 0171 2345678, 00 49 30 1234567."""
    if not 8 <= len(digits) <= 15:
        return False
    if written.startswith("(") or _NORTH_AMERICAN.fullmatch(written):
        return True
    if _AREA_AND_PAIRS.fullmatch(written):
        return True
    return digits[0] == "0" and len(digits) >= 9 and not re.match(r"0{3}|0[,.]", written)


@lru_cache(maxsize=8192)
def _in_a_plan(digits: str, regions: tuple[str, ...]) -> bool:
    """Whether one of the regions' numbering plans has this number; with a plus sign, any country's."""
    import phonenumbers

    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
