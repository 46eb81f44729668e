"""The parts of a report that tell figures: stages at a glance, the week's metrics, what stood out, trends over a period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from journey.analysis.compare import is_solid
from journey.analysis.periods import over
from journey.charts import say, theme
from journey.domain import format
from journey.domain.words import AlertState, Direction, MetricKind
from journey.exports.reports.model import Chart, Line, Section
from journey.routine.reports.asked import LEADERS, NEWSLETTER, Span
from journey.routine.reports.glance import glance
from journey.routine.reports.sight import Sight
from journey.routine.review import more_than_chance
from journey.store.tables import Metric

WEEKS = 13
"""Weeks that a trend shows at least."""
FORMATS = {MetricKind.RATE: "0.0%", MetricKind.NPS: "0", MetricKind.COUNT: "#,##0"}
SECONDS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"))


def stages_at_a_glance(sight: Sight) -> Section:
    """Leadership's table: stages by KPIs, with value, change, target and n."""
    metrics = sight.lens.critical(sight.metrics)
    cells = glance(metrics, sight.seen, sight.stage_names, lambda metric: _kpi(sight, metric))
    note = "The latest settled week of each KPI; a change on the week before is told where it is more than chance."
    return Section(
        "Stages at a glance", cells=tuple(cells), empty="Nothing was measured in this week.", link=sight.page("leadership"),
        note=note if cells else "",
    )  # fmt: skip


def metrics(sight: Sight) -> Section:
    """Every critical metric with its figure, its change and its target."""
    rows = {row["metric_id"]: row for row in sight.seen.compared.iter_rows(named=True)}
    shown = [metric for metric in sight.metrics if metric.critical and metric.key in rows and sight.lens.shows(metric.stage_id)]
    lines = tuple(_metric(sight, metric, rows[metric.key]) for metric in shown)
    return Section("Metrics", lines, "Nothing was measured in this week.", link=sight.page("monday_review"))


def _metric(sight: Sight, metric: Metric, row: dict[str, Any]) -> Line:
    figure = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    more, state = [], "calm"
    if row["change"] is not None:
        sure = more_than_chance(metric, row)
        state = theme.standing(row["change"], Direction(metric.direction)) if sure else "calm"
        change = format.change(metric.kind, row["change"], unit=metric.unit)
        more.append(f"{change} on the week before, {theme.standing(row['change'], Direction(metric.direction))}" if sure
                    else f"{change} on the week before, within chance")  # fmt: skip
    if metric.target is not None:
        more.append(f"target {format.value(metric.kind, metric.target, unit=metric.unit)}")
    stage = sight.stage_names.get(metric.stage_id, "Whole journey")
    what = f"{stage}, {metric.name}:"
    return Line(what, figure, "; ".join(more), _kpi(sight, metric), "" if state == "calm" else state)


def stood_out(sight: Sight) -> Section:
    """What the period's Mondays raised, the worse first; what somebody called noise is left out."""
    rows = sight.raised.filter(pl.col("state") != AlertState.NOISE).sort("worse", "since", descending=True, maintain_order=True)
    if sight.asked.audience == NEWSLETTER:  # that a source went stale is news to nobody outside
        rows = rows.filter(pl.col("source_id").is_null())
    lines = tuple(_alert(sight, row) for row in rows.iter_rows(named=True))
    return Section("What stood out", lines, "No metric left its usual range.", link=sight.page("alerts"), most=5)


def _alert(sight: Sight, row: dict[str, Any]) -> Line:
    matter = "" if row["source"] and row["why"].startswith(row["source"]) else row["metric"] or row["source"] or ""
    where = ": ".join(filter(None, (row["stage"], matter))) or "The whole journey"
    way = sight.page("monday_review", metric=row["metric_id"]) if row["metric_id"] else sight.page("alerts", alert=row["id"])
    state = "worse" if row["worse"] else "better"
    return Line(where, row["why"], state, way, state)


def trends(sight: Sight) -> Section:
    """Each critical KPI over the period: its weeks as a line, and the whole period beside the one before."""
    metrics = sight.lens.critical(sight.metrics)
    specs = {spec.id: spec for spec in sight.seen.specs}
    first = sight.period.first.shift(-1)
    told = over(sight.seen.weeks, [specs[m.key] for m in metrics if m.key in specs], first=first, last=sight.reviewed)
    whole = {row["metric_id"]: row for row in told.iter_rows(named=True)}
    charts = tuple(_charts(sight, metrics, whole))
    if sight.asked.audience == LEADERS:  # one page shows the first of them: what moved
        charts = tuple(sorted(charts, key=lambda chart: ("worse", "better", "").index(chart.state)))
    note = "A line is the KPI's settled weeks; the words tell the whole period, and beside it as many weeks before."
    return Section("KPIs over the period", charts=charts, empty="Nothing was measured in this period.",
                   link=sight.page("monday_review"), note=note if charts else "")  # fmt: skip


def _charts(sight: Sight, metrics: list[Metric], whole: dict[int, dict[str, Any]]) -> Iterator[Chart]:
    span = (sight.reviewed.monday - sight.period.first.shift(-1).monday).days // 7 + 1
    since = sight.reviewed.shift(1 - max(WEEKS, span)).monday
    weeks = sight.seen.weeks.filter((pl.col("segment") == "") & is_solid() & (pl.col("week") >= since))
    for metric in metrics:
        own = weeks.filter(pl.col("metric_id") == metric.key).sort("week")
        if own.height > 1:
            yield _chart(sight, metric, own, whole.get(metric.key))


def _chart(sight: Sight, metric: Metric, own: pl.DataFrame, whole: dict[str, Any] | None) -> Chart:
    scale, number_format = _scale(metric, own["value"])
    told, state = _over(sight, metric, own, whole)
    unit = say.short(metric.unit)  # a longer one is said in the words above
    said = tuple(format.value(metric.kind, value, unit=unit) for value in own["value"])
    return Chart(
        title=f"{metric.name}, {sight.stage_names.get(metric.stage_id, 'Whole journey')}", subtitle=told,
        labels=tuple(f"{day.day} {day:%b}" for day in own["week"]), values=tuple(value / scale for value in own["value"]),
        said=said, target=None if metric.target is None else metric.target / scale,
        target_said="" if metric.target is None else format.value(metric.kind, metric.target, unit=unit),
        state=state, number_format=number_format, link=_kpi(sight, metric),
    )  # fmt: skip


def _over(sight: Sight, metric: Metric, own: pl.DataFrame, whole: dict[str, Any] | None) -> tuple[str, str]:
    """The period in words and how it stands against the one before."""
    if whole is None or whole["value"] is None:
        last, day = format.value(metric.kind, own["value"][-1], unit=metric.unit), own["week"][-1]
        return f"{last} in its last settled week, of {day.day} {day:%b}", ""
    unit = f"{metric.unit} a week".strip() if metric.kind is MetricKind.COUNT else metric.unit
    told = format.with_n(metric.kind, whole["value"], whole["n"], whole["total"], unit=unit)
    if whole["change"] is None:
        return told, ""
    sure = whole["change_lo"] is not None and (whole["change_lo"] > 0 or whole["change_hi"] < 0)
    state = theme.standing(whole["change"], Direction(metric.direction)) if sure else "calm"
    span = {Span.WEEK: "week", Span.MONTH: "month", Span.QUARTER: "quarter"}[sight.asked.span]
    how = theme.word(state) or "within chance"
    change = format.change(metric.kind, whole["change"], unit=unit)
    since = f"as many weeks before, {how}" if not sight.period.over else f"the {span} before, {how}"
    return f"{told}; {change} on {since}", "" if state == "calm" else state


def _scale(metric: Metric, values: pl.Series) -> tuple[float, str]:
    """What values are divided by for a chart that others edit, and how it writes them: a duration in its largest unit."""
    if metric.kind is not MetricKind.DURATION:
        return 1.0, FORMATS.get(metric.kind, "#,##0.00")
    top = max((abs(value) for value in values if value is not None), default=1.0)
    size, name = next(((size, name) for size, name in SECONDS if top >= size), SECONDS[-1])
    return size, f'0.0" {name}"'


def _kpi(sight: Sight, metric: Metric) -> str:
    return sight.page("monday_review", metric=metric.key)
