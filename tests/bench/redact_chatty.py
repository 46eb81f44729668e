"""A second corpus for redaction, unlike the first: people who chat in lower case, and speech as a machine wrote it down."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from faker import Faker

LOCALES = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT", "pt": "pt_BR", "nl": "nl_NL"}
HELD_OUT = {"en": "en_GB", "pl": "pl_PL", "sv": "sv_SE"}
"""Locales nobody looked at while the rules were written."""

FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "email": ("hey can u resend it to {v} pls", "its {v} btw", "tried logging in w/ {v} nope", "u have {v} on file right??"),
        "phone": (
            "my cell is {v} call whenever",
            "yeah so {v} thats me",
            "text me {v} lol",
            "u can get me on {v} after 6",
            "old no was {v}, dont use",
        ),
        "card": (
            "ok so the card is {v} and it got declined AGAIN",
            "visa {v}",
            "u charged {v} twice wtf",
            "ending? full one is {v}",
        ),
        "iban": ("iban is {v} thx", "send it to {v} pls", "{v} thats my account"),
        "name": ("hi my name is {v} and im so done", "this is {v} again", "im {v} btw", "its under the name {v}", "thanks\n{v}"),
    },
    "de": {
        "email": ("schickt das bitte an {v} danke", "meine mail ist {v}", "hab mich mit {v} angemeldet"),
        "phone": ("ruf mich auf {v} an", "handy {v}", "unter {v} bin ich da", "meine nr is {v} lg"),
        "card": ("karte {v} geht nicht", "hab mit {v} bezahlt und nix kam"),
        "iban": ("iban {v} bitte dahin", "überweist auf {v} danke"),
        "name": ("mein Name ist {v}, moin", "ich heiße {v}", "hier ist {v} nochmal", "Viele Grüße\n{v}", "Hallo {v}, danke"),
    },
    "fr": {
        "email": ("envoyez à {v} svp", "mon mail c'est {v}"),
        "phone": ("appelez moi au {v} svp", "mon tel {v}", "mon portable c'est le {v}"),
        "card": ("ma carte {v} marche pas", "j'ai payé avec la {v}"),
        "iban": ("mon iban {v} merci", "virez sur {v}"),
        "name": ("je m'appelle {v} et j'en ai marre", "mon nom est {v}", "Bien à vous,\n{v}", "Bonjour {v}, merci"),
    },
    "es": {
        "email": ("mandadlo a {v} porfa", "mi correo es {v}"),
        "phone": ("llamame al {v} porfa", "mi movil es el {v}", "mi tlf {v}"),
        "card": ("mi tarjeta {v} no va", "pague con la {v}"),
        "iban": ("mi iban es {v} gracias", "ingresadlo en {v}"),
        "name": ("me llamo {v} y llevo un mes", "mi nombre es {v}", "Un saludo,\n{v}", "Hola {v}, gracias"),
    },
    "it": {
        "email": ("mandatelo a {v} grazie", "la mia mail è {v}"),
        "phone": ("chiamami al {v}", "il mio cell è {v}", "tel {v}"),
        "card": ("la carta {v} non va", "ho pagato con la {v}"),
        "iban": ("il mio iban è {v}", "bonifico su {v} grazie"),
        "name": ("mi chiamo {v} e aspetto", "il mio nome è {v}", "Cordiali saluti\n{v}", "Ciao {v}, grazie"),
    },
    "pt": {
        "email": ("manda pra {v} por favor", "meu email é {v}"),
        "phone": ("me liga no {v}", "meu celular é {v}", "meu zap {v}"),
        "card": ("meu cartão {v} não passa", "paguei com o {v}"),
        "iban": ("meu iban é {v}", "deposita em {v}"),
        "name": ("me chamo {v} e cansei", "meu nome é {v}", "Abraços,\n{v}", "Oi {v}, obrigado"),
    },
    "nl": {
        "email": ("stuur het naar {v} aub", "mijn mail is {v}"),
        "phone": ("bel me op {v}", "mijn mobiel is {v}", "mijn nummer {v} graag"),
        "card": ("mijn kaart {v} doet het niet", "betaald met {v}"),
        "iban": ("mijn iban is {v}", "stort maar op {v}"),
        "name": ("mijn naam is {v} en ik wacht", "ik heet {v}", "Groetjes,\n{v}", "Hoi {v}, bedankt"),
    },
    "pl": {
        "email": ("wyślijcie na {v} proszę",),
        "phone": ("zadzwońcie na {v}", "mój telefon {v}"),
        "card": ("moja karta {v} nie działa",),
        "iban": ("mój iban {v}",),
        "name": ("nazywam się {v} i czekam", "mam na imię {v}", "Pozdrawiam,\n{v}"),
    },
    "sv": {
        "email": ("skicka till {v} tack",),
        "phone": ("ring mig på {v}", "mitt mobilnummer är {v}"),
        "card": ("mitt kort {v} funkar inte",),
        "iban": ("mitt iban {v}",),
        "name": ("jag heter {v} och väntar", "mitt namn är {v}", "Hälsningar\n{v}"),
    },
}
SPOKEN: dict[str, tuple[tuple[str, ...], str, str, tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        "at",
        "dot",
        ("yeah so my phone number is {v} okay", "uh it's {v}", "you can call me back at {v}"),
        ("it's {v} yeah", "uh the email is {v} i think"),
    ),
    "de": (
        ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
        "at",
        "punkt",
        ("ja also meine nummer ist die {v}",),
        ("die adresse ist {v} genau",),
    ),
    "fr": (
        ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
        "arobase",
        "point",
        ("mon numéro c'est le {v} voilà",),
        ("alors c'est {v}",),
    ),
    "es": (
        ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        "arroba",
        "punto",
        ("mi teléfono es el {v} vale",),
        ("mi correo es {v} vale",),
    ),
    "it": (
        ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"),
        "chiocciola",
        "punto",
        ("il mio numero è {v} grazie",),
        ("la mail è {v} sì",),
    ),
    "pt": (
        ("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"),
        "arroba",
        "ponto",
        ("meu telefone é {v} tá",),
        ("meu email é {v} tá bom",),
    ),
    "nl": (
        ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
        "apenstaartje",
        "punt",
        ("mijn nummer is {v} ja",),
        ("het is {v} hoor",),
    ),
}
"""A language's digits, what it calls @ and the dot, and how a number and an address are said."""

KNOWN = ("thx {v}!", "{v} said it was fine", "no {v}'s account is the other one", "so {V} what now", "and then {v} hung up on me")
HARD_PARTS: dict[str, tuple[str, ...]] = {
    "weekday": ("monday", "Dienstag", "mercredi", "Jueves", "Freitag", "Sábado", "Domenica", "zondag"),
    "city": (
        "Berlin",
        "Lyon",
        "Porto",
        "Valencia",
        "Florence",
        "San José",
        "New York",
        "Den Haag",
        "São Paulo",
        "Sydney",
        "Bad Homburg",
    ),
    "brand": (
        "Calvin Klein",
        "Thomas Cook",
        "Mercedes",
        "Ben & Jerry's",
        "Dell",
        "Hugo Boss",
        "Levi's",
        "Deutsche Telekom",
        "Wendy's",
    ),
    "product": (
        "iPhone 15 Pro",
        "Galaxy S24 Ultra",
        "Kindle Paperwhite",
        "Alexa",
        "Ryzen 7 7800X3D",
        "WH-1000XM5",
        "Fritzbox 7590",
    ),
}
HARD_WORD_FRAMES = (
    "hi {v} store was closed",
    "I'm in {v} till sunday",
    "since {v} nothing works",
    "thanks {v}.",
    "the {v} thing is broken again",
    "this is {v} quality?",
    "Hallo, {v} geht nicht",
    "bonjour, {v} ne marche pas",
)


@dataclass(frozen=True)
class Said:
    """A text, the private value in it (or, for a hard negative, what must stay), and who was known to take part."""

    kind: str
    language: str
    text: str
    value: str
    known: str = ""


def chatty(size: int, seed: int, locales: dict[str, str] = LOCALES) -> list[Said]:
    """`size` texts of each kind and language."""
    chance = random.Random(seed)
    said = []
    for language, locale in locales.items():
        fake = Faker(locale)
        fake.seed_instance(seed)
        makers: dict[str, Callable[[], str]] = {
            "email": lambda f=fake: _email(f, chance),
            "phone": lambda f=fake, where=language: _phone(f, where, chance),
            "card": lambda f=fake: _card(f, chance),
            "iban": lambda f=fake: _iban(f, chance),
            "name": lambda f=fake: _name(f, chance),
        }
        for kind, make in makers.items():
            for _ in range(size):
                value = make()
                said.append(Said(kind, language, chance.choice(FRAMES[language][kind]).format(v=value), value))
        said += [_known(fake, language, chance) for _ in range(size)]
        if language in SPOKEN:
            said += [_spoken_phone(language, chance) for _ in range(size)]
            said += [_spoken_email(fake, language, chance) for _ in range(size)]
    return said


def _email(fake: Faker, chance: random.Random) -> str:
    user, host = fake.user_name(), fake.domain_name()
    styles = (
        f"{user}@{host}",
        f"{user}+{fake.word()}@{host}".lower(),
        f"{user.upper()}@{host.upper()}",
        f'"{user} {fake.word()}"@{host}',
        f"{user}@bücher-{host}",
        f"{user}@mail.{host}.",
        f"{user} @ {host.partition('.')[0]}.com",
        f"{user}(at){host}",
        f"{user}[at]{host.partition('.')[0]}[dot]com",
        f"o'{user}_{chance.randint(1, 99)}@sub-{host}",
    )
    return chance.choice(styles)


NATIONAL = {
    "en": ("({a}) {b}-{c}", "{a}.{b}.{c}", "{a} {b} {c}", "{a}-{b}-{c} ext. 23", "{a}{b}{c}", "1 {a} {b} {c}"),
    "de": ("0171 {e}", "0151/{e}", "030-{e}", "0049 89 {e}", "+49 (0)221 {e}", "089 {b} {c} - 12"),
    "fr": ("06 {p}", "07.{q}", "01-{r}", "06{s}", "+33 6 {p}", "0033 1 {p}"),
    "es": ("6{t} {b} {b2}", "9{t} {g} {h} {i}", "+34 6{t}{b}{b2}", "6{t}-{b}-{b2}", "6{t}{b}{b2}"),
    "it": ("347 {e}", "02 {e}", "+39 333 {e}", "06-{e}", "328{e}"),
    "pt": ("(11) 9{c}-{c2}", "21 9{c} {c2}", "+55 11 9{c}-{c2}", "11 9{c}{c2}", "9{t} {b} {b2}"),
    "nl": ("06 {s8}", "06-{s8}", "020 {e}", "+31 6 {s8}", "010-{e}", "0031 6 {s8}"),
    "pl": ("5{t} {b} {b2}", "+48 6{t} {b} {b2}", "22 {b} {g} {h}"),
    "sv": ("070-{b} {g} {h}", "08-{b} {g} {h}", "+46 70 {b} {g} {h}"),
}


def _phone(fake: Faker, language: str, chance: random.Random) -> str:
    if chance.random() < 0.3:
        return str(fake.phone_number())

    def n(digits: int, low: int = 0) -> str:
        return str(chance.randint(max(low, 2 * 10 ** (digits - 1)), 10**digits - 1))

    pairs = [n(2) for _ in range(4)]
    return chance.choice(NATIONAL[language]).format(
        a=n(3), b=n(3), b2=n(3), c=n(4), c2=n(4), e=n(7), t=n(2), g=n(2), h=n(2), i=n(2),
        p=" ".join(pairs), q=".".join(pairs), r="-".join(pairs), s="".join(pairs), s8=n(8),
    )  # fmt: skip


def _card(fake: Faker, chance: random.Random) -> str:
    number = fake.credit_card_number(
        chance.choice(("visa16", "mastercard", "amex", "discover", "visa19", "jcb16", "diners", None))
    )
    joint = chance.choice(("", " ", "-", ".", "  "))
    cuts = (4, 6, 5) if len(number) == 15 else (4, 6, 4) if len(number) == 14 else (4,) * (len(number) // 4 + 1)
    parts, at = [], 0
    for cut in cuts:
        parts.append(number[at : at + cut])
        at += cut
    return joint.join(part for part in parts if part)


def _iban(fake: Faker, chance: random.Random) -> str:
    iban = fake.iban()
    grouped = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    return chance.choice((iban, grouped, grouped.lower(), iban.lower(), grouped.replace(" ", "-"), f"{iban[:4]} {iban[4:]}"))


def _name(fake: Faker, chance: random.Random) -> str:
    name = f"{fake.first_name()} {fake.last_name()}"
    return chance.choice((name, name, name.split(maxsplit=1)[0], name.lower(), name.upper()))


def _known(fake: Faker, language: str, chance: random.Random) -> Said:
    first, last = fake.first_name(), fake.last_name()
    shown = chance.choice((first, last, f"{first} {last}", first.upper()))
    frame = chance.choice(KNOWN)
    value = shown if "{V}" in frame else shown.lower()
    return Said("known name", language, frame.format(v=value, V=value), value, known=f"{first} {last}")


def _spoken_phone(language: str, chance: random.Random) -> Said:
    digits, _, _, frames, _ = SPOKEN[language]
    words = [chance.choice(digits) for _ in range(chance.choice((9, 10, 11)))]
    if language == "en" and chance.random() < 0.3:
        words[3:5] = ["double", words[3]]
    if language == "en" and chance.random() < 0.3:
        words = ["oh" if word == "zero" else word for word in words]
    value = chance.choice((" ", " ", ", ")).join(words)
    return Said("spoken phone", language, chance.choice(frames).format(v=value), value)


def _spoken_email(fake: Faker, language: str, chance: random.Random) -> Said:
    _, at, dot, _, frames = SPOKEN[language]
    first, last = fake.first_name().split()[0].lower(), fake.last_name().split()[-1].lower()
    local = chance.choice((f"{first} {dot} {last}", first, f"{first}{chance.randint(1, 99)}", " ".join(first[:4])))
    top = chance.choice((f"{dot} com", f"{dot} net", f"{dot} co {dot} uk" if language == "en" else f"{dot} {language}"))
    value = f"{local} {at} {chance.choice(('gmail', 'outlook', 'hotmail', 'web'))} {top}"
    return Said("spoken email", language, chance.choice(frames).format(v=value), value)


def hard(size: int, seed: int) -> list[Said]:
    """Things in chatty texts that are nobody's: orders, times, prices, places, weekdays, brands."""
    r = random.Random(seed)

    def n(digits: int) -> str:
        return str(r.randint(10 ** (digits - 1), 10**digits - 1))

    words = [(kind, word) for kind, listed in HARD_PARTS.items() for word in listed]
    numbers: tuple[Callable[[], tuple[str, str]], ...] = (
        lambda: ("wheres my order {v}??", n(r.choice((7, 9, 10, 12)))),
        lambda: ("order no. {v} still nothing", f"{n(3)}-{n(7)}-{n(7)}"),
        lambda: ("tkt#{v} open since forever", n(r.choice((6, 7, 8)))),
        lambda: ("dhl says {v} is lost", f"JJD{n(16)}"),
        lambda: ("sendung {v} hängt", n(20)),
        lambda: ("ups 1Z{v} nope", f"{n(6)}{n(10)}"),
        lambda: ("commande n° {v} svp", n(8)),
        lambda: ("pedido nº {v} por favor", n(9)),
        lambda: ("ordine {v} mai arrivato", n(10)),
        lambda: ("bestelling {v} is kwijt", n(9)),
        lambda: ("rdv le {v} annulé", f"{r.randint(1, 28)}/{r.randint(1, 12)}/{r.randint(2020, 2026)}"),
        lambda: ("on {v} at 9", f"{r.choice(('Jan', 'Mar', 'Aug'))} {r.randint(1, 28)}, 2025"),
        lambda: ("since {v} no internet", f"{r.randint(1, 28):02}.{r.randint(1, 12):02}.{r.randint(20, 26)}"),
        lambda: ("between {v} pls", f"{r.randint(7, 11):02}:{r.choice(('00', '15', '30'))}-{r.randint(12, 19)}:00"),
        lambda: ("at {v} it died", f"{r.randint(0, 23):02}:{r.randint(0, 59):02}:{r.randint(0, 59):02}"),
        lambda: ("v{v} is worse than before", f"{r.randint(1, 20)}.{r.randint(0, 30)}.{r.randint(0, 99)}"),
        lambda: ("on build {v}", f"{r.randint(10000, 30000)}.{r.randint(1, 999)}.{r.randint(0, 99)}"),
        lambda: ("paid {v} for that", r.choice((f"{n(4)},{n(2)}€", f"$ {n(3)}.{n(2)}", f"R$ {n(1)}.{n(3)},{n(2)}"))),
        lambda: ("{v} downloads lol", f"{n(1)},{n(3)},{n(3)}"),
        lambda: ("its at {v}", f"{r.randint(40, 52)}.{n(6)}, {r.randint(3, 15)}.{n(6)}"),
        lambda: ("sku {v} oos", f"{n(4)}-{n(5)}-{r.choice('ABC')}"),
        lambda: ("ref {v}", f"{r.choice(('RMA', 'SR', 'CASE'))}-{n(8)}"),
        lambda: ("model {v} overheats", f"{r.choice(('SM', 'KD', 'UE'))}-{n(2)}{r.choice('XKQ')}{n(4)}"),
        lambda: ("error {v} every time", f"E-{n(5)}"),
        lambda: ("speed is {v} here", f"{n(3)}.{n(1)} mbit"),
        lambda: ("ean {v} doesnt scan", n(13)),
        lambda: ("q{v} results", f"{r.randint(1, 4)} 2024-2025"),
        lambda: ("batch {v} all broken", f"L{n(6)}/{n(2)}"),
    )  # fmt: skip
    said = []
    for i in range(size):
        if i % 3:
            frame, value = r.choice(numbers)()
        else:
            frame, value = r.choice(HARD_WORD_FRAMES), r.choice(words)[1]
        said.append(Said("hard negative", "-", frame.format(v=value), value))
    return said


def gives_away(said: Said, redacted: str) -> bool:
    """Whether what is left still points to the person: a word of the name, the address, four digits or digit words in a row."""
    value = said.value
    if said.kind in {"name", "known name"}:
        left = {word.strip(".,!?'").lower() for word in redacted.replace("'s", "").split()}
        return any(word.lower() in left for word in value.split() if len(word) > 2)
    if said.kind == "email":
        return value in redacted or value.split("@")[0].split("(at)")[0].split("[at]")[0].strip() in redacted
    if said.kind.startswith("spoken"):
        words = value.replace(",", "").split()
        return any(" ".join(words[i : i + 4]) in redacted.replace(",", "") for i in range(len(words) - 3))
    kept = sum(c.isdigit() for c in redacted) - sum(c.isdigit() for c in said.text.replace(value, ""))
    return value in redacted or kept > 3
