"""Maps to export: one with every part that a map can have, and a large one of 12 stages, 12 lanes and 400 cards."""

from __future__ import annotations

import random

from journey.domain.document import (
    ActionMark,
    CardPart,
    Document,
    FeelingPart,
    FeltMark,
    Figures,
    KpiMark,
    LanePart,
    LinkPart,
    PersonaPart,
    Scores,
    StagePart,
    StepPart,
    TouchpointPart,
)
from journey.domain.words import Future, LaneKind, PainStatus, Standing

LANES = (
    *(("Customer actions", LaneKind.ACTION), ("Touchpoints", LaneKind.TOUCHPOINT), ("Thoughts and quotes", LaneKind.THOUGHT)),
    *(("Emotion", LaneKind.EMOTION), ("Moments of truth", LaneKind.MOMENT), ("Pain points", LaneKind.PAIN)),
    *(("Opportunities", LaneKind.OPPORTUNITY), ("Evidence", LaneKind.EVIDENCE), ("Frontstage", LaneKind.FRONTSTAGE)),
    *(("Backstage", LaneKind.BACKSTAGE), ("Systems", LaneKind.SYSTEM), ("Legal and risk", LaneKind.OWN)),
)
WORDS = "the customer waits for an answer about her order and calls again because nobody told when the parcel leaves the depot"


def small() -> Document:
    """Opening an account in four stages, with every part that a document can hold."""
    return Document(
        name="Open an account & use it",
        goal="Money is received within two days",
        starts_with="Sees an offer",
        ends_with="Pays the first bill from the new account",
        time_frame="Two weeks",
        timezone="Europe/Berlin",
        scale="Delighted to furious",
        personas=(
            PersonaPart(
                *("persona:1", "Amira, moves to a new city", "29, first job abroad, all by telephone"),
                *("An account before the first pay day\nNo visit to a branch", "Receive my pay", "“Is that all?”"),
                *("They will want another paper", "Photographs her passport on the train", "Hurried, then relieved"),
                quotes=("I took the picture five times.",),
                segment="country is not Germany",
            ),
            PersonaPart("persona:2", "Jörg, runs a shop"),
        ),
        stages=(
            StagePart(
                *("stage:1", "Compare", "Looks at three banks on one evening", "Marketing", 7, 2.0, 3.0),
                steps=(
                    StepPart("step:1", "Search", (TouchpointPart("touchpoint:1", "Comparison site", "web", own=False),)),
                    StepPart("step:2", "Read the fees", (TouchpointPart("touchpoint:2", "Price page", "web"),)),
                ),
            ),
            StagePart(
                *("stage:2", "Verify identity", "Shows who they are", "Product", 14, -1.0, 2.0),
                steps=(
                    StepPart("step:3", "Photograph", (TouchpointPart("touchpoint:3", "Camera", "app", moment_of_truth=True),)),
                    StepPart("step:4", "Wait", ()),
                    StepPart("step:5", "Be told", (TouchpointPart("touchpoint:4", "Result by mail", "e-mail"),)),
                ),
            ),
            StagePart("stage:3", "First payment", "", "", 1, 3.0, None),
            StagePart("stage:4", "Move the salary", "Tells the employer", "Support", 30, None, 4.0, Future.COMES),
        ),
        lanes=(
            LanePart("lane:1", "Customer actions", LaneKind.ACTION),
            LanePart("lane:2", "Touchpoints", LaneKind.TOUCHPOINT),
            LanePart("lane:3", "Feelings", LaneKind.EMOTION),
            LanePart("lane:4", "Pain points", LaneKind.PAIN),
            LanePart("lane:5", "Opportunities", LaneKind.OPPORTUNITY),
            LanePart("lane:6", "At the counter", LaneKind.FRONTSTAGE),
            LanePart("lane:7", "Back office", LaneKind.BACKSTAGE),
            LanePart("lane:8", "Politics", LaneKind.OWN, shown=False),
        ),
        cards=(
            CardPart("card:1", "stage:1", "lane:1", "Puts three offers side by side", "step:1", tags=("price", "first call")),
            CardPart("card:2", "stage:1", "lane:1", "Asks a colleague", standing=Standing.EVIDENCED, persona="persona:1"),
            CardPart(
                "card:3",
                "stage:2",
                "lane:1",
                "Photographs the passport",
                "step:3",
                "Often at night, <b>in bad light</b> & in a hurry",
            ),
            CardPart("card:4", "stage:2", "lane:3", "Fears for the deadline", standing=Standing.STRUCK),
            CardPart(
                *("pain:1", "stage:2", "lane:4", "The camera refuses a passport without saying why", "step:3"),
                standing=Standing.EVIDENCED,
                team="Product",
                pain=Scores(5, 4, 5, 2, PainStatus.BLOCKER),
            ),
            CardPart(
                "opportunity:1", "stage:2", "lane:5", "Say what is wrong with the picture", about="pain:1", future=Future.COMES
            ),
            CardPart("card:5", "stage:2", "lane:6", "An agent looks at the picture", "step:4", team="Support"),
            CardPart("card:6", "stage:3", "lane:7", "Sanctions lists are searched", future=Future.GOES),
            CardPart("card:7", "stage:3", "lane:8", "Nobody owns this"),
        ),
        feelings=(
            FeelingPart("persona:1", "stage:1", 1, 3),
            FeelingPart("persona:1", "stage:2", -4, None),
            FeelingPart("persona:2", "stage:1", 4, None),
            FeelingPart("persona:2", "stage:2", 2, None),
        ),
        links=(LinkPart("card:5", "card:6", "hand-off"), LinkPart("card:3", "pain:1")),
    )


def small_figures() -> Figures:
    """What data adds to the small map."""
    return Figures(
        as_of="22 November 2026",
        kpis=(
            KpiMark("stage:1", "Drop-off", "31 % (412 of 1,329)", "25 %", "worse"),
            KpiMark("stage:2", "CSAT", "5.6 of 7 (n 87)", "5.5", "better"),
            KpiMark("stage:2", "Time to resolution", "2 d 4 h", "1 d", "watch"),
            KpiMark("stage:3", "Tickets", "12"),
        ),
        felt=(
            FeltMark("stage:1", 1.8, 1.2, 2.4, 412),
            FeltMark("stage:2", -2.4, -2.9, -1.9, 530),
            FeltMark("stage:3", 3.0, None, None, 3),
        ),
        alerts={"stage:2": ("Drop-off rose to 31 % since Thursday",)},
        evidence={"pain:1": 12, "card:2": 1},
        actions=(
            ActionMark(
                "Name the reason on the screen",
                "stage:2",
                "The camera refuses a passport",
                "Ida Berg",
                "Product",
                "2026-12-01",
                "open",
                "Drop-off",
                "https://example.org/t/1",
            ),
            ActionMark('=HYPERLINK("http://evil")', "stage:3", "", "", "", "", "in progress"),
        ),
    )


def large(stages: int = 12, lanes: int = 12, cards: int = 400) -> tuple[Document, Figures]:
    """A map as large as they get, its cards spread unevenly over the cells; the same each time."""
    dice = random.Random(7)
    words = WORDS.split()

    def sentence(least: int, most: int) -> str:
        return " ".join(dice.choices(words, k=dice.randint(least, most))).capitalize()

    rows = tuple(LanePart(f"lane:{at}", *LANES[at % len(LANES)]) for at in range(lanes))
    columns = tuple(
        StagePart(
            *(f"stage:{at}", f"{at + 1}. {sentence(1, 3)}", sentence(5, 12), dice.choice(("Support", "Product", "")), 14),
            *(dice.uniform(-4, 4), dice.uniform(0, 5)),
            steps=tuple(
                StepPart(f"step:{at}.{step}", sentence(1, 3), (TouchpointPart(f"touchpoint:{at}.{step}", sentence(1, 3), "app"),))
                for step in range(at % 3)
            ),
        )
        for at in range(stages)
    )
    made = []
    for at in range(cards):
        stage, lane = dice.choice(columns), dice.choice(rows)
        pain = Scores(*(dice.randint(1, 5) for _ in range(4))) if lane.kind is LaneKind.PAIN else None
        step = dice.choice(stage.steps).key if stage.steps and dice.random() < 0.4 else ""
        made.append(
            CardPart(
                *(
                    f"card:{at}",
                    stage.key,
                    lane.key,
                    f"{sentence(3, 14)} ({at})",
                    step,
                    sentence(6, 20) if dice.random() < 0.2 else "",
                ),
                *(
                    dice.choice(list(Standing)),
                    dice.choice(("", "Support", "Product")),
                    dice.choice(((), ("price",), ("app", "slow"))),
                ),
                pain=pain,
            )
        )
    kpis = tuple(
        KpiMark(stage.key, name, f"{dice.randint(2, 60)} %", "20 %", dice.choice(("better", "worse", "watch", "calm")))
        for stage in columns
        for name in ("Drop-off", "Task success rate", "Tickets per customer")
    )
    felt = tuple(
        FeltMark(stage.key, mean := dice.uniform(-3, 3), mean - 0.5, mean + 0.5, dice.randint(20, 900)) for stage in columns
    )
    alerts = {stage.key: (f"{sentence(3, 8)}",) for stage in columns[::3]}
    actions = tuple(
        ActionMark(
            sentence(4, 10), dice.choice(columns).key, sentence(4, 9), "Ida Berg", "Product", "2026-12-01", "open", "Drop-off"
        )
        for _ in range(30)
    )
    document = Document("The whole life of a customer", goal=sentence(6, 12), stages=columns, lanes=rows, cards=tuple(made))
    evidence = {card.key: dice.randint(1, 40) for card in made[::3]}
    return document, Figures("22 November 2026", kpis, felt, alerts, evidence, actions)
