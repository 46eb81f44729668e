"""`journey redact` as a filter between two programs."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from journey.cli.edge import guarded

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on these bytes; returns exit code, output and errors."""

    def redact(given: bytes, *options: str) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given), isatty=lambda: False))
        code = guarded(["redact", *options])
        told = capfdbinary.readouterr()
        return code, told.out, told.err.decode()

    return redact


def test_a_text_comes_out_without_what_points_to_a_person(run: Run) -> None:
    given = b"Hi, it's about order 4711.\nMail me: ana.silva@example.com\nOr ana.silva@example.com again\n"
    code, out, err = run(given)
    assert code == 0
    assert out.decode() == "Hi, it's about order 4711.\nMail me: [EMAIL 1]\nOr [EMAIL 1] again\n"
    assert err.startswith("Taken out: 2 email.\n")
    assert "can't be promised" in err


def test_lines_are_texts_of_their_own_and_keep_their_number_and_ends(run: Run) -> None:
    given = b"\xef\xbb\xbfb@example.com\r\n\r\nnothing here\na@example.com\nlast"
    code, out, err = run(given, "--lines")
    assert code == 0
    assert out == b"[EMAIL 1]\r\n\r\nnothing here\n[EMAIL 1]\nlast"
    assert err.startswith("Taken out: 2 email.\n")


def test_known_names_are_taken_out(run: Run) -> None:
    _, out, _ = run(b"Then Xiomara rang, and xiomara was kind", "--name", "Xiomara Quist")
    assert b"iomara" not in out


def test_what_holds_nothing_private_is_unchanged(run: Run) -> None:
    given = "Die Lieferung kam zu spät – 3 Tage 😕\n".encode()
    code, out, err = run(given)
    assert (code, out) == (0, given)
    assert err.startswith("Nothing was found to take out.")
    assert run(b"")[:2] == (0, b"")


def test_what_is_not_utf8_is_refused_by_line_and_never_let_through(run: Run) -> None:
    code, out, err = run("eins\nzu spät\na@example.com\n".encode("cp1252"), "--lines")
    assert (code, out) == (2, b"eins\n")
    assert err.startswith("Line 2 is not UTF-8")
    assert run("eins\nzu spät\n".encode("cp1252"))[:2] == (2, b"")


def test_it_works_as_a_filter_and_answers_line_by_line() -> None:
    program = [sys.executable, "-c", "from journey.cli import main; main()", "redact", "--lines"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b"c@example.com\n")
        running.stdin.flush()
        assert running.stdout.readline() == b"[EMAIL 1]\n"
        running.stdin.close()
        assert running.wait(timeout=60) == 0
