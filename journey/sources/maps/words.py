"""What lanes, columns, emotions and confidence are called in other people's maps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from journey.domain.words import LaneKind, Standing

# The first pattern that fits decides, so what is more particular stands first.
LANES: tuple[tuple[LaneKind, str], ...] = (
    (LaneKind.MOMENT, r"moments? (?:of|that) (?:truth|matters?)"),
    (LaneKind.PAIN, r"pain|friction|blocker|frustration|problem|issue|roadblock|barrier|obstacle|challenge|bottleneck|struggle"),
    (LaneKind.OPPORTUNITY, r"opportunit|idea|improvement|solution|recommendation|how might we|quick win"),
    (LaneKind.EMOTION, r"emotion|feeling state|sentiment|mood|satisfaction|user health|experience curve|happiness"),
    (LaneKind.THOUGHT, r"thought|quote|thinking|think|says|verbatim|question|feeling|mindset|voice"),
    (LaneKind.BACKSTAGE, r"back ?stage|back ?office|internal (?:process|action|activit)|employee action|behind the scenes"),
    (LaneKind.FRONTSTAGE, r"front ?stage|on ?stage|staff action|front ?office|what we do|line of visibility"),
    (LaneKind.SYSTEM, r"system|support process|tool|technolog|infrastructure|platform"),
    (LaneKind.EVIDENCE, r"evidence|proof|source|research finding|data point|insight"),
    (LaneKind.KPI, r"\bkpis?\b|metric|measure"),
    (LaneKind.TOUCHPOINT, r"touch ?-?point|channel|contact point"),
    (
        LaneKind.ACTION,
        r"action|activit|doing|behaviou?r|what (?:they|customers?|users?) do|\btasks?\b|interaction|\bsteps?\b|does",
    ),
)
_LANES = tuple((kind, re.compile(pattern)) for kind, pattern in LANES)

COLUMNS: Mapping[str, str] = {
    "stage": r"(?:journey |customer |map )?(?:stages?|phases?)(?: name| title)?",
    "step": r"(?:journey |user |customer )?steps?(?: name)?|moment",
    "channel": r"channels?|medium",
    "emotion": (
        r"(?:customer |user |assumed )?(?:emotion(?:al)?|sentiment|feelings?|mood|experience)s?"
        r"(?: (?:score|level|rating|state|value|curve))?"
    ),
    "future_emotion": r"(?:future|target|desired) (?:emotion|sentiment|mood)(?: score)?",
    "confidence": r"confidence(?: level)?|certainty|standing|evidence level|validated\??|status of evidence",
    "team": r"(?:owner|responsible)(?: team)?|team|department",
    "persona": r"personas?|user type|actors?",
    "description": r"(?:stage )?description|summary",
    "details": r"details?|notes?|comments?|remarks?",
    "tags": r"tags?|labels?|categor(?:y|ies)",
    "severity": r"(?:pain )?severity",
    "frequency": r"(?:pain )?frequency",
    "impact": r"(?:business )?impact",
    "effort": r"effort",
}  # fmt: skip
_COLUMNS = {name: re.compile(pattern) for name, pattern in COLUMNS.items()}

SURE = re.compile(
    r"high|very high|evidenced?|validated|confirmed|proven|certain|sure|known|fact|yes|true|strong|observed|data|research(?:ed)?"
)
UNSURE = re.compile(
    r"low|very low|medium|mid|moderate|hypothes[ie]s|"
    r"assum(?:ed|ption)|guess|unknown|unsure|uncertain|no|false|weak|tbd|to validate"
)
STRUCK = re.compile(r"struck|rejected|refuted|disproven|wrong|invalid(?:ated)?")

FEELINGS: Mapping[float, str] = {
    5.0: "delighted thrilled ecstatic amazed overjoyed loved 😍 🤩",
    4.0: "excited happy joyful enthusiastic very-positive 😀 😃 😄 😁",
    3.0: "positive satisfied pleased confident proud good great 😊 🙂",
    2.0: "relieved hopeful interested curious optimistic calm comfortable trusting",
    1.0: "content okay fine surprised",
    0.0: "neutral indifferent mixed none 😐 😶",
    -1.0: "bored unsure hesitant uncertain",
    -2.0: "confused anxious worried concerned nervous impatient doubtful 😕 😟 🤔",
    -3.0: "negative frustrated annoyed disappointed unhappy sad bad stressed overwhelmed 🙁 ☹ 😞",
    -4.0: "angry upset very-negative 😠 😡",
    -5.0: "furious desperate devastated hopeless 🤬 😭",
}
_FEELINGS = {word: value for value, words in FEELINGS.items() for word in words.split()}
_NUMBER = re.compile(r"([+\-−–]?)\s*(\d+(?:[.,]\d+)?)\s*(?:(?:/|of|out of)\s*(\d+))?")


def plain(text: str) -> str:
    """A name as it is compared: lower case, one blank between words, no decoration around them."""
    return " ".join(re.sub(r"[_*`#:/|&+]+", " ", text).casefold().split())


def lane_kind(name: str) -> LaneKind:
    """What a lane of that name holds; OWN where the name does not tell."""
    said = plain(name)
    return next((kind for kind, pattern in _LANES if pattern.search(said)), LaneKind.OWN)


def column_kind(name: str) -> str:
    """What a column of that name says (a key of COLUMNS), "" where it is a lane or unknown."""
    said = plain(name)
    return next((kind for kind, pattern in _COLUMNS.items() if pattern.fullmatch(said)), "")


def standing(text: str) -> Standing | None:
    """Whether a claim is believed or shown, from words or a share ("high", "validated", "80 %"); None where it does not tell."""
    said = plain(text)
    if share := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%)?", said):
        value = float(share[1].replace(",", "."))
        whole = 100 if share[2] or value > 5 else 5 if value > 1 else 1
        return Standing.EVIDENCED if value / whole >= 0.7 else Standing.HYPOTHESIS
    for pattern, found in ((STRUCK, Standing.STRUCK), (SURE, Standing.EVIDENCED), (UNSURE, Standing.HYPOTHESIS)):
        if pattern.fullmatch(said):
            return found
    return None


def emotion(text: str) -> float | None:
    """An emotion from -5 to +5 from a number, a share of a scale ("4/5") or a word ("frustrated"); None where it does not tell.

    "4/5" counts from 1 up, so the middle of its scale is 0. A number outside -5 to +5 tells nothing: its scale is not known.
    """
    said = text.strip().casefold()
    if found := _NUMBER.fullmatch(said):
        value = float(found[2].replace(",", ".")) * (-1 if found[1] in "-−–" and found[1] else 1)
        if found[3]:
            top = int(found[3])
            value = 10 * (value - 1) / (top - 1) - 5 if top > 1 and 1 <= value <= top else 99.0
        return round(value, 2) + 0.0 if -5 <= value <= 5 else None
    said = re.sub(r"^(?:very|extremely)\s+(positive|negative)$", r"very-\1", said)
    return _FEELINGS.get(said.strip(" .!️"))
