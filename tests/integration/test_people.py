"""Teams, persons, roles and team views: who may, what is refused, what the audit keeps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, select

from journey.config import Settings
from journey.domain.words import Role
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.act import Act
from journey.routine.journeys import add_journey
from journey.routine.people import (
    add_person,
    add_team,
    add_view,
    bin_view,
    change_person,
    change_team,
    change_view,
    set_member,
    start_views,
)
from journey.routine.start import start
from journey.store.engine import reading
from journey.store.readers.journeys import members, stages, teams, views
from journey.store.tables import AuditEvent
from tests.postgres import Server

YOU = 1


def roles(engine: Engine, journey: int) -> dict[str, str]:
    return dict(members(engine, journey).select("name", "role").iter_rows())


def test_a_team_has_a_name_of_its_own(engine: Engine) -> None:
    support = add_team(engine, by=YOU, name=" Support ")
    with pytest.raises(Refused, match="already"):
        add_team(engine, by=YOU, name="support")
    change_team(engine, by=YOU, team=support.key, revision=1, name="support")
    with pytest.raises(StaleEdit):
        change_team(engine, by=YOU, team=support.key, revision=1, name="Help")
    assert [team.name for team in teams(engine)] == ["support"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_person_needs_a_name_that_fits(engine: Engine, name: str) -> None:
    with pytest.raises(Refused):
        add_person(engine, by=YOU, name=name)


def test_an_address_belongs_to_one_person_whatever_its_case(engine: Engine) -> None:
    ana = add_person(engine, by=YOU, name="Ana", email="ana@shop.example")
    with pytest.raises(Refused, match="Ana has the address"):
        add_person(engine, by=YOU, name="Bo", email="ANA@shop.example")
    with pytest.raises(Refused, match="not an e-mail address"):
        add_person(engine, by=YOU, name="Bo", email="bo")
    assert change_person(engine, by=YOU, person=ana.key, revision=1, email=" ").email is None


def test_an_owner_adds_people_to_the_journey_an_editor_does_not(engine: Engine) -> None:
    shop = add_journey(engine, by=YOU, name="Shop").key
    ana, bo = (add_person(engine, by=YOU, name=name).key for name in ("Ana", "Bo"))
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.OWNER)
    set_member(engine, by=ana, journey=shop, person=bo, role=Role.EDITOR)
    with pytest.raises(NotAllowed):
        set_member(engine, by=bo, journey=shop, person=bo, role=Role.OWNER)
    with pytest.raises(NotAllowed):
        add_person(engine, by=bo, journey=shop, name="Cy")
    assert roles(engine, shop) == {"Ana": "owner", "Bo": "editor", "You": "owner"}


def test_the_last_owner_stays(engine: Engine) -> None:
    shop = add_journey(engine, by=YOU, name="Shop").key
    with pytest.raises(Refused, match="needs an owner"):
        set_member(engine, by=YOU, journey=shop, person=YOU, role=Role.VIEWER)
    ana = add_person(engine, by=YOU, name="Ana").key
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.OWNER)
    set_member(engine, by=YOU, journey=shop, person=YOU, role=None)
    assert roles(engine, shop) == {"Ana": "owner"}
    with reading(engine) as session:
        said = [event.after for event in session.exec(select(AuditEvent).where(AuditEvent.act == "member.set"))]
    assert said == [{"person_id": ana, "role": "owner"}, {"person_id": YOU, "role": None}]


def test_a_view_shows_known_stages_and_kpis_under_an_address_that_stays(engine: Engine) -> None:
    shop = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    pay = stages(engine, shop)[1].key
    first = add_view(engine, by=YOU, journey=shop, name="Support", stages=(pay,), formulas=("csat",))
    second = add_view(engine, by=YOU, journey=shop, name="Support")
    assert (first.slug, second.slug) == ("support", "support-2")
    with pytest.raises(Refused, match="no KPI 'joy'"):
        add_view(engine, by=YOU, journey=shop, name="Joy", formulas=("joy",))
    with pytest.raises(NotFound):
        change_view(engine, by=YOU, journey=shop, view=first.key, revision=1, stage_ids=[999])
    change_view(engine, by=YOU, journey=shop, view=first.key, revision=1, name="Help")
    bin_view(engine, by=YOU, journey=shop, view=second.key, revision=1)
    assert [(view.slug, view.name, view.stage_ids) for view in views(engine, shop)] == [("support", "Help", [pay])]


def an_owner(engine: Engine, name: str = "Ana") -> tuple[int, int]:
    """A journey and somebody who owns it without being the local user."""
    shop = add_journey(engine, by=YOU, name="Shop").key
    ana = add_person(engine, by=YOU, name=name, email=f"{name}@shop.example").key
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.OWNER)
    return shop, ana


def test_an_owner_cannot_open_other_peoples_journeys_to_anybody(engine: Engine) -> None:
    shop, ana = an_owner(engine)
    with pytest.raises(NotAllowed, match="leadership"):
        add_person(engine, by=ana, journey=shop, name="Bo", leadership=True)
    with pytest.raises(NotAllowed, match="leadership"):
        change_person(engine, by=ana, journey=shop, person=ana, revision=1, leadership=True)
    lea = add_person(engine, by=YOU, name="Lea", leadership=True).key
    set_member(engine, by=YOU, journey=shop, person=lea, role=Role.OWNER)
    assert change_person(engine, by=lea, journey=shop, person=ana, revision=1, leadership=True).leadership


def test_an_owner_gives_an_address_but_takes_none_over(engine: Engine) -> None:
    shop, ana = an_owner(engine)
    bo = add_person(engine, by=ana, journey=shop, name="Bo").key
    assert change_person(engine, by=ana, journey=shop, person=bo, revision=1, email="bo@shop.example").email == "bo@shop.example"
    with pytest.raises(NotAllowed, match="Bo is known"):
        change_person(engine, by=ana, journey=shop, person=bo, revision=2, email="ana2@shop.example")
    # a form sends every field back; what is the same is no change
    assert change_person(engine, by=ana, journey=shop, person=bo, revision=2, name=" Bob ", email="bo@shop.example").name == "Bob"


def test_somebodys_edit_of_a_person_is_never_written_over(engine: Engine) -> None:
    ana = add_person(engine, by=YOU, name="Ana").key
    change_person(engine, by=YOU, person=ana, revision=1, name="Anna")
    with pytest.raises(StaleEdit) as refusal:
        change_person(engine, by=YOU, person=ana, revision=1, name="Ann", lead=True)
    assert refusal.value.theirs == {"name": "Anna", "lead": False}


def test_two_owners_who_dismiss_each_other_leave_one(engine: Engine) -> None:
    shop, ana = an_owner(engine)

    def dismiss(who: int) -> str:
        try:
            set_member(engine, by=YOU, journey=shop, person=who, role=None)
        except Refused:
            return "told"
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(dismiss, (YOU, ana)))
    assert said == ["gone", "told"]
    assert list(roles(engine, shop).values()) == ["owner"]


def test_the_started_views_come_once_with_their_teams(engine: Engine) -> None:
    shop = add_journey(engine, by=YOU, name="Shop", stages=("Browse",)).key
    support = add_team(engine, by=YOU, name="Support").key
    add_view(engine, by=YOU, journey=shop, name="sales")
    made = start_views(engine, by=YOU, journey=shop)
    assert {view.name: view.team_id for view in made} == {"Support": support, "Product": None, "Marketing": None}
    assert start_views(engine, by=YOU, journey=shop) == []
    assert sorted(view.slug for view in views(engine, shop)) == ["marketing", "product", "sales", "support"]


@pytest.mark.postgres
def test_of_two_who_use_a_name_or_address_at_once_one_is_told_plainly(
    postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = start(Settings(home=tmp_path / "home", database_url=postgres_server.new_database()))
    both = Barrier(2, timeout=30)
    monkeypatch.setattr(Act, "add", _together(both, Act.add))

    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refusal:
            return str(refusal)
        return "done"

    acts: list[Callable[[], object]] = [
        lambda: add_team(engine, by=YOU, name="Support"),
        lambda: add_person(engine, by=YOU, name="Ana", email="ana@shop.example"),
    ]
    for one in acts:
        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(attempt, (one, one)))
        assert told[1] == "done"
        assert told[0].startswith("Somebody has just used the ")
    engine.dispose()


def _together(both: Barrier, add: Callable[..., object]) -> Callable[..., object]:
    """`add`, once both have looked and found the name free."""

    def waiting(doing: Act, row: SQLModel) -> object:
        both.wait()
        return add(doing, row)

    return waiting
