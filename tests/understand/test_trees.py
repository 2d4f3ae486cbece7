"""Boosted trees as they lie in the model."""

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


@pytest.mark.parametrize("broken", [[1, 2.0, 0.5], "leaf", [0, 0.5, 1.0, None]])
def test_what_is_no_node_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match="not a node"):
        Trees(["doubts"], [broken], 0.0)
