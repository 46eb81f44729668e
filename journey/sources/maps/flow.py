"""A flowchart as boxes and arrows, and the row that it makes when it is put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from journey.errors import UnreadableFile

MOST_BOXES, MOST_ARROWS = 2_000, 5_000


@dataclass
class Flow:
    """Boxes by id with their labels, arrows with the words on them, and the groups that boxes are in."""

    labels: dict[str, str] = field(default_factory=dict)
    arrows: list[tuple[str, str, str]] = field(default_factory=list)
    group: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def box(self, id: str, label: str) -> str:
        """A box, named when it is first given a label."""
        if not self.labels.get(id):
            self.labels[id] = label
        self._fits()
        if self._open:
            self.group.setdefault(id, self._open[-1])
        return id

    def arrow(self, one: str, other: str, words: str) -> None:
        """An arrow, once for the same words."""
        if (one, other, words) not in self.arrows:
            self.arrows.append((one, other, words))
            self._fits()

    def _fits(self) -> None:
        """UnreadableFile where the chart is larger than anybody can draw: each box looks for its ways among all arrows."""
        if len(self.labels) > MOST_BOXES or len(self.arrows) > MOST_ARROWS:
            raise UnreadableFile(
                f"This flowchart has more than {MOST_BOXES:,} boxes or {MOST_ARROWS:,} arrows; such a map cannot be read by "
                "anybody. Nothing was imported. Split it into several journeys."
            )

    def begin(self, name: str) -> None:
        """A subgraph begins; one within another belongs to the outer."""
        outer = self._open[0] if self._open else name or f"Part {len(self.groups) + 1}"
        self._open.append(outer)
        if outer not in self.groups:
            self.groups.append(outer)

    def end(self) -> None:
        """A subgraph ends."""
        if self._open:
            self._open.pop()

    def ways(self, id: str) -> Iterator[str]:
        """Where arrows lead from a box, once each."""
        return iter(dict.fromkeys(other for one, other, _ in self.arrows if one == id and other != id))

    def row(self) -> list[str]:
        """Every box once: after all that lead to it, unless in a circle; where ways part, the first drawn comes first.

        A topological order by depth-first search, read from its end (Tarjan 1976, Edge-disjoint spanning trees and depth-first
        search), so roots and ways are walked last to first.
        """
        seen: set[str] = set()
        done: list[str] = []
        reached = {other for one, other, _ in self.arrows if one != other}
        roots = [id for id in self.labels if id not in reached]
        for root in [*reversed(roots), *(id for id in self.labels if id in reached)]:
            trail = [] if root in seen else [(root, self._last_first(root))]
            seen.add(root)
            while trail:
                id, ways = trail[-1]
                way = next((way for way in ways if way not in seen), None)
                if way is None:
                    done.append(id)
                    trail.pop()
                else:
                    seen.add(way)
                    trail.append((way, self._last_first(way)))
        return done[::-1]

    def _last_first(self, id: str) -> Iterator[str]:
        return reversed(list(self.ways(id)))

    def next_in(self, order: list[str], id: str) -> str:
        """The box after `id` in an order; "" at the end."""
        at = order.index(id) + 1
        return order[at] if at < len(order) else ""
