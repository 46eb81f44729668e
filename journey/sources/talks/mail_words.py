"""What a person wrote in a mail: without the mails they answer, their signature and the legal notice below it."""

from __future__ import annotations

import re

_WROTE = re.compile(
    r"\s*(?:on|am|le|el|il|em|op|den|dnia|w dniu|στις)\b.{0,240}"
    r"(?:wrote|schrieb|a écrit|escribi[óo]|ha scritto|escreveu|schreef|skrev|napisał|pisze)\b.{0,100}:\s*",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(
    r"\s*[-_–—*]{2,}\s*(?:original message|reply above|forwarded message|ursprüngliche nachricht|originalnachricht|"
    r"weitergeleitete nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|"
    r"oorspronkelijk bericht|ursprungligt meddelande)\b.*",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\s*#*[-=# ]*(?:please )?(?:type|write|reply) (?:your reply )?above this line.*", re.IGNORECASE)
_FROM = re.compile(r"\s*\*?(?:from|von|de|da|van|från|fra|od)\s?\*?:\s?\*?\s*\S.*", re.IGNORECASE)
_SENT = re.compile(
    r"\s*\*?(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|objet|à|enviado(?: el)?|para|asunto|assunto|data|inviato|a|"
    r"oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne)\s?\*?:.*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:-- ?|--\s*|__+\s*|—\s*)")
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|mail|outlook|yahoo)|get outlook for|von meinem \w+ gesendet|gesendet von|envoyé (?:de|depuis) mon|"
    r"enviado (?:desde|do|de|a partir do) m[ie]u?|inviato da|verzonden vanaf|skickat från)\b.{0,80}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:kind|best|warm|many)?\s*regards|best(?: wishes)?|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|cheers|"
    r"(?:many )?thanks(?: again| in advance)?|thank you|mit (?:freundlichen|besten|herzlichen|lieben) grüßen|"
    r"(?:viele|liebe|beste|herzliche|freundliche) grüße|mfg|(?:bien )?cordialement|bien à vous|salutations|"
    r"saludos(?: cordiales)?|"
    r"un (?:cordial )?saludo|atentamente|atenciosamente|(?:com os )?(?:melhores )?cumprimentos|abraços?|obrigad[oa]|"
    r"cordiali saluti|distinti saluti|saluti|met vriendelijke groet(?:en)?|groet(?:en|jes)?|med vänlig hälsning|hälsningar)"
    r"\s*[,.!]?\s*",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\s*(?:this (?:e-?mail|message)\b.{0,200}(?:confidential|privileged|intended)|confidentiality notice|disclaimer:|"
    r"diese e-?mail (?:enthält|kann|ist)|ce (?:message|courriel)\b.{0,100}confidenti|"
    r"este (?:mensaje|correo|e-?mail)\b.{0,100}confiden|"
    r"esta mensagem\b.{0,100}confiden|questo messaggio\b.{0,100}riservat)",
    re.IGNORECASE,
)
SIGNATURE = 10
"""Lines below a closing that are still a signature, each shorter than a sentence."""
_SHORT = 70


def own_words(text: str) -> str:
    """The new words of a mail's text; the whole text without quotation marks if nothing else is in it (a mere forward).

    Answers written between quoted lines are kept, without the quotation.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    own = _unsigned(_unquoted(lines))
    told = "\n".join(own).strip()
    return re.sub(r"\n{3,}", "\n\n", told) if told else "\n".join(line.lstrip("> ") for line in lines).strip()


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without what they quote: marked lines and their heading, or all below the heading where nothing is marked."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        heading = _heading(lines, at)
        if heading and not _marked_below(lines, at + heading):
            break
        if heading:
            at += heading
            continue
        if not lines[at].lstrip().startswith(">"):
            kept.append(lines[at])
        at += 1
    return kept


def _heading(lines: list[str], at: int) -> int:
    """How many lines from `at` on announce an earlier mail; 0 if they do not."""
    line = lines[at]
    if _RULE.fullmatch(line) or _ABOVE.fullmatch(line):
        return 1
    if _FROM.fullmatch(line) and sum(bool(_SENT.fullmatch(one)) for one in lines[at + 1 : at + 6]) >= 2:
        return 1
    for count in (1, 2, 3):
        joined = "\n".join(lines[at : at + count])
        if len(joined) < 400 and _WROTE.fullmatch(joined):
            return count
    return 0


def _marked_below(lines: list[str], at: int) -> bool:
    """Whether the next words are marked as quoted, so that what is not marked below them is new."""
    first = next((line for line in lines[at : at + 20] if line.strip()), "")
    return first.lstrip().startswith(">")


def _unsigned(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _MARK.fullmatch(line) or _LEGAL.match(line):
            return lines[:at]
        if _SENT_FROM.fullmatch(line) and _is_signature(lines[at + 1 :]):
            return lines[:at]
        if _CLOSING.fullmatch(line) and at and _is_signature(lines[at + 1 :]):
            return lines[:at]
    return lines


def _is_signature(below: list[str]) -> bool:
    """Few short lines that are no sentences; a legal notice may follow them."""
    end = next((at for at, line in enumerate(below) if _LEGAL.match(line) or _MARK.fullmatch(line)), len(below))
    told = [line for line in below[:end] if line.strip()]
    return len(told) <= SIGNATURE and all(len(line) < _SHORT and not line.rstrip().endswith("?") for line in told)
