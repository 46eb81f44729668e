"""Finds numbers and e-mail addresses that were said aloud, word for word, as a machine wrote them down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journey.analysis.redact.context import nearest_cue
from journey.analysis.redact.ids import named_kind
from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.words import words

_ONES = words(
    """
    zero oh nought one two three four five six seven eight nine null eins ein zwei zwo drei vier fünf sechs sieben acht neun
    zéro un deux trois quatre cinq sept huit neuf cero uno dos tres cuatro cinco seis siete ocho nueve due tre quattro cinque sei
    sette otto nove um dois três quatro meia sete oito nul een twee drie vijf zes zeven negen jeden dwa trzy cztery pięć sześć
    siedem osiem dziewięć noll ett två fyra fem sju åtta nio en to fire seks syv otte ni
    """
)
_TENS = words(
    """
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig
    fünfzig sechzig
    siebzig achtzig neunzig dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante diez once
    doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa dieci undici dodici tredici
    quattordici quindici sedici venti trenta quaranta cinquanta sessanta settanta ottanta novanta dez doze treze
    catorze vinte trinta
    quarenta cinquenta sessenta oitenta tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig
    dertig veertig vijftig zestig zeventig tachtig negentig
    """
) | {
    f"{one}und{ten}"
    for one in ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    for ten in ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
}
_SPOKEN = _ONES | _TENS
_TIMES = {"double": 2, "doppel": 2, "triple": 3, "treble": 3}
_JOINTS = words("and und et e y en plus")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s,.–-]{1,3}")
_FEWEST_WORDS = 5

_DOT = r"(?:dot|punkt|point|punto|ponto|punt|kropka|prick|punktum)"
_SIGNS = words(
    """
    dot punkt point punto ponto punt kropka prick punktum underscore dash hyphen minus plus unterstrich bindestrich tiret guion
    trattino underline streepje
    """
)
_TOP = r"(?:com|net|org|info|edu|eu|uk|de|at|ch|fr|be|es|mx|ar|it|br|pt|nl|pl|se|dk|no|fi)"
_HOSTS = (
    "gmail|hotmail|outlook|yahoo|icloud|web|gmx|live|orange|free|wanadoo|laposte|sfr|libero|virgilio|uol|terra|ziggo|kpn|wp|onet"
)
_ADDRESS = re.compile(
    rf" (?:(?:at|ät) (?:g |hot |proton |i )?(?:[\w-]{{2,63}}(?= (?:dot|punkt) )|(?:{_HOSTS})(?= ))|"
    r"(?:arroba|arobase|arobas|chiocciola|apenstaartje|małpa|snabel-?a|klammeraffe) (?:g |hot |proton |i )?[\w-]{2,63})"
    rf"(?:(?: {_DOT} [\w-]{{2,20}}){{0,2}} {_DOT} {_TOP}|(?: dot [\w-]{{2,20}}){{0,2}} dot [a-z]{{2,10}})(?![^\W_])"
)


def claim_speech(lower: str, claims: Claims) -> None:
    """Claim addresses such as "jo dot doe at mail dot com" and seven digits or more in a row that are words."""
    said = lower.split()
    if _SIGNS.intersection(said):
        _addresses(lower, claims)
    if sum(word.strip(".,") in _SPOKEN for word in said) >= _FEWEST_WORDS:
        for start, end, digits in _numbers(lower):
            _claim_number(lower, start, end, digits, claims)


def _addresses(lower: str, claims: Claims) -> None:
    for match in _ADDRESS.finditer(lower):
        start = _local_start(lower, match.start())
        if start < match.start():
            claims.claim(start, match.end(), Private.EMAIL)


def _local_start(lower: str, end: int) -> int:
    """Where the part before the @ begins: one word, more when a sign was said between them or they are single letters."""
    begin = max(0, end - 120)
    said = [(m.start() + begin, m[0]) for m in re.finditer(r"\S+", lower[begin:end])]
    at = len(said) - 1
    while at > 0:
        if at > 1 and said[at - 1][1] in _SIGNS:
            at -= 2
        elif len(said[at][1]) == 1 and len(said[at - 1][1]) == 1:
            at -= 1
        else:
            break
    return said[at][0] if said else end


def _numbers(lower: str) -> Iterator[tuple[int, int, int]]:
    """Where digits said one after the other begin and end, and how many they are."""
    start = end = last = digits = count = 0
    times, open_run = 1, False
    for word in _WORD.finditer(lower):
        worth = _worth(word[0])
        near = open_run and _BETWEEN.fullmatch(lower, end, word.start())
        if not near or (not worth and word[0] not in _TIMES and word[0] not in _JOINTS):
            if count >= _FEWEST_WORDS:
                yield start, last, digits
            start, digits, count, open_run, times = word.start(), 0, 0, False, 1
        if worth:
            digits, count, times, open_run = digits + worth * times, count + 1, 1, True
            last = word.end()
        elif word[0] in _TIMES:
            times, open_run = _TIMES[word[0]], True
        end = word.end()
    if count >= _FEWEST_WORDS:
        yield start, last, digits


def _worth(word: str) -> int:
    """How many digits a word stands for."""
    return 1 if word in _ONES else 2 if word in _TENS else len(word) if word.isdigit() and len(word) <= 4 else 0


def _claim_number(lower: str, start: int, end: int, digits: int, claims: Claims) -> None:
    called = named_kind(lower, start)
    if called:
        claims.claim(start, end, called)
    elif digits >= 7 and nearest_cue(lower, start) != "order":
        claims.claim(start, end, Private.CARD if digits >= 13 else Private.PHONE)
