"""How somebody looks at the board, in the address: only what differs from the view that the address names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Look = dict[str, Any]
REF = re.compile(r"[a-z_]+:\d+")
LONGEST, MOST = 200, 200
"""Characters of a word, and parts of a list, that an address may hold."""


@dataclass(frozen=True)
class Part:
    """One part of a look: what it is unless said otherwise, what of a value makes sense, and how an address says it."""

    default: Any
    checked: Callable[[Any], Any]
    """The value, or None if it is none."""
    read: Callable[[str], Any] = str
    written: Callable[[Any], str] = str

    def of(self, value: Any) -> Any:
        known = self.checked(value)
        return self.default if known is None else known


def read(address: Mapping[str, str], settings: Mapping[str, Any]) -> Look:
    """The look that an address opens; `settings` are those of the view that it names. What makes no sense is left out."""
    said = {name: part.read(address[_called(name)]) for name, part in PARTS.items() if _called(name) in address}
    return checked({**checked(settings), **said})


def written(look: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, str | None]:
    """What an address says of a look: its view, and the parts that differ from the view's `settings`; None for the rest."""
    own, base = checked(look), checked(settings) | {"view": ""}
    return {_called(name): part.written(own[name]) if own[name] != base[name] else None for name, part in PARTS.items()}


def checked(look: Mapping[str, Any]) -> Look:
    """A look of which every part is of its kind; a part that is not is as it is unless said otherwise."""
    return {name: part.of(look.get(name)) for name, part in PARTS.items()}


def _called(name: str) -> str:
    return "look" if name == "view" else name  # the frame of the pages has a view of its own in the address


def _word(value: Any) -> str | None:
    return value[:LONGEST] if isinstance(value, str) else None


def _id(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _many(one: Callable[[Any], Any]) -> Callable[[Any], list[Any] | None]:
    return lambda value: [one(v) for v in value[:MOST] if one(v) is not None] if isinstance(value, list) else None


def _ref(value: Any) -> str | None:
    return value if isinstance(value, str) and REF.fullmatch(value) else None


def _switches(value: Any) -> dict[str, bool] | None:
    return {f"{name}"[:LONGEST]: on is True for name, on in sorted(value.items())[:MOST]} if isinstance(value, dict) else None


def _size(value: Any) -> float | str | None:
    possible = value == "fit" or (isinstance(value, int | float) and 0.1 <= value <= 4)
    return value if possible else None


def _number(text: str) -> Any:
    """A number, or else the word as it stands."""
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _row(values: list[Any]) -> str:
    told = io.StringIO()
    csv.writer(told, lineterminator="").writerow(values)
    return told.getvalue()


def _of_row(text: str) -> list[str]:
    return next(csv.reader([text]), [])


def _choice(*words: str) -> Part:
    return Part(words[0], lambda value: value if value in words else None)


WORD = Part("", _word)
TAGS = Part([], _many(_word), _of_row, _row)
REFS = Part(
    [], _many(_ref), lambda text: [one.replace("-", ":") for one in _of_row(text)],
    lambda refs: _row([one.replace(":", "-") for one in refs]),
)  # fmt: skip
IDS = Part([], _many(_id), lambda text: [int(one) for one in _of_row(text) if one.isdecimal()], _row)
PARTS: dict[str, Part] = {
    "view": WORD,
    "mode": _choice("map", "blueprint"),
    "state": _choice("current", "future", "both"),
    "layers": Part(
        {}, _switches, lambda text: {name.lstrip("-"): name[0] != "-" for name in text.split(",") if name},
        lambda layers: ",".join(name if on else f"-{name}" for name, on in layers.items()),
    ),
    "lanes": REFS,
    "opened": REFS,
    "folded": REFS,
    "persona": Part(None, _id, lambda text: int(text) if text.isdecimal() else None, lambda id: "" if id is None else str(id)),
    "tags": TAGS,
    "teams": IDS,
    "standing": WORD,
    "status": WORD,
    "zoom": Part(1.0, _size, _number, lambda size: size if size == "fit" else f"{size:g}"),
    "present": Part(False, lambda value: value is True, lambda text: text == "1", lambda on: "1" if on else "0"),
    "at": WORD,
}  # fmt: skip
"""`lanes`: none means those that the map shows anyway. `persona` and `teams` are ids, `at` is what the board opens at."""
