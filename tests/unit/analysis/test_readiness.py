"""The seven answers of readiness: what makes each a yes, what its no says and where it is mended."""

from __future__ import annotations

from dataclasses import replace

from journey.analysis.emotion import Fit
from journey.analysis.readiness import Check, Facts, Line, Mend, named, readiness
from journey.analysis.scope import Kind, Rule, Warning

READY = Facts(
    source_kinds=("analytics", "support", "surveys"), evidenced=4, fits={"Browse": Fit.HOLDS, "Pay": Fit.HOLDS}, pains=2,
    first_fix="“Cards are refused” (80 of 125, effort 2, 3 pieces of evidence)", owner="Ana", stages=2, actions=3,
    fix_agreed=True, metrics=4, success=2, version="After the workshop", links=1,
)  # fmt: skip


def answer(check: Check, **values: object) -> Line:
    lines = readiness(replace(READY, **values)).lines  # type: ignore[arg-type]
    return next(line for line in lines if line.check is check)


def test_a_map_that_has_it_all_is_ready_and_says_why() -> None:
    found = readiness(READY)
    assert (found.met, found.of, found.ready) == (7, 7, True)
    assert [line.said for line in found.lines] == [
        "Persona, goal, start, end, time frame and success metrics are all said.",
        "3 kinds of source (analytics, support, surveys); all 4 claims held for evidenced name theirs.",
        "2 of 2 stages hold against what customers say.",
        "2 of 2 open pain points rated; first fix: “Cards are refused” (80 of 125, effort 2, 3 pieces of evidence).",
        "Ana owns the journey; 2 of 2 stages with a team; 3 of 3 open actions with owner and date.",
        "2 success metrics chosen; 2 of 2 stages with a metric; 4 of 4 critical or success metrics with a baseline.",
        "Version “After the workshop” is saved; 1 link opens it for reading.",
    ]


def test_a_journey_that_was_just_begun_is_ready_in_nothing() -> None:
    begun = readiness(Facts(scope=(Warning(Rule.GOAL, Kind.MISSING, "the goal"),)))
    assert begun.met == 0
    assert [line.mend for line in begun.lines] == [
        Mend.BRIEF, Mend.DATA, Mend.ASSUME, Mend.PAINS, Mend.BRIEF, Mend.METRICS, Mend.VERSIONS,
    ]  # fmt: skip


def test_the_scope_is_explicit_though_it_is_broad_and_the_doubt_is_told() -> None:
    broad = Warning(Rule.MANY_STAGES, Kind.BROAD, "11 stages: take one journey for the whole")
    line = answer(Check.SCOPE, scope=(broad,))
    assert line.met
    assert "It may be too broad: 11 stages" in line.said


def test_sources_are_documented_when_three_kinds_brought_something() -> None:
    line = answer(Check.SOURCES, source_kinds=("surveys", "support"))
    assert (line.met, line.mend) == (False, Mend.DATA)
    assert line.said.startswith("2 kinds of source (surveys, support)")


def test_sources_are_documented_when_every_evidenced_claim_names_one() -> None:
    line = answer(Check.SOURCES, unsourced=("It is paid",), unsourced_ref="card:4")
    assert (line.met, line.mend, line.ref) == (False, Mend.CLAIMS, "card:4")
    assert "1 of 4 claims held for evidenced names no source: It is paid." in line.said


def test_emotions_are_validated_when_measurement_holds_every_stage() -> None:
    line = answer(Check.EMOTIONS, fits={"Browse": Fit.HOLDS, "Pay": Fit.TOO_ROSY, "Ship": Fit.TOO_FEW})
    assert (line.met, line.mend) == (False, Mend.EMOTIONS)
    assert line.said == "1 of 3 stages hold against what customers say; drawn too rosy: Pay; too few answers to tell: Ship."
    assert answer(Check.EMOTIONS, fits={"Pay": Fit.UNASSUMED}).mend is Mend.ASSUME


def test_pain_points_are_ranked_when_each_was_rated_and_one_is_the_first_fix() -> None:
    line = answer(Check.PAINS, unrated=("Slow form",))
    assert not line.met
    assert line.said.startswith("1 of 2 open pain points rated; still in the middle on every scale: Slow form; first fix:")
    assert not answer(Check.PAINS, pains=0, first_fix="").met


def test_owners_are_named_for_journey_stages_actions_and_the_first_fix() -> None:
    assert answer(Check.OWNERS, owner="").mend is Mend.BRIEF
    assert answer(Check.OWNERS, without_team=("Pay",)).mend is Mend.TEAMS
    late = answer(Check.OWNERS, unowned=("Ask the bank",), undated=("Ask the bank", "Call them"))
    assert (late.met, late.mend) == (False, Mend.ACTIONS)
    assert "1 of 3 open actions with owner and date; not so Ask the bank, Call them" in late.said
    assert "no action is agreed on the first fix" in answer(Check.OWNERS, fix_agreed=False).said


def test_metrics_need_baselines_success_and_one_at_every_stage() -> None:
    assert not answer(Check.METRICS, success=0).met
    assert "none at Pay" in answer(Check.METRICS, unmeasured=("Pay",)).said
    line = answer(Check.METRICS, without_baseline=("Drop-off at Pay",))
    assert not line.met
    assert "3 of 4 critical or success metrics with a baseline; none for Drop-off at Pay." in line.said


def test_a_map_is_shareable_when_a_version_is_saved_and_a_link_opens_it() -> None:
    assert answer(Check.SHAREABLE, links=0).said == "Version “After the workshop” is saved; no link opens it for reading."
    assert not answer(Check.SHAREABLE, version="").met


def test_long_lists_of_names_are_counted() -> None:
    assert named(["a", "b", "c"]) == "a, b, c"
    assert named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
