"""What an export to a text format is: the text, and what the format could not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journey.domain.document import Document, StepPart, TouchpointPart
from journey.domain.words import Future, Standing


@dataclass(frozen=True)
class Written:
    """A map as text in one format; `left_out` names, a sentence each, what of the map is not in it."""

    text: str
    left_out: tuple[str, ...] = ()


def steps_of(document: Document) -> list[StepPart]:
    """Every step, in order."""
    return [step for stage in document.stages for step in stage.steps]


def touchpoints_of(document: Document) -> list[TouchpointPart]:
    """Every touchpoint, in order."""
    return [point for step in steps_of(document) for point in step.touchpoints]


def missing(document: Document, held: Iterable[str]) -> tuple[str, ...]:
    """What of the document a format leaves out that can hold `held` only: a sentence a kind of thing, with how many.

    Kinds: scope, personas, descriptions, windows, teams, emotions, futures, steps, touchpoints, cards, lanes, hidden, details,
    standings, tags, of personas, scores, answers, feelings, links.
    """
    counts = _counts(document)
    left = [(name, counts[name]) for name in counts if name not in set(held) and counts[name]]
    return tuple(f"{SAID[name][count != 1].format(count=count)}" for name, count in left)


def _counts(document: Document) -> dict[str, int]:
    cards, stages, personas = document.cards, document.stages, document.personas
    return {
        "scope": sum(bool(x) for x in (document.goal, document.starts_with, document.ends_with, document.time_frame)),
        "setting": (document.timezone != "UTC") + bool(document.scale) + (document.audience != "customer"),
        "personas": len(personas),
        "profiles": sum(
            any((w.profile, w.goals, w.jobs, w.says, w.thinks, w.does, w.feels, w.quotes, w.segment)) for w in personas
        ),
        "descriptions": sum(bool(stage.description) for stage in stages),
        "windows": sum(stage.window_days != 14 for stage in stages),
        "teams": sum(bool(part.team) for part in stages) + sum(bool(part.team) for part in cards),
        "emotions": sum(stage.assumed_emotion is not None for stage in stages),
        "future emotions": sum(stage.future_emotion is not None for stage in stages),
        "futures": sum(p.future is not Future.STAYS for p in stages) + sum(p.future is not Future.STAYS for p in cards),
        "steps": len(steps_of(document)),
        "touchpoints": len(touchpoints_of(document)),
        "channels": sum(bool(point.channel) for point in touchpoints_of(document)),
        "moments": sum(point.moment_of_truth for point in touchpoints_of(document)),
        "foreign": sum(not point.own for point in touchpoints_of(document)),
        "cards": len(cards),
        "lanes": sum(not any(card.lane == lane.key for card in cards) for lane in document.lanes),
        "hidden": sum(not lane.shown for lane in document.lanes),
        "details": sum(bool(card.details) for card in cards),
        "standings": sum(card.standing is not Standing.HYPOTHESIS for card in cards),
        "tags": sum(bool(card.tags) for card in cards),
        "places": sum(bool(card.step) for card in cards),
        "of personas": sum(bool(card.persona) for card in cards),
        "scores": sum(card.pain is not None for card in cards),
        "answers": sum(bool(card.about) for card in cards),
        "feelings": len(document.feelings),
        "links": len(document.links),
    }


SAID: dict[str, tuple[str, str]] = {
    "scope": ("1 field of the scope", "{count} fields of the scope"),
    "setting": ("time zone, emotion scale or audience of the journey", "time zone, emotion scale or audience of the journey"),
    "personas": ("1 persona", "{count} personas"),
    "profiles": ("the profile of 1 persona", "the profiles of {count} personas"),
    "descriptions": ("the description of 1 stage", "the descriptions of {count} stages"),
    "windows": ("the drop-off window of 1 stage", "the drop-off windows of {count} stages"),
    "teams": ("the owner of 1 stage or card", "the owners of {count} stages and cards"),
    "emotions": ("the assumed emotion of 1 stage", "the assumed emotions of {count} stages"),
    "future emotions": ("the future emotion of 1 stage", "the future emotions of {count} stages"),
    "futures": ("the future state of 1 stage or card", "the future state of {count} stages and cards"),
    "steps": ("1 step", "{count} steps"),
    "touchpoints": ("1 touchpoint", "{count} touchpoints"),
    "channels": ("the channel of 1 touchpoint", "the channels of {count} touchpoints"),
    "moments": ("1 mark of a moment of truth", "{count} marks of moments of truth"),
    "foreign": ("1 mark of a touchpoint on other people's ground", "{count} marks of touchpoints on other people's ground"),
    "cards": ("1 card", "{count} cards"),
    "lanes": ("1 empty lane", "{count} empty lanes"),
    "hidden": ("that 1 lane is hidden", "that {count} lanes are hidden"),
    "details": ("the details of 1 card", "the details of {count} cards"),
    "standings": ("whether 1 card is evidenced or struck", "whether {count} cards are evidenced or struck"),
    "tags": ("the tags of 1 card", "the tags of {count} cards"),
    "places": ("the step that 1 card stands at", "the steps that {count} cards stand at"),
    "of personas": ("whose persona 1 card is", "whose persona {count} cards are"),
    "scores": ("the scores of 1 pain point", "the scores of {count} pain points"),
    "answers": ("the pain point that 1 opportunity answers", "the pain points that {count} opportunities answer"),
    "feelings": ("what a persona feels in 1 stage", "what personas feel in {count} stages"),
    "links": ("1 link", "{count} links"),
}
