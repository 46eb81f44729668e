"""The health of sources: stale, dried up, a column gone, more rows unreadable; and each over with the next good delivery."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import SourceKind
from journey.routine.alerts.acts import check
from journey.routine.alerts.found import Found
from journey.routine.alerts.freshness import freshness
from journey.routine.alerts.health import found, still
from journey.routine.data.conversations import import_conversations
from journey.routine.data.queries import fetch_query
from journey.routine.data.source import add_source
from journey.routine.data.undoing import undo_batch
from journey.routine.metrics import add_metric
from journey.store.engine import reading, writing
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.data import sources
from journey.store.tables import AuditEvent, ImportBatch, Source
from tests.integration.import_builders import YOU, a_shop, bring, event_lines, events_csv, tickets_csv

WEEK = Week.parse("2026-W46")
"""The reviewed week; the Monday on which it is, is the 16th."""
MONDAY = WEEK.shift(1).monday
USUAL = [400, 420, 390, 410, 405, 398, 415, 402]


def a_source(engine: Engine, journey: int, *batches: dict[str, Any], kind: SourceKind = SourceKind.EVENTS, **values: Any) -> int:
    """A source called Shop log with those batches; its id."""
    with writing(engine) as session:
        source = Source(journey_id=journey, kind=kind, name="Shop log", **values)
        session.add(source)
        session.flush()
        for number, batch in enumerate(batches):
            told: dict[str, Any] = {
                "file_name": f"log_{number}.csv",
                "path": "",
                "last_at": noon(WEEK.sunday),
                "imported_by": YOU,
            }
            session.add(ImportBatch(source_id=source.key, **{**told, **batch}))
        return source.key


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def by_week(*rows: int, last: Week = WEEK) -> dict[str, int]:
    """Rows of weeks running, the last of them in `last`."""
    return {str(last.shift(at - len(rows) + 1).monday): many for at, many in enumerate(rows)}


def only(engine: Engine, journey: int, week: Week = WEEK, today: date = MONDAY) -> Found:
    (one,) = found(engine, journey, week, today=today)
    return one


def test_a_source_that_brings_what_it_used_to_is_healthy(engine: Engine) -> None:
    shop = a_shop(engine)
    a_source(engine, shop, {"weeks": by_week(300, *USUAL), "rows_read": 3000, "columns": ["a"], "imported_at": noon(MONDAY)})
    assert found(engine, shop, WEEK, today=MONDAY) == []


def test_a_stale_source_says_what_is_unknown_because_of_it(engine: Engine) -> None:
    shop = a_shop(engine, "Browse", "Pay")
    add_metric(engine, by=YOU, journey=shop, formula="conversion")
    source = a_source(engine, shop, {"last_at": noon(date(2026, 11, 1)), "imported_at": noon(date(2026, 11, 2))})
    one = only(engine, shop)
    assert (one.source_id, one.metric_id, one.rule, one.since) == (source, None, "stale source", date(2026, 11, 10))
    assert one.why.startswith("Shop log: nothing new for 15 days, the last is of 1 Nov. Unknown, not calm, because of it: ")
    assert one.why.endswith("Bring in what is new.")
    assert only(engine, shop, today=date(2026, 11, 20)).since == one.since, "the same trouble is the same, however old"
    strip = sources(engine, shop, today=MONDAY, timezone="UTC")
    assert strip["freshness"].to_list() == ["stale"]


@pytest.mark.parametrize("today", [date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 16), date(2026, 12, 24)])
def test_health_and_the_strip_of_sources_say_the_same(engine: Engine, today: date) -> None:
    shop = a_shop(engine)
    a_source(engine, shop, {"last_at": noon(date(2026, 11, 1)), "imported_at": noon(date(2026, 11, 2))})
    strip = sources(engine, shop, today=min(today, WEEK.shift(1).sunday), timezone="UTC")["freshness"][0]
    told = [one.rule for one in found(engine, shop, WEEK, today=today)]
    assert told == (["stale source"] if strip == "stale" else [])


def test_a_source_that_never_brought_anything_is_stale_once_it_had_its_time(engine: Engine) -> None:
    shop = a_shop(engine)
    source = add_source(engine, by=YOU, journey=shop, kind=SourceKind.TICKETS, name="Desk", stale_after_days=8).key
    with writing(engine) as session:
        session.connection().execute(
            update(AuditEvent).where(col(AuditEvent.act) == "source.add").values(at=noon(date(2026, 11, 7)))
        )
    assert found(engine, shop, WEEK, today=date(2026, 11, 15)) == []
    one = only(engine, shop, today=date(2026, 11, 16))
    assert one.why.startswith("Desk was set up on 7 Nov and nothing has come in yet. What it measures is unknown, not calm.")
    assert (one.source_id, one.since) == (source, date(2026, 11, 16))


def test_far_fewer_rows_than_usual_and_since_when(engine: Engine) -> None:
    shop = a_shop(engine)
    source = a_source(engine, shop, {"weeks": by_week(300, *USUAL, 80, 95), "imported_at": noon(MONDAY)})
    one = only(engine, shop)
    assert one.why.startswith("Shop log: 95 rows in the week of 9 Nov, usually about 40")
    assert (one.rule, one.since, one.n) == ("volume collapsed", WEEK.shift(-1).monday, 95)
    assert still(engine, shop, WEEK, source, "volume collapsed", today=MONDAY) is True
    assert still(engine, shop, WEEK.shift(-2), source, "volume collapsed", today=MONDAY) is False


def test_a_week_that_was_not_wholly_delivered_is_not_judged(engine: Engine) -> None:
    shop = a_shop(engine)
    wednesday = {"last_at": noon(WEEK.monday + timedelta(days=2)), "imported_at": noon(WEEK.monday + timedelta(days=2))}
    a_source(engine, shop, {"weeks": by_week(300, *USUAL, 90), **wednesday})
    assert found(engine, shop, WEEK, today=date(2026, 11, 15)) == []
    with writing(engine) as session:
        (batch,) = session.exec(select(ImportBatch))
        batch.imported_at = noon(MONDAY)
        session.add(batch)
    assert only(engine, shop).rule == "volume collapsed", "what came in after the week is all there is of it"


def test_of_a_stale_source_nothing_is_said_of_its_rows(engine: Engine) -> None:
    shop = a_shop(engine)
    source = a_source(
        engine, shop, {"weeks": by_week(300, *USUAL, last=WEEK.shift(-2)), "last_at": noon(WEEK.shift(-2).sunday),
                       "imported_at": noon(WEEK.shift(-2).sunday)},
    )  # fmt: skip
    assert [one.rule for one in found(engine, shop, WEEK, today=MONDAY)] == ["stale source"]
    assert still(engine, shop, WEEK, source, "volume collapsed", today=MONDAY) is None


def test_files_whose_rows_have_no_time_are_held_against_each_other(engine: Engine) -> None:
    shop = a_shop(engine)
    files: list[dict[str, Any]] = [
        {"rows_read": rows, "last_at": None, "imported_at": noon(date(2026, 10, 4) + timedelta(weeks=at))}
        for at, rows in enumerate((50, 52, 49, 51, 50, 8))
    ]
    a_source(engine, shop, *files, kind=SourceKind.USABILITY)
    one = only(engine, shop)
    assert one.why.startswith("Shop log: 8 rows in log_5.csv, usually about 50 a file.")
    assert one.since == date(2026, 11, 8)


def columns(*words: str, mapping: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "batches": [
            {"columns": list(word), "rows_read": 100, "imported_at": noon(date(2026, 10, 18) + timedelta(weeks=at))}
            for at, word in enumerate(words)
        ],
        "mapping": mapping or {},
    }


@pytest.mark.parametrize(
    ("words", "said", "since"),
    [
        (("abs", "ab"), "the column s (score) is no longer in its files, since log_1.csv.", date(2026, 10, 25)),
        (("abs", "ab", "ab"), "the column s (score) is no longer in its files, since log_1.csv.", date(2026, 10, 25)),
        (("abs", "abs", "abs", "as"), "the column b is no longer in its files, since log_3.csv.", date(2026, 11, 8)),
        (("abs", "abs", "abs", "a"), "the columns b, s (score) are no longer in its files", date(2026, 11, 8)),
    ],
)
def test_a_column_that_vanished(engine: Engine, words: tuple[str, ...], said: str, since: date) -> None:
    shop = a_shop(engine)
    made = columns(*words, mapping={"score": "s"})
    source = a_source(engine, shop, *made["batches"], mapping=made["mapping"])
    one = only(engine, shop)
    assert said in one.why
    assert (one.rule, one.since) == ("column vanished", since)
    with writing(engine) as session:
        back: dict[str, Any] = {"columns": ["a", "b", "s"], "last_at": noon(WEEK.sunday), "imported_at": noon(MONDAY)}
        session.add(ImportBatch(source_id=source, file_name="log_9.csv", path="", **back))
    assert still(engine, shop, WEEK, source, "column vanished", today=MONDAY) is False


def test_what_came_in_later_is_not_known_when_one_looks_back(engine: Engine) -> None:
    shop = a_shop(engine)
    made = columns("ab", "ab", "ab", "a")
    a_source(engine, shop, *made["batches"])
    assert found(engine, shop, WEEK.shift(-3), today=MONDAY) == []
    assert only(engine, shop).rule == "column vanished"


def test_more_rows_that_could_not_be_read(engine: Engine) -> None:
    shop = a_shop(engine)
    files: list[dict[str, Any]] = [
        {"rows_read": 1000 - bad, "problems": bad, "imported_at": noon(date(2026, 10, 18) + timedelta(weeks=at))}
        for at, bad in enumerate((2, 1, 3, 40))
    ]
    source = a_source(engine, shop, *files)
    one = only(engine, shop)
    assert one.why.startswith("Shop log: 4.0 % (40 of 1,000) rows could not be read, before 0.2 %.")
    assert (one.rule, one.since, one.n) == ("unreadable rows rose", date(2026, 11, 8), 1000)
    assert still(engine, shop, WEEK, source, "unreadable rows rose", today=MONDAY) is True


def test_a_reason_is_never_too_long(engine: Engine) -> None:
    shop = a_shop(engine, "Browse", "Pay")
    for formula in ("conversion", "drop_off", "churn"):
        add_metric(engine, by=YOU, journey=shop, formula=formula, name="N" * 120)
    made = columns("ab", "ab", "ab")
    for batch in made["batches"]:
        batch["columns"] = [f"{letter * 200}" for letter in batch["columns"]]
    a_source(engine, shop, *made["batches"], {"columns": ["c"], "imported_at": noon(MONDAY)})
    one = only(engine, shop)
    assert len(one.why) <= 300
    assert one.why.endswith("else ask who delivers it.")


def test_an_import_remembers_its_columns_and_how_many_rows_each_week_got(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(engine, home, shop, SourceKind.EVENTS, events_csv(tmp_path / "log.csv", range(10)))
    desk = tickets_csv(tmp_path / "desk.csv", "1,2026-03-08 23:30,,Hello", "2,2026-03-09 00:30,,Hello", "3,2026-03-10,,Hello")
    bring(engine, home, shop, SourceKind.TICKETS, desk)
    later = tickets_csv(tmp_path / "desk_2.csv", "2,2026-03-09 00:30,2026-03-16,Hello", "4,2026-03-16,,Hello")
    bring(engine, home, shop, SourceKind.TICKETS, later)
    chat = tmp_path / "chat.txt"
    chat.write_text("Agent: How can I help?\nCustomer: It broke.\n")
    import_conversations(engine, home, by=YOU, journey=shop, path=chat)
    with reading(engine) as session:
        log, first, second, talk = session.exec(select(ImportBatch).order_by(col(ImportBatch.id)))
    assert log.columns == ["user_id", "event", "timestamp", "platform"]
    assert log.weeks == {"2026-03-02": 10, "2026-03-09": 5}
    assert first.columns == ["ticket_id", "created_at", "closed_at", "description"]
    assert first.weeks == {"2026-03-02": 1, "2026-03-09": 2}
    assert second.weeks == {"2026-03-16": 1}, "a ticket that changed is no new one"
    assert (talk.columns, talk.weeks) == ([], {})


def test_the_answer_to_a_query_has_columns_too(engine: Engine, home: Settings, tmp_path: Path) -> None:
    import sqlite3

    shop = a_shop(engine)
    with sqlite3.connect(tmp_path / "logs.db") as connection:
        connection.execute("CREATE TABLE log (user_id TEXT, event TEXT, timestamp TEXT, platform TEXT)")
        connection.executemany("INSERT INTO log VALUES (?,?,?,?)", [line.split(",") for line in event_lines(range(4))])
    query = "SELECT user_id, event, timestamp FROM log"
    file = fetch_query(engine, by=YOU, journey=shop, url=f"sqlite:///{tmp_path / 'logs.db'}", query=query, folder=tmp_path)
    bring(engine, home, shop, SourceKind.EVENTS, file, source="log", query=query)
    with reading(engine) as session:
        assert session.exec(select(ImportBatch.columns)).one() == ["user_id", "event", "timestamp"]


def test_a_batch_that_is_taken_out_is_not_counted(engine: Engine, home: Settings, tmp_path: Path) -> None:
    shop = a_shop(engine)
    bring(engine, home, shop, SourceKind.EVENTS, events_csv(tmp_path / "log_1.csv", range(10)))
    file = tmp_path / "log_2.csv"
    file.write_text("user_id,event,timestamp\nx,home,2026-03-12 09:00\n")
    report = bring(engine, home, shop, SourceKind.EVENTS, file, mapping={"customer": "user_id"})
    with writing(engine) as session:
        source = session.exec(select(Source)).one()
        source.mapping = {**source.mapping, "channel": "platform"}
        session.add(source)
    day = date(2026, 3, 16)
    with writing(engine) as session:
        session.connection().execute(update(ImportBatch).values(imported_at=noon(day)))
    assert [one.rule for one in found(engine, shop, Week.parse("2026-W11"), today=day)] == ["column vanished"]
    assert report.batch_id is not None
    undo_batch(engine, home, by=YOU, batch_id=report.batch_id)
    assert found(engine, shop, Week.parse("2026-W11"), today=day) == []


def test_only_what_no_other_source_tells_is_unknown(engine: Engine) -> None:
    shop = a_shop(engine, "Browse", "Pay")
    for formula in ("task_success", "ces", "nps"):
        add_metric(engine, by=YOU, journey=shop, formula=formula)
    old = {"last_at": noon(date(2026, 11, 1)), "imported_at": noon(date(2026, 11, 2))}
    a_source(engine, shop, old, kind=SourceKind.SURVEYS, answers={"scale": "ces7:low-is-good"})
    a_source(engine, shop, old, kind=SourceKind.USABILITY)
    told = [one.why for one in found(engine, shop, WEEK, today=MONDAY)]
    assert [" because of it: Customer effort score (CES). " in why for why in told] == [True, False], told
    assert "because of it: Task success rate." in told[1]
    a_source(engine, shop, {"imported_at": noon(MONDAY)})
    told = [one.why for one in found(engine, shop, WEEK, today=MONDAY)]
    assert "What it measures is unknown" in told[1], "events tell of task success too"


def test_trouble_is_raised_once_and_ends_with_the_next_good_delivery(engine: Engine) -> None:
    shop = a_shop(engine)
    made = columns("abs", "abs", mapping={"score": "s"})
    bad = {"columns": ["a", "b"], "imported_at": noon(MONDAY), "file_name": "log_bad.csv"}
    source = a_source(engine, shop, *made["batches"], bad, mapping=made["mapping"])
    [alert] = check(engine, by=YOU, journey=shop, week=WEEK, today=MONDAY)
    assert (alert.source_id, alert.metric_id, alert.rule, alert.since) == (source, None, "column vanished", MONDAY)
    assert check(engine, by=YOU, journey=shop, week=WEEK, today=MONDAY) == []
    tuesday = MONDAY + timedelta(days=1)
    with writing(engine) as session:
        good: dict[str, Any] = {"columns": ["a", "b", "s"], "last_at": noon(tuesday), "imported_at": noon(tuesday)}
        session.add(ImportBatch(source_id=source, file_name="log_good.csv", path="", **good))
    assert check(engine, by=YOU, journey=shop, week=WEEK.shift(-2), today=tuesday) == []
    assert alerts(engine, shop)["state"].to_list() == ["open"], "a look back at an earlier week ends nothing"
    assert check(engine, by=YOU, journey=shop, week=WEEK, today=tuesday) == []
    assert alerts(engine, shop)["state"].to_list() == ["resolved"]
    assert flips(engine, shop).select("person", "new").rows() == [(None, "resolved")]


def test_a_journey_that_went_silent_is_not_calm(engine: Engine) -> None:
    shop = a_shop(engine)
    a_source(engine, shop, {"last_at": noon(WEEK.sunday), "imported_at": noon(MONDAY)})
    later = date(2026, 12, 21)
    one = only(engine, shop, today=later)
    assert one.why.startswith("Shop log: nothing new for 36 days, the last is of 15 Nov."), "the review waits, time does not"
    strip = freshness(engine, shop, WEEK, today=later, timezone="UTC")
    assert strip["freshness"].to_list() == ["stale"]
    assert found(engine, shop, WEEK, today=MONDAY + timedelta(days=7)) == []


def test_old_data_that_came_in_lately_can_be_looked_at_in_peace(engine: Engine) -> None:
    shop = a_shop(engine)
    a_source(engine, shop, {"last_at": noon(WEEK.sunday), "imported_at": noon(date(2028, 1, 3))})
    assert found(engine, shop, WEEK, today=date(2028, 1, 4)) == []
    assert freshness(engine, shop, WEEK, today=date(2028, 1, 4), timezone="UTC")["freshness"].to_list() == ["fresh"]


def test_of_old_data_too_the_newest_file_is_judged_and_the_next_ends_it(engine: Engine) -> None:
    shop, lately = a_shop(engine), date(2028, 1, 3)
    made = columns("ab", "ab", mapping={"customer": "b"})
    for batch in made["batches"]:
        batch["imported_at"] = noon(lately)
    source = a_source(engine, shop, *made["batches"], {"columns": ["a"], "imported_at": noon(lately)}, mapping=made["mapping"])
    [alert] = check(engine, by=YOU, journey=shop, week=WEEK, today=lately)
    assert alert.rule == "column vanished"
    with writing(engine) as session:
        good: dict[str, Any] = {"columns": ["a", "b"], "last_at": noon(WEEK.sunday), "imported_at": noon(lately)}
        session.add(ImportBatch(source_id=source, file_name="log_good.csv", path="", **good))
    check(engine, by=YOU, journey=shop, week=WEEK, today=lately)
    assert alerts(engine, shop)["state"].to_list() == ["resolved"]
