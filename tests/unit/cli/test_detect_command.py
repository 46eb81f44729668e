"""`journey detect` on files as people have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from journey.cli.edge import guarded

FIRST = date(2025, 1, 6)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command; returns exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "130")

    def detect(*arguments: object) -> tuple[int, str, str]:
        code = guarded(["detect", *map(str, arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return code, told.out, told.err

    return detect


def written(path: Path, header: str, rows: Iterable[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def scores(spike: int | None = 100, count: int = 120) -> list[float]:
    values = 4 + np.random.default_rng(2).normal(0, 0.1, count)
    if spike is not None:
        values[spike] -= 0.8
    return [round(float(value), 2) for value in values]


def csv(path: Path, values: list[float], every: int = 1) -> Path:
    days = (FIRST + timedelta(days=every * i) for i in range(len(values)))
    return written(path, "date,score,answers", [f"{day},{value},50" for day, value in zip(days, values, strict=True)])


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ([f"{(d := FIRST + timedelta(weeks=i)).isocalendar()[0]}-W{d.isocalendar()[1]:02d}" for i in range(120)], "2025-01-06"),
        ([f"{(d := FIRST + timedelta(weeks=i)).isocalendar()[0]}W{d.isocalendar()[1]:02d}" for i in range(120)], "2025-01-06"),
        ([f"{2015 + i // 12}-{i % 12 + 1:02d}" for i in range(120)], "2015-01-01"),
    ],
)
def test_iso_weeks_and_months_are_dates(run: Run, tmp_path: Path, dates: list[str], first: str) -> None:
    rows = [f"{at},{value}" for at, value in zip(dates, scores(), strict=True)]
    code, out, err = run(written(tmp_path / "csat.csv", "period,score", rows), "--format", "json")
    assert (code, err) == (0, "")
    flagged = {row["date"] for row in json.loads(out)["flagged"]}
    moved = FIRST + timedelta(weeks=100) if "W" in dates[0] else date(2015 + 100 // 12, 100 % 12 + 1, 1)
    assert str(moved) in flagged
    code, out, _ = run(tmp_path / "csat.csv")
    assert first in out.splitlines()[0]


def test_what_is_piped_is_not_cut(tmp_path: Path) -> None:
    values = [*scores(None, 100), *(value - 0.8 for value in scores(None, 30))]
    file = csv(tmp_path / "csat.csv", values)
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-c", "from journey.cli import main; main()", "detect", str(file), "--value", "score"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "…" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) > 80


def test_a_flagged_day_is_printed_with_value_n_range_and_reason(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(csv(tmp_path / "csat.csv", scores()), "--n", "answers", "--value", "score")
    assert code == 0
    assert out.startswith("1 day of 99 stands out, 2025-01-06 to 2025-05-05.")
    line = next(line for line in out.splitlines() if line.startswith("2025-04-16"))
    cells = line.split()
    assert cells[1:3] == [f"{scores()[100]:g}", "50"]
    assert float(cells[1]) < float(cells[3]) < 4 < float(cells[5])
    assert line.endswith("jumped down")
    assert "The first 21 days could not be judged" in out


def test_a_calm_series_says_so(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(csv(tmp_path / "calm.csv", scores(None)), "--value", "score")
    assert (code, out.splitlines()[0]) == (0, "Nothing stands out in 99 days of 2025-01-06 to 2025-05-05.")


def test_what_could_not_be_judged_is_not_called_calm(run: Run, tmp_path: Path) -> None:
    days = [f"{FIRST + timedelta(days=i)},0.5,0" for i in range(60)]
    code, out, _ = run(written(tmp_path / "nobody.csv", "date,value,n", days), "--kind", "rate", "--n", "n")
    assert (code, "Nothing stands out" in out) == (0, False)
    assert out.startswith("No day of 2025-01-06 to 2025-03-06 could be judged, so nothing is known to be calm.")
    assert "60 days had nothing to judge: no value, or nobody behind it." in out


def test_numbers_that_are_long_beyond_reading_are_cut(run: Run, tmp_path: Path) -> None:
    _, out, _ = run(csv(tmp_path / "long.csv", [value * 1e300 for value in scores()]), "--value", "score")
    line = next(line for line in out.splitlines() if line.startswith("2025-04-16"))
    assert "e+300" in line
    assert line.endswith("jumped down")


def test_a_new_level_is_one_line_with_since_when_and_how_long(run: Run, tmp_path: Path) -> None:
    values = [value + (0.5 if i >= 90 else 0.0) for i, value in enumerate(scores(None))]
    _, out, _ = run(csv(tmp_path / "level.csv", values), "--value", "score")
    levels = [line for line in out.splitlines() if "moved to a new level up since 2025-04-" in line]
    assert len(levels) == 1
    assert "days until 2025-0" in levels[0]
    assert levels[0].endswith(", then accepted")


def test_weeks_are_read_as_weeks(run: Run, tmp_path: Path) -> None:
    _, out, _ = run(csv(tmp_path / "weeks.csv", scores(), every=7), "--value", "score")
    assert " of 108 stand" in out.splitlines()[0]
    assert "\n2026-12-07 " in out
    assert "The first 12 weeks could not be judged" in out


def test_json_and_csv_list_every_flagged_day(run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "csat.csv", scores())
    told = json.loads(run(path, "--value", "score", "--n", "answers", "--format", "json")[1])
    assert (told["kind"], told["rows"], told["judged"]) == ("mean", 120, 99)
    assert [(one["date"], one["rule"], one["direction"], one["n"]) for one in told["flagged"]] == [
        ("2025-04-16", "spike", "down", 50)
    ]
    lines = run(path, "--value", "score", "--format", "csv")[1].splitlines()
    assert lines[0] == "date,value,n,expected,lower,upper,score,rule,since,direction,note,why"
    assert [line[:10] for line in lines[1:]] == ["2025-04-16"]


def test_european_files_are_read_as_they_are(run: Run, tmp_path: Path) -> None:
    days = [FIRST + timedelta(days=i) for i in range(120)]
    rows = [f"{day:%d.%m.%Y};{str(value).replace('.', ',')};50" for day, value in zip(days, scores(), strict=True)]
    code, out, _ = run(written(tmp_path / "zufrieden.csv", "Tag;Zufriedenheit;Antworten", rows), "--n", "Antworten")
    assert code == 0
    assert "2025-04-16" in out


def test_rows_in_any_order_are_put_in_order_and_that_is_said(run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "csat.csv", scores())
    header, *rows = path.read_text().splitlines()
    code, out, _ = run(written(path, header, rows[::-1]), "--value", "score")
    assert code == 0
    assert "2025-04-16" in out
    assert "put in order of time" in out


@pytest.mark.parametrize(
    ("kind", "usual", "part"), [("count", "added up", "1 day that is not whole is left out"), ("mean", "averaged", "")]
)
def test_hourly_readings_are_rolled_up_to_days_and_that_is_said(
    run: Run, tmp_path: Path, kind: str, usual: str, part: str
) -> None:
    rng, start = np.random.default_rng(5), datetime(2025, 1, 6)
    calls = rng.poisson(10, 24 * 90 - 9)
    calls[24 * 60 : 24 * 61] = 20
    rows = [f"{start + timedelta(hours=i)},{value}" for i, value in enumerate(calls)]
    code, out, _ = run(written(tmp_path / "calls.csv", "timestamp,value", rows), "--kind", kind)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line.startswith("2025-")] == ["2025-03-07"]
    assert f"About 24 readings a day were {usual} to 90 days.{f' {part}.' if part else ''}" in out


def test_a_public_holiday_softens_a_flag(run: Run, tmp_path: Path) -> None:
    values = scores(None)
    values[115] -= 0.5  # the first of May
    path = csv(tmp_path / "csat.csv", values)
    assert "2025-05-01" in run(path, "--value", "score")[1]
    assert "2025-05-01" not in run(path, "--value", "score", "--country", "DE")[1].split("\n", 1)[1]


@pytest.mark.parametrize(
    ("row", "options", "says"),
    [
        ("2025-05-06,abc,50", ["--value", "score"], "row 122, column 'score', value 'abc': this is not a number"),
        ("2025-05-06,4,many", ["--n", "answers", "--value", "score"], "row 122, column 'answers', value 'many': this is not"),
        ("soon,4,50", ["--value", "score"], "row 122, column 'date', value 'soon': this is not a time that can be read."),
        ("2025-05-05,4,50", ["--value", "score"], "row 122, column 'date', value '2025-05-05': the date appears twice."),
        ("2025-05-06,-4,50", ["--value", "score", "--kind", "count"], "row 122, column 'score', value '-4': a count can't"),
        ("2025-05-06,4,-1", ["--n", "answers", "--value", "score"], "row 122, column 'answers', value '-1': how many"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_file_row_column_and_value(
    run: Run, tmp_path: Path, row: str, options: list[str], says: str
) -> None:
    path = csv(tmp_path / "csat.csv", scores())
    path.write_text(path.read_text() + row + "\n")
    code, out, error = run(path, *options)
    assert (code, out) == (2, "")
    assert error.startswith("csat.csv, ")
    assert says in error


def test_percentages_are_no_rate(run: Run, tmp_path: Path) -> None:
    code, _, error = run(csv(tmp_path / "csat.csv", [45.0] * 30), "--value", "score", "--kind", "rate")
    assert code == 2
    assert "row 2, column 'score', value '45': a rate lies between 0 and 1 (and 29 more). Divide percentages by 100." in error


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--n", "Answer"], "There is no column called 'Answer'. Answer with --n and one of: date, score, answers."),
        (["--kind", "median"], "'median' is not one of"),
        (["--country", "Atlantis"], "no calendar of holidays for 'Atlantis'"),
        (["--strictness", "0"], "positive number"),
        (["--timezone", "Mars/Olympus"], "no time zone called 'Mars/Olympus'"),
    ],
)
def test_what_can_not_be_done_as_asked_is_said_in_a_sentence(run: Run, tmp_path: Path, options: list[str], says: str) -> None:
    code, _, error = run(csv(tmp_path / "csat.csv", scores()), "--value", "score", *options)
    assert code == 2
    assert says in error


def test_columns_that_nobody_can_guess_are_asked_for_by_this_commands_options(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "two.csv", "when,calls,chats", [f"{FIRST + timedelta(days=i)},3,4" for i in range(30)])
    code, _, error = run(path)
    assert code == 2
    assert "Which column holds the values?" in error
    assert "Answer with --value and one of: when, calls, chats." in error


def test_a_file_of_several_series_is_refused(run: Run, tmp_path: Path) -> None:
    rows = [f"{FIRST + timedelta(days=i)},{kpi},4" for i in range(30) for kpi in ("csat", "nps")]
    code, _, error = run(written(tmp_path / "kpis.csv", "date,metric,value", rows))
    assert code == 2
    assert "holds 2 series in its column 'metric'" in error


def test_other_formats_are_read_too(run: Run, tmp_path: Path) -> None:
    days = [FIRST + timedelta(days=i) for i in range(120)]
    pl.DataFrame({"date": days, "value": scores()}).write_parquet(tmp_path / "csat.parquet")
    assert "2025-04-16" in run(tmp_path / "csat.parquet")[1]
    assert run(tmp_path / "none.csv")[0] == 2


def test_the_command_line_starts_without_loading_the_detector() -> None:
    code = "import sys, journey.cli.app; assert not {'polars', 'numpy', 'holidays'} & set(sys.modules), 'loaded'"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
