"""Map documents for tests: a small one that uses everything a document has, and a strategy for any that can be kept."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from journey.domain.document import (
    CardPart,
    Document,
    FeelingPart,
    LanePart,
    LinkPart,
    PersonaPart,
    Scores,
    StagePart,
    StepPart,
    TouchpointPart,
)
from journey.domain.words import Audience, Future, LaneKind, PainStatus, Standing

RICH = Document(
    name="Buying flowers",
    audience=Audience.CUSTOMER,
    goal="Flowers arrive in time",
    starts_with="A birthday",
    ends_with="The bouquet is handed over",
    time_frame="2 days",
    timezone="Europe/Berlin",
    scale="",
    personas=(
        PersonaPart(
            "p1",
            "Ana",
            "Lives far away",
            "Give joy\nBe on time",
            "Send flowers",
            "It must be there on Friday",
            "Will it?",
            "Compares three shops",
            "Nervous",
            ("I only want to know when it comes",),
            "plan=guest",
        ),
        PersonaPart("p2", "Ben"),
    ),
    stages=(
        StagePart(
            "s1",
            "Choose",
            "Looks for a bouquet",
            "Product",
            7,
            1.5,
            3.0,
            Future.STAYS,
            (
                StepPart(
                    "t1", "Browses", (TouchpointPart("m1", "Shop page", "web"), TouchpointPart("m2", "Reviews", "web", own=False))
                ),
                StepPart("t2", "Compares"),
            ),
        ),
        StagePart(
            "s2",
            "Pay",
            "",
            "",
            14,
            -2.0,
            None,
            Future.STAYS,
            (StepPart("t3", "Enters card", (TouchpointPart("m3", "Checkout", "web", moment_of_truth=True),)),),
        ),
        StagePart("s3", "Track", future=Future.COMES),
    ),
    lanes=(
        LanePart("l1", "What they do", LaneKind.ACTION),
        LanePart("l2", "Thoughts", LaneKind.THOUGHT),
        LanePart("l3", "Pains", LaneKind.PAIN),
        LanePart("l4", "Ideas", LaneKind.OPPORTUNITY),
        LanePart("l5", "Behind the scenes", LaneKind.BACKSTAGE, shown=False),
    ),
    cards=(
        CardPart("c1", "s1", "l2", "“So many roses”", "t1", "Said by several", Standing.EVIDENCED, "", ("choice", "quote"), "p1"),
        CardPart(
            "c2",
            "s2",
            "l3",
            "No delivery date",
            "t3",
            "Shown after payment only",
            Standing.EVIDENCED,
            "Product",
            ("date",),
            "",
            Future.GOES,
            Scores(5, 4, 4, 2, PainStatus.BLOCKER),
        ),
        CardPart(
            "c3", "s2", "l4", "Show the date first", "t3", "", Standing.HYPOTHESIS, "Product", (), "", Future.COMES, None, "c2"
        ),
        CardPart("c4", "s2", "l5", "Stock is checked by night", "", "", Standing.STRUCK),
    ),
    feelings=(FeelingPart("p1", "s1", 2.0, 4.0), FeelingPart("p1", "s2", -3.0, None)),
    links=(LinkPart("c1", "c2"), LinkPart("s1", "s2", "hand-off")),
)
"""Every field of every part has something in it somewhere."""

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="﻿")
"""What people write: no control characters, no halves of characters."""


def words(most: int = 20, least: int = 1) -> st.SearchStrategy[str]:
    """A name: one line, nothing before or after it."""
    line = st.text(LETTERS, min_size=least, max_size=most).map(lambda text: " ".join(text.split()))
    return line.filter(bool) if least else line


def texts(most: int = 60) -> st.SearchStrategy[str]:
    """A text of several lines."""
    return st.lists(words(most // 3, least=0), max_size=3).map("\n".join)


EMOTIONS = st.none() | st.floats(-5, 5, allow_nan=False).map(lambda value: round(value, 2) + 0.0)
SCORES = st.builds(Scores, *[st.integers(1, 5)] * 4, st.sampled_from(PainStatus))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document that can be kept as a map, of a few parts of each kind."""
    count = st.integers(0, 3)
    personas = tuple(
        PersonaPart(
            f"p{n}",
            draw(words()),
            *[draw(texts()) for _ in range(7)],
            tuple(draw(st.lists(words(), max_size=2))),
            draw(words(9, 0)),
        )
        for n in range(draw(count))
    )
    stages = tuple(_stage(draw, n) for n in range(draw(count)))
    kinds = draw(st.lists(st.sampled_from(LaneKind), max_size=5))
    single = (LaneKind.PAIN, LaneKind.OPPORTUNITY)
    kinds = [kind for at, kind in enumerate(kinds) if kind not in single or kind not in kinds[:at]]
    lanes = tuple(LanePart(f"l{n}", draw(words()), kind, draw(st.booleans())) for n, kind in enumerate(kinds))
    cards = tuple(_card(draw, n, stages, lanes, personas) for n in range(draw(count) if stages and lanes else 0))
    hurts = [card.key for card in cards if card.pain]
    answers = {lane.key for lane in lanes if lane.kind is LaneKind.OPPORTUNITY}
    cards = tuple(
        replace(card, about=draw(st.sampled_from(["", *hurts]))) if card.lane in answers else card
        for card in _in_order(cards, stages, lanes)
    )
    feelings = tuple(
        FeelingPart(who.key, at.key, draw(EMOTIONS), draw(EMOTIONS)) for who in personas for at in stages if draw(st.booleans())
    )
    ends = [part.key for part in (*stages, *cards)]
    pair = st.tuples(st.sampled_from(ends or [""]), st.sampled_from(ends or [""])).filter(lambda pair: pair[0] != pair[1])
    links = draw(st.lists(pair, max_size=2, unique=True)) if len(ends) > 1 else []
    return Document(
        draw(words(40)),
        draw(st.sampled_from(Audience)),
        *[draw(texts()) for _ in range(4)],
        draw(st.sampled_from(["UTC", "Europe/Berlin"])),
        draw(words(9, 0)),
        personas,
        stages,
        lanes,
        cards,
        feelings,
        tuple(LinkPart(one, other, draw(st.sampled_from(["", "hand-off"]))) for one, other in links),
    )


def _stage(draw: st.DrawFn, n: int) -> StagePart:
    steps = tuple(
        StepPart(
            f"t{n}.{m}",
            draw(words()),
            tuple(
                TouchpointPart(f"m{n}.{m}.{k}", draw(words()), draw(words(9, 0)), draw(st.booleans()), draw(st.booleans()))
                for k in range(draw(st.integers(0, 2)))
            ),
        )
        for m in range(draw(st.integers(0, 2)))
    )
    team = draw(st.sampled_from(["", "Support", "Product"]))
    window, future = draw(st.integers(1, 60)), draw(st.sampled_from(Future))
    return StagePart(f"s{n}", draw(words()), draw(texts()), team, window, draw(EMOTIONS), draw(EMOTIONS), future, steps)


def _card(
    draw: st.DrawFn, n: int, stages: tuple[StagePart, ...], lanes: tuple[LanePart, ...], personas: tuple[PersonaPart, ...]
) -> CardPart:
    stage, lane = draw(st.sampled_from(stages)), draw(st.sampled_from(lanes))
    return CardPart(
        f"c{n}",
        stage.key,
        lane.key,
        draw(words(60)),
        draw(st.sampled_from(["", *(step.key for step in stage.steps)])),
        draw(texts()),
        draw(st.sampled_from(Standing)),
        draw(st.sampled_from(["", "Support"])),
        tuple(sorted(draw(st.sets(st.sampled_from(["price", "search", "two words"]), max_size=2)))),
        draw(st.sampled_from(["", *(one.key for one in personas)])),
        draw(st.sampled_from(Future)),
        draw(SCORES) if lane.kind is LaneKind.PAIN else None,
    )


def _in_order(cards: tuple[CardPart, ...], stages: tuple[StagePart, ...], lanes: tuple[LanePart, ...]) -> tuple[CardPart, ...]:
    """Cards cell by cell, as the map reads."""
    at = {part.key: n for n, part in enumerate([*stages, *lanes])}
    return tuple(sorted(cards, key=lambda card: (at[card.stage], at[card.lane])))


def renamed(document: Document) -> Document:
    """The same with keys by place instead of by id, to compare two maps of the same content."""
    steps = [step for stage in document.stages for step in stage.steps]
    points = [point for step in steps for point in step.touchpoints]
    groups = {"p": document.personas, "s": document.stages, "t": steps, "m": points, "l": document.lanes, "c": document.cards}
    to = {part.key: f"{letter}{n}" for letter, parts in groups.items() for n, part in enumerate(parts)} | {"": ""}
    stages = tuple(
        replace(
            stage,
            key=to[stage.key],
            steps=tuple(
                replace(
                    step, key=to[step.key], touchpoints=tuple(replace(point, key=to[point.key]) for point in step.touchpoints)
                )
                for step in stage.steps
            ),
        )
        for stage in document.stages
    )
    return replace(
        document,
        stages=stages,
        personas=tuple(replace(one, key=to[one.key]) for one in document.personas),
        lanes=tuple(replace(one, key=to[one.key]) for one in document.lanes),
        cards=tuple(
            replace(
                one,
                key=to[one.key],
                stage=to[one.stage],
                lane=to[one.lane],
                step=to[one.step],
                persona=to[one.persona],
                about=to[one.about],
            )
            for one in document.cards
        ),
        feelings=tuple(
            sorted((replace(one, persona=to[one.persona], stage=to[one.stage]) for one in document.feelings), key=repr)
        ),
        links=tuple(sorted((replace(one, subject=to[one.subject], other=to[one.other]) for one in document.links), key=repr)),
    )
