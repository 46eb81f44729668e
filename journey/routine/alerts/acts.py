"""The acts on alerts: raise what stands out, and say what it is: seen, noise, to watch, a blocker, for later, or resolved."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.alerts import anomalies, health, rules, theme_spikes
from journey.routine.alerts.blocking import block
from journey.routine.alerts.found import Found
from journey.routine.alerts.lessons import teach, unlearn
from journey.routine.alerts.placing import placed
from journey.routine.alerts.raising import ONE_EPISODE, UNDER_WAY, is_known, raise_alert
from journey.routine.alerts.settling import anything_asleep, over, settle
from journey.routine.review import review
from journey.store.engine import alone
from journey.store.readers.alerts import plan
from journey.store.readers.journeys import row as read_row
from journey.store.tables import Alert, Flip, Journey, Metric, now

__all__ = ["ONE_EPISODE", "UNDER_WAY", "add_alert", "check", "local_day", "look", "triage"]
LONGEST_SNOOZE = timedelta(days=182)


def check(
    engine: Engine, *, by: int, journey: int, week: Week, today: date | None = None, events: Path | None = None
) -> list[Alert]:
    """Look at the data of `week`: raise what stands out, let snoozes end, resolve what is over; the alerts that are new or back.

    Everything is looked for outside the transaction and recorded in one, in turn with anybody who checks the same journey:
    running it twice, or twice at once, raises nothing twice. What was raised before is left alone. today is that of the
    journey unless named, `events` the folder of its datasets, the installation's unless named.
    """
    today = today or local_day(engine, journey)
    found = placed(engine, journey, week, look(engine, journey, week, today=today, events=events), events=events)
    ended = over(engine, journey, week, today=today, events=events)
    if not (found or ended or anything_asleep(engine, journey, today)):
        return []
    watched = plan(engine, journey)
    with act(engine, "alert.check", by=by, journey=journey) as doing:
        alone(doing.session.connection(), journey)
        settle(doing, ended, journey, today)
        return [alert for one in found if (alert := raise_alert(doing, one, week, watched, today))]


def look(engine: Engine, journey: int, week: Week, *, today: date, events: Path | None = None) -> list[Found]:
    """All that stands out in the data of `week`: what left its usual range, the owner's rules, themes, the health of sources."""
    return [
        *anomalies.found(engine, journey, week),
        *rules.found(engine, journey, week, events=events),
        *theme_spikes.found(engine, journey, week),
        *health.found(engine, journey, week, today=today),
    ]


def add_alert(
    engine: Engine, *, by: int, journey: int, metric: int, week: Week, since: date, why: str, worse: bool, rule: str = "by hand"
) -> Alert:
    """Raise by hand what somebody noticed on the Monday of `week` and no rule did, with the figures as they stood."""
    if not why.strip():
        raise Refused("Say what you noticed: it is what the others will read. Nothing was raised.")
    seen = review(engine, journey, week.shift(-1))
    found = seen.compared.filter(pl.col("metric_id") == metric).to_dicts()
    names = {"value": "value", "n": "n", "expected": "usual", "lower": "usual_lo", "upper": "usual_hi"}
    figures = {name: found[0][column] for name, column in names.items()} if found else {}
    with act(engine, "alert.add", by=by, journey=journey) as doing:
        row = doing.get(Metric, metric)
        if is_known(doing, row.key, since):
            raise Refused(f"There is an alert on {row.name} from about that day already. Nothing was raised.")
        alert = Alert(
            journey_id=journey, metric_id=row.key, stage_id=row.stage_id, week=str(week), since=since, rule=rule,
            why=why.strip(), worse=worse, **figures,
        )  # fmt: skip
        return doing.add(alert)


def triage(
    engine: Engine,
    *,
    by: int,
    journey: int,
    alert: int,
    revision: int,
    state: AlertState,
    reason: str = "",
    pain: int | None = None,
    until: date | None = None,
    today: date | None = None,
) -> Alert:
    """Say what an alert is, on record with who and why.

    1. Noise needs a reason, and teaches: the metric is judged by wider limits from then on (see `lessons`).
    2. Any other word for what was noise takes back what it taught.
    3. A snooze needs a day after `today` to come back on, at most half a year away.
    4. A blocker becomes a pain point of its stage with the alert as evidence: `pain` if it is a known one, else the one this
       alert made before, else a new one; what customers said goes behind it too where the alert is about a theme.
    """
    if state is AlertState.NOISE and not reason.strip():
        raise Refused("Say why it is noise: it teaches you and the next reader. Nothing was changed.")
    with act(engine, "alert.triage", by=by, journey=journey, why=reason) as doing:
        if state is AlertState.SNOOZED:
            _refuse_snooze(until, today or local_day(engine, journey))
        row = doing.get(Alert, alert)
        old, wakes = row.state, until if state is AlertState.SNOOZED else None
        doing.change(row, revision, state=state, snoozed_until=wakes)
        _flip(doing, row, old, reason.strip(), wakes)
        if state is AlertState.BLOCKER and old is not AlertState.BLOCKER:
            block(doing, row, pain, theme_spikes.words_behind(engine, row))
    return row


def _flip(doing: Act, row: Alert, old: AlertState, reason: str, until: date | None) -> None:
    doing.session.add(Flip(alert_id=row.key, person_id=doing.person.key, old=old, new=row.state, reason=reason, until=until))
    if row.state is AlertState.NOISE and old is not AlertState.NOISE:
        teach(doing, row)
    elif old is AlertState.NOISE and row.state is not AlertState.NOISE:
        unlearn(doing, row)


def _refuse_snooze(until: date | None, today: date) -> None:
    if until is None or until <= today:
        raise Refused("Say until when: choose a day after today. Nothing was changed.")
    if until > today + LONGEST_SNOOZE:
        raise Refused("A snooze lasts half a year at most. Choose a nearer day. Nothing was changed.")


def local_day(engine: Engine, journey: int) -> date:
    """The day it is where the journey is."""
    return now().astimezone(ZoneInfo(read_row(engine, Journey, journey).timezone)).date()
