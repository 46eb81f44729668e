"""Tells what a theme is: its name in the customers' words, its size, feeling and stage, and the quotes that say it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journey.analysis.text.themes.clusters import Floats, Ints, Space, centre_terms, telling
from journey.analysis.text.themes.identity import Groups
from journey.analysis.text.themes.model import Known, Overrides, Theme
from journey.analysis.text.themes.terms import Terms, written

QUOTES = 3
_SHORT, _LONG = 20, 240
"""Characters of a quote that says enough and is read at a glance."""
_CENTRAL = 300
_WORDS = 8
_IN_A_NAME = 3
_SPELLED_FROM = 400
_TWO_WORDS = 1.3
"""How much more two words in a row tell than one."""


@dataclass(frozen=True)
class Heard:
    """The texts of one run in every shape that telling needs."""

    frame: pl.DataFrame
    texts: pl.DataFrame
    terms: Terms
    space: Space
    nearness: Floats
    sizes: Floats


@dataclass(frozen=True)
class Named:
    """A theme's id, name and words."""

    id: int
    name: str
    words: tuple[str, ...]


def told(heard: Heard, found: Groups, known: Sequence[Known], overrides: Overrides) -> tuple[tuple[Theme, ...], dict[int, str]]:
    """The themes, largest first, and the name of every group."""
    whole = [overrides.whole(id) for id in found.ids]
    themes = sorted(set(whole))
    of = np.array([themes.index(id) for id in whole] + [-1])[found.of]
    words = _words(heard, of, len(themes))
    before = {one.id: one.name for one in known}
    names: dict[int, str] = {}
    for id, own in zip(themes, words, strict=True):
        names[id] = overrides.names.get(id) or before.get(id) or _name(own, {*names.values(), *before.values()})
    rows = _rows(heard, of, themes)
    told = [
        _theme(Named(id, names[id], words[at]), rows, _quotes(heard, np.flatnonzero(of == at))) for at, id in enumerate(themes)
    ]
    parts = {id: before.get(id, names[theme]) for id, theme in zip(found.ids, whole, strict=True)}
    return tuple(sorted(told, key=lambda theme: (-theme.size, theme.id))), parts | names


def _theme(named: Named, rows: pl.DataFrame, quotes: tuple[int, ...]) -> Theme:
    own = rows.filter(pl.col("theme_id") == named.id)
    felt = own["emotion"].drop_nulls().drop_nans()
    stages = own["stage_id"].drop_nulls().value_counts().sort("count", "stage_id", descending=[True, False])
    stage = stages.row(0) if stages.height else None
    return Theme(
        id=named.id,
        name=named.name,
        words=named.words,
        size=own.height,
        emotion=float(np.mean(felt.to_numpy())) if felt.len() else None,
        scored=felt.len(),
        stage_id=int(stage[0]) if stage else None,
        stage_share=float(stage[1] / stages["count"].sum()) if stage else 0.0,
        quotes=quotes,
    )


def _rows(heard: Heard, of: Ints, themes: Sequence[int]) -> pl.DataFrame:
    """Every verbatim that is of a theme."""
    ids = np.array([*themes, -1])[of]
    by_text = heard.texts.select("text", "language", theme_id=pl.Series(ids, dtype=pl.Int64)).filter(pl.col("theme_id") >= 0)
    rows = heard.frame.select("text", pl.col("language").fill_null(""), "emotion", "stage_id")
    return rows.join(by_text, on=["text", "language"])


def _quotes(heard: Heard, members: Ints) -> tuple[int, ...]:
    """Verbatims that are near the theme's centre, differ from each other, and are neither terse nor long where others are not."""
    lengths = heard.texts["text"].str.len_chars().to_numpy()[members]
    fitting = members[(lengths >= _SHORT) & (lengths <= _LONG)]
    pool = fitting if len(fitting) else members
    central = pool[np.argsort(-heard.nearness[pool], kind="stable")[:_CENTRAL]]
    chosen = telling(heard.space.rows[central], heard.nearness[central], QUOTES)
    return tuple(heard.texts["verbatim_id"][int(central[at])] for at in chosen)


def _words(heard: Heard, of: Ints, themes: int) -> list[tuple[str, ...]]:
    """Each theme's most telling words as customers write them, by class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794)."""
    said = centre_terms(heard.terms.counts, of, themes, heard.sizes)
    total = np.asarray(said.sum(axis=0))
    worth = said * np.log1p(1 / np.maximum(total, 1e-12)) * [_TWO_WORDS if " " in name else 1.0 for name in heard.terms.names]
    texts, languages = heard.texts["text"], heard.texts["language"]
    found = []
    for theme in range(themes):
        chosen = _apart([heard.terms.names[at] for at in np.argsort(-worth[theme], kind="stable")[:40] if worth[theme, at] > 0])
        members = np.flatnonzero(of == theme)
        some = members[np.argsort(-heard.nearness[members], kind="stable")[:_SPELLED_FROM]].tolist()
        spelled = written(texts[some], languages[some], frozenset(chosen))
        found.append(tuple(spelled[term] for term in chosen if term in spelled))
    return found


def _apart(terms: Sequence[str]) -> list[str]:
    """The first terms that share no stem."""
    chosen: list[str] = []
    seen: set[str] = set()
    for term in terms:
        stems = set(term.split())
        if len(chosen) < _WORDS and not stems & seen:
            chosen.append(term)
            seen |= stems
    return chosen


def _name(words: Sequence[str], taken: set[str]) -> str:
    """The first words, as many as it takes to differ from other themes."""
    for length in range(min(_IN_A_NAME, len(words)), len(words) + 1):
        name = ", ".join(words[:length])
        if name and name not in taken:
            return name
    base = ", ".join(words) or "Unnamed"
    return next(name for name in (base, *(f"{base} ({at})" for at in range(2, len(taken) + 3))) if name not in taken)
