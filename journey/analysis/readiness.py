"""Says whether a map is ready to be worked by: seven questions, each answered from the model with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from journey.analysis.emotion import Fit
from journey.analysis.scope import Kind, Warning

SOURCE_KINDS = 3
"""Kinds of source that a map should stand on: one alone shows what that one can see."""
NAMED = 3
"""Names that a sentence lists before it counts the rest."""


class Check(StrEnum):
    """The seven questions, as they are asked."""

    SCOPE = "The scope is explicit"
    SOURCES = "Sources are documented and of three kinds"
    EMOTIONS = "Emotions are validated by measurement"
    PAINS = "Pain points are ranked, with a first fix"
    OWNERS = "Owners and dates are named"
    METRICS = "Metrics are defined, with baselines"
    SHAREABLE = "The map can be shared"


class Mend(StrEnum):
    """What is to be opened to turn a no into a yes."""

    BRIEF = "Complete the brief"
    DATA = "Bring in another source"
    CLAIMS = "Put evidence behind claims"
    EMOTIONS = "Look at emotions"
    ASSUME = "Say what you assume"
    PAINS = "Rate the pain points"
    TEAMS = "Name the teams of stages"
    ACTIONS = "Give actions owner and date"
    METRICS = "Set metrics and baselines"
    VERSIONS = "Save and share a version"


@dataclass(frozen=True)
class Line:
    """One answer: why it is yes or no with figures, what mends it, and the row of the map to begin with ("card:12"), if one."""

    check: Check
    met: bool
    said: str
    mend: Mend
    ref: str = ""


@dataclass(frozen=True)
class Readiness:
    """The seven answers, in order."""

    lines: tuple[Line, ...]

    @property
    def met(self) -> int:
        """How many are yes."""
        return sum(line.met for line in self.lines)

    @property
    def of(self) -> int:
        """How many there are."""
        return len(self.lines)

    @property
    def ready(self) -> bool:
        """Whether all are yes."""
        return self.met == self.of


@dataclass(frozen=True)
class Facts:
    """What the answers stand on; names are as people gave them.

    `source_kinds`: kinds of source that brought data or were noted; `unsourced`: claims held as evidenced with nothing behind
    them, of `evidenced` claims in all, the first of them `unsourced_ref`; `fits`: what measurement says of each stage's
    assumed emotion, by the stage's name; `unrated`: open pain points, of `pains`, whose four scales still stand in the middle
    where they began; `first_fix`: the one to begin with; `unowned` and `undated`: open actions, of `actions`; `unmeasured`:
    stages, of `stages`, without a metric; `without_baseline`: of `metrics`, the critical and success metrics; `version`: the
    newest named one; `links`: ways to read the map without an account.
    """

    scope: tuple[Warning, ...] = ()
    source_kinds: tuple[str, ...] = ()
    evidenced: int = 0
    unsourced: tuple[str, ...] = ()
    unsourced_ref: str = ""
    fits: Mapping[str, Fit] = field(default_factory=dict)
    pains: int = 0
    unrated: tuple[str, ...] = ()
    first_fix: str = ""
    owner: str = ""
    stages: int = 0
    without_team: tuple[str, ...] = ()
    actions: int = 0
    unowned: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    fix_agreed: bool = False
    metrics: int = 0
    success: int = 0
    without_baseline: tuple[str, ...] = ()
    unmeasured: tuple[str, ...] = ()
    version: str = ""
    links: int = 0


def readiness(facts: Facts) -> Readiness:
    """The seven answers.

    1. The scope is explicit when nothing of the brief is still to agree; a broad or narrow scope is told, not counted.
    2. Sources are documented when SOURCE_KINDS kinds have brought something and every claim that is held for evidenced names
       what it stands on.
    3. Emotions are validated when every stage has an assumed emotion and measurement holds it.
    4. Pain points are ranked when there are some, each open one was rated, and one is the first fix.
    5. Owners and dates are named when the journey has an owner, every stage a team, the first fix an action that is agreed,
       and every open action an owner and a date.
    6. Metrics are defined when success metrics are chosen, every stage has a metric, and all critical and success metrics
       have a baseline.
    7. The map can be shared when a version was saved and a link opens it for reading.
    """
    answers = (_scope, _sources, _emotions, _pains, _owners, _metrics, _shareable)
    return Readiness(tuple(answer(facts) for answer in answers))


def _scope(facts: Facts) -> Line:
    missing = [warning.said for warning in facts.scope if warning.kind is Kind.MISSING]
    doubts = [f"It may be {warning.kind.value}: {warning.said}." for warning in facts.scope if warning.kind is not Kind.MISSING]
    said = (
        f"Still to agree: {'; '.join(missing)}."
        if missing
        else "Persona, goal, start, end, time frame and success metrics are all said."
    )
    return Line(Check.SCOPE, not missing, " ".join([said, *doubts]), Mend.BRIEF)


def _sources(facts: Facts) -> Line:
    kinds, bare = len(facts.source_kinds), len(facts.unsourced)
    told = f" ({', '.join(facts.source_kinds)})" if kinds else ""
    all_of_them = f"all {_count(facts.evidenced, 'claim')} held for evidenced name theirs"
    claims = all_of_them if facts.evidenced else "no claim is held for evidenced yet"
    if bare:
        names = "names" if bare == 1 else "name"
        claims = f"{bare} of {_count(facts.evidenced, 'claim')} held for evidenced {names} no source: {named(facts.unsourced)}"
    enough = kinds >= SOURCE_KINDS
    met = enough and not bare and facts.evidenced > 0
    mend, ref = (Mend.CLAIMS, facts.unsourced_ref) if enough else (Mend.DATA, "")
    return Line(Check.SOURCES, met, f"{_count(kinds, 'kind')} of source{told}; {claims}.", mend, ref)


def _emotions(facts: Facts) -> Line:
    by_fit = {fit: [name for name, found in facts.fits.items() if found is fit] for fit in Fit}
    held = len(by_fit[Fit.HOLDS])
    words = {
        Fit.TOO_ROSY: "drawn too rosy", Fit.TOO_BLEAK: "drawn too bleak", Fit.TOO_FEW: "too few answers to tell",
        Fit.UNASSUMED: "nothing assumed yet",
    }  # fmt: skip
    rest = [f"{words[fit]}: {named(by_fit[fit])}" for fit in words if by_fit[fit]]
    said = "; ".join([f"{held} of {_count(len(facts.fits), 'stage')} hold against what customers say", *rest]) + "."
    unassumed = len(by_fit[Fit.UNASSUMED]) > 0 or not facts.fits
    return Line(Check.EMOTIONS, bool(facts.fits) and not rest, said, Mend.ASSUME if unassumed else Mend.EMOTIONS)


def _pains(facts: Facts) -> Line:
    if not facts.pains:
        return Line(Check.PAINS, False, "No pain point is open: put down what hurts customers, and rate it.", Mend.PAINS)
    rated = facts.pains - len(facts.unrated)
    parts = [f"{rated} of {_count(facts.pains, 'open pain point')} rated"]
    if facts.unrated:
        parts.append(f"still in the middle on every scale: {named(facts.unrated)}")
    parts.append(f"first fix: {facts.first_fix}" if facts.first_fix else "none stands out as the first fix")
    return Line(Check.PAINS, not facts.unrated and bool(facts.first_fix), "; ".join(parts) + ".", Mend.PAINS)


def _owners(facts: Facts) -> Line:
    parts = [f"{facts.owner} owns the journey" if facts.owner else "nobody owns the journey"]
    parts.append(f"{facts.stages - len(facts.without_team)} of {_count(facts.stages, 'stage')} with a team")
    if facts.without_team:
        parts.append(f"none for {named(facts.without_team)}")
    loose = list(dict.fromkeys([*facts.unowned, *facts.undated]))
    parts.append(f"{facts.actions - len(loose)} of {_count(facts.actions, 'open action')} with owner and date")
    if loose:
        parts.append(f"not so {named(loose)}")
    if facts.first_fix and not facts.fix_agreed:
        parts.append("no action is agreed on the first fix")
    met = (
        bool(facts.owner)
        and facts.stages > 0
        and not facts.without_team
        and not loose
        and (facts.fix_agreed or not facts.first_fix)
    )
    mend = Mend.BRIEF if not facts.owner else Mend.TEAMS if facts.without_team or not facts.stages else Mend.ACTIONS
    return Line(Check.OWNERS, met, _sentence(parts), mend)


def _metrics(facts: Facts) -> Line:
    parts = [f"{_count(facts.success, 'success metric')} chosen"]
    parts.append(f"{facts.stages - len(facts.unmeasured)} of {_count(facts.stages, 'stage')} with a metric")
    if facts.unmeasured:
        parts.append(f"none at {named(facts.unmeasured)}")
    parts.append(
        f"{facts.metrics - len(facts.without_baseline)} of {_count(facts.metrics, 'critical or success metric')} with a baseline"
    )
    if facts.without_baseline:
        parts.append(f"none for {named(facts.without_baseline)}")
    met = facts.success > 0 and facts.stages > 0 and not facts.unmeasured and not facts.without_baseline
    return Line(Check.METRICS, met, _sentence(parts), Mend.METRICS)


def _shareable(facts: Facts) -> Line:
    version = f"version “{facts.version}” is saved" if facts.version else "no version is saved"
    opens = f"{_count(facts.links, 'link')} {'opens' if facts.links == 1 else 'open'}" if facts.links else "no link opens"
    met = bool(facts.version) and facts.links > 0
    return Line(Check.SHAREABLE, met, _sentence([version, f"{opens} it for reading"]), Mend.VERSIONS)


def named(names: Sequence[str]) -> str:
    """The first NAMED names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
