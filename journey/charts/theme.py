"""Colour and type of everything that is drawn, once for light and once for dark.

A Plotly figure is built before anyone knows which scheme the reader's browser shows. Streamlit swaps the placeholder colours
#000001 to #000030 for the `chart*Colors` of .streamlit/config.toml when it draws, so figures name their colours by these
placeholders, and `resolve` does the same swap for files. HTML names both colours at once with CSS `light-dark()`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from journey.domain.words import Direction


@dataclass(frozen=True)
class Scheme:
    """One colour scheme; contrast of text on the three grounds is at least 4.5, of marks at least 3."""

    name: str
    surface: str
    primary: str
    series: tuple[str, ...]
    """Six series, told apart by most colour-blind readers; then better, worse, watch and everything else."""
    ink: tuple[str, ...]
    """Ten neutral steps from the page's ground to its text."""
    emotion: tuple[str, ...]
    """Ten steps for -5..-1 and +1..+5, worse to better; 0 is the paper between them."""

    @property
    def placeholders(self) -> dict[str, str]:
        """Placeholder colour to this scheme's colour."""
        return dict(zip((*_SERIES, *INK, *_EMOTION), (*self.series, *self.ink, *self.emotion), strict=True))


LIGHT = Scheme(
    name="light",
    surface="#FFFFFF",
    primary="#1F5F8B",
    series=(
        *("#0072B2", "#BF7900", "#00856A", "#B5508B", "#2E8DBF", "#C8500A"),
        *("#0B6E99", "#B93C0B", "#8A5A00", "#6B6F76"),
    ),
    ink=(
        *("#FBFAF7", "#F2EFE8", "#E7E3D9", "#D8D3C7", "#C2BEB5"),
        *("#A9A7A3", "#8B8D8F", "#6B6F76", "#5A606A", "#1F2328"),
    ),
    emotion=(
        *("#B93C0B", "#C75E36", "#D58061", "#E4A38D", "#EEC9BB"),
        *("#C9DDE6", "#9CC3D5", "#6CA7C1", "#3B8AAD", "#0B6E99"),
    ),
)
DARK = Scheme(
    name="dark",
    surface="#1D2125",
    primary="#7DB7E0",
    series=(
        *("#4BA3D9", "#E5A434", "#2FB392", "#D07FAE", "#7CC3E8", "#EE8048"),
        *("#62BDE6", "#FF8F63", "#E3B341", "#969CA5"),
    ),
    ink=(
        *("#15181B", "#242A2F", "#2E353B", "#3A4149", "#545C65"),
        *("#6C747D", "#868D96", "#969CA5", "#A9AFB8", "#ECE9E2"),
    ),
    emotion=(
        *("#FF8F63", "#D07B5B", "#A46753", "#7B544B", "#544344"),
        *("#35474F", "#3F6274", "#4A7F99", "#569EC0", "#62BDE6"),
    ),
)

_SERIES = tuple(f"#0000{number:02d}" for number in range(1, 11))
_EMOTION = tuple(f"#0000{number:02d}" for number in range(21, 31))
INK = tuple(f"#0000{number:02d}" for number in range(11, 21))
SERIES = _SERIES[:6]
BETTER, WORSE, WATCH, OTHER = _SERIES[6:]
GROUND, SECOND, BAND, BORDER, FAINT, PALE, AXIS, GREY, MUTED, TEXT = INK

SANS = '"Source Sans", system-ui, sans-serif'
SERIF = '"Source Serif", Georgia, serif'
TITLE_SIZE, LABEL_SIZE, SMALL_SIZE = 17, 13, 12

ARROWS = {"better": "▲", "worse": "▼", "watch": "●", "calm": ""}
"""The mark that stands beside the word, so that nobody needs the colour. It points to good and bad, not up and down."""

_BOTH = re.compile(r"light-dark\(([^,()]+),([^,()]+)\)")


def both(placeholder: str) -> str:
    """CSS for a placeholder colour: the light and the dark one, whichever the page around it shows."""
    return f"light-dark({LIGHT.placeholders[placeholder]},{DARK.placeholders[placeholder]})"


def flatten(markup: str, scheme: Scheme = LIGHT) -> str:
    """HTML or SVG with every `light-dark()` settled to one scheme, for printers and mail that do not know it."""
    return _BOTH.sub(lambda match: match[1 if scheme is LIGHT else 2], markup)


def standing(change: float | None, direction: Direction) -> str:
    """ "better", "worse" or "calm" for a signed change of a metric whose good way is `direction`."""
    if not change:
        return "calm"
    return "better" if (change > 0) == (direction is Direction.UP) else "worse"


def word(state: str) -> str:
    """A state as the reader sees it: "▲ better", "▼ worse", "● watch"; nothing when all is calm."""
    return f"{ARROWS[state]} {state}" if ARROWS.get(state) else ""


def colour(state: str) -> str:
    """The placeholder colour of a state; what is calm stays in the text's ink."""
    return {"better": BETTER, "worse": WORSE, "watch": WATCH}.get(state, TEXT)


def emotion_colour(value: float) -> str:
    """The placeholder colour of an emotion from -5 to +5; 0 is the paper."""
    step = max(-5, min(5, round(value)))
    return SECOND if step == 0 else _EMOTION[step + 5 if step < 0 else step + 4]


VARIABLES = ";".join(
    f"--{name}:{value}"
    for name, value in {
        "ground": both(GROUND),
        "surface": f"light-dark({LIGHT.surface},{DARK.surface})",
        "second": both(SECOND),
        "band": both(BAND),
        "border": both(BORDER),
        "axis": both(AXIS),
        "muted": both(MUTED),
        "ink": both(TEXT),
        "primary": f"light-dark({LIGHT.primary},{DARK.primary})",
        "better": both(BETTER),
        "worse": both(WORSE),
        "watch": both(WATCH),
        "serif": SERIF,
    }.items()
)
"""The colours as CSS custom properties, for the root element of an HTML chart."""
