"""Saved views, links that show the map, and versions that hold all of it, also those saved before there was so much to hold."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.map_diff import diff
from journey.domain.words import EntryKind, Role, Weekday
from journey.errors import NotAllowed, Refused
from journey.routine.causes import causes
from journey.routine.iteration import restore_version, save_version
from journey.routine.journeys import add_journey
from journey.routine.map_content import picture
from journey.routine.map_shares import share_map, take_back_share
from journey.routine.map_views import bin_view, save_view
from journey.routine.people import add_person, set_member
from journey.routine.tags import set_tags
from journey.routine.weeks import add_entry
from journey.store.engine import reading, writing
from journey.store.readers import board as read
from journey.store.readers.journeys import stages
from journey.store.readers.maps import lanes, versions
from journey.store.readers.shares import opened, shares
from journey.store.tables import AuditEvent, Card, Link, MapSnapshot, Persona, PersonaFeeling, now
from tests.on_map import put_on_map

YOU = 1
WHY = "Nine of twelve said so"


@pytest.fixture
def shop(engine: Engine) -> int:
    """A journey with two stages and a card, a pain point and an opportunity in the first."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    browse = stages(engine, journey)[0].key
    for lane in lanes(engine, journey):
        if lane.kind.value in ("thought", "pain point", "opportunity"):
            put_on_map(engine, by=YOU, journey=journey, stage=browse, lane=lane.key, text=f"A {lane.kind.value}", why=WHY)
    return journey


def content(engine: Engine, journey: int) -> dict[str, list[dict[str, object]]]:
    with reading(engine) as session:
        return picture(session, journey)


def hung(engine: Engine, journey: int) -> int:
    """Tags, a link and a persona's feeling hang on the map from now on; the card's id."""
    card = content(engine, journey)["cards"][0]["id"]
    assert isinstance(card, int)
    set_tags(engine, by=YOU, journey=journey, subject=(Card, card), tags=["Sizes", "apps"])
    with writing(engine) as session:
        ada = Persona(journey_id=journey, name="Ada")
        session.add(ada)
        session.flush()
        stage = stages(engine, journey)[0].key
        session.add(PersonaFeeling(journey_id=journey, persona_id=ada.key, stage_id=stage, assumed=-2.0))
        session.add(Link(journey_id=journey, subject="card", subject_id=card, other="pain_point", other_id=1))
    return card


def test_a_version_brings_back_links_feelings_and_tags(engine: Engine, shop: int) -> None:
    card = hung(engine, shop)
    save_version(engine, by=YOU, journey=shop, name="Whole", why=WHY)
    wanted = content(engine, shop)
    assert wanted["cards"][0]["tags"] == ["apps", "sizes"]
    set_tags(engine, by=YOU, journey=shop, subject=(Card, card), tags=["apps", "other"])
    with writing(engine) as session:
        session.exec(select(PersonaFeeling)).one().assumed = 4.0
        session.exec(select(Link)).one().deleted_at = now()
    told = [one.sentence for one in diff(wanted, content(engine, shop))]
    assert "Card “A thought”: tags went from apps, sizes to apps, other." in told
    restore_version(engine, by=YOU, journey=shop, version=1, why="Back")
    assert content(engine, shop) == wanted


def test_a_version_of_a_map_that_held_less_takes_nothing_of_it_away(engine: Engine, shop: int) -> None:
    """What was saved before links, feelings, tags, personas and futures could be kept."""
    save_version(engine, by=YOU, journey=shop, name="Old", why=WHY)
    with writing(engine) as session:
        old = session.exec(select(MapSnapshot)).one()
        parts = {part: items for part, items in old.content.items() if part not in ("links", "feelings")}
        later = ("step_id", "persona_id", "future", "details", "tags", "position")
        kept = {part: [{k: v for k, v in item.items() if k not in later} for item in items] for part, items in parts.items()}
        old.content = kept | {"cards": [{**item, "position": 0} for item in kept["cards"]]}
        was = json.loads(json.dumps(old.content))
    hung(engine, shop)
    assert not [one for one in diff(was, content(engine, shop)) if one.part in ("link", "feeling", "card")]
    with pytest.raises(Refused, match="as version 1 has it already"):
        restore_version(engine, by=YOU, journey=shop, version=1, why="Back")
    with writing(engine) as session:
        session.exec(select(Card)).one().text = "Reworded"
    restore_version(engine, by=YOU, journey=shop, version=1, why="Back")
    after = content(engine, shop)
    assert after["cards"][0]["text"] == "A thought"
    assert (len(after["links"]), len(after["feelings"]), after["cards"][0]["tags"]) == (1, 1, ["apps", "sizes"])


def test_a_version_keeps_what_caused_it_in_the_words_of_that_day(engine: Engine, shop: int) -> None:
    entry = add_entry(
        engine, by=YOU, journey=shop, week="2026-W47", weekday=Weekday.TUESDAY, kind=EntryKind.DECISION, text="Show the sizes"
    )
    found = causes(engine, shop, since=entry.at).to_dicts()
    assert [(one["kind"], one["said"]) for one in found] == [("decision", "Show the sizes")]
    save_version(engine, by=YOU, journey=shop, name="Sizes", why=WHY, evidence=[("entry", entry.key)])
    with writing(engine) as session:
        row = session.get_one(type(entry), entry.key)
        row.text = "Something else"
    (kept,) = versions(engine, shop)["evidence"].to_list()
    assert kept == [{"subject": "entry", "subject_id": entry.key, "kind": "decision", "said": "Show the sizes"}]
    with pytest.raises(Refused, match="no longer here"):
        save_version(engine, by=YOU, journey=shop, name="Ghost", why=WHY, evidence=[("entry", 99)])
    assert versions(engine, shop).height == 1


def test_a_view_is_saved_replaced_and_binned_and_comes_back(engine: Engine, shop: int) -> None:
    save_view(engine, by=YOU, journey=shop, name="Our  talk", settings={"mode": "blueprint"})
    save_view(engine, by=YOU, journey=shop, name="Our talk", settings={"mode": "map"})
    (view,) = read.views(engine, shop)
    assert (view.slug, view.name, view.settings) == ("our-talk", "Our talk", {"mode": "map"})
    bin_view(engine, by=YOU, journey=shop, slug="our-talk")
    assert not read.views(engine, shop)
    save_view(engine, by=YOU, journey=shop, name="Our talk", settings={})
    assert len(read.views(engine, shop)) == 1
    for name, settings in (("", {}), ("x" * 81, {}), ("Big", {"tags": ["x" * 100] * 300})):
        with pytest.raises(Refused):
            save_view(engine, by=YOU, journey=shop, name=name, settings=settings)


def test_views_whose_names_are_in_another_script_do_not_replace_each_other(engine: Engine, shop: int) -> None:
    for name in ("支持", "Продажи", "支持"):
        save_view(engine, by=YOU, journey=shop, name=name, settings={"mode": "map"})
    assert {(view.slug, view.name) for view in read.views(engine, shop)} == {("journey", "支持"), ("journey-2", "Продажи")}


def test_a_link_opens_one_map_until_it_is_taken_back(engine: Engine, shop: int) -> None:
    save_version(engine, by=YOU, journey=shop, name="First", why=WHY)
    live = share_map(engine, by=YOU, journey=shop, name="Board", settings={"figures": True})
    frozen = share_map(engine, by=YOU, journey=shop, name="Partner", settings={}, version=1)
    assert live.token != frozen.token
    assert len(live.token) >= 32
    found = opened(engine, live.token)
    assert found is not None
    assert (found.journey.id, found.version, found.settings) == (shop, None, {"figures": True})
    kept = opened(engine, frozen.token)
    assert kept is not None
    assert kept.version is not None
    assert kept.version.name == "First"
    take_back_share(engine, by=YOU, journey=shop, share=live.key, revision=1)
    assert opened(engine, live.token) is None
    assert opened(engine, "") is None
    assert [share.name for share in shares(engine, shop)] == ["Partner"]
    with reading(engine) as session:
        told = " ".join(str((event.before, event.after)) for event in session.exec(select(AuditEvent)))
    assert frozen.token not in told, "the history never shows a link"
    with pytest.raises(Refused, match="no version 9"):
        share_map(engine, by=YOU, journey=shop, name="Ghost", settings={}, version=9)


def test_a_viewer_shares_nothing(engine: Engine, shop: int) -> None:
    vic = add_person(engine, by=YOU, name="Vic", email="vic@example.org").key
    set_member(engine, by=YOU, journey=shop, person=vic, role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="share the map"):
        share_map(engine, by=vic, journey=shop, name="Everybody", settings={})
    with pytest.raises(NotAllowed, match="save views of the map"):
        save_view(engine, by=vic, journey=shop, name="Mine", settings={})
