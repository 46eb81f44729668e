"""Recurring themes in customers' words: found, named, and known again as more is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from journey.analysis.text.one_core import one_core
from journey.analysis.text.themes.clusters import Floats, Ints, grouped, latent, pertinent
from journey.analysis.text.themes.identity import Groups, identified, remembered, seeds, split
from journey.analysis.text.themes.model import ASSIGNED, TEXTS, Known, Overrides, Theme, Themes, whole
from journey.analysis.text.themes.telling import Heard, told
from journey.analysis.text.themes.terms import count_terms

__all__ = ["ASSIGNED", "TEXTS", "Known", "Overrides", "Theme", "Themes", "find_themes", "pertinent", "split_theme", "whole"]

SMALLEST = 5
"""Fewer texts are no theme."""
NEAR = 0.3
"""The least cosine with its theme's centre that a text needs to be of it."""


@one_core()
def find_themes(
    frame: pl.DataFrame, *, known: Sequence[Known] = (), overrides: Overrides | None = None, groups: int | None = None
) -> Themes:
    """The themes of texts (TEXTS), in the light of what was found before and what people decided.

    TF-IDF, LSA and k-means that begins from the known groups; a group is known again by what it says (Hungarian matching of
    cosines), else it gets a new id. Groups below SMALLEST texts, and texts farther than NEAR, are of no theme. A name stays
    until people change it. `groups`: how many at most; unless given it grows with the cube root of the texts.
    The same texts give the same themes, whatever the order of the rows.
    """
    overrides = overrides or Overrides()
    texts = _different(frame)
    terms = count_terms(texts["text"].to_list(), texts["language"].to_list())
    if not terms.names:
        return Themes((), _assigned(frame, texts, np.full(texts.height, -1), np.zeros(texts.height)), tuple(known))
    space, sizes = latent(terms.weights), texts["n"].to_numpy().astype(np.float64)
    wanted = groups or round(1.5 * float(sizes.sum()) ** (1 / 3)) + 1
    of, nearness = grouped(space.rows, sizes, seeds(terms, space, known, overrides, wanted), wanted)
    of[(nearness < NEAR) | (np.diff(terms.counts.indptr) == 0)] = -1
    found = identified(terms, _large(of, sizes), sizes, known, overrides)
    found = split(space, found, sizes, known, overrides)
    return _told(Heard(frame, texts, terms, space, nearness, sizes), found, known, overrides)


def split_theme(frame: pl.DataFrame, whole: Known, *, numbers: tuple[int, int]) -> Themes:
    """One theme's texts (TEXTS) as two themes of these numbers, by what sets them apart most; none where nothing does."""
    texts = _different(frame)
    terms, sizes = count_terms(texts["text"].to_list(), texts["language"].to_list()), texts["n"].to_numpy().astype(np.float64)
    space = latent(terms.weights)
    of, nearness = grouped(space.rows, sizes, np.zeros((0, space.rows.shape[1])), 2)
    if len(set(of.tolist())) < 2:
        return Themes((), _assigned(frame, texts, np.full(texts.height, -1), nearness), (whole,))
    found = Groups(of, numbers, dict.fromkeys(numbers, whole.id))
    return _told(Heard(frame, texts, terms, space, nearness, sizes), found, (whole,), Overrides())


def _told(heard: Heard, found: Groups, known: Sequence[Known], overrides: Overrides) -> Themes:
    themes = told(heard, found, known, overrides)
    ids = np.array([*found.ids, -1])[found.of]
    names = {theme.id: theme.name for theme in themes} | {
        one.id: one.name for one in known
    }  # a name that was given may be taken back
    kept = remembered(heard.terms, found, heard.sizes, names, known)
    return Themes(themes, _assigned(heard.frame, heard.texts, ids, heard.nearness), kept)


def _different(frame: pl.DataFrame) -> pl.DataFrame:
    """Each different text once, in alphabetical order, with how often it came (n) and the lowest id that says it."""
    said = frame.filter(pl.col("text").str.strip_chars() != "").with_columns(pl.col("language").fill_null(""))
    return said.group_by("text", "language").agg(n=pl.len(), id=pl.col("id").min()).sort("text", "language")


def _large(of: Ints, sizes: Floats) -> Ints:
    """Groups that have SMALLEST texts, counted anew from 0; texts of the others are of none (-1)."""
    counts = np.bincount(of[of >= 0], sizes[of >= 0], minlength=1)
    place = np.where(counts >= SMALLEST, np.cumsum(counts >= SMALLEST) - 1, -1)
    return np.where(of >= 0, place[of], -1)


def _assigned(frame: pl.DataFrame, texts: pl.DataFrame, theme: Ints, nearness: Floats) -> pl.DataFrame:
    by_text = texts.select("text", "language", theme_id=pl.Series(theme, dtype=pl.Int64), nearness=pl.Series(nearness))
    by_text = by_text.with_columns(pl.when(pl.col("theme_id") >= 0).then(pl.col("theme_id")))
    rows = frame.select("id", "text", pl.col("language").fill_null(""))
    joined = rows.join(by_text, on=["text", "language"], how="left", maintain_order="left")
    return joined.select(pl.col(name).cast(dtype) for name, dtype in ASSIGNED.items())
