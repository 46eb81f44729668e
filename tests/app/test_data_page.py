"""The Data page as a reader uses it: bring a file in, answer what it leaves open, undo, say what names mean."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import Outcome, SourceKind
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.data.source import add_source, change_source
from journey.routine.journeys import add_step, add_touchpoint
from journey.store.readers import data, metrics
from journey.store.readers.audit import history
from journey.store.readers.journeys import stages
from tests.app.builders import refusals
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]
EVENTS = b"user_id,event,timestamp,platform\n" + b"".join(
    f"c{n},home,2026-11-{n % 9 + 1:02d} 10:00:00,{'web' if n % 2 else 'app'}\n".encode()
    + (f"c{n},purchase,2026-11-{n % 9 + 1:02d} 11:00:00,web\n".encode() if n % 2 else b"")
    for n in range(20)
)
SURVEY = b"date,stage,nps_score,comment\n" + b"".join(
    f"0{n % 9 + 1}/11/2026,Shipping,{n % 11},Comment {n} from anna{n}@example.org\n".encode() for n in range(22)
)


def upload(app: AppTest, name: str, content: bytes, kind: SourceKind = SourceKind.EVENTS) -> AppTest:
    app.selectbox(key="import_kind").select(kind).run()
    return app.file_uploader[0].upload(name, content).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def bring(engine: Engine, journey: int, path: Path, content: bytes, kind: SourceKind = SourceKind.EVENTS) -> None:
    path.write_bytes(content)
    import_file(engine, settings(), by=YOU, journey=journey, kind=kind, path=path, answers={"scale": "nps", "date_order": "dmy"})


def test_an_empty_journey_says_what_to_bring(open_page: Open, shop: int) -> None:
    app = open_page("data")
    assert not app.exception
    assert "Nothing has come in yet" in words(app)
    assert app.file_uploader[0].label.startswith("The file: CSV")


def test_a_file_comes_in_by_four_steps(open_page: Open, shop: int, home_engine: Engine) -> None:
    app = upload(open_page("data"), "log_2026-11-09.csv", EVENTS)
    assert not app.exception
    assert "Which column is which" in words(app)
    assert any(box.value == "user_id" for box in app.selectbox if box.label == "customer (needed)")
    assert "Times in 'timestamp' that name no offset were read in UTC" in words(app).replace("\\", "")
    press(app, "Import 30 rows")
    assert not app.exception
    assert "30 new of 30 rows are in" in words(app).replace("\\", "")
    assert data.event_names(home_engine, shop)["volume"].sum() == 30
    assert "2 of 2 event names are in no stage yet" in words(app)
    assert "stale, data to 9 Nov 2026" in words(app)


def test_an_open_question_is_asked_before_anything_goes_in(open_page: Open, shop: int, home_engine: Engine) -> None:
    app = upload(open_page("data"), "nps.csv", SURVEY, SourceKind.SURVEYS)
    assert not app.exception
    assert not [button for button in app.button if button.label.startswith("Import ")]
    (order,) = [radio for radio in app.radio if "order" in radio.label]
    assert list(order.options) == ["dmy", "mdy"]
    order.set_value("dmy").run()
    press(app, "Import 22 rows")
    assert not app.exception
    told = data.verbatims(home_engine, shop)
    assert told.height == 22
    assert "@example.org" not in " ".join(told["text"])
    assert told["at"].dt.month().unique().to_list() == [11]


def test_bad_rows_are_shown_and_stay_out(open_page: Open, shop: int, home_engine: Engine) -> None:
    app = upload(open_page("data"), "log.csv", EVENTS + b"c99,home,yesterday,web\n")
    assert "1 problem." in words(app)
    assert any(button.label == "Download the problem rows" for button in app.download_button)
    press(app, "Import 30 rows")
    assert data.batches(home_engine, shop)["problems"].to_list() == [1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("log.csv", b"", "empty"), ("log.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG picture")],
)
def test_what_is_no_table_is_said_plainly(open_page: Open, shop: int, name: str, content: bytes, says: str) -> None:
    app = upload(open_page("data"), name, content)
    assert not app.exception
    assert any(says in error.value for error in app.error)


def test_a_batch_is_taken_out_and_put_back(open_page: Open, shop: int, home_engine: Engine, tmp_path: Path) -> None:
    bring(home_engine, shop, tmp_path / "log.csv", EVENTS)
    app = open_page("data")
    press(app, "Undo")
    assert not app.exception
    assert data.batches(home_engine, shop)["undone_at"].is_null().to_list() == [False]
    assert "taken out" in words(app)
    press(app, "Put back")
    assert data.batches(home_engine, shop)["undone_at"].is_null().to_list() == [True]


def test_saying_what_events_mean_starts_metrics(open_page: Open, shop: int, home_engine: Engine, tmp_path: Path) -> None:
    bring(home_engine, shop, tmp_path / "log.csv", EVENTS)
    app = open_page("data")
    revisions = data.event_names(home_engine, shop)["revision"].sum()
    edits = {0: {"stage": "Browse"}, 1: {"stage": "Pay", "outcome": "goal"}}
    app.session_state[f"meanings_{shop}_{revisions}"] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    app.run()
    press(app, "Save what the events mean")
    assert not app.exception
    found = data.event_names(home_engine, shop).select("name", "stage", "outcome").sort("name").rows()
    assert found == [("home", "Browse", "step"), ("purchase", "Pay", "goal")]
    assert "drop_off" in metrics.metrics(home_engine, shop)["formula"].to_list()
    assert "Every event name has its stage" in words(app)


def test_an_event_gets_its_touchpoint_and_a_stage_with_it(
    open_page: Open, shop: int, home_engine: Engine, tmp_path: Path
) -> None:
    bring(home_engine, shop, tmp_path / "log.csv", EVENTS)
    browse = stages(home_engine, shop)[0].key
    step = add_step(home_engine, by=YOU, journey=shop, stage=browse, name="Look around").key
    shelf = add_touchpoint(home_engine, by=YOU, journey=shop, step=step, name="Shelf").key
    app = open_page("data")
    edits = {"edited_rows": {0: {"touchpoint": "Browse: Shelf"}}, "added_rows": [], "deleted_rows": []}
    app.session_state[f"meanings_{shop}_{data.event_names(home_engine, shop)['revision'].sum()}"] = edits
    app.run()
    press(app, "Save what the events mean")
    assert not app.exception
    found = data.event_names(home_engine, shop).filter(pl.col("name") == "home")
    assert found.select("stage", "touchpoint_id").rows() == [("Browse", shelf)]


def test_a_stage_name_nobody_knows_finds_its_stage(open_page: Open, shop: int, home_engine: Engine, tmp_path: Path) -> None:
    bring(home_engine, shop, tmp_path / "nps.csv", SURVEY, SourceKind.SURVEYS)
    app = open_page("data")
    assert "Shipping" in words(app)
    next(box for box in app.selectbox if box.label == "Stage of Shipping").select("Basket").run()
    assert not app.exception
    basket = next(stage.key for stage in stages(home_engine, shop) if stage.name == "Basket")
    assert data.verbatims(home_engine, shop, stage_id=basket).height == 22
    assert "Stage names nobody knows" not in words(app)


def test_names_from_files_cannot_run_anything(open_page: Open, shop: int, home_engine: Engine, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    bring(home_engine, shop, tmp_path / "x.csv", EVENTS.replace(b"home", evil.encode()))
    frame = pl.DataFrame({"date": ["2026-11-02"], "stage": [evil], "nps_score": [9], "comment": [evil]})
    bring(home_engine, shop, tmp_path / f"{evil.replace('/', '')}.csv", frame.write_csv().encode(), SourceKind.SURVEYS)
    app = open_page("data")
    assert not app.exception
    assert "<script>" not in words(app).replace("\\<", "")


def test_a_query_comes_in_by_the_same_steps_and_its_address_is_kept_nowhere(
    open_page: Open, shop: int, home_engine: Engine, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "secret-place.db") as database:
        pl.read_csv(EVENTS).to_pandas().to_sql("log", database, index=False)
    app = open_page("data")
    fields = {field.label: field for field in (*app.text_input, *app.text_area)}
    fields["Database address"].set_value(f"sqlite:///{tmp_path}/secret-place.db")
    fields["Query"].set_value("select * from nowhere")
    press(app, "Fetch the rows")
    assert any("no such table: nowhere" in error.value for error in app.error)
    fields = {field.label: field for field in (*app.text_input, *app.text_area)}
    fields["Database address"].set_value(f"sqlite:///{tmp_path}/secret-place.db")
    fields["Query"].set_value("select * from log")
    press(app, "Fetch the rows")
    assert not app.exception
    assert "Which column is which" in words(app)
    assert all(field.value == "" for field in app.text_input if field.label == "Database address")
    press(app, "Import 30 rows")
    assert not app.exception
    assert "30 new of 30 rows are in" in words(app).replace("\\", "")
    assert not [button for button in app.button if button.label.startswith("Import ")]
    entry = history(home_engine, shop, limit=1).to_dicts()[0]
    assert "select * from log" in str(entry["after"])
    assert str(tmp_path) not in str(entry)


def test_passages_are_counted_by_session_where_the_owner_says_so(
    open_page: Open, shop: int, home_engine: Engine, tmp_path: Path
) -> None:
    """Ten customers come twice, in two sessions: each buys in the second only, after leaving the first."""
    rows = ["customer,at,event,session_id"]
    for n in range(10):
        rows += [f"c{n},2026-10-05 10:00,home,s{n}", f"c{n},2026-10-05 12:00,home,t{n}", f"c{n},2026-10-05 12:10,pay,t{n}"]
    bring(home_engine, shop, tmp_path / "log.csv", "\n".join(rows).encode())
    browse, _, pay = (stage.key for stage in stages(home_engine, shop))
    meanings = {"home": Meaning(browse), "pay": Meaning(pay, Outcome.GOAL)}
    map_events(home_engine, settings(), by=YOU, journey=shop, meanings=meanings)

    def dropped() -> tuple[int, float]:
        metric = metrics.metrics(home_engine, shop).filter(pl.col("formula") == "drop_off", pl.col("stage") == "Browse")["id"][0]
        day = metrics.observations(home_engine, shop, metric_ids=[metric]).filter(pl.col("n") > 0)
        return int(day["n"].sum()), float(day["total"].sum())

    app = open_page("data")
    assert dropped() == (10, 0)
    box = next(box for box in app.selectbox if box.label == "Count by")
    assert list(box.options) == ["customer", "session_id"]
    box.select("session_id").run()
    assert not app.exception
    assert dropped() == (20, 10)
    next(box for box in app.selectbox if box.label == "Count by").select("customer").run()
    assert dropped() == (10, 0)


def test_an_attribute_with_too_many_values_is_left_out_and_said(
    open_page: Open, shop: int, home_engine: Engine, tmp_path: Path
) -> None:
    source = add_source(home_engine, by=YOU, journey=shop, kind=SourceKind.EVENTS, name="log", segments=["city", "platform"])
    rows = "".join(f"c{n},home,2026-11-02 10:00:00,town {n},{'web' if n % 2 else 'app'}\n" for n in range(8214))
    bring(home_engine, shop, tmp_path / "log.csv", f"customer,event,at,city,platform\n{rows}".encode())
    browse = stages(home_engine, shop)[0].key
    map_events(home_engine, settings(), by=YOU, journey=shop, meanings={"home": Meaning(browse)})
    app = open_page("data")
    assert not app.exception
    assert "city has 8,214 values: too many to compare by" in words(app)
    assert "platform has" not in words(app)
    found = metrics.observations(home_engine, shop, segment=None)["segment"].unique().to_list()
    assert "platform=web" in found
    assert not [segment for segment in found if segment.startswith("city")]
    change_source(home_engine, by=YOU, journey=shop, source=source.key, revision=source.revision, segments=["platform"])
    assert "too many to compare by" not in words(app.run())


CALL = (
    b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Agent>Hello.\n\n"
    b"00:00:03.000 --> 00:00:04.000\n<v Ana Silva>It is Ana, a@b.example\n"
)
MAIL = b"From: Jo Li <jo@x.example>\nTo: support@shop.example\nDate: Tue, 10 Nov 2026 10:00:00 +0000\n\nWhere is my order?\n"


def test_several_conversations_come_in_at_once_and_the_page_says_what_it_can_not_promise(
    open_page: Open, shop: int, home_engine: Engine
) -> None:
    app = open_page("data")
    app.selectbox(key="import_kind").select(SourceKind.CONVERSATIONS).run()
    (given,) = app.file_uploader
    text = "text/plain"
    given.set_value([("Ana Silva.vtt", CALL, text), ("a.eml", MAIL, text), ("b.txt", b"no talk", text)]).run()
    assert not app.exception
    said = words(app).replace("\\", "")
    assert re.search(r"Taken out of the texts: 1 e-mail address, \d+ names?\.", said)
    assert "It can't be promised that every name is found" in said
    assert "1 problem" in said
    press(app, "Import 2 conversations")
    assert not app.exception
    assert "3 files: 2 new of 2 conversations are in" in words(app).replace("\\", "")
    kept = data.batches(home_engine, shop)
    assert kept["file_name"].to_list() == ["3 files"]
    assert "Silva" not in repr(kept.rows())


def test_a_conversation_brought_in_as_something_else_is_shown_the_way(open_page: Open, shop: int) -> None:
    app = open_page("data")
    app.file_uploader[0].set_value([("talk.json", b'{"a": [{"x": 1}], "b": [{"y": 2}]}', "application/json")]).run()
    assert "holds no single list of records" in refusals(app)
    assert "If it holds calls, chats or e-mails, choose Conversations above." in words(app)
