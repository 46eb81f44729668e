"""`journey assess` on files as people have them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from journey.analysis.impact import assess
from journey.cli.edge import guarded

FIRST = date(2026, 2, 2)
CHANGE = date(2026, 5, 1)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command; returns exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "130")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = guarded(["assess", *map(str, arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return code, told.out, told.err

    return command


def rates(effect: float = -0.06, count: int = 112, spike: float = 0.0) -> list[list[float]]:
    """Value, n, a sibling's value and its n: both wander with one cause, and only the first changes on CHANGE."""
    rng = np.random.default_rng(5)
    cause, turn = np.cumsum(rng.normal(0, 0.006, count)), (CHANGE - FIRST).days
    rows = []
    for at in range(count):
        n, m = rng.integers(900, 1500, 2)
        extra = effect * (at >= turn) + spike * (turn - 14 <= at < turn)
        first, second = rng.binomial([n, m], [0.4 + cause[at] + extra, 0.5 + cause[at]]) / [n, m]
        rows.append([round(first, 4), float(n), round(second, 4), float(m)])
    return rows


def csv(path: Path, rows: list[list[float]], header: str = "day,drop_off,entered,other,other_n") -> Path:
    lines = [",".join([str(FIRST + timedelta(days=at)), *map(str, row)]) for at, row in enumerate(rows)]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


RATE = ("--change", CHANGE, "--kind", "rate", "--value", "drop_off", "--n", "entered", "--direction", "down")


def test_a_change_that_worked_is_told_with_all_it_rests_on(run: Run, tmp_path: Path) -> None:
    rows = rates(-0.1)
    code, out, err = run(csv(tmp_path / "drop.csv", rows), *RATE, "--smallest", "0.03")
    assert (code, err) == (0, "")
    assert out.startswith("The metric fell by ")
    facts = {line.split()[0]: line for line in out.splitlines() if line and not line.startswith(" ")}
    assert "validated" in facts["Verdict"]
    expected = assess(
        [FIRST + timedelta(days=at) for at in range(112)], [row[0] for row in rows], [row[1] for row in rows], CHANGE, kind="rate"
    )
    assert expected.effect is not None
    assert expected.lo95 is not None
    assert expected.relative is not None
    assert f"{100 * expected.effect:+.2f} points ({expected.relative:+.1%})" in facts["Effect"]
    assert f"{100 * expected.lo95:+.2f} points to " in facts["95"]
    assert f"{expected.n_before:,} before over 88 days, {expected.n_after:,} after over 24 days" in facts["n"]
    assert out.count("  holds  ") + out.count("  doubt  ") == len(expected.assumptions)


def test_programs_get_the_same_and_a_control_makes_it_sharper(run: Run, tmp_path: Path) -> None:
    file = csv(tmp_path / "drop.csv", rates())
    plain = json.loads(run(file, *RATE, "--format", "json")[1])
    beside = json.loads(run(file, *RATE, "--control", "other", "--control-n", "other_n", "--format", "json")[1])
    for told in (plain, beside):
        assert (told["file"], told["change"], told["kind"], told["too_short"]) == ("drop.csv", "2026-05-01", "rate", False)
        assert told["lo95"] < told["lo90"] < told["effect"] < told["hi90"] < told["hi95"]
        assert len(told["expected"]) == 112
    assert beside["hi95"] - beside["lo95"] < 0.85 * (plain["hi95"] - plain["lo95"])
    assert beside["lo95"] < -0.06 < beside["hi95"]
    assert "control" in [one["name"] for one in beside["assumptions"]]
    assert "control" not in [one["name"] for one in plain["assumptions"]]


def test_several_controls_count_as_one_and_days_are_left_out_as_told(run: Run, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    rows = [[*row, round(float(row[2] + rng.normal(0, 0.02)), 4), round(float(rng.uniform()), 4)] for row in rates()]
    file = csv(tmp_path / "drop.csv", rows, "day,drop_off,entered,other,other_n,third,noise")
    controls = [word for name in ("other", "third", "noise") for word in ("--control", name)]
    aside = ("--lag-days", 3, "--left-out", "2026-05-12", "--country", "US")
    plain, told = (json.loads(run(file, *RATE, *more, *aside, "--format", "json")[1]) for more in ((), controls))
    assert told["hi95"] - told["lo95"] < plain["hi95"] - plain["lo95"]
    assert told["notes"][0].startswith("The controls count other ")
    assert "noise did not move along with it and counts nothing." in told["notes"][0]
    assert told["first_day"] == "2026-05-04"
    reasons = {one["date"]: one["why"] for one in told["left_out"]}
    assert reasons["2026-05-12"] == "incident"
    assert [reasons[f"2026-05-0{day}"] for day in (1, 2, 3)] == ["adoption"] * 3
    assert "2026-02-16" in reasons  # Washington's Birthday
    out = run(file, *RATE, *controls, *aside)[1]
    assert "holds  3 days are left out (2026-05-01 to 2026-05-03): people were still taking the change up." in out


def test_too_early_says_how_long_to_wait(run: Run, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    file = csv(tmp_path / "score.csv", [[round(float(value), 3)] for value in rng.normal(4, 0.3, 96)], "date,score")
    code, out, _ = run(file, "--change", CHANGE, "--smallest", "0.15", "--value", "score")
    assert code == 0
    assert "Verdict    too early" in out
    wait = next(line for line in out.splitlines() if line.startswith("Wait"))
    assert "To see an effect of 0.15 four times in five it takes about" in wait
    short = run(
        csv(tmp_path / "short.csv", [[4.0]] * 91, "date,score"), "--change", CHANGE, "--value", "score", "--format", "json"
    )
    told = json.loads(short[1])
    assert (told["verdict"], told["too_short"], told["effect"], told["expected"]) == ("too early", True, None, [])


def test_the_spike_that_a_change_answered_is_left_out_when_asked(run: Run, tmp_path: Path) -> None:
    file = csv(tmp_path / "drop.csv", rates(0.0, spike=0.12))
    plain, sober = (json.loads(run(file, *RATE, *more, "--format", "json")[1]) for more in ((), ("--because-of-spike",)))
    assert "The 14 days before the change lay" in plain["notes"][0]
    assert sober["notes"][0].endswith("They are left out here.")
    assert sober["days_before"] == plain["days_before"] - 14
    assert plain["effect"] < sober["effect"] - 0.02


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--change", "soon"), "--change is a day such as 2026-05-01; 'soon' is none."),
        (("--change", CHANGE, "--left-out", "soon"), "--left-out is a day such as 2026-05-01; 'soon' is none."),
        (("--change", CHANGE, "--country", "XX"), "There is no calendar of holidays for 'XX'."),
        (("--change", "2027-01-01"), "drop.csv: The change on 2027-01-01 lies outside the series, which runs from 2026-02-02"),
        (("--change", CHANGE, "--control", "nope"), "There is no column called 'nope'. Answer with --control"),
        (
            ("--change", CHANGE, "--control-n", "other_n"),
            "--control-n says how many a control's value rests on, and needs one --control.",
        ),
    ],
)
def test_what_cannot_be_assessed_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, arguments: tuple[object, ...], said: str
) -> None:
    code, out, err = run(csv(tmp_path / "drop.csv", rates()), "--value", "drop_off", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_value_that_is_none_is_named_by_row_column_and_value(run: Run, tmp_path: Path) -> None:
    rows = rates()
    rows[4][0] = 31.5
    code, _, err = run(csv(tmp_path / "drop.csv", rows), *RATE)
    assert code == 2
    assert "drop.csv, row 6, column 'drop_off', value '31.5': a rate lies between 0 and 1. Divide percentages by 100." in err
    weekly = [f"{FIRST + timedelta(days=7 * at)},{4 + at % 3}" for at in range(40)]
    file = tmp_path / "weekly.csv"
    file.write_text("\n".join(["date,score", *weekly]) + "\n", encoding="utf-8")
    code, _, err = run(file, "--change", "2026-08-03")
    assert code == 2
    assert "one value a week" in err
