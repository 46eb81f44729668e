"""Reads OpenJourney (.ojf), both root shapes: persona and point of view at the top, or in `metadata`; and our extension of it.

The extension is a field `x-journey` on the root, a stage, a swimlane or a node, with what the format has no field for; other
readers pass over it. Where the format has a field, that field counts, so that what others edited is not lost.
"""

from __future__ import annotations

from typing import Any

from journey.domain import format
from journey.domain.document import CardPart, Document, LanePart, Scores, StagePart
from journey.domain.words import LaneKind
from journey.errors import UnreadableFile
from journey.sources.maps.building import Builder, mean
from journey.sources.maps.file import MapFile, Notes
from journey.sources.maps.ojf_own import own_document
from journey.sources.maps.words import lane_kind

RANK = 20
NAME = "OpenJourney"
OWN = "x-journey"
ROOT = {"version", "persona", "pointOfView", "stages", "swimlanes", "nodes", "metadata", "title", "name"}
META = {"title", "name", "persona", "pov", "pointOfView", "version"}
STAGE = {"id", "name", "overrideEmotion"}
NODE = {
    *("id", "stageId", "swimlaneId", "title", "description", "severity", "score", "sentiment", "purpose"),
    *("isMomentOfTruth", "tags", "blueprint", "icon", "iconColor"),
}
SEVERITY = {"low": 2, "medium": 3, "high": 5}
MOMENT = "moment of truth"
BLUEPRINT: dict[str, tuple[LaneKind, str, tuple[str, str]]] = {
    "evidence": (LaneKind.OWN, "Physical evidence", ("item", "type")),
    "onstage": (LaneKind.FRONTSTAGE, "Frontstage", ("actor", "action")),
    "backstage": (LaneKind.BACKSTAGE, "Backstage", ("actor", "action")),
    "support": (LaneKind.SYSTEM, "Systems", ("system", "description")),
}


def claims(file: MapFile) -> bool:
    """Stages and swimlanes or nodes in one object."""
    root = file.json
    return isinstance(root, dict) and isinstance(root.get("stages"), list) and bool({"swimlanes", "nodes"} & root.keys())


def read(file: MapFile, notes: Notes) -> Document:
    """The map; what was drawn elsewhere becomes cards of the lanes that its swimlanes sound like."""
    root = file.json
    if isinstance(root.get(OWN), dict):
        return own_document(root, file.name, notes)
    reading = _Reading(file, notes, root)
    reading.scope()
    reading.stages()
    reading.lanes()
    for number, node in enumerate(_listed(root, "nodes", file.name)):
        reading.node(number, node)
    reading.emotions()
    reading.summary()
    return reading.map.made()


class _Reading:
    """One file on its way into a document: its parts by the ids that the file gives them."""

    def __init__(self, file: MapFile, notes: Notes, root: dict[str, Any]) -> None:
        self.file, self.notes, self.root = file, notes, root
        meta = root.get("metadata")
        self.meta: dict[str, Any] = meta if isinstance(meta, dict) else {}
        self.map = Builder(self._said("title") or self._said("name") or file.title)
        self.stage: dict[str, StagePart] = {}
        self.lane: dict[str, LanePart] = {}
        self.scores: dict[str, list[float]] = {}
        self.looks = self.mild = 0

    def scope(self) -> None:
        """The persona, and the point of view as the journey's goal."""
        if who := self._said("persona"):
            self.map.persona(who)
        if view := self._said("pointOfView") or self._said("pov"):
            self.map.scope["goal"] = view
        self.notes.unknown("at the top", self.root.keys() - ROOT)
        self.notes.unknown("metadata", self.meta.keys() - META)

    def stages(self) -> None:
        for number, stage in enumerate(_listed(self.root, "stages", self.file.name), 1):
            name = _text(stage.get("name")) or f"Stage {number}"
            if not _text(stage.get("name")):
                self.notes.add(f"stages[{number - 1}]", "", f"has no name; it is called '{name}'.", "Rename it on the map.")
            made = self.map.stage(name)
            self._once(self.stage, stage.get("id"), made, f"stages[{number - 1}]")
            if (own := self._emotion(stage.get("overrideEmotion"), f"stages[{number - 1}].overrideEmotion")) is not None:
                self.map.set(made.key, assumed_emotion=own)
            self.notes.unknown(f"stages[{number - 1}]", stage.keys() - STAGE)

    def lanes(self) -> None:
        for number, lane in enumerate(_listed(self.root, "swimlanes", self.file.name, needed=False), 1):
            name = _text(lane.get("name")) or f"Lane {number}"
            self._once(self.lane, lane.get("id"), self._lane(name), f"swimlanes[{number - 1}]")
            self.notes.unknown(f"swimlanes[{number - 1}]", lane.keys() - {"id", "name"})

    def node(self, number: int, node: dict[str, Any]) -> None:
        """A node as a card; one that lies in no stage or lane of the file is left out, and said."""
        place, title = f"nodes[{number}]", _text(node.get("title"))
        stage, lane = self.stage.get(str(node.get("stageId"))), self.lane.get(str(node.get("swimlaneId")))
        for field, found in (("stageId", stage), ("swimlaneId", lane)):
            if found is None:
                self.notes.add(f"{place}.{field}", node.get(field), f"is no id of the file; the node '{title}' was left out.",
                               "Correct it and import again.")  # fmt: skip
                return
        assert stage is not None
        assert lane is not None
        text, details = title or _text(node.get("description")), _text(node.get("description")) if title else ""
        if not text:
            self.notes.add(place, "", "has neither title nor description; it was left out.")
            return
        card = self.map.card(stage.key, lane, text, tags=self._tags(node, lane), **self._values(node, place, lane, details))
        self._score(node, place, stage)
        self._blueprint(node.get("blueprint"), place, stage, card)
        self.looks += bool(node.get("icon") or node.get("iconColor"))
        self.notes.unknown(place, node.keys() - NODE)

    def emotions(self) -> None:
        """A stage feels as the format's curve has it: the mean of its scores, where nobody set it."""
        for key, scores in self.scores.items():
            stage = next(stage for stage in self.map.stages if stage.key == key)
            if stage.assumed_emotion is None:
                self.map.set(key, assumed_emotion=mean(scores))

    def summary(self) -> None:
        """What the map has no place for, in a sentence each."""
        if self.scores:
            self.notes.say(
                "A map has one assumed emotion a stage: it is the mean of its nodes' scores, which are in their details."
            )
        if self.looks:
            self.notes.say(f"Icons and colours of {self.looks} nodes were left out: a map's lanes say what a card is.")
        if self.mild:
            self.notes.say(f"The severity 'low' of {self.mild} nodes that are no pain points was left out.")

    def _values(self, node: dict[str, Any], place: str, lane: LanePart, details: str) -> dict[str, Any]:
        """Details with what the map has no field for, and a pain point's severity."""
        severity = _text(node.get("severity")).lower()
        if severity and severity not in SEVERITY:
            self.notes.add(f"{place}.severity", severity, "is none of low, medium and high; it was left out.")
            severity = ""
        pain = Scores(severity=SEVERITY.get(severity, 3)) if lane.kind is LaneKind.PAIN else None
        kept = []
        if severity and pain is None:
            self.mild += severity == "low"
            kept += [] if severity == "low" else [f"Severity: {severity}"]
        score = self._emotion(node.get("score"), f"{place}.score")
        kept += [f"Emotion: {format.signed(score)}"] if score else []
        kept += [f"Sentiment: {_text(node['sentiment'])}"] if _text(node.get("sentiment")) else []
        said = "\n".join(part for part in (details, ". ".join(kept) + "." if kept else "") if part)
        return {"details": said, "pain": pain}

    def _tags(self, node: dict[str, Any], lane: LanePart) -> tuple[str, ...]:
        given = node.get("tags")
        tags = [_text(tag) for tag in given] if isinstance(given, list) else []
        purpose = _text(node.get("purpose")).replace("-", " ")
        moment = [MOMENT] if node.get("isMomentOfTruth") is True else []
        return tuple(tag for tag in (*tags, *([] if purpose in lane.kind.value else [purpose]), *moment) if tag)

    def _score(self, node: dict[str, Any], place: str, stage: StagePart) -> None:
        score = self._emotion(node.get("score"), f"{place}.score", quiet=True)
        if score is not None:
            self.scores.setdefault(stage.key, []).append(score)

    def _blueprint(self, blueprint: Any, place: str, stage: StagePart, card: CardPart) -> None:
        """What goes on behind a node, as cards of the lanes of a blueprint, linked to it."""
        if not isinstance(blueprint, dict):
            return
        self.notes.unknown(f"{place}.blueprint", blueprint.keys() - BLUEPRINT.keys())
        for name, (kind, title, names) in BLUEPRINT.items():
            for item in blueprint.get(name) or ():
                said = ": ".join(filter(None, (_text(item.get(one)) for one in names))) if isinstance(item, dict) else _text(item)
                if said:
                    behind = self.map.card(stage.key, self.map.lane(kind, title), said)
                    self.map.link(card.key, behind.key)

    def _lane(self, name: str) -> LanePart:
        lane = self.map.lane(lane_kind(name), name)
        if lane.name.casefold() != name.strip().casefold():  # a second lane of pain points
            lane = self.map.lane(LaneKind.OWN, name)
        return lane

    def _once(self, known: dict[str, Any], id: Any, part: Any, place: str) -> None:
        if str(id) in known:
            self.notes.add(f"{place}.id", id, "is used twice; nodes went to the first.", "Give each its own id.")
        else:
            known[str(id)] = part

    def _emotion(self, value: Any, place: str, *, quiet: bool = False) -> float | None:
        if value in (None, ""):
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -5 <= value <= 5:
            if not quiet:
                self.notes.add(
                    place, value, "is no emotion from -5 to +5; it was left out.", "Correct it, or draw it on the map."
                )
            return None
        return float(value)

    def _said(self, field: str) -> str:
        return _text(self.root.get(field)) or _text(self.meta.get(field))


def _text(value: Any) -> str:
    """A value as a text; lists and objects are none."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _listed(root: dict[str, Any], field: str, name: str, *, needed: bool = True) -> list[dict[str, Any]]:
    """The objects of a list; UnreadableFile where it is none, or holds something else."""
    found = root.get(field, [] if not needed else None)
    if not isinstance(found, list) and (needed or found is not None):
        if field == "nodes" and found is None:
            return []
        raise UnreadableFile(f"{name}, {field}: '{str(found)[:40]}' is no list. Nothing was imported. Make it a list of objects.")
    for number, one in enumerate(found or ()):
        if not isinstance(one, dict):
            raise UnreadableFile(
                f"{name}, {field}[{number}]: '{str(one)[:40]}' is no object with fields. Nothing was imported. Correct it."
            )
    return list(found or ())
