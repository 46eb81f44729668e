"""E-mail threads from .eml and .mbox: messages put together by what they answer, without what they quote."""

from __future__ import annotations

import email
import mailbox
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from typing import Any

from journey.errors import UnreadableFile
from journey.sources.talks.html_text import text_of
from journey.sources.talks.mail_heads import LONGEST, head_of
from journey.sources.talks.mail_words import own_words
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.talk import Conversation
from journey.sources.talks.threads import Mail, conversations

RANK = 5
_HEADER = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|received|return-path|delivered-to|mime-version|dkim-signature|reply-to|x-[a-z0-9-]+|"
    rb"authentication-results|arc-[a-z-]+|content-[a-z-]+|references|in-reply-to|sender|thread-[a-z]+|list-[a-z-]+)[ \t]?:",
    re.IGNORECASE,
)
_TELLING = re.compile(
    rb"^(?:message-id|received|return-path|mime-version|delivered-to|date)[ \t]?:", re.IGNORECASE | re.MULTILINE
)
_SENDER = re.compile(rb"^from[ \t]?:", re.I | re.MULTILINE)
_UNREAD = "This mail has no sender or no words that can be read."
_FIELD = 1_000
"""Characters of a header that says what a part is: a boundary and a file's name have room in it."""
_WORDS = 200_000
"""Characters of one mail's own words that are kept: more is a log or a data file that somebody pasted."""


def claims(plain: Plain) -> bool:
    """An mbox's first line, or the head of a message: a sender and another header that only mails have."""
    start = plain.head.lstrip(b"\xef\xbb\xbf\r\n")
    if start.startswith(b"From ") and b"\n" in start[:1000]:
        start = start.partition(b"\n")[2]
    if not _HEADER.match(start):
        return False
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    return bool(_SENDER.search(head) and _TELLING.search(head))


def read(plain: Plain, place: Place) -> Iterator[Conversation]:
    """The threads in order of their first mails; a message that can't be read is a problem, numbered as it lies in the file."""
    found = list(conversations(list(messages(plain, place)), place.ours))
    if not found:
        raise UnreadableFile(f"{plain.name} holds no mail with words in it. Nothing was imported. Export the mails again.")
    yield from found


def messages(plain: Plain, place: Place) -> Iterator[Mail]:
    """The mails of a file with their own words."""
    for number, message in enumerate(_parsed(plain), start=1):
        try:
            mail = _mail(message, place)
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError, AssertionError):
            mail = None  # the parser's own faults on hostile headers are of these kinds
        if mail is None:
            place.at(number).problem("mail", _subject(message), _UNREAD, "It was left out; open it in your mail program.")
        else:
            yield mail


def _parsed(plain: Plain) -> Iterator[Message | None]:
    if not plain.head.lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From "):
        with plain.path.open("rb") as file:
            yield _message(file)
        return
    box: Any = mailbox.mbox(plain.path, factory=_message, create=False)
    try:
        yield from (box[key] for key in box.iterkeys())
    finally:
        box.close()


class _Short(EmailPolicy):
    """The standard policy with headers cut off: its parser takes the square of a hostile one's length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: _FIELD if name.lower().startswith("content-") else LONGEST]


def _message(file: Any) -> Any:
    try:
        return email.message_from_binary_file(file, policy=_Short())
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError, AssertionError):
        return None


def _mail(message: Message | None, place: Place) -> Mail | None:
    head = head_of(message, place.timezone) if message is not None else None
    if head is None or not isinstance(message, EmailMessage) or not head.sender.address:
        return None
    text = own_words(_body(message))[:_WORDS]
    return Mail(head, text) if text else None


def _body(message: EmailMessage) -> str:
    """The words of the message: its plain text, else its HTML."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    text = _decoded(raw if isinstance(raw, bytes) else b"", part.get_content_charset() or "utf-8")
    return text_of(text) if part.get_content_subtype() == "html" else text


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _subject(message: Message | None) -> str:
    return next((str(value) for name, value in message.raw_items() if name.lower() == "subject"), "") if message else ""
