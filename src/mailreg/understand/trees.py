"""Boosted decision trees: a sum over small trees, each of which asks a few features of a mail one after the other.

They see what a linear model cannot: that a doubt weighs little in a short mail by one person, and much in a long one.

The trees are not walked. All leaves of all trees are the bits of one long whole number, and each feature strikes out
those that its value keeps a mail from; of every tree the lowest leaf that is left is the one that a walk would end at
(QuickScorer: Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import getitem, or_

_LANES = {16: "H", 32: "I", 64: "Q"}  # bits that the leaves of a tree may take, by the letter that unpacks them


class Trees:
    """`names`: the features, in the order that the nodes count them; `trees`: nested lists as they lie in the model. A
    leaf is a value; an inner node its feature's place, the threshold, the node for at most that, the one for more.
    Raises ValueError for what is neither, and for a tree of more than 64 leaves."""

    def __init__(self, names: Sequence[str], trees: Sequence[object], bias: float) -> None:
        self._bias = bias
        nodes: list[list[tuple[int, float, int]]] = [[] for _ in trees]
        leaves: list[list[float]] = [[] for _ in trees]
        for tree, inner, ends in zip(trees, nodes, leaves, strict=True):
            _take_apart(tree, inner, ends)
        most = max(map(len, leaves), default=1)
        bits = next((bits for bits in _LANES if most <= bits), 0)
        if not bits:
            raise ValueError(f"a tree has {most} leaves")
        lanes = range(0, bits * len(leaves), bits)
        self._bytes = bits // 8 * len(leaves)
        self._unpack = struct.Struct(f"<{len(leaves)}{_LANES[bits]}").unpack
        self._ones = sum(1 << lane for lane in lanes)
        self._all = (1 << bits * len(leaves)) - 1
        places = [1 << n for n in range(most)]
        self._leaves = [dict(zip(places, ends, strict=False)) for ends in leaves]
        struck: list[dict[float, int]] = [{} for _ in names]
        for lane, inner in zip(lanes, nodes, strict=True):
            for place, threshold, below in inner:
                here = struck[place]
                here[threshold] = here.get(threshold, 0) | below << lane
        # Of each its lowest threshold, all from low to high, and what a value above so many of them strikes out.
        self._features: list[tuple[str, float, list[float], list[int]]] = []
        for name, here in zip(names, struck, strict=True):
            if here:
                thresholds = sorted(here)
                masks = accumulate(map(here.__getitem__, thresholds), or_, initial=0)
                self._features.append((name, thresholds[0], thresholds, list(masks)))

    def logit(self, features: Mapping[str, float]) -> float:
        """The sum of all trees' leaves; a feature that is not given counts as 0."""
        get = features.get
        struck = 0
        for name, lowest, thresholds, masks in self._features:
            value = get(name, 0.0)
            if value > lowest:
                struck |= masks[bisect_left(thresholds, value)]
        left = self._all ^ struck
        ends = self._unpack((left & ~(left - self._ones)).to_bytes(self._bytes, "little"))
        return sum(map(getitem, self._leaves, ends), self._bias)


def _take_apart(tree: object, nodes: list[tuple[int, float, int]], leaves: list[float]) -> None:
    """`leaves` from left to right, so that what is at most a threshold comes first; of each inner node its feature's
    place, its threshold, and its leaves on the left as bits."""
    if isinstance(tree, list) and len(tree) == 4:
        place, threshold, below, above = tree
        first = len(leaves)
        _take_apart(below, nodes, leaves)
        nodes.append((place, threshold, (1 << len(leaves)) - (1 << first)))
        _take_apart(above, nodes, leaves)
    elif isinstance(tree, (int, float)):
        leaves.append(tree)
    else:
        raise ValueError(f"not a node of a tree: {tree!r}")
