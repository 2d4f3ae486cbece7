"""Boosted trees as they lie in the model."""

import random
from typing import Any

import pytest

from mailreg.understand.trees import Trees

TREES = [[0, 0.5, -1.0, [1, 2.0, 0.25, 3.0]], 0.125]


@pytest.mark.parametrize(
    ("features", "logit"),
    [
        ({}, -1.0 + 0.125 + 0.5),  # what is not given counts as 0
        ({"doubts": 0.5, "people": 9.0}, -1.0 + 0.125 + 0.5),  # at most the threshold goes below
        ({"doubts": 1.0}, 0.25 + 0.125 + 0.5),
        ({"doubts": 1.0, "people": 2.5, "unknown": 7.0}, 3.0 + 0.125 + 0.5),
    ],
)
def test_each_tree_adds_the_leaf_that_the_features_lead_to(features: dict[str, float], logit: float) -> None:
    assert Trees(["doubts", "people"], TREES, 0.5).logit(features) == pytest.approx(logit)


@pytest.mark.parametrize("leaves", [1, 2, 16, 17, 64])
def test_it_is_the_leaf_that_a_walk_ends_at(leaves: int) -> None:
    dice = random.Random(leaves)
    grown = [_grown(dice, leaves) for _ in range(20)]
    trees = Trees(list("abc"), grown, 0.0)
    for _ in range(200):
        values = [dice.choice([-1, -0.5, 0, 0.5, 1]) for _ in "abc"]
        walked = sum(_walk(tree, values) for tree in grown)
        assert trees.logit(dict(zip("abc", values, strict=True))) == pytest.approx(walked)


def _grown(dice: random.Random, leaves: int) -> Any:
    if leaves == 1:
        return dice.uniform(-1, 1)
    left = dice.randrange(1, leaves)
    threshold = dice.choice([-0.5, 0.0, 0.25, 0.5])
    return [dice.randrange(3), threshold, _grown(dice, left), _grown(dice, leaves - left)]


def _walk(tree: Any, values: list[float]) -> float:
    while isinstance(tree, list):
        place, threshold, below, above = tree
        tree = below if values[place] <= threshold else above
    return float(tree)


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match="65 leaves"):
        Trees(list("abc"), [_grown(random.Random(1), 65)], 0.0)


@pytest.mark.parametrize("broken", [[1, 2.0, 0.5], "leaf", [0, 0.5, 1.0, None]])
def test_what_is_no_node_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match="not a node"):
        Trees(["doubts"], [broken], 0.0)
