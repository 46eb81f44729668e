"""Hands a message to the other side, and says whether it was taken, surely was not, or nobody can know."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import traceback
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from journey.routine.notify.messenger import apprise, is_mail, listening, service

CONNECT = 15.0
MAY_HAVE_ARRIVED = frozenset({502, 504, 520, 524})
"""Answers of a gateway that lost sight of what stands behind it: that may have taken the message."""
NEVER_LEFT = {
    "NameResolutionError": "There is no host of that name.",
    "gaierror": "There is no host of that name.",
    "ConnectionRefusedError": "Nothing answers at that address.",
    "SSLCertVerificationError": "Its certificate is not one that can be trusted.",
    "ConnectTimeoutError": "It could not be reached in time.",
    "NewConnectionError": "It could not be reached.",
    "ProxyError": "The proxy before it could not be reached.",
    "InvalidURL": "Its address is not one that can be called.",
    "InvalidHeader": "One of the headers in its address cannot be sent.",
}
"""Errors that come before anything was sent, by name, and what they mean."""
MAIL_SAID = {
    421: "is not taking mail now", 450: "is not taking mail for that address now", 451: "is not taking mail now",
    530: "wants a name and password", 534: "wants another way to sign in", 535: "did not accept the name and password",
    550: "does not take mail for that address", 553: "does not take that address", 554: "does not take this message",
}  # fmt: skip


class Outcome(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    FAILED = "failed"
    """It surely did not arrive, so it may be tried again."""
    UNCLEAR = "unclear"
    """It left, and no answer that settles it came."""


@dataclass(frozen=True)
class Delivery:
    """The outcome, and why in words of ours: never the other side's, which may repeat an address with its password."""

    outcome: Outcome
    why: str = ""


def deliver(url: str, title: str, body: str, *, key: str, patience: float) -> Delivery:
    """Send one message to one address, waiting `patience` seconds for each answer and twice that in all; raises nothing.

    A receiver slower than that may have taken the message, so it is not told again: the longer the patience, the fewer doubts.
    `key` names the message: the same one for the same content, as header Idempotency-Key (webhooks) and X-Journey-Message
    (mail), for receivers that look. Nothing is tried again here.
    """
    with listening():
        plugin = service(url)
    if plugin is None:
        return Delivery(Outcome.FAILED, "The address is not understood any more. Edit the channel and write it anew.")
    _prepare(plugin, key, patience)
    told: list[Delivery] = []
    # a thread, because a receiver that sends a byte now and then never runs into a timeout of the socket
    thread = threading.Thread(target=lambda: told.append(_send(plugin, title, body, patience)), daemon=True)
    thread.start()
    thread.join(2 * patience)
    return told[0] if told else Delivery(Outcome.UNCLEAR, f"It did not come to an end within {2 * patience:.0f} seconds.")


def _prepare(plugin: Any, key: str, patience: float) -> None:
    mail = is_mail(plugin)
    if mail:
        plugin.notify_format = apprise().NotifyFormat.TEXT  # its HTML would not wrap on a telephone
    plugin.retry = 0  # trying again is the outbox's business: it knows what may have arrived
    plugin.overflow_mode = apprise().OverflowMode.TRUNCATE
    plugin.socket_read_timeout = patience
    plugin.socket_connect_timeout = patience if mail else min(CONNECT, patience)  # mail has one timeout for all it does
    if isinstance(getattr(plugin, "headers", None), dict):
        plugin.headers = {**plugin.headers, "X-Journey-Message" if mail else "Idempotency-Key": key}


def _send(plugin: Any, title: str, body: str, patience: float) -> Delivery:
    library = apprise()
    with listening() as heard:
        try:
            taken = library.Apprise(plugin).notify(body, title=title, body_format=library.NotifyFormat.TEXT)
        except Exception as error:
            heard.errors.append(error)
            taken = False
    if taken:
        return Delivery(Outcome.TAKEN)
    if heard.errors:
        return verdict(heard.errors[-1], patience)
    if heard.answers:
        return _answered(heard.answers[-1])
    return Delivery(Outcome.UNCLEAR, f"{plugin.service_name} did not say whether it was taken.")


def _answered(code: int) -> Delivery:
    said = f" ({phrase})" if (phrase := http.client.responses.get(code)) else ""
    return Delivery(Outcome.UNCLEAR if code in MAY_HAVE_ARRIVED else Outcome.FAILED, f"It answered {code}{said}.")


def verdict(error: BaseException, patience: float) -> Delivery:
    """What an error says of the message: only what proves that it never arrived makes it FAILED."""
    import smtplib

    if isinstance(error, smtplib.SMTPDataError):
        return Delivery(Outcome.FAILED, _mail_said(error.smtp_code))
    if _text_was_on_its_way(error):
        return Delivery(
            Outcome.UNCLEAR, f"The mail server broke off, or did not confirm the message within {patience:.0f} seconds."
        )
    known = [NEVER_LEFT[name] for each in _causes(error) if (name := type(each).__name__) in NEVER_LEFT]
    if known:
        return Delivery(Outcome.FAILED, known[-1])
    if isinstance(error, smtplib.SMTPException):
        return Delivery(Outcome.FAILED, _mail_said(_code(error)))
    if isinstance(error, socket.timeout | ssl.SSLError | ConnectionError) and _by_mail(error):
        return Delivery(Outcome.FAILED, "The mail server could not be reached, or did not answer in time.")
    return Delivery(Outcome.UNCLEAR, f"The connection broke, or no answer came within {patience:.0f} seconds.")


def _causes(error: BaseException) -> list[BaseException]:
    """The error with what stands behind it: its causes, and what urllib3 packs into arguments and reasons."""
    found: list[BaseException] = []
    left: list[object] = [error]
    while left:
        each = left.pop(0)
        if isinstance(each, BaseException) and each not in found:
            found.append(each)
            left += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return found


def _by_mail(error: BaseException) -> bool:
    return any(frame.f_code.co_filename.endswith("smtplib.py") for frame, _ in traceback.walk_tb(error.__traceback__))


def _text_was_on_its_way(error: BaseException) -> bool:
    """Whether a mail's text was being handed over: before that, a mail server has taken nothing."""
    return _by_mail(error) and any(frame.f_code.co_name == "data" for frame, _ in traceback.walk_tb(error.__traceback__))


def _code(error: Any) -> int:
    refused = getattr(error, "recipients", None)
    return int(next(iter(refused.values()))[0] if refused else getattr(error, "smtp_code", 0))


def _mail_said(code: int) -> str:
    return f"The mail server {MAIL_SAID.get(code, 'did not let it through')}{f' ({code})' if code else ''}."
