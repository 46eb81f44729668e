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
        ("Username: cminh730", "Username: [ACCOUNT 1]"),
        ("SSN 123-45-6789, DNI 12345678Z, passport number X1234567", "SSN [ID 1], DNI [ID 2], passport number [ID 3]"),
        ("RSSMRA85T10A562S", "[ID 1]"),
        ("Call (977) 625-2661 or +49 (0)30 1234567", "Call [PHONE 1] or [PHONE 2]"),
        ("７２７-７６０-７８０６ is my phone", "[PHONE 1] is my phone"),
        ("Dear Mr. van der Berg, it broke.\nRegards,\nPetra Hoffmann", "Dear Mr. [PERSON 1], it broke.\nRegards,\n[PERSON 2]"),
        ("my name is crystal minh and i am angry", "my name is [PERSON 1] and i am angry"),
        ("mein Name ist Jürgen Müller und ich warte", "mein Name ist [PERSON 1] und ich warte"),
        ("Je m’appelle Hélène.", "Je m’appelle [PERSON 1]."),
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
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_repetition_makes_it_hang(bomb: str) -> None:
    """A quadratic pattern needs minutes for 200,000 characters; a linear one is done at once."""
    size = 200_000
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
