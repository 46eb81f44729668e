"""How a customer feels in a text, -5 to +5: learned from this journey's own scored answers, in their own language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from journey.analysis.emotion import emotion_of, ends
from journey.analysis.text import english as _english
from journey.analysis.text.labels import Band, Label
from journey.analysis.text.sentiment_model import MEANS, Floats, Learned, told, train

CORRECTION = 5.0
"""A person who read the text counts as much as so many customers' scores, which also speak of what the text leaves out."""
ENOUGH = 30
"""Labels from which a language without a lexicon is scored."""
MOST = 5_000
"""Labels of one language that are learned from, the last ones given; more change little."""
_MOST_TEXTS = 6_000
"""Texts, scored or not, that tell which words go together; beyond that they only take time."""
_EACH = 5


@dataclass(frozen=True)
class Feeling:
    """What a text says: emotion -5 to +5, its band, `sure` (probability of that band, 0-1), and how many labels it stands on.

    `labels` is 0 where only the lexicon spoke; nobody checked it on this journey, so it is half as far above chance as it says.
    """

    emotion: float
    band: Band
    sure: float
    labels: int


@dataclass(frozen=True)
class Basis:
    """What a language's scores stand on: labels, and how often a label that was held back was told right (None: no labels)."""

    labels: int
    corrections: int
    told_right: float | None
    sentence: str


def band_of(score: float, scale: str) -> Band:
    """The band of a score on its own scale: NPS 0-6, 7-8, 9-10 (Reichheld 2003); else below, at and above the middle fifth."""
    if scale.strip().lower().removesuffix(":low-is-good") == "nps":
        return Band.UNHAPPY if score <= 6 else Band.NEITHER if score <= 8 else Band.HAPPY
    low, high = ends(scale)
    share = (score - low) / (high - low)
    return Band.UNHAPPY if share < 0.4 else Band.NEITHER if share <= 0.6 else Band.HAPPY


def scored(text: str, language: str, score: float, scale: str) -> Label | None:
    """The label that a survey answer gives; None without words or a possible score."""
    emotion = emotion_of(score, scale)
    return Label(text, language, emotion, band_of(score, scale)) if emotion is not None and text.strip() else None


def corrected(text: str, language: str, emotion: float) -> Label:
    """The label that a person gives who says what emotion the text has."""
    band = Band.UNHAPPY if emotion < 0 else Band.HAPPY if emotion > 0 else Band.NEITHER
    return Label(text, language, emotion, band, CORRECTION)


def learn(labels: Iterable[Label], *, unscored: Mapping[str, Sequence[str]] | None = None) -> Sentiment:
    """Learn each language for itself, from labels in the order they came in; `unscored`: other texts by language.

    Unscored texts teach which words go together, which is worth most while labels are few. The same labels in the same order
    always give the same scores.
    """
    by_language: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_language[label.language].append(label)
    models = {}
    for language, known in by_language.items():
        recent = _latest(known)
        if _can_learn(language, recent):
            room = max(_MOST_TEXTS - len(recent), 0)
            texts = list((unscored or {}).get(language, ()))[-room:] if room else []
            models[language] = train(recent, texts, language=language, english=language == "en")
    return Sentiment(models, {language: len(known) for language, known in by_language.items()})


@dataclass(frozen=True)
class Sentiment:
    """What was learned, by language; English has a lexicon to start from, other languages need ENOUGH labels."""

    models: Mapping[str, Learned]
    seen: Mapping[str, int]

    def feel(self, texts: Sequence[str], languages: Sequence[str]) -> list[Feeling | None]:
        """The feeling of each text in its language ("" where unknown); None, "not scored", rather than a guess.

        A text without any word that was learned or is on the list is not scored either.
        """
        found: list[Feeling | None] = [None] * len(texts)
        rows: dict[str, list[int]] = defaultdict(list)
        for at, (text, language) in enumerate(zip(texts, languages, strict=True)):
            if text.strip() and (language in self.models or language == "en"):
                rows[language].append(at)
        for language, places in rows.items():
            for at, feeling in zip(places, self._felt([texts[at] for at in places], language), strict=True):
                found[at] = feeling
        return found

    def basis(self, language: str) -> Basis:
        """What scores in that language stand on, with a sentence for the screen."""
        model = self.models.get(language)
        if model is not None:
            said = f"Learned from {model.labels:,} scored answers"
            said += f", {model.corrections:,} of them corrected by people" if model.corrections else ""
            right = f"; of answers held back it told {model.told_right:.0%} right: unhappy, neither or happy."
            return Basis(model.labels, model.corrections, model.told_right, said + right)
        seen = self.seen.get(language, 0)
        if language == "en":
            return Basis(seen, 0, None, "From a list of English words only: it misses much. Scored answers make it better.")
        return Basis(seen, 0, None, f"Not scored: it takes {ENOUGH} scored answers of all kinds, and there are {seen:,}.")

    def _felt(self, texts: list[str], language: str) -> list[Feeling | None]:
        if (model := self.models.get(language)) is not None:
            shares = model.probabilities(texts)
            told = _feelings(np.nan_to_num(shares), model.prior, model.means, model.labels)
            return [None if unseen else feeling for feeling, unseen in zip(told, np.isnan(shares[:, 0]), strict=True)]
        found = _english.features(texts)
        unlearned = _feelings(_english.bands(found), np.ones(3) / 3, np.array(MEANS), 0)
        halved = [replace(feeling, sure=(feeling.sure + 1 / 3) / 2) for feeling in unlearned]
        return [feeling if spoke else None for feeling, spoke in zip(halved, _english.spoke(found), strict=True)]


def _latest(labels: list[Label]) -> list[Label]:
    """The last MOST labels, with every correction among them as far as there is room; a text's correction replaces its score."""
    corrections = {label.text: label for label in labels if label.weight > 1}
    scores = [label for label in labels if label.weight <= 1 and label.text not in corrections]
    kept = list(corrections.values())[-MOST:]
    return [*scores[max(len(scores) - (MOST - len(kept)), 0) :], *kept]


def _can_learn(language: str, labels: list[Label]) -> bool:
    counts = np.bincount([label.band for label in labels], minlength=3)
    sides = int((counts >= (2 if language == "en" else _EACH)).sum())
    return sides >= 2 and len(labels) >= (10 if language == "en" else ENOUGH)


def _feelings(shares: Floats, prior: Floats, means: Floats, labels: int) -> list[Feeling]:
    emotions = np.clip(shares @ means, -5, 5)
    return [
        Feeling(round(float(emotion), 2), Band(int(band)), float(share[band]), labels)
        for emotion, band, share in zip(emotions, told(shares, prior), shares, strict=True)
    ]
