"""Channels: which addresses are taken, who may add them, and that what they hold never leaves the database."""

from __future__ import annotations

import logging
import socket
import sqlite3
import ssl
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import Role
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.backup import backup
from journey.routine.journeys import add_journey
from journey.routine.notify import messenger
from journey.routine.notify.addresses import address
from journey.routine.notify.channels import add_channel, bin_channel, change_channel, send_test
from journey.routine.notify.delivery import Outcome, deliver, verdict
from journey.routine.people import add_person, add_team, set_member
from journey.store.engine import reading, writing
from journey.store.readers.notices import channels, notices
from journey.store.tables import HIDDEN, AuditEvent, Channel, plain
from tests.integration.receivers import Mail, Webhook, free_port, mail, webhook

YOU = 1
SECRET = "s3cret"
URL = f"jsons://user:{SECRET}@example.org/hooks/{SECRET}?+Authorization={SECRET}&-key={SECRET}&:token={SECRET}"


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop").key


@pytest.fixture
def post() -> Iterator[Mail]:
    with mail() as receiver:
        yield receiver


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as receiver:
        yield receiver


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, "JSON webhook at example.org"),
        (f"form://example.org:8080/{SECRET}", "Form webhook at example.org:8080"),
        (f"mailtos://me:{SECRET}@mail.example.org/?to=you@example.org&smtp=out.example.org", "Mail to you@example.org by"),
        (f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{SECRET}jkdnlazkcOXrIdevi7F", "Slack, slack://T...2/A...D/s...F"),
        (
            f"https://prod-0.westeurope.logic.azure.com/workflows/{SECRET}9/triggers/manual/paths/invoke?api-version=2016-06-01"
            f"&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SECRET}",
            "MSTeams",
        ),
    ],
)
def test_an_address_is_shown_without_what_could_open_it(url: str, shown: str) -> None:
    there = address(f" {url} ")
    assert there.url == url
    assert shown in there.shown
    assert SECRET not in there.shown


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("  ", "The address is empty"),
        (SECRET, "begins with its kind"),
        (f"nonsense://{SECRET}", "kind of address is not known"),
        (f"https://example.org/{SECRET}", "begin it with jsons://"),
        (f"http://example.org/{SECRET}", "begin it with json://"),
        (f"slack://{SECRET}", "not one that slack:// understands"),
        (f"mailto://{SECRET}@example.org?to=nonsense", "not one that mailto:// understands"),
        (f"mailto://{SECRET}@example.org?to=a@example.org,b@example.org", "names several places"),
        (f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}jkdnlazkcOXrIdevi7F/#one/#two", "names several places"),
        (f"json://example.org/{SECRET}{'x' * 1000}", "longer than 1000"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words_that_do_not_repeat_it(url: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        address(url)
    assert SECRET not in str(refusal.value)


def test_an_address_that_asks_for_tries_of_its_own_is_still_tried_once(hook: Webhook) -> None:
    hook.status = 500
    assert address(f"{hook.url}?retry=3").shown == f"JSON webhook at 127.0.0.1:{hook.port}"
    hook.status, hook.hang_up = 200, True
    assert deliver(f"{hook.url}?retry=3&wait=0", "t", "b", key="k", patience=5).outcome is Outcome.UNCLEAR
    assert len(hook.took) == 1


def test_the_address_is_in_the_database_and_in_its_backup_and_nowhere_else(
    engine: Engine, home: Settings, shop: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    row = add_channel(engine, by=YOU, journey=shop, name="Ops", url=URL)
    row = change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Ops", url=URL.replace("hooks", "other"))
    bin_channel(engine, by=YOU, journey=shop, channel=row.key, revision=row.revision)
    with reading(engine) as session:
        stored = session.get_one(Channel, row.key)
        events = session.exec(select(AuditEvent).where(AuditEvent.subject == "channel").order_by(col(AuditEvent.id))).all()
    assert stored.url == URL.replace("hooks", "other")
    assert [event.act for event in events] == ["channel.add", "channel.change", "channel.bin"]
    assert (events[0].after or {})["url"] == (events[1].after or {})["url"] == HIDDEN
    assert SECRET not in "".join(str(event.model_dump()) for event in events)
    assert SECRET not in str(plain(stored))
    assert SECRET not in str(channels(engine, shop).to_dicts()) + str(notices(engine, shop).to_dicts())
    assert SECRET not in caplog.text
    if engine.dialect.name == "sqlite":
        with tarfile.open(backup(home, engine, out=tmp_path / "kept.tar.gz")) as archive:
            archive.extract("journey.db", tmp_path, filter="data")
        with closing(sqlite3.connect(tmp_path / "journey.db")) as copy:
            assert SECRET in copy.execute("SELECT url FROM channel").fetchone()[0], "the screen says so"


def test_two_who_edit_at_once_do_not_see_each_others_address(engine: Engine, shop: int) -> None:
    row = add_channel(engine, by=YOU, journey=shop, name="Ops", url=URL)
    change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Theirs", url=URL.replace("hooks", "theirs"))
    with pytest.raises(StaleEdit) as stale:
        change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Mine", url=URL.replace("hooks", "mine"))
    assert stale.value.mine["name"] == "Mine"
    assert stale.value.mine["url"] != stale.value.theirs["url"], "that they differ can be seen"
    assert SECRET not in str(stale.value.mine) + str(stale.value.theirs) + str(stale.value)


def test_an_error_of_the_database_does_not_carry_the_address(engine: Engine, shop: int) -> None:
    with pytest.raises(StatementError) as error, writing(engine) as session:
        session.add(Channel(journey_id=9999, name="Ops", url=URL))
    assert SECRET not in str(error.value)


def test_an_empty_address_keeps_the_one_there_is(engine: Engine, shop: int) -> None:
    row = add_channel(engine, by=YOU, journey=shop, name="Ops", url=URL)
    row = change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Operations", digest=False)
    assert (row.name, row.url, row.shown, row.digest) == ("Operations", URL, "JSON webhook at example.org", False)


def test_owners_and_editors_may_and_viewers_may_not(engine: Engine, shop: int) -> None:
    for name, role in (("Ed", Role.EDITOR), ("Vi", Role.VIEWER)):
        set_member(engine, by=YOU, journey=shop, person=add_person(engine, by=YOU, name=name).key, role=role)
    other = add_journey(engine, by=YOU, name="Other").key
    set_member(engine, by=YOU, journey=other, person=2, role=Role.EDITOR)
    row = add_channel(engine, by=2, journey=shop, name="Ops", url=URL)
    with pytest.raises(NotAllowed):
        add_channel(engine, by=3, journey=shop, name="Mine", url=URL)
    with pytest.raises(NotAllowed):
        send_test(engine, Settings(), by=3, journey=shop, channel=row.key)
    with pytest.raises(NotFound):
        change_channel(engine, by=2, journey=other, channel=row.key, revision=1, name="x")


def test_one_address_is_not_told_everything_twice_but_may_serve_two_teams(engine: Engine, shop: int) -> None:
    support, growth = (add_team(engine, by=YOU, name=name).key for name in ("Support", "Growth"))
    row = add_channel(engine, by=YOU, journey=shop, name="Support's", url=URL, team=support)
    add_channel(engine, by=YOU, journey=shop, name="Growth's", url=URL, team=growth)
    for team in (None, support):
        with pytest.raises(Refused, match="has this address already") as refusal:
            add_channel(engine, by=YOU, journey=shop, name="Again", url=URL, team=team)
        assert SECRET not in str(refusal.value)
    with pytest.raises(Refused, match="'Growth's' has this address"):
        change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Support's", team=growth)
    assert (
        change_channel(engine, by=YOU, journey=shop, channel=row.key, revision=1, name="Renamed", team=support).name == "Renamed"
    )


def test_a_channel_needs_a_name(engine: Engine, shop: int) -> None:
    with pytest.raises(Refused, match="needs a name"):
        add_channel(engine, by=YOU, journey=shop, name="  ", url=URL)
    with pytest.raises(Refused, match="longer than 120"):
        add_channel(engine, by=YOU, journey=shop, name="x" * 121, url=URL)


def test_a_test_message_says_how_it_went(engine: Engine, shop: int, post: Mail) -> None:
    row = add_channel(engine, by=YOU, journey=shop, name="Ops", url=post.url)
    settings = Settings(public_url="https://journey.example.org", patience=5)
    send_test(engine, settings, by=YOU, journey=shop, channel=row.key)
    assert post.took[0]["Subject"] == "Shop: a test from Journey"
    post.refuse = f"554 {SECRET} was refused"
    with pytest.raises(Refused, match=r"did not arrive. The mail server does not take this message \(554\)") as refusal:
        send_test(engine, settings, by=YOU, journey=shop, channel=row.key)
    assert SECRET not in str(refusal.value), "the other side's words stay there: they may repeat a password"
    post.refuse, post.delay = "", 2
    with pytest.raises(Refused, match="It is unclear whether the test arrived"):
        send_test(engine, Settings(patience=1), by=YOU, journey=shop, channel=row.key)


def test_a_mail_server_that_does_not_know_the_name_says_so() -> None:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    port = free_port()
    server = Controller(
        SimpleNamespace(), hostname="127.0.0.1", port=port, auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )  # fmt: skip
    server.start()
    try:
        url = f"mailto://me:{SECRET}@127.0.0.1:{port}?from=me@example.org&to=you@example.org"
        done = deliver(url, "t", "b", key="k", patience=5)
    finally:
        server.stop()
    assert done.outcome is Outcome.FAILED
    assert "did not accept the name and password (535)" in done.why


class GaveUp(Exception):
    """An error that carries another as its reason, as urllib3's MaxRetryError does."""

    def __init__(self, reason: Exception) -> None:
        super().__init__("gave up")
        self.reason = reason


@pytest.mark.parametrize(
    ("error", "outcome", "says"),
    [
        (requests.exceptions.SSLError(GaveUp(ssl.SSLCertVerificationError("self-signed"))), Outcome.FAILED, "certificate"),
        (requests.exceptions.ConnectionError(GaveUp(socket.gaierror(-2, SECRET))), Outcome.FAILED, "no host of that name"),
        (requests.exceptions.ReadTimeout(f"Read timed out at {SECRET}"), Outcome.UNCLEAR, "no answer came within 5 seconds"),
        (requests.exceptions.ChunkedEncodingError(SECRET), Outcome.UNCLEAR, "The connection broke"),
        (requests.exceptions.ConnectionError(GaveUp(OSError(SECRET))), Outcome.UNCLEAR, "The connection broke"),
        (ValueError(SECRET), Outcome.UNCLEAR, ""),
    ],
)
def test_only_what_proves_that_it_never_arrived_counts_as_that(error: Exception, outcome: Outcome, says: str) -> None:
    done = verdict(error, 5)
    assert done.outcome is outcome
    assert says in done.why
    assert SECRET not in done.why


def test_a_mail_server_that_never_greets_has_taken_nothing_and_a_webhook_that_is_silent_may_have() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert deliver(Mail(port).url, "t", "b", key="k", patience=1).outcome is Outcome.FAILED
        assert deliver(f"json://127.0.0.1:{port}/hook", "t", "b", key="k", patience=1).outcome is Outcome.UNCLEAR


def test_a_receiver_that_never_comes_to_an_end_is_left(hook: Webhook) -> None:
    hook.drip = 0.4
    done = deliver(hook.url, "t", "b", key="k", patience=1)
    assert done.outcome is Outcome.UNCLEAR
    assert "did not come to an end within 2 seconds" in done.why


def test_what_is_sent_and_refused_leaves_no_address_in_any_log(hook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    messenger.apprise()
    for status in (200, 500):
        hook.status = status
        deliver(f"{hook.url}/{SECRET}?+Authorization={SECRET}", "t", "b", key="k", patience=5)
    deliver(f"json://u:{SECRET}@127.0.0.1:{free_port()}/{SECRET}", "t", "b", key="k", patience=5)
    assert len(hook.took) == 1
    assert SECRET not in caplog.text
