"""The board's browser files are joined into one module: what they declare must not collide, and each says what it is for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[3] / "journey" / "ui" / "board").glob("*.js"))


def declared(text: str) -> list[str]:
    """The names that a file declares for all the others."""
    names = re.findall(r"^(?:async )?(?:function\*?|class) (\w+)", text, re.MULTILINE)
    for line in re.findall(r"^(?:const|let|var) (.+)", text, re.MULTILINE):
        names += re.findall(r"(?:^|, )(\w+) = (?!>)", re.sub(r"\{.*?\}|\[.*?\]|\(.*?\)|\".*?\"", "", line))
    return names


def test_no_two_files_declare_the_same_name() -> None:
    names = Counter(name for file in FILES for name in declared(file.read_text("utf-8")))
    assert len(names) > 50
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_says_in_its_first_line_what_it_is_for(file: Path) -> None:
    assert re.match(r"// .{20,}[.?]\n", file.read_text("utf-8"))


def test_only_the_last_file_makes_the_module() -> None:
    assert [file.name for file in FILES if re.search(r"^(?:export|import) ", file.read_text("utf-8"), re.MULTILINE)] == [
        "board.js"
    ]
