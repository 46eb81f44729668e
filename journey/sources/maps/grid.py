"""Reads a map from the rows of a table: a row of it is a moment, its columns say the stage and what stands in which lane."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from journey.domain.document import CardPart, Document, Scores, StagePart
from journey.domain.words import LaneKind, Standing
from journey.sources.maps.building import Builder, mean
from journey.sources.maps.file import Notes
from journey.sources.maps.words import column_kind, emotion, lane_kind, plain, standing

SCORES = ("severity", "frequency", "impact", "effort")
_SCALE = re.compile(r"\(\s*(?:scale\s*:?\s*)?([+\-−]?\d+)\s*(?:-|–|to|…|\.\.)\s*([+\-−]?\d+)\s*\)")
_SEVERAL = re.compile(r"\s*(?:<br\s*/?>|\n)\s*(?:[•*\-–]\s+)?", re.IGNORECASE)
_APOSTROPHE = re.compile(r"^'(?=\s*[=+\-@\t\r＝＋－＠])")
BLANKS = frozenset({"", "-", "–", "—", "n/a", "none", "null", "#n/a"})
Row = tuple[str, Sequence[str]]
"""Where a row stands ("row 3"), and its cells."""


@dataclass(frozen=True)
class Column:
    """What a column holds: `kind` is a key of words.COLUMNS, "touchpoint", or "" for a lane."""

    name: str
    kind: str
    lane: LaneKind = LaneKind.OWN
    scale: tuple[float, float] | None = None


@dataclass
class _Told:
    """What is counted while rows are read, to be said once."""

    emotions: dict[str, list[float]] = field(default_factory=dict)
    unscaled: list[float] = field(default_factory=list)
    unsure: dict[str, int] = field(default_factory=dict)


def is_map(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a map: it has a column of stages and another that a map knows, or is one lying on its side."""
    columns = [column(name) for name in header]
    known = [one for one in columns if one.kind or one.lane is not LaneKind.OWN]
    return (any(one.kind == "stage" for one in columns) and len(known) > 1) or lies(header, rows)


def lies(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether stages are the columns and lanes the rows: names of lanes stand below each other in the first column."""
    first = [row[0] for row in rows if row and row[0].strip()]
    lanes = sum(_known(name) for name in first)
    across = sum(_known(name) for name in header[1:])
    return len(header) > 2 and lanes >= 2 and lanes * 2 > len(first) and lanes > across


def turned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[Row]]:
    """A table that lies on its side, stood up: its columns are rows now, called by their column."""
    names = ["Stage", *(row[0] for row in rows)]
    stood = [
        (f"column '{name}'", [name, *(row[at] if at < len(row) else "" for row in rows)]) for at, name in enumerate(header) if at
    ]
    return names, [row for row in stood if any(cell.strip() for cell in row[1])]


def read_grid(name: str, header: Sequence[str], rows: Iterable[Row], notes: Notes) -> Document:
    """The document that the rows make; what does not fit into it is noted with its row, column and value.

    A row without a stage belongs to the stage above. The first column of actions makes steps, the first of touchpoints their
    touchpoints; an opportunity answers the pain point of its row.
    """
    reading = _Grid(Builder(name), notes, _columns(header))
    for place, cells in rows:
        padded = [_cell(cell) for cell in [*cells, *[""] * (len(header) - len(cells))]]
        if any(padded):
            reading.row(place, padded)
    return reading.made()


class _Grid:
    """A table on its way into a document."""

    def __init__(self, builder: Builder, notes: Notes, columns: list[Column]) -> None:
        self.map, self.notes, self.columns = builder, notes, columns
        self.told = _Told()
        self.stage: StagePart | None = None
        self.step = ""

    def row(self, place: str, cells: list[str]) -> None:
        """One moment: its stage, step and touchpoints, its emotion, and a card for each other cell."""
        said = {one.kind: cell for one, cell in zip(self.columns, cells, strict=False) if one.kind and cell}
        if name := said.get("stage"):
            self._enter(name)
        if self.stage is None:
            self.notes.add(
                place,
                next(cell for cell in cells if cell),
                "stands above the first stage; the row was left out.",
                "Give it a stage.",
            )
            return
        key = self.stage.key
        if text := said.get("description"):
            self.map.set(key, description=text)
        self._steps(key, said)
        self._feel(key, place, cells, said)
        values = self._values(place, said)
        cards = [*self._cards(key, cells, values), *self._touched(key, said, values)]
        self._tie(cards, place, said)
        if not cards and values["team"]:
            self.map.set(key, team=values["team"])
        if not cards and values["standing"] is not Standing.HYPOTHESIS:
            self.notes.add(place, said["confidence"], "is said of no card: steps and touchpoints have no confidence.")

    def _enter(self, name: str) -> None:
        if self.stage is None or self.stage.name.casefold() != name.casefold():
            self.stage, self.step = self.map.known_stage(" ".join(name.split())), ""

    def _steps(self, stage: str, said: dict[str, str]) -> None:
        for name in _several(said.get("step", "")):
            known = next((step.key for step in self._stage(stage).steps if step.name.casefold() == name.casefold()), "")
            self.step = known or self.map.step(stage, name).key

    def _touched(self, stage: str, said: dict[str, str], values: dict[str, Any]) -> list[CardPart]:
        """Touchpoints of the step; where a stage has none yet, cards in the lane of touchpoints."""
        cards = []
        for name in _several(said.get("touchpoint", "")):
            if not self.step:
                cards.append(self.map.card(stage, self.map.lane(LaneKind.TOUCHPOINT), name, **values))
                continue
            step = next(step for step in self._stage(stage).steps if step.key == self.step)
            if all(point.name.casefold() != name.casefold() for point in step.touchpoints):
                self.map.touchpoint(stage, self.step, name, channel=said.get("channel", ""))
        return cards

    def _cards(self, stage: str, cells: list[str], values: dict[str, Any]) -> list[CardPart]:
        found = []
        for one, cell in zip(self.columns, cells, strict=False):
            for text in _several(cell) if not one.kind else ():
                found.append(self.map.card(stage, self.map.lane(one.lane, one.name), text, step=self.step, **values))
        return found

    def _values(self, place: str, said: dict[str, str]) -> dict[str, Any]:
        """What the row says of its cards."""
        word = said.get("confidence", "")
        found = standing(word) if word else Standing.HYPOTHESIS
        if found is None or plain(word) in ("medium", "moderate", "mid"):
            self.told.unsure[word] = self.told.unsure.get(word, 0) + 1
        persona = self.map.persona(said["persona"]).key if said.get("persona") else ""
        tags = tuple(tag.strip().lstrip("#") for tag in re.split(r"[,;]", said.get("tags", "")) if tag.strip())
        return {"standing": found or Standing.HYPOTHESIS, "team": said.get("team", ""), "persona": persona, "tags": tags}

    def _tie(self, cards: list[CardPart], place: str, said: dict[str, str]) -> None:
        """The row's details and scores, and the pain point that its opportunities answer."""
        kinds = {lane.key: lane.kind for lane in self.map.lanes}
        pains = [card for card in cards if kinds[card.lane] is LaneKind.PAIN]
        scores: dict[str, Any] = {
            name: value for name in SCORES if (value := self._score(place, name, said.get(name, ""))) is not None
        }
        for card in cards:
            values: dict[str, Any] = {"details": said["details"]} if said.get("details") and card is cards[0] else {}
            if card in pains and scores:
                values["pain"] = Scores(**scores)
            if kinds[card.lane] is LaneKind.OPPORTUNITY and pains:
                values["about"] = pains[0].key
            self.map.amend(card.key, **values)
        if said.get("details") and not cards:
            self.notes.add(place, said["details"], "is said of no card; it was left out.", "Put it into a lane.")
        if scores and not pains:
            self.notes.add(
                place,
                ", ".join(f"{name} {value}" for name, value in scores.items()),
                "is said of no pain point; it was left out.",
            )

    def _score(self, place: str, name: str, text: str) -> int | None:
        words = {"low": 2, "medium": 3, "high": 5}
        if not text:
            return None
        if text.casefold() in words:
            return words[text.casefold()]
        if re.fullmatch(r"[1-5](?:\.0)?", text):
            return int(float(text))
        self.notes.add(f"{place}, {name}", text, "is no score from 1 to 5; 3 was taken.", "Correct it on the map.")
        return None

    def _feel(self, stage: str, place: str, cells: list[str], said: dict[str, str]) -> None:
        at = next((number for number, one in enumerate(self.columns) if one.kind == "emotion"), -1)
        if text := said.get("future_emotion"):
            if (value := emotion(text)) is None:
                self.notes.add(place, text, "is no emotion from -5 to +5; it was left out.")
            self.map.set(stage, future_emotion=value)
        for text in _several(cells[at]) if at >= 0 else ():
            value = self._on_scale(text, self.columns[at].scale)
            if value is not None:
                self.told.emotions.setdefault(stage, []).append(value)
            if value is None or not re.search(r"\d", text):
                self.map.card(stage, self.map.lane(LaneKind.EMOTION), text, step=self.step)
            if value is None:
                where = f"{place}, column '{self.columns[at].name}'"
                what = "is no emotion from -5 to +5 and no word for one; it was kept as a card."
                self.notes.add(where, text, what, "Draw it on the map's curve.")

    def _on_scale(self, text: str, scale: tuple[float, float] | None) -> float | None:
        number = re.fullmatch(r"[+\-−–]?\s*\d+(?:[.,]\d+)?", text)
        if scale and number:
            value = float(text.replace(",", ".").replace("−", "-").replace("–", "-").replace(" ", ""))
            low, high = scale
            return round(10 * (value - low) / (high - low) - 5, 2) + 0.0 if low <= value <= high else None
        value_or_none = emotion(text)
        if number and value_or_none is not None:
            self.told.unscaled.append(value_or_none)
        return value_or_none

    def made(self) -> Document:
        """The document, with the mean emotion of each stage, and what has to be said of the whole."""
        for stage, values in self.told.emotions.items():
            self.map.set(stage, assumed_emotion=mean(values))
        if any(len(values) > 1 for values in self.told.emotions.values()):
            self.notes.say("A map has one assumed emotion a stage: it is the mean of the stage's rows.")
        if len(self.told.unscaled) > 2 and min(self.told.unscaled) >= 1:
            self.notes.say(
                "Its emotions were read on the scale from -5 to +5 and are all above 0. If they run from 1 to 5, call the column "
                "'Emotion (1-5)' and import again."
            )
        for word, count in self.told.unsure.items():
            self.notes.add("column of confidence", word, f"was taken as a hypothesis in {count} row{'' if count == 1 else 's'}.",
                           "Write evidenced where there is evidence.")  # fmt: skip
        order = {one.name.casefold(): number for number, one in enumerate(self.columns)}
        self.map.lanes.sort(key=lambda lane: order.get(lane.name.casefold(), len(order)))
        return self.map.made()

    def _stage(self, key: str) -> StagePart:
        return next(stage for stage in self.map.stages if stage.key == key)


def column(name: str) -> Column:
    """What a column of that name holds."""
    bare = _SCALE.sub("", name).strip()
    found = _SCALE.search(name)
    scale = (_number(found[1]), _number(found[2])) if found and _number(found[1]) < _number(found[2]) else None
    kind = column_kind(re.sub(r"\s*\([^)]*\)\s*$", "", bare))
    return Column(" ".join(bare.split()), kind, lane_kind(bare) if not kind else LaneKind.OWN, scale)


def _columns(header: Sequence[str]) -> list[Column]:
    """The columns: of several alike the first is what its name says, the others are lanes."""
    found: list[Column] = []
    for name in header:
        one = column(name or "Notes")
        if one.kind and any(other.kind == one.kind for other in found):
            one = Column(one.name, "", lane_kind(one.name))
        kinds = {other.kind for other in found}
        if not one.kind and one.lane is LaneKind.ACTION and "step" not in kinds:
            one = Column(one.name, "step")
        elif not one.kind and one.lane is LaneKind.TOUCHPOINT and "touchpoint" not in kinds:
            one = Column(one.name, "touchpoint")
        found.append(one)
    return found


def _known(name: str) -> bool:
    return bool(column_kind(name)) or lane_kind(name) is not LaneKind.OWN


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _cell(text: str) -> str:
    """A cell's text: without blanks around it, without the apostrophe that keeps a spreadsheet from running it."""
    plain = _APOSTROPHE.sub("", text.strip())
    return "" if plain.casefold() in BLANKS else plain


def _several(text: str) -> list[str]:
    """What stands in a cell, a line each."""
    return [part for part in (re.sub(r"^[•*]\s*", "", one).strip() for one in _SEVERAL.split(text)) if part]
