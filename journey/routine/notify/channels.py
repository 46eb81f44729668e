"""The acts on channels: where people are told, and a test whether that works."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.engine import CursorResult, Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import NoticeState
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.notify.addresses import address
from journey.routine.notify.delivery import Delivery, Outcome, deliver
from journey.store.tables import Channel, Journey, Notice, Team, now


def add_channel(
    engine: Engine,
    *,
    by: int,
    journey: int,
    name: str,
    url: str,
    team: int | None = None,
    alerts: bool = True,
    digest: bool = True,
) -> Channel:
    """Add a place where people are told: an address that Apprise reads, for everyone or for the team that owns some stages.

    The address may hold a password: it is in the database and so in backups, and nowhere else.
    """
    there = address(url)
    _named(name)
    with act(engine, "channel.add", by=by, journey=journey) as doing:
        _team(doing, team)
        _not_told_twice(doing, there.url, team)
        row = Channel(journey_id=journey, name=name.strip(), url=there.url, shown=there.shown, team_id=team)
        row.alerts, row.digest = alerts, digest
        return doing.add(row)


def change_channel(
    engine: Engine, *, by: int, journey: int, channel: int, revision: int, name: str, url: str = "",
    team: int | None = None, alerts: bool = True, digest: bool = True,
) -> Channel:  # fmt: skip
    """Change a channel; an empty `url` leaves the address as it is. Alerts raised before it wanted any are not told."""
    _named(name)
    values: dict[str, object] = {"name": name.strip(), "team_id": team, "alerts": alerts, "digest": digest}
    if url.strip():
        there = address(url)
        values |= {"url": there.url, "shown": there.shown}
    with act(engine, "channel.change", by=by, journey=journey) as doing:
        _team(doing, team)
        row = doing.get(Channel, channel)
        _not_told_twice(doing, str(values.get("url", row.url)), team, but=channel)
        if alerts and not row.alerts:
            values["since"] = now()
        return doing.change(row, revision, **values)


def bin_channel(engine: Engine, *, by: int, journey: int, channel: int, revision: int) -> Channel:
    """Take a channel away: what waits for it is not sent any more."""
    with act(engine, "channel.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Channel, channel), revision)


def send_test(engine: Engine, settings: Settings, *, by: int, journey: int, channel: int) -> Delivery:
    """Send a test message now, whatever the hour; Refused with the reason if it was not taken or nobody can know."""
    with act(engine, "channel.test", by=by, journey=journey) as doing:
        row = doing.get(Channel, channel)
        of = doing.session.get_one(Journey, journey)
        doing.log(row, before=None, after={"name": row.name})
    body = (
        f"This channel will be told of {of.name}. Nothing else is wanted of you.\n\n{settings.app_url}/alerts?journey={of.slug}"
    )
    done = deliver(row.url, f"{of.name}: a test from Journey", body, key=str(uuid4()), patience=settings.patience)
    if done.outcome is Outcome.FAILED:
        raise Refused(f"The test did not arrive. {done.why} Mend that, or edit the address, and test again.")
    if done.outcome is Outcome.UNCLEAR:
        raise Refused(f"It is unclear whether the test arrived. {done.why} Look there before you test again.")
    return done


def wait_again(engine: Engine, *, by: int, journey: int, channel: int) -> int:
    """Let what waits for another try, and what may or may not have arrived, be due now; returns how many."""
    with act(engine, "channel.send_again", by=by, journey=journey) as doing:
        row = doing.get(Channel, channel)
        again = col(Notice.state).in_((NoticeState.WAITING, NoticeState.UNCLEAR))
        query = update(Notice).where(col(Notice.channel_id) == row.key, again)
        found = doing.session.connection().execute(query.values(state=NoticeState.WAITING, due_at=now(), claimed_at=None))
        assert isinstance(found, CursorResult)
        doing.log(row, before=None, after={"name": row.name, "notices": found.rowcount})
        return found.rowcount


def _named(name: str) -> None:
    if not name.strip():
        raise Refused("A channel needs a name, so that everybody knows who is told. Nothing was saved.")
    if len(name.strip()) > 120:
        raise Refused("The name is longer than 120 characters. Nothing was saved.")


def _not_told_twice(doing: Act, url: str, team: int | None, but: int | None = None) -> None:
    """One address may serve two teams, each for its own stages; but not everyone and a team, or the same twice."""
    query = select(Channel).where(Channel.journey_id == doing.journey_id, Channel.url == url, col(Channel.deleted_at).is_(None))
    for other in doing.session.exec(query):
        if other.id != but and (None in (team, other.team_id) or team == other.team_id):
            raise Refused(f"'{other.name}' has this address already, and would be told everything twice. Nothing was saved.")


def _team(doing: Act, team: int | None) -> None:
    if team is not None:
        doing.get(Team, team)
