"""The Alerts page: who is told outside the app, and how that fares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import Settings
from journey.routine.journeys import change_stage
from journey.routine.notify.channels import add_channel
from journey.routine.notify.rounds import tell
from journey.routine.people import add_team
from journey.store.engine import reading, writing
from journey.store.readers.notices import channels
from journey.store.tables import Alert, Journey, told_at
from tests.app.builders import YOU, stage, the_bin
from tests.app.conftest import APP
from tests.app.conftest import words as marked
from tests.integration.receivers import free_port, mail, webhook

Open = Callable[[str], AppTest]
SECRET = "s3cret-token"


@pytest.fixture
def told(home_engine: Engine, shop: int) -> Callable[[], AppTest]:
    """Open the page where it says who is told."""

    def opened() -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app.query_params["show"] = "Who is told"
        return app.run().switch_page("pages/alerts.py").run()

    return opened


def words(app: AppTest) -> str:
    """What the page says, as a reader sees it: without the backslashes that keep marks from being markup."""
    return marked(app).replace("\\", "")


def an_alert(engine: Engine, journey: int, why: str = "Jumped up.") -> None:
    with writing(engine) as session:
        session.add(
            Alert(
                journey_id=journey, stage_id=stage(engine, journey, "Pay"), week="2026-W47", since=date(2026, 11, 9),
                rule="by hand", why=why,
            )
        )  # fmt: skip


def send(engine: Engine, journey: int, at: datetime | None = None) -> None:
    with reading(engine) as session:
        row = session.get_one(Journey, journey)
    with told_at(at or datetime.now(UTC)):
        tell(engine, Settings(patience=5), row)


def press(app: AppTest, label: str, *, within: str = "") -> AppTest:
    """Press a button; `within` names the one that opened its dialog, which a run of the whole page has to press again."""
    for name in (within, label):
        if name:
            next(button for button in app.button if button.label == name).click()
    return app.run()


def test_nobody_is_told_at_first_and_the_page_says_how_to_change_that(told: Callable[[], AppTest]) -> None:
    app = told()
    assert not app.exception
    assert "Nobody is told of alerts yet" in words(app)
    assert "What they were told" not in words(app)
    assert "Add a channel" in [button.label for button in app.button]


def test_a_channel_is_added_and_its_address_is_nowhere_on_the_screen(
    told: Callable[[], AppTest], home_engine: Engine, shop: int
) -> None:
    app = press(told(), "Add a channel")
    fields = {field.label: field for field in app.text_input}
    fields["Name"].set_value("Ops")
    fields["Address"].set_value(f"jsons://user:{SECRET}@example.org/{SECRET}?+Authorization={SECRET}")
    app = press(app, "Add", within="Add a channel")
    assert not app.exception
    [row] = channels(home_engine, shop).to_dicts()
    assert (row["name"], row["shown"], row["alerts"], row["digest"]) == ("Ops", "JSON webhook at example.org", True, True)
    app = told()
    assert "**Ops** · JSON webhook at example.org" in words(app)
    assert "Gets alerts and Monday's digest of the whole journey, nothing told yet." in words(app)
    assert "put it into cron" in words(app)
    app = press(app, "Edit")
    assert SECRET not in words(app) + "".join(str(field.value) for field in app.text_input)
    assert "so in its backups" in words(app)


def test_an_address_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(told: Callable[[], AppTest]) -> None:
    app = press(told(), "Add a channel")
    {field.label: field for field in app.text_input}["Name"].set_value("Ops")
    {field.label: field for field in app.text_input}["Address"].set_value(f"https://example.org/{SECRET}")
    app = press(app, "Add", within="Add a channel")
    assert "begin it with jsons://" in words(app)
    assert SECRET not in words(app)
    assert {field.label: field for field in app.text_input}["Name"].value == "Ops"


def test_a_test_message_says_whether_it_was_taken(told: Callable[[], AppTest], home_engine: Engine, shop: int) -> None:
    port = free_port()
    add_channel(
        home_engine, by=YOU, journey=shop, name="Ops", url=f"mailto://127.0.0.1:{port}?from=j@example.org&to=o@example.org"
    )
    app = press(told(), "Send a test")
    assert "The test did not arrive. Nothing answers at that address." in words(app)
    with mail(port) as post:
        app = press(told(), "Send a test")
        assert "did not arrive" not in words(app)
        [message] = post.took
        assert message["Subject"] == "Shop: a test from Journey"


def test_the_page_says_who_gets_what_and_what_was_told(told: Callable[[], AppTest], home_engine: Engine, shop: int) -> None:
    support = add_team(home_engine, by=YOU, name="Support *Team*").key
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with told_at(yesterday), webhook() as hook:
        for name, url in (("Support's", hook.url), ("Everyone's", f"{hook.url}/{SECRET}")):
            of = support if name == "Support's" else None
            add_channel(home_engine, by=YOU, journey=shop, name=name, url=url, team=of, digest=False)
        change_stage(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), revision=1, team_id=support)
        an_alert(home_engine, shop, "Jumped <b>up</b>.")
        send(home_engine, shop, yesterday + timedelta(minutes=1))
    app = told()
    said = words(app)
    assert "Gets alerts of Support *Team*'s stages" in said
    assert "Jumped &lt;b&gt;up&lt;/b&gt;." in said
    assert said.count(": told ") == 2
    assert said.count("last told") == 2
    assert SECRET not in said


def test_what_could_not_be_told_shows_why_and_can_be_sent_again(
    told: Callable[[], AppTest], home_engine: Engine, shop: int
) -> None:
    port = free_port()
    add_channel(home_engine, by=YOU, journey=shop, name="Ops", url=f"json://127.0.0.1:{port}/{SECRET}", digest=False)
    an_alert(home_engine, shop)
    send(home_engine, shop)
    app = told()
    assert "1 notice waits to be tried again. Nothing answers at that address." in words(app)
    assert "Ops: tried once, again with the next run. Nothing answers" in words(app)
    with webhook(port) as back:
        app = press(app, "Send it again")
        assert not app.exception
        assert len(back.took) == 1
    assert "to be tried again" not in words(app)
    assert "Ops: told " in words(app)


def test_a_doubt_is_shown_as_one(told: Callable[[], AppTest], home_engine: Engine, shop: int) -> None:
    with webhook() as hook:
        hook.hang_up = True
        add_channel(home_engine, by=YOU, journey=shop, name="Ops", url=hook.url, digest=False)
        an_alert(home_engine, shop)
        send(home_engine, shop)
    said = words(told())
    assert "1 notice may not have arrived." in said
    assert "Ops: unclear whether it arrived." in said


def test_a_channel_taken_away_can_come_back(told: Callable[[], AppTest], open_page: Open, home_engine: Engine, shop: int) -> None:
    add_channel(home_engine, by=YOU, journey=shop, name="Ops", url=f"json://example.org/{SECRET}")
    app = press(press(told(), "Edit"), "Take it away", within="Edit")
    assert not app.exception
    assert channels(home_engine, shop).is_empty()
    history = open_page("history")
    assert SECRET not in words(history)
    press(the_bin(history), "Restore")
    assert channels(home_engine, shop)["name"].to_list() == ["Ops"]
