"""What an address to tell people at must be, and what of it people may see: never what could open it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from journey.errors import Refused
from journey.routine.notify.messenger import apprise, is_mail, listening, service

LONGEST = 1000
OWN_HOST = ("NotifyJSON", "NotifyForm", "NotifyXML")
"""Webhooks of one's own: nothing of their path, headers or query is shown, since tokens stand there."""


@dataclass(frozen=True)
class Address:
    """An address that Apprise understands: `shown` is what people may see of it."""

    url: str
    shown: str


def address(url: str) -> Address:
    """Check an address and say how it is shown; Refused in words that never repeat it.

    It names one place only: of two, one could fail after the other was told, and trying again would tell it twice.
    """
    url = url.strip()
    if not url:
        raise Refused(
            "The address is empty. Write it as Apprise reads it: mailto://user:password@host?to=you@host. Nothing was saved."
        )
    if len(url) > LONGEST:
        raise Refused(f"The address is longer than {LONGEST} characters. Nothing was saved.")
    with listening() as heard:
        plugin = service(url)
    if plugin is None or heard.warned:
        raise Refused(_why_not(url))
    places = _places(plugin)
    if not places:
        raise Refused("The address names nobody to tell. Add an address after ?to=. Nothing was saved.")
    if places > 1:
        raise Refused(
            "The address names several places. Add a channel for each, or for mail put the others after &cc=, "
            "so that nobody is told twice when one of them fails. Nothing was saved."
        )
    return Address(url, _shown(plugin)[:200])


def _places(plugin: Any) -> int:
    if is_mail(plugin) and not plugin.targets:
        return 0
    return len(plugin) // (int(plugin.retry) + 1)


def _shown(plugin: Any) -> str:
    port = f":{plugin.port}" if plugin.port else ""
    if is_mail(plugin):
        return f"Mail to {plugin.targets[0][1]} by {plugin.smtp_host}{port}"
    if type(plugin).__name__ in OWN_HOST:
        return f"{plugin.service_name} webhook at {plugin.host}{port}"
    return f"{plugin.service_name}, {plugin.url(privacy=True).partition('?')[0].rstrip('/')}"


def _why_not(url: str) -> str:
    scheme, apart, _ = url.lower().partition("://")
    if not apart:
        return "An address begins with its kind, such as mailto:// or slack://. Nothing was saved."
    if scheme in ("http", "https"):
        ours = "jsons" if scheme == "https" else "json"
        return f"No service is known by that address. For a webhook of your own begin it with {ours}://. Nothing was saved."
    if not re.fullmatch(r"\w{2,20}", scheme) or scheme not in apprise().plugins.N_MGR:
        return "That kind of address is not known. Apprise's documentation lists those there are. Nothing was saved."
    return f"The address is not one that {scheme}:// understands: see Apprise's documentation. Nothing was saved."
