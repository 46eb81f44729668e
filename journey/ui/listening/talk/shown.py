"""What the reading pane shows of a conversation or a single text, as the plain data that its component draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from journey.analysis.redact.spans import PLACEHOLDER
from journey.analysis.text.talk import Kind, Pause, Said, along, pauses, places, share
from journey.analysis.text.turning import Moment, turning
from journey.domain.format import duration, signed

STRONG = 2.0
"""Emotion from which a turn says so beside its speaker: what is calm stays calm."""
SURE = 0.6
"""How sure a score must be to stand beside the speaker; what is less sure shows in the strip, where others bear it out."""
LONG_ENOUGH = 8
"""Turns from which a strip to find one's way is worth its place."""
GONE = rf"{PLACEHOLDER.pattern}|\[(?:PII|REDACTED)\]"
"""What stands where something was removed, by us or by the engine that wrote the transcript."""
_EXCERPT = 90


def single(id: str, text: str, language: str, quotes: pl.DataFrame) -> dict[str, Any]:
    """The data of one text that stands alone, as of a survey; `quotes` are those kept from it."""
    turn = {
        "id": None,
        "who": "",
        "time": "",
        "start": None,
        "customer": True,
        "quotable": True,
        "text": text,
        "language": language,
    }
    nothing = {"felt": None, "level": None, "feeling": "", "sure": "", "pause": "", "turned": None, "x": [0, 1]}
    return {
        "id": id, "title": "What the customer said", "one": True, "strip": False, "about": "", "gone": GONE,
        "turns": [turn | nothing], "quotes": _kept(quotes.with_columns(turn_id=pl.lit(None, pl.Int64))),
    }  # fmt: skip


def conversation(id: str, title: str, turns: pl.DataFrame, quotes: pl.DataFrame) -> dict[str, Any]:
    """The data of a conversation; `turns` and `quotes` as `readers.talk` gives them.

    An emotion that a listener gave with a quote stands in the place of what was told from the turn's words.
    """
    given = {row["turn_id"]: row["emotion"] for row in quotes.iter_rows(named=True) if row["emotion"] is not None}
    rows = list(turns.iter_rows(named=True))
    said = [_said(row, given) for row in rows]
    between = {pause.before: pause for pause in pauses(said)}
    turned = {moment.at: moment for moment in turning(said)}
    smooth, spans = along(said), places(said)
    named = any(one.customer for one in said)
    shown = [
        {
            "id": row["id"], "who": one.speaker, "time": clock(one.start), "start": one.start, "customer": one.customer,
            "quotable": one.customer or not named, "text": one.text, "language": row["language"], "felt": one.felt,
            "level": None if level is None else round(level, 2), "feeling": _feeling(one, row["id"] in given),
            "sure": _sure(one, row["id"] in given), "pause": _between(between[i]) if i in between else "",
            "turned": _turned(turned[i], one, i) if i in turned else None, "x": [round(edge, 4) for edge in span],
        }
        for i, (row, one, level, span) in enumerate(zip(rows, said, smooth, spans, strict=True))
    ]  # fmt: skip
    return {
        "id": id, "title": title, "one": False, "strip": len(shown) >= LONG_ENOUGH, "about": about(said, list(between.values())),
        "gone": GONE, "turns": shown, "quotes": _kept(quotes),
    }  # fmt: skip


def _said(row: dict[str, Any], given: dict[int, int]) -> Said:
    names = ("text", "start", "end", "felt", "sure")
    one = Said(_name(row), customer=bool(row["customer"]), **{name: row[name] for name in names})
    return replace(one, felt=float(given[row["id"]]), sure=1.0) if row["id"] in given else one


def _name(row: dict[str, Any]) -> str:
    """The speaker as the file called them, in a reader's letters: some engines write AGENT, some agent."""
    speaker = str(row["speaker"]) or ("Customer" if row["customer"] else "Somebody")
    return speaker.capitalize() if speaker in (speaker.upper(), speaker.lower()) and speaker.isalpha() else speaker


def clock(seconds: float | None) -> str:
    """A moment of a conversation: `0:06`, `1:02:03`, after a day `2 d 4 h`; "" where it is not known."""
    if seconds is None:
        return ""
    if seconds >= 86_400:
        return duration(seconds)
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _between(pause: Pause) -> str:
    lasting = duration(pause.seconds if pause.seconds < 10 else round(pause.seconds))
    match pause.kind:
        case Kind.SILENCE:
            return f"{lasting} of silence"
        case Kind.OVERLAP:
            return f"both speak for {lasting}"
        case Kind.LATER:
            return f"{lasting} later"


def _feeling(turn: Said, given: bool) -> str:
    """What stands beside the speaker: a strong emotion that a person heard, or that the words tell surely enough."""
    if turn.felt is None or abs(turn.felt) < STRONG or (turn.sure or 0) < SURE:
        return ""
    return f"{'felt' if given else 'sounds'} {signed(round(turn.felt))}"


def _sure(turn: Said, given: bool) -> str:
    if given:
        return "Set by a person who read it"
    return f"Told from the words, {turn.sure:.0%} sure".replace("%", " %") if turn.sure is not None else "Told from the words"


def _turned(moment: Moment, turn: Said, place: int) -> dict[str, str]:
    way = "better" if moment.better else "worse"
    arrow = "▲" if moment.better else "▼"
    when = clock(turn.start) or f"Turn {place + 1}"
    words = turn.text if len(turn.text) <= _EXCERPT else turn.text[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"
    return {
        "way": way,
        "long": f"{arrow} Turned for the {way}: from {signed(moment.before)} to {signed(moment.after)}",
        "short": f"{arrow} {when} turned for the {way}",
        "words": f"“{words}”",
    }


def _kept(quotes: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "turn": row["turn_id"],
            "text": row["text"],
            "note": "Quoted" if row["emotion"] is None else f"Quoted, felt {signed(row['emotion'])}",
        }
        for row in quotes.iter_rows(named=True)
    ]


def about(turns: Sequence[Said], between: Sequence[Pause]) -> str:
    """The conversation in a line: who spoke how much, silences and overlaps, how many turns were scored."""
    return " · ".join(filter(None, [_spoken(turns), *_pauses(between), _scored(turns)]))


def _spoken(turns: Sequence[Said]) -> str:
    part = share(turns)
    if part is None:
        return "Who of them is the customer is not known" if turns else "Nothing was said"
    share_of = f"{part.customer:.0%}".replace("%", " %")
    return f"{share_of} of the {'talking' if part.timed else 'text'} is the customer's"


def _pauses(between: Sequence[Pause]) -> list[str]:
    silences = [pause.seconds for pause in between if pause.kind is Kind.SILENCE]
    overlaps = sum(pause.kind is Kind.OVERLAP for pause in between)
    said = []
    if silences:
        several = f"{len(silences)} silences, the longest " if len(silences) > 1 else "a silence of "
        said.append(several + duration(round(max(silences))))
    if overlaps:
        said.append(f"both speak at once {'once' if overlaps == 1 else f'{overlaps} times'}")
    return said


def _scored(turns: Sequence[Said]) -> str:
    own = [turn for turn in turns if turn.customer]
    scored = sum(turn.felt is not None for turn in own)
    if not own:
        return ""
    if not scored:
        return "emotion not scored"
    return f"emotion told from {'all' if scored == len(own) else f'{scored} of'} {len(own)} customer turns"
