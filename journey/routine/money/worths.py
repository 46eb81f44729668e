"""The acts on what a metric is worth, and the worths as computations take them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.money import WorthSpec
from journey.domain.words import MetricKind, WorthKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.readers import money as read
from journey.store.tables import Journey, Metric, Worth

FITTING = {
    MetricKind.RATE: (WorthKind.COMPLETION, WorthKind.MARGIN, WorthKind.RETENTION, WorthKind.CONTACT, WorthKind.POINT),
    MetricKind.COUNT: (WorthKind.CONTACT, WorthKind.COMPLETION, WorthKind.MARGIN, WorthKind.RETENTION),
    MetricKind.RATIO: (WorthKind.CONTACT, WorthKind.COMPLETION, WorthKind.MARGIN),
    MetricKind.DURATION: (WorthKind.TIME,),
    MetricKind.MEAN: (WorthKind.POINT,),
    MetricKind.NPS: (WorthKind.POINT,),
}
"""What the unit of a metric can be worth, the likeliest first: an hour is no completion."""


@dataclass(frozen=True)
class UnitValues:
    """What a completion and a contact are worth on a journey; None where nobody said."""

    completion: WorthSpec | None
    contact: WorthSpec | None


def add_worth(
    engine: Engine, *, by: int, journey: int, metric: int, kind: WorthKind, amount: float, source: str, noted_on: date,
    low: float | None = None, high: float | None = None, also: Sequence[int] = (), why: str = "",
) -> Worth:  # fmt: skip
    """Say what one unit of a metric is worth for one customer, in the journey's currency, with its range and source.

    Without a range the amount is taken as known. `also` are other metrics of the same worth, such as the same KPI at other
    stages. Refused where the range does not hold the amount, without a source, for a kind that does not fit a metric's unit,
    or if one of the metrics has a worth already.
    """
    low, high = (amount if end is None else end for end in (low, high))
    with act(engine, "worth.add", by=by, journey=journey, why=why) as doing:
        said: dict[str, Any] = {"amount": amount, "low": low, "high": high, "source": source.strip(), "noted_on": noted_on}
        made = {}
        for one in sorted({metric, *also}):  # in one order, so that two who do this at once wait for each other and no longer
            _check(doing.get(Metric, one), WorthKind(kind), amount=amount, low=low, high=high, source=source)
            one_worth(doing, one)
            made[one] = doing.add(Worth(journey_id=journey, metric_id=one, kind=WorthKind(kind), **said))
        return made[metric]


def change_worth(
    engine: Engine, *, by: int, journey: int, worth: int, revision: int, also: Mapping[int, int] | None = None, why: str = "",
    **values: Any,
) -> Worth:  # fmt: skip
    """Change the kind, amount, range, source or day of a worth.

    `also` names other worths that take the same values, each with the revision it was read at: all of them change or none.
    """
    if "kind" in values:
        values["kind"] = WorthKind(values["kind"])
    with act(engine, "worth.change", by=by, journey=journey, why=why) as doing:
        changed = []
        for id, read_at in {worth: revision, **(also or {})}.items():
            row = doing.get(Worth, id)
            if id != worth and row.revision != read_at:
                raise Refused("Another of these worths was changed meanwhile. Nothing was saved: look again, then change them.")
            told = {name: values.get(name, getattr(row, name)) for name in ("kind", "amount", "low", "high", "source")}
            _check(doing.get(Metric, row.metric_id), **told)
            changed.append(doing.change(row, read_at, **values))
        return changed[0]


def bin_worth(engine: Engine, *, by: int, journey: int, worth: int, revision: int) -> Worth:
    """Put a worth in the bin: its metric is told without money from then on."""
    with act(engine, "worth.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Worth, worth), revision)


def one_worth(doing: Act, metric: int) -> None:
    """One worth a metric: two of them would count the same money twice. Refused if there is one, NotFound without the metric.

    The metric is held until the act is over: of two who say its worth at once, the second is refused.
    """
    name = doing.hold(doing.get(Metric, metric)).name
    if doing.session.exec(select(Worth).where(Worth.metric_id == metric, col(Worth.deleted_at).is_(None))).first():
        raise Refused(f"'{name}' has a worth already. Change that one instead. Nothing was saved.")


def set_currency(engine: Engine, *, by: int, journey: int, revision: int, currency: str) -> Journey:
    """Say what the journey's money is told in, as three letters (ISO 4217); amounts that were typed are not converted."""
    code = currency.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Refused(f"'{currency}' is no currency. Write it as three letters, such as EUR, USD or CHF. Nothing was changed.")
    with act(engine, "journey.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(Journey, journey), revision, currency=code)


def worth_specs(engine: Engine, journey_id: int) -> dict[int, WorthSpec]:
    """The worths as computations take them, by metric."""
    return {row["metric_id"]: _spec(row) for row in read.worths(engine, journey_id).iter_rows(named=True)}


def unit_values(engine: Engine, journey_id: int) -> UnitValues:
    """What stands for a completion and a contact anywhere on the journey: the whole journey's worth, else the first."""
    first: dict[str, WorthSpec] = {}
    for row in read.worths(engine, journey_id).iter_rows(named=True):
        first.setdefault(row["kind"], _spec(row))
    completion = first.get(WorthKind.COMPLETION) or first.get(WorthKind.MARGIN)
    return UnitValues(completion, first.get(WorthKind.CONTACT))


def _spec(row: dict[str, Any]) -> WorthSpec:
    return WorthSpec(row["metric_id"], WorthKind(row["kind"]), row["amount"], row["low"], row["high"])


def _check(metric: Metric, kind: WorthKind, *, amount: float, low: float, high: float, source: str) -> None:
    if not source.strip():
        raise Refused("Say where the amount is from: who worked it out, when. Nothing was saved.")
    if not all(math.isfinite(figure) for figure in (amount, low, high)):
        raise Refused("A worth is an amount of money. Nothing was saved.")
    if not 0 <= low <= amount <= high:
        raise Refused("The amount must lie within its range, and none of it below nothing. Nothing was saved.")
    if amount == 0 and high == 0:
        raise Refused("A worth of nothing says nothing. Put it in the bin instead. Nothing was saved.")
    if kind not in FITTING[metric.kind]:
        fitting = " or ".join(f"'{word.value}'" for word in FITTING[metric.kind])
        raise Refused(f"'{metric.name}' cannot be told as '{kind.value}': choose {fitting}. Nothing was saved.")
