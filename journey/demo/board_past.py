"""The afternoon on which the board came to the demo: its gestures, before the third version keeps the map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from journey.demo.board import Board
from journey.demo.scene import Moment, Scene
from journey.demo.story import Story
from journey.domain.words import Future
from journey.routine.board import perform
from journey.store.readers.journeys import personas


def board_moments(scene: Scene, story: Story) -> Iterator[Moment]:
    """The afternoon's gestures, just before the third version keeps the map."""
    pains = {pain.card: pain.key for pain in story.work.pains}
    yield scene.at(story.board.day, 15.5), partial(_draw, scene, story.board, pains)


def _draw(scene: Scene, board: Board, pains: dict[str | None, str]) -> None:
    does = _Doing(scene, board, pains)
    for lane in board.lanes:
        (ref,) = does("add_lane", name=lane.name, lane=lane.kind.value, at=lane.at)
        scene.lanes[lane.kind] = int(ref.partition(":")[2])
    for card in board.cards:
        fields: dict[str, Any] = {"team": scene.team(card.team), "future": card.future.value}
        (ref,) = does("add", stage=scene.stages[card.stage], lane=scene.lanes[card.lane], text=card.text, fields=fields)
        scene.made["card", card.key] = int(ref.partition(":")[2])
    for gone in board.gone:
        does("change", ref=does.ref(gone.card), rev=None, fields={"future": Future.GOES.value})
    for name, value in board.future_emotion.items():
        does("emotion", stage=scene.stages[name], value=value, which="future")
    known = {persona.name: persona.key for persona in personas(scene.engine, scene.journey)}
    for feeling in board.feelings:
        for name, value in feeling.stages.items():
            does("emotion", stage=scene.stages[name], value=value, persona=known[feeling.persona], rev=0)
    for hand_off in board.hand_offs:
        does("link", of=does.ref(hand_off.giver), to=does.ref(hand_off.to), link="hand-off")
    _talk(does, board)


def _talk(does: _Doing, board: Board) -> None:
    before = None
    for said in board.comments:
        people = [does.scene.people[name] for name in said.mentions]
        answers = before if said.answers else None
        (ref,) = does("comment", by=said.by, ref=does.ref(said.card), text=said.text, mentions=people, answers=answers)
        before = before if said.answers else int(ref.partition(":")[2])


class _Doing:
    """The board's gestures, one after the other, by whom and why the afternoon says."""

    def __init__(self, scene: Scene, board: Board, pains: dict[str | None, str]) -> None:
        self.scene, self.board, self.pains = scene, board, pains
        self.done = 0

    def __call__(self, kind: str, /, *, by: str = "", **fields: Any) -> list[str]:
        self.done += 1
        who = by or self.board.by
        made: list[str] = self.scene.act(
            perform, by=who, token=f"demo-{self.scene.journey}-{self.done}", kind=kind, why=self.board.why, **fields
        )
        return made

    def ref(self, card: str) -> str:
        """What the board calls a card of the story."""
        made = self.scene.made
        if ("card", card) in made:
            return f"card:{made['card', card]}"
        if ("opportunity", card) in made:
            return f"opportunity:{made['opportunity', card]}"
        return f"pain:{made['pain', self.pains.get(card, card)]}"
