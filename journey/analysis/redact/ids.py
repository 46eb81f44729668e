"""Finds IBANs, identity numbers that a checksum or a cue gives away, and account numbers that are named as such."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from journey.analysis.redact.context import DATE, digits_of, is_amount, nearest_cue
from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.words import ACCOUNT_CUE, CUE_STEMS, IBAN_LENGTHS, ID_CUE, LOGIN_CUE, SECRET_CUE

_NAMED = re.compile(rf"(?P<id>{ID_CUE})|(?P<account>{ACCOUNT_CUE})|(?P<login>{LOGIN_CUE})|(?P<secret>{SECRET_CUE})")
_TOKEN = re.compile(r"[\w./-]{1,34}")
_MORE = re.compile(r" (?=[\w./-]{0,33}\d)[\w./-]{1,34}")
_IBAN_HEAD = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d{2}(?=[ -]?[A-Za-z0-9])")
_IBAN_BODY = re.compile(r"(?:[A-Za-z0-9][ -]?){15,34}")
_IBAN_AS_WRITTEN = re.compile(r"[A-Za-z]{2}[ -]?\d{2}(?:[ -]?(?=[A-Za-z]{0,4}\d)[A-Za-z0-9]{1,30}){1,9}(?<=[A-Za-z0-9]{2})")
_IBAN_IN_FOURS = re.compile(r"[A-Za-z]{2}\d{2}(?: [A-Za-z0-9]{4}){2,7}(?: ([A-Za-z0-9]{1,3}(?![A-Za-z0-9])))?")
_JOINT = re.compile(r"[ -]")

# How national numbers are written, and which of python-stdnum's checks say that they are one.
_SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{3}-\d{2}-\d{4}", ("us.ssn", "us.itin")),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", ("br.cpf",)),
    (r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}", ("br.cnpj",)),
    (r"756\.\d{4}\.\d{4}\.\d{2}", ("ch.ssn",)),
    (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", ("be.nn",)),
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", ("cl.rut",)),
    (r"\d{6}-\d{7}", ("kr.rrn",)),
    (r"\d{6}[-+A]\d{3}[0-9A-Z]", ("fi.hetu", "dk.cpr", "se.personnummer")),
    (r"(?:19|20)\d{6}-?\d{4}", ("se.personnummer",)),
    (r"\d{6}/\d{3,4}", ("cz.rc",)),
    (r"\d{2} \d{3} \d{3} \d{3}", ("de.idnr",)),
    (r"\d{3}[ -]\d{3}[ -]\d{3}", ("ca.sin",)),
    (r"\d{3} \d{3} \d{4}", ("gb.nhs",)),
    (r"\d{4} \d{4} \d{4}", ("in_.aadhaar",)),
    (r"[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}", ("fr.nir",)),
    (r"\d{17}[\dX]", ("cn.ric",)),
    (r"\d{13}", ("ro.cnp", "za.idnr")),
    (r"\d{11}", ("de.idnr", "pl.pesel", "br.cpf", "tr.tckimlik", "no.fodselsnummer", "be.nn")),
    (r"\d{8}-?[A-Z]", ("es.dni",)),
    (r"[XYZ]-?\d{7}-?[A-Z]", ("es.nie",)),
    (r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", ("it.codicefiscale",)),
    (r"[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d", ("mx.curp",)),
    (r"[A-Z]{3}[PHFATBLJGC][A-Z]\d{4}[A-Z]", ("in_.pan",)),
    (r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-DFMPT]", ()),
)
_SHAPE = re.compile(r"(?<![\w-])(?:" + "|".join(f"({shape})" for shape, _ in _SHAPES) + r")(?![\w-]|[.,]\d)")


@lru_cache(maxsize=4096)
def checks(module: str, number: str) -> bool:
    """Whether python-stdnum's module of that name (`luhn`, `es.dni`) takes the number for valid."""
    try:
        return bool(import_module(f"stdnum.{module}").is_valid(number))
    except LookupError:  # some checks look a district up without asking whether they know it
        return False


def claim_ibans(text: str, lower: str, claims: Claims) -> None:
    """Claim every IBAN: the mod-97 check and its country's form, and whatever is called an IBAN and looks like one."""
    for head in _IBAN_HEAD.finditer(text):
        start, length = head.start(), IBAN_LENGTHS.get(head[0][:2].upper(), 0)
        called = "iban" in lower[max(0, start - 30) : start]
        end = _iban_end(text, start, length, called=called) if length else start
        if end > start and not text[end : end + 1].isalnum():
            claims.claim(start, end, Private.IBAN)


def _iban_end(text: str, start: int, length: int, *, called: bool) -> int:
    body = _IBAN_BODY.match(text, start)
    number = _JOINT.sub("", body[0])[:length].upper() if body else ""
    if len(number) == length and _mod_97(number) and (called or _iban_form(number)):
        return start + _spread(text[start : start + 2 * length], length)
    written = _IBAN_AS_WRITTEN.match(text, start)
    if written and (called or (" " not in written[0] and _mod_97(_JOINT.sub("", written[0]).upper()))):
        return written.end()
    fours = _IBAN_IN_FOURS.match(text, start)
    ends = [fours.end(), fours.start(1) - 1] if fours and fours[1] else [fours.end()] if fours else []
    return next((end for end in ends if _mod_97(text[start:end].replace(" ", "").upper())), start)


def _mod_97(number: str) -> bool:
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def _spread(text: str, length: int) -> int:
    """How many characters of `text` hold its first `length` letters and digits."""
    seen = 0
    for at, char in enumerate(text):
        seen += char.isalnum()
        if seen == length:
            return at + 1
    return len(text)


def _iban_form(number: str) -> bool:
    """Whether letters and digits stand as in that country; account check digits inside are left out."""
    from stdnum import exceptions, iban

    try:
        iban.validate(number, check_country=False)
    except exceptions.ValidationError:
        return False
    return True


def claim_named(text: str, lower: str, claims: Claims) -> None:
    """Claim what follows a cue: three digits at least for an account, four for an identity number."""
    if not any(stem in lower for stem in CUE_STEMS):
        return
    for match in _NAMED.finditer(lower):
        end = _token_end(text, match.end())
        token = text[match.end() : end]
        digits = len(digits_of(token))
        if match.lastgroup == "login":
            if len(token) >= 3 and (digits or ":" in match[0] or "=" in match[0] or "is" in match[0]):
                claims.claim(match.end(), end, Private.ACCOUNT)
        elif match.lastgroup == "secret" and digits and len(token) >= 3:
            claims.claim(match.end(), end, Private.ACCOUNT)
        elif match.lastgroup == "id" and digits >= 4 and not DATE.fullmatch(token):
            claims.claim(match.end(), end, Private.ID)
        elif (
            match.lastgroup == "account"
            and digits >= (4 if _says_number(match[0]) else 6)
            and not _is_other(text, lower, match.end(), end)
        ):
            claims.claim(match.end(), end, Private.ACCOUNT)


def named_kind(lower: str, start: int) -> Private | None:
    """What the words right before `start` name: an account, an identity number, or nothing of the kind."""
    before = lower[max(0, start - 80) : start]
    named = [match for match in _NAMED.finditer(before) if match.end() == len(before)]
    return None if not named else Private.ID if named[-1].lastgroup == "id" else Private.ACCOUNT


def _says_number(cue: str) -> bool:
    return bool(re.search(r"(?:num|n[or°º]|nr|id|#|code|:)[\w.]*\W*(?:(?:is|ist|est|es|é|è)\W*)?$", cue))


def _is_other(text: str, lower: str, start: int, end: int) -> bool:
    return bool(DATE.fullmatch(text[start:end])) or is_amount(lower, start, end)


def _token_end(text: str, start: int) -> int:
    match = _TOKEN.match(text, start)
    if not match:
        return start
    end = match.end()
    if any(c.isdigit() for c in match[0]) or len(match[0]) <= 3:
        for _ in range(7):
            more = _MORE.match(text, end)
            if not more or not more[0].strip()[:1].isdigit():
                break
            end = more.end()
    return start + len(text[start:end].rstrip("./-"))


def claim_by_shape(text: str, lower: str, claims: Claims) -> None:
    """Claim numbers written as a country writes its identity numbers, if they pass its check and are no order number."""
    if len(digits_of(text)) < 6:
        return
    for match in _SHAPE.finditer(text.upper() if len(text.upper()) == len(text) else text):
        number, modules = match[0], _SHAPES[(match.lastindex or 1) - 1][1]
        if nearest_cue(lower, match.start()) == "order" or (number.isdigit() and DATE.fullmatch(number)):
            continue
        if not modules or any(checks(module, number) for module in modules):
            claims.claim(*match.span(), Private.ID)
