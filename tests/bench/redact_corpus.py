"""Sentences with made-up people in them, in eight locales, and sentences whose numbers must stay."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from faker import Faker

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "nl_NL")


@dataclass(frozen=True)
class Sample:
    """A sentence and the private value in it (or, for a hard negative, the value that must stay)."""

    kind: str
    locale: str
    text: str
    value: str


FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "email": ("You can write to {v}.", "my mail is {v} and nobody answered", "{v}", "I used <{v}> to sign up (2 weeks ago)"),
        "phone": (
            "Please call me on {v} after five.",
            "my number is {v}",
            "You can reach me at {v}, thanks",
            "I never got the text to {v}.",
            "{v} is where to find me",
        ),
        "card": (
            "I paid with {v} and was charged twice.",
            "card number {v} exp 04/27",
            "The card {v} was declined",
            "order 48213 was paid with {v}",
        ),
        "iban": ("Refund it to {v} please.", "my IBAN is {v}.", "{v}", "I sent it to {v} on 12/03/2024"),
        "name": (
            "My name is {v} and I am waiting.",
            "Hi, this is {v} from accounting.",
            "Dear {v}, thank you for the help.",
            "Nothing works.\nRegards,\n{v}",
            "I spoke to {v} on Monday.",
            "{v} promised a refund and nothing came.",
            "The technician, {v}, never showed up.",
        ),
    },
    "de": {
        "email": ("Schreiben Sie mir an {v}.", "meine Adresse {v} ist hinterlegt"),
        "phone": (
            "Rufen Sie mich unter {v} an.",
            "Meine Nummer: {v}",
            "Ich bin unter {v} erreichbar",
            "Seit Tagen warte ich, {v}",
        ),
        "card": ("Ich habe mit {v} bezahlt.", "Kartennummer {v}, wurde abgelehnt"),
        "iban": ("Bitte an {v} überweisen.", "IBAN: {v}"),
        "name": (
            "Mein Name ist {v} und ich warte.",
            "Guten Tag, hier ist {v} aus Köln.",
            "Sehr geehrte Frau {v}, danke.",
            "Nichts geht.\nMit freundlichen Grüßen\n{v}",
            "{v} hat mir eine Erstattung versprochen.",
        ),
    },
    "fr": {
        "email": ("Écrivez-moi à {v}.",),
        "phone": ("Appelez-moi au {v} svp.", "mon numéro est le {v}", "Je suis joignable au {v}."),
        "card": ("J'ai payé avec {v}.",),
        "iban": ("Remboursez sur {v} svp.",),
        "name": (
            "Je m'appelle {v} et j'attends.",
            "Bonjour, ici {v}.",
            "Chère {v}, merci.",
            "Cordialement,\n{v}",
            "{v} m'avait promis un remboursement.",
        ),
    },
    "es": {
        "email": ("Escríbame a {v}.",),
        "phone": ("Llámeme al {v} por favor.", "mi teléfono es {v}", "Mi número: {v}"),
        "card": ("Pagué con {v}.",),
        "iban": ("Devuélvanlo a {v}.",),
        "name": (
            "Me llamo {v} y sigo esperando.",
            "Hola, soy {v}.",
            "Estimada {v}, gracias.",
            "Atentamente,\n{v}",
            "{v} me prometió un reembolso.",
        ),
    },
    "it": {
        "email": ("Scrivetemi a {v}.",),
        "phone": ("Chiamatemi al {v} per favore.", "il mio numero è {v}"),
        "card": ("Ho pagato con {v}.",),
        "iban": ("Rimborsate su {v}.",),
        "name": (
            "Mi chiamo {v} e aspetto ancora.",
            "Buongiorno, sono {v}.",
            "Gentile {v}, grazie.",
            "Cordiali saluti,\n{v}",
            "{v} mi ha promesso un rimborso.",
        ),
    },
    "pt": {
        "email": ("Escreva para {v}.",),
        "phone": ("Ligue para {v} por favor.", "meu telefone é {v}", "Meu número: {v}"),
        "card": ("Paguei com {v}.",),
        "iban": ("Devolvam para {v}.",),
        "name": (
            "Meu nome é {v} e ainda espero.",
            "Olá, aqui é {v}.",
            "Prezada {v}, obrigado.",
            "Atenciosamente,\n{v}",
            "{v} me prometeu um reembolso.",
        ),
    },
    "nl": {
        "email": ("Mail mij op {v}.",),
        "phone": ("Bel mij op {v} alstublieft.", "mijn nummer is {v}", "Ik ben bereikbaar op {v}"),
        "card": ("Ik heb betaald met {v}.",),
        "iban": ("Stort het op {v}.",),
        "name": (
            "Mijn naam is {v} en ik wacht nog.",
            "Hallo, ik ben {v}.",
            "Geachte {v}, bedankt.",
            "Met vriendelijke groet,\n{v}",
            "{v} had mij een terugbetaling beloofd.",
        ),
    },
}


def private(size: int, seed: int) -> list[Sample]:
    """`size` sentences of each kind and locale."""
    chance = random.Random(seed)
    samples = []
    for locale in LOCALES:
        fake = Faker(locale)
        fake.seed_instance(seed)
        makers: dict[str, Callable[[], str]] = {
            "email": fake.email,
            "phone": fake.phone_number,
            "iban": lambda f=fake: _spaced(f.iban(), chance),
            "name": lambda f=fake: f"{f.first_name()} {f.last_name()}",
            "card": lambda f=fake: _dashed(f.credit_card_number(), chance),
        }
        for kind, make in makers.items():
            for _ in range(size):
                value = make()
                text = chance.choice(FRAMES[locale[:2]][kind]).format(v=value)
                samples.append(Sample(kind, locale, text, value))
    return samples


def _spaced(iban: str, chance: random.Random) -> str:
    return iban if chance.random() < 0.5 else " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def _dashed(card: str, chance: random.Random) -> str:
    joint = chance.choice(("", " ", "-"))
    return joint.join(card[i : i + 4] for i in range(0, len(card), 4)) if len(card) == 16 else card


def hard_negatives(size: int, seed: int) -> list[Sample]:
    """Numbers that look private and are not: orders, tickets, dates, versions, prices, codes."""
    r = random.Random(seed)

    def n(digits: int) -> str:
        return str(r.randint(10 ** (digits - 1), 10**digits - 1))

    def date(pattern: str) -> str:
        return pattern.format(
            y=r.randint(2015, 2026), m=r.randint(1, 12), d=r.randint(1, 28), h=r.randint(0, 23), i=r.randint(0, 59)
        )

    makers: tuple[Callable[[], tuple[str, str]], ...] = (
        lambda: ("My order {v} has not arrived.", n(r.choice((6, 8, 9, 10, 11, 12, 16)))),
        lambda: ("Order ID: {v}", n(10)),
        lambda: ("order #{v} again", n(r.choice((7, 10)))),
        lambda: ("Amazon order {v} came broken", f"{n(3)}-{n(7)}-{n(7)}"),
        lambda: ("Ticket {v} is still open", n(r.choice((6, 8, 10)))),
        lambda: ("case number {v}, please follow up", f"0{n(7)}"),
        lambda: ("Invoice {v} is wrong", f"INV-{r.randint(2019, 2026)}-{n(6)}"),
        lambda: ("tracking number {v} shows nothing", n(r.choice((10, 12, 13, 18)))),
        lambda: ("Tracking: {v}", f"1Z999AA{n(11)}"),
        lambda: ("Bestellung {v} fehlt noch", n(r.choice((8, 9, 10)))),
        lambda: ("ma commande {v} n'est pas arrivée", n(r.choice((8, 9, 10)))),
        lambda: ("mi pedido {v} no llega", n(r.choice((8, 9, 10)))),
        lambda: ("meu pedido {v} não chegou", n(r.choice((8, 9, 10)))),
        lambda: ("Sendungsnummer {v} ohne Bewegung", n(12)),
        lambda: ("It broke on {v} at noon", date("{y}-{m:02}-{d:02}")),
        lambda: ("Since {v} nothing works", date("{d:02}/{m:02}/{y}")),
        lambda: ("Am {v} kam nichts", date("{d:02}.{m:02}.{y}")),
        lambda: ("log: {v} timeout", date("{y}-{m:02}-{d:02} {h:02}:{i:02}:07")),
        lambda: ("from {v} on", date("{m:02}-{d:02}-{y}")),
        lambda: ("file_{v}.csv will not upload", date("{y}{m:02}{d:02}")),
        lambda: (
            "since version {v} it crashes",
            f"{r.randint(1, 20)}.{r.randint(0, 30)}.{r.randint(0, 250)}.{r.randint(0, 255)}",
        ),
        lambda: ("update to v{v} failed", f"{r.randint(1, 20)}.{r.randint(0, 30)}.{r.randint(0, 9)}"),
        lambda: ("Chrome {v} shows a blank page", f"{r.randint(90, 140)}.0.{r.randint(1000, 7000)}.{r.randint(10, 250)}"),
        lambda: ("I was charged {v} twice", f"${r.randint(1, 9)},{n(3)},{n(3)}.{n(2)}"),
        lambda: ("it cost {v} in total", f"{r.randint(1, 9)}.{n(3)}.{n(3)},{n(2)} €"),
        lambda: ("kostet {v} im Jahr", f"{n(2)} {n(3)} {n(3)} EUR"),
        lambda: ("price {v} is too high", f"£{n(4)}.{n(2)}"),
        lambda: ("about {v} users saw it", n(r.choice((7, 8)))),
        lambda: ("error code {v} on save", f"0x{n(8)}"),
        lambda: ("ISBN {v} out of stock", f"978-3-{n(2)}-{n(6)}-{n(1)}"),
        lambda: ("request id {v}", f"{n(8)}-{n(4)}-4{n(3)}-a{n(3)}-{n(12)}"),
        lambda: ("between {v} we had no service", f"{r.randint(2015, 2020)}-{r.randint(2021, 2026)}"),
        lambda: ("SKU {v} is missing", n(r.choice((8, 13)))),
        lambda: ("open {v} daily", "09:00-17:30"),
        lambda: ("the sensor at {v} fails", f"{r.randint(30, 59)}.{n(4)}, {r.randint(2, 19)}.{n(4)}"),
        lambda: ("unix time {v} in the export", f"17{n(8)}"),
    )
    samples = []
    for i in range(size):
        frame, value = makers[i % len(makers)]()
        samples.append(Sample("hard negative", "-", frame.format(v=value), value))
    return samples


def remains(sample: Sample, redacted: str) -> bool:
    """Whether any part of the value that points to the person is still there: a word of a name, four digits of a number."""
    if sample.kind == "name":
        return any(word in redacted for word in sample.value.split() if len(word) > 2)
    if sample.kind == "email":
        return sample.value in redacted or sample.value.split("@")[0] in redacted
    kept = "".join(c for c in redacted if c.isdigit())
    own = "".join(c for c in sample.text.replace(sample.value, "") if c.isdigit())
    return sample.value in redacted or len(kept) - len(own) > 3
