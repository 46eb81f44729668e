"""Redaction: what goes, what stays, and that no text makes it hang."""

from __future__ import annotations

import string
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.redact import PROMISE, Redactor, find_private, redact, redact_conversation, redact_many
from tests.bench.redact_chatty import chatty, gives_away, hard
from tests.bench.redact_corpus import hard_negatives, private, remains


@pytest.fixture(scope="module")
def recall() -> dict[str, float]:
    samples = private(40, seed=20261)
    redacted, _ = redact_many(s.text for s in samples)
    total = Counter(s.kind for s in samples)
    found = Counter(s.kind for s, text in zip(samples, redacted, strict=True) if not remains(s, text))
    return {kind: found[kind] / total[kind] for kind in total}


@pytest.mark.parametrize(("kind", "floor"), [("email", 0.99), ("card", 0.99), ("iban", 0.99), ("phone", 0.95), ("name", 0.70)])
def test_finds_at_least(recall: dict[str, float], kind: str, floor: float) -> None:
    assert recall[kind] >= floor


@pytest.fixture(scope="module")
def chatty_recall() -> dict[str, float]:
    said = chatty(20, seed=20263)
    total = Counter(s.kind for s in said)
    gone = Counter(s.kind for s in said if not gives_away(s, redact(s.text, known_names=[s.known] if s.known else ()).text))
    return {kind: gone[kind] / total[kind] for kind in total}


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("email", 0.99), ("card", 0.99), ("iban", 0.99), ("phone", 0.95), ("name", 0.70), ("known name", 0.95),
        ("spoken phone", 0.95), ("spoken email", 0.95),
    ],
)  # fmt: skip
def test_finds_at_least_as_much_in_chats_and_speech(chatty_recall: dict[str, float], kind: str, floor: float) -> None:
    assert chatty_recall[kind] >= floor


def test_at_most_thirty_in_a_thousand_places_makes_and_prices_are_wrongly_removed() -> None:
    lost = [s.text for s in hard(1000, seed=20264) if s.value not in redact(s.text).text]
    assert len(lost) <= 30, lost[:10]


def test_at_most_thirty_in_a_thousand_numbers_are_wrongly_removed() -> None:
    samples = hard_negatives(1000, seed=20262)
    redacted, _ = redact_many(s.text for s in samples)
    lost = [s.text for s, text in zip(samples, redacted, strict=True) if s.value not in text]
    assert len(lost) <= 30, lost[:10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail j.doe@example.com, not J.Doe@example.com.", "Mail [EMAIL 1], not [EMAIL 1]."),
        ("john dot doe at gmail dot com", "[EMAIL 1]"),
        ("order 48213 was paid with 4111 1111 1111 1111, exp 12/25", "order 48213 was paid with [CARD 1], exp 12/25"),
        ("DE89 3704 0044 0532 0130 00 is mine", "[IBAN 1] is mine"),
        (
            "reset: https://app.example.com/r?token=a1 or https://example.com/help/returns",
            "reset: [URL] or https://example.com/help/returns",
        ),
        ("from 192.168.0.12 and 2001:db8::1 on version 14.2.0.77", "from [IP] and [IP] on version 14.2.0.77"),
        ("my customer number is 1234567, ticket 7654321", "my customer number is [ACCOUNT 1], ticket 7654321"),
        ("número de cliente 88776655, kundnummer 4455667", "número de cliente [ACCOUNT 1], kundnummer [ACCOUNT 2]"),
        ("verify at mail.example.com/v?token=abc, read example.com/help", "verify at [URL], read example.com/help"),
        ("my PIN is 4821, the password is wrong", "my PIN is [ACCOUNT 1], the password is wrong"),
        ("NI number QQ123456C, mine is ZZ 98 25 97 T", "NI number [ID 1], mine is [ID 2]"),
        ("Username: cminh730", "Username: [ACCOUNT 1]"),
        ("SSN 123-45-6789, DNI 12345678Z, passport number X1234567", "SSN [ID 1], DNI [ID 2], passport number [ID 3]"),
        ("RSSMRA85T10A562S", "[ID 1]"),
        ("Call (977) 625-2661 or +49 (0)30 1234567", "Call [PHONE 1] or [PHONE 2]"),
        ("７２７-７６０-７８０６ is my phone", "[PHONE 1] is my phone"),
        ("Dear Mr. van der Berg, it broke.\nRegards,\nPetra Hoffmann", "Dear Mr. [PERSON 1], it broke.\nRegards,\n[PERSON 2]"),
        ("my name is crystal minh and i am angry", "my name is [PERSON 1] and i am angry"),
        ("mein Name ist Jürgen Müller und ich warte", "mein Name ist [PERSON 1] und ich warte"),
        ("Je m’appelle Hélène.", "Je m’appelle [PERSON 1]."),
        ("hi sarah its mike taylor again", "hi [PERSON 1] its [PERSON 2] again"),
        ("its under the name MARY JOHNSON", "its under the name [PERSON 1]"),
        ("The case of Okwudili García and J. Kowalczyk", "The case of [PERSON 1] and [PERSON 2]"),
        ("my number is oh seven double five, one two three four five six", "my number is [PHONE 1]"),
        ("meine Nummer ist null eins sieben eins zwei drei vier fünf sechs", "meine Nummer ist [PHONE 1]"),
        ("it's j o at web dot de or jo underscore doe at mail dot co dot uk", "it's [EMAIL 1] or [EMAIL 2]"),
        ("mi correo es ana punto paz arroba gmail punto com", "mi correo es [EMAIL 1]"),
        ('write "jo doe"@bücher.example or jo(at)mail.example.org', "write [EMAIL 1] or [EMAIL 2]"),
        ("customer number is one two three four five", "customer number is [ACCOUNT 1]"),
        ("my IBAN de12 3456 7890 1234 5678 90 has a typo", "my IBAN [IBAN 1] has a typo"),
        ("card 1234-5678-9012-3456 has one too", "card [CARD 1] has one too"),
        ("I spoke to Anna-Lena, Anna-Lena's colleague left", "I spoke to [PERSON 1], [PERSON 1]'s colleague left"),
    ],
)
def test_what_goes_and_what_stays(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "This is ridiculous. I'm Furious! Hi Team, THIS IS BAD. Will you help? May I?",
        "Hello There, thanks Everyone. My name is not on the list.",
        "Order ID: 3348917502, tracking 1Z999AA10123456784, invoice INV-2024-000123",
        "On 2024-05-12 10:33:45, 12.05.2024 and 5/12/24 it cost $1,234,567.89 or 1.234.567,89 €",
        "request 550e8400-e29b-41d4-a716-446655440000 failed with 0x80070057",
        "the meeting @ noon.then we left; 3 @ 9.99",
        "Thanks Amazon. Hallo, Dienstag geht nicht. Bonjour, Paris! I spoke to Vodafone. Calvin Klein is near Sydney Airport",
        "order no. 229-6725989-4555798, open 0630-0730, I waited 2 years, at which point it came",
        "it says 4006381333931 or 12345678 there, PLZ 12345678; hi, julio was bad; 451424198707238252 is the parcel",
        "one two three go, and order four five six seven eight nine one is late",
        "Sarà così. Il faut un jet. Hope Lufthansa finds it; the agent said she did",
    ],
)
def test_ordinary_words_and_numbers_stay(text: str) -> None:
    assert redact(text).text == text


def test_counts_say_what_was_removed() -> None:
    assert redact("Call +4930123456 or mail a@b.de and c@d.de").removed == {"phone": 1, "email": 2}


def test_a_conversation_keeps_one_placeholder_a_person() -> None:
    turns = [
        "May I have your name please?",
        "Crystal Minh",
        "Thanks crystal, and the phone?",
        "(977) 625-2661",
        "So 977-625-2661, Ms Minh?",
    ]
    redacted, removed = redact_conversation(turns)
    assert redacted == [
        "May I have your name please?",
        "[PERSON 1]",
        "Thanks [PERSON 1], and the phone?",
        "[PHONE 1]",
        "So [PHONE 1], Ms [PERSON 1]?",
    ]
    assert removed == {"person": 3, "phone": 2}


def test_known_names_go_in_any_case_unless_they_are_words() -> None:
    redactor = Redactor(known_names=["Will Okonkwo"])
    assert redactor.redact("okonkwo will call; Will said so") == "[PERSON 1] will call; [PERSON 1] said so"


def test_region_says_whose_national_numbers_count() -> None:
    assert redact("12 34 56 78", region="DK").text == "12 34 56 78"
    assert redact("32 12 34 56", region="DK").text == "[PHONE 1]"


def test_the_promise_names_what_cannot_be_promised() -> None:
    assert "can't be promised" in PROMISE
    assert "street addresses" in PROMISE


PIECES = (
    "order ", "phone ", "card ", "4111 ", "1111", "+49 ", "Dear ", "Anna", " Müller", "[PERSON 1]", "[PHONE 2] ", " at ",
    " dot ", "com", "@", "one ", "two ", "double ", ", ", ".", "\n", "DE89 ", "3704", "-", "IBAN ", "my name is ", "30 ",
    "1234567", "hi ", "frau ", "account number is ", "anna", "10.2.3.4", "/", " ",
)  # fmt: skip


@given(st.one_of(st.text(max_size=100), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_what_is_redacted_stays_as_it_is_when_redacted_again(text: str) -> None:
    once = redact(text, known_names=["Ana Paz"]).text
    assert redact(once, known_names=["Ana Paz"]).text == once


def test_nobody_new_gets_a_placeholder_that_is_taken() -> None:
    turns = ["Dear Petra, call 030 1234567", "[PERSON 3] has [PHONE 1]"]
    assert redact_conversation(turns)[0] == ["Dear [PERSON 4], call [PHONE 2]", "[PERSON 3] has [PHONE 1]"]


@given(st.text(max_size=200))
def test_spans_are_ordered_inside_and_apart(text: str) -> None:
    spans = find_private(text, known_names=["Ana"])
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(
    st.text(string.ascii_lowercase, min_size=3, max_size=12),
    st.text(" ,.!?äéß\n", max_size=8),
    st.sampled_from(["{v}", "write {v} now", "({v})", "Mail:{v};"]),
)
def test_no_email_survives_whatever_stands_around_it(local: str, around: str, frame: str) -> None:
    address = f"{local}@example.org"
    assert address not in redact(around + frame.format(v=address) + around).text


BOMBS = (
    "1 ",
    "1.1.",
    "12 34 ",
    "4111 ",
    "DE12 ",
    "+1",
    "((",
    "a@",
    "a@a.",
    "www.",
    "http://a?token",
    "::",
    "a:",
    "account number is ",
    "passport 1 ",
    "My name is ",
    "Dear A ",
    "Anna ",
    "A'",
    "van der ",
    "at dot ",
    "a at b dot ",
    "phone 1 ",
    "İ",
    "é",
    "-",
    "_",
    "a",
    "\n",
    " ",
    "#",
    "de la of ",
    "one ",
    "double ",
    "a ",
    " at a dot com",
    "a.a.",
    "a/a.",
    "pin ",
    '"a',
    "(at) ",
    "DE12 1234 ",
    "García ",
    "[PERSON 1]",
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_repetition_makes_it_hang(bomb: str) -> None:
    """A quadratic pattern needs minutes for 120,000 characters; a linear one is done at once."""
    size = 120_000
    assert redact((bomb * size)[:size]).text


TraceFunction = Callable[[FrameType, str, Any], Any]


def steps_taken(text: str, known_names: Sequence[str] = ()) -> int:
    """How many lines of code redaction runs for a text: work that can be counted, and is the same on every machine."""
    count = 0

    def tally(frame: FrameType, event: str, argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return tally

    before = sys.gettrace()
    sys.settrace(tally)
    try:
        redact(text, known_names=known_names)
    finally:
        sys.settrace(before)
    return count


def people(size: int) -> list[str]:
    """Names of which no two are the same, though every forename and every surname is that of many."""
    side = round(size**0.5)
    word = [first + second + third for first, second, third in product("aeiou", "bdfgklmn", "aeiou")]
    return [f"Q{word[i]}q Z{word[j]}z" for i in range(side) for j in range(side)]


def test_many_different_people_do_not_slow_it_down() -> None:
    """Sixteen times the people are sixteen times the work; looking through all namesakes each time would be more."""
    few, many = people(400), people(6_400)
    written = [" ".join(f"Dear {name}," for name in names) for names in (few, many)]
    redact(written[0])
    assert steps_taken(written[1]) < 17.1 * steps_taken(written[0])
    assert steps_taken(written[1], known_names=many) < 17.1 * steps_taken(written[0], known_names=few)
