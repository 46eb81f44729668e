from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.text.sentiment import Band, Feeling, Label, Sentiment, band_of, corrected, learn, scored
from tests.unit.analysis.answers_de_pt import GERMAN, PORTUGUESE

UNHAPPY, NEITHER, HAPPY = Band


def labels(answers: list[tuple[int, str]], language: str) -> list[Label]:
    return [label for score, text in answers if (label := scored(text, language, score, "nps"))]


def one(model: Sentiment, text: str, language: str = "en") -> Feeling:
    (feeling,) = model.feel([text], [language])
    assert feeling is not None
    return feeling


@pytest.fixture(scope="module")
def both() -> Sentiment:
    return learn([*labels(GERMAN, "de"), *labels(PORTUGUESE, "pt")])


@pytest.mark.parametrize(
    ("scale", "bands"),
    [
        ("nps", {0: UNHAPPY, 6: UNHAPPY, 7: NEITHER, 8: NEITHER, 9: HAPPY, 10: HAPPY}),
        ("csat5", {1: UNHAPPY, 2: UNHAPPY, 3: NEITHER, 4: HAPPY, 5: HAPPY}),
        ("ces7", {1: UNHAPPY, 3: UNHAPPY, 4: NEITHER, 5: HAPPY, 7: HAPPY}),
        ("1-10", {1: UNHAPPY, 4: UNHAPPY, 5: NEITHER, 6: NEITHER, 7: HAPPY, 10: HAPPY}),
    ],
)
def test_each_scale_has_its_bands(scale: str, bands: dict[int, Band]) -> None:
    assert {score: band_of(score, scale) for score in bands} == bands


def test_a_label_needs_words_and_a_possible_score() -> None:
    assert scored("Late again", "en", 0, "nps") == Label("Late again", "en", -5.0, UNHAPPY)
    assert scored("   ", "en", 0, "nps") is None
    assert scored("Late again", "en", 11, "nps") is None


def test_english_starts_from_its_words_and_says_that_nobody_labelled_any() -> None:
    model = learn([])
    bad, good = one(model, "Still waiting for the engineer, nobody called back"), one(model, "Quick, polite and very helpful")
    assert bad.band is UNHAPPY
    assert bad.emotion < -1
    assert good.band is HAPPY
    assert good.emotion > 1
    assert bad.labels == good.labels == 0
    assert max(bad.sure, good.sure) < 0.7
    assert "words only" in model.basis("en").sentence


@pytest.mark.parametrize("text", ["Order 4711", "I called about the thing", "First of May", "🚚"])
def test_english_without_a_word_on_the_list_is_not_scored(text: str) -> None:
    assert learn([]).feel([text], ["en"]) == [None]


@pytest.mark.parametrize(
    ("text", "happy"),
    [
        ("👍", True),
        ("😡😡", False),
        ("The app could be faster", False),
        ("Not helpful at all", False),
        ("No problems, great", True),
    ],
)
def test_english_knows_signs_negations_and_politeness(text: str, happy: bool) -> None:
    assert (one(learn([]), text).emotion > 0) == happy


def test_without_labels_or_words_of_a_language_a_text_is_not_scored() -> None:
    model = learn(labels(GERMAN[:10], "de"))
    assert model.feel(["Sehr gut", "Muito bom", "とても良い", "  "], ["de", "pt", "", "en"]) == [None] * 4
    assert "Not scored" in model.basis("de").sentence
    assert "there are 10" in model.basis("de").sentence


@pytest.mark.parametrize(
    ("language", "text", "band"),
    [
        ("de", "Netter Mitarbeiter, schnelle Hilfe, sehr zufrieden", HAPPY),
        ("de", "Freundlicher Kontakt und einfache Bestellung", HAPPY),
        ("de", "Ich warte seit Wochen und niemand antwortet", UNHAPPY),
        ("de", "Die Rechnung ist falsch und die Hotline nie erreichbar", UNHAPPY),
        ("pt", "Atendimento excelente, recomendo", HAPPY),
        ("pt", "Instalação rápida e técnico simpático", HAPPY),
        ("pt", "Péssimo, ninguém responde e a entrega não chegou", UNHAPPY),
        ("pt", "Cobrança errada de novo, não recomendo", UNHAPPY),
    ],
)
def test_other_languages_are_learned_from_their_own_answers(both: Sentiment, language: str, text: str, band: Band) -> None:
    feeling = one(both, text, language)
    assert feeling.band is band
    assert feeling.labels == 37
    assert 0.34 < feeling.sure <= 1


def test_a_language_does_not_learn_from_another(both: Sentiment) -> None:
    alone = learn(labels(GERMAN, "de"))
    assert one(both, "Das war schlecht", "de") == one(alone, "Das war schlecht", "de")


def test_the_basis_counts_labels_and_tells_how_often_it_was_right(both: Sentiment) -> None:
    basis = both.basis("de")
    assert (basis.labels, basis.corrections) == (37, 0)
    assert basis.told_right is not None
    assert basis.told_right > 0.55
    assert basis.sentence.startswith("Learned from 37 scored answers; of answers held back it told ")


def test_a_correction_outweighs_scores_and_replaces_the_score_of_its_own_text() -> None:
    answers = labels(GERMAN, "de")
    slang = "Das war ja mal wieder der Hammer"
    before = one(learn([*answers, Label(slang, "de", 5.0, HAPPY)]), slang, "de")
    fixed = learn([*answers, Label(slang, "de", 5.0, HAPPY), corrected(slang, "de", -4)])
    after = one(fixed, slang, "de")
    assert after.emotion < before.emotion - 1
    assert after.band is UNHAPPY
    assert (fixed.basis("de").labels, fixed.basis("de").corrections) == (38, 1)


def test_labels_of_the_journey_beat_the_lexicon() -> None:
    """Where this journey's customers mean something else by a word, their scores win."""
    wicked = [
        scored(f"{word} {thing}", "en", 10, "nps") for word in ("sick", "killer") for thing in ("app", "deal", "plan", "bike")
    ]
    plain = [
        scored(f"boring {thing}", "en", 1, "nps") for thing in ("app", "deal", "plan", "bike", "site", "shop", "call", "box")
    ]
    model = learn([label for label in wicked + plain if label])
    assert one(learn([]), "sick killer bike").band is UNHAPPY
    assert one(model, "sick killer bike").band is HAPPY


def test_a_text_of_words_never_seen_is_not_scored(both: Sentiment) -> None:
    assert both.feel(["Qxyz 4711", "👍", "zutiefst"], ["de", "pt", "de"]) == [None] * 3


def test_a_scored_answer_is_told_from_its_words_and_not_from_its_own_score(both: Sentiment) -> None:
    """Thirty-seven answers are told perfectly by whoever learned them by heart; held back, no better than the basis says."""
    texts = [label.text for label in labels(GERMAN, "de")]
    told = both.feel(texts, ["de"] * len(texts))
    right = [feeling.band == label.band for feeling, label in zip(told, labels(GERMAN, "de"), strict=True) if feeling]
    assert sum(right) / len(texts) == pytest.approx(both.basis("de").told_right, abs=0.03)
    surely_wrong = Label("Netter Mitarbeiter, schnelle Hilfe, sehr zufrieden", "de", -5.0, UNHAPPY)
    assert one(learn([*labels(GERMAN, "de"), surely_wrong]), surely_wrong.text, "de").band is HAPPY


def test_words_that_no_score_was_given_for_make_less_sure(both: Sentiment) -> None:
    """A survey's answers teach little of what is said on the telephone."""
    surveyed = one(both, "Ich warte seit Wochen und niemand antwortet", "de")
    called = one(both, "Ich warte seit Wochen: Traktor Scheune Pflug Acker Egge Mähdrescher Silo Futter Stall Koppel", "de")
    assert called.sure < surveyed.sure
    assert abs(called.emotion) < abs(surveyed.emotion)


def test_one_sided_labels_teach_nothing() -> None:
    happy = [label for label in labels(PORTUGUESE, "pt") if label.band is HAPPY] * 4
    assert learn(happy).feel(["Péssimo"], ["pt"]) == [None]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_a_feeling_is_in_range_and_its_own(both: Sentiment, texts: list[str]) -> None:
    together = both.feel(texts, ["de"] * len(texts))
    assert together == [both.feel([text], ["de"])[0] for text in texts]
    for text, feeling in zip(texts, together, strict=True):
        assert feeling is None or text.strip()
        if feeling:
            assert -5 <= feeling.emotion <= 5
            assert 0 <= feeling.sure <= 1


def test_the_same_labels_give_the_same_scores(both: Sentiment) -> None:
    again = learn([*labels(GERMAN, "de"), *labels(PORTUGUESE, "pt")])
    texts = [text for _, text in GERMAN]
    assert again.feel(texts, ["de"] * len(texts)) == both.feel(texts, ["de"] * len(texts))
