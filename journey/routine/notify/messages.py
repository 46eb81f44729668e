"""Puts what one channel is to be told into one message: new alerts, unanswered ones, Monday's digest."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import NoticeKind
from journey.exports.message import Message, Part
from journey.routine.notify.digest import Scope, digest
from journey.routine.notify.due import local_now
from journey.routine.notify.told import Links, alert_line
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.notices import channels
from journey.store.tables import Channel, Journey, Notice


def compose(engine: Engine, settings: Settings, journey: Journey, channel: Channel, notices: list[Notice]) -> Message:
    """The message that says all of `notices` to `channel`, in words and with links; see exports.message.Message."""
    links = Links(settings, journey)
    known = {row["id"]: row for row in alerts(engine, journey.key).iter_rows(named=True)}
    about = {
        kind: [known[each.alert_id] for each in notices if each.kind is kind and each.alert_id in known] for kind in NoticeKind
    }
    new, late = about[NoticeKind.ALERT], about[NoticeKind.ESCALATION]
    whose = _whose(engine, journey, channel)
    parts = [
        Part(
            "Nobody has answered",
            tuple(alert_line(row, links, whose.get(row["stage_id"], "")) for row in late),
            links.page("alerts"),
        ),
        Part("New", tuple(alert_line(row, links) for row in new), links.page("alerts")),
    ]
    week = max((Week.parse(each.about.partition(":")[2]) for each in notices if each.kind is NoticeKind.DIGEST), default=None)
    if week is not None:
        today = local_now(settings, journey.timezone).date()
        told = frozenset(row["id"] for row in new + late)
        parts += digest(engine, Scope(journey, week, today, _team(engine, channel), told), links)
    return Message(f"{journey.name}: {_title(len(new), len(late), week)}", tuple(parts), links.page("monday_review"))


def _team(engine: Engine, channel: Channel) -> int | None:
    """Whose digest the channel gets: its team's, or everyone's where no channel for everyone gets one."""
    there = channels(engine, channel.journey_id)
    return channel.team_id if there["digest"].filter(there["team_id"].is_null()).any() else None


def _whose(engine: Engine, journey: Journey, channel: Channel) -> dict[int | None, str]:
    """By stage, a sentence on whose it is to answer, where this channel is told in their place."""
    teams = {team.key: team.name for team in read.teams(engine)}
    said: dict[int | None, str] = {}
    for stage in read.stages(engine, journey.key):
        if stage.team_id is None:
            said[stage.id] = " Its stage has no team yet."
        elif stage.team_id != channel.team_id and stage.team_id in teams:
            said[stage.id] = f" It is for {teams[stage.team_id]}, who have no channel of their own."
    return said


def _title(new: int, late: int, week: Week | None) -> str:
    said = [_count(new, "new alert"), _count(late, "unanswered alert"), f"the digest of week {week.number}" if week else ""]
    return ", ".join(each for each in said if each)


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""
