"""What the README tells is what there is: commands, options, settings, addresses, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from journey.config import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> dict[str, set[str]]:
    """Every command of the command line with its options, groups as "import events"."""
    from journey.cli.app import app

    return dict(_walk(typer.main.get_command(app), ""))


def _walk(command: object, name: str) -> Iterator[tuple[str, set[str]]]:
    options = {flag for parameter in getattr(command, "params", []) for flag in parameter.opts}
    yield name, options
    for child, below in getattr(command, "commands", {}).items():
        yield from _walk(below, f"{name} {child}".strip())


def told_lines() -> list[str]:
    """Lines of the README's shell blocks that call the product."""
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("uv run journey")]


@pytest.mark.parametrize("line", told_lines())
def test_each_command_line_of_the_readme_can_be_typed(line: str) -> None:
    known = commands()
    words = line.removeprefix("uv run journey").split()
    name = next((" ".join(words[:n]) for n in (2, 1, 0) if " ".join(words[:n]) in known), "")
    assert name or not words, f"there is no command in: {line}"
    assert {word for word in words if word.startswith("--")} <= known[name], line


def test_every_command_is_told() -> None:
    assert {"import events", "events map", "metrics", "backup", "demo"} <= set(commands())
    missing = [name for name in commands() if name and name not in ("import", "events") and f"journey {name}" not in README]
    assert missing == []


def test_every_setting_is_told_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next((line for line in README.splitlines() if line.startswith(f"| `JOURNEY_{name.upper()}`")), "")
        assert row, name
        default = field.default
        assert ("empty" if default in (None, "") else f"`{default}`") in row, row


def test_the_files_that_the_readme_shows_are_there() -> None:
    for path in re.findall(r"\]\(([^)h][^)]*)\)", README):
        assert (ROOT / path).is_file(), path


def test_an_address_that_the_readme_gives_is_a_page() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert set(re.findall(r"`/(\w+)\?journey=", README)) <= pages
