"""Finds the numbers that point to a person, in the order in which they are least mistaken for each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from journey.analysis.redact.context import digits_of, is_inside_code, is_part_of_code, nearest_cue
from journey.analysis.redact.ids import checks, claim_by_shape, claim_ibans, claim_named
from journey.analysis.redact.phones import REGIONS, phone_end
from journey.analysis.redact.spans import Claims, Private

_GROUP = re.compile(r"\d+")
_GAP = frozenset(" -./()\t")
_MOST_GROUPS = 8
_MOST_LOOKS = 2000
_BRAND = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|"
    r"6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|(?:2131|1800)\d{11}|62\d{14,17}|"
    r"(?:50\d\d|5[678]\d\d|63\d\d|67\d\d|0604)\d{8,15}"
)
_IN_FOURS = re.compile(r"\d{4}(?:[ .-]{1,3}\d{4}){2}[ .-]{1,3}\d{1,4}(?:[ .-]{1,3}\d{1,3})?")

Run = list[tuple[int, int]]
"""Digit groups that stand close together: where each begins and ends."""
Found = tuple[int, int, Private]


def claim_numbers(text: str, lower: str, claims: Claims, regions: tuple[str, ...] = REGIONS) -> None:
    """Claim the private numbers of `text`, whose digits, spaces and dashes are plain ASCII; `lower` is the same in lower case."""
    claim_ibans(text, lower, claims)
    claim_named(text, lower, claims)
    runs, budget = list(_runs(text)), _Budget()
    for run in runs:
        _claim_windows(run, claims, lambda start, end: _card_at(text, lower, start, end), budget)
    claim_by_shape(text, lower, claims)
    for run in runs:
        _claim_windows(run, claims, lambda start, end: _phone_at(text, lower, start, end, regions), budget)


def _runs(text: str) -> Iterator[Run]:
    run: Run = []
    for match in _GROUP.finditer(text):
        if run and not (match.start() - run[-1][1] <= 4 and _GAP.issuperset(text[run[-1][1] : match.start()])):
            yield run
            run = []
        run.append(match.span())
    if run:
        yield run


def _claim_windows(run: Run, claims: Claims, find: Callable[[int, int], Found | None], budget: _Budget) -> None:
    """Try the longest stretch of groups from each group on; what `find` names is claimed and stepped over."""
    upto = list(accumulate((end - start for start, end in run), initial=0))
    first = 0
    while first < len(run):
        for last in range(min(len(run), first + _MOST_GROUPS) - 1, first - 1, -1):
            digits, groups = upto[last + 1] - upto[first], last - first + 1
            if not 7 <= digits <= 19 or digits * 2 < groups * 3:
                continue
            if budget.spent():
                _claim_all(run[first:], claims)
                return
            found = find(run[first][0], run[last][1])
            if found and claims.claim(*found):
                first = last
                break
        first += 1


class _Budget:
    """How many stretches of digits a text may ask to be looked at one by one."""

    def __init__(self) -> None:
        self._left = _MOST_LOOKS

    def spent(self) -> bool:
        self._left -= 1
        return self._left < 0


def _claim_all(run: Run, claims: Claims) -> None:
    """Past the budget the text is a pasted table or log, not a customer's words: every number in it goes unlooked at."""
    for start, end in run:
        if claims.free(start, end):
            claims.claim(start, end, Private.ID)


def _card_at(text: str, lower: str, start: int, end: int) -> Found | None:
    if not 12 <= end - start <= 30:
        return None
    digits = digits_of(text[start:end])
    cue, in_fours = nearest_cue(lower, start), bool(_IN_FOURS.fullmatch(text, start, end))
    called = cue == "card" and (in_fours or len(digits) in {15, 16})
    if not called and not (_BRAND.fullmatch(digits) and checks("luhn", digits)):
        return None
    if is_part_of_code(text, start, end) or (end - start == len(digits) and cue == "order"):
        return None
    if is_inside_code(text, start, end) and not in_fours and end - start > len(digits):
        return None
    return start, end, Private.CARD


def _phone_at(text: str, lower: str, start: int, end: int, regions: tuple[str, ...]) -> Found | None:
    if not 7 <= end - start <= 30:
        return None
    while start and text[start - 1] in "(+":
        start -= 1
    stop = phone_end(text, lower, start, end, regions)
    return None if stop is None else (start, stop, Private.PHONE)
