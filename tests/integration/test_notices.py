"""Telling people: grouped, with links, once; down, slow, killed and doubled senders lose nothing and tell nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.words import AlertState
from journey.routine.alerts.acts import triage
from journey.routine.alerts.plan import set_plan
from journey.routine.journeys import add_journey, change_stage
from journey.routine.metrics import add_metric, bin_metric
from journey.routine.notify import outbox
from journey.routine.notify.channels import add_channel, bin_channel, change_channel
from journey.routine.notify.delivery import Delivery, Outcome
from journey.routine.notify.outbox import Sent
from journey.routine.notify.rounds import send_again, tell
from journey.routine.people import add_team
from journey.store.engine import reading, writing
from journey.store.readers.journeys import stages
from journey.store.readers.notices import channels, notices
from journey.store.tables import Alert, Channel, Flip, Journey, Observation, told_at
from tests.integration.digest_builders import a_busy_week
from tests.integration.receivers import Mail, Webhook, free_port, mail, webhook

YOU = 1
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@dataclass
class Shop:
    """A journey with two stages, a metric at Pay, and alerts raised as they are wanted."""

    engine: Engine
    settings: Settings
    journey: Journey
    pay: int
    metric: int

    def alert(self, why: str, *, at: datetime = WEDNESDAY, segment: str = "") -> Alert:
        day = date(2026, 11, 9) - timedelta(days=20 * self._count())
        row = Alert(
            journey_id=self.journey.key, metric_id=self.metric, stage_id=self.pay, week="2026-W47", since=day, rule="shift",
            why=why, segment=segment, raised_at=at,
        )  # fmt: skip
        with writing(self.engine) as session:
            session.add(row)
        return row

    def _count(self) -> int:
        with reading(self.engine) as session:
            return len(session.exec(select(Alert)).all())

    def channel(self, url: str, name: str = "Ops", **more: Any) -> Channel:
        with told_at(MONDAY):
            return add_channel(self.engine, by=YOU, journey=self.journey.key, name=name, url=url, **{"digest": False, **more})

    def tell(self, at: datetime = WEDNESDAY) -> list[Sent]:
        with told_at(at):
            return tell(self.engine, self.settings, self.journey)

    def states(self) -> list[str]:
        return notices(self.engine, self.journey.key)["state"].to_list()

    def log(self) -> list[dict[str, Any]]:
        return notices(self.engine, self.journey.key).to_dicts()


@pytest.fixture
def shop(engine: Engine, home: Settings) -> Shop:
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Basket", "Pay"))
    pay = stages(engine, journey.key)[1].key
    metric = add_metric(engine, by=YOU, journey=journey.key, formula="drop_off", stage=pay).key
    settings = Settings(home=home.home, public_url="https://journey.example.org/", patience=5)
    return Shop(engine, settings, journey, pay, metric)


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as receiver:
        yield receiver


@pytest.fixture
def post() -> Iterator[Mail]:
    with mail() as receiver:
        yield receiver


def outcomes(sent: list[Sent]) -> list[str]:
    return [each.delivery.outcome.value for each in sent]


def test_new_alerts_come_in_one_message_with_links(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up: 45 % in the week, usually 18 % to 22 %.")
    shop.alert("Drifting.", segment="plan=team")
    sent = shop.tell()
    assert [(each.channel, each.notices, each.delivery.outcome) for each in sent] == [("Ops", 2, Outcome.TAKEN)]
    [told] = hook.took
    assert told["title"] == "Shop: 2 new alerts"
    assert "- Pay, Drop-off: Jumped up: 45 % in the week, usually 18 % to 22 %." in told["message"]
    assert "Drop-off (plan team): Drifting." in told["message"]
    link = f"https://journey.example.org/monday_review?journey=shop&week=2026-W47&metric={shop.metric}"
    assert told["message"].count(link) == 1, "two alerts of one metric share it"
    assert "Answer here: https://journey.example.org/monday_review?journey=shop" in told["message"]
    assert shop.tell() == []
    assert len(hook.took) == 1


def test_a_mail_is_one_mail_with_the_same_words(shop: Shop, post: Mail) -> None:
    shop.channel(post.url)
    shop.alert("Jumped up <b>bold</b> & more.")
    shop.alert("Drifting.")
    assert outcomes(shop.tell()) == ["taken"]
    [message] = post.took
    assert post.to == [["owner@example.org"]]
    assert message["Subject"] == "Shop: 2 new alerts"
    assert len(message.get_all("Message-ID", [])) == 1
    assert message["X-Journey-Message"]
    assert message.get_content_type() == "text/plain"
    assert "- Pay, Drop-off: Jumped up <b>bold</b> & more." in message.get_content()
    assert f"week=2026-W47&metric={shop.metric}" in message.get_content()


def test_a_receiver_that_was_down_is_told_once_when_it_is_back(shop: Shop) -> None:
    port = free_port()
    shop.channel(f"json://127.0.0.1:{port}/hook")
    shop.alert("Jumped up.")
    [first] = shop.tell()
    assert (first.delivery.outcome, first.delivery.why) == (Outcome.FAILED, "Nothing answers at that address.")
    assert shop.states() == ["waiting"]
    assert shop.log()[0]["error"] == "Nothing answers at that address."
    [_] = shop.tell(WEDNESDAY + timedelta(minutes=1))
    assert shop.tell(WEDNESDAY + timedelta(minutes=1)) == [], "each try waits longer than the one before"
    shop.alert("Another one.")
    with webhook(port) as back:
        assert outcomes(shop.tell(WEDNESDAY + timedelta(minutes=3))) == ["taken"]
        assert shop.tell(WEDNESDAY + timedelta(days=1)) == []
        assert [each["title"] for each in back.took] == ["Shop: 2 new alerts"]
    assert shop.log()[-1]["tries"] == 3


def test_a_mail_server_that_was_down_is_told_once_when_it_is_back(shop: Shop) -> None:
    port = free_port()
    shop.channel(Mail(port).url)
    shop.alert("Jumped up.")
    assert outcomes(shop.tell()) == ["failed"]
    with mail(port) as back:
        back.refuse = "451 busy"
        [again] = shop.tell(WEDNESDAY + timedelta(minutes=1))
        assert again.delivery == Delivery(Outcome.FAILED, "The mail server is not taking mail now (451).")
        back.refuse = ""
        assert outcomes(shop.tell(WEDNESDAY + timedelta(hours=1))) == ["taken"]
        assert shop.tell(WEDNESDAY + timedelta(hours=2)) == []
        assert len(back.took) == 1


@pytest.mark.parametrize("status", [500, 503, 429, 404, 302])
def test_an_answer_that_says_no_is_tried_again(shop: Shop, hook: Webhook, status: int) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up.")
    hook.status = status
    [first] = shop.tell()
    hook.took.clear()
    assert first.delivery.outcome is Outcome.FAILED
    assert f"It answered {status}" in first.delivery.why
    hook.status = 200
    assert outcomes(shop.tell()) == ["taken"]
    assert len(hook.took) == 1


def test_a_slow_receiver_is_told_once(shop: Shop, hook: Webhook, post: Mail) -> None:
    shop.channel(hook.url)
    shop.channel(post.url, "Mail")
    shop.alert("Jumped up.")
    hook.delay = post.delay = 1.5
    assert outcomes(shop.tell()) == ["taken", "taken"]
    assert shop.tell(WEDNESDAY + timedelta(days=1)) == []
    assert (len(hook.took), len(post.took)) == (1, 1)


def test_a_receiver_slower_than_our_patience_is_not_told_twice_but_the_doubt_is_shown(
    shop: Shop, hook: Webhook, post: Mail
) -> None:
    shop.channel(hook.url)
    shop.channel(post.url, "Mail")
    shop.alert("Jumped up.")
    shop.settings.patience = 1
    hook.delay = post.delay = 3
    sent = shop.tell()
    assert outcomes(sent) == ["unclear", "unclear"]
    assert "within 1 seconds" in sent[0].delivery.why
    assert shop.states() == ["unclear", "unclear"]
    hook.delay = post.delay = 0
    assert shop.tell(WEDNESDAY + timedelta(days=2)) == []
    assert (len(hook.took), len(post.took)) == (1, 1)
    assert channels(shop.engine, shop.journey.key)["unclear"].to_list() == [1, 1]


@pytest.mark.parametrize("how", ["hang_up", "gateway"])
def test_a_connection_that_breaks_before_the_answer_leaves_a_doubt(shop: Shop, hook: Webhook, how: str) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up.")
    hook.hang_up, hook.status = how == "hang_up", 504 if how == "gateway" else 200
    assert outcomes(shop.tell()) == ["unclear"]
    assert shop.tell(WEDNESDAY + timedelta(days=2)) == []


def test_only_a_person_sends_again_what_may_have_arrived(shop: Shop, hook: Webhook) -> None:
    channel = shop.channel(hook.url)
    shop.alert("Jumped up.")
    hook.hang_up = True
    shop.tell()
    hook.hang_up = False
    sent = send_again(shop.engine, shop.settings, by=YOU, journey=shop.journey.key, channel=channel.key)
    assert outcomes(sent) == ["taken"]
    keys = {each["headers"]["Idempotency-Key"] for each in hook.took}
    assert (len(hook.took), len(keys)) == (2, 1), "a receiver that looks can tell that it is the same"


def test_of_two_who_send_at_once_one_does(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    for number in range(5):
        shop.alert(f"Alert {number}.")
    hook.delay = 0.3
    ready, results = threading.Barrier(4), []

    def run() -> None:
        ready.wait()
        results.append(shop.tell())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(sent) for sent in results) == [0, 0, 0, 1]
    assert [each["title"] for each in hook.took] == ["Shop: 5 new alerts"]


def test_who_dies_before_sending_is_followed_by_another(shop: Shop, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up.")

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "compose", dies)
        with pytest.raises(KeyboardInterrupt):
            shop.tell()
    assert shop.states() == ["claimed"]
    assert shop.tell(WEDNESDAY + timedelta(minutes=9)) == [], "it may still be at work"
    assert outcomes(shop.tell(WEDNESDAY + timedelta(minutes=11))) == ["taken"]
    assert len(hook.took) == 1


def test_who_dies_while_sending_leaves_a_doubt_and_nobody_sends_it_again(
    shop: Shop, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up.")
    real = outbox.deliver

    def dies(*arguments: Any, **more: Any) -> None:
        real(*arguments, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "deliver", dies)
        with pytest.raises(KeyboardInterrupt):
            shop.tell()
    assert shop.states() == ["sending"]
    assert shop.tell(WEDNESDAY + timedelta(minutes=9)) == []
    [said] = shop.tell(WEDNESDAY + timedelta(minutes=11))
    assert (said.channel, said.delivery.outcome) == ("Ops", Outcome.UNCLEAR)
    assert shop.tell(WEDNESDAY + timedelta(days=1)) == []
    assert len(hook.took) == 1


def test_who_was_asleep_while_another_took_over_does_not_send(shop: Shop, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.channel(hook.url)
    shop.alert("Jumped up.")
    real = outbox.compose

    def sleeps(*arguments: Any) -> Any:
        patch.undo()
        shop.tell(WEDNESDAY + timedelta(minutes=11))
        return real(*arguments)

    patch = pytest.MonkeyPatch()
    patch.setattr(outbox, "compose", sleeps)
    assert shop.tell() == []
    assert len(hook.took) == 1
    assert shop.states() == ["sent"]


@pytest.mark.parametrize(
    ("first", "last", "hour", "ends"),
    [(22, 7, 23, "2026-11-19T07"), (22, 7, 3, "2026-11-18T07"), (12, 14, 13, "2026-11-18T14")],
)
def test_quiet_hours_hold_back_and_their_end_tells_all_at_once(
    shop: Shop, hook: Webhook, first: int, last: int, hour: int, ends: str
) -> None:
    _in_berlin(shop)
    set_plan(shop.engine, by=YOU, journey=shop.journey.key, revision=0, quiet_from=first, quiet_to=last)
    shop.channel(hook.url)
    night = datetime(2026, 11, 18, hour - 1, 30, tzinfo=UTC)  # Berlin is an hour ahead
    shop.alert("Jumped up.", at=night)
    assert shop.tell(night) == []
    shop.alert("Another one.", at=night)
    assert shop.tell(night + timedelta(minutes=5)) == []
    assert hook.took == []
    due = shop.log()[-1]["due_at"]
    assert due.astimezone(UTC).strftime("%Y-%m-%dT%H") == f"{ends[:-2]}{int(ends[-2:]) - 1:02d}"
    assert outcomes(shop.tell(due)) == ["taken"]
    assert [each["title"] for each in hook.took] == ["Shop: 2 new alerts"]


def _in_berlin(shop: Shop) -> None:
    shop.journey.timezone = "Europe/Berlin"
    with writing(shop.engine) as session:
        session.connection().execute(update(Journey).values(timezone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("state", "says"), [(AlertState.WATCH, "answered"), (AlertState.RESOLVED, "resolved")], ids=["answered", "resolved"]
)
def test_what_was_settled_meanwhile_is_not_told_and_that_is_on_record(
    shop: Shop, hook: Webhook, state: AlertState, says: str
) -> None:
    port = free_port()
    shop.channel(f"json://127.0.0.1:{port}/hook")
    alert = shop.alert("Jumped up.")
    shop.tell()
    triage(shop.engine, by=YOU, journey=shop.journey.key, alert=alert.key, revision=1, state=state, reason="seen")
    with webhook(port) as back:
        assert shop.tell(WEDNESDAY + timedelta(hours=1)) == []
        assert back.took == []
    assert shop.states() == ["settled"]
    assert says in shop.log()[0]["error"]


def test_a_channel_is_not_told_of_what_was_raised_before_it(shop: Shop, hook: Webhook) -> None:
    shop.alert("Old.", at=MONDAY - timedelta(hours=3))
    shop.alert("New.")
    shop.channel(hook.url)
    assert outcomes(shop.tell()) == ["taken"]
    assert "Old." not in hook.texts()[0]


def test_a_team_is_told_of_its_stages_and_an_alert_that_nobody_would_hear_goes_to_all(shop: Shop, hook: Webhook) -> None:
    engine, journey = shop.engine, shop.journey.key
    payments, growth = (add_team(engine, by=YOU, name=name).key for name in ("Payments", "Growth"))
    change_stage(engine, by=YOU, journey=journey, stage=shop.pay, revision=1, team_id=payments)
    with webhook() as own, webhook() as other:
        shop.channel(own.url, "Payments", team=payments)
        shop.channel(other.url, "Growth", team=growth)
        shop.alert("At Pay.")
        assert [each.channel for each in shop.tell()] == ["Payments"]
        with writing(engine) as session:
            session.add(
                Alert(
                    journey_id=journey, metric_id=None, week="2026-W47", since=date(2026, 11, 17), rule="stale source",
                    why="No data for nine days.", raised_at=WEDNESDAY,
                )
            )  # fmt: skip
        assert [each.channel for each in shop.tell()] == ["Payments", "Growth"]
        shop.channel(hook.url, "Everyone")
        shop.alert("Again at Pay.")
        assert sorted(each.channel for each in shop.tell()) == ["Everyone", "Payments"]


def test_what_nobody_answered_goes_to_the_stages_team_once(shop: Shop, hook: Webhook) -> None:
    engine, journey = shop.engine, shop.journey.key
    payments = add_team(engine, by=YOU, name="Payments").key
    change_stage(engine, by=YOU, journey=journey, stage=shop.pay, revision=1, team_id=payments)
    shop.channel(hook.url, "Everyone")
    alert = shop.alert("Jumped up.")
    shop.tell()
    with webhook() as own:
        shop.channel(own.url, "Payments", team=payments)
        shop.tell()
        own.took.clear()
        assert shop.tell(WEDNESDAY + timedelta(days=4, hours=23)) == []
        assert [each.channel for each in shop.tell(WEDNESDAY + timedelta(days=5))] == ["Payments"]
        assert own.took[0]["title"] == "Shop: 1 unanswered alert"
        assert "no channel of their own" not in own.texts()[0]
        assert shop.tell(WEDNESDAY + timedelta(days=30)) == []
    with reading(engine) as session:
        row = session.get_one(Alert, alert.key)
        assert row.escalated_at == WEDNESDAY + timedelta(days=5)
        assert row.revision == 1, "whoever is about to answer is not refused because of it"


def test_a_team_without_a_channel_is_spoken_for_before_everyone(shop: Shop, hook: Webhook) -> None:
    payments = add_team(shop.engine, by=YOU, name="Payments").key
    change_stage(shop.engine, by=YOU, journey=shop.journey.key, stage=shop.pay, revision=1, team_id=payments)
    shop.channel(hook.url)
    shop.alert("Jumped up.")
    shop.tell()
    assert outcomes(shop.tell(WEDNESDAY + timedelta(days=6))) == ["taken"]
    assert "It is for Payments, who have no channel of their own." in hook.texts()[1]


def test_an_alert_that_is_back_by_itself_is_told_again_once_and_its_days_start_anew(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    alert = shop.alert("Jumped up.")
    shop.tell()
    back = WEDNESDAY + timedelta(days=4)
    with writing(shop.engine) as session:
        session.add(Flip(alert_id=alert.key, old=AlertState.SNOOZED, new=AlertState.OPEN, at=back))
    assert outcomes(shop.tell(back)) == ["taken"]
    assert shop.tell(WEDNESDAY + timedelta(days=6)) == []
    assert outcomes(shop.tell(WEDNESDAY + timedelta(days=9))) == ["taken"]
    assert [each["title"] for each in hook.took] == ["Shop: 1 new alert", "Shop: 1 new alert", "Shop: 1 unanswered alert"]


def test_an_alert_that_a_person_opened_again_is_no_news_but_its_days_start_anew(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    alert = shop.alert("Jumped up.")
    shop.tell()
    with writing(shop.engine) as session:
        back = WEDNESDAY + timedelta(days=4)
        session.add(Flip(alert_id=alert.key, old=AlertState.NOISE, new=AlertState.OPEN, at=back, person_id=YOU))
    assert shop.tell(WEDNESDAY + timedelta(days=6)) == []
    assert outcomes(shop.tell(WEDNESDAY + timedelta(days=9))) == ["taken"]


def test_an_alert_that_is_open_again_is_passed_on_again_once(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    alert = shop.alert("Jumped up.")
    shop.tell()
    assert outcomes(shop.tell(WEDNESDAY + timedelta(days=5))) == ["taken"]
    back = WEDNESDAY + timedelta(days=30)
    with writing(shop.engine) as session:
        session.add(Flip(alert_id=alert.key, old=AlertState.NOISE, new=AlertState.OPEN, at=back))
    shop.tell(back)
    assert shop.tell(back + timedelta(days=4)) == []
    assert outcomes(shop.tell(back + timedelta(days=5))) == ["taken"]
    assert shop.tell(back + timedelta(days=9)) == []
    assert [each["title"] for each in hook.took] == ["Shop: 1 new alert", "Shop: 1 unanswered alert"] * 2


def test_the_digest_comes_once_a_week_from_monday_morning_on(shop: Shop, hook: Webhook) -> None:
    _in_berlin(shop)
    shop.channel(hook.url, alerts=False, digest=True)
    shop.tell(MONDAY)
    hook.took.clear()
    next_monday = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # half past five in Berlin
    assert shop.tell(next_monday) == []
    assert outcomes(shop.tell(next_monday + timedelta(minutes=30))) == ["taken"]
    for later in range(1, 7):
        assert shop.tell(next_monday + timedelta(days=later)) == []
    assert [each["title"] for each in hook.took] == ["Shop: the digest of week 48"]


def test_a_digest_without_data_does_not_say_that_all_is_calm(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url, alerts=False, digest=True)
    shop.tell()
    [text] = hook.texts()
    assert "All is calm" not in text
    assert "Nothing is new and nothing is open, but nothing was measured of: Pay, Drop-off." in text


def test_a_digest_of_a_journey_without_metrics_does_not_say_that_all_is_calm(shop: Shop, hook: Webhook) -> None:
    bin_metric(shop.engine, by=YOU, journey=shop.journey.key, metric=shop.metric, revision=1)
    shop.channel(hook.url, alerts=False, digest=True)
    shop.tell()
    assert "All is calm" not in hook.texts()[0]
    assert "No metric is watched yet" in hook.texts()[0]


def test_a_digest_of_a_quiet_measured_week_says_that_all_is_calm(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url, alerts=False, digest=True)
    with writing(shop.engine) as session:
        session.add(Observation(metric_id=shop.metric, grain="day", day=date(2026, 11, 12), n=40, total=8.0, total_sq=8.0))
    shop.tell()
    assert "All is calm" in hook.texts()[0]


def test_the_digest_says_what_is_new_open_calmed_stale_overdue_and_due(shop: Shop, hook: Webhook) -> None:
    a_busy_week(shop.engine, shop.journey.key, shop.pay, shop.metric)
    shop.channel(hook.url, digest=True, alerts=False)
    assert outcomes(shop.tell()) == ["taken"]
    [text] = hook.texts()
    said = text.split("\n\n")
    assert [part.splitlines()[0] for part in said[:-1]] == [
        "New this week (1)", "Still open (1)", "Calmed in the last seven days (1)", "Stale sources: no data is not calm (1)",
        "Actions overdue (1)", "Changes whose verdict is due (1)",
    ]  # fmt: skip
    assert "Watch, since 2 Nov." in said[1]
    assert "nps (surveys): its newest data are 48 days old" in said[3]
    assert "https://journey.example.org/data?journey=shop" in said[3]
    assert "Write to the bank: nobody yet, due 10 Nov" in said[4]
    assert "/tuesday_blockers?journey=shop&week=2026-W47" in said[4]
    assert "Fewer fields, shipped 2 Nov: did it move Drop-off?" in said[5]


def test_only_the_newest_of_digests_that_could_not_go_out_does(shop: Shop) -> None:
    port = free_port()
    shop.channel(f"json://127.0.0.1:{port}/hook", alerts=False, digest=True)
    shop.tell(MONDAY)
    shop.tell(MONDAY + timedelta(days=7))
    with webhook(port) as back:
        shop.tell(MONDAY + timedelta(days=8))
        assert [each["title"] for each in back.took] == ["Shop: the digest of week 48"]
    assert shop.states() == ["sent", "settled"]


def test_what_waits_for_a_channel_that_was_taken_away_is_settled(shop: Shop) -> None:
    channel = shop.channel(f"json://127.0.0.1:{free_port()}/hook")
    shop.alert("Jumped up.")
    shop.tell()
    bin_channel(shop.engine, by=YOU, journey=shop.journey.key, channel=channel.key, revision=1)
    assert shop.tell(WEDNESDAY + timedelta(hours=1)) == []
    assert shop.states() == ["settled"]


def test_one_channel_that_is_down_does_not_keep_another_from_being_told(shop: Shop, hook: Webhook) -> None:
    shop.channel(f"json://127.0.0.1:{free_port()}/hook", "Down")
    shop.channel(hook.url, "Up")
    shop.alert("Jumped up.")
    assert outcomes(shop.tell()) == ["failed", "taken"]


def test_a_channel_that_wanted_no_alerts_is_told_of_later_ones_only(shop: Shop, hook: Webhook) -> None:
    channel = shop.channel(hook.url, alerts=False)
    shop.alert("Before.")
    assert shop.tell() == []
    with told_at(WEDNESDAY + timedelta(hours=1)):
        change_channel(shop.engine, by=YOU, journey=shop.journey.key, channel=channel.key, revision=1, name="Ops", digest=False)
    shop.alert("After.", at=WEDNESDAY + timedelta(hours=2))
    shop.tell(WEDNESDAY + timedelta(hours=2))
    assert ["Before." in text for text in hook.texts()] == [False]


def test_what_people_typed_starts_no_line_or_header_of_its_own(shop: Shop, post: Mail) -> None:
    shop.journey.name = "Shop\nBcc: all@example.org"
    shop.channel(post.url)
    shop.alert("Up.\n- A line of somebody's own")
    assert outcomes(shop.tell()) == ["taken"]
    [message] = post.took
    assert message["Bcc"] is None
    assert post.to == [["owner@example.org"]]
    plain = message.get_body(("plain",))
    assert plain is not None
    assert "\n- A line" not in plain.get_content()


def test_a_long_list_is_cut_with_the_way_to_the_rest(shop: Shop, hook: Webhook) -> None:
    shop.channel(hook.url)
    for number in range(13):
        shop.alert(f"Alert {number}.")
    shop.tell()
    [text] = hook.texts()
    assert text.startswith("New (13)")
    assert text.count("- Pay, Drop-off: Alert") == 10
    assert "- and 3 more: https://journey.example.org/alerts?journey=shop" in text
