"""The future beside the current state: what comes, goes and stays, and how far it has got."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.future import Part, Reached, Work, ahead, headline
from journey.domain.words import Future, Standing

TODAY = date(2026, 11, 18)
STAGES = [(1, "Browse", Future.STAYS), (2, "Pay by phone", Future.COMES), (3, "Fax", Future.GOES)]


def part(id: int, stage: int, future: Future = Future.STAYS, standing: Standing = Standing.HYPOTHESIS, *work: Work) -> Part:
    return Part("card", id, stage, "What they do", f"Card {id}", future, standing, work)


def test_what_comes_is_shipped_under_way_evidenced_or_an_idea() -> None:
    shipped, planned = Work("change", 1, "Chat", date(2026, 11, 1)), Work("change", 2, "Bot", date(2026, 12, 1))
    told = [
        part(1, 1, Future.COMES, Standing.HYPOTHESIS, planned, shipped), part(2, 1, Future.COMES, Standing.EVIDENCED, planned),
        part(3, 1, Future.GOES, Standing.EVIDENCED), part(4, 1, Future.COMES),
    ]  # fmt: skip
    assert [one.reached(TODAY) for one in told] == [Reached.SHIPPED, Reached.UNDER_WAY, Reached.EVIDENCED, Reached.IDEA]
    found = ahead(STAGES[:1], told, today=TODAY)
    assert headline(found) == "3 things come, 1 goes, 1 stays; 1 of the 4 is shipped"


def test_what_stands_in_a_stage_that_comes_or_goes_does_so_with_it_and_what_was_struck_is_in_neither() -> None:
    told = [part(1, 1), part(2, 2), part(3, 3), part(4, 3, Future.COMES), part(5, 1, standing=Standing.STRUCK)]
    browse, phone, fax = ahead(STAGES, told, today=TODAY).stages
    assert [one.id for one in browse.stays] == [1]
    assert [one.id for one in phone.comes] == [2]
    assert [one.id for one in fax.goes] == [3]
    assert [one.id for one in fax.comes] == [4]


def test_a_map_without_a_future_says_so() -> None:
    found = ahead(STAGES[:1], [part(1, 1)], today=TODAY)
    assert headline(found) == "The future is the map as it is: nothing is said to come or go"


PARTS = st.lists(st.builds(part, st.integers(1, 50), st.integers(1, 3), st.sampled_from(Future), st.sampled_from(Standing)))


@given(PARTS)
def test_every_part_is_in_one_of_three_heaps_and_every_move_is_counted_once(parts: list[Part]) -> None:
    found = ahead(STAGES, parts, today=TODAY)
    held = [one for stage in found.stages for one in (*stage.comes, *stage.goes, *stage.stays)]
    assert len(held) == sum(one.standing is not Standing.STRUCK for one in parts)
    assert found.moves == sum(len(stage.moves) for stage in found.stages) + 2
