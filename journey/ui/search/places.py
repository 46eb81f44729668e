"""Where a hit leads: the page and the address of its very place."""

from __future__ import annotations

from journey.domain.finding import TextKind
from journey.domain.weeks import Week
from journey.store.readers.hits import Hit
from journey.ui.frame import FIRST, LAST, Screen
from journey.ui.friday.parts import PARTS as FRIDAYS
from journey.ui.listening.parts import PARTS

WEDNESDAY, TUESDAY, FRIDAY = "pages/wednesday_listening.py", "pages/tuesday_blockers.py", "pages/friday_retrospective.py"
PAGES = {
    **dict.fromkeys((TextKind.VERBATIM, TextKind.TURN, TextKind.CONVERSATION, TextKind.QUOTE, TextKind.HEARD), WEDNESDAY),
    **dict.fromkeys((TextKind.THEME, TextKind.GAP), WEDNESDAY),
    **dict.fromkeys((TextKind.CARD, TextKind.OPPORTUNITY, TextKind.COMMENT), "pages/thursday_map.py"),
    **dict.fromkeys((TextKind.CHANGE, TextKind.LEARNING, TextKind.NOTE, TextKind.TEST, TextKind.INCIDENT), FRIDAY),
    **dict.fromkeys((TextKind.STAGE, TextKind.STEP, TextKind.TOUCHPOINT, TextKind.PERSONA), "pages/journey.py"),
    TextKind.FOCUS: "pages/week.py",
    TextKind.SCENARIO: "pages/what_if.py",
    TextKind.OBJECTIVE: "pages/objectives.py",
    TextKind.HANDOVER: "pages/story.py",
    TextKind.TAG: "pages/search.py",
}
"""The pages that show each kind; Tuesday's the others."""
NAMED = {
    **{kind: kind.value for kind in (TextKind.CARD, TextKind.OPPORTUNITY, TextKind.CHANGE, TextKind.ACTION)},
    TextKind.SCENARIO: "scenario",
    **dict.fromkeys((TextKind.DECISION, TextKind.PARKED, TextKind.CARRIED), "entry"),
}
"""What names a row in the address of its page."""
SHOWN_IN = {TextKind.LEARNING: "log", TextKind.TEST: "tests", TextKind.INCIDENT: "tests"}
"""The part of Friday's page that shows a kind."""


def place_of(hit: Hit, here: Screen) -> tuple[str, dict[str, str]]:
    """The page that shows the hit, and the query parameters that open it there."""
    page = PAGES.get(hit.kind, TUESDAY)
    address = {**here.address, **({"week": hit.week} if hit.week else {})}
    if hit.kind is TextKind.TAG:
        return page, {**address, "q": f'tag:"{hit.text}"'}
    if page == WEDNESDAY:
        return page, {**address, **_heard(hit)}
    if hit.kind is TextKind.COMMENT:
        return page, {**address, "at": hit.about}
    if hit.kind in (TextKind.PAIN, TextKind.EVIDENCE):
        return page, {**address, "pain": str(hit.pain)}
    if hit.kind in SHOWN_IN:
        return page, {**address, "part": FRIDAYS[SHOWN_IN[hit.kind]]}
    return page, {**address, **({NAMED[hit.kind]: str(hit.id)} if hit.kind in NAMED else {})}


def _heard(hit: Hit) -> dict[str, str]:
    """What a customer said is heard in the week after it was said."""
    if hit.kind is TextKind.THEME:
        return {"part": PARTS["themes"], "theme": str(hit.id)}
    if hit.kind is TextKind.GAP:
        return {"part": PARTS["gaps"]}
    turn = {"turn": str(hit.turn)} if hit.turn is not None else {}
    return {"part": PARTS["listen"], **({"item": hit.item} if hit.item else {}), **turn, **_reviewed(hit)}


def _reviewed(hit: Hit) -> dict[str, str]:
    if hit.at is None or hit.week or hit.kind not in (TextKind.VERBATIM, TextKind.TURN, TextKind.CONVERSATION):
        return {}
    week = Week.of(hit.at)
    return {"week": str(week.shift(1))} if FIRST <= week < LAST else {}
