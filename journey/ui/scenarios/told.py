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
    rows = [_row("Reach the goal", found.completions, _whole, up=True)]
    if found.contacts is not None:
        rows.append(_row("Contacts", found.contacts, _whole, up=False))
    rows.append(_row("Lost for good", found.lost, _whole, up=False))
    rows.append(_row("Days to the goal, half of them", found.days, lambda v: number(v, 1), up=False))
    if abs(found.held.then.amount) >= 0.5:
        rows.append(_row("Days customers wait in queues and outages, all together", found.held, _whole, up=False))
    if found.money is not None:
        rows.append(_row(_money_name(answer), found.money, lambda v: money(v, currency), up=True))
    return [row for row in rows if row[1:4] != ("0", "0", _NOTHING)]


def headline(answer: Answer) -> str:
    """What it comes to, in one sentence."""
    found = answer.outcome
    change = found.completions.difference
    if change.clear or round(change.amount):
        many, word = number(abs(change.amount)), "more" if change.amount > 0 else "fewer"
        reach = "reaches" if many == "1" else "reach"
        sure = f"{_ends(change, _whole)} in nine runs of ten"
        return f"About {many} {word} {reach} the goal in {answer.weeks} weeks ({sure})"
    if found.contacts is not None and found.contacts.difference.clear:
        fewer = found.contacts.difference
        word = "fewer" if fewer.amount < 0 else "more"
        return (
            f"About {number(abs(fewer.amount))} contacts {word} in {answer.weeks} weeks "
            f"({_ends(fewer, _whole)} in nine runs of ten)"
        )
    return f"In {answer.weeks} weeks it makes no difference that could be seen at the goal"


def difference(found: Compared, say: Say, *, up: bool) -> tuple[str, str]:
    """The difference with its range, and whether it is better, worse or not to be told from nothing."""
    change = found.difference
    words = f"{_signed(change.amount, say)} ({_ends(change, say)})"
    if say(abs(change.amount)) == say(0.0) and not change.clear:
        return _NOTHING, "calm"
    return words, ("better" if (change.amount > 0) is up else "worse") if change.clear else "calm"


def _row(name: str, found: Compared, say: Say, *, up: bool) -> Told:
    return (name, say(found.now.amount), say(found.then.amount), *difference(found, say, up=up))


def _money_name(answer: Answer) -> str:
    if answer.completion is None:
        return "Money: less what contacts cost"
    return "Money: completions" + (" less what contacts cost" if answer.contact is not None else "")


def _whole(value: float) -> str:
    return number(value)


def _signed(value: float, say: Say) -> str:
    said = say(value)
    return f"+{said}" if value > 0 and any(digit in said for digit in "123456789") else said


def _ends(found: Range, say: Say) -> str:
    low, high = _signed(found.low, say), _signed(found.high, say)
    return low if low == high else f"{low} to {high}"
