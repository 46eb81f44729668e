"""How the board is looked at goes into the address and comes back out of it, whatever stands there."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journey.ui.board.look import PARTS, checked, read, written

refs = st.lists(st.builds("{}:{}".format, st.sampled_from(["stage", "lane"]), st.integers(1, 99)), max_size=4, unique=True)
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)
looks = st.fixed_dictionaries(
    {
        "view": st.just("ours"), "mode": st.sampled_from(["map", "blueprint"]),
        "state": st.sampled_from(["current", "future", "both"]),
        "layers": st.dictionaries(st.sampled_from(["kpis", "heat", "assumed"]), st.booleans()), "lanes": refs, "opened": refs,
        "folded": refs, "persona": st.none() | st.integers(1, 99), "tags": st.lists(words.filter(str.strip), max_size=3),
        "teams": st.lists(st.integers(1, 99), max_size=3), "standing": st.sampled_from(["", "hypothesis"]), "status": words,
        "zoom": st.sampled_from([0.5, 1.0, 1.25, "fit"]), "present": st.booleans(), "at": st.sampled_from(["", "card:12"]),
    }
)  # fmt: skip


def said(look: dict[str, Any], settings: dict[str, Any]) -> dict[str, str]:
    """The address of a look."""
    return {name: text for name, text in written(look, settings).items() if text is not None}


def test_an_address_says_only_what_differs_from_its_view() -> None:
    settings = {"mode": "blueprint", "layers": {"heat": True}}
    look = checked(
        {**settings, "view": "ours", "tags": ["a, b", "c"], "folded": ["stage:3", "lane:1"], "layers": {"heat": False}}
    )
    told = said(look, settings)
    assert told == {"look": "ours", "tags": '"a, b",c', "folded": "stage-3,lane-1", "layers": "-heat"}
    assert read(told, settings) == look


@given(look=looks)
def test_what_an_address_says_is_the_look_again(look: dict[str, Any]) -> None:
    told = said(look, {})
    emptied = {name: part.default for name, part in PARTS.items()}
    assert read(told, {}) == checked(emptied | look)


@given(look=looks, settings=looks)
def test_a_part_that_a_view_sets_can_be_unset(look: dict[str, Any], settings: dict[str, Any]) -> None:
    assert read(said(look, settings), settings) == checked(look)


@given(st.dictionaries(st.sampled_from([*PARTS, "look", "share"]), words), st.dictionaries(st.sampled_from([*PARTS]), words))
def test_no_address_and_no_stored_view_makes_a_look_that_makes_no_sense(
    address: dict[str, str], settings: dict[str, Any]
) -> None:
    look = read(address, settings)
    assert checked(look) == look
    assert look["mode"] in ("map", "blueprint")
