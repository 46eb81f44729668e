"""Learns from a journey's texts how its customers say what they feel: languages told, scores and corrections as labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlmodel import Session

from journey.store.readers import understanding as read
from journey.store.readers.understanding import BY_A_PERSON
from journey.store.tables import Turn, Verbatim

if TYPE_CHECKING:
    from journey.analysis.text.labels import Label
    from journey.analysis.text.sentiment import Sentiment

Table = type[Verbatim | Turn]
TABLES: tuple[Table, ...] = (Verbatim, Turn)
TOLD = {"id": pl.Int64(), "language": pl.String(), "felt": pl.Float64(), "sure": pl.Float64()}
"""What is told of a text: the columns that change."""
_AS_SURE_AS_LEARNING_GETS = 0.99
_UNSCORED = 6_000
"""Texts without a score that are learned from, a language."""


@dataclass
class Lesson:
    """What a journey's texts teach, gathered a page at a time, newest first.

    `languages`: of the texts that had none yet, by table and id; `corrections`: what people said, by table and id.
    """

    corrections: dict[Table, dict[int, float]]
    languages: dict[Table, dict[int, str]] = field(default_factory=lambda: {table: {} for table in TABLES})
    counts: Counter[str] = field(default_factory=Counter)
    _scores: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    _corrected: dict[tuple[Table, int], Label] = field(default_factory=dict)
    _unscored: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def tell_languages(self, session: Session, journey: int) -> None:
        """Recognise the language of every text that has none; the languages of the others say what to expect."""
        from journey.analysis.text.language import languages_of

        for table in TABLES:
            for page in read.texts(session, table, journey, told=True):
                self.counts.update(row[2] for row in page)
        for table in TABLES:
            for page in read.texts(session, table, journey, told=False):
                known = dict(self.counts)
                found = languages_of([row[1] for row in page], known)
                self.languages[table].update((row[0], code) for row, code in zip(page, found, strict=True) if code)
                self.counts.update(found)

    def gather(self, session: Session, journey: int) -> None:
        """Take the newest scored texts of each language as labels, every corrected one, and some without a score."""
        for table in TABLES:
            for page in read.texts(session, table, journey, newest_first=True):
                for row in page:
                    self._take(table, row)

    def learn(self) -> Sentiment:
        """What they teach, each language for itself."""
        from journey.analysis.text.sentiment import learn

        # oldest first, as they came in; corrections in the order in which they were given
        scores = [label for labels in self._scores.values() for label in reversed(labels)]
        given = [
            self._corrected[table, id] for table in TABLES for id in self.corrections[table] if (table, id) in self._corrected
        ]
        return learn([*scores, *given], unscored={code: found[::-1] for code, found in self._unscored.items()})

    def language(self, table: Table, row: tuple[Any, ...]) -> str:
        """The language of a text's row, as stored or as told just now."""
        return str(row[2]) or self.languages[table].get(row[0], "")

    def _take(self, table: Table, row: tuple[Any, ...]) -> None:
        from journey.analysis.text.sentiment import MOST, corrected

        code, text = self.language(table, row), row[1]
        if not code:
            return
        if (emotion := self.corrections[table].get(row[0])) is not None:
            self._corrected[table, row[0]] = corrected(text, code, emotion)
        elif (label := _scored(table, row, code)) is not None:
            if len(self._scores[code]) < MOST:
                self._scores[code].append(label)
        elif len(self._unscored[code]) < _UNSCORED:
            self._unscored[code].append(text)


def _scored(table: Table, row: tuple[Any, ...], code: str) -> Label | None:
    """The label of a scored answer; None for a scale that nobody knows the ends of."""
    from journey.analysis.text.sentiment import scored

    if table is not Verbatim or row[5] is None or not row[6]:
        return None
    try:
        return scored(row[1], code, row[5], row[6])
    except ValueError:
        return None


@dataclass
class Told:
    """What is told of a table's texts: the rows (TOLD) of which something else is told than is stored, and counts by language."""

    changed: list[pl.DataFrame] = field(default_factory=lambda: [pl.DataFrame(schema=TOLD)])
    texts: Counter[str] = field(default_factory=Counter)
    scored: Counter[str] = field(default_factory=Counter)


def tell(session: Session, table: Table, journey: int, lesson: Lesson, model: Sentiment) -> Told:
    """Tell language and feeling of every text of the table, a page at a time."""
    found = Told()
    for page in read.texts(session, table, journey):
        languages = [lesson.language(table, row) for row in page]
        felt = model.feel([row[1] for row in page], languages)
        corrections = lesson.corrections[table]
        now = [_told(row[0], code, feeling, corrections) for row, code, feeling in zip(page, languages, felt, strict=True)]
        changed = [new for new, old in zip(now, page, strict=True) if new[1:] != old[2:5]]
        found.changed.append(pl.DataFrame(changed, schema=TOLD, orient="row"))
        found.texts.update(languages)
        found.scored.update(code for _, code, emotion, _ in now if emotion is not None)
    return found


def _told(id: int, code: str, feeling: Any, corrections: Mapping[int, float]) -> tuple[int, str, float | None, float | None]:
    if id in corrections:
        return id, code, corrections[id], BY_A_PERSON
    if feeling is None:
        return id, code, None, None
    return id, code, feeling.emotion, round(min(feeling.sure, _AS_SURE_AS_LEARNING_GETS), 3)
