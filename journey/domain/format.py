"""Numbers as a reader says them: value, unit, n and change."""

from __future__ import annotations

import math

from journey.domain.words import MetricKind

NOTHING = "no data"
_ONE = {
    "tickets": "ticket", "customers": "customer", "calls": "call", "chats": "chat", "orders": "order",
    "answers": "answer", "contacts": "contact", "complaints": "complaint", "returns": "return", "visits": "visit",
    "users": "user", "people": "person", "days": "day", "hours": "hour", "minutes": "minute", "weeks": "week",
    "points": "point", "attempts": "attempt", "steps": "step", "errors": "error", "messages": "message", "cases": "case",
    "events": "event", "conversations": "conversation", "items": "item", "sessions": "session", "requests": "request",
    "replies": "reply", "transfers": "transfer", "logins": "login", "clicks": "click",
}  # fmt: skip
"""What one of a unit is called; others are left as people wrote them, in whatever language."""
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}
"""Currencies that have a sign every reader knows; others go by their code."""
_GREAT = ((1e9, " billion"), (1e6, " million"))
_SPANS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def number(value: float, decimals: int = 0) -> str:
    """`1,329`, `5.6`, `−3`: thousands apart, a true minus sign, never a minus zero."""
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace("-", "−")


def signed(value: float) -> str:
    """An emotion as it is written: `+2.4`, `−3`, `0`."""
    tenth = round(value, 1)
    words = number(tenth, 0 if tenth == round(tenth) else 1)
    return f"+{words}" if tenth > 0 else words


def duration(seconds: float) -> str:
    """The two largest units that matter: `2 d 4 h`, `35 min`, `1 min 20 s`, `0.4 s`."""
    sign = "−" if seconds < 0 else ""
    seconds = abs(seconds)
    if seconds < 10 and seconds != round(seconds):
        return f"{sign}{number(seconds, 1)} s"
    at = next((i for i, (_, size) in enumerate(_SPANS) if seconds >= size), len(_SPANS) - 1)
    at, whole = _carry(at, seconds)
    (big, size), rest = _SPANS[at], []
    head, tail = divmod(whole, size)
    rest.append(f"{number(head)} {big}")
    if at + 1 < len(_SPANS) and tail:
        rest.append(f"{tail // _SPANS[at + 1][1]} {_SPANS[at + 1][0]}")
    return sign + " ".join(rest)


def value(kind: MetricKind, amount: float | None, *, unit: str = "") -> str:
    """A metric's value with its unit; amount in the metric's own terms (a rate is a share of 1, a duration seconds)."""
    if amount is None or math.isnan(amount):
        return NOTHING
    match kind:
        case MetricKind.RATE:
            return f"{_percent(amount)} %"
        case MetricKind.DURATION:
            return duration(amount)
        case MetricKind.NPS:
            return number(amount)
        case MetricKind.COUNT:
            return _with(number(amount, 0 if amount == round(amount) or abs(amount) >= 100 else 1), unit)
        case MetricKind.MEAN | MetricKind.RATIO:
            return _with(_mean(amount), unit)


def with_n(kind: MetricKind, amount: float | None, n: int, total: float, *, unit: str = "") -> str:
    """A value and what it rests on: `31 % (412 of 1,329)`, `5.6 of 7 (n 87)`; a count rests on itself."""
    said = value(kind, amount, unit=unit)
    if said == NOTHING or kind is MetricKind.COUNT:
        return said
    if kind is MetricKind.RATE and total == round(total):
        return f"{said} ({number(total)} of {number(n)})"
    return f"{said} (n {number(n)})"


def change(kind: MetricKind, amount: float | None, *, unit: str = "") -> str:
    """A difference with its sign: `+7.6 points`, `−3 tickets`, `+4 h 10 min`, `no change`."""
    if amount is None or math.isnan(amount):
        return NOTHING
    match kind:
        case MetricKind.RATE:
            said = f"{number(abs(amount) * 100, 1)} points"
        case MetricKind.NPS:
            said = f"{number(abs(amount), 1)} points"
        case MetricKind.MEAN if unit.startswith("of "):
            said = f"{_mean(abs(amount))} points"
        case _:
            said = value(kind, abs(amount), unit=unit)
    if not any(digit in said for digit in "123456789"):
        return "no change"
    return f"{'+' if amount > 0 else '−'}{said}"


def between(kind: MetricKind, low: float, high: float, *, unit: str = "") -> str:
    """A range of differences, its unit said once: `−3.4 to +4.4 points`, `−4 h 10 min to +2 h`."""
    first, last = ("0" if said == "no change" else said for said in (change(kind, end, unit=unit) for end in (low, high)))
    own = (first if last == "0" else last).partition(" ")[2]
    if kind is MetricKind.DURATION or not own or any(end != "0" and not end.endswith(f" {own}") for end in (first, last)):
        return f"{first} to {last}"
    return f"{first.removesuffix(f' {own}')} to {last.removesuffix(f' {own}')} {own}"


def money(amount: float | None, currency: str = "EUR", *, signed: bool = False, exact: bool = False) -> str:
    """A sum as far as it can be known: `€41,200`, `−CHF 84`, `€1.24 million`; with `exact` to the last cent that was typed.

    Three significant figures: what is estimated from data is not known to the cent. `signed` puts a plus before what is won.
    """
    if amount is None or not math.isfinite(amount):
        return NOTHING
    figure = round(abs(amount), 2) if exact else _three_figures(abs(amount))
    sign = "" if figure == 0 else "−" if amount < 0 else "+" if signed else ""
    return f"{sign}{_SIGNS.get(currency, f'{currency} ')}{_sum(figure, exact=exact)}"


def money_range(amount: float, low: float, high: float, currency: str = "EUR") -> str:
    """A sum with its interval: `€3,200 (€1,100 to €7,900)`; only the sum where the two ends read the same."""
    said, ends = money(amount, currency), [money(end, currency) for end in (low, high)]
    return said if ends[0] == ends[1] == said else f"{said} ({ends[0]} to {ends[1]})"


def _three_figures(figure: float) -> float:
    return round(figure, 2 - math.floor(math.log10(figure))) if figure >= 0.005 else 0.0


def _sum(figure: float, *, exact: bool) -> str:
    """The figure without its sign: cents below ten, millions in words."""
    for size, word in () if exact else _GREAT:
        if figure >= size:
            great = figure / size
            return f"{number(great) if great >= 1000 else f'{great:.3g}'}{word}"
    return number(figure, 2 if figure != round(figure) and (exact or figure < 10) else 0)


def _carry(at: int, seconds: float) -> tuple[int, int]:
    """Seconds rounded to the smaller of the two units shown, and the unit they then start with."""
    step = _SPANS[min(at + 1, len(_SPANS) - 1)][1]
    whole = round(seconds / step) * step
    return (at - 1, whole) if at and whole >= _SPANS[at - 1][1] else (at, whole)


def _percent(share: float) -> str:
    """Whole percents, but a tenth near the ends, where it matters."""
    percent = share * 100
    return number(percent, 1 if 0 < percent < 10 or 90 < percent < 100 else 0)


def _mean(amount: float) -> str:
    """Two decimals for a scale score, fewer as the figure grows."""
    return number(amount, 2 if abs(amount) < 10 else 1 if abs(amount) < 1000 else 0)


def _with(figure: str, unit: str) -> str:
    """The figure and its unit, in the singular where it is one: 1 ticket, 1 day late."""
    if figure == "1":
        first, _, rest = unit.partition(" ")
        unit = f"{_ONE.get(first, first)} {rest}".strip()
    return f"{figure} {unit}".strip()
