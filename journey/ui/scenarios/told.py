"""An answer in words and figures: what the levers do, measure by measure."""

from __future__ import annotations

from collections.abc import Callable

from journey.analysis.scenarios.answers import Compared, Range
from journey.domain.format import money, number
from journey.routine.scenarios import Answer

Say = Callable[[float], str]
Told = tuple[str, str, str, str, str]
_NOTHING = "no difference"


def rows_of(answer: Answer, currency: str) -> list[Told]:
    """Each measure: its name, as it is, with this, the difference and whether that is better or worse."""
    found = answer.outcome
    rows = [_row("Reach the goal", found.completions, whole, up=True)]
    if found.contacts is not None:
        rows.append(_row("Contacts", found.contacts, whole, up=False))
    if found.lost.now.amount or found.lost.then.amount:
        rows.append(_row("Lost for good", found.lost, whole, up=False))
    rows.append(_row("Days to the goal, half of them", found.days, tenth, up=False))
    if abs(found.waits.then.amount) >= 0.05:
        rows.append(_row("Days that a visit waits longer, on average", found.waits, tenth, up=False))
    if found.money is not None:
        rows.append(_row(_money_name(answer), found.money, lambda v: money(v, currency), up=True))
    return rows


def headline(answer: Answer) -> str:
    """What it comes to, in one sentence."""
    found = answer.outcome
    done, contacts = found.completions, found.contacts
    weeks = f"in {answer.weeks} weeks"
    if (many := _between(done, whole)) and (done.difference.clear or abs(many) >= 1):
        reach = "reaches" if abs(many) == 1 else "reach"
        word = "more" if many > 0 else "fewer"
        return f"About {number(abs(many))} {word} {reach} the goal {weeks} ({_ends(done.difference, whole)} in nine runs of ten)"
    if contacts is not None and contacts.difference.clear:
        many = _between(contacts, whole)
        word = "contact" if abs(many) == 1 else "contacts"
        more = "more" if many > 0 else "fewer"
        return f"About {number(abs(many))} {more} {word} {weeks} ({_ends(contacts.difference, whole)} in nine runs of ten)"
    return f"{weeks[0].upper()}{weeks[1:]} it makes no difference that could be seen at the goal"


def difference(found: Compared, say: Say, *, up: bool) -> tuple[str, str]:
    """The difference with its range, and whether it is better, worse or not to be told from nothing."""
    change = found.difference
    amount = _between(found, say)
    if say(abs(amount)) == say(0.0) and not change.clear:
        return _NOTHING, "calm"
    words = f"{_signed(amount, say)} ({_ends(change, say)})"
    return words, ("better" if (change.amount > 0) is up else "worse") if change.clear else "calm"


def _between(found: Compared, say: Say) -> float:
    """The difference as a reader gets it from the two figures beside it, where these are told in full."""
    decimals = 0 if say is whole else 1 if say is tenth else None
    if decimals is None:
        return found.difference.amount
    return round(round(found.then.amount, decimals) - round(found.now.amount, decimals), decimals)


def _row(name: str, found: Compared, say: Say, *, up: bool) -> Told:
    return (name, say(found.now.amount), say(found.then.amount), *difference(found, say, up=up))


def _money_name(answer: Answer) -> str:
    if answer.completion is None:
        return "Money: what contacts cost"
    return "Money: completions" + (" less what contacts cost" if answer.contact is not None else "")


def whole(value: float) -> str:
    """A count as it is told."""
    return number(value)


def tenth(value: float) -> str:
    """A mean as it is told."""
    return number(value, 1)


def _signed(value: float, say: Say) -> str:
    said = say(value)
    return f"+{said}" if value > 0 and any(digit in said for digit in "123456789") else said


def _ends(found: Range, say: Say) -> str:
    low, high = _signed(found.low, say), _signed(found.high, say)
    return low if low == high else f"{low} to {high}"
