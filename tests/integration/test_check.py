"""`journey check`: what cron reads of it, two at once, and one that is killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.cli.here import here
from journey.config import Settings, settings
from journey.domain.weeks import Week
from journey.domain.words import NoticeState, SourceKind
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.notify.channels import add_channel
from journey.store.engine import reading, writing
from journey.store.readers.journeys import stages
from journey.store.readers.notices import notices
from journey.store.tables import Alert, ImportBatch, Journey, Notice, Observation, Source
from tests.integration.receivers import Webhook, free_port, webhook
from tests.integration.test_cli import Terminal

YOU = 1
TODAY = date(2026, 11, 18)
REVIEWED = Week.parse("2026-W46")


@pytest.fixture
def journey(
    engine: Engine, home: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """The command line on the same installation as `engine`, on a Wednesday of week 47."""
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "80")
    settings.cache_clear()
    here.cache_clear()
    yield Terminal(capsys)
    here().engine.dispose()
    here.cache_clear()
    settings.cache_clear()


def environment(home: Settings) -> dict[str, str]:
    return {
        "JOURNEY_HOME": str(home.home), "JOURNEY_DATABASE_URL": home.database_url, "JOURNEY_TODAY": TODAY.isoformat(),
        "JOURNEY_PATIENCE": "5",
    }  # fmt: skip


@pytest.fixture
def shop(engine: Engine) -> int:
    """A journey whose drop-off at Pay was 20 % for a year and is 45 % in the week before this one."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Basket", "Pay")).key
    metric = add_metric(
        engine, by=YOU, journey=journey, formula="drop_off", stage=stages(engine, journey)[1].key, critical=True
    ).key
    draw = np.random.default_rng(7)
    rows = []
    for back in range(365):
        day = REVIEWED.sunday - timedelta(days=back)
        gone = int(draw.binomial(200, 0.45 if day >= REVIEWED.monday else 0.20))
        sums = {"n": 200, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
        source = Source(journey_id=journey, kind=SourceKind.EVENTS, name="log")
        session.add(source)
        session.flush()
        last = datetime(2026, 11, 17, 12, tzinfo=UTC)
        session.add(ImportBatch(source_id=source.key, file_name="log.csv", path="", first_at=last, last_at=last, imported_by=YOU))
        # the figures are those of today: nothing is computed anew from files that are not there
        query = update(Journey).where(col(Journey.id) == journey)
        session.connection().execute(query.values(observed_version=Journey.data_version, observed_on=TODAY))
    return journey


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as receiver:
        yield receiver


def test_new_alerts_are_one_then_calm_is_zero(journey: Terminal, shop: int) -> None:
    said = journey("check", code=1)
    assert "Shop, week 47 (2026-11-09 to 2026-11-15): 1 new alert, 1 unanswered in all." in said
    assert "- Pay, Drop-off:" in said
    assert "usually" in said
    assert "http://127.0.0.1:8501/monday_review?journey=shop&week=2026-W47&metric=" in said
    assert "no new alerts, 1 unanswered in all" in journey("check", code=0)


def test_programs_read_json(journey: Terminal, engine: Engine, shop: int, hook: Webhook) -> None:
    add_channel(engine, by=YOU, journey=shop, name="Ops", url=hook.url)
    answer = json.loads(journey("check", "--journey", "shop", "--notify", "--format", "json", code=1))
    [found] = answer["journeys"]
    assert (answer["code"], found["journey"], found["week"], found["unanswered"]) == (1, "shop", "2026-W47", 1)
    assert found["new"][0]["since"] >= "2026-11-08"
    assert found["told"] == [{"channel": "Ops", "notices": 2, "outcome": "taken", "why": ""}]
    assert hook.took[0]["title"] == "Shop: 1 new alert, the digest of week 47"
    again = json.loads(journey("check", "--notify", "--format", "json"))
    assert (again["code"], again["journeys"][0]["told"]) == (0, [])
    assert len(hook.took) == 1


def test_nobody_is_told_without_being_asked_and_alerts_of_other_runs_are_told_when_it_is(
    journey: Terminal, engine: Engine, shop: int, hook: Webhook
) -> None:
    assert "Nobody was told: no channel is set up" in journey("check", "--notify", code=1)
    add_channel(engine, by=YOU, journey=shop, name="Ops", url=hook.url, alerts=False)
    journey("check")
    assert hook.took == []
    assert "Told Ops (1)." in journey("check", "--notify")
    assert "Still open" not in hook.texts()[0]
    assert "New this week (1)" in hook.texts()[0]


def test_what_is_broken_is_two_and_says_so(journey: Terminal, engine: Engine, shop: int) -> None:
    journey("check", "--journey", "nope", code=2)
    assert "There is no journey 'nope'" in journey.error
    add_journey(engine, by=YOU, name="Empty")
    assert "No data yet" in journey("check", code=1)
    journey("check", "--journey", "empty", code=2)
    assert "No data has come in yet" in journey.error
    add_channel(engine, by=YOU, journey=shop, name="Ops", url=f"json://127.0.0.1:{free_port()}/s3cret")
    journey("check", "--notify", code=2)
    assert "Ops was not told. Nothing answers at that address. It is kept" in journey.error
    assert "s3cret" not in journey.error


def test_one_journey_that_breaks_does_not_keep_the_others_from_being_looked_at(
    journey: Terminal, engine: Engine, shop: int, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.routine.notify import rounds

    broken = add_journey(engine, by=YOU, name="A broken one").key
    add_channel(engine, by=YOU, journey=broken, name="Ops", url=hook.url)
    real = rounds.look

    def look(*arguments: Any, **named: Any) -> Any:
        if named["journey"].slug == "a-broken-one":
            raise ZeroDivisionError("our fault")
        return real(*arguments, **named)

    monkeypatch.setattr(rounds, "look", look)
    assert "1 new alert" in journey("check", "--notify", code=2)
    assert [each["title"] for each in hook.took] == ["A broken one: the digest of week 47"], "what waits is sent all the same"
    assert "A broken one: Something went wrong on our side." in journey.error
    assert "our fault" in (settings().home / "journey.log").read_text()


def test_a_database_that_is_away_is_two(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_DATABASE_URL", f"postgresql://nobody:s3cret@127.0.0.1:{free_port()}/none")
    settings.cache_clear()
    here.cache_clear()
    journey = Terminal(capsys)
    journey("check", code=2)
    assert "database did not answer" in journey.error
    assert "s3cret" not in journey.error


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from journey.cli import main; main()", *arguments]


def test_two_processes_at_once_raise_and_tell_everything_once(engine: Engine, home: Settings, shop: int, hook: Webhook) -> None:
    add_channel(engine, by=YOU, journey=shop, name="Ops", url=hook.url)
    hook.delay = 0.5
    own = os.environ | environment(home)
    runs = [subprocess.Popen(command("check", "--notify"), env=own, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 1], said
    assert len(notices(engine, shop)) == 2
    assert set(notices(engine, shop)["state"]) == {"sent"}
    text = "\n".join(hook.texts())
    assert text.count("- Pay, Drop-off:") == 1
    assert sum("digest" in each["title"] for each in hook.took) == 1


KILLS = {"sqlite": 5, "postgresql": 2}


@pytest.mark.skipif(os.name != "posix", reason="kills a forked process")
def test_a_process_killed_anywhere_loses_nothing_and_nothing_is_told_twice(
    engine: Engine, home: Settings, shop: int, hook: Webhook
) -> None:
    add_channel(engine, by=YOU, journey=shop, name="Ops", url=hook.url, digest=False)
    chance, doubts, killed = random.Random(20261122), 0, 0
    harness = [sys.executable, "-m", "tests.integration.killing"]
    with subprocess.Popen(
        harness, env=os.environ | environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as it:

        def run(line: int | None = None) -> dict[str, Any]:
            assert it.stdin is not None
            assert it.stdout is not None
            it.stdin.write(
                json.dumps({"arguments": ["check", "--journey", "shop", "--notify"], "line": line, "delay": None}) + "\n"
            )
            it.stdin.flush()
            told: dict[str, Any] = json.loads(it.stdout.readline())
            return told

        run()
        _add_alert(engine, shop, "Alert 0.")
        lines = run()["lines"]
        assert _heard(hook, "Alert 0.") == 1
        for number in range(1, KILLS[engine.dialect.name] + 1):
            why = f"Alert {number}."
            told = _add_alert(engine, shop, why)
            # most kills in the last part, where things are written down and sent
            killed += run(int(lines * (0.6 + 0.4 * chance.random())))["signal"] == 9
            _later(engine)
            run()
            state = _state(engine, told)
            doubts += state is NoticeState.UNCLEAR
            assert state in (NoticeState.SENT, NoticeState.UNCLEAR)
            assert _heard(hook, why) == 1 or (state is NoticeState.UNCLEAR and _heard(hook, why) == 0)
        assert it.stdin is not None
        it.stdin.close()
    assert killed
    assert doubts <= killed


def _add_alert(engine: Engine, journey: int, why: str) -> int:
    with writing(engine) as session:
        known = session.exec(select(Alert).where(Alert.journey_id == journey)).all()
        row = Alert(
            journey_id=journey, metric_id=known[0].metric_id, stage_id=known[0].stage_id, week="2026-W47", rule="by hand",
            why=why, since=date(2025, 1, 1) + timedelta(days=len(known)),
        )  # fmt: skip
        session.add(row)
    return row.key


def _later(engine: Engine) -> None:
    """What was claimed was claimed an hour ago."""
    with writing(engine) as session:
        for notice in session.exec(select(Notice).where(col(Notice.claimed_at).is_not(None))):
            assert notice.claimed_at is not None
            notice.claimed_at -= timedelta(hours=1)
            session.add(notice)


def _state(engine: Engine, alert: int) -> NoticeState:
    with reading(engine) as session:
        return session.exec(select(Notice.state).where(Notice.alert_id == alert)).one()


def _heard(hook: Webhook, why: str) -> int:
    return sum(why in text for text in hook.texts())


def test_who_tells_nobody_does_not_load_apprise(engine: Engine, home: Settings, shop: int) -> None:
    code = "import sys; from journey.cli.edge import guarded; guarded(sys.argv[1:]); print('apprise' in sys.modules)"
    run = [sys.executable, "-c", code, "check", "--notify"]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ | environment(home))
    assert "no channel is set up" in done.stdout
    assert done.stdout.splitlines()[-1] == "False"
