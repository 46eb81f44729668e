"""What is learned from texts takes one core, so that the pages beside it keep theirs."""

from __future__ import annotations

from typing import Any

import pytest
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from journey.analysis.text import matching
from journey.analysis.text.stage_suggestion import Example, Place, learn_places


def _threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info()}


def test_a_lesson_takes_one_core_and_gives_back_what_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[set[int]] = []
    fit = matching.Matcher._fit

    def watched(self: matching.Matcher, *given: Any) -> Any:
        taken.append(_threads())
        return fit(self, *given)

    monkeypatch.setattr(matching.Matcher, "_fit", watched)
    import sklearn.linear_model  # noqa: F401 - loads the libraries whose threads are counted

    with threadpool_limits(2):
        learn_places([Place(1, "Sign up"), Place(2, "Pay")], [Example("I could not pay", 2), Example("The form froze", 1)])
        assert _threads() == {2}
    assert taken
    assert all(threads == {1} for threads in taken)
