"""What the library holds of a module and what a journey made of it, under keys that are the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from journey.analysis.modules import excerpt, parts, renamed
from journey.domain.document import Document
from journey.errors import Refused
from journey.routine.act import Act
from journey.store.tables import Module, ModuleUse

OWN = "/"
"""Stands in the key of every part of a module, and in no ref."""


def module_of(doing: Act, id: int, *, binned: bool = False) -> Module:
    """The module, whichever journey it came from: the library is everybody's."""
    journey, doing.journey_id = doing.journey_id, None
    try:
        return doing.get(Module, id, binned=binned)
    finally:
        doing.journey_id = journey


def as_module(now: Document, use: ModuleUse) -> tuple[Document, dict[str, str]]:
    """The journey's stages of a module under the module's keys, and what each key is here; what is new gets a key of its own."""
    here = as_kept(now, use)
    new = {ref: key for ref, key in fresh(here, use.journey_id).items() if OWN not in ref}
    content = renamed(here, new)
    refs: dict[str, str] = use.placed["refs"] | {key: ref for ref, key in new.items()}
    kept = {*parts(content), *(lane.key for lane in content.lanes)}
    return content, {key: ref for key, ref in refs.items() if key in kept}


def fresh(document: Document, journey: int) -> dict[str, str]:
    """Keys that no other journey gives: the ref that a part has in this one, behind its number."""
    return {key: f"{journey}{OWN}{key}" for key in (*parts(document), *(lane.key for lane in document.lanes))}


def as_kept(now: Document, use: ModuleUse) -> Document:
    """The stages of a use as the journey has them, under the module's keys where it knows them."""
    keys = {ref: key for key, ref in use.placed["refs"].items()}
    stages = frozenset(stage.key for stage in now.stages if stage.key in keys)
    return renamed(excerpt(now, stages), keys)


def placed(content: Document, refs: Mapping[str, str]) -> dict[str, Any]:
    """What a use writes down: the content that it has, and the ref that each key is in its journey."""
    return {"refs": dict(refs), "content": told(content)}


def taken(use: ModuleUse) -> Document:
    """The content that a use has."""
    return read(use.placed["content"])


@cache
def _codec() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def told(content: Document) -> dict[str, Any]:
    """The content as JSON values."""
    values: dict[str, Any] = _codec().dump_python(content, mode="json")
    return values


def read(values: Mapping[str, Any]) -> Document:
    """The content; Refused where it is none, such as one that another version of this product wrote."""
    try:
        return _codec().validate_python(values)
    except ValueError as error:
        raise Refused("What the library holds of this module can't be read here. Put it in the bin and keep it anew.") from error
