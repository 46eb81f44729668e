"""What a report is made of, whoever it is for: sections with lines, cells of a heat table and charts, each with its way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from journey.charts import say, theme
from journey.domain.words import MetricKind

FIGURE = 36
"""Letters that a figure with its n takes at most; what is longer is a sentence."""


@dataclass(frozen=True)
class Line:
    """A figure or a matter: what it is, how it stands, what there is to add, and the address of the screen that shows it."""

    what: str
    how: str = ""
    more: str = ""
    link: str = ""
    state: str = ""
    """better, worse or watch; "" where nothing is to be said of it."""

    @property
    def leads(self) -> str:
        """Which of its texts is the link: "how" for a figure, "what" where that is a sentence; "" without a link."""
        if not self.link:
            return ""
        return "how" if 0 < len(self.how) <= FIGURE else "what"


@dataclass(frozen=True)
class Cell:
    """A KPI of a stage in the heat table; `change` is as written and empty where it is within chance."""

    stage: str
    column: str
    name: str
    kind: MetricKind
    unit: str
    value: float | None
    n: float
    target: float | None = None
    change: str = ""
    state: str = ""
    link: str = ""

    @property
    def figure(self) -> str:
        """The value with its unit."""
        return say.teller(self.kind, self.unit)(self.value)

    @property
    def told(self) -> str:
        """How it moved: ▼ worse · +7.6 points."""
        return " · ".join(filter(None, (theme.word(self.state), self.change)))

    @property
    def basis(self) -> str:
        """Target and n."""
        target = "" if self.target is None else f"target {say.teller(self.kind, self.unit)(self.target)}"
        return " · ".join(filter(None, (target, say.count(self.n))))

    @property
    def row(self) -> dict[str, Any]:
        """As charts.heat reads it."""
        return {
            "stage": self.stage, "kpi": self.column, "name": self.name, "value": self.value, "kind": self.kind.value,
            "unit": self.unit, "n": self.n, "target": self.target, "change": self.change, "state": self.state or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """One series over labels: a line over weeks, or bars from zero; `said` are its values as a reader says them.

    The title is the finding, the subtitle the measure. low and high are the ends of each value's interval, where it has one.
    """

    title: str
    subtitle: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    said: tuple[str, ...]
    shape: str = "line"
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    target: float | None = None
    target_said: str = ""
    state: str = ""
    number_format: str = "#,##0.0"
    """As Excel and PowerPoint write its values."""
    link: str = ""

    @property
    def alt(self) -> str:
        """The finding in words, for who cannot see it."""
        known = [said for said, value in zip(self.said, self.values, strict=True) if value is not None]
        if not known:
            return f"{self.title}: no values."
        span = ", ".join(f"{label} {said}" for label, said in zip(self.labels, self.said, strict=True))
        told = span if self.shape == "bar" else f"{known[0]} to {known[-1]}, {self.labels[0]} to {self.labels[-1]}"
        return f"{self.title}: {told}{f', target {self.target_said}' if self.target_said else ''}."


@dataclass(frozen=True)
class Section:
    """A part of a report; `empty` is what it says with nothing in it, `link` the page that has all of it.

    `most` lines stand on a page that must stay one page, the first `least` of them together; the others are counted there.
    """

    title: str
    lines: tuple[Line, ...] = ()
    empty: str = ""
    cells: tuple[Cell, ...] = ()
    charts: tuple[Chart, ...] = ()
    link: str = ""
    most: int = 6
    least: int = 1
    note: str = ""
    """What must be known to read it: how it was computed, what is not added."""

    @property
    def bare(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.lines or self.cells or self.charts)


@dataclass(frozen=True)
class Report:
    """A week, month or quarter in sections, in the order they are read; all of it plain text, never markup."""

    journey: str
    period: str
    """Which time it tells of: week 47, 2026; November 2026."""
    audience: str
    """Whom it is for; "" for everybody who was there."""
    headline: str
    sections: tuple[Section, ...] = field(default=())
    link: str = ""
    foot: str = ""
    """What it rests on: the data of which days, made when."""
    one_page: bool = False

    @property
    def title(self) -> str:
        """Its name in one line."""
        return f"{self.journey}: {self.period}{f', for {self.audience}' if self.audience else ''}"

    def section(self, title: str) -> Section:
        """The section of that title; KeyError if the report has none."""
        return {section.title: section for section in self.sections}[title]
