"""Small journeys for the page tests, begun and worked on through the acts."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import insert, update
from sqlalchemy.engine import Engine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from journey.domain.weeks import Week
from journey.domain.words import Direction, Role, SourceKind
from journey.routine.changes import add_change
from journey.routine.metrics import add_metric
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.tables import Conversation, ImportBatch, Journey, Membership, Observation, Person, Source, Turn, Verbatim
from journey.ui.runtime import me

YOU = 1
TODAY = date(2026, 11, 18)
WEEK = "2026-W47"
REVIEWED = Week.parse("2026-W46")
NASTY = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "$x^2$", ":material/home:",
    "**bold**", "# big", "`code`", ":red[r]", "~~gone~~", "&lt;b&gt;",
)  # fmt: skip
"""What people type, by mistake or on purpose, that must show as it was typed."""


def stage(engine: Engine, journey: int, name: str) -> int:
    """The id of the stage called that."""
    return next(row.key for row in stages(engine, journey) if row.name == name)


def drop_off(
    engine: Engine,
    journey: int,
    at: str | None = "Pay",
    *,
    shift: date | None = REVIEWED.monday,
    to: float = 0.45,
    days: int = 365,
) -> int:
    """Drop-off measured for a year to the reviewed Sunday at 20 %, and at `to` since `shift`; the metric's id."""
    where = stage(engine, journey, at) if at else None
    metric = add_metric(
        engine, by=YOU, journey=journey, formula="drop_off" if at else "conversion", stage=where, critical=True
    ).key
    draw = np.random.default_rng(7)
    rows = []
    for back in range(365):
        day = REVIEWED.sunday - timedelta(days=back)
        gone = int(draw.binomial(200, to if shift and day >= shift else 0.20))
        sums = {"n": 200, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    observed(engine, journey)
    return metric


def observed(engine: Engine, journey: int) -> None:
    """The figures are those of today: nothing is computed anew from files that are not there."""
    with writing(engine) as session:
        query = update(Journey).where(col(Journey.id) == journey)
        session.connection().execute(query.values(observed_version=Journey.data_version, observed_on=TODAY))


def words_of(engine: Engine, journey: int, *texts: str, at: str | None = "Pay", day: date = date(2026, 11, 11)) -> list[int]:
    """Customers' words at a stage, on a day of the reviewed week; their ids."""
    where = stage(engine, journey, at) if at else None
    ids = []
    with writing(engine) as session:
        for number, text in enumerate(texts):
            moment = datetime(day.year, day.month, day.day, 9, number % 60, tzinfo=UTC)
            row = Verbatim(journey_id=journey, text=text, at=moment, stage_id=where, emotion=-3)
            session.add(row)
            session.flush()
            ids.append(row.key)
    return ids


def a_source(engine: Engine, journey: int, *, to: date = REVIEWED.sunday) -> None:
    """A source whose newest row is of that day."""
    with writing(engine) as session:
        source = Source(journey_id=journey, name="Shop log", kind=SourceKind.EVENTS)
        session.add(source)
        session.flush()
        at = datetime(to.year, to.month, to.day, 12, tzinfo=UTC)
        session.add(ImportBatch(source_id=source.key, file_name="log.csv", path="", first_at=at, last_at=at, imported_by=YOU))


def a_change(
    engine: Engine,
    journey: int,
    metric: int,
    *,
    title: str = "Fewer fields",
    shipped: date = date(2026, 10, 5),
    at: int | None = None,
) -> int:
    """A change that shipped, and should lower the metric by five points."""
    values: dict[str, Any] = {"metric_id": metric, "shipped_on": shipped, "direction": Direction.DOWN, "size": 0.05}
    return add_change(engine, by=YOU, journey=journey, title=title, stage_id=at, **values).key


def only_look(engine: Engine, journey: int) -> None:
    """From now on you are a viewer of the journey, and no longer the local user who may do everything."""
    me()  # who you are is known once a process has asked
    with writing(engine) as session:
        session.connection().execute(update(Person).where(col(Person.id) == YOU).values(local=False))
        row = session.get_one(Journey, journey)
        row.owner_id = None
        session.add(row)
    with writing(engine) as session:
        for member in session.exec(select(Membership).where(Membership.person_id == YOU)):
            member.role = Role.VIEWER
            session.add(member)


def button(app: AppTest, label: str, nth: int = 0, *, within: str = "") -> None:
    """Press the button called that.

    `within` names the button that opened its dialog, which a run of the whole page has to press again: a browser runs the
    dialog alone.
    """
    if within:
        next(one for one in app.button if one.label == within).click()
    [one for one in app.button if one.label == label][nth].click().run()


def the_bin(app: AppTest) -> AppTest:
    """The history page's other tab, whose content is read only then."""
    app.session_state["history_part"] = "The bin"
    return app.run()


def unfold(app: AppTest, key: str) -> AppTest:
    """Open the popover or expander of that key, whose content is drawn only then."""
    app.session_state[key] = True
    return app.run()


def fill(app: AppTest, label: str, text: str, nth: int = 0) -> None:
    """Type into the field called that, without leaving it."""
    fields = [*app.text_input, *app.text_area]
    [one for one in fields if one.label == label][nth].set_value(text)


def as_read(markdown: str) -> str:
    """Markdown as a browser shows it: its text without the marks."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark").enable("strikethrough").render(markdown)
    return html.unescape(re.sub(r"<[^>]*>", "", made)).strip()


OUR_ICONS = re.compile(r":material/(?:subdirectory_arrow_right|check_circle|cancel|warning|hourglass_top|help):")


def shown_as_typed(app: AppTest, typed: str) -> bool:
    """Whether the page shows the text letter by letter, with none of it taken for Markdown, an icon or a formula."""
    for element in (*app.markdown, *app.caption, *app.error, *app.checkbox):
        value = str(element.label if element.type == "checkbox" else element.value)
        alive = re.search(r"(?<!\\)(?:\$|:material|:red)", OUR_ICONS.sub("", value))
        if typed in as_read(value) and not alive:
            return True
    return False


def refusals(app: AppTest) -> str:
    """What the page refused, as a reader sees it."""
    return "\n".join(error.value.replace("\\", "") for error in app.error)


_FELT = (2, 1, 2, 1, 2, -3, -2, -3, -4, None, -3)


def call_said(number: int) -> str:
    """What the customer of the call says at their turn of that number: any reader of English hears how they feel."""
    return f"{'Great, thank you, I love it' if number < 6 else 'Terrible, awful, I hate it'} for the {number}. time"


def a_call(engine: Engine, journey: int, *, audio: str = "") -> int:
    """A call of 22 turns in which the customer lost patience at their sixth; nobody speaks for 12 s after the second."""
    with writing(engine) as session:
        call = Conversation(
            journey_id=journey, title="A call", channel="voice", at=datetime(2026, 11, 11, 9, tzinfo=UTC), audio=audio
        )
        session.add(call)
        session.flush()
        for place in range(22):
            customer, start = place % 2 == 0, place * 10 + (12 if place >= 2 else 0)
            session.add(
                Turn(
                    conversation_id=call.key, position=place, customer=customer, start=start, end=start + 10,
                    speaker="CUSTOMER" if customer else "[PERSON 1]", language="en",
                    text=call_said(place // 2 + 1) if customer else "Let me see",
                    felt=_FELT[place // 2] if customer else None, sure=0.8 if customer else None,
                )
            )  # fmt: skip
        return call.key
