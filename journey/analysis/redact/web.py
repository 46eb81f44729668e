"""Finds e-mail addresses, web addresses that carry a token, and IP addresses."""

from __future__ import annotations

import re
from ipaddress import ip_address

from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.words import VERSION_CUES

_LOCAL_BACKWARDS = re.compile(r" ?([\w.+%'’&~-]{1,64})")
_DOMAIN = re.compile(r" ?([\w.-]{1,253})")
_COMMON_TOP = re.compile(
    r"\.(?:com|net|org|edu|gov|io|info|biz|eu|uk|us|de|at|ch|fr|es|it|br|pt|nl|be|pl|se|dk|no|fi|in|jp)$", re.IGNORECASE
)
_SPELLED = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64} ?[(\[{<] ?(?:at|ät) ?[)\]}>] ?[\w-]{2,63}"
    r"(?:(?: ?[(\[{<] ?(?:dot|punkt|point) ?[)\]}>] ?| dot |\.)[a-z0-9-]{2,30}){1,3}\b",
    re.IGNORECASE,
)
_OPENS = frozenset("([{<")
_QUOTED_BACKWARDS = re.compile(r'"[^"\n]{1,64}"')
_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"'\]]{3,}", re.I)
_BARE_URL = re.compile(r"(?<![\w@./:-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,10}/[^\s<>\"'\]]{3,}", re.I)
_TOKEN_KEY = re.compile(
    r"[?&#;](?:[\w-]*(?:token|key|secret|session|sess|sid|sig|signature|auth|code|password|passwd|pwd|jwt|otp|magic|invite|hash|"
    r"e-?mail|user|uid|customer|account|phone|name|id))=[^&\s]",
    re.I,
)
_LONG_PART = re.compile(r"[A-Za-z0-9_~.%-]{20,}")
_IPV4 = re.compile(r"(?<![\w.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-fA-F:]{2,39}(?![\w:])")
_VERSION = re.compile(r"\b(?:" + "|".join(VERSION_CUES) + r")[\w .:-]{0,12}$")
_IP_CUE = re.compile(r"\bip(?:v4|v6)?\b")


def claim_web(text: str, lower: str, claims: Claims) -> None:
    """Claim the e-mail, web and IP addresses of `text`; `lower` is the same text, character by character, in lower case."""
    if "://" in lower or "www." in lower:
        _urls(_URL, text, claims)
    if "/" in text and "." in text:
        _urls(_BARE_URL, text, claims)
    if "@" in text:
        _emails(text, claims)
    if "at" in lower and _OPENS.intersection(text):
        for match in _SPELLED.finditer(text):
            claims.claim(*match.span(), Private.EMAIL)
    if text.count(".") >= 3:
        _ipv4(text, lower, claims)
    if text.count(":") >= 2:
        _ipv6(text, claims)


def _emails(text: str, claims: Claims) -> None:
    at = text.find("@")
    while at >= 0:
        backwards = text[max(0, at - 66) : at][::-1]
        quoted = _QUOTED_BACKWARDS.match(backwards)
        before = _LOCAL_BACKWARDS.match(backwards)
        after = _DOMAIN.match(text, at + 1)
        domain = _as_long_as_it_is_one(after[1].rstrip(".-_")) if after and (before or quoted) else ""
        if quoted and domain and after:
            claims.claim(at - quoted.end(), after.start(1) + len(domain), Private.EMAIL)
        elif before and after:
            left = len(before[1].rstrip("'’.-"))
            spaces = (before.start(1), after.start(1) - at - 1)
            if left and domain and (spaces == (0, 0) or (spaces == (1, 1) and _COMMON_TOP.search(domain))):
                claims.claim(at - (before.start(1) + left), after.start(1) + len(domain), Private.EMAIL)
        at = text.find("@", at + 1)


def _as_long_as_it_is_one(name: str) -> str:
    """The longest beginning of `name` that is a domain: what follows a full stop may be the next sentence; "" if none is."""
    while name and not _is_domain(name):
        name = name.rpartition(".")[0]
    return name


def _is_domain(domain: str) -> bool:
    host, dot, top = domain.rpartition(".")
    return bool(dot and host.strip(".-")) and len(top) >= 2 and (top.isalpha() or top.lower().startswith("xn--"))


def _urls(pattern: re.Pattern[str], text: str, claims: Claims) -> None:
    for match in pattern.finditer(text):
        url = match[0].rstrip(".,;:!?)")
        if carries_token(url):
            claims.claim(match.start(), match.start() + len(url), Private.URL)


def carries_token(url: str) -> bool:
    """Whether an address lets its holder in or says who they are: a login in it, a telling parameter, a long random part."""
    rest = (url.partition("://")[2] or url)[:4096]
    host, _, path = rest.partition("/")
    if "@" in host or _TOKEN_KEY.search(rest):
        return True
    return any(_is_random(part) for part in _LONG_PART.findall(path or host.partition("?")[2]))


def _is_random(part: str) -> bool:
    """Words joined by hyphens have few digits; keys mix digits and letters throughout."""
    digits = sum(c.isdigit() for c in part)
    return digits >= 4 and len(part) - digits >= 4 and len(re.findall(r"\d+", part)) >= 3


def _ipv4(text: str, lower: str, claims: Claims) -> None:
    for match in _IPV4.finditer(text):
        parts = [int(p) for p in match[0].split(".")]
        before = lower[max(0, match.start() - 30) : match.start()]
        if max(parts) > 255 or any(p != "0" and p[0] == "0" for p in match[0].split(".")):
            continue
        if _IP_CUE.search(before) or not (_VERSION.search(before) or (max(parts) < 30 and parts[0] != 10)):
            claims.claim(*match.span(), Private.IP)


def _ipv6(text: str, claims: Claims) -> None:
    for match in _IPV6.finditer(text):
        address = match[0] if match[0].endswith("::") else match[0].rstrip(":")
        if address.count(":") < 2 or not any(c.isdigit() for c in address):
            continue
        try:
            ip_address(address)
        except ValueError:
            continue
        claims.claim(match.start(), match.start() + len(address), Private.IP)
