"""What people typed, made fit for XML: characters that no such file may hold are left out, everything else stays."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, TypeVar

Part = TypeVar("Part")

_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-�\U00010000-\U0010ffff]")
"""Everything that is no Char of XML 1.0, section 2.2: control characters, lone surrogates."""


def clean(text: str) -> str:
    """The text without characters that XML refuses; every kind of line end becomes a newline."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n"))


def cleaned(part: Part) -> Part:
    """A document or figures with every text cleaned."""
    return mapped(part, clean)


def mapped(part: Part, change: Callable[[str], str]) -> Part:
    """A document or figures with every text changed, down to the last part; keys are texts, too, and stay each other's."""
    return _mapped(part, change)  # type: ignore[no-any-return]


def _mapped(part: Any, change: Callable[[str], str]) -> Any:
    if type(part) is str:
        return change(part)
    if isinstance(part, tuple):
        return tuple(_mapped(each, change) for each in part)
    if isinstance(part, dict):
        return {_mapped(key, change): _mapped(value, change) for key, value in part.items()}
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return type(part)(**{each.name: _mapped(getattr(part, each.name), change) for each in dataclasses.fields(part)})
    return part
