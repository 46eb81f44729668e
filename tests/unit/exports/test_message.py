"""Messages as text: what people typed stays within its line, links are said once, long lists are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journey.exports.message import MOST, Line, Message, Part, one_line


def test_each_matter_has_its_link_or_all_share_one() -> None:
    own = Part("New", (Line("Up.", "http://x/1"), Line("Down.", "http://x/2")), "http://x")
    shared = Part("Late", (Line("A.", "http://x/3"), Line("B.", "http://x/3")), "http://x/3")
    single = Part("Stale", (Line("nps", "http://x/4"),))
    text = Message("Shop", (own, Part("Empty", ()), shared, single), "http://x/monday").text
    assert text == (
        "New (2)\n- Up.\n  http://x/1\n- Down.\n  http://x/2\n\n"
        "Late (2)\n- A.\n- B.\n  http://x/3\n\n"
        "Stale (1)\n- nps\n  http://x/4\n\n"
        "Answer here: http://x/monday"
    )


def test_a_long_part_is_cut_and_says_so() -> None:
    lines = tuple(Line(f"Matter {number}", f"http://x/{number}") for number in range(MOST + 2))
    text = Message("Shop", (Part("New", lines, "http://x/all"),), "http://x").text
    assert f"New ({MOST + 2})" in text
    assert text.count("- Matter") == MOST
    assert "- and 2 more: http://x/all" in text


@given(st.text())
def test_what_people_typed_is_one_line_whatever_it_is(typed: str) -> None:
    line = one_line(typed)
    assert len(line.splitlines()) <= 1
    assert line == one_line(line)
    assert Message(typed, (Part("New", (Line(typed),)),), "x").text.count("\n") == 3
