"""Learns where a journey's texts belong, from what describes its stages and from the texts that somebody placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.engine import Engine

from journey.store.readers import placed as read
from journey.store.readers.understanding import understood

if TYPE_CHECKING:
    from journey.analysis.text.stage_suggestion import Example, Place, Suggester


def learn_where(engine: Engine, journey: int, *, examples: bool = True) -> Suggester | None:
    """What suggests a stage and touchpoint for a text; None for a journey without stages.

    Without `examples` only descriptions count, which takes a fraction of the time.
    """
    from journey.analysis.text.stage_suggestion import learn_places

    places = _places(engine, journey)
    if not places:
        return None
    known = [*_examples(engine, journey)] if examples else []
    texts = read.background(engine, journey) if examples else []
    return learn_places(places, known, texts=texts, language=_language(engine, journey))


def _places(engine: Engine, journey: int) -> list[Place]:
    from journey.analysis.text.stage_suggestion import Place, Spot

    rows = read.descriptions(engine, journey).to_dicts()
    spots: dict[int, list[Spot]] = {}
    for row in rows:
        if row["touchpoint_id"] is not None:
            events = tuple(row["words"].split("\n")) if row["words"] else ()
            spots.setdefault(row["stage_id"], []).append(Spot(row["touchpoint_id"], row["name"], events))
    stages = [row for row in rows if row["touchpoint_id"] is None]
    return [Place(row["stage_id"], row["name"], row["words"], tuple(spots.get(row["stage_id"], ()))) for row in stages]


def _examples(engine: Engine, journey: int) -> list[Example]:
    """What files say first, what people say last."""
    from journey.analysis.text.stage_suggestion import Example

    frames = (read.from_files(engine, journey), read.accepted(engine, journey))
    return [Example(*row) for found in frames for row in found.select("text", "stage_id", "touchpoint_id").iter_rows()]


def _language(engine: Engine, journey: int) -> str:
    """The language that most of the journey's texts are in; English before anything was understood."""
    known = understood(engine, journey)
    texts = {code: part["texts"] for code, part in known.basis.items() if code} if known else {}
    return max(texts, key=lambda code: (texts[code], code)) if texts else "en"
