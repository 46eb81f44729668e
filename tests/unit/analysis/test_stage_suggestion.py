from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.text.stage_suggestion import Example, Place, Spot, Suggester, learn_places

SEARCH, ORDER, DELIVERY, RETURNS = 1, 2, 3, 4
TRACKING, DOOR, CHECKOUT = 31, 32, 21
PLACES = [
    Place(SEARCH, "Search", "Finding a product: search, filters, photos, product page"),
    Place(ORDER, "Order", "Paying for the basket: checkout, card, voucher", (Spot(CHECKOUT, "Checkout", ("add_card", "pay")),)),
    Place(
        DELIVERY,
        "Delivery",
        "Waiting for the parcel",
        (Spot(TRACKING, "Parcel tracking", ("tracking_opened",)), Spot(DOOR, "Hand-over at the door", ("courier_arrived",))),
    ),
    Place(RETURNS, "Returns", "Sending something back: return label, refund"),
]
ACCEPTED = [
    Example("The van never came although I stayed at home", DELIVERY, DOOR),
    Example("He left it with a neighbour without telling me", DELIVERY, DOOR),
    Example("The driver was friendly and carried it upstairs", DELIVERY, DOOR),
    Example("It says on its way since Monday", DELIVERY, TRACKING),
    Example("The link still shows the old date", DELIVERY, TRACKING),
    Example("I could not find my size", SEARCH),
    Example("Colours look different on the pictures", SEARCH),
    Example("Too many results that have nothing to do with it", SEARCH),
    Example("My voucher was refused twice", ORDER, CHECKOUT),
    Example("It charged me two times", ORDER, CHECKOUT),
    Example("Money back took a month", RETURNS),
    Example("I had to print the label myself", RETURNS),
]
NOTHING = [
    Example(text, None) for text in ("Happy birthday to all", "My cat is asleep", "Greetings from the seaside", "Nice weather")
]


@pytest.fixture(scope="module")
def described() -> Suggester:
    return learn_places(PLACES, language="en")


@pytest.fixture(scope="module")
def taught() -> Suggester:
    return learn_places(PLACES, [*ACCEPTED, *NOTHING], language="en")


def first(suggester: Suggester, text: str) -> int | None:
    return suggester.suggest([text])[0][0].stage_id


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The search filters do not work", SEARCH),
        ("My card was declined at the checkout", ORDER),
        ("Where is my parcel?", DELIVERY),
        ("I still wait for my refund", RETURNS),
    ],
)
def test_descriptions_alone_suggest_a_stage(described: Suggester, text: str, stage: int) -> None:
    assert first(described, text) == stage
    assert described.examples == 0


def test_an_event_name_is_a_word_of_its_touchpoint(described: Suggester) -> None:
    best = described.suggest(["The courier never arrived"])[0][0]
    assert (best.stage_id, best.touchpoint_id) == (DELIVERY, DOOR)


def test_three_suggestions_likeliest_first(taught: Suggester) -> None:
    (found,) = taught.suggest(["The driver left it with a neighbour"])
    assert len(found) == 3
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    assert (found[0].stage_id, found[0].touchpoint_id) == (DELIVERY, DOOR)


def test_examples_teach_words_that_no_description_has(described: Suggester, taught: Suggester) -> None:
    text = "It was left with my neighbour, the van did not stop"
    before = {one.stage_id: one.confidence for one in described.suggest([text])[0]}
    after = {one.stage_id: one.confidence for one in taught.suggest([text])[0]}
    assert first(taught, text) == DELIVERY
    assert after[DELIVERY] > before.get(DELIVERY, 0) + 0.1


def test_touchpoints_of_one_stage_are_told_apart(taught: Suggester) -> None:
    assert taught.suggest(["The tracking link shows an old date"])[0][0].touchpoint_id == TRACKING
    assert taught.suggest(["I could not find the right size"])[0][0].touchpoint_id is None


@pytest.mark.parametrize("text", ["Zyx qwv", "10", "👍"])
def test_what_has_nothing_to_do_with_any_stage_is_none_of_these(described: Suggester, text: str) -> None:
    assert first(described, text) is None


def test_none_of_these_can_be_taught() -> None:
    chat = "The weather at the seaside is nice"
    assert first(learn_places(PLACES, [*ACCEPTED, *NOTHING], language="en"), chat) is None
    insisted = [*ACCEPTED, *(Example(text.text, SEARCH) for text in NOTHING)]
    assert first(learn_places(PLACES, insisted, language="en"), chat) == SEARCH


def test_examples_of_a_stage_that_is_gone_are_left_out() -> None:
    known = learn_places(PLACES, [*ACCEPTED, Example("Old times", 99, 990)], language="en")
    assert known.examples == len(ACCEPTED)
    assert known.suggest(["Old times"])[0][0].stage_id != 99


def test_one_stage_and_no_example_still_answer() -> None:
    alone = learn_places([PLACES[2]], language="en")
    assert first(alone, "Where is my parcel, the tracking is empty") == DELIVERY
    assert alone.suggest([]) == []
    with pytest.raises(ValueError, match="without stages"):
        learn_places([])


def test_another_language_is_learned_from_its_own_words() -> None:
    stellen = [
        Place(1, "Bestellung", "Warenkorb, Kasse, Zahlung, Gutschein"),
        Place(2, "Lieferung", "Paket, Zustellung, Fahrer, Termin"),
    ]
    known = learn_places(stellen, [Example("Der Bote hat nicht geklingelt", 2), Example("PayPal ging nicht", 1)], language="de")
    assert first(known, "Das Paket wurde nicht zugestellt") == 2
    assert first(known, "Bei der Zahlung an der Kasse kam ein Fehler") == 1
    assert first(known, "Niemand hat geklingelt") == 2


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_shares_are_shares_and_every_text_is_judged_alone(taught: Suggester, texts: list[str]) -> None:
    if texts:
        shares = taught.stages.shares(texts)
        alone = [taught.stages.shares([text])[0] for text in texts]
        assert shares == pytest.approx(np.array(alone))
        assert shares.sum(axis=1) == pytest.approx([1.0] * len(texts))
        assert shares.min() >= 0
