"""The tree of journeys: each in one place, whatever its parents say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.portfolio import Level, Node, columns, forest, may_hold
from journey.domain.words import Audience

WHOLE = Node(1, "Lifecycle", Audience.CUSTOMER)
BUY = Node(2, "Buy", Audience.CUSTOMER, 1)
PAY = Node(3, "Pay", Audience.CUSTOMER, 2)
DESK = Node(4, "Desk", Audience.EMPLOYEE, 2)
ALONE = Node(5, "Alone", Audience.CUSTOMER)


def test_the_root_is_a_lifecycle_its_parts_journeys_and_theirs_sub_journeys() -> None:
    tree, alone = forest([ALONE, DESK, PAY, WHOLE, BUY])
    assert [(placed.node.name, placed.depth, placed.level) for placed in tree] == [
        ("Lifecycle", 0, Level.LIFECYCLE), ("Buy", 1, Level.JOURNEY), ("Desk", 2, Level.PART), ("Pay", 2, Level.PART),
    ]  # fmt: skip
    assert [placed.level for placed in alone] == [Level.JOURNEY]
    assert [placed.node.name for placed in columns(tree)[Audience.EMPLOYEE]] == ["Desk"]


def test_a_journey_may_be_part_of_none_of_its_own_parts() -> None:
    nodes = [WHOLE, BUY, PAY, DESK, ALONE]
    assert [node.name for node in may_hold(nodes, BUY.id)] == ["Lifecycle", "Alone"]


NODES = st.lists(
    st.builds(Node, st.integers(1, 8), st.text(max_size=2), st.sampled_from(Audience), st.none() | st.integers(1, 9)),
    unique_by=lambda node: node.id,
)


@given(NODES)
def test_every_journey_stands_in_one_tree_even_where_parents_are_gone_or_go_round(nodes: list[Node]) -> None:
    placed = [one.node.id for tree in forest(nodes) for one in tree]
    assert sorted(placed) == sorted(node.id for node in nodes)
