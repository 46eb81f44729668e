"""The Data page as a reader uses it: bring a file in, answer what it leaves open, undo, say what names mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import SourceKind
from journey.routine.imports import import_file
from journey.store.readers import data, metrics
from journey.store.readers.journeys import stages
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


def test_saying_what_events_mean_starts_metrics(
    open_page: Open, shop: int, home_engine: Engine, tmp_path: Path
) -> None:
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
