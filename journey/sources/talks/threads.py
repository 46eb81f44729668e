"""Puts mails together into threads, and tells the firm's side of each from the customer's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from journey.sources.talks.mail_heads import Address, Head
from journey.sources.talks.making import made
from journey.sources.talks.talk import AGENT, CUSTOMER, Conversation, Turn

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Mail:
    """One mail and its own words."""

    head: Head
    text: str


def conversations(mails: Sequence[Mail], ours: frozenset[str] = frozenset()) -> Iterator[Conversation]:
    """The threads of some mails, each as a conversation; `ours` are the firm's domains or addresses, else told from the mails.

    A mail that lies there twice (sent and received) counts once.
    """
    threads = _threads(mails)
    firm = ours or _firm(threads)
    for thread in threads:
        yield from _conversation(thread, firm)


def _threads(mails: Sequence[Mail]) -> list[list[Mail]]:
    """Mails joined where one names the other, or both the same third, among those they answer; oldest first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    once: dict[str, Mail] = {}
    for number, mail in enumerate(mails):
        own = mail.head.id or f"#{number}"
        once.setdefault(own, mail)
        for other in mail.head.answers:
            parent[root(other)] = root(own)
    groups: dict[str, list[Mail]] = {}
    for own, mail in once.items():
        groups.setdefault(root(own), []).append(mail)
    return [sorted(group, key=lambda mail: mail.head.at or _NEVER) for group in groups.values()]


def _firm(threads: Sequence[Sequence[Mail]]) -> frozenset[str]:
    """The side that takes part in most threads, if it is in more than half of several; else none."""
    parts = Counter(side for thread in threads for side in {one.side for mail in thread for one in _taking_part(mail)})
    (side, most), *rest = parts.most_common(2) or [("", 0)]
    clear = most > 1 and most * 2 > len(threads) and (not rest or rest[0][1] < most)
    return frozenset({side}) if clear else frozenset()


def _taking_part(mail: Mail) -> tuple[Address, ...]:
    return (mail.head.sender, *mail.head.receivers)


def _conversation(thread: Sequence[Mail], firm: frozenset[str]) -> Iterator[Conversation]:
    here = firm if any(_is_of(one, firm) for mail in thread for one in _taking_part(mail)) else _post_boxes(thread)
    begin = next((mail.head.at for mail in thread if mail.head.at), None)
    opener = thread[0].head.sender
    turns = []
    for mail in thread:
        sender = mail.head.sender
        agent = _is_of(sender, here) if here else sender.address != opener.address
        start = (mail.head.at - begin).total_seconds() if mail.head.at and begin else None
        turns.append(Turn(sender.name or sender.address, AGENT if agent else CUSTOMER, start, mail.text))
    first = thread[0].head
    key = next(iter(first.answers), first.id)
    people = dict.fromkeys(name for mail in thread for one in _taking_part(mail) for name in _names(one))
    yield from made(turns, key=key, at=begin, channel="email", names=people, title=first.subject)


def _post_boxes(thread: Sequence[Mail]) -> frozenset[str]:
    """In a thread that stands alone, the firm is whose post box (support@) was written to or writes."""
    boxes = (one.side for mail in thread for one in _taking_part(mail) if one.is_role)
    return frozenset([side] if (side := next(boxes, "")) else [])


def _is_of(one: Address, firm: frozenset[str]) -> bool:
    return one.side in firm or one.address in firm or any(one.side.endswith(f".{name}") for name in firm)


def _names(one: Address) -> Iterator[str]:
    """The names behind an address: the one it is shown with, and the one it is made of ("ana.silva@")."""
    if one.is_role and not one.name:
        return
    if one.name and "@" not in one.name:
        yield one.name
    words = [word for word in one.address.partition("@")[0].replace("_", ".").replace("-", ".").split(".") if word.isalpha()]
    if not one.is_role and len(words) > 1 and all(len(word) > 1 for word in words):
        yield " ".join(words).title()
