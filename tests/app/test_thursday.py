"""Thursday as its reader sees it: the board, what the week brings, versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from journey.domain.words import AlertState, EntryKind, LaneKind, Standing, Weekday
from journey.routine import iteration as map_acts
from journey.routine.journeys import add_journey, add_step, add_touchpoint
from journey.routine.pains import add_pain
from journey.routine.weeks import add_entry
from journey.store.engine import reading, writing
from journey.store.readers import maps as read
from journey.store.readers.journeys import row, stages
from journey.store.tables import Alert, AuditEvent, Card, Evidence, Metric, PainPoint, Stage, Verbatim
from journey.store.tables import Reading as Heard
from tests.app.conftest import YOU, boards, words
from tests.on_map import put_on_map, to_bin

Open = Callable[[str], AppTest]
WHY = "Nine of twelve said so"
SCRIPT = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1))"


def lane(engine: Engine, journey: int, kind: LaneKind) -> int:
    return next(row.key for row in read.lanes(engine, journey) if row.kind is kind)


@pytest.fixture
def drawn(home_engine: Engine, shop: int) -> int:
    """The shop with a card, a pain point, an assumption, and a week that brings four proposals."""
    browse, basket, pay = (stage.key for stage in stages(home_engine, shop))
    here = {"by": YOU, "journey": shop, "why": "Workshop"}
    thinks = lane(home_engine, shop, LaneKind.THOUGHT)
    map_acts.add_card(home_engine, **here, stage=browse, lane=thinks, text="Which size is mine?")
    map_acts.change_stage(home_engine, **here, stage=pay, revision=1, assumed_emotion=3.0)
    add_pain(home_engine, by=YOU, journey=shop, stage=basket, title="Shipping costs come late", severity=4)
    add_entry(
        home_engine, by=YOU, journey=shop, week="2026-W47", weekday=Weekday.TUESDAY, kind=EntryKind.DECISION,
        text="Show shipping costs in the basket", stage_id=basket,
    )  # fmt: skip
    at = datetime(2026, 11, 12, tzinfo=UTC)
    with writing(home_engine) as session:
        for day in range(40):
            said = Verbatim(journey_id=shop, at=at - timedelta(days=day % 14), text="Hm", stage_id=pay, emotion=-2.0 + day % 3)
            session.add(said)
        metric = Metric(journey_id=shop, formula="drop_off", name="Drop-off", kind="rate", direction="down", stage_id=pay)
        session.add(metric)
        session.flush()
        session.add(
            Heard(journey_id=shop, week="2026-W47", person_id=YOU, verbatim_id=said.key, stage_id=pay, note="Fears fraud")
        )
        session.add(
            Alert(
                journey_id=shop, metric_id=metric.key, stage_id=pay, week="2026-W47", since=date(2026, 11, 10), rule="shift",
                why="Moved to a new level up.",
            )
        )  # fmt: skip
    return shop


def press(app: AppTest, label: str, *, within: str = "") -> AppTest:
    """Press a button; `within` names the one that opened its dialog, which a run of the whole page has to press again."""
    for name in filter(None, (within, label)):
        button = next(button for button in app.button if name in (button.label, button.key))
        button.click()
    return app.run()


def fill(app: AppTest, label: str, value: str) -> None:
    fields = [*app.text_input, *app.text_area]
    next(field for field in fields if field.label == label).set_value(value)


def board(app: AppTest) -> dict[str, Any]:
    """What the board is given to draw."""
    (drawn,) = boards(app)
    return drawn


def said(app: AppTest) -> list[str]:
    """What stands on the things of the board."""
    return [item["text"] for item in board(app)["items"]]


def drawer(app: AppTest) -> AppTest:
    """The page with its drawer open."""
    return press(app, "open_drawer")


def proposal(app: AppTest, said: str) -> str:
    """The key of the proposal whose line says `said`."""
    lines = [element.value for element in app.markdown if "arrow_forward" in element.value]
    at = next(number for number, line in enumerate(lines) if said in line)
    key = [button for button in app.button if button.label == "Take it"][at].key
    assert key is not None
    return key.removeprefix("take_")


def test_the_board_shows_stages_lanes_things_and_what_the_data_say(drawn: int, open_page: Open) -> None:
    app = open_page("thursday_map")
    seen = board(app)
    assert [stage["name"] for stage in seen["stages"]] == ["Browse", "Basket", "Pay"]
    assert {"What they think", "Pain points"} <= {lane["name"] for lane in seen["lanes"]}
    size, late = (next(item for item in seen["items"] if item["text"].startswith(word)) for word in ("Which size", "Shipping"))
    assert (size["standing"], late["scores"]["severity"]) == ("hypothesis", 4)
    pay = seen["stages"][2]
    assert (pay["assumed"], round(pay["measured"]["mean"]), pay["gap"]["fit"]) == (3.0, -1, "too rosy")
    assert pay["alerts"][0]["said"] == "Drop-off · new"
    assert "Customers feel worse than assumed: −1" in words(app).replace("\\", "")
    assert "19 Oct to 15 Nov" in words(app)


def test_an_alert_stands_on_its_touchpoint(drawn: int, home_engine: Engine, open_page: Open) -> None:
    pay = stages(home_engine, drawn)[2].key
    step = add_step(home_engine, by=YOU, journey=drawn, stage=pay, name="Hand over the card").key
    form = add_touchpoint(home_engine, by=YOU, journey=drawn, step=step, name="Card form").key
    with writing(home_engine) as session:
        alert = session.exec(select(Alert)).one()
        alert.touchpoint_id, alert.state = form, AlertState.WATCH
        session.add(alert)
    seen = board(open_page("thursday_map"))
    (told,) = next(item for item in seen["items"] if item["text"] == "Card form")["alerts"]
    assert (told["said"], told["since"], told["worse"]) == ("Drop-off at Card form · being watched", "8 days", True)
    assert told["href"].startswith("monday_review?journey=shop&week=2026-W47&alert=")


def test_what_the_week_brings_is_taken_as_it_is(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = drawer(open_page("thursday_map"))
    key = proposal(app, "Moved to a new level")
    app = press(app, f"take_{key}")
    assert not app.error
    assert "Drop-off got worse" in said(app.run())
    with reading(home_engine) as session:
        pain = session.exec(select(PainPoint).where(PainPoint.title == "Drop-off got worse")).one()
        assert pain.standing is Standing.EVIDENCED
        assert session.exec(select(Evidence.alert_id).where(Evidence.pain_id == pain.id)).one() is not None
    assert not [line for line in app.markdown if "**Monday" in line.value], "an answered proposal is gone"


def test_what_the_week_brings_is_taken_in_other_words(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = drawer(open_page("thursday_map"))
    key = proposal(app, "Fears fraud")
    app = press(app, f"adapt_{key}")
    fill(app, "What should the map say?", "Fears fraud without a lock to see")
    app = press(app, "Change the map", within=f"adapt_{key}")
    assert not app.error
    card = read.cards(home_engine, drawn).filter(text="Fears fraud without a lock to see").to_dicts()[0]
    assert (card["standing"], card["lane_id"]) == (Standing.EVIDENCED, lane(home_engine, drawn, LaneKind.THOUGHT))


def test_an_assumption_is_corrected_by_what_was_measured(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = drawer(open_page("thursday_map"))
    app = press(app, f"take_{proposal(app, 'assume −1')}")
    with reading(home_engine) as session:
        assert session.exec(select(Stage.assumed_emotion).where(Stage.name == "Pay")).one() == -1.0
    assert "What was assumed holds at Pay" in words(app.run())


def test_a_proposal_is_left_with_a_reason_of_ones_own(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = drawer(open_page("thursday_map"))
    key = proposal(app, "Tuesday")
    app = press(press(app, f"leave_{key}"), "Leave it", within=f"leave_{key}")
    assert "in your own words" in app.error[0].value
    fill(app, "Why does the map stay as it is?", "It is an action, not a claim")
    app = press(app, "Leave it", within=f"leave_{key}")
    assert not [line for line in app.markdown if "**Tuesday" in line.value]
    with reading(home_engine) as session:
        last = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last is not None
    assert (last.act, last.subject, last.why) == ("proposal.decline", "entry", "It is an action, not a claim")


def version_page(open_page: Open) -> AppTest:
    app = open_page("thursday_map")
    app.segmented_control(key="part").set_value("versions")
    return app.run()


def test_versions_are_saved_with_what_caused_them_compared_and_restored(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = press(version_page(open_page), "Save a version")
    fill(app, "What is this version called?", "Workshop")
    fill(app, "Why do you keep it?", "Before we listen")
    cause = next(box for box in app.multiselect if box.label == "What caused it?")
    cause.set_value([("alert", 1)])
    app = press(app, "Save", within="Save a version")
    assert "**1 · Workshop**" in words(app)
    assert "*Because of:* signal Drop-off: Moved to a new level up" in words(app).replace("\\", "")
    (card,) = read.cards(home_engine, drawn).to_dicts()
    edit = {"by": YOU, "journey": drawn, "why": WHY}
    to_bin(home_engine, row(home_engine, Card, card["id"]), **edit)
    map_acts.change_stage(home_engine, **edit, stage=card["stage_id"], revision=1, assumed_emotion=2.0)
    app = app.run()
    told = words(app).replace("\\", "")
    assert "**Removed (1)**" in told
    assert "Card “Which size is mine?” was removed in “Browse”, “What they think”." in told
    assert "**Emotion (1)**" in told
    before, now = [element.proto.body for element in app.get("html") if "jmap" in element.proto.body]
    assert '− removed</small><span dir="auto">Which size is mine?' in before
    assert "Which size is mine?" not in now
    assert "Basket" not in before, "only the stage that something happened to"
    app = press(press(app, "Go back to a version"), "Restore this version", within="Go back to a version")
    assert "Tick that you are sure" in app.error[0].value
    app.checkbox[0].check()
    fill(app, "Why does the map change?", "We went too far")
    press(app, "Restore this version", within="Go back to a version")
    assert "Which size is mine?" in said(open_page("thursday_map"))
    assert read.versions(home_engine, drawn)["name"].to_list() == ["Before version 1 was restored", "Workshop"]


def test_nothing_that_was_typed_runs_or_formats(drawn: int, home_engine: Engine, open_page: Open) -> None:
    browse = stages(home_engine, drawn)[0]
    here = {"by": YOU, "journey": drawn, "why": SCRIPT}
    for kind in (LaneKind.THOUGHT, LaneKind.PAIN, LaneKind.OPPORTUNITY):
        put_on_map(home_engine, **here, stage=browse.key, lane=lane(home_engine, drawn, kind), text=SCRIPT)
    map_acts.change_stage(home_engine, **here, stage=browse.key, revision=1, name=SCRIPT, assumed_emotion=1.0)
    map_acts.add_lane(home_engine, **here, name=SCRIPT)
    map_acts.save_version(home_engine, **here, name=SCRIPT)
    add_entry(
        home_engine, by=YOU, journey=drawn, week="2026-W47", weekday=Weekday.TUESDAY, kind=EntryKind.DECISION, text=SCRIPT,
    )  # fmt: skip
    app = drawer(open_page("thursday_map"))
    assert not app.exception
    assert said(app).count(SCRIPT) == 3, "the board's script writes it as text"
    app.session_state["latest"] = True
    app = app.run()
    assert not [line for line in app.markdown if "<img src=x" in line.value.replace("\\<", "") or "**bold**" in line.value]


def test_a_team_sees_the_map_of_its_stages(drawn: int, home_engine: Engine, open_page: Open) -> None:
    from journey.store.tables import TeamView

    pay = stages(home_engine, drawn)[2].key
    with writing(home_engine) as session:
        session.add(TeamView(journey_id=drawn, slug="payments", name="Payments", stage_ids=[pay]))
    app = open_page("thursday_map")
    app.selectbox[1].set_value("payments").run()
    assert [stage["name"] for stage in board(app)["stages"]] == ["Pay"]
    assert "Which size is mine?" not in said(app)


def test_a_map_without_stages_begins_from_a_template(home_engine: Engine, open_page: Open) -> None:
    blank = add_journey(home_engine, by=YOU, name="Blank").key
    app = open_page("thursday_map")
    assert not app.exception
    assert "Draw the first map" in words(app)
    app = press(app, "Begin with a lean map in ten minutes")
    assert [stage["name"] for stage in board(app)["stages"]][:2] == ["Discover", "Decide"]
    assert len(stages(home_engine, blank)) == 5


def test_a_map_without_stages_begins_from_their_names(home_engine: Engine, open_page: Open) -> None:
    add_journey(home_engine, by=YOU, name="Blank")
    app = press(open_page("thursday_map"), "Begin with these stages")
    assert "at least one stage" in app.error[0].value
    app.text_area[0].set_value("Find\n\n Buy ")
    app = press(app, "Begin with these stages")
    seen = board(app)
    assert [stage["name"] for stage in seen["stages"]] == ["Find", "Buy"]
    assert len(seen["lanes"]) >= 5


def test_the_week_page_shows_the_map_in_small(drawn: int, open_page: Open) -> None:
    picture = "".join(element.proto.body for element in open_page("week").get("html"))
    assert "jmap small" in picture
    assert "1 alert" in picture
    assert "Drop-off</b> · 8 days · new" in picture
    assert "1 heard" in picture
