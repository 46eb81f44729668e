"""Journey and teams, and Metrics: read them, edit each part through the page, type script into every field."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import Role, SourceKind
from journey.routine.data.imports import import_file
from journey.routine.journeys import add_persona, add_step, add_touchpoint, change_journey, change_stage
from journey.routine.metrics import add_metric
from journey.routine.people import add_person, add_team, add_view, set_member
from journey.store.readers import journeys as read
from journey.store.readers.metrics import metrics
from journey.store.readers.personas import quoted
from journey.store.readers.steps import steps_by_stage
from journey.store.tables import Journey
from journey.ui.runtime import literal
from journey.ui.setup import scope as setup_scope
from tests.app.builders import words_of
from tests.app.conftest import APP, YOU, words

SCRIPT = "<script>alert(1)</script> **bold** [x](http://x)"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def open_part(open_page: Callable[[str], AppTest]) -> Callable[[str], AppTest]:
    """Open a tab of Journey and teams."""

    def opened(part: str) -> AppTest:
        app = open_page("journey")
        app.session_state["part"] = part
        return app.run()

    return opened


def field(app: AppTest, label: str) -> Any:
    """The one widget with that label."""
    kinds = ("text_input", "text_area", "number_input", "selectbox", "multiselect", "checkbox", "slider", "button_group")
    found = [widget for kind in kinds for widget in app.get(kind) if getattr(widget, "label", None) == label]
    assert len(found) == 1, f"{label}: {len(found)} found"
    return found[0]


def press(app: AppTest, opener: str, button: str, **values: Any) -> AppTest:
    """Open a dialog by the key or label of its button, fill it, press one of its buttons.

    AppTest runs the whole page each time, where a browser runs the dialog alone: so the opener is pressed with the button.
    """
    _button(app, opener).click().run()
    assert not app.exception
    for label, value in values.items():
        field(app, label).set_value(value)
    _button(app, opener).click()
    _button(app, button).click()
    app.run()
    assert not app.exception
    return app


def _button(app: AppTest, name: str) -> Any:
    found = [button for button in app.button if name in (button.key, button.label)]
    assert len(found) == 1, f"{name}: {len(found)} among {[b.label for b in app.button]}"
    return found[0]


def plain(app: AppTest) -> str:
    """What the page says, as a reader sees it: without the backslashes that keep marks from being markup."""
    return words(app).replace("\\", "")


def refusal(app: AppTest) -> str:
    return " ".join(error.value for error in app.error)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            "Scope",
            "Still to agree before anybody maps:</strong> whose journey it is: a persona; the goal, for customers",
        ),
        ("Stages", "1. Browse"),
        ("Personas", "Nobody yet. A persona says whom you mean"),
        ("People and teams", "Add those who take part"),
        ("Team views", "No view yet"),
    ],
)
def test_each_part_of_a_new_journey_says_what_would_be_there(
    shop: int, open_part: Callable[[str], AppTest], part: str, said: str
) -> None:
    app = open_part(part)
    assert not app.exception
    assert not app.error
    assert said in plain(app)


def test_the_brief_is_edited_and_what_is_agreed_is_no_longer_asked(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    app = open_part("Scope")
    press(
        app, "Edit the brief", "Save",
        **{"What is the journey called?": "Corner shop", "What should it achieve, for customers and for you?": "Buy twice",
           "What does it start with?": "Sees an ad", "Who owns it?": ana, "Time zone": "Europe/Berlin"},
    )  # fmt: skip
    row = read.row(home_engine, Journey, shop)
    assert (row.name, row.goal, row.owner_id, row.timezone) == ("Corner shop", "Buy twice", ana, "Europe/Berlin")
    assert dict(read.members(home_engine, shop).select("name", "role").iter_rows())["Ana"] == "owner"
    seen = words(app)
    assert "<dd>Buy twice</dd>" in seen
    assert "<dd>Ana</dd>" in seen
    assert "whose journey it is: a persona; where it ends; how long it takes; success metrics" in seen
    assert "where it starts" not in seen


def test_a_refused_brief_stays_open_with_what_was_typed(shop: int, open_part: Callable[[str], AppTest]) -> None:
    app = open_part("Scope")
    press(
        app,
        "Edit the brief",
        "Save",
        **{"What is the journey called?": " ", "What does it end with?": "Renews for the first time"},
    )
    assert "needs a name" in refusal(app)
    assert field(app, "What does it end with?").value == "Renews for the first time"


def test_two_edits_of_one_brief_are_shown_to_choose_between(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*given: Any, revision: int, **values: Any) -> Journey:
        """The act, with somebody else's save between the page's reading and this one's saving."""
        if revision == 1:
            change_journey(home_engine, by=YOU, journey=shop, revision=1, goal="Theirs")
        return change_journey(*given, revision=revision, **values)

    monkeypatch.setattr(setup_scope, "change_journey", late)
    app = open_part("Scope")
    press(app, "Edit the brief", "Save", **{"What should it achieve, for customers and for you?": "Mine"})
    assert "compare the two" in refusal(app)
    assert read.row(home_engine, Journey, shop).goal == "Theirs"
    _button(app, "Save mine over it").click().run()
    assert read.row(home_engine, Journey, shop).goal == "Mine"


def test_a_journey_goes_to_the_bin_only_after_it_was_said_what_that_means(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    app = open_part("Scope")
    _button(app, "Put the journey in the bin").click().run()
    assert "gives it back" in plain(app)
    assert read.journeys(home_engine)
    press(app, "Put the journey in the bin", "Put it in the bin")
    assert not read.journeys(home_engine)


def test_stages_are_reordered_added_renamed_and_binned(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    app = open_part("Stages")
    browse, basket, pay = (stage.key for stage in read.stages(home_engine, shop))
    _button(app, f"Move down_{browse}").click().run()
    assert [stage.key for stage in read.stages(home_engine, shop)] == [basket, browse, pay]
    press(app, "Add a stage", "Add", **{"What do customers do here, in a word or two?": "Return", "Days to move on": 30})
    press(
        app, f"edit_stage_{pay}", "Save",
        **{"What do customers do here, in a word or two?": "Pay up", "We do not assume anything yet": False,
           "How do you think customers feel here? −5 is worst, +5 best": -2.5},
    )  # fmt: skip
    press(app, f"edit_stage_{basket}", "Put in the bin")
    kept = [(s.name, s.window_days, s.assumed_emotion) for s in read.stages(home_engine, shop)]
    assert kept == [("Browse", 14, None), ("Pay up", 14, -2.5), ("Return", 30, None)]
    assert "30 days to move on · no emotion assumed" in plain(app)
    assert "assumed emotion −2.5" in plain(app)


def test_steps_and_touchpoints_are_added_changed_and_binned(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    browse = read.stages(home_engine, shop)[0].key
    app = open_part("Stages")
    _button(app, f"steps_{browse}").click().run()
    press(app, f"new_step_{browse}", "Add", **{"What does the customer do?": "Looks around"})
    step = steps_by_stage(home_engine, shop)[browse][0][0]
    press(
        app, f"touch_{step.key}", "Add",
        **{"Where do you meet?": "Price portal", "Channel": "review site", "On our own ground": False, "A moment of truth": True},
    )  # fmt: skip
    touchpoint = steps_by_stage(home_engine, shop)[browse][0][1][0]
    assert (touchpoint.channel, touchpoint.own, touchpoint.moment_of_truth) == ("review site", False, True)
    press(app, f"touchpoint_{touchpoint.key}", "Save", **{"Where do you meet?": "Portal"})
    _button(app, f"steps_{browse}").click().run()
    assert "Looks around" in plain(app)
    assert "Portal (review site) <span class='mark'>outside ground</span> <span class='mark'>moment of truth</span>" in plain(app)
    _button(app, f"steps_{browse}").click().run()
    press(app, f"touchpoint_{touchpoint.key}", "Put in the bin")
    press(app, f"step_{step.key}", "Put in the bin")
    assert steps_by_stage(home_engine, shop) == {}


def test_a_persona_is_written_read_and_binned(shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]) -> None:
    app = open_part("Personas")
    press(
        app, "Add a persona", "Add",
        **{"Name": "Petra", "Jobs to be done": "Pay bills\nSleep well", "Feels": "Rushed",
           "In their own words, a quote a line": "Why so slow?\n\nFine."},
    )  # fmt: skip
    petra = read.personas(home_engine, shop)[0]
    assert petra.quotes == ["Why so slow?", "Fine."]
    assert "<li>Pay bills</li><li>Sleep well</li>" in plain(app)
    press(app, f"edit_persona_{petra.key}", "Save", **{"Feels": "Calm"})
    assert "<li>Calm</li>" in plain(app)
    press(app, f"edit_persona_{petra.key}", "Put in the bin")
    assert read.personas(home_engine, shop) == []


def test_a_persona_says_whom_its_rule_matches_or_what_to_write_instead(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest], tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        "response,at,score,text,plan\n1,2026-11-10,9,Quick,Team\n2,2026-11-10,2,Slow,solo\n3,2026-11-11,3,Slow,Team\n"
    )
    import_file(home_engine, settings(), by=YOU, journey=shop, kind=SourceKind.SURVEYS, path=file, answers={"scale": "nps"})
    app = open_part("Personas")
    press(app, "Add a persona", "Add", **{"Name": "Petra", "Segment in the data": "plan = team"})
    assert read.personas(home_engine, shop)[0].segment == "plan=Team", "as the data write it"
    assert "In the data: plan=Team. Matches 2 answers." in plain(app)
    petra = read.personas(home_engine, shop)[0]
    press(app, f"edit_persona_{petra.key}", "Save", **{"Segment in the data": "plan=taem"})
    assert "plan=taem matches nobody. Nobody has “taem” as plan. There is Team, solo. Did you mean Team?" in plain(app)


def test_a_persona_speaks_in_the_words_of_its_own_customers(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    petra = add_persona(home_engine, by=YOU, journey=shop, name="Petra").key
    words_of(home_engine, shop, SCRIPT, "The form is slow")
    app = open_part("Personas")
    _button(app, f"quote_persona_{petra}").click().run()
    assert not app.exception
    next(box for box in app.checkbox if "The form is slow" in box.label).check()
    _button(app, f"quote_persona_{petra}").click()
    _button(app, "Add").click()
    app.run()
    assert quoted(home_engine, shop)["text"].to_list() == ["The form is slow"]
    assert "The form is slow<small>−3 · 11 Nov 2026" in plain(app)
    _button(app, f"quote_persona_{petra}").click().run()
    assert [box.label for box in app.checkbox] == [f"{literal(SCRIPT)} · answer · felt −3"], "what speaks already is not offered"


def test_a_person_gets_a_team_and_a_role(shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]) -> None:
    app = open_part("People and teams")
    press(app, "Add a team", "Add", **{"What is the team called?": "Support"})
    support = read.teams(home_engine)[0].key
    values = {
        "Name": "Ana",
        "E-mail": "ana@shop.example",
        "Team": support,
        "Role on this journey": "viewer",
        "Leads the team": True,
    }
    press(app, "Add a person", "Add", **values)
    assert "**Ana** · viewer · leads the team · ana@shop.example" in plain(app)
    ana = next(person.key for person in read.people(home_engine) if person.name == "Ana")
    press(app, f"person_{ana}", "Save", **{"Role on this journey": "editor", "Leads the team": False})
    assert "**Ana** · editor · ana@shop.example" in plain(app)
    press(app, f"team_name_{support}", "Save", **{"What is the team called?": "Help"})
    assert "## Help" in plain(app)
    press(app, f"person_{YOU}", "Save", **{"Role on this journey": ""})
    assert "needs an owner" in refusal(app)


def test_a_view_made_here_filters_monday_by_its_address(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]
) -> None:
    browse, _, pay = (stage.key for stage in read.stages(home_engine, shop))
    for stage in (browse, pay):
        for formula in ("drop_off", "ces"):
            add_metric(home_engine, by=YOU, journey=shop, formula=formula, stage=stage, critical=True)
    app = open_part("Team views")
    press(
        app, "Add a view", "Add", **{"What is the view called?": "Tills", "Stages": [pay], "KPIs": ["ces"]},
    )  # fmt: skip
    assert "Pay · Customer effort score (CES)" in plain(app)
    monday = AppTest.from_file(APP, default_timeout=60)
    monday.query_params["view"] = "tills"
    monday.run()
    monday.switch_page("pages/monday_review.py").run()
    seen = words(monday)
    assert "Pay" in seen
    assert "Customer effort score" in seen
    assert "Browse" not in seen
    assert "Drop-off" not in seen
    press(app, f"edit_view_{read.views(home_engine, shop)[0].key}", "Save", **{"Stages": [browse]})
    monday.run()
    assert "Browse" in words(monday)


def test_four_views_to_start_from_come_at_a_click(shop: int, home_engine: Engine, open_part: Callable[[str], AppTest]) -> None:
    add_view(home_engine, by=YOU, journey=shop, name="Sales")
    app = open_part("Team views")
    assert _button(app, "start_views").label == "Start with Support, Product and Marketing"
    _button(app, "start_views").click().run()
    assert [view.name for view in read.views(home_engine, shop)] == ["Marketing", "Product", "Sales", "Support"]
    assert not [button for button in app.button if button.key == "start_views"]


def test_an_empty_metrics_page_says_how_metrics_come_about(shop: int, open_page: Callable[[str], AppTest]) -> None:
    app = open_page("metrics")
    assert "Nothing is measured yet" in plain(app)


def test_a_metric_is_added_from_the_library_with_its_target_in_percent(
    shop: int, home_engine: Engine, open_page: Callable[[str], AppTest]
) -> None:
    app = open_page("metrics")
    _button(app, "Add a metric").click().run()
    field(app, "Which KPI?").set_value("drop_off")
    _button(app, "Add a metric").click().run()
    assert "a repair pays most" in plain(app)
    assert "This journey has no events yet" in plain(app)
    pay = read.stages(home_engine, shop)[2].key
    values = {"Where is it measured?": pay, "Target, in percent": 15.0, "Baseline, in percent": 22.5, "Who owns it?": YOU}
    press(app, "Add a metric", "Add", **values)
    made = metrics(home_engine, shop).row(0, named=True)
    assert (made["formula"], made["stage_id"], made["target"], made["baseline"]) == ("drop_off", pay, 0.15, 0.225)
    assert "target 15 %" in plain(app)
    assert "baseline 22 %" in plain(app)
    assert "owned by You" in plain(app)
    observed = read.row(home_engine, Journey, shop)
    assert observed.observed_version == observed.data_version, "its figures were computed on the way"


def test_a_metric_is_edited_and_a_duration_typed_in_hours(
    shop: int, home_engine: Engine, open_page: Callable[[str], AppTest]
) -> None:
    add_metric(home_engine, by=YOU, journey=shop, formula="time_to_resolution", target=7200.0)
    app = open_page("metrics")
    _button(app, "edit_metrics_0").click().run()
    assert field(app, "Target, in hours").value == 2
    press(app, "edit_metrics_0", "Save", **{"Target, in hours": 1.5, "A success metric of the journey": True})
    row = metrics(home_engine, shop).row(0, named=True)
    assert (row["target"], row["success"]) == (5400, True)
    assert "target 1 h 30 min" in plain(app)
    press(app, "edit_metrics_0", "Put in the bin")
    assert metrics(home_engine, shop).is_empty()


def test_saving_a_metric_unchanged_changes_nothing(shop: int, home_engine: Engine, open_page: Callable[[str], AppTest]) -> None:
    add_metric(home_engine, by=YOU, journey=shop, formula="drop_off", target=1 / 3, baseline=0.1)
    app = open_page("metrics")
    press(app, "edit_metrics_0", "Save")
    row = metrics(home_engine, shop).row(0, named=True)
    assert (row["target"], row["revision"]) == (1 / 3, 1)


def test_a_target_beyond_reach_and_a_fourth_critical_metric_are_refused(
    shop: int, home_engine: Engine, open_page: Callable[[str], AppTest]
) -> None:
    made = [
        add_metric(home_engine, by=YOU, journey=shop, formula=f, critical=f != "nps").key
        for f in ("drop_off", "ces", "csat", "nps")
    ]
    app = open_page("metrics")
    press(app, "edit_metrics_0", "Save", **{"Target, in percent": 120.0})
    assert "between 0 % and 100 %" in refusal(app)
    app = open_page("metrics")
    _button(app, "edit_metrics_0").click().run()
    field(app, "Which metric?").set_value(made[3])
    _button(app, "edit_metrics_0").click().run()
    press(app, "edit_metrics_0", "Save", **{"Critical: Monday shows it, at most three a stage": True})
    assert "The whole journey has three critical metrics already" in refusal(app)


def test_an_event_is_counted_only_once_there_are_events(
    shop: int, home_engine: Engine, open_page: Callable[[str], AppTest]
) -> None:
    app = open_page("metrics")
    _button(app, "Add a metric").click().run()
    field(app, "Which KPI?").set_value("event_count")
    _button(app, "Add a metric").click().run()
    press(app, "Add a metric", "Add")
    assert "There is no event to measure yet" in refusal(app)
    assert metrics(home_engine, shop).is_empty()


def test_script_and_markdown_that_people_typed_are_shown_as_they_typed_them(
    shop: int, home_engine: Engine, open_part: Callable[[str], AppTest], open_page: Callable[[str], AppTest]
) -> None:
    engine, short = home_engine, SCRIPT[:60]
    told = dict.fromkeys(("goal", "starts_with", "ends_with", "time_frame", "review_rhythm"), SCRIPT)
    change_journey(engine, by=YOU, journey=shop, revision=1, name=SCRIPT, **told)
    team = add_team(engine, by=YOU, name=SCRIPT).key
    person = add_person(engine, by=YOU, name=SCRIPT, email=f"{SCRIPT}@x", team_id=team).key
    set_member(engine, by=YOU, journey=shop, person=person, role=Role.EDITOR)
    stage = read.stages(engine, shop)[0]
    change_stage(engine, by=YOU, journey=shop, stage=stage.key, revision=1, name=SCRIPT, description=SCRIPT, team_id=team)
    step = add_step(engine, by=YOU, journey=shop, stage=stage.key, name=SCRIPT).key
    add_touchpoint(engine, by=YOU, journey=shop, step=step, name=SCRIPT, channel=SCRIPT)
    fields = ("profile", "goals", "jobs", "says", "thinks", "does", "feels", "segment")
    add_persona(engine, by=YOU, journey=shop, name=SCRIPT, quotes=[SCRIPT], **dict.fromkeys(fields, SCRIPT))
    add_view(engine, by=YOU, journey=shop, name=short, team=team, stages=(stage.key,))
    add_metric(engine, by=YOU, journey=shop, formula="event_count", event=SCRIPT, stage=stage.key, success=True)
    expected = {"Scope": (0, 7), "Stages": (3, 2), "Personas": (1, 9), "People and teams": (3, 0), "Team views": (2, 0)}
    for part, (marked, escaped) in expected.items():
        app = open_part(part)
        assert not app.exception
        seen = words(app)
        for markup in ("<script>", "**bold**", "[x]("):
            assert markup not in re.sub(r"<(dt|dd|li|p|h3|span|div)\b.*", "", seen), f"{part}: {markup} would be markup"
        assert seen.count(literal(SCRIPT)) >= marked, part
        assert seen.count(ESCAPED) >= escaped, part
    app = open_part("Stages")
    _button(app, f"steps_{stage.key}").click().run()
    assert "<script>" not in words(app)
    app = open_page("metrics")
    assert "<script>" not in words(app)
    assert words(app).count(literal(SCRIPT)) >= 2
    _button(app, f"edit_metrics_{stage.key}").click().run()
    assert "<script>" not in words(app)
