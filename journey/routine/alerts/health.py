"""Whether every source still brings what it used to: watched always, without a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine

from journey.analysis.alerts.deliveries import Delivery, collapsed, unreadable, vanished
from journey.config import settings
from journey.domain import format
from journey.domain.kpis import EITHER, kpi
from journey.domain.weeks import Week
from journey.domain.words import MetricKind, RuleKind, SourceKind
from journey.routine.alerts.found import Found
from journey.routine.alerts.freshness import freshness, looked_on
from journey.routine.data.observations import today as day_of
from journey.store.engine import reading
from journey.store.readers import journeys as read
from journey.store.readers.data import FRESH, STALE
from journey.store.readers.deliveries import SourceBatches, deliveries, set_up
from journey.store.tables import ImportBatch, Journey, Metric, Source

MOST = 300
"""Characters of a reason."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Watched:
    """A source as it stands on a day: its batches that were in by then, its freshness, and the metrics that rest on it."""

    known: SourceBatches
    freshness: str
    last_day: date | None
    days_behind: int | None
    begun: date | None
    """The day it was set up by hand."""
    day: date
    week: Week
    zone: ZoneInfo
    metrics: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.known.source.name

    def local(self, at: datetime) -> date:
        """The day of an instant where the journey is."""
        return at.astimezone(self.zone).date()

    def rests_on_it(self) -> str:
        """What is unknown without it."""
        if not self.metrics:
            return "What it measures is unknown, not calm."
        more = f" and {len(self.metrics) - 3} more" if len(self.metrics) > 3 else ""
        return f"Unknown, not calm, because of it: {', '.join(self.metrics[:3])}{more}."


def found(engine: Engine, journey_id: int, week: Week, *, today: date | None = None) -> list[Found]:
    """What is wrong with the journey's sources when the week `week` is reviewed: at most one Found a source and kind of trouble.

    1. Judged as of `today` (the installation's own day unless told), or of the last day of the week in which `week` is reviewed
       if that has passed.
    2. A source is stale exactly where Monday's strip says so (`freshness`). One that was set up and never brought anything is
       stale once it had as long as it is given. While it is stale nothing more is said of its rows.
    3. Rows of a week collapsed (`analysis.alerts.deliveries.collapsed`) are judged in the last week that was wholly delivered;
       where rows carry no time, file against file.
    4. Columns and unreadable rows are judged in the newest delivery, whatever week its rows are of.
    5. All of them end by themselves: with the next delivery that is as it should be.
    """
    looks = (_stale, _volume, _columns, _unreadable)
    return [one for source in _watched(engine, journey_id, week, today) for look in looks if (one := look(source))]


def still(engine: Engine, journey_id: int, week: Week, source_id: int, rule: str, *, today: date | None = None) -> bool | None:
    """Whether a source's trouble goes on; None where that can't be told: of a stale source only its staleness is known.

    False for a source that is in the bin.
    """
    looks: dict[str, Callable[[Watched], Found | None]] = {
        RuleKind.STALE: _stale, RuleKind.VOLUME: _volume, RuleKind.COLUMN: _columns, RuleKind.UNREADABLE: _unreadable
    }  # fmt: skip
    source = next((one for one in _watched(engine, journey_id, week, today) if one.known.source.key == source_id), None)
    if source is None or rule not in looks:
        return False
    if looks[rule](source) is not None:
        return True
    return None if rule == RuleKind.VOLUME and _stale(source) is not None else False


def _watched(engine: Engine, journey_id: int, week: Week, today: date | None) -> Iterator[Watched]:
    with reading(engine) as session:
        journey = session.get_one(Journey, journey_id)
    now = today or day_of(settings(), journey.timezone)
    day, zone = looked_on(engine, journey_id, week, now), ZoneInfo(journey.timezone)
    brought, begun = deliveries(engine, journey_id), set_up(engine, journey_id)
    metrics = read.metrics(engine, journey_id)
    strip = freshness(engine, journey_id, week, today=now, timezone=journey.timezone).to_dicts()
    fresh = {SourceKind(row["kind"]) for row in strip if row["freshness"] == FRESH}
    for row in strip:
        known = brought[row["source_id"]]
        if day < now:  # a look back at a past week: what came later was not known
            known = SourceBatches(known.source, tuple(b for b in known.batches if b.imported_at.astimezone(zone).date() <= day))
        first = begun.get(row["source_id"])
        yield Watched(
            known, row["freshness"], row["last_day"], row["days_behind"], first.astimezone(zone).date() if first else None, day,
            week, zone, tuple(dict.fromkeys(metric.name for metric in metrics if _rests(metric, known.source, fresh))),
        )  # fmt: skip


def _rests(metric: Metric, source: Source, fresh: set[SourceKind]) -> bool:
    """Whether nothing is known of a metric without this source: its series, its scale, its kind if no other kind will do."""
    needs = kpi(metric.formula).needs
    if source.kind not in needs or (metric.formula in EITHER and (fresh - {source.kind}) & set(needs)):
        return False
    if source.kind is SourceKind.SERIES:
        return metric.event in (source.answers.get("series") or {})
    scale = str(source.answers.get("scale") or "").split(":")[0]
    return source.kind is not SourceKind.SURVEYS or not (scale and metric.event) or scale == metric.event


def _stale(source: Watched) -> Found | None:
    """Nothing new for longer than the source is given."""
    if source.freshness == FRESH:
        return None
    given = timedelta(days=source.known.source.stale_after_days)
    if source.freshness == STALE and source.last_day is not None:
        said = f"{source.name}: nothing new for {source.days_behind} days, the last is of {_day(source.last_day)}."
        return _found(source, RuleKind.STALE, source.last_day + given + timedelta(days=1), said, "Bring in what is new.")
    if source.begun is None or source.day - source.begun <= given:
        return None
    said = f"{source.name} was set up on {_day(source.begun)} and nothing has come in yet."
    return _found(source, RuleKind.STALE, source.begun + given + timedelta(days=1), said, "Bring in its first file.")


def _volume(source: Watched) -> Found | None:
    """Far fewer rows than usual, in the last whole week or, without times, in the newest file."""
    if _stale(source) is not None:
        return None
    weeks = source.known.weeks()
    return _week_volume(source, weeks) if weeks else _file_volume(source)


def _week_volume(source: Watched, weeks: dict[date, int]) -> Found | None:
    """The first week is left out: its rows may begin in its middle."""
    monday = _last_whole(source)
    if monday is None:
        return None
    calendar = [min(weeks) + WEEK * step for step in range(1, (monday - min(weeks)).days // 7 + 1)]
    rows = [weeks.get(day, 0) for day in calendar]
    fall = collapsed(rows[:-1], rows[-1]) if rows else None
    if fall is None:
        return None
    first = len(rows) - 1
    while first and collapsed(rows[: first - 1], rows[first - 1]):
        first -= 1
    said = f"{source.name}: {_rows(fall.rows)} in the week of {_day(monday)}, usually about {format.number(fall.usual)}."
    figures = {"value": float(fall.rows), "n": fall.rows, "expected": fall.usual, "lower": fall.lower}
    return _found(source, RuleKind.VOLUME, calendar[first], said, "Check that the delivery is whole.", **figures)


def _last_whole(source: Watched) -> date | None:
    """The Monday of the last week, up to the one reviewed, that the deliveries reach the end of.

    They do if one came in after it, or if its rows reach its Friday: few sources say anything at a weekend.
    """
    newest = max((source.local(batch.imported_at) for batch in source.known.batches), default=None)
    reached = max((source.local(batch.last_at) for batch in source.known.batches if batch.last_at), default=None)
    if newest is None or reached is None:
        return None
    monday = source.week.monday
    while monday + WEEK > newest and monday + timedelta(days=4) > reached:
        monday -= WEEK
    return monday


def _file_volume(source: Watched) -> Found | None:
    files = [batch for batch in source.known.batches if batch.last_at is None]
    if not files:
        return None
    fall = collapsed([batch.rows_read for batch in files[:-1]], files[-1].rows_read)
    if fall is None:
        return None
    said = f"{source.name}: {_rows(fall.rows)} in {files[-1].file_name}, usually about {format.number(fall.usual)} a file."
    figures = {"value": float(fall.rows), "n": fall.rows, "expected": fall.usual, "lower": fall.lower}
    since = source.local(files[-1].imported_at)
    return _found(source, RuleKind.VOLUME, since, said, "Check that the file is whole.", **figures)


def _columns(source: Watched) -> Found | None:
    """Columns that the newest delivery lacks though they are read from, or were always there."""
    mapping = source.known.source.mapping
    gone = vanished(_as_delivered(source), set(mapping.values()))
    if not gone:
        return None
    first = min(gone.values())
    since = next(batch for batch in source.known.batches if batch.key == first)
    meant = {column: name for name, column in mapping.items()}
    names = [f"{name} ({meant[name]})" if name in meant else name for name in gone]
    what = f"the column {names[0]} is" if len(names) == 1 else f"the columns {_listed(names)} are"
    said = f"{source.name}: {what} no longer in its files, since {_short(since.file_name, 60)}."
    do = "If it was renamed, say so when you import; else ask who delivers it."
    return _found(source, RuleKind.COLUMN, source.local(since.imported_at), said, do)


def _unreadable(source: Watched) -> Found | None:
    """A larger share of rows that could not be read than before."""
    rise = unreadable(_as_delivered(source))
    if rise is None:
        return None
    share, before = rise.bad / rise.of, rise.bad_before / rise.of_before
    since = next(batch for batch in source.known.batches if batch.key == rise.since)
    figure = format.with_n(MetricKind.RATE, share, rise.of, rise.bad)
    said = f"{source.name}: {figure} rows could not be read, before {format.value(MetricKind.RATE, before)}."
    do = "The Data page has them to download, each with its reason."
    figures = {"value": share, "n": rise.of, "expected": before}
    return _found(source, RuleKind.UNREADABLE, source.local(since.imported_at), said, do, **figures)


def _as_delivered(source: Watched) -> list[Delivery]:
    return [_delivery(batch) for batch in source.known.batches]


def _delivery(batch: ImportBatch) -> Delivery:
    return Delivery(batch.key, batch.rows_read, batch.problems, tuple(batch.columns))


def _found(source: Watched, rule: RuleKind, since: date, said: str, do: str, **figures: Any) -> Found:
    why = _short(f"{said} {source.rests_on_it()}", MOST - len(do) - 1)
    return Found(since=since, rule=rule.value, why=f"{why} {do}", source_id=source.known.source.key, **figures)


def _rows(many: int) -> str:
    return "no row" if not many else "one row" if many == 1 else f"{many:,} rows"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:4])} and {len(names) - 4} more" if len(names) > 5 else ", ".join(names)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
