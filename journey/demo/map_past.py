"""The map's past: the workshop's cards, then every edit with its reason, and the versions that were saved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from journey.demo.drawing import Card, Edit, MapEdit, Version
from journey.demo.scene import Moment, Scene
from journey.demo.story import Story
from journey.demo.work import Pain
from journey.domain.words import LaneKind, Standing
from journey.routine.iteration import (
    add_card,
    change_card,
    change_opportunity,
    change_pain,
    change_stage,
    save_version,
)
from journey.routine.pains import add_opportunity, add_pain
from journey.store.tables import Card as CardRow
from journey.store.tables import Opportunity as OpportunityRow
from journey.store.tables import PainPoint, Stage

MINUTE = 1 / 60


def map_moments(scene: Scene, story: Story) -> Iterator[Moment]:
    """Every card, edit and version on its day: the cards and edits of an afternoon, then the version that keeps them."""
    for version in story.drawing.versions:
        edits = version.edits
        for number, card in enumerate(story.drawing.workshop if version.number == 1 else ()):
            yield scene.at(version.day, 13 + number * MINUTE), partial(_draw, scene, story, card, version.why, version.by)
        for number, edit in enumerate(edits):
            yield scene.at(version.day, 15 + number * MINUTE), partial(_edit, scene, story, edit, version.by)
        yield scene.at(version.day, 16), partial(_save, scene, version)


def _save(scene: Scene, version: Version) -> None:
    scene.act(save_version, by=version.by, name=version.name, why=version.why)


def _draw(scene: Scene, story: Story, card: Card, why: str, by: str) -> None:
    """A card in its cell: in the lane of pain points a pain point, in that of opportunities an opportunity.

    What Tuesday had written down before is on the map already.
    """
    stage, team = scene.stages[card.stage], scene.team(card.team)
    if card.lane is LaneKind.PAIN:
        _hurt(scene, story, card, why, by)
    elif card.lane is LaneKind.OPPORTUNITY and ("opportunity", card.key) in scene.made:
        return
    elif card.lane is LaneKind.OPPORTUNITY:
        row = scene.act(add_opportunity, by=by, stage=stage, title=card.text)
        scene.made["opportunity", card.key] = row.key
    else:
        where = {"stage": stage, "lane": scene.lanes[card.lane], "standing": card.standing, "team_id": team}
        scene.made["card", card.key] = scene.act(add_card, by=by, text=card.text, why=why, **where).key


def _hurt(scene: Scene, story: Story, card: Card, why: str, by: str) -> None:
    """A pain point of the map; one that somebody had written down before is there already."""
    pain = next((one for one in story.work.pains if one.card == card.key), None)
    if ("pain", card.key) in scene.made or (pain and ("pain", pain.key) in scene.made):
        return
    title = pain.title if pain and not _reworded(story, card.key) else card.text
    scales = {name: getattr(pain, name) for name in ("severity", "frequency", "impact", "effort")} if pain else {}
    told = {"description": pain.description} if pain else {}
    team = scene.team(pain.team if pain else card.team)
    row = scene.act(add_pain, by=by, stage=scene.stages[card.stage], title=title, why=why, team_id=team, **scales, **told)
    scene.made["pain", pain.key if pain else card.key] = row.key


def _reworded(story: Story, card: str) -> bool:
    return any(edit.act is Edit.REWORD and edit.card == card for version in story.drawing.versions for edit in version.edits)


def _edit(scene: Scene, story: Story, edit: MapEdit, by: str) -> None:
    if edit.act is Edit.ADD:
        card = Card.model_validate(edit.model_dump(include=set(Card.model_fields), exclude_none=True))
        _draw(scene, story, card, edit.why, by)
    elif edit.act is Edit.EMOTION:
        stage = scene.row(Stage, scene.stages[edit.stage or ""])
        feeling = {"assumed_emotion": edit.emotion, "why": edit.why}
        scene.act(change_stage, by=by, stage=stage.key, revision=stage.revision, **feeling)
    else:
        _change(scene, story, edit, by)


def _change(scene: Scene, story: Story, edit: MapEdit, by: str) -> None:
    """A claim reworded, moved, evidenced or struck, whatever kind of row it is."""
    key = edit.card or ""
    values: dict[Edit, dict[str, object]] = {
        Edit.REWORD: {"text": edit.text},
        Edit.MOVE: {"stage_id": scene.stage(edit.stage)},
        Edit.EVIDENCE: {"standing": Standing.EVIDENCED},
        Edit.STRIKE: {"standing": Standing.STRUCK},
    }
    changed = values[edit.act]
    if ("card", key) in scene.made:
        card = scene.row(CardRow, scene.made["card", key])
        scene.act(change_card, by=by, card=card.key, revision=card.revision, why=edit.why, **changed)
    elif ("opportunity", key) in scene.made:
        chance = scene.row(OpportunityRow, scene.made["opportunity", key])
        noted = {"title": edit.text} if edit.text else {"description": edit.why}
        scene.act(change_opportunity, by=by, opportunity=chance.key, revision=chance.revision, why=edit.why, **noted)
    else:
        pain = scene.row(PainPoint, scene.made["pain", _pain(story, key)])
        said = {"title": edit.text} if edit.text else changed
        scene.act(change_pain, by=by, pain=pain.key, revision=pain.revision, why=edit.why, **said)


def _pain(story: Story, card: str) -> str:
    found: Pain | None = next((pain for pain in story.work.pains if pain.card == card), None)
    return found.key if found else card
