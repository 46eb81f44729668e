"""A whole journey map by itself, with names instead of ids: what files, templates and modules hold, and pictures are drawn of."""

from __future__ import annotations

from dataclasses import dataclass, field

from journey.domain.words import Audience, Future, LaneKind, PainStatus, Standing


@dataclass(frozen=True)
class TouchpointPart:
    """Where customer and company meet in a step."""

    key: str
    name: str
    channel: str = ""
    own: bool = True
    moment_of_truth: bool = False


@dataclass(frozen=True)
class StepPart:
    """What the customer does within a stage, in order."""

    key: str
    name: str
    touchpoints: tuple[TouchpointPart, ...] = ()


@dataclass(frozen=True)
class StagePart:
    """A stage, in order; emotions run from -5 to +5, None where nobody said."""

    key: str
    name: str
    description: str = ""
    team: str = ""
    window_days: int = 14
    assumed_emotion: float | None = None
    future_emotion: float | None = None
    future: Future = Future.STAYS
    steps: tuple[StepPart, ...] = ()


@dataclass(frozen=True)
class LanePart:
    """A row of the map, in order."""

    key: str
    name: str
    kind: LaneKind = LaneKind.OWN
    shown: bool = True


@dataclass(frozen=True)
class Scores:
    """What a pain point adds to a card: 1 to 5 each, and where it stands with the teams."""

    severity: int = 3
    frequency: int = 3
    impact: int = 3
    effort: int = 3
    status: PainStatus = PainStatus.OPEN


@dataclass(frozen=True)
class CardPart:
    """What stands in a cell, in order within it: a pain point or an opportunity in lanes of these kinds, else a card.

    `stage`, `lane`, `step` and `persona` are keys of the document, the last two "" for none; `pain` is only a pain point's,
    `about` an opportunity's: the key of the pain point that it answers, or "".
    """

    key: str
    stage: str
    lane: str
    text: str
    step: str = ""
    details: str = ""
    standing: Standing = Standing.HYPOTHESIS
    team: str = ""
    tags: tuple[str, ...] = ()
    persona: str = ""
    future: Future = Future.STAYS
    pain: Scores | None = None
    about: str = ""


@dataclass(frozen=True)
class PersonaPart:
    """Whom the journey is for; goals, jobs and the four fields of the empathy map are one entry a line."""

    key: str
    name: str
    profile: str = ""
    goals: str = ""
    jobs: str = ""
    says: str = ""
    thinks: str = ""
    does: str = ""
    feels: str = ""
    quotes: tuple[str, ...] = ()
    segment: str = ""


@dataclass(frozen=True)
class FeelingPart:
    """What one persona is assumed to feel in a stage, and shall feel in the future."""

    persona: str
    stage: str
    assumed: float | None = None
    future: float | None = None


@dataclass(frozen=True)
class LinkPart:
    """Two cards that belong together, by key; `kind` is "" or "hand-off"."""

    subject: str
    other: str
    kind: str = ""


@dataclass(frozen=True)
class Document:
    """A map with its scope; parts in order, keys unique within the document."""

    name: str
    audience: Audience = Audience.CUSTOMER
    goal: str = ""
    starts_with: str = ""
    ends_with: str = ""
    time_frame: str = ""
    timezone: str = "UTC"
    scale: str = ""
    personas: tuple[PersonaPart, ...] = ()
    stages: tuple[StagePart, ...] = ()
    lanes: tuple[LanePart, ...] = ()
    cards: tuple[CardPart, ...] = ()
    feelings: tuple[FeelingPart, ...] = ()
    links: tuple[LinkPart, ...] = ()


@dataclass(frozen=True)
class KpiMark:
    """A KPI of a stage as the screen says it; `state` is better, worse, watch or calm."""

    stage: str
    name: str
    value: str
    target: str = ""
    state: str = "calm"


@dataclass(frozen=True)
class FeltMark:
    """The measured emotion of a stage with its 95 % interval, on `n` answers."""

    stage: str
    mean: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class ActionMark:
    """Who does what by when, as a slide or sheet of actions says it."""

    title: str
    stage: str
    pain: str
    owner: str
    team: str
    due: str
    status: str
    metric: str = ""
    link: str = ""


@dataclass(frozen=True)
class Figures:
    """What data adds to a map on one day: it is shown and exported, and never read back; stages by their keys."""

    as_of: str = ""
    kpis: tuple[KpiMark, ...] = ()
    felt: tuple[FeltMark, ...] = ()
    alerts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)
    """How many pieces of evidence stand behind a card, by its key."""
    actions: tuple[ActionMark, ...] = ()
