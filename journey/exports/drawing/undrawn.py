"""What no font at hand can draw: signs are said by their names, and a note tells of the rest."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

_JOINERS = {"‍", "︎", "️", *(chr(code) for code in range(0x1F3FB, 0x1F400)), *(chr(code) for code in range(0xE0020, 0xE0080))}
"""What only changes the emoji before it: joiners, its colour or not, skin tones, tags of flags."""
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def texts(part: Any) -> Iterator[str]:
    """Every text of a document or figures, keys included."""
    if type(part) is str:
        yield part
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts(getattr(part, each.name))
    elif isinstance(part, dict):
        yield from texts(tuple(part.items()))
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)


def odd(part: Any, drawable: Callable[[str], bool]) -> frozenset[str]:
    """The characters of a document or figures that cannot be drawn."""
    characters = {character for text in texts(part) for character in text}
    return frozenset(character for character in characters if character.isprintable() and not drawable(character))


def spoken(text: str, missing: frozenset[str]) -> str:
    """The text with each sign that cannot be drawn said by its name, as in `[slightly smiling face]`; letters stay."""
    if missing.isdisjoint(text):
        return text
    made = ""
    for character in _FLAG.sub(lambda pair: pair[0] if missing.isdisjoint(pair[0]) else f"[flag {_letters(pair[0])}]", text):
        if character in _JOINERS and made.endswith("]"):
            continue
        made += f"[{unicodedata.name(character, 'sign').lower()}]" if character in missing and _sign(character) else character
    return made


def note(part: Any, missing: frozenset[str]) -> tuple[str, ...]:
    """A sentence that names the scripts that are missing and how many characters of each, or none."""
    unsaid = {character for character in missing if not _sign(character)}
    counts = Counter(_script(character) for text in texts(part) for character in text if character in unsaid)
    if not counts:
        return ()
    scripts = ", ".join(f"{script} ({count} characters)" for script, count in sorted(counts.items()))
    return (f"Not drawn here, as no font at hand has it: {scripts}. The SVG, PowerPoint and Excel files hold every character.",)


def _letters(flag: str) -> str:
    """The two letters of a country that a flag is written with."""
    return "".join(chr(ord(each) - 0x1F1E6 + ord("A")) for each in flag)


def _sign(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Sm", "Sc"} or character in _JOINERS


def _script(character: str) -> str:
    return unicodedata.name(character, "unnamed").split()[0].split("-")[0].capitalize()
