"""Thursday as its reader sees it: the picture, what the week brings, changes with a reason, versions."""

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
from journey.routine.journeys import add_step, add_touchpoint
from journey.routine.pains import add_pain
from journey.routine.weeks import add_entry
from journey.store.engine import reading, writing
from journey.store.readers import maps as read
from journey.store.readers.journeys import stages
from journey.store.tables import Alert, AuditEvent, Evidence, Metric, PainPoint, Stage, Verbatim
from journey.store.tables import Reading as Heard
from tests.app.conftest import YOU, words

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


def choose(app: AppTest, label: str, value: object) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value)


def proposal(app: AppTest, said: str) -> str:
    """The key of the button that answers the proposal whose line says `said`."""
    lines = [element.value for element in app.markdown if "arrow_forward" in element.value]
    at = next(number for number, line in enumerate(lines) if said in line)
    key = [button for button in app.button if button.label == "Answer"][at].key
    assert key is not None
    return key


def test_the_map_shows_stages_lanes_cards_and_feelings(drawn: int, open_page: Open) -> None:
    page = words(open_page("thursday_map"))
    for there in (
        "Which size is mine?",
        "Shipping costs come late",
        "severity 4 of 5",
        "What they think",
        "1 alert",
        "hypothesis",
    ):
        assert there in page
    assert "Customers feel worse than assumed: −1" in page.replace("\\", "")
    assert "19 Oct to 15 Nov" in page


def test_an_alert_stands_on_its_touchpoint(drawn: int, home_engine: Engine, open_page: Open) -> None:
    pay = stages(home_engine, drawn)[2].key
    step = add_step(home_engine, by=YOU, journey=drawn, stage=pay, name="Hand over the card").key
    form = add_touchpoint(home_engine, by=YOU, journey=drawn, step=step, name="Card form").key
    with writing(home_engine) as session:
        alert = session.exec(select(Alert)).one()
        alert.touchpoint_id, alert.state = form, AlertState.WATCH
        session.add(alert)
    picture = "".join(element.proto.body for element in open_page("thursday_map").get("html"))
    assert "Drop-off</b> at Card form · 8 days · being watched" in picture
    touchpoint = picture.split("Card form</span>")[1].split("</li>")[0]
    assert "Drop-off</b> · 8 days · being watched" in touchpoint


def test_something_is_added_with_a_reason(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = press(open_page("thursday_map"), "Add to the map")
    choose(app, "Lane", lane(home_engine, drawn, LaneKind.PAIN))
    fill(app, "What does it say?", "Nobody finds the size chart")
    app = press(app, "Add", within="Add to the map")
    assert "Say why the map changes" in app.error[0].value
    assert app.text_area[0].value == "Nobody finds the size chart", "what was typed stays"
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Add", within="Add to the map")
    assert not app.error
    assert "Nobody finds the size chart" in words(app)
    with reading(home_engine) as session:
        row = session.exec(select(PainPoint).where(PainPoint.title == "Nobody finds the size chart")).one()
        assert (
            session.exec(select(AuditEvent.why).where(AuditEvent.subject_id == row.id, AuditEvent.act == "map.add")).one() == WHY
        )


def test_a_card_is_reworded_moved_and_binned(drawn: int, home_engine: Engine, open_page: Open) -> None:
    pay = stages(home_engine, drawn)[2].key
    app = press(open_page("thursday_map"), "Change a card")
    fill(app, "What does it say?", "Which size fits me?")
    choose(app, "Stage", pay)
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Save", within="Change a card")
    assert "Which size fits me?" in words(app)
    (card,) = read.cards(home_engine, drawn).to_dicts()
    assert (card["stage_id"], card["text"]) == (pay, "Which size fits me?")
    app = press(app, "Change a card")
    choose(app, "Which one?", ("card", card["id"]))
    app = press(app, "Change a card")
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Put in the bin", within="Change a card")
    assert "Which size fits me?" not in words(app)


def test_a_stale_edit_shows_both_versions(
    drawn: int, home_engine: Engine, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(open_page("thursday_map"), "Change a card")
    (card,) = read.cards(home_engine, drawn).to_dicts()
    change_card = map_acts.change_card

    def just_too_late(engine: Engine, **values: Any) -> Any:
        if "Theirs" not in read.cards(home_engine, drawn)["text"].to_list():
            change_card(engine, by=YOU, journey=drawn, card=card["id"], revision=1, text="Theirs", why=WHY)
        return change_card(engine, **values)

    monkeypatch.setattr(map_acts, "change_card", just_too_late)
    fill(app, "What does it say?", "Mine")
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Save", within="Change a card")
    assert "while you were editing" in app.error[0].value
    assert read.cards(home_engine, drawn)["text"].to_list() == ["Theirs"]
    press(app, "Save mine over it")
    assert read.cards(home_engine, drawn)["text"].to_list() == ["Mine"]


def test_a_stage_is_renamed_and_felt_anew(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = press(open_page("thursday_map"), "Stages")
    choose(app, "Which stage?", stages(home_engine, drawn)[2].key)
    app = press(app, "Stages")
    fill(app, "Name", "Pay and confirm")
    app.slider[0].set_value(-1.5)
    choose(app, "Place among the stages", 0)
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Save", within="Stages")
    first = stages(home_engine, drawn)[0]
    assert (first.name, first.assumed_emotion) == ("Pay and confirm", -1.5)
    assert "Pay and confirm" in words(app)


def test_a_lane_is_hidden_and_another_made(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = press(open_page("thursday_map"), "Lanes")
    choose(app, "Which lane?", lane(home_engine, drawn, LaneKind.THOUGHT))
    app = press(app, "Lanes")
    app.checkbox[0].uncheck()
    fill(app, "Why does the map change?", WHY)
    app = press(app, "Save", within="Lanes")
    assert "Which size is mine?" not in words(app)
    app = press(app, "Lanes")
    choose(app, "Which lane?", 0)
    app = press(app, "Lanes")
    fill(app, "Name", "Systems")
    fill(app, "Why does the map change?", WHY)
    assert "Systems" in words(press(app, "Save", within="Lanes"))


def test_what_the_week_brings_is_taken_with_its_evidence(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = open_page("thursday_map")
    key = proposal(app, "Moved to a new level")
    app = press(app, key)
    fill(app, "What should the map say?", "Payment fails and nobody says why")
    app = press(app, "Change the map", within=key)
    assert "Payment fails and nobody says why" in words(app)
    with reading(home_engine) as session:
        pain = session.exec(select(PainPoint).where(PainPoint.title == "Payment fails and nobody says why")).one()
        assert pain.standing is Standing.EVIDENCED
        assert session.exec(select(Evidence.alert_id).where(Evidence.pain_id == pain.id)).one() is not None
    assert not [line for line in app.markdown if "**Monday" in line.value], "an answered proposal is gone"


def test_what_was_heard_becomes_an_evidenced_card(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = open_page("thursday_map")
    key = proposal(app, "Fears fraud")
    app = press(press(app, key), "Change the map", within=key)
    assert not app.error
    card = read.cards(home_engine, drawn).filter(text="Fears fraud").to_dicts()[0]
    assert (card["standing"], card["lane_id"]) == (Standing.EVIDENCED, lane(home_engine, drawn, LaneKind.THOUGHT))


def test_an_assumption_is_corrected_by_what_was_measured(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = open_page("thursday_map")
    key = proposal(app, "assume −1")
    app = press(press(app, key), "Change the map", within=key)
    with reading(home_engine) as session:
        assert session.exec(select(Stage.assumed_emotion).where(Stage.name == "Pay")).one() == -1.0
    assert "What was assumed holds at Pay" in words(app)


def test_a_proposal_is_left_with_a_reason_of_ones_own(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = open_page("thursday_map")
    key = proposal(app, "Tuesday")
    app = press(press(app, key), "Leave the map as it is", within=key)
    assert "in your own words" in app.error[0].value
    fill(app, "Why does the map change?", "It is an action, not a claim")
    app = press(app, "Leave the map as it is", within=key)
    assert not [line for line in app.markdown if "**Tuesday" in line.value]
    with reading(home_engine) as session:
        last = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert last is not None
    assert (last.act, last.subject, last.why) == ("proposal.decline", "entry", "It is an action, not a claim")


def test_versions_are_saved_compared_and_restored(drawn: int, home_engine: Engine, open_page: Open) -> None:
    app = press(open_page("thursday_map"), "Save a version")
    fill(app, "What is this version called?", "Workshop")
    fill(app, "Why do you keep it?", "Before we listen")
    app = press(app, "Save", within="Save a version")
    assert "**1 · Workshop**" in words(app)
    (card,) = read.cards(home_engine, drawn).to_dicts()
    edit = {"by": YOU, "journey": drawn, "why": WHY}
    map_acts.bin_card(home_engine, **edit, card=card["id"], revision=1)
    map_acts.change_stage(home_engine, **edit, stage=card["stage_id"], revision=1, assumed_emotion=2.0)
    app = press(app.run(), "Compare or restore")
    said = words(app).replace("\\", "")
    assert "**Removed (1)**" in said
    assert "Card “Which size is mine?” was removed in “Browse”, “What they think”." in said
    assert "**Emotion (1)**" in said
    app = press(app, "Restore version 1", within="Compare or restore")
    assert "Tick that you are sure" in app.error[0].value
    app.checkbox[0].check()
    fill(app, "Why does the map change?", "We went too far")
    app = press(app, "Restore version 1", within="Compare or restore")
    assert "Which size is mine?" in words(app)
    assert read.versions(home_engine, drawn)["name"].to_list() == ["Before version 1 was restored", "Workshop"]


def test_nothing_that_was_typed_runs_or_formats(drawn: int, home_engine: Engine, open_page: Open) -> None:
    browse = stages(home_engine, drawn)[0]
    here = {"by": YOU, "journey": drawn, "why": SCRIPT}
    for kind in (LaneKind.THOUGHT, LaneKind.PAIN, LaneKind.OPPORTUNITY):
        map_acts.put_on_map(home_engine, **here, stage=browse.key, lane=lane(home_engine, drawn, kind), text=SCRIPT)
    map_acts.change_stage(home_engine, **here, stage=browse.key, revision=1, name=SCRIPT, assumed_emotion=1.0)
    map_acts.add_lane(home_engine, **here, name=SCRIPT)
    map_acts.save_version(home_engine, **here, name=SCRIPT)
    add_entry(
        home_engine, by=YOU, journey=drawn, week="2026-W47", weekday=Weekday.TUESDAY, kind=EntryKind.DECISION, text=SCRIPT,
    )  # fmt: skip
    app = open_page("thursday_map")
    assert not app.exception
    picture = "".join(element.proto.body for element in app.get("html"))
    assert "<img src=x" not in picture
    assert picture.count("&lt;img src=x") >= 5
    assert not [line for line in app.markdown if "<img src=x" in line.value.replace("\\<", "") or "**bold**" in line.value]


def test_a_team_sees_the_map_of_its_stages(drawn: int, home_engine: Engine, open_page: Open) -> None:
    from journey.store.tables import TeamView

    pay = stages(home_engine, drawn)[2].key
    with writing(home_engine) as session:
        session.add(TeamView(journey_id=drawn, slug="payments", name="Payments", stage_ids=[pay]))
    app = open_page("thursday_map")
    app.selectbox[1].set_value("payments").run()
    picture = "".join(element.proto.body for element in app.get("html"))
    assert "Pay" in picture
    assert "Which size is mine?" not in picture


def test_a_map_without_stages_says_where_to_name_them(home_engine: Engine, open_page: Open) -> None:
    from journey.routine.journeys import add_journey

    add_journey(home_engine, by=YOU, name="Blank")
    app = open_page("thursday_map")
    assert not app.exception
    assert "once it has some" in words(app)


def test_the_week_page_shows_the_map_in_small(drawn: int, open_page: Open) -> None:
    picture = "".join(element.proto.body for element in open_page("week").get("html"))
    assert "jmap small" in picture
    assert "1 alert" in picture
    assert "Drop-off</b> · 8 days · new" in picture
    assert "1 heard" in picture
