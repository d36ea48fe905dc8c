"""Labels in rows above a chart, none over another, no leader line through another's words."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

GAP = 8.0
"""The least space between two labels of one row, in pixels."""
CLEAR = 3.0
"""The least space between a leader line and another label's words, in pixels."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label to be placed: which mark it is, the x of its mark, its width, its weight."""

    index: int
    x: float
    width: float
    weight: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its row (0 on top) and its left edge."""

    label: Label
    row: int
    left: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.label.width


def place(labels: list[Label], left: float, right: float, rows: int) -> tuple[Placed, ...]:
    """Give each label a row and a left edge so that no two overlap and no leader line crosses another label's words.

    Labels are added by weight; each stands to the right of its mark, to the left, or over it, whichever needs the fewest rows.
    What would need more rows than there are is left out of the result.
    """
    edges: dict[Label, float] = {}
    levels: dict[Label, int] = {}
    for label in sorted(labels, key=lambda x: (-x.weight, x.index)):
        options = [
            (found, edge)
            for edge in _edges(label, left, right)
            if (found := _levels({**edges, label: edge})) is not None
        ]
        fitting = [(found, edge) for found, edge in options if max(found.values()) < rows]
        if fitting:
            levels, edge = min(fitting, key=lambda x: max(x[0].values()))
            edges[label] = edge
    top = max(levels.values(), default=0)
    return tuple(Placed(x, top - levels[x], edges[x]) for x in sorted(edges, key=lambda x: x.index))


def _edges(label: Label, left: float, right: float) -> list[float]:
    """Where a label's left edge may be; none where it is wider than the chart."""
    if label.width > right - left:
        return []
    wanted = (label.x - CLEAR, label.x - label.width + CLEAR, label.x - label.width / 2)
    return list(dict.fromkeys(min(max(edge, left), right - label.width) for edge in wanted))


def _levels(edges: dict[Label, float]) -> dict[Label, int] | None:
    """The height of each label above the chart, from 0; `None` where two labels are each in the other's way."""
    below: dict[Label, set[Label]] = {x: set() for x in edges}
    for a in edges:
        for b, edge in edges.items():
            if a is not b and edge - CLEAR <= a.x <= edge + b.width + CLEAR:
                below[b].add(a)  # a's leader would run through b's words, were a above b
    try:
        order = list(TopologicalSorter(below).static_order())
    except CycleError:
        return None
    levels: dict[Label, int] = {}
    for x in order:
        level = 1 + max((levels[y] for y in below[x]), default=-1)
        while any(levels[y] == level and _overlap(edges, x, y) for y in levels):
            level += 1
        levels[x] = level
    return levels


def _overlap(edges: dict[Label, float], a: Label, b: Label) -> bool:
    return edges[a] < edges[b] + b.width + GAP and edges[b] < edges[a] + a.width + GAP


__all__ = ["CLEAR", "GAP", "Label", "Placed", "place"]
