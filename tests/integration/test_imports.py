"""Importing: wholly in or out, nothing twice, undone and put back, private parts nowhere, figures in step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.words import MetricKind, Outcome, SourceKind
from journey.errors import NeedsAnswer, NotAllowed, NotFound, Refused
from journey.routine.act import act
from journey.routine.data import imports
from journey.routine.data.keeping import sweep
from journey.routine.data.mapping import NO_TOUCHPOINT, Meaning, map_event, map_events, map_stage_names
from journey.routine.data.observations import catch_up, recompute
from journey.routine.data.undoing import redo_batch, undo_batch
from journey.routine.journeys import add_step, add_touchpoint
from journey.routine.steps import bin_step
from journey.store.engine import reading, writing
from journey.store.readers import data, metrics
from journey.store.readers.journeys import stages
from journey.store.tables import AuditEvent, Journey, Membership, Metric, Person, Source, Stage, Verbatim
from tests.integration.import_builders import YOU, a_shop, bring, event_lines, events_csv, figures, survey_csv, tickets_csv

EVENTS, TICKETS, SURVEYS, SERIES = SourceKind.EVENTS, SourceKind.TICKETS, SourceKind.SURVEYS, SourceKind.SERIES


def dataset_rows(home: Settings, kind: SourceKind) -> int:
    files = list(home.events.glob(f"journey-*/{kind}/*.parquet"))
    return sum(pl.scan_parquet(file).select(pl.len()).collect().item() for file in files)


def audits(engine: Engine, act_name: str) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent).where(AuditEvent.act == act_name)))


def in_stages(engine: Engine, home: Settings, journey: int) -> None:
    browse, buy = (stage.key for stage in stages(engine, journey))
    meanings = {"home": Meaning(browse), "purchase": Meaning(buy, Outcome.GOAL)}
    map_events(engine, home, by=YOU, journey=journey, meanings=meanings)


def test_an_import_says_what_it_did_and_leaves_one_audit_event(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    report = bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log.csv", range(10)))
    assert (report.rows_read, report.rows_new, report.rows_known, report.problems.height) == (15, 15, 0, 0)
    assert report.unmapped == (("home", 10), ("purchase", 5))
    (event,) = audits(engine, "import.add")
    assert event.after is not None
    assert (event.person, event.subject, event.after["rows_new"]) == ("You", "import_batch", 15)
    assert dataset_rows(home, EVENTS) == 15
    assert data.batches(engine, shop)["rows_new"].to_list() == [15]


def test_the_same_file_twice_adds_nothing(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = events_csv(tmp_path / "log.csv", range(10))
    bring(engine, home, shop, EVENTS, file)
    again = bring(engine, home, shop, EVENTS, file)
    assert (again.batch_id, again.rows_new, again.rows_known) == (None, 0, 15)
    assert any("Nothing new" in note for note in again.notes)
    assert (dataset_rows(home, EVENTS), data.batches(engine, shop).height) == (15, 1)
    assert data.event_names(engine, shop)["volume"].sum() == 15


def test_a_later_file_of_a_source_adds_only_what_is_new(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_2026-03-10.csv", range(10)))
    later = bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_2026-03-20.csv", range(6, 20)))
    assert later.source == "log"
    assert (later.rows_read, later.rows_known, later.rows_new) == (21, 6, 15)
    assert dataset_rows(home, EVENTS) == len(event_lines(range(20)))


def test_rows_that_repeat_within_an_event_log_count_once(engine: Engine, home: Settings, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("user_id,event,timestamp\n" + "c1,home,2026-03-02 10:00:00\n" * 3)
    report = bring(engine, home, a_shop(engine), EVENTS, file)
    assert (report.rows_read, report.rows_new, report.rows_known) == (3, 1, 2)


def test_two_answers_alike_without_an_id_are_two_answers(engine: Engine, home: Settings, tmp_path: Path) -> None:
    file = tmp_path / "poll.csv"
    file.write_text("date,nps_score,comment\n" + "2026-03-02,9,Good\n" * 2 + "2026-03-03,3,Slow\n")
    shop = a_shop(engine)
    assert bring(engine, home, shop, SURVEYS, file, answers={"scale": "nps"}).rows_new == 3
    assert bring(engine, home, shop, SURVEYS, file, answers={"scale": "nps"}).rows_new == 0
    assert data.verbatims(engine, shop).height == 3


def test_undo_restores_the_figures_from_before_and_redo_those_after(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, "Browse", "Buy")
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_1.csv", range(10)))
    in_stages(engine, home, shop)
    before = figures(engine, shop)
    second = bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_2.csv", range(10, 30)))
    after = figures(engine, shop)
    assert second.batch_id is not None
    assert after.height > before.height > 0
    undo_batch(engine, home, by=YOU, batch_id=second.batch_id)
    assert_frame_equal(figures(engine, shop), before)
    assert data.event_names(engine, shop)["volume"].sum() == 15
    redo_batch(engine, home, by=YOU, batch_id=second.batch_id)
    assert_frame_equal(figures(engine, shop), after)
    assert data.event_names(engine, shop)["volume"].sum() == len(event_lines(range(30)))
    assert [event.subject_id for event in audits(engine, "import.undo") + audits(engine, "import.redo")] == [second.batch_id] * 2


def test_undo_takes_the_words_along_but_not_what_people_had_binned(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, "Order")
    file = survey_csv(tmp_path / "nps.csv", "1,2026-03-02,Order,9,Fine", "2,2026-03-03,Order,2,Slow")
    batch = bring(engine, home, shop, SURVEYS, file, answers={"scale": "nps"}).batch_id
    assert batch is not None
    with act(engine, "verbatim.bin", by=YOU, journey=shop) as doing:
        words = doing.session.exec(select(Verbatim).where(Verbatim.text == "Slow")).one()
        doing.bin(words, words.revision)
    undo_batch(engine, home, by=YOU, batch_id=batch)
    assert data.verbatims(engine, shop).is_empty()
    redo_batch(engine, home, by=YOU, batch_id=batch)
    assert data.verbatims(engine, shop)["text"].to_list() == ["Fine"]


def test_undo_names_the_files_that_left_rows_out_and_redo_brings_nothing_in_twice(
    engine: Engine, home: Settings, tmp_path: Path
) -> None:
    shop = a_shop(engine)
    first = bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_1.csv", range(10))).batch_id
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log_2.csv", range(5, 12)))
    assert first is not None
    assert "log_2.csv" in " ".join(undo_batch(engine, home, by=YOU, batch_id=first))
    again = bring(engine, home, shop, EVENTS, tmp_path / "log_2.csv")
    assert again.rows_new == len(event_lines(range(5, 10)))
    with pytest.raises(Refused, match="have come in again since"):
        redo_batch(engine, home, by=YOU, batch_id=first)
    with pytest.raises(Refused, match="is out already"):
        undo_batch(engine, home, by=YOU, batch_id=first)
    with pytest.raises(NotFound, match="no batch 4711"):
        undo_batch(engine, home, by=YOU, batch_id=4711)


def test_a_ticket_that_was_closed_since_counts_as_closed(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(
        engine,
        home,
        shop,
        TICKETS,
        tickets_csv(tmp_path / "desk_1.csv", "T1,2026-03-02 09:00,,Where is it?", "T2,2026-03-02 10:00,2026-03-02 12:00,Broken"),
    )
    later = bring(
        engine,
        home,
        shop,
        TICKETS,
        tickets_csv(tmp_path / "desk_2.csv", "T1,2026-03-02 09:00,2026-03-03 09:00,Where is it?", "T3,2026-03-04 09:00,,Lost"),
    )
    assert later.batch_id is not None
    assert (later.rows_new, later.rows_changed, later.rows_known) == (1, 1, 0)

    def closed() -> dict[date, int]:
        found = figures(engine, shop).filter(pl.col("formula") == "time_to_resolution", pl.col("grain") == "day")
        return dict(found.select("day", "n").iter_rows())

    assert closed() == {date(2026, 3, 2): 1, date(2026, 3, 3): 1}
    assert sorted(data.verbatims(engine, shop)["text"]) == ["Broken", "Lost", "Where is it?"]
    undo_batch(engine, home, by=YOU, batch_id=later.batch_id)
    assert closed() == {date(2026, 3, 2): 1}


def test_a_survey_fills_stages_words_emotions_and_the_first_metrics(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = survey_csv(
        tmp_path / "nps.csv", "1,2026-03-02,Order,10,Easy", "2,2026-03-03,Delivery,0,Late", "3,2026-03-03, order ,5,"
    )
    report = bring(engine, home, shop, SURVEYS, file, make_stages=True)
    made = stages(engine, shop)
    assert [stage.name for stage in made] == ["Order", "Delivery"]
    assert any("Order, Delivery" in note for note in report.notes)
    words = data.verbatims(engine, shop)
    assert sorted(words.select("text", "score", "emotion", "stage_id").iter_rows()) == [
        ("Easy", 10.0, 5.0, made[0].id),
        ("Late", 0.0, -5.0, made[1].id),
    ]
    there = metrics.metrics(engine, shop)
    assert set(there.select("formula", "stage").iter_rows()) == {("nps", None), ("nps", "Order"), ("nps", "Delivery")}
    order = figures(engine, shop).filter(pl.col("stage") == "Order", pl.col("segment") == "")
    assert (order["n"].sum(), order["total"].sum()) == (2, 0.0)


def test_stage_names_that_nobody_knows_are_told_and_can_be_mapped_later(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, "Order", "Delivery")
    file = survey_csv(
        tmp_path / "nps.csv", "1,2026-03-02,ORDER,10,Easy", "2,2026-03-03,Shipping,0,Late", "3,2026-03-03,Shipping,1,Lost"
    )
    report = bring(engine, home, shop, SURVEYS, file, make_stages=True)
    assert report.unmapped == (("Shipping", 2),)
    assert [stage.name for stage in stages(engine, shop)] == ["Order", "Delivery"]
    delivery = stages(engine, shop)[1].key
    assert data.verbatims(engine, shop, stage_id=delivery).is_empty()
    source = data.source(engine, shop, SURVEYS, "nps")
    assert source is not None
    map_stage_names(engine, home, by=YOU, journey=shop, source=source.key, stages={"Shipping": delivery})
    assert sorted(data.verbatims(engine, shop, stage_id=delivery)["text"]) == ["Late", "Lost"]
    found = figures(engine, shop).filter(pl.col("stage") == "Delivery", pl.col("segment") == "")
    assert found["n"].sum() == 2


def test_mapping_events_brings_drop_off_to_the_stages(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, "Browse", "Buy")
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log.csv", range(40)))
    in_stages(engine, home, shop)
    there = metrics.metrics(engine, shop)
    assert {"drop_off", "step_duration", "conversion"} <= set(there.filter(pl.col("stage") == "Browse")["formula"])
    per_stage = there.filter(pl.col("critical")).group_by("stage").len()["len"]
    assert per_stage.max() <= 3
    dropped = figures(engine, shop).filter(pl.col("formula") == "drop_off", pl.col("stage") == "Browse", pl.col("segment") == "")
    assert (dropped["n"].sum(), dropped["total"].sum()) == (40, 20.0)
    assert set(figures(engine, shop)["segment"].unique()) == {"", "platform=web", "platform=app"}


def test_a_stale_event_mapping_is_refused_and_a_wrong_name_changes_nothing(
    engine: Engine, home: Settings, tmp_path: Path
) -> None:
    from journey.errors import StaleEdit

    shop = a_shop(engine, "Browse", "Buy")
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log.csv", range(4)))
    browse = stages(engine, shop)[0].key
    map_event(engine, home, by=YOU, journey=shop, name="home", stage_id=browse, revision=1)
    with pytest.raises(StaleEdit):
        map_event(engine, home, by=YOU, journey=shop, name="home", stage_id=None, revision=1)
    with pytest.raises(NotFound, match="No event called 'nope'"):
        map_events(engine, home, by=YOU, journey=shop, meanings={"home": Meaning(None), "nope": Meaning(browse)})
    mapped = data.event_names(engine, shop).filter(pl.col("stage") == "Browse")
    assert mapped["name"].to_list() == ["home"]


def test_an_event_keeps_its_touchpoint_as_long_as_it_is_one_of_its_stage(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine, "Browse", "Buy")
    bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log.csv", range(4)))
    browse, buy = (stage.key for stage in stages(engine, shop))
    step = add_step(engine, by=YOU, journey=shop, stage=browse, name="Look around").key
    shelf = add_touchpoint(engine, by=YOU, journey=shop, step=step, name="Shelf").key

    def told(*, stage: int | None = browse, touchpoint: int | None = None) -> int:
        meanings = {"home": Meaning(stage, touchpoint_id=touchpoint)}
        return map_events(engine, home, by=YOU, journey=shop, meanings=meanings)

    def known() -> tuple[int | None, int | None, str]:
        with reading(engine) as session:
            (rule,) = [rule for rule in metrics.rules(session, shop) if rule.event == "home"]
        (listed,) = data.event_names(engine, shop).filter(pl.col("name") == "home")["touchpoint_id"]
        return listed, rule.touchpoint_id, rule.touchpoint

    assert told(touchpoint=shelf) == 1
    assert known() == (shelf, shelf, "Shelf")
    assert told() == 0, "said again without a touchpoint, as the command line does"
    assert known() == (shelf, shelf, "Shelf")
    with pytest.raises(Refused, match="not one of the stage that 'home' happens in"):
        told(stage=buy, touchpoint=shelf)
    assert known() == (shelf, shelf, "Shelf")
    told(stage=buy)
    assert known() == (None, None, "")
    told(touchpoint=shelf)
    told(touchpoint=NO_TOUCHPOINT)
    assert known() == (None, None, "")
    told(touchpoint=shelf)
    bin_step(engine, by=YOU, journey=shop, step=step, revision=1)
    assert known() == (None, None, ""), "a step in the bin takes its touchpoints along"


def test_a_series_becomes_a_metric_with_its_readings(engine: Engine, home: Settings, tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("ds,y\n2026-03-02,10.5\n2026-03-03,11.5\n")
    shop = a_shop(engine)
    bring(engine, home, shop, SERIES, file)
    (metric,) = metrics.metrics(engine, shop).iter_rows(named=True)
    assert (metric["formula"], metric["name"], metric["kind"]) == ("series", "visits", MetricKind.MEAN)
    assert figures(engine, shop).select("day", "total").rows() == [(date(2026, 3, 2), 10.5), (date(2026, 3, 3), 11.5)]


def test_a_metric_that_was_binned_does_not_come_back_with_the_next_file(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(engine, home, shop, TICKETS, tickets_csv(tmp_path / "desk_1.csv", "T1,2026-03-02 09:00,,Lost"))
    with act(engine, "metric.bin", by=YOU, journey=shop) as doing:
        row = doing.session.exec(select(Metric).where(Metric.formula == "ticket_volume")).one()
        doing.bin(row, row.revision)
    bring(engine, home, shop, TICKETS, tickets_csv(tmp_path / "desk_2.csv", "T2,2026-03-05 09:00,,Lost"))
    assert "ticket_volume" not in metrics.metrics(engine, shop)["formula"].to_list()


def test_what_a_person_answered_is_remembered_for_the_source(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    rows = "".join(f"{day:02d}/03/2026,{day % 5 + 1},text {day}\n" for day in range(1, 11))
    first, second = tmp_path / "poll_1.csv", tmp_path / "poll_2.csv"
    first.write_text("when,rate,words\n" + rows)
    second.write_text("when,rate,words\n" + rows.replace("/03/", "/04/"))
    with pytest.raises(NeedsAnswer):
        bring(engine, home, shop, SURVEYS, first)
    assert data.batches(engine, shop).is_empty()
    mapping = {"at": "when", "score": "rate", "text": "words"}
    bring(engine, home, shop, SURVEYS, first, mapping=mapping, answers={"date_order": "dmy", "scale": "1-5"})
    report = bring(engine, home, shop, SURVEYS, second)
    assert report.rows_new == 10
    found = figures(engine, shop).filter(pl.col("segment") == "")
    assert found["day"].max() == date(2026, 4, 10)


def test_problem_rows_are_kept_for_download_and_start_no_formula(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = tmp_path / "log.csv"
    file.write_text("user_id,event,timestamp\nc1,home,2026-03-02 10:00:00\nc2,home,=cmd|calc\nc3,home,2026-03-02 11:00:00\n")
    report = bring(engine, home, shop, EVENTS, file)
    assert (report.rows_new, report.problems["row"].to_list()) == (2, [3])
    (row,) = data.batches(engine, shop).iter_rows(named=True)
    kept = (home.events / row["problems_path"]).read_text("utf-8-sig")
    assert row["problems"] == 1
    assert "'=cmd|calc" in kept
    assert ",=cmd" not in kept


def test_a_file_of_nothing_but_problems_can_still_be_looked_at(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = tmp_path / "log.csv"
    file.write_text("user_id,event,timestamp\n,home,2026-03-02 10:00:00\n,home,2026-03-02 11:00:00\n")
    report = bring(engine, home, shop, EVENTS, file)
    assert (report.rows_new, report.problems.height) == (0, 2)
    (row,) = data.batches(engine, shop).iter_rows(named=True)
    assert (row["rows_new"], row["problems"], (home.events / row["problems_path"]).exists()) == (0, 2, True)


PRIVATE = ("anna.schmidt@example.org", "+49 151 23456789", "DE89 3704 0044 0532 0130 00")


def test_what_is_private_is_nowhere_on_disk(sqlite_home: Settings, tmp_path: Path) -> None:
    from journey.routine.start import start

    engine = start(sqlite_home)
    shop = a_shop(engine)
    mail, phone, iban = PRIVATE
    survey = tmp_path / "nps.csv"
    survey.write_text(
        "response_id,date,nps_score,comment,respondent_email,note,customer_id\n"
        f"1,2026-03-02,9,Write to {mail} or call {phone},{mail},see {mail},{mail}\n"
        f"2,2026-03-03,{mail},my account is {iban},{mail},,{mail}\n"
    )
    tickets = tickets_csv(
        tmp_path / "desk.csv", f"T1,2026-03-02 09:00,soon {mail},Reach me at {mail}", f"T2,2026-03-02 09:00,,IBAN {iban}"
    )
    log = tmp_path / "log.csv"
    log.write_text(f"user_email,event,timestamp,phone\n{mail},home,2026-03-02 10:00:00,{phone}\n")
    bring(engine, sqlite_home, shop, SURVEYS, survey, answers={"scale": "nps"})
    bring(engine, sqlite_home, shop, TICKETS, tickets)
    bring(engine, sqlite_home, shop, EVENTS, log, mapping={"customer": "user_email"})
    assert "[EMAIL" in data.verbatims(engine, shop)["text"].str.join(" ").item()
    engine.dispose()
    seen = 0
    for file in (path for path in sqlite_home.home.rglob("*") if path.is_file()):
        cells = pl.read_parquet(file).write_csv().encode() if file.suffix == ".parquet" else b""
        for secret in (mail, phone, iban, "anna.schmidt"):
            assert secret.encode() not in file.read_bytes() + cells, f"{secret} is in {file}"
        seen += 1
    assert seen >= 5


def test_one_customer_is_one_customer_in_every_file_though_the_address_is_gone(
    engine: Engine, home: Settings, tmp_path: Path
) -> None:
    shop = a_shop(engine)
    log = tmp_path / "log.csv"
    log.write_text("user_id,event,timestamp\nAnna@example.org,home,2026-03-02 10:00:00\nc2,home,2026-03-02 10:00:00\n")
    poll = tmp_path / "poll.csv"
    poll.write_text("date,nps_score,comment,customer_id\n2026-03-02,9,Good,anna@example.org\n")
    bring(engine, home, shop, EVENTS, log)
    bring(engine, home, shop, SURVEYS, poll, answers={"scale": "nps"})
    (events,) = home.events.glob("journey-*/events/*.parquet")
    (surveys,) = home.events.glob("journey-*/surveys/*.parquet")
    (asked,) = pl.read_parquet(surveys)["customer"]
    assert asked.startswith("c")
    assert "@" not in asked
    assert set(pl.read_parquet(events)["customer"]) == {asked, "c2"}


def test_somebody_without_the_role_imports_nothing(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    with writing(engine) as session:
        vera = Person(name="Vera")
        session.add(vera)
        session.flush()
        session.add(Membership(journey_id=shop, person_id=vera.key))
    with pytest.raises(NotAllowed):
        imports.import_file(engine, home, by=vera.key, journey=shop, kind=EVENTS, path=events_csv(tmp_path / "log.csv", range(3)))
    assert data.batches(engine, shop).is_empty()


def test_when_the_audit_cannot_be_written_nothing_is_in(
    engine: Engine, home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.routine.act import Act

    shop = a_shop(engine)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the audit is down")

    file = survey_csv(tmp_path / "nps.csv", "1,2026-03-02,Order,10,Easy")
    with monkeypatch.context() as patched:
        patched.setattr(Act, "log", broken)
        with pytest.raises(RuntimeError):
            bring(engine, home, shop, SURVEYS, file, answers={"scale": "nps"})
    assert data.batches(engine, shop).is_empty()
    assert data.verbatims(engine, shop).is_empty()
    with reading(engine) as session:
        assert not session.exec(select(Source)).all()
    assert sweep(engine, home, older_than=0) == 1
    assert bring(engine, home, shop, SURVEYS, file, answers={"scale": "nps"}).rows_new == 1


def test_the_sweep_leaves_what_a_batch_names(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    batch = bring(engine, home, shop, EVENTS, events_csv(tmp_path / "log.csv", range(3))).batch_id
    assert batch is not None
    undo_batch(engine, home, by=YOU, batch_id=batch)
    (home.home / ".incoming-dead").mkdir()
    assert sweep(engine, home, older_than=0) == 1
    redo_batch(engine, home, by=YOU, batch_id=batch)
    assert dataset_rows(home, EVENTS) == 4


def test_figures_follow_the_day_without_any_import(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(
        engine, home, shop, TICKETS, tickets_csv(tmp_path / "desk.csv", "T1,2026-03-02 09:00,,Lost", "T2,2026-03-05 09:00,,Lost")
    )
    early = home.model_copy(update={"today": date(2026, 3, 3)})
    assert catch_up(engine, early, journey=shop)
    assert figures(engine, shop)["day"].max() == date(2026, 3, 2)
    assert not catch_up(engine, early, journey=shop)
    assert catch_up(engine, home, journey=shop)
    assert figures(engine, shop)["day"].max() == date(2026, 3, 5)


def test_figures_are_computed_again_when_the_data_move_meanwhile(
    engine: Engine, home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.routine.data import observations

    shop = a_shop(engine)
    bring(engine, home, shop, TICKETS, tickets_csv(tmp_path / "desk.csv", "T1,2026-03-02 09:00,,Lost"))
    compute, calls = observations._compute, []

    def slow(*arguments: object) -> object:
        found = compute(*arguments)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 1:
            with act(engine, "stage.add", by=YOU, journey=shop) as doing:
                doing.data_changed()
        return found

    monkeypatch.setattr(observations, "_compute", slow)
    recompute(engine, home, journey=shop)
    assert len(calls) == 2
    with reading(engine) as session:
        row = session.get_one(Journey, shop)
    assert row.observed_version == row.data_version


def test_twenty_write_while_a_file_comes_in(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = events_csv(tmp_path / "log.csv", range(2000))

    def write(number: int) -> None:
        for count in range(5):
            with act(engine, "stage.add", by=YOU, journey=shop) as doing:
                doing.add(Stage(journey_id=shop, name=f"{number}-{count}"))
                doing.data_changed()

    with ThreadPoolExecutor(21) as pool:
        arriving = pool.submit(bring, engine, home, shop, EVENTS, file)
        list(pool.map(write, range(20)))
        report = arriving.result()
    assert report.rows_new == 3000
    assert len({stage.name for stage in stages(engine, shop)}) == 100
    catch_up(engine, home, journey=shop)
    with reading(engine) as session:
        row = session.get_one(Journey, shop)
    assert row.observed_version == row.data_version


def test_of_two_who_import_the_same_file_at_once_one_brings_it_in(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    file = events_csv(tmp_path / "log.csv", range(200))
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: bring(engine, home, shop, EVENTS, file), range(4)))
    assert sorted(report.rows_new for report in reports) == [0, 0, 0, 300]
    assert dataset_rows(home, EVENTS) == 300
    assert data.event_names(engine, shop)["volume"].sum() == 300


def test_a_source_is_stale_once_its_newest_row_is_too_old(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(engine, home, shop, TICKETS, tickets_csv(tmp_path / "desk.csv", "T1,2026-03-02 09:00,,Lost"))

    def freshness(day: date) -> tuple[str, int]:
        (row,) = data.sources(engine, shop, today=day, timezone="UTC").iter_rows(named=True)
        return row["freshness"], row["days_behind"]

    assert freshness(date(2026, 3, 10)) == ("fresh", 8)
    assert freshness(date(2026, 3, 11)) == ("stale", 9)
    with act(engine, "source.add", by=YOU, journey=shop) as doing:
        doing.add(Source(journey_id=shop, kind=SURVEYS, name="later"))
    assert set(data.sources(engine, shop, today=date(2026, 3, 10), timezone="UTC")["freshness"]) == {"fresh", "never"}
