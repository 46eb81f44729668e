"""Languages, feelings, stages and themes of real answers, and of answers in German and Portuguese."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from journey.analysis.text.language import languages_of
from journey.analysis.text.sentiment import Band, learn, scored
from journey.analysis.text.themes import TEXTS, find_themes
from tests.unit.analysis.answers_de_pt import GERMAN, PORTUGUESE


def column(folder: Path, name: str, *columns: str) -> pl.DataFrame:
    table = pl.read_csv(folder / "surveys" / name, infer_schema_length=0, encoding="utf8-lossy")
    return table.select(columns).drop_nulls(columns[0])


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "text"), [("telecom_nps.csv", "text"), ("hospital_comments.csv", "feedback")])
def test_a_survey_in_english_is_english_but_for_what_says_nothing(real_data: Path, name: str, text: str) -> None:
    texts = column(real_data, name, text)[text].to_list()
    found = languages_of(texts)
    shares = Counter(found)
    assert shares["en"] > 0.95 * len(texts)
    assert set(shares) <= {"en", ""}
    unsure = [said for said, language in zip(texts, found, strict=True) if not language]
    assert sum(map(len, unsure)) / len(unsure) < 15


@pytest.mark.realdata
def test_the_whole_way_from_scores_in_three_languages(real_data: Path) -> None:
    """One journey, answers in three languages: each is recognised, learned from and scored by its own."""
    english = column(real_data, "telecom_nps.csv", "text", "NPS_SCORE").drop_nulls().head(400)
    scores = [(int(score), text) for text, score in english.iter_rows()]
    answers = [*scores, *GERMAN, *PORTUGUESE]
    languages = [language for part in (scores, GERMAN, PORTUGUESE) for language in languages_of([text for _, text in part])]
    assert set(languages) <= {"en", "de", "pt", ""}
    found = [scored(text, language, score, "nps") for (score, text), language in zip(answers, languages, strict=True)]
    model = learn([label for label in found if label and label.language])
    asked = ["Still no engineer after five weeks", "Sehr freundlich und schnell", "Péssimo, ninguém resolve", "とても良い"]
    felt = model.feel(asked, ["en", "de", "pt", ""])
    assert [feeling and feeling.band for feeling in felt] == [Band.UNHAPPY, Band.HAPPY, Band.UNHAPPY, None]
    assert felt[0]
    assert felt[0].labels > 300


@pytest.mark.realdata
def test_themes_of_lounge_reviews_are_what_lounges_are_about(real_data: Path) -> None:
    texts = column(real_data, "airline_lounge_reviews.csv", "content")["content"].to_list()
    rows = [(at, text, "en", None, None) for at, text in enumerate(texts)]
    found = find_themes(pl.DataFrame(rows, schema=TEXTS, orient="row"))
    names = {part for theme in found.themes for part in re.findall(r"[a-z-]+", theme.name.lower())}
    assert {"seat", "drinks", "shower", "wi-fi", "food", "wine", "view"} <= names
    words = {part for theme in found.themes for word in theme.words for part in word.split()}
    assert not words & {"the", "and", "very", "was", "is"}
    assert found.assigned["theme_id"].null_count() < 0.35 * len(texts)


def test_opening_the_app_does_not_wait_for_text_tools() -> None:
    program = (
        "import sys, journey.analysis.text.language, journey.analysis.text.sentiment, journey.analysis.text.stage_suggestion, "
        "journey.analysis.text.themes\n"
        "print([name for name in ('sklearn', 'py3langid', 'vaderSentiment', 'snowballstemmer') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
