"""What the machine makes of a text, said with how sure it is and what that stands on: its stage and its feeling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from journey.domain.format import signed
from journey.routine.listening.understanding import in_sentences
from journey.store.readers.placed import words_of
from journey.store.readers.steps import steps_by_stage
from journey.store.readers.understanding import Heard, feeling, understood
from journey.ui.frame import Screen
from journey.ui.listening.learning import keep_up, still_learning, suggester
from journey.ui.runtime import engine, literal

__all__ = [
    "Suggestion", "about_scores", "feeling_line", "how_it_sounds", "keep_up", "still_learning", "suggested",
    "suggestions_stand_on", "wait_for_suggestions",
]  # fmt: skip
SHOWN = 3
NONE = "None of these"


@dataclass(frozen=True)
class Suggestion:
    """A place that a text may belong to, and the key that accepts it; `share`: of all stages and none it adds to 1."""

    key: str
    stage_id: int | None
    touchpoint_id: int | None
    name: str
    share: float


def how_it_sounds(here: Screen, row: dict[str, Any]) -> None:
    """Under a text: what it sounds like, and what that stands on; what came in since is understood in the background."""
    keep_up(here)
    if line := feeling_line(here, row):
        st.caption(literal(line))
        about_scores(here)


def suggested(here: Screen, key: str) -> list[Suggestion]:
    """Where an item of the queue may belong: the three likeliest stages, keys 1 to 3, and last none of these, key 0.

    Empty before the first lesson is over (`still_learning`), and where there is no stage or no word.
    """
    known, text = suggester(here), words_of(engine(), key)
    if known is None or not text.strip():
        return []
    found = known.suggest([text], most=len(known.stages.keys))[0]
    names = _names(here)
    stages = [one for one in found if one.stage_id in names][:SHOWN]
    nowhere = sum(one.confidence for one in found if one.stage_id is None)
    places = [
        Suggestion(str(number), one.stage_id, one.touchpoint_id, _name(names, one.stage_id, one.touchpoint_id), one.confidence)
        for number, one in enumerate(stages, start=1)
    ]
    return [*places, Suggestion("0", None, None, NONE, nowhere)] if places else []


def wait_for_suggestions(here: Screen) -> None:
    """Say that suggestions come in a moment, and draw the page again when they have come; nothing once they are there."""
    if still_learning(here):
        _wait(here)


@st.fragment(run_every=1.0)
def _wait(here: Screen) -> None:
    if still_learning(here):
        st.caption("Suggestions come in a moment.")
    else:
        st.rerun()


def suggestions_stand_on(here: Screen) -> str:
    """What suggestions were learned from, as a sentence."""
    known = suggester(here)
    if known is None:
        return ""
    stages = len(known.stages.keys) - 1
    described = f"From the descriptions of {stages} stage{'' if stages == 1 else 's'}"
    return (
        f"{described} and {known.examples:,} texts placed there." if known.examples else f"{described} alone: accepting teaches."
    )


def feeling_line(here: Screen, row: dict[str, Any]) -> str:
    """What an item sounds like, how sure that is, and on how many labels it stands: a sentence without markup."""
    heard = feeling(engine(), row["key"])
    if heard is None:
        return ""
    if heard.corrected and heard.felt is not None:
        return f"Set to {signed(heard.felt)} by a person who listened."
    known = understood(engine(), here.id)
    part = (known.basis if known else {}).get(heard.language)
    if row["key"].startswith("c"):
        return _along(heard, part)
    if heard.felt is None or heard.sure is None:
        return _not_scored(heard, part, known is not None)
    sure = f"{heard.sure:.0%}".replace("%", " %")
    return f"Sounds like {signed(heard.felt)}, {_mood(heard.felt)}; {sure} sure, {_learned_from(part)}."


def about_scores(here: Screen) -> None:
    """What scores stand on, by language, one click away."""
    about = st.popover("About these scores", type="tertiary", icon=":material/info:", key="about_scores", on_change="rerun")
    if not about.open:  # what nobody has asked for costs nothing
        return
    with about:
        known = understood(engine(), here.id)
        if known is None:
            st.markdown("These texts have not been read yet. It happens in the background; look again in a minute.")
            return
        for sentence in in_sentences(known.basis):
            st.markdown(literal(sentence))
        st.caption(
            "Each language learns from its own scored answers, and from you: an emotion that you give counts at once for its "
            "text, and soon for texts like it. What cannot be told is not scored."
        )


def _along(heard: Heard, part: dict[str, Any] | None) -> str:
    if heard.felt is None or heard.lowest is None:
        return _not_scored(heard, part, part is not None)
    turns = f"{heard.scored} of {heard.turns} customer turns" if heard.scored < heard.turns else f"{heard.turns} customer turns"
    low = f"{signed(heard.lowest)} at its lowest"
    return f"Sounds like {signed(heard.felt)} on average over {turns}, {low}; {_learned_from(part)}."


def _not_scored(heard: Heard, part: dict[str, Any] | None, read: bool) -> str:
    if not read:
        return "Not scored yet: it is being read."
    sentence = str(part["sentence"]) if part else ""
    if sentence.startswith("Not scored"):
        return sentence
    return "Not scored: none of its words was ever scored." if heard.language else "Not scored: its language could not be told."


def _learned_from(part: dict[str, Any] | None) -> str:
    return (
        f"learned from {part['labels']:,} scored answers"
        if part and part["told_right"] is not None
        else "from a list of words only"
    )


def _mood(felt: float) -> str:
    return "unhappy" if felt <= -1 else "happy" if felt >= 1 else "neither happy nor unhappy"


Names = dict[int | None, tuple[str, dict[int | None, str]]]


def _names(here: Screen) -> Names:
    """The stages that the view shows by id, each with the names of its touchpoints."""
    steps = steps_by_stage(engine(), here.id)
    return {
        stage.key: (stage.name, {spot.key: spot.name for _, spots in steps.get(stage.key, []) for spot in spots})
        for stage in here.stages
    }


def _name(names: Names, stage: int | None, touchpoint: int | None) -> str:
    name, spots = names[stage]
    return f"{name} · {spots[touchpoint]}" if touchpoint in spots else name
