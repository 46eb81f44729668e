"""`journey search`: finds words in everything a journey holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import JourneyName, here
from journey.cli.show import MetricsFormat, say, show_json, table, warn
from journey.errors import Refused

if TYPE_CHECKING:
    from journey.store.readers.hits import Hit
    from journey.store.readers.search import Found, Near
    from journey.store.tables import Journey

Words = Annotated[
    list[str],
    typer.Argument(help='What to find: words, "exact phrases", kind:pain, stage:, tag:, from:, to:, speaker:, emotion:<0.'),
]
Format = Annotated[
    MetricsFormat, typer.Option("--format", case_sensitive=False, help="table for people, csv or json for programs.")
]
Limit = Annotated[int, typer.Option(min=1, max=500, help="The most hits to print.")]
Similar = Annotated[
    bool, typer.Option("--similar", help="Also what means the same in other words; it takes seconds to learn first.")
]


def search(
    words: Words, journey: JourneyName, format: Format = MetricsFormat.TABLE, limit: Limit = 20, similar: Similar = False
) -> None:
    """Find words in verbatims, conversations, cards, pain points, actions and decisions, best first."""
    from journey.analysis.search.query import asked
    from journey.store.readers.search import search as find

    at = here()
    row = at.journey(journey)
    typed = words[0] if len(words) == 1 else " ".join(_as_typed(word) for word in words)
    question = asked(typed)
    if question.is_empty:
        raise Refused("There is no word to find. Write one, or a field such as kind:pain.")
    near = _meaning(row) if similar else None
    found = find(at.engine, row.key, question, timezone=row.timezone, limit=limit, near=near)
    match format:
        case MetricsFormat.JSON:
            show_json({"journey": row.slug, "words": typed, "total": found.total,
                       "counts": {kind.value: number for kind, number in found.counts.items()},
                       "hits": [_facts(hit) for hit in found.hits]})  # fmt: skip
        case MetricsFormat.CSV:
            _print_csv(found)
        case _:
            _print(found, typed)


def _as_typed(word: str) -> str:
    """One of several arguments as it was before the shell took its quotation marks away."""
    if " " not in word or '"' in word:
        return word
    name, colon, value = word.partition(":")
    return f'{name}:"{value}"' if colon and name.isalpha() and " " not in name else f'"{word}"'


def _meaning(journey: Journey) -> Near | None:
    from journey.analysis.search.meaning import LEAST_TEXTS, Meaning
    from journey.store.readers.search import stems_since

    texts = stems_since(here().engine, journey.key)
    if len(texts) < LEAST_TEXTS:
        warn(f"{len(texts)} texts are too few to learn what means the same; only words were looked for.")
        return None
    ids, stems = zip(*texts, strict=True)
    return Meaning(ids, stems).near


def _facts(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind.value, "id": hit.id, "text": hit.text, "date": hit.at, "stage": hit.stage or None,
        "who": hit.who or None, "item": hit.item or None, "similar": hit.similar,
    }  # fmt: skip


def _print_csv(found: Found) -> None:
    import polars as pl

    from journey.exports.safe_csv import safe_frame

    schema = {"kind": pl.String, "id": pl.Int64, "text": pl.String, "date": pl.Date, "stage": pl.String, "who": pl.String,
              "item": pl.String, "similar": pl.Boolean}  # fmt: skip
    frame = pl.DataFrame([_facts(hit) for hit in found.hits], schema=schema, orient="row")
    sys.stdout.write(safe_frame(frame).write_csv())


def _print(found: Found, typed: str) -> None:
    import polars as pl

    from journey.domain.finding import TITLES

    if not found.hits:
        say(f"Nothing fits: {typed}. Try fewer or other words; a star finds beginnings, as in refun*")
        return
    rows = [
        {"kind": TITLES[hit.kind][0] + (" ~" if hit.similar else ""), "date": hit.at, "stage": hit.stage or None,
         "text": "".join(part for part, _ in hit.pieces)}
        for hit in found.hits
    ]  # fmt: skip
    say(*table(pl.DataFrame(rows, infer_schema_length=None)), "")
    say(f"{len(found.hits)} of {found.total + found.similar:,}." + (" ~ similar in meaning." if found.similar else ""))
