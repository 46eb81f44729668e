"""The act of tagging: the words people sort things by."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Edited, Tag, Tagging

LONGEST = 60


def set_tags(engine: Engine, *, by: int, journey: int, subject: tuple[type[Edited], int], tags: list[str]) -> list[str]:
    """Give a row exactly these tags, in lower case and once each; returns them. Unknown tags are made."""
    with act(engine, "tag.set", by=by, journey=journey) as doing:
        return put_tags(doing, doing.get(*subject), tags)


def put_tags(doing: Act, row: Edited, tags: list[str]) -> list[str]:
    """The same within an act that is under way."""
    wanted = sorted({" ".join(tag.split()).lower() for tag in tags} - {""})
    if any(len(tag) > LONGEST for tag in wanted):
        raise Refused(f"A tag is a word or two, at most {LONGEST} characters. Nothing was changed.")
    known = {tag.name: tag for tag in doing.session.exec(select(Tag).where(Tag.journey_id == doing.journey_id))}
    subject = str(type(row).__tablename__)
    query = select(Tagging).where(Tagging.subject == subject, Tagging.subject_id == row.key)
    had = {tagging.tag_id: tagging for tagging in doing.session.exec(query)}
    names = {tag.key: name for name, tag in known.items()}
    before = sorted(names[id] for id in had)
    if before == wanted:
        return wanted
    for id, tagging in had.items():
        if names[id] not in wanted:
            doing.session.delete(tagging)
    for name in set(wanted) - set(before):
        tag = known.get(name) or _made(doing, name)
        doing.session.add(Tagging(tag_id=tag.key, subject=subject, subject_id=row.key))
    doing.log(row, before={"tags": before}, after={"tags": wanted})
    return wanted


def _made(doing: Act, name: str) -> Tag:
    assert doing.journey_id is not None
    tag = Tag(journey_id=doing.journey_id, name=name)
    doing.session.add(tag)
    doing.session.flush()
    return tag
