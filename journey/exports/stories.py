"""User stories of actions, drafted from what the map knows, as Markdown to paste and as CSV that Jira's importer takes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from journey.exports.agenda import plain
from journey.exports.safe_csv import safe

SUMMARY = 255
"""Letters that Jira takes as a summary."""
LABELS = 3
_WIKI = re.compile(r"([\\{}\[\]*_|!^~+#?])|(?<!\w)-(?=\S)")
"""What Jira's wiki markup takes for a sign within a line."""
_BEGINS = re.compile(r"^(?=h[1-6]\.|bq\.|-)")


@dataclass(frozen=True)
class Measure:
    """The metric that a story moves, as people read it; `now` is its baseline."""

    name: str
    now: str = ""
    target: str = ""


@dataclass(frozen=True)
class Story:
    """One action as a user story, with what its team needs to know; `criteria` are what must be true before it is done."""

    title: str
    text: str
    criteria: tuple[str, ...]
    stage: str = ""
    metric: str = ""
    opportunity: str = ""
    pain: str = ""
    owner: str = ""
    mail: str = ""
    team: str = ""
    due: date | None = None
    link: str = ""
    journey: str = ""


def draft(*, wish: str, stage: str, persona: str = "", pain: str = "", goal: str = "", measure: Measure | None = None) -> Story:
    """A story to begin with, from what the map knows: who wants what, where, and why; its criteria name stage and metric.

    `wish` is the opportunity or the action, `goal` what the persona wants. Whoever takes it on rewrites it.
    """
    who = f"As {_a(persona)}" if persona else "As a customer"
    where = f" at the stage “{stage}”" if stage else ""
    parts = [
        f"{who}{where}, I want this: {_lower(wish)}.",
        f"Today: {_lower(pain)}." if pain else "",
        f"My goal: {_lower(goal)}." if goal else "",
    ]
    metric = measure.name if measure else ""
    return Story(wish, " ".join(filter(None, parts)), _criteria(stage, pain, measure), stage=stage, metric=metric, pain=pain)


def _criteria(stage: str, pain: str, measure: Measure | None) -> tuple[str, ...]:
    found = [f"A customer at “{stage}” can use it without help, on a computer and on a phone." if stage else ""]
    if pain:
        found.append(f"“{pain}” no longer happens to whoever tries it.")
    if measure:
        now = f" from {measure.now}" if measure.now else ""
        to = f" to {measure.target}" if measure.target else " the right way"
        found.append(f"{measure.name} moves{now}{to}, and the change is written down so that Friday can test it.")
    return tuple(filter(None, found))


def missing(story: Story) -> tuple[str, ...]:
    """What the acceptance criteria should name and do not: the stage, the metric, or anything."""
    if not story.criteria:
        return ("anything",)
    said = " ".join([story.text, *story.criteria]).casefold()
    wanted = (("the stage", story.stage), ("the metric", story.metric.split(" at ")[0]))
    return tuple(what for what, name in wanted if not name or name.casefold() not in said)


def as_markdown(stories: Sequence[Story]) -> str:
    """The stories one after the other, each a heading, its sentence, its criteria to tick, and where it comes from."""
    return "\n".join(line for story in stories for line in _markdown(story))


def _markdown(story: Story) -> list[str]:
    facts = {
        "Journey": story.journey, "Stage": story.stage, "Pain point": story.pain, "Opportunity": story.opportunity,
        "Metric": story.metric, "Owner": " · ".join(filter(None, [story.owner, story.team])),
        "Due": story.due.isoformat() if story.due else "", "Ticket": story.link,
    }  # fmt: skip
    criteria = ["", "Done when:", "", *(f"- [ ] {plain(line)}" for line in story.criteria)] if story.criteria else []
    told = [f"- {name}: {plain(words) if name != 'Ticket' else words}" for name, words in facts.items() if words]
    return [f"## {plain(story.title)}", "", plain(story.text or story.title), *criteria, "", *told, ""]


def as_jira_csv(stories: Sequence[Story]) -> bytes:
    """The stories as UTF-8 CSV for Jira's importer: a heading row without punctuation, every field in quotes, days as 2026-11-18.

    Assignee is the owner's mail, which Jira tells people by; labels stand in columns of the same name. There is no byte-order
    mark: the importer reads the first heading with it. A cell that a spreadsheet could run gets an apostrophe before it.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["Summary", "Issue Type", "Description", "Assignee", "Due Date", *["Labels"] * LABELS])
    for story in stories:
        cells = [
            story.title[:SUMMARY],
            "Story",
            _wiki(story),
            story.mail,
            story.due.isoformat() if story.due else "",
            *_labels(story),
        ]
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue().encode()


def _labels(story: Story) -> list[str]:
    """Jira's labels hold no spaces."""
    named = [("journey", story.journey), ("stage", story.stage), ("team", story.team)]
    return ["-".join([kind, *re.findall(r"\w+", name.lower())]) if name else "" for kind, name in named]


def _wiki(story: Story) -> str:
    """The description in Jira's wiki markup; what people typed stands for itself."""
    facts = {
        "Stage": story.stage, "Metric": story.metric, "Pain point": story.pain, "Opportunity": story.opportunity,
        "Team": story.team, "Journey": story.journey,
    }  # fmt: skip
    criteria = ["", "*Done when*", *(f"* {_literal(line)}" for line in story.criteria)] if story.criteria else []
    told = [f"*{name}:* {_literal(words)}" for name, words in facts.items() if words]
    return "\n".join([_literal(story.text or story.title), *criteria, "", *told])


def _literal(text: str) -> str:
    line = _WIKI.sub(r"\\\g<0>", " ".join(text.split()))
    return _BEGINS.sub(r"\\", line) if _BEGINS.match(line) else line


def _a(persona: str) -> str:
    """A persona as a story begins with it: a role gets its article, a name does not."""
    first = persona.split(maxsplit=1)[0].strip(",.") if persona.split() else ""
    if "," in persona or first.lower() in ("a", "an", "the", "our") or len(persona.split()) == 1:
        return persona
    return f"{'an' if first[:1].lower() in 'aeiou' else 'a'} {_lower(persona)}"


def _lower(text: str) -> str:
    """A sentence as it goes on after a comma: its first letter small unless the word is an abbreviation or I; no full stop."""
    line = " ".join(text.split()).rstrip(".")
    first = line.split(" ")[0] if line else ""
    keep = first in ("I", "I'm", "I'd", "I've", "I'll") or first[1:] != first[1:].lower()
    return line if keep else line[:1].lower() + line[1:]
