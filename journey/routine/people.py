"""The acts on people: teams, persons, their roles on a journey, and the views that teams look through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from journey.domain.kpis import load_kpis
from journey.domain.words import Role
from journey.errors import NotAllowed, Refused
from journey.routine.act import Act, act
from journey.routine.journeys import slug
from journey.store.tables import Journey, Membership, Person, Stage, Team, TeamView

MOST = 80
"""Characters of the longest name of a team or view."""
STARTED_VIEWS: dict[str, tuple[str, ...]] = {
    "Support": ("contact_rate", "ticket_volume", "time_to_resolution", "ces", "csat"),
    "Product": ("drop_off", "task_success", "step_duration", "ces"),
    "Marketing": ("drop_off", "conversion", "nps"),
    "Sales": ("drop_off", "conversion", "churn", "nps"),
}
"""The views that most journeys want, with the KPIs that such a team is asked about; all of them show every stage."""


@contextmanager
def _one_at_a_time(what: str) -> Iterator[None]:
    """Of two who give the same name or address in the same moment, the database lets one through; tell the other plainly."""
    try:
        yield
    except IntegrityError as error:
        raise Refused(f"Somebody has just used {what}. Choose another. Nothing was changed.") from error


def add_team(engine: Engine, *, by: int, name: str, journey: int | None = None) -> Team:
    """Add a team; Refused if there is one of that name. With `journey`, its owner may do it too."""
    _named(name, "A team")
    with _one_at_a_time(f"the name '{name.strip()}'"), act(engine, "team.add", by=by, journey=journey) as doing:
        _free(doing, name)
        return doing.add(Team(name=name.strip()))


def change_team(engine: Engine, *, by: int, team: int, revision: int, name: str, journey: int | None = None) -> Team:
    """Rename a team."""
    _named(name, "A team")
    with _one_at_a_time(f"the name '{name.strip()}'"), act(engine, "team.change", by=by, journey=journey) as doing:
        row = doing.get(Team, team)
        _free(doing, name, but=team)
        return doing.change(row, revision, name=name.strip())


def add_person(engine: Engine, *, by: int, name: str, journey: int | None = None, **values: Any) -> Person:
    """Add a person: email, team_id, lead (gets Tuesday's agenda), leadership (may look at every journey).

    Leadership is only given by the local user or by leadership: it opens journeys that are not the giver's own.
    """
    _named(name, "A person", most=120)
    with _one_at_a_time(f"the address {values.get('email')}"), act(engine, "person.add", by=by, journey=journey) as doing:
        if values.get("leadership"):
            _trusted(doing, "give somebody the leadership's sight of every journey")
        return doing.add(Person(name=name.strip(), **_checked(doing, values)))


def change_person(engine: Engine, *, by: int, person: int, revision: int, journey: int | None = None, **values: Any) -> Person:
    """Change a person's name, e-mail address, team, or whether they lead a team or the company.

    What reaches beyond one journey, leadership and an address that is set, only the local user or leadership may change.
    """
    if "name" in values:
        _named(values["name"], "A person", most=120)
        values["name"] = values["name"].strip()
    with _one_at_a_time(f"the address {values.get('email')}"), act(engine, "person.change", by=by, journey=journey) as doing:
        row, wanted = doing.get(Person, person), _checked(doing, values, but=person)
        if wanted.get("leadership", row.leadership) != row.leadership:
            _trusted(doing, "give or take the leadership's sight of every journey")
        if row.email and wanted.get("email", row.email) != row.email:
            _trusted(doing, f"change the address by which {row.name} is known")
        return doing.change(row, revision, **wanted)


def set_member(engine: Engine, *, by: int, journey: int, person: int, role: Role | None) -> Person:
    """Give a person a role on the journey, or with None take it away; Refused if that would leave it without an owner."""
    with act(engine, "member.set", by=by, journey=journey) as doing:
        someone = doing.get(Person, person)
        # one at a time: of two who take each other's ownership away at once, the second finds that nobody would be left
        doing.session.exec(select(Journey.id).where(Journey.id == journey).with_for_update()).one()
        query = select(Membership).where(Membership.journey_id == journey, Membership.person_id == person)
        row = doing.session.exec(query).first()
        before = row.role if row else None
        if before is Role.OWNER and role is not Role.OWNER:
            _another_owner(doing, journey, person)
        if row is None and role is not None:
            row = Membership(journey_id=journey, person_id=person, role=role)
        if row is not None and role is None:
            doing.session.delete(row)
        elif row is not None and role is not None:
            row.role = role
            doing.session.add(row)
        doing.session.flush()
        doing.log(row, before={"person_id": person, "role": before}, after={"person_id": person, "role": role})
    return someone


def start_views(engine: Engine, *, by: int, journey: int) -> list[TeamView]:
    """Add the views of STARTED_VIEWS that the journey has not, each for the team of its name if there is one."""
    with act(engine, "view.start", by=by, journey=journey) as doing:
        there = select(TeamView.name).where(TeamView.journey_id == journey, col(TeamView.deleted_at).is_(None))
        known = {name.casefold() for name in doing.session.exec(there)}
        teams = {
            team.name.casefold(): team.key for team in doing.session.exec(select(Team).where(col(Team.deleted_at).is_(None)))
        }
        return [
            doing.add(
                TeamView(
                    journey_id=journey, slug=_own_slug(doing, journey, name), name=name,
                    team_id=teams.get(name.casefold()), formulas=list(formulas),
                )
            )
            for name, formulas in STARTED_VIEWS.items()
            if name.casefold() not in known
        ]  # fmt: skip


def add_view(
    engine: Engine, *, by: int, journey: int, name: str, team: int | None = None, stages: tuple[int, ...] = (),
    formulas: tuple[str, ...] = (),
) -> TeamView:  # fmt: skip
    """Add a team view: the stages and KPIs that pages show through it, none named meaning all."""
    _named(name, "A team view")
    with act(engine, "view.add", by=by, journey=journey) as doing:
        _known_parts(doing, stages, formulas)
        row = TeamView(
            journey_id=journey, slug=_own_slug(doing, journey, name), name=name.strip(), team_id=team,
            stage_ids=list(stages), formulas=list(formulas),
        )  # fmt: skip
        return doing.add(row)


def change_view(engine: Engine, *, by: int, journey: int, view: int, revision: int, **values: Any) -> TeamView:
    """Change a view's name, team_id, stage_ids or formulas; its address stays, so that links go on working."""
    if "name" in values:
        _named(values["name"], "A team view")
        values["name"] = values["name"].strip()
    with act(engine, "view.change", by=by, journey=journey) as doing:
        _known_parts(doing, values.get("stage_ids", ()), values.get("formulas", ()))
        return doing.change(doing.get(TeamView, view), revision, **values)


def bin_view(engine: Engine, *, by: int, journey: int, view: int, revision: int) -> TeamView:
    """Put a team view in the bin."""
    with act(engine, "view.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(TeamView, view), revision)


def _named(name: str, what: str, *, most: int = MOST) -> None:
    if not name.strip():
        raise Refused(f"{what} needs a name. Nothing was changed.")
    if len(name.strip()) > most:
        raise Refused(f"A name has at most {most} characters; this one has {len(name.strip())}. Nothing was changed.")


def _trusted(doing: Act, what: str) -> None:
    """An owner rules one journey; what opens others needs somebody who sees them all."""
    if not (doing.who.local or doing.who.leadership):
        raise NotAllowed(doing.person.name, what)


def _free(doing: Act, name: str, *, but: int | None = None) -> None:
    there = doing.session.exec(select(Team).where(func.lower(Team.name) == name.strip().lower())).first()
    if there is not None and there.id != but:
        where = "in the bin" if there.deleted_at else "already"
        raise Refused(f"There is a team called '{there.name}' {where}. Choose another name. Nothing was changed.")


def _checked(doing: Act, values: dict[str, Any], *, but: int | None = None) -> dict[str, Any]:
    """The values with an empty address as none; Refused for one that somebody else has, or a team that is not there."""
    if values.get("team_id") is not None:
        doing.get(Team, values["team_id"])
    if "email" not in values:
        return values
    email = (values["email"] or "").strip() or None
    if email is not None:
        if "@" not in email:
            raise Refused(f"'{email}' is not an e-mail address. Nothing was changed.")
        other = doing.session.exec(select(Person).where(func.lower(Person.email) == email.lower())).first()
        if other is not None and other.id != but:
            raise Refused(f"{other.name} has the address {email} already. Nothing was changed.")
    return {**values, "email": email}


def _another_owner(doing: Act, journey: int, person: int) -> None:
    query = select(Membership).where(
        Membership.journey_id == journey, Membership.role == Role.OWNER, col(Membership.person_id) != person
    )
    if doing.session.exec(query).first() is None:
        raise Refused("A journey needs an owner. Make somebody else the owner first. Nothing was changed.")


def _known_parts(doing: Act, stages: Any, formulas: Any) -> None:
    for stage in stages:
        doing.get(Stage, stage)
    unknown = sorted(set(formulas) - set(load_kpis()))
    if unknown:
        raise Refused(f"There is no KPI '{unknown[0]}'. Choose from: {', '.join(load_kpis())}. Nothing was changed.")


def _own_slug(doing: Act, journey: int, name: str) -> str:
    """The name as it stands in an address, with a number if another view has it, also one in the bin."""
    taken = set(doing.session.exec(select(TeamView.slug).where(TeamView.journey_id == journey)))
    plain = slug(name)[:50]
    return next(one for number in range(len(taken) + 1) if (one := f"{plain}-{number + 1}" if number else plain) not in taken)
