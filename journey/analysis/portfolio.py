"""The journeys of an installation as a tree: the lifecycle, its journeys, their sub-journeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from journey.domain.words import Audience


class Level(StrEnum):
    """What a journey is in its tree."""

    LIFECYCLE = "Lifecycle"
    JOURNEY = "Journey"
    PART = "Sub-journey"


@dataclass(frozen=True)
class Node:
    """A journey as the tree needs it."""

    id: int
    name: str
    audience: Audience
    parent: int | None = None


@dataclass(frozen=True)
class Placed:
    """A journey in its tree: how deep it lies (0 at the root) and what it is."""

    node: Node
    depth: int
    level: Level


def forest(nodes: Sequence[Node]) -> list[list[Placed]]:
    """The trees, largest first, each from its root downwards, brothers by name; every journey stands in exactly one.

    1. A journey whose larger journey is gone, or leads back to itself, stands on its own.
    2. The root is the lifecycle where something is part of it, else a journey; what is right below a lifecycle is a
       journey, everything deeper a sub-journey.
    """
    known = {node.id: node for node in nodes}
    above = {node.id: _parent(node, known) for node in nodes}
    below: dict[int | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda node: (node.name.casefold(), node.id)):
        below.setdefault(above[node.id], []).append(node)
    trees = [_downwards(root, 0, below) for root in below.get(None, [])]
    return sorted(trees, key=lambda tree: -len(tree))


def columns(tree: Sequence[Placed]) -> dict[Audience, list[Placed]]:
    """A tree's journeys by whose they are, each in the order of the tree."""
    return {audience: [placed for placed in tree if placed.node.audience is audience] for audience in Audience}


def may_hold(nodes: Sequence[Node], id: int) -> list[Node]:
    """The journeys that this one could be part of: neither itself nor one of its own parts."""
    known = {node.id: node for node in nodes}
    return [node for node in nodes if id not in _upwards(node, known)]


def _parent(node: Node, known: dict[int, Node]) -> int | None:
    """The journey right above, unless it is gone or the way up comes back here."""
    if node.parent not in known:
        return None
    return None if node.id in _upwards(known[node.parent], known) else node.parent


def _upwards(node: Node, known: dict[int, Node]) -> set[int]:
    """The journey and all above it."""
    seen: set[int] = set()
    while node.id not in seen:
        seen.add(node.id)
        if node.parent not in known:
            break
        node = known[node.parent]
    return seen


def _downwards(node: Node, depth: int, below: dict[int | None, list[Node]]) -> list[Placed]:
    parts = below.get(node.id, [])
    root = Level.LIFECYCLE if parts else Level.JOURNEY
    level = (root, Level.JOURNEY, Level.PART)[min(depth, 2)]
    return [Placed(node, depth, level), *(placed for part in parts for placed in _downwards(part, depth + 1, below))]
