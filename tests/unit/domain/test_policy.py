"""One test a rule of `may`."""

from journey.domain.policy import LOOK, OWNER_ONLY, Who, may
from journey.domain.words import Role

ACTS = ["card.add", "card.change", "alert.triage", "import.add", "action.change", "entry.add", *sorted(OWNER_ONLY)]


def test_the_local_user_may_do_everything() -> None:
    assert all(may(Who(role=None, local=True), act) for act in ACTS)


def test_an_owner_may_do_everything() -> None:
    assert all(may(Who(role=Role.OWNER), act) for act in ACTS)


def test_an_editor_may_do_all_but_what_is_the_owners() -> None:
    allowed = {act for act in ACTS if may(Who(role=Role.EDITOR), act)}
    assert allowed == set(ACTS) - OWNER_ONLY


def test_a_viewer_may_look_and_take_part() -> None:
    viewer = Who(role=Role.VIEWER)
    assert may(viewer, LOOK)
    assert may(viewer, "entry.add")
    assert may(viewer, "reading.add")
    assert not may(viewer, "card.change")
    assert not may(viewer, "alert.triage")


def test_a_viewer_may_update_their_own_teams_action() -> None:
    viewer = Who(role=Role.VIEWER, team_id=7)
    assert may(viewer, "action.change", team_id=7)
    assert not may(viewer, "action.change", team_id=8)
    assert not may(viewer, "action.change")
    assert not may(Who(role=Role.VIEWER), "action.change", team_id=None)


def test_leadership_may_look_at_every_journey_and_no_more() -> None:
    leader = Who(role=None, leadership=True)
    assert may(leader, LOOK)
    assert not any(may(leader, act) for act in ACTS)
    assert may(Who(role=Role.EDITOR, leadership=True), "card.change"), "leadership takes nothing away"


def test_somebody_without_a_role_may_do_nothing() -> None:
    assert not any(may(Who(role=None), act) for act in [LOOK, *ACTS])
