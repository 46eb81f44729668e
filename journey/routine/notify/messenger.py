"""Apprise, loaded only when somebody is told, kept from the logs, and heard when it swallows why something failed."""

from __future__ import annotations

import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any


@dataclass
class Heard:
    """What Apprise said in one thread while we listened: errors that it swallowed, codes that were answered."""

    errors: list[BaseException] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    warned: bool = False


_thread = threading.local()


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear, within, what Apprise says in this thread."""
    _thread.heard = heard = Heard()
    try:
        yield heard
    finally:
        _thread.heard = None


class _Ear(logging.Handler):
    """Apprise answers yes or no and swallows why; but it logs inside `except`, where the error can still be asked for."""

    def emit(self, record: logging.LogRecord) -> None:
        heard: Heard | None = getattr(_thread, "heard", None)
        if heard is None or record.levelno < logging.WARNING:
            return
        heard.warned = True
        if (error := sys.exc_info()[1]) is not None:
            heard.errors.append(error)
        elif answered := re.search(r"error=(\d{3})\b", record.getMessage()):
            heard.answers.append(int(answered[1]))


@lru_cache(maxsize=1)
def apprise() -> Any:
    """Apprise with all its services; what it logs holds addresses, so nobody but us hears it."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.WARNING)  # below that Apprise writes down whole addresses
    logger.addHandler(_Ear())
    logging.getLogger("urllib3").setLevel(logging.INFO)  # below that it writes down paths
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # one of its services asks for a module that Python will drop
        import apprise as library

        known: Any = library.plugins.N_MGR
        known.load_modules()
    return library


def service(url: str) -> Any:
    """The Apprise service behind an address; None if it is not understood."""
    library = apprise()
    # a receiver that answers "look elsewhere" has not taken the message: followed, it could end at a sign-in page's 200
    asset = library.AppriseAsset(app_id="Journey", app_desc="Journey", async_mode=False, http_redirects=False)
    return library.Apprise.instantiate(url, asset=asset)


def is_mail(plugin: Any) -> bool:
    """Whether a service is mail by SMTP."""
    return any(kind.__name__ == "NotifyEmail" for kind in type(plugin).__mro__)
