"""Boosted decision trees: a sum over small trees, each of which asks a few features of a mail one after the other.

They see what a linear model cannot: that a doubt weighs little in a short mail by one person, and much in a long one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

# An inner node: its feature's place, the threshold, the node for at most that, the one for more. A leaf: a value.
Node: TypeAlias = "float | tuple[int, float, Node, Node]"


class Trees:
    """`names`: the features, in the order that the nodes count them; `trees`: nested lists as they lie in the model."""

    def __init__(self, names: Sequence[str], trees: Sequence[object], bias: float) -> None:
        self._names = tuple(names)
        self._trees = tuple(_node(tree) for tree in trees)
        self._bias = bias

    def logit(self, features: Mapping[str, float]) -> float:
        """The sum of all trees' leaves; a feature that is not given counts as 0."""
        get = features.get
        values = [get(name, 0.0) for name in self._names]
        total = self._bias
        for root in self._trees:
            node = root
            while isinstance(node, tuple):
                place, threshold, below, above = node
                node = below if values[place] <= threshold else above
            total += node
        return total


def _node(data: object) -> Node:
    """Raises ValueError for what is neither a leaf nor a node."""
    if isinstance(data, (int, float)):
        return float(data)
    if not isinstance(data, (list, tuple)) or len(data) != 4:
        raise ValueError(f"not a node of a tree: {data!r}")
    place, threshold, below, above = data
    return int(place), float(threshold), _node(below), _node(above)
