"""What the words around a number say of it: a telephone, a card, an order; a date, an amount, a part of a code."""

from __future__ import annotations

import re

from journey.analysis.redact.words import CARD_CUES, ORDER_CUES, PHONE_CUES

_NEAREST = re.compile(
    rf"(?P<phone>(?:\b(?:{'|'.join(PHONE_CUES[:-5])}))|{'|'.join(PHONE_CUES[-5:])})"
    rf"|(?P<card>\b(?:{'|'.join(CARD_CUES)}))|(?P<order>\b(?:{'|'.join(ORDER_CUES[:-2])})|{'|'.join(ORDER_CUES[-2:])}|#)"
)
_LISTED = re.compile(r"[\s\d,;&#/.:-]*(?:(?:and|or|und|oder|et|ou|y|o|e|en|of|no|nr|num|number|nº|is)\b[\s\d,;&#/.:-]*)*")
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_SHORT = r"(?:0?[1-9]|[12]\d|3[01])"
DATE = re.compile(
    rf"{_YEAR}[-./ ]{_SHORT}[-./ ]{_SHORT}(?:[ -/.]+\d{{1,2}})?|"
    rf"{_SHORT}[-./ ]{_SHORT}[-./ ](?:{_YEAR}|\d\d)(?:[ -/.]+\d{{1,2}})?|"
    rf"{_YEAR}{_MONTH}{_DAY}(?:\d{{2,6}})?|(?:{_YEAR}[ /-]+)+{_YEAR}"
)
"""A date with or without the hour after it, a compact timestamp, or a row of years."""
_UNIT = re.compile(
    r" ?(?:[€$£¥%°]|eur\b|usd|gbp|chf|brl|kr\b|zł|pln|km\b|kg\b|mb\b|gb\b|ms\b|px\b|points?\b|items?\b|units?\b|users?\b|"
    r"rows?\b|times\b|euro|dollar|pounds?\b|reais)"
)
_MONEY = re.compile(r"(?:[€$£¥]|r\$|eur|usd|gbp|chf|brl) ?-?$")
_PART_OF_CODE = re.compile(r"(?<![^\W_])(?=[\w./-]*[^\W\d_])[\w./-]*[-_/.]$")


def digits_of(text: str) -> str:
    """The digits of a text, without what stands between them."""
    return "".join(c for c in text if c.isdigit())


def nearest_cue(lower: str, start: int) -> str | None:
    """What the words before say the number at `start` is: "phone", "card", "order", or None.

    The nearest word decides, unless another number stands between that already took it ("order 4711, 030 123456").
    """
    before = lower[max(0, start - 45) : start]
    cues = list(_NEAREST.finditer(before))
    if not cues:
        return None
    between = before[cues[-1].end() :]
    taken = re.search(r"\d{3}", between) and not _LISTED.fullmatch(between)
    return None if taken else cues[-1].lastgroup


def is_amount(lower: str, start: int, end: int) -> bool:
    """Whether a currency stands before the number, or a currency or unit behind it."""
    return bool(_UNIT.match(lower, end) or _MONEY.search(lower[max(0, start - 4) : start]))


def is_part_of_code(text: str, start: int, end: int) -> bool:
    """Whether letters are tied to the number: INV-2024-000123, a620-955162053141, 1Z999."""
    tied = re.compile(r"[-_/]?[^\W\d]").match(text, end)
    return bool(tied or text[start - 1 : start].isalnum() or _PART_OF_CODE.search(text[max(0, start - 40) : start]))


def is_inside_code(text: str, start: int, end: int) -> bool:
    """Whether more digits are tied to the number by a hyphen, dot or slash: it is a part of something longer."""
    return bool(re.search(r"\d[-./]$", text[max(0, start - 2) : start]) or re.match(r"[-/]\d", text[end : end + 2]))
