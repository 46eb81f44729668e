"""Step two of an import: which column is which, and what the file cannot say itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from journey.domain.schemas import KINDS
from journey.errors import JourneyError, NeedsAnswer
from journey.routine.data.batches import Request
from journey.routine.data.imports import remembered
from journey.sources import Answers, Recognition, recognise
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

TIME_WORDS = {
    "T%H": " hour", "%.f": " and its fraction", "%#z": " offset", "%Y": "year", "%y": "two-digit year", "%m": "month",
    "%d": "day", "%H": "hour", "%I": "hour", "%M": "minute", "%S": "second", "%B": "month's name", "%A": "weekday",
    "%p": "am or pm",
}  # fmt: skip
TALKS = (".json", ".txt", ".vtt", ".srt", ".eml", ".mbox")
"""Endings of files that may hold conversations, brought in as something else."""
ANSWERS = {"--date-order": "date_order", "--scale": "scale", "--decimal": "decimal"}


def settled_columns(here: Screen, asked: Request) -> Request | None:
    """Step two: which column is which, and what the file cannot say; None while a question is open."""
    st.markdown("**2. Which column is which**")
    try:
        known = remembered(engine(), here.id, asked)
        first = _recognised(known)
        chosen = replace(known, mapping=_mapping(asked, first), answers={**known.answers, **_answers(asked)})
        seen = _recognised(chosen)
    except NeedsAnswer as open_question:
        _ask(asked, open_question)
        return None
    except JourneyError as refusal:
        st.error(str(refusal), icon=":material/block:")
        if asked.path.suffix.lower() in TALKS:
            st.caption("If it holds calls, chats or e-mails, choose Conversations above.")
        return None
    _understood(seen)
    for question in seen.questions:
        _ask(asked, question)
    return None if seen.questions else chosen


def _recognised(asked: Request) -> Recognition:
    """What is recognised, once for each state of the answers."""
    held: dict[str, Recognition] = st.session_state.setdefault("import_seen", {})
    key = told(asked)
    if key not in held:
        known = {name: value for name, value in asked.answers.items() if name in Answers.__dataclass_fields__ and value}
        held[key] = recognise(asked.path, asked.kind, Answers(asked.mapping, **known), asked.timezone)
    return held[key]


def told(asked: Request) -> str:
    """Everything that is said of a file, as one key."""
    answers, mapping = sorted(map(str, asked.answers.items())), sorted(asked.mapping.items())
    return repr((asked.path, asked.kind, asked.source, mapping, answers, asked.timezone))


def _mapping(asked: Request, seen: Recognition) -> dict[str, str]:
    """A choice for each column of ours; what was recognised stands until it is changed."""
    names = ["", *(column.name for column in seen.columns)]
    examples = {column.name: ", ".join(column.samples[:2]) for column in seen.columns}
    kind, chosen = KINDS[asked.kind], {}
    cells = st.columns(3)
    for place, name in enumerate(kind.schema):
        found = seen.mapping.get(name, "")
        label = f"{_label(name)}{' (needed)' if name in kind.required else ''}"
        picked = cells[place % 3].selectbox(
            label, names, index=names.index(found), key=f"import_map_{asked.path}_{asked.kind}_{name}",
            format_func=lambda column: f"{column} · {examples[column][:40]}" if column else "Not in this file",
        )  # fmt: skip
        chosen[name] = picked or ""
    return chosen


def _answers(asked: Request) -> dict[str, Any]:
    """A choice for each question that came up about this file."""
    questions: dict[str, NeedsAnswer] = st.session_state.setdefault("import_questions", {})
    return {
        ANSWERS[option]: st.radio(
            f"{question.question} {question.because}", question.choices, index=None, horizontal=True,
            key=f"import_answer_{asked.path}_{option}",
        )
        for option, question in questions.items()
    }  # fmt: skip


def _ask(asked: Request, question: NeedsAnswer) -> None:
    """Put a question on the screen, to be answered by a choice of its own or among the columns."""
    known: dict[str, NeedsAnswer] = st.session_state.setdefault("import_questions", {})
    if question.option in ANSWERS:
        if question.option not in known:
            known[question.option] = question
            st.rerun()
        return
    st.warning(f"{question.question} {question.because}", icon=":material/help:")


def _label(name: str) -> str:
    """Our name of a column as a question would name it."""
    return {"at": "when", "n": "answers behind a value"}.get(name, name.replace("_", " "))


def _in_words(pattern: str) -> str:
    """A time pattern as people say it: %d/%m/%Y %H:%M is day/month/year hour:minute."""
    for sign, word in TIME_WORDS.items():
        pattern = pattern.replace(sign, word)
    return pattern


def _understood(seen: Recognition) -> None:
    parts = [f"{_label(name)} as {' or '.join(map(_in_words, found))}" for name, found in seen.formats.items() if found]
    if seen.scale:
        parts.append(f"scores on the scale {seen.scale}")
    if parts:
        st.caption(literal(f"Read so: {'; '.join(parts)}."))
