"""Where a journey's texts belong: learned from its map, its events and what people placed, on both databases."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.text.stage_suggestion import Suggester
from journey.routine.journeys import add_journey, add_stage
from journey.routine.listening.hearing import hear
from journey.routine.listening.placing import learn_where
from journey.routine.listening.understanding import understand
from journey.routine.pains import add_pain
from journey.store.engine import writing
from journey.store.readers.placed import stands_on, words_of
from journey.store.tables import Conversation, EventName, Quote, Stage, Step, Touchpoint, Turn, Verbatim
from tests.integration.import_builders import YOU

GERMAN_STAGES = {
    "Bestellung": "Tarif wählen, Warenkorb, Kasse, Zahlung, Gutschein",
    "Lieferung": "Paket, Zustellung, Fahrer, Liefertermin",
    "Nutzung": "Internet, Verbindung, Geschwindigkeit, Störung, Techniker",
}
PORTUGUESE_STAGES = {
    "Pedido": "Escolher o plano, carrinho, pagamento, cupom",
    "Entrega": "Pacote, transportadora, entregador, prazo",
    "Uso": "Internet, conexão, velocidade, falha, técnico",
}


def a_journey(engine: Engine, stages: dict[str, str]) -> tuple[int, list[int]]:
    journey = add_journey(engine, by=YOU, name="Netz", stages=tuple(stages)).key
    with writing(engine) as session:
        rows = list(session.exec(select(Stage).order_by(Stage.id)))  # type: ignore[arg-type]
        for row in rows:
            row.description = stages[row.name]
            session.add(row)
    return journey, [row.key for row in rows]


def say(engine: Engine, journey: int, text: str, **more: object) -> int:
    with writing(engine) as session:
        row = Verbatim(journey_id=journey, text=text, **more)
        session.add(row)
    return row.key


def first(known: Suggester | None, text: str) -> int | None:
    assert known is not None
    return known.suggest([text])[0][0].stage_id


@pytest.mark.parametrize(
    ("stages", "texts"),
    [
        (GERMAN_STAGES, ("Die Zahlung an der Kasse ging nicht", "Das Paket kam nicht an", "Das Internet hat eine Störung")),
        (PORTUGUESE_STAGES, ("O pagamento não funcionou", "A transportadora perdeu meu pacote", "A conexão cai muito")),
    ],
)  # fmt: skip
def test_descriptions_alone_suggest_in_their_own_language(engine: Engine, stages: dict[str, str], texts: tuple[str, ...]) -> None:
    journey, ids = a_journey(engine, stages)
    for text in texts:
        say(engine, journey, text)
    understand(engine, journey=journey)
    known = learn_where(engine, journey)
    assert [first(known, text) for text in texts] == ids


def test_what_people_placed_teaches_and_none_of_these_is_an_answer(engine: Engine) -> None:
    journey, (_, delivery, _) = a_journey(engine, GERMAN_STAGES)
    heard = partial(hear, engine, by=YOU, journey=journey, week="2026-W47", on=date(2026, 11, 18))
    before = stands_on(engine, journey)
    bell = "Niemand hat geklingelt, der Bote war einfach weg"
    for number, text in enumerate(
        ("Der Bote hat nicht geklingelt", "Er klingelt nie und geht weg", "Bote weg, nicht geklingelt")
    ):
        heard(item=(Verbatim, say(engine, journey, text)), stage=delivery)
        heard(item=(Verbatim, say(engine, journey, f"Alles Gute zum Geburtstag und liebe Grüße {number}")), stage=None)
    with writing(engine) as session:
        session.add(Quote(journey_id=journey, text="Die Klingel ging, aber keiner da", stage_id=delivery, person_id=YOU))
    known = learn_where(engine, journey)
    assert known is not None
    assert known.examples == 7
    assert stands_on(engine, journey) != before
    assert first(known, bell) == delivery
    assert first(known, "Liebe Grüße und alles Gute") is None


def test_files_that_name_the_stage_pain_points_and_events_teach(engine: Engine) -> None:
    journey, (order, delivery, use) = a_journey(engine, dict.fromkeys(GERMAN_STAGES, ""))
    for text in ("Der Router blinkt rot", "Der Router blinkt und nichts geht", "Rotes Licht am Router"):
        say(engine, journey, text, stage_id=use)
    add_pain(engine, by=YOU, journey=journey, stage=order, title="Gutscheincode wird abgelehnt")
    with writing(engine) as session:
        step = Step(stage_id=delivery, name="Empfangen")
        session.add(step)
        session.flush()
        door = Touchpoint(step_id=step.key, name="Haustür")
        session.add(door)
        session.flush()
        session.add(EventName(journey_id=journey, name="nachbar_abgegeben", stage_id=delivery, touchpoint_id=door.key))
    known = learn_where(engine, journey)
    assert known is not None
    assert first(known, "Bei mir blinkt der Router auch rot") == use
    assert first(known, "Mein Gutscheincode wurde abgelehnt") == order
    best = known.suggest(["Beim Nachbar abgegeben, nicht an der Haustür"])[0][0]
    assert (best.stage_id, best.touchpoint_id) == (delivery, door.key)


def test_a_conversation_is_placed_by_its_customers_words(engine: Engine) -> None:
    journey, (_, _, use) = a_journey(engine, GERMAN_STAGES)
    with writing(engine) as session:
        chat = Conversation(journey_id=journey, title="Chat")
        session.add(chat)
        session.flush()
        said = (("Ihr Paket und die Zahlung?", False), ("Das Internet hat eine Störung", True), ("Kein Techniker kommt", True))
        session.add_all(
            Turn(conversation_id=chat.key, position=at, text=text, customer=customer) for at, (text, customer) in enumerate(said)
        )
    assert words_of(engine, f"c{chat.key}") == "Das Internet hat eine Störung Kein Techniker kommt"
    assert first(learn_where(engine, journey), words_of(engine, f"c{chat.key}")) == use


def test_a_journey_without_stages_suggests_nothing_until_it_has_one(engine: Engine) -> None:
    journey = add_journey(engine, by=YOU, name="Leer").key
    say(engine, journey, "Das Paket kam nicht")
    assert learn_where(engine, journey) is None
    stage = add_stage(engine, by=YOU, journey=journey, name="Lieferung").key
    assert first(learn_where(engine, journey), "Die Lieferung kam nicht") == stage
