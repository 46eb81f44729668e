"""The cards of a map in Markdown: an item of a list, with what is said of it in brackets at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from journey.domain.document import Scores
from journey.domain.words import Future, LaneKind, PainStatus, Standing
from journey.sources.maps.building import NAMES, Builder
from journey.sources.maps.file import Notes
from journey.sources.maps.outline import Part, plain
from journey.sources.maps.words import lane_kind

STEPS = re.compile(
    r"(?:user |customer )?(?:steps?|actions?|activit(?:y|ies)|tasks?)|what (?:they|customers?|users?) do", re.IGNORECASE
)
SAID = re.compile(r"\s*\*\(((?:\\.|[^()*\\])*)\)\*\s*$")
FIELDS = ("owner", "persona", "future", "step")
SCORES = ("severity", "frequency", "impact", "effort")


def lane_of(heading: str) -> tuple[str, LaneKind | None]:
    """A lane's name and kind from a heading, which may say both: "Behind the scenes (backstage)"; None for steps."""
    found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)", heading)
    if found and found[2] in list(LaneKind):
        return found[1], LaneKind(found[2])
    return heading, None if STEPS.fullmatch(heading) else lane_kind(heading)


class Cards:
    """Puts the items of one stage on the map; remembers the step that touchpoints below it belong to."""

    def __init__(self, map: Builder, stage: str, notes: Notes) -> None:
        self.map, self.stage, self.notes = map, stage, notes
        self.step = ""

    def add(self, name: str, kind: LaneKind | None, part: Part) -> None:
        """An item under the heading `name`: a card, or without a kind a step, or a touchpoint of the step above it."""
        first, *more = part.text.split("\n")
        found = SAID.search(first)
        said = [plain(one.strip()) for one in re.findall(r"(?:\\.|[^;\\])+", found[1])] if found else []
        text = plain(SAID.sub("", first))
        if not text:
            return
        if kind is not None:
            values: dict[str, Any] = {"details": plain("\n".join(more))}
            for one in said:
                self._say(one, values, part.line)
            self._card(name, kind, text, values)
        elif part.depth > 0 and self.step:
            self._touchpoint(text, said)
        else:
            self.step = self.map.step(self.stage, text).key

    def _card(self, name: str, kind: LaneKind, text: str, values: dict[str, Any]) -> None:
        lane = self.map.lane(kind, name or NAMES[kind])
        if lane.kind is not LaneKind.PAIN:
            values.pop("pain", None)
        self.map.card(self.stage, lane, text, **values)

    def _touchpoint(self, text: str, said: list[str]) -> None:
        values: dict[str, Any] = {}
        for one in said:
            if one == "moment of truth":
                values["moment_of_truth"] = True
            elif one == "not ours":
                values["own"] = False
            else:
                values["channel"] = one
        self.map.touchpoint(self.stage, self.step, text, **values)

    def _say(self, one: str, values: dict[str, Any], line: int) -> None:
        """One thing that is said of a card."""
        label, _, rest = (piece.strip() for piece in one.partition(":"))
        if one in list(Standing):
            values["standing"] = Standing(one)
        elif one.startswith("#"):
            values["tags"] = (*values.get("tags", ()), one[1:])
        elif scores := re.findall(rf"({'|'.join(SCORES)}) ([1-5])", one):
            told: dict[str, Any] = {name: int(value) for name, value in scores}
            values["pain"] = Scores(**told)
        elif one in list(PainStatus):
            values["pain"] = replace(values.get("pain", Scores()), status=PainStatus(one))
        elif label in FIELDS and rest:
            self._field(label, rest, values)
        else:
            self.notes.add(f"line {line}", one, "is nothing that is said of a card; it was left out.")

    def _field(self, label: str, rest: str, values: dict[str, Any]) -> None:
        if label == "owner":
            values["team"] = rest
        elif label == "persona":
            values["persona"] = self.map.persona(rest).key
        elif label == "future" and rest in list(Future):
            values["future"] = Future(rest)
        elif label == "step":
            steps = next(part.steps for part in self.map.stages if part.key == self.stage)
            values["step"] = next((part.key for part in steps if part.name == rest), "")
