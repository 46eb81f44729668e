"""A conversation's silences, overlaps, shares and emotion, worked by hand, and what holds for every conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.text.talk import OVERLAP, SILENCE, Kind, Pause, Said, along, pauses, places, share


def call(*spans: tuple[str, float, float]) -> list[Said]:
    """Turns of C (the customer) and A, from and to these seconds."""
    return [Said(who, "words", customer=who == "C", start=start, end=end) for who, start, end in spans]


def told(*felt: float | None, sure: float = 0.8) -> list[Said]:
    """The customer's turns with these feelings, an agent's turn after each."""
    return [one for level in felt for one in (Said("C", "x", customer=True, felt=level, sure=sure), Said("A", "y"))]


def test_a_silence_lasts_from_the_last_word_of_anybody() -> None:
    # the agent's "mhm" ends at 3 s, the customer speaks until 10 s: 12 s of silence, not 19
    turns = call(("C", 0, 10), ("A", 2, 3), ("C", 22, 25))
    assert pauses(turns) == [Pause(1, Kind.OVERLAP, 1), Pause(2, Kind.SILENCE, 12)]


def test_waiting_for_the_first_word_is_silence_too() -> None:
    assert pauses(call(("A", 8, 9))) == [Pause(0, Kind.SILENCE, 8)]


def test_short_gaps_and_short_overlaps_are_how_people_take_turns() -> None:
    assert pauses(call(("C", 0, 4), ("A", 4 + SILENCE - 0.1, 12), ("C", 12 - OVERLAP + 0.1, 14))) == []


def test_one_speaker_does_not_speak_over_themselves() -> None:
    assert pauses(call(("C", 0, 5), ("C", 3, 6))) == []


def test_a_chat_knows_when_messages_begin_so_nothing_in_it_is_called_silence() -> None:
    turns = [Said("C", "hello", customer=True, start=0), Said("A", "hi", start=40), Said("A", "still there?", start=280)]
    assert pauses(turns) == [Pause(2, Kind.LATER, 240)]


def test_after_a_turn_without_a_time_nobody_knows_how_long_it_was_quiet() -> None:
    turns = [*call(("C", 0, 2)), Said("A", "no time"), *call(("C", 30, 31))]
    assert pauses(turns) == []


def test_the_share_is_of_time_where_it_is_known_and_of_letters_elsewhere() -> None:
    timed = share(call(("C", 0, 3), ("A", 3, 12)))
    assert timed is not None
    assert (timed.customer, timed.timed) == (0.25, True)
    written = share([Said("C", "お金が", customer=True), Said("A", "お待ちください")])
    assert written is not None
    assert (written.customer, written.timed) == (0.3, False)


def test_without_a_known_customer_there_is_no_share() -> None:
    assert share([Said("spk_0", "hello"), Said("spk_1", "hello")]) is None
    assert share([]) is None


def test_emotion_is_smoothed_over_neighbours_by_distance_and_trust() -> None:
    # tricube weights at distances 0, 1, 2 of a reach of 3 (scaled by 4): 1, (1 - 1/64)^3, (1 - 1/8)^3
    one, two = (1 - 1 / 64) ** 3, (1 - 1 / 8) ** 3
    smooth = [level for level in along(told(-4, 0, 2)) if level is not None]
    assert smooth[0] == pytest.approx((-4 + 0 * one + 2 * two) / (1 + one + two))
    assert smooth[1] == pytest.approx((-4 * one + 0 + 2 * one) / (1 + 2 * one))


def test_an_unsure_score_says_less() -> None:
    unsure = [Said("C", "", customer=True, felt=4, sure=0.1), Said("C", "", customer=True, felt=-4, sure=0.9)]
    assert all(level is not None and level < 0 for level in along(unsure))


def test_what_was_not_scored_stays_a_gap() -> None:
    assert [level is None for level in along(told(1, None, 2))] == [False, True, True, True, False, True]


seconds = st.floats(0, 500, allow_nan=False)
spans = st.lists(st.tuples(st.sampled_from("CA"), seconds, seconds), max_size=30)
feelings = st.lists(st.none() | st.floats(-5, 5), max_size=40)


@given(spans)
def test_silence_and_speech_never_add_up_to_more_than_the_call(said: list[tuple[str, float, float]]) -> None:
    turns = call(*sorted(((who, min(a, b), max(a, b)) for who, a, b in said), key=lambda span: span[1]))
    quiet = sum(pause.seconds for pause in pauses(turns) if pause.kind is Kind.SILENCE)
    spoken, reached = 0.0, 0.0
    for turn in turns:
        assert turn.start is not None
        assert turn.end is not None
        spoken += max(0.0, turn.end - max(turn.start, reached))
        reached = max(reached, turn.end)
    assert quiet + spoken <= reached + 1e-6
    assert all(0 <= start <= end <= 1 for start, end in places(turns))


@given(feelings)
def test_smoothing_stays_between_the_extremes_and_scores_nothing_new(felt: list[float | None]) -> None:
    turns, heard = told(*felt), [level for level in felt if level is not None]
    smooth = along(turns)
    assert [level is not None for level in smooth] == [turn.customer and turn.felt is not None for turn in turns]
    assert all(min(heard) - 1e-9 <= level <= max(heard) + 1e-9 for level in smooth if level is not None)
