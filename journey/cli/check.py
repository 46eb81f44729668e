"""`journey check`: looks at the journeys as their Monday would, for cron; tells people with --notify."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journey.cli.here import here
from journey.cli.show import say, show_json, warn
from journey.errors import JourneyError, NotFound

if TYPE_CHECKING:
    from journey.routine.notify.outbox import Sent
    from journey.routine.notify.rounds import Look
    from journey.store.tables import Journey

CALM, NEW_ALERTS, BROKEN = 0, 1, 2


class CheckFormat(StrEnum):
    """What the answer is printed as."""

    TEXT = "text"
    JSON = "json"


@dataclass
class Checked:
    """What was found on one journey, who was told, or why it could not be looked at."""

    journey: Journey
    look: Look | None = None
    sent: list[Sent] = field(default_factory=list)
    channels: int = 0
    broken: str = ""

    @property
    def code(self) -> int:
        """The exit code that this journey asks for."""
        if self.broken or any(sent.delivery.outcome != "taken" for sent in self.sent):
            return BROKEN
        return NEW_ALERTS if self.look and self.look.raised else CALM


def check(
    journey: Annotated[str | None, typer.Option("--journey", help="Only this journey; all of them unless given.")] = None,
    notify: Annotated[bool, typer.Option("--notify", help="Tell the journey's channels what they have not been told.")] = False,
    format: Annotated[
        CheckFormat, typer.Option("--format", help="text for people, json for programs.", case_sensitive=False)
    ] = CheckFormat.TEXT,
) -> None:
    """Look at the newest whole week, raise what stands out, and tell people with --notify; made for cron.

    Exit code 0: calm. 1: this run raised new alerts. 2: it could not do its work: no such journey or no data in it, no
    database, a journey that could not be looked at, a message that did not arrive. Running it again, or two at once, raises
    and tells nothing twice.
    """
    found = [_checked(row, named=journey is not None, notify=notify) for row in _journeys(journey)]
    if format is CheckFormat.JSON:
        show_json({"code": _code(found), "journeys": [_facts(each) for each in found]})
    else:
        for each in found:
            _print(each, notify)
    raise typer.Exit(_code(found))


def _code(found: list[Checked]) -> int:
    return max(each.code for each in found)


def _journeys(name: str | None) -> list[Journey]:
    from journey.store.readers.journeys import journeys

    found = [here().journey(name)] if name else journeys(here().engine)
    if not found:
        raise NotFound("No journeys yet, so nothing was checked. Begin one with: journey import events FILE --journey NAME")
    return found


def _checked(row: Journey, *, named: bool, notify: bool) -> Checked:
    """One journey; what breaks on it keeps neither the others from being looked at, nor what waits from being sent."""
    from journey.routine.listening.understanding import understand
    from journey.routine.notify.rounds import look, tell
    from journey.store.readers.notices import channels

    at, done = here(), Checked(row)
    with _kept(done):
        understand(at.engine, journey=row.key)
    with _kept(done):
        done.look = look(at.engine, at.settings, by=at.me, journey=row)
        if named and not done.look.data:
            raise NotFound("No data has come in yet, so nothing could stand out. Bring it in with: journey import --help")
    if notify:
        with _kept(done):
            done.channels = channels(at.engine, row.key).height
            done.sent = tell(at.engine, at.settings, row)
    return done


@contextmanager
def _kept(done: Checked) -> Iterator[None]:
    """Whatever goes wrong within is kept as a sentence."""
    from journey.cli.faults import in_words

    try:
        yield
    except JourneyError as refusal:
        done.broken = str(refusal)
    except Exception as error:
        done.broken = in_words(error)


def _print(done: Checked, notify: bool) -> None:
    from journey.routine.notify.told import Links, alert_words

    if done.look is not None:
        week, links = done.look.week, Links(here().settings, done.journey)
        new = len(done.look.raised)
        counts = f"{new or 'no'} new alert{'' if new == 1 else 's'}, {done.look.unanswered} unanswered in all"
        say(f"{done.journey.name}, week {week.number} ({week.shift(-1).monday} to {week.shift(-1).sunday}): {counts}.")
        for row in done.look.raised:
            say(f"- {alert_words(row)}", f"  {links.alert(row)}")
        if not done.look.data and not done.broken:
            say("  No data yet, so nothing could stand out.")
        if done.look.stale:
            say(f"  Stale, so not known to be calm: {', '.join(done.look.stale)}")
    if notify:
        _print_sent(done)
    if done.broken:
        warn(f"{done.journey.name}: {done.broken}")


def _print_sent(done: Checked) -> None:
    if not done.channels and not done.broken:
        say("  Nobody was told: no channel is set up. Add one on the Alerts page.")
    for sent in done.sent:
        match sent.delivery.outcome:
            case "taken":
                say(f"  Told {sent.channel} ({sent.notices}).")
            case "failed":
                warn(f"{sent.channel} was not told. {sent.delivery.why} It is kept and tried again by the next runs.")
            case _:
                warn(
                    f"It is unclear whether {sent.channel} was told. {sent.delivery.why} It is not sent again by itself: "
                    "see the Alerts page."
                )


def _facts(done: Checked) -> dict[str, Any]:
    from journey.routine.notify.told import Links, alert_words

    links = Links(here().settings, done.journey)
    facts: dict[str, Any] = {"journey": done.journey.slug, "code": done.code, "broken": done.broken or None}
    if done.look is not None:
        raised = [
            {"id": row["id"], "words": alert_words(row), "worse": row["worse"], "since": row["since"], "link": links.alert(row)}
            for row in done.look.raised
        ]
        facts |= {"week": str(done.look.week), "new": raised, "unanswered": done.look.unanswered, "stale": done.look.stale}
        facts |= {"data": done.look.data}
    told = [
        {"channel": sent.channel, "notices": sent.notices, "outcome": sent.delivery.outcome, "why": sent.delivery.why}
        for sent in done.sent
    ]
    return facts | {"told": told}
