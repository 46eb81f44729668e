from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.text.language import LANGUAGES, language_of, languages_of

SAID = {
    "en": "I waited two weeks for the delivery and nobody called me back",
    "de": "Ich habe zwei Wochen auf die Lieferung gewartet und niemand hat zurückgerufen",
    "fr": "J'ai attendu la livraison deux semaines et personne ne m'a rappelé",
    "es": "Esperé la entrega dos semanas y nadie me devolvió la llamada",
    "it": "Ho aspettato la consegna per due settimane e nessuno mi ha richiamato",
    "pt": "Esperei duas semanas pela entrega e ninguém me ligou de volta",
    "nl": "Ik heb twee weken op de levering gewacht en niemand belde terug",
    "pl": "Czekałem na dostawę dwa tygodnie i nikt do mnie nie oddzwonił",
    "sv": "Jag väntade två veckor på leveransen och ingen ringde tillbaka",
    "da": "Jeg ventede to uger på leveringen, og ingen ringede mig op igen",
    "no": "Jeg ventet to uker på leveransen, og det var ingen som ringte meg tilbake",
    "fi": "Odotin toimitusta kaksi viikkoa eikä kukaan soittanut takaisin",
}


def test_every_language_has_its_sentence() -> None:
    assert SAID.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("code", sorted(set(SAID) - {"da", "no"}))
def test_a_sentence_is_in_its_language(code: str) -> None:
    assert language_of(SAID[code]) == code


def test_close_neighbours_are_never_taken_for_each_other() -> None:
    assert language_of(SAID["da"]) in ("da", "")
    assert language_of(SAID["no"]) in ("no", "")
    assert languages_of([SAID["no"]] * 5 + ["Pakken kom aldri frem"]) == ["no"] * 6


@pytest.mark.parametrize("text", ["", "  ", "10", "👍👍", "ok", "n/a", "#12345 / 67-89", "wifi", "[PERSON 1] [EMAIL 2]"])
def test_too_little_to_tell_is_no_language(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Balíček přišel pozdě a nikdo nezvedá telefon",
        "Colis en route? Доставка опоздала на две недели, никто не отвечает",
        "配達が二週間遅れました",
        "التوصيل متأخر ولا أحد يرد على الهاتف",
        "A csomagom két hét késéssel érkezett meg",
        "Teslimat iki hafta gecikti ve kimse cevap vermiyor",
    ],
)
def test_a_language_that_is_not_listed_is_not_taken_for_one_that_is(text: str) -> None:
    assert language_of(text) == ""


def test_placeholders_are_no_words() -> None:
    assert language_of("[PERSON 1] hat mir von [ACCOUNT 1] aus geholfen") == "de"


def test_what_is_too_short_goes_with_the_rest_of_its_survey() -> None:
    german = [SAID["de"], "Die Lieferung war pünktlich", "Alles gut, danke schön", "Der Techniker war sehr freundlich"] * 5
    assert languages_of([*german, "Gut", SAID["en"], "10"])[-3:] == ["de", "en", ""]
    assert language_of("Gut") == ""
    assert language_of("Good", usual="en") == "en"
    assert language_of(SAID["fr"], usual="en") == "fr"


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_anything_can_be_asked(texts: list[str]) -> None:
    assert len(found := languages_of(texts)) == len(texts)
    assert set(found) <= {*LANGUAGES, ""}
