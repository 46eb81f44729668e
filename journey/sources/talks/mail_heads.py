"""What the head of a mail says: who wrote to whom, when, and which mails it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

LONGEST = 10_000
"""Characters of a header that are read: the standard's parser takes the square of a hostile one's length."""
_ID = re.compile(r"<[^<>\s]{1,300}>")
_PREFIX = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv|enc|sv|vs|antw|odp|res|ref|r|i)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_ROBOT = re.compile(r"mailer-daemon|postmaster|no-?reply|do-?not-?reply|notifications?|bounce", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:support|help(?:desk)?|service|info|contact|care|kunden\w*|hello|hallo|team|sales|billing|office|admin|booking|orders?|"
    r"shop|mail|web|feedback|reservations?|rechnung|soporte|ayuda|suporte|assistenza|klantenservice|customer\w*)"
    r"(?:[._+-].*)?",
    re.IGNORECASE,
)
FREE = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
    "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de",
    "freenet.de", "mail.com", "proton.me", "protonmail.com", "pm.me", "orange.fr", "free.fr", "wanadoo.fr", "laposte.net",
    "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "uol.com.br", "bol.com.br", "terra.com.br", "sapo.pt", "ziggo.nl",
    "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "hotmail.fr", "hotmail.de", "yahoo.de", "yahoo.fr", "wp.pl",
    "o2.pl", "mail.ru", "yandex.ru", "qq.com", "163.com",
})  # fmt: skip
"""Domains on which everybody can have an address: there the address tells who is who."""


@dataclass(frozen=True)
class Address:
    """A person or a post box, as a header names them; `address` in lower case."""

    name: str
    address: str

    @property
    def side(self) -> str:
        """What stands for the firm: the domain, or the address itself where anybody can have one."""
        domain = self.address.rpartition("@")[2]
        return self.address if domain in FREE else domain

    @property
    def is_role(self) -> bool:
        """Whether it is a post box such as support@ and nobody's own."""
        local = self.address.partition("@")[0]
        return bool(_ROLE.fullmatch(local) or _ROBOT.search(local))


@dataclass(frozen=True)
class Head:
    """Of one mail: its name (Message-ID), those it answers, oldest first, its sender, receivers, time and subject."""

    id: str
    answers: tuple[str, ...]
    sender: Address
    receivers: tuple[Address, ...]
    at: datetime | None
    subject: str


def head_of(message: Message, timezone: str) -> Head:
    """The head; headers are read as they lie in the file and cut at LONGEST."""
    said: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        said.setdefault(name.lower(), []).append(str(value)[:LONGEST])
    first = {name: values[0] for name, values in said.items()}
    references = _ID.findall(first.get("references", "")) + _ID.findall(first.get("in-reply-to", ""))
    thread = [f"<{first['x-gm-thrid'].strip()}@gmail>"] if "x-gm-thrid" in first else []
    senders = _addresses([first.get("from", "")])
    sender = senders[0] if senders else Address("", "")
    receivers = _addresses([*said.get("to", []), *said.get("cc", []), *said.get("reply-to", [])])
    own = next(iter(_ID.findall(first.get("message-id", ""))), "")
    subject = _PREFIX.sub("", " ".join(_words(first.get("subject", "")).split()))
    at = _time(first.get("date", ""), timezone)
    return Head(own, tuple(dict.fromkeys([*references, *thread])), sender, receivers, at, subject)


def _addresses(values: list[str]) -> tuple[Address, ...]:
    """Names and addresses; a name is decoded after it was told apart, since it may hold a comma."""
    flat = [re.sub(r"[\r\n]+\s*", " ", value) for value in values if value]
    found = (Address(_words(name).strip(" '\""), address.strip().lower()) for name, address in getaddresses(flat))
    return tuple(one for one in found if "@" in one.address)


def _words(value: str) -> str:
    """A header's value in words; what can't be decoded stays as it is."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError, TypeError, AttributeError, IndexError):
        return value


def _time(value: str, timezone: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
