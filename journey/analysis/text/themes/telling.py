"""Tells what a theme is: its name in the customers' words, its size, feeling and stage, and the quotes that say it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journey.analysis.text.themes.clusters import READABLE, Floats, Ints, Space, centre_terms, telling
from journey.analysis.text.themes.identity import Groups
from journey.analysis.text.themes.model import Known, Overrides, Theme
from journey.analysis.text.themes.naming import name_of, phrases
from journey.analysis.text.themes.terms import Terms, written

QUOTES = 3
_CENTRAL = 300
_ABOUT = 20
"""Terms of a theme that a quote is looked through for."""
_WORDS = 8
_WITHOUT_PHRASE = 2
"""Words that name a theme without a phrase of its own."""
_NAMED_BY = 200
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


def told(heard: Heard, found: Groups, known: Sequence[Known], overrides: Overrides) -> tuple[Theme, ...]:
    """The themes, largest first; those that have a name keep it."""
    themes = sorted(found.ids)
    of = np.array([themes.index(id) for id in found.ids] + [-1])[found.of]
    worth = _worth(heard, of, len(themes))
    words = _words(heard, of, worth)
    names = _names(heard, of, themes, words, {one.id: one.name for one in known} | dict(overrides.names))
    rows = _rows(heard, of, themes)
    told = [
        _theme(Named(id, names[id], words[at]), rows, _quotes(heard, np.flatnonzero(of == at), worth[at]))
        for at, id in enumerate(themes)
    ]
    return tuple(sorted(told, key=lambda theme: (-theme.size, theme.id)))


def _names(
    heard: Heard, of: Ints, themes: Sequence[int], words: Sequence[tuple[str, ...]], before: Mapping[int, str]
) -> dict[int, str]:
    """The name of each theme: the one it had, else one that no other has or had."""
    names = {id: before[id] for id in themes if id in before}
    if len(names) == len(themes):
        return names
    said = [_sample(heard, np.flatnonzero(of == at)) for at in range(len(themes))]
    for id, phrased, texts, own in zip(themes, phrases(said), said, words, strict=True):
        if id not in names:
            names[id] = _free(name_of(phrased, len(texts)), own, {*names.values(), *before.values()})
    return names


def _sample(heard: Heard, members: Ints) -> list[tuple[str, str]]:
    """Texts near the theme's centre, with their languages, to name it by."""
    near = members[np.argsort(-heard.nearness[members], kind="stable")][:_NAMED_BY].tolist()
    return list(zip(heard.texts["text"][near].to_list(), heard.texts["language"][near].to_list(), strict=True))


def _free(name: str, words: Sequence[str], taken: set[str]) -> str:
    """The name, with as many of the theme's words after it as it takes to differ from other themes; words alone without it."""
    for length in range(0 if name else _WITHOUT_PHRASE, len(words) + 1):
        longer = ", ".join([*([name] if name else []), *words[:length]])
        longer = longer[:1].upper() + longer[1:]
        if longer and longer not in taken:
            return longer
    base = name or ", ".join(words) or "Unnamed"
    return next(name for name in (base, *(f"{base} ({at})" for at in range(2, len(taken) + 3))) if name not in taken)


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
    """Every text that is of a theme."""
    ids = np.array([*themes, -1])[of]
    by_text = heard.texts.select("text", "language", theme_id=pl.Series(ids, dtype=pl.Int64)).filter(pl.col("theme_id") >= 0)
    rows = heard.frame.select("text", pl.col("language").fill_null(""), "emotion", "stage_id")
    return rows.join(by_text, on=["text", "language"])


def _quotes(heard: Heard, members: Ints, worth: Floats) -> tuple[int, ...]:
    """Texts near the theme's centre that say much of what it is about, differ from each other, and are neither terse nor long
    where others are not."""
    lengths = heard.texts["text"].str.len_chars().to_numpy()[members]
    fitting = members[(lengths >= READABLE[0]) & (lengths <= READABLE[1])]
    pool = fitting if len(fitting) >= QUOTES else members
    central = pool[np.argsort(-heard.nearness[pool], kind="stable")[:_CENTRAL]]
    most = np.where(worth >= np.sort(worth)[-_ABOUT:][0], worth, 0.0)
    says = np.asarray((heard.terms.counts[central] > 0) @ most)
    chosen = telling(heard.space.rows[central], (heard.nearness[central] + says / max(says.max(), 1e-12)) / 2, QUOTES)
    return tuple(heard.texts["id"][int(central[at])] for at in chosen)


def _worth(heard: Heard, of: Ints, themes: int) -> Floats:
    """Themes by terms: how well each tells its theme, by class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794)."""
    said = centre_terms(heard.terms.counts, of, themes, heard.sizes)
    total = np.asarray(said.sum(axis=0))
    longer = [_TWO_WORDS if " " in name else 1.0 for name in heard.terms.names]
    return np.asarray(said * np.log1p(1 / np.maximum(total, 1e-12)) * longer)


def _words(heard: Heard, of: Ints, worth: Floats) -> list[tuple[str, ...]]:
    """Each theme's most telling words as customers write them."""
    texts, languages = heard.texts["text"], heard.texts["language"]
    found = []
    for theme in range(len(worth)):
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
